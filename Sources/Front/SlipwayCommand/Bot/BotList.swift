import ArgumentParser
import BotAssembly
import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import TickStore
import TradingCore

/// `slipway bot list`
struct BotList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the registered bots and how they stand.")

  @Flag(help: "Retired bots, too.")
  var all = false

  @OptionGroup var shared: SharedOptions

  /// A bot, what it was when it last ran, and how it stands in the mode it is in.
  private struct Line {
    let record: BotRecord
    let spec: BotSpec
    /// The identity that it added evidence to last, in any mode.
    let identity: [UInt8]?
    /// Of the latest evidence of its mode, unless that was taken back.
    let summary: EvidenceSummary?
  }

  func run() throws {
    let lines = try BotStore(home: shared.homeFolder).read(lines) ?? []
    let document: JSONValue = ["bots": .array(lines.map(json))]
    try shared.printResult(json: document) { colored in
      guard !lines.isEmpty else { return "no bots: register one with 'slipway bot register'\n" }
      return table(lines).text(colored: colored)
    }
  }

  private func lines(_ reading: JournalReading) throws -> [Line] {
    let evidence = Dictionary(grouping: try reading.evidence(), by: \.bot)
    let ledger = try GateLedger.read(reading)
    return try reading.bots().filter { all || $0.status != .retired }.map { record in
      let rows = (evidence[record.id] ?? []).sorted { $0.seq < $1.seq }
      let present = PresentEvidence(
        of: record, identity: nil, among: rows, standing: ledger.standing(of: record.id))
      return Line(
        record: record, spec: try BotSpec(json: record.spec),
        identity: (present.row ?? rows.last)?.identity,
        summary: present.row.flatMap { EvidenceSummary(json: $0.summary) })
    }
  }

  private func json(_ line: Line) -> JSONValue {
    let summary = line.summary
    return [
      "id": .string(line.record.id), "mode": .string(line.record.mode.rawValue),
      "status": .string(line.record.status.rawValue), "strategy": .string(line.spec.strategy),
      "family": .string(line.record.family), "symbols": .array(line.spec.symbols.map { .string($0.name) }),
      "broker": .string(line.spec.broker),
      "identity": line.identity.map { .string(Hexadecimal.text($0)) } ?? .null,
      "balance": .string(summary?.balance ?? line.spec.balance),
      "equity": .string(summary?.equity ?? line.spec.balance),
      "open_positions": .count(summary?.openPositions ?? 0), "trades": .count(summary?.trades ?? 0),
      "last_tick": summary?.lastTick.map { .string($0.iso8601) } ?? .null,
    ]
  }

  private func table(_ lines: [Line]) -> TextTable {
    var table = TextTable([
      .init("BOT"), .init("STATUS"), .init("MODE"), .init("STRATEGY"), .init("SYMBOLS"), .init("BROKER"),
      .init("TRADES", .right), .init("OPEN", .right), .init("EQUITY", .right), .init("LAST TICK"),
    ])
    for line in lines {
      let summary = line.summary
      table.add([
        TextCell(line.record.id, .strong), TextCell(line.record.status.rawValue),
        TextCell(line.record.mode.rawValue), TextCell(line.spec.strategy),
        TextCell(line.spec.symbols.map(\.name).joined(separator: ", ")), TextCell(line.spec.broker),
        TextCell("\(summary?.trades ?? 0)"), TextCell("\(summary?.openPositions ?? 0)"),
        TextCell(summary?.equity ?? line.spec.balance), TextCell(summary?.lastTick?.iso8601 ?? "never"),
      ])
    }
    return table
  }
}
