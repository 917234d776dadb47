import Journal
import JSONText
import ModeManager
import Reports
import TickStore
import TradingCore

/// What a run has come to.
struct RunResult {
  let session: Int64
  let bots: [HostedBotResult]
  let quotes: UInt64
  /// What a feed sent and was not used.
  let dropped: DroppedQuotes?
  let mergedSources: [TickOverlap]
  let elapsed: Double
  private let spreads: [String: [SpreadComparison]]

  /// What a desk's last session came to.
  ///
  /// - Throws: `DeskError`.
  init(desk: Desk, elapsed: Double) throws(DeskError) {
    spreads = try desk.spreadsOfLastSession()
    session = desk.lastSession?.id ?? 0
    quotes = UInt64(desk.lastSession?.quotes ?? 0)
    bots = desk.results
    dropped = desk.dropped
    mergedSources = desk.mergedSources
    self.elapsed = elapsed
  }

  private var ticksPerSecond: Double { elapsed > 0 ? Double(quotes) / elapsed : 0 }

  var json: JSONValue {
    let document: JSONValue = [
      "session": .integer(session), "ticks": .unsigned(quotes), "elapsed_seconds": .number(elapsed),
      "ticks_per_second": .number(ticksPerSecond), "dropped": dropped?.json ?? .null,
      "bots": .array(bots.map(json)),
    ]
    guard !mergedSources.isEmpty else { return document }
    return document.adding("merged_sources", .array(mergedSources.map(\.json)))
  }

  private func json(_ bot: HostedBotResult) -> JSONValue {
    [
      "id": .string(bot.id), "mode": .string(bot.mode.rawValue),
      "failure": bot.failure.map { .string($0) } ?? .null,
      "balance": .string(bot.summary.balance), "equity": .string(bot.summary.equity),
      "open_positions": .count(bot.summary.openPositions), "trades": .count(bot.summary.trades),
      "fills": .count(bot.fills), "fingerprint": .string(bot.fingerprint),
      "last_tick": .time(bot.summary.lastTick),
      "spreads": .array((spreads[bot.id] ?? []).map(\.json)),
    ]
  }

  /// What to know of the bots' results: sources that were merged, and spreads much smaller than the recorded ones,
  /// once for bots of the same.
  var notes: [String] {
    let warnings = spreads.flatMap { bot, comparisons in
      comparisons.compactMap { comparison in comparison.warning.map { (bot: bot, text: $0) } }
    }
    let ofBots = Dictionary(grouping: warnings, by: \.text).map { text, bots in
      (bots: bots.map(\.bot).sorted().joined(separator: ", "), text: text)
    }
    return mergedSources.map(\.sentence)
      + ofBots.sorted { ($0.bots, $0.text) < ($1.bots, $1.text) }.map { "\($0.bots): \($0.text)" }
  }

  func text(colored: Bool) -> String {
    var table = TextTable([
      .init("BOT"), .init("TRADES", .right), .init("FILLS", .right), .init("OPEN", .right),
      .init("BALANCE", .right), .init("EQUITY", .right), .init("LAST TICK"), .init("FINGERPRINT"),
    ])
    for bot in bots {
      table.add([
        TextCell(bot.id, .strong), TextCell(NumberText.grouped(bot.summary.trades)),
        TextCell(NumberText.grouped(bot.fills)), TextCell("\(bot.summary.openPositions)"),
        TextCell(bot.summary.balance), TextCell(bot.summary.equity),
        TextCell(bot.summary.lastTick?.iso8601 ?? "never"),
        TextCell(bot.failure.map { "failed: \($0)" } ?? String(bot.fingerprint.prefix(16))),
      ])
    }
    let speed = NumberText.short(ticksPerSecond)
    return table.text(colored: colored)
      + "\nsession \(session): \(NumberText.grouped(Int(quotes))) ticks in \(NumberText.fixed(elapsed, decimals: 2)) s, "
      + "\(speed) a second\n"
      + (dropped.map { $0.total > 0 ? "not used: \($0.text)\n" : "" } ?? "")
      + notes.map { "Note: \($0)\n" }.joined()
  }
}
