import ArgumentParser
import BotAssembly
import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import StrategyKit
import TickStore
import TradingCore
import TradingEngine

/// `slipway bot show`
struct BotShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a bot: what it is made of, and what it has come to.")

  @Argument(help: "The bot's name.")
  var id: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let store = BotStore(home: shared.homeFolder)
    let found = try store.read { reading in
      (
        try BotStore.bot(id, reading), try reading.evidence(of: id),
        try GateLedger.read(reading).standing(of: id),
        try reading.evidence(of: id).reduce(into: [Int64: String]()) { notes, row in
          notes[row.id] = try row.fillRulesNote(reading)
        }
      )
    }
    guard let (record, evidence, standing, rules) = found else { throw BotStore.unknown(id, among: []) }
    let bot = try ShownBot(
      record: record, evidence: evidence, standing: standing, rules: rules,
      resolver: BotResolver(home: shared.homeFolder, quiet: shared.quiet))
    if shared.json { bot.notes.forEach(shared.note) }
    try shared.printResult(json: bot.json) { bot.text(colored: $0) }
  }
}

/// A registered bot as it is today, and its evidence.
struct ShownBot {
  private let record: BotRecord
  private let spec: BotSpec
  private let evidence: [EvidenceRecord]
  /// The bot put together now, where that is possible.
  private let resolved: ResolvedBot?
  /// The evidence of its mode and present identity; where that is not known, the latest of its mode.
  private let current: EvidenceRecord?
  /// What the reader should know besides.
  let notes: [String]

  init(
    record: BotRecord, evidence: [EvidenceRecord], standing: BotStanding, rules: [Int64: String],
    resolver: BotResolver
  ) throws {
    self.record = record
    self.evidence = evidence
    spec = try BotSpec(json: record.spec)
    var notes: [String] = []
    do {
      resolved = try resolver.resolve(spec)
    } catch {
      resolved = nil
      notes.append("'\(record.id)' can't be put together now: \(error)")
    }
    let present = PresentEvidence(
      of: record, identity: resolved?.identity.bytes, among: evidence, standing: standing)
    current = present.row
    // What no longer counts, or not here, needs no such word.
    let rulesNote = present.row.flatMap { rules[$0.id] }
    self.notes = notes + [present.note(on: record), rulesNote].compactMap { $0 }
  }

  private var summary: EvidenceSummary {
    if let stored = current.flatMap({ EvidenceSummary(json: $0.summary) }) { return stored }
    let balance = resolved.map {
      $0.configuration.startBalance.text(in: $0.configuration.profile.accountCurrency)
    }
    return EvidenceSummary(balance: balance ?? spec.balance)
  }

  private var identity: String? {
    resolved?.identity.text ?? (current ?? evidence.last).map { Hexadecimal.text($0.identity) }
  }

  private var fingerprint: String { Self.fingerprint(current) }

  private static func fingerprint(_ evidence: EvidenceRecord?) -> String {
    guard let text = evidence?.fingerprint, !text.isEmpty else { return Fingerprint().text }
    return text
  }

  private var params: [JSONMember] {
    resolved?.configuration.parameters.all.map { JSONMember($0.name, Self.value($0.text)) }
      ?? spec.params.map { JSONMember($0.name, Self.value($0.text)) }
  }

  /// Whole numbers as such, everything else as text.
  private static func value(_ text: String) -> JSONValue {
    Int64(text).map { .integer($0) } ?? .string(text)
  }

  private var strategy: String { resolved?.entry.descriptor.name ?? spec.strategy }

  private var broker: String { resolved?.configuration.profile.name ?? spec.broker }

  /// The document of `bot show --json`.
  var json: JSONValue {
    let summary = summary
    return [
      "id": .string(record.id), "mode": .string(record.mode.rawValue),
      "status": .string(record.status.rawValue), "strategy": .string(strategy), "params": .object(params),
      "family": .string(record.family), "symbols": .array(spec.symbols.map { .string($0.name) }),
      "conversion_symbols": .array(
        (resolved?.configuration.conversionSymbols ?? spec.conversionSymbols).map { .string($0.name) }),
      "broker": .string(broker), "identity": identity.map { .string($0) } ?? .null,
      "balance": .string(summary.balance), "equity": .string(summary.equity),
      "open_positions": .count(summary.openPositions), "trades": .count(summary.trades),
      "wins": .count(summary.wins), "win_rate": .ratio(summary.winRate),
      "profit_factor": .ratio(summary.profitFactor), "max_drawdown": .number(summary.maxDrawdown),
      "days_active": .count(summary.daysActive), "fingerprint": .string(fingerprint),
      "first_tick": summary.firstTick.map { .string($0.iso8601) } ?? .null,
      "last_tick": summary.lastTick.map { .string($0.iso8601) } ?? .null,
      "registered": .string(record.createdAt.iso8601), "spec": spec.json,
      "evidence": .array(evidence.map(json)),
    ]
  }

  private func json(_ evidence: EvidenceRecord) -> JSONValue {
    let summary = EvidenceSummary(json: evidence.summary)
    return [
      "number": .count(evidence.number), "identity": .string(Hexadecimal.text(evidence.identity)),
      "mode": .string(evidence.mode.rawValue), "current": .boolean(evidence.id == current?.id),
      "started": .string(evidence.startedAt.iso8601), "trades": .count(summary?.trades ?? 0),
      "balance": summary.map { .string($0.balance) } ?? .null,
      "fingerprint": .string(Self.fingerprint(evidence)),
      "first_tick": summary?.firstTick.map { .string($0.iso8601) } ?? .null,
      "last_tick": summary?.lastTick.map { .string($0.iso8601) } ?? .null,
    ]
  }
}

extension ShownBot {
  /// The same for people.
  func text(colored: Bool) -> String {
    let summary = summary
    let given = params.map { "\($0.name)=\(Self.text($0.value))" }.joined(separator: " ")
    let table = TextTable.keyValue([
      ("Status", TextCell("\(record.status.rawValue), \(record.mode.rawValue)")),
      ("Strategy", TextCell(strategy)), ("Parameters", TextCell(given)),
      ("Symbols", TextCell(spec.symbols.map(\.name).joined(separator: ", "))),
      ("Broker", TextCell(broker)), ("Family", TextCell(record.family)),
      ("Identity", TextCell(identity ?? "unknown")),
      ("Balance", TextCell(summary.balance)), ("Equity", TextCell(summary.equity)),
      ("Open positions", TextCell("\(summary.openPositions)")), ("Trades", TextCell("\(summary.trades)")),
      ("Win rate", TextCell(Self.percent(summary.winRate))),
      ("Profit factor", TextCell(summary.profitFactor.map { Self.decimal($0, digits: 2) } ?? "none")),
      ("Max drawdown", TextCell(Self.percent(summary.maxDrawdown))),
      ("Days active", TextCell("\(summary.daysActive)")), ("Fingerprint", TextCell(fingerprint)),
      ("Last tick", TextCell(summary.lastTick?.iso8601 ?? "never")),
    ])
    let title = TextStyle.strong.applied(to: record.id, colored: colored)
    let notes = notes.map { "\n" + TextCell($0).text + "\n" }.joined()
    return "\(title)\n\n" + table.text(colored: colored) + notes + evidenceText(colored: colored)
  }

  private func evidenceText(colored: Bool) -> String {
    guard evidence.count > 1 || (current == nil && !evidence.isEmpty) else { return "" }
    var table = TextTable([
      .init("EVIDENCE", .right), .init("MODE"), .init("IDENTITY"), .init("TRADES", .right),
      .init("FIRST TICK"),
      .init("LAST TICK"),
    ])
    for evidence in evidence {
      let summary = EvidenceSummary(json: evidence.summary)
      table.add([
        TextCell("\(evidence.number)"), TextCell(evidence.mode.rawValue),
        TextCell(String(Hexadecimal.text(evidence.identity).prefix(16))),
        TextCell("\(summary?.trades ?? 0)"), TextCell(summary?.firstTick?.iso8601 ?? "never"),
        TextCell(summary?.lastTick?.iso8601 ?? "never"),
      ])
    }
    return "\n" + table.text(colored: colored)
  }

  private static func text(_ value: JSONValue) -> String {
    if case .string(let text) = value { return text }
    return value.compactText
  }

  private static func percent(_ ratio: Double?) -> String {
    ratio.map { decimal($0 * 100, digits: 2) + " %" } ?? "none"
  }

  private static func decimal(_ value: Double, digits: Int) -> String {
    var scaled = value
    for _ in 0..<digits { scaled *= 10 }
    guard let whole = Int64(exactly: scaled.rounded()) else { return "\(value)" }
    return DecimalText.format(whole, digits: digits, minimumFraction: digits)
  }
}
