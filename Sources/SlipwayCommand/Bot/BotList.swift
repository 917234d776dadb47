import ArgumentParser
import BotAssembly
import JSONText
import Journal
import ModeManager
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

  /// A bot and the evidence that it added to last.
  private struct Line {
    let record: BotRecord
    let spec: BotSpec
    let evidence: EvidenceRecord?
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
    var latest: [String: EvidenceRecord] = [:]
    for evidence in try reading.evidence() {
      if let other = latest[evidence.bot], other.seq > evidence.seq { continue }
      latest[evidence.bot] = evidence
    }
    return try reading.bots().filter { all || $0.status != .retired }.map { record in
      let evidence = latest[record.id]
      return Line(
        record: record, spec: try BotSpec(json: record.spec), evidence: evidence,
        summary: evidence.flatMap { EvidenceSummary(json: $0.summary) })
    }
  }

  private func json(_ line: Line) -> JSONValue {
    let summary = line.summary
    return [
      "id": .string(line.record.id), "mode": .string(line.record.mode.rawValue),
      "status": .string(line.record.status.rawValue), "strategy": .string(line.spec.strategy),
      "family": .string(line.record.family), "symbols": .array(line.spec.symbols.map { .string($0.name) }),
      "broker": .string(line.spec.broker),
      "identity": line.evidence.map { .string(Hexadecimal.text($0.identity)) } ?? .null,
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
