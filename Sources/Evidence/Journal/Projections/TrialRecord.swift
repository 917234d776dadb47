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

/// How many different trials a family has had, and how their Sharpe ratios spread.
package struct TrialStatistics: Sendable, Hashable {
  /// Distinct pairs of identity and data.
  package let count: Int
  /// The Sharpe ratio of each pair's last trial, in order of those trials, where it has one.
  package let sharpes: [Double]

  /// The sample variance of the Sharpe ratios, `nil` for fewer than two.
  package var variance: Double? {
    guard sharpes.count > 1 else { return nil }
    let mean = sharpes.reduce(0, +) / Double(sharpes.count)
    return sharpes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sharpes.count - 1)
  }
}

extension JournalReading {
  /// What the trials of a family amount to, and with a strategy those of it in any family.
  ///
  /// - Throws: `JournalError`.
  package func trialStatistics(
    family: String, strategy: String? = nil
  ) throws(JournalError) -> TrialStatistics {
    // With max() the other columns are those of the row that has the maximum.
    // Source: https://www.sqlite.org/lang_select.html#bareagg
    let sql = """
      SELECT max(id) AS last, sharpe FROM trials WHERE family = ? OR strategy = ?
      GROUP BY identity, data_digest ORDER BY last
      """
    let sharpes = try all(sql, [family, strategy], table: "trials") { reader -> Double? in
      _ = try reader.integer()
      return try reader.optionalNumber()
    }
    return TrialStatistics(count: sharpes.count, sharpes: sharpes.compactMap { $0 })
  }

  /// The identities under which bots of a family, or of a strategy in any family, were registered or gathered evidence, and
  /// that no trial has: whoever registers three hundred bots has tried three hundred.
  ///
  /// - Throws: `JournalError`.
  package func untriedIdentities(family: String, strategy: String) throws(JournalError) -> Int {
    let tried = try all(
      "SELECT DISTINCT identity FROM trials WHERE family = ? OR strategy = ?", [family, strategy],
      table: "trials"
    ) { try $0.bytes() }
    var found: Set<String> = []
    for bot in try bots() where bot.family == family || bot.spec["strategy"] == .string(strategy) {
      for event in try events(
        of: bot.id, kinds: [.botRegistered, .botCloned, .evidenceStarted], limit: 1_000)
      {
        if case .string(let identity)? = event.json?["identity"] { found.insert(identity) }
      }
    }
    return found.subtracting(tried.map { Hexadecimal.text($0) }).count
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
