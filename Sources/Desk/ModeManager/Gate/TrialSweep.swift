import Journal
import Statistics
import TradingCore

/// The trials of one family over the same ticks: the field a bot was chosen from.
struct TrialSweep {
  /// The least configurations that make a sweep.
  static let leastConfigurations = 4
  /// Blocks that the days are cut into.
  static let splits = 8

  /// How likely it is that the choice was one of luck: how often the best of one half of the days was no better than the
  /// median on the other (the probability of overfitting), or how often it lost there, whichever is more.
  ///
  /// Configurations that always lose lengthen the ranks below the chosen one and pull the first figure down; how often that
  /// loses they don't change.
  let overfitting: Double?

  /// The largest sweep that a bot is in, of several as large the one that speaks more against it; `nil` where it is in none
  /// with enough days and enough configurations to choose from, copies and those without a result aside.
  init?(of identity: [UInt8], among trials: [TrialReturns]) {
    var fields: [(configurations: Int, columns: [TrialReturns])] = []
    for own in trials where own.identity == identity && own.days.count >= 2 * Self.splits {
      let field = trials.filter { $0.dataDigest == own.dataDigest && $0.days == own.days }
      fields.append((BacktestOverfitting.choosable(field.map(\.values)), field))
    }
    guard let most = fields.map({ $0.configurations }).max(), most >= Self.leastConfigurations else {
      return nil
    }
    let figures = fields.filter { $0.configurations == most }.map { Self.overfitting(of: $0.columns) }
    // What can't be told of one is not told.
    overfitting = figures.contains(nil) ? nil : figures.compactMap { $0 }.max()
  }

  private static func overfitting(of columns: [TrialReturns]) -> Double? {
    let matrix = (columns.first?.days ?? []).indices.map { day in columns.map { $0.values[day] } }
    do throws(StatisticsError) {
      let found = try BacktestOverfitting.probability(matrix: matrix, splits: splits)
      return max(found.pbo, found.probabilityOfLoss)
    } catch { return nil }
  }
}
