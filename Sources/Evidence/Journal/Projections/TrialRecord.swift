import GRDB
import JSONText
package import TradingCore

/// One backtest, which counts as a trial of its family.
package struct TrialRecord: Sendable, Hashable {
  /// Its number; the journal gives it.
  package internal(set) var id: Int64 = 0
  /// The family it counts for.
  package var family: String
  /// The 32 bytes of the bot's identity.
  package var identity: [UInt8]
  /// A digest of the ticks.
  package var dataDigest: [UInt8]
  /// The strategy's name.
  package var strategy: String
  /// The Sharpe ratio, `nil` where it has no finite value.
  package var sharpe: Double?
  /// How many trades it made.
  package var trades: Int
  /// Net profit as decimal text in the account's currency.
  package var netProfit: String
  /// When it was run.
  package var recordedAt: Timestamp
  /// What made it: `backtest`.
  package var source: String
  /// The event that explains it; the journal sets it.
  package internal(set) var seq: Int64 = 0

  /// A trial from its parts.
  package init(
    family: String, identity: [UInt8], dataDigest: [UInt8], strategy: String, sharpe: Double?, trades: Int,
    netProfit: String, recordedAt: Timestamp, source: String = "backtest"
  ) {
    self.family = family
    self.identity = identity
    self.dataDigest = dataDigest
    self.strategy = strategy
    // The database knows neither NaN nor a zero with a sign.
    self.sharpe = sharpe.flatMap { $0.isFinite ? ($0 == 0 ? 0 : $0) : nil }
    self.trades = trades
    self.netProfit = netProfit
    self.recordedAt = recordedAt
    self.source = source
  }
}

extension TrialRecord: ProjectedRow {
  static var table: ProjectedTable { .trials }
  var key: Int64 { id }
  var label: String { String(id) }
  var values: [DatabaseValue] {
    [
      family.databaseValue, identity.blobValue, dataDigest.blobValue, strategy.databaseValue,
      sharpe?.databaseValue ?? .null, trades.databaseValue, netProfit.databaseValue,
      recordedAt.nanoseconds.databaseValue, source.databaseValue,
    ]
  }

  init(_ reader: inout ColumnReader) throws(JournalError) {
    let id = try reader.integer()
    self.init(
      family: try reader.text(), identity: try reader.bytes(), dataDigest: try reader.bytes(),
      strategy: try reader.text(), sharpe: try reader.optionalNumber(), trades: try reader.count(),
      netProfit: try reader.text(), recordedAt: try reader.timestamp(), source: try reader.text())
    self.id = id
    seq = try reader.integer()
  }
}

extension JournalReading {
  /// How many different trials a family has had: distinct pairs of identity and data.
  ///
  /// - Throws: `JournalError`.
  package func trialCount(family: String) throws(JournalError) -> Int {
    let sql = "SELECT count(*) FROM (SELECT DISTINCT identity, data_digest FROM trials WHERE family = ?)"
    return try first(sql, [family], table: "trials") { try $0.count() } ?? 0
  }

  /// The last trial of each pair of identity and data of a family, and with a strategy of it in any family, in order.
  ///
  /// - Throws: `JournalError`.
  package func latestTrials(
    family: String, strategy: String? = nil
  ) throws(JournalError) -> [TrialRecord] {
    let last = "SELECT max(id) FROM trials WHERE family = ? OR strategy = ? GROUP BY identity, data_digest"
    return try all(
      ProjectedTable.trials.selection + " WHERE id IN (\(last)) ORDER BY id", [family, strategy],
      table: "trials"
    ) { try TrialRecord(&$0) }
  }

  /// The identities under which bots of a family, or of a strategy in any family, were registered or gathered evidence, and
  /// that no trial has: whoever registers three hundred bots has tried three hundred. Retired bots count as well.
  ///
  /// `names`: the strategy's name, and what a bot's specification calls it where that is something else.
  ///
  /// - Throws: `JournalError`.
  package func untriedIdentities(family: String, strategies names: Set<String>) throws(JournalError) -> Int {
    var tried: Set<[UInt8]> = []
    for name in names.sorted() {
      tried.formUnion(
        try all(
          "SELECT DISTINCT identity FROM trials WHERE family = ? OR strategy = ?", [family, name],
          table: "trials"
        ) { try $0.bytes() })
    }
    var found: Set<[UInt8]> = []
    for bot in try bots() {
      guard bot.family == family || names.contains(where: { bot.spec["strategy"] == .string($0) }) else {
        continue
      }
      for event in try everyEvent(of: bot.id, kinds: [.botRegistered, .botCloned]) {
        guard case .string(let text)? = event.json?["identity"], let identity = Hexadecimal.bytes(text) else {
          continue
        }
        found.insert(identity)
      }
      // However often its evidence began anew.
      found.formUnion(
        try all("SELECT DISTINCT identity FROM evidence WHERE bot = ?", [bot.id], table: "evidence") {
          try $0.bytes()
        })
    }
    return found.subtracting(tried).count
  }

  /// The families that trials of a strategy were logged under, and the one given.
  ///
  /// - Throws: `JournalError`.
  func families(with family: String, strategy: String?) throws(JournalError) -> [String] {
    let found = try all("SELECT DISTINCT family FROM trials WHERE strategy = ?", [strategy], table: "trials")
    {
      try $0.text()
    }
    return Set(found + [family]).sorted()
  }

  /// The trials of a family, or of all, the oldest first.
  ///
  /// - Throws: `JournalError`.
  package func trials(family: String? = nil) throws(JournalError) -> [TrialRecord] {
    try all(
      ProjectedTable.trials.selection + " WHERE family = ?1 OR ?1 IS NULL ORDER BY id", [family],
      table: "trials"
    ) { try TrialRecord(&$0) }
  }
}
