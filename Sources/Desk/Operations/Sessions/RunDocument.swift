package import JSONText
import Journal
import ModeManager
import Reports
import TickStore
package import TradingCore

/// What a run has come to.
package struct RunDocument: Sendable {
  /// What it has come to for one bot.
  package struct Bot: Sendable {
    /// Its name.
    package let id: String
    /// Closed trades.
    package let trades: Int
    /// Fills.
    package let fills: Int
    /// Positions open now.
    package let openPositions: Int
    /// A decimal in the account's currency.
    package let balance: String
    /// The same.
    package let equity: String
    /// The last tick seen; `nil` before the first.
    package let lastTick: Timestamp?
    /// Of all fills, in hexadecimal.
    package let fingerprint: String
    /// Why it stopped before the others.
    package let failure: String?
    fileprivate let mode: String
    fileprivate let spreads: [SpreadComparison]

    init(_ bot: HostedBotResult, _ spreads: [SpreadComparison]) {
      let summary = bot.summary
      (id, mode, failure, self.spreads) = (bot.id, bot.mode.rawValue, bot.failure, spreads)
      (trades, fills, openPositions) = (summary.trades, bot.fills, summary.openPositions)
      (balance, equity) = (summary.balance, summary.equity)
      (lastTick, fingerprint) = (summary.lastTick, bot.fingerprint)
    }

    fileprivate var json: JSONValue {
      [
        "id": .string(id), "mode": .string(mode), "failure": failure.map { .string($0) } ?? .null,
        "balance": .string(balance), "equity": .string(equity), "open_positions": .count(openPositions),
        "trades": .count(trades), "fills": .count(fills), "fingerprint": .string(fingerprint),
        "last_tick": lastTick.map { .string($0.iso8601) } ?? .null,
        "spreads": .array(spreads.map(\.json)),
      ]
    }
  }

  /// The session's number.
  package let session: Int64
  /// The bots that took part.
  package let bots: [Bot]
  /// Ticks that were taken.
  package let quotes: UInt64
  /// What a feed sent and was not used, in words; `nil` where there is nothing of the kind.
  package let dropped: String?
  /// How long it took, in seconds.
  package let elapsed: Double
  /// What to know of the bots' results: sources that were merged, and spreads much smaller than the recorded ones,
  /// once for bots of the same.
  package let notes: [String]
  private let droppedJSON: JSONValue
  private let mergedSources: [JSONValue]

  /// What a desk's bots came to in a session.
  ///
  /// - Throws: `DeskError`.
  init(_ finished: FinishedSession, desk: Desk, elapsed: Double) throws(DeskError) {
    let spreads = try desk.spreads(of: finished.record)
    session = finished.record.id
    quotes = UInt64(finished.record.quotes)
    bots = desk.results.map { Bot($0, spreads[$0.id] ?? []) }
    dropped = finished.dropped.flatMap { $0.total > 0 ? $0.text : nil }
    droppedJSON = finished.dropped?.json ?? .null
    mergedSources = finished.mergedSources.map(\.json)
    notes = finished.mergedSources.map(\.sentence) + Self.warnings(spreads)
    self.elapsed = elapsed
  }

  private static func warnings(_ spreads: [String: [SpreadComparison]]) -> [String] {
    let warnings = spreads.flatMap { bot, comparisons in
      comparisons.compactMap { comparison in comparison.warning.map { (bot: bot, text: $0) } }
    }
    let ofBots = Dictionary(grouping: warnings, by: \.text).map { text, bots in
      (bots: bots.map(\.bot).sorted().joined(separator: ", "), text: text)
    }
    return ofBots.sorted { ($0.bots, $0.text) < ($1.bots, $1.text) }.map { "\($0.bots): \($0.text)" }
  }

  /// Ticks a second.
  package var ticksPerSecond: Double { elapsed > 0 ? Double(quotes) / elapsed : 0 }
}

extension RunDocument: Document {
  /// The document of `run --json`.
  package var json: JSONValue {
    let document: JSONValue = [
      "session": .integer(session), "ticks": .unsigned(quotes), "elapsed_seconds": .number(elapsed),
      "ticks_per_second": .number(ticksPerSecond), "dropped": droppedJSON, "bots": .array(bots.map(\.json)),
    ]
    guard !mergedSources.isEmpty else { return document }
    return document.adding("merged_sources", .array(mergedSources))
  }
}
