import Journal
import Statistics
import TradingCore

/// The trials of one family over the same ticks: the field a bot was chosen from.
struct TrialSweep {
  /// The least configurations that make a sweep.
  static let leastConfigurations = 4
  /// Blocks that the days are cut into.
  static let splits = 8

  /// The daily returns, a row a day and a column a configuration.
  let matrix: [[Double]]

  /// The largest sweep that a bot is in; `nil` where it is in none with enough configurations and days.
  init?(of identity: [UInt8], among trials: [TrialReturns]) {
    var best: [TrialReturns] = []
    for own in trials where own.identity == identity {
      let field = trials.filter { $0.dataDigest == own.dataDigest && $0.days == own.days }
      if field.count > best.count { best = field }
    }
    guard best.count >= Self.leastConfigurations, let days = best.first?.days.count,
      days >= 2 * Self.splits
    else { return nil }
    matrix = (0..<days).map { day in best.map { $0.values[day] } }
  }

  /// The probability that the best of it was not the best afterwards.
  var overfitting: Double? {
    try? BacktestOverfitting.probability(matrix: matrix, splits: Self.splits).pbo
  }
}
