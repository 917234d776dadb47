/// What a record of trades says of the edge behind it, and how sure that is.
public struct KellyEstimate: Sendable, Hashable {
  /// The edge after cost; its own cost is zero.
  public let edge: KellyEdge
  /// The standard error of the edge's leverage; infinite with fewer than five wins.
  public let standardError: Double

  /// The fewest trades that say anything, and the fewest wins and losses among them.
  static let fewest = (trades: 30, ofEach: 5)

  /// An estimate from results after cost, as shares of what was at stake; zero counts as a loss of nothing.
  ///
  /// The probability is the mean of its posterior from a uniform prior, `(wins + 1)/(trades + 2)`; win and loss
  /// are means. The standard error is the first-order one of the three together, which are independent given
  /// the counts.
  /// - Returns: `nil` for fewer than 30 trades or 5 losses.
  public init?(_ results: some Collection<Double>) {
    let wins = results.filter { $0 > 0 }
    let losses = results.filter { $0 <= 0 }.map { -$0 }
    guard results.count >= Self.fewest.trades, losses.count >= Self.fewest.ofEach else { return nil }
    let count = Double(results.count)
    let probability = (Double(wins.count) + 1) / (count + 2)
    let (win, loss) = (Self.mean(wins), Self.mean(losses))
    edge = KellyEdge(winProbability: probability, averageWin: win, averageLoss: loss)
    guard wins.count >= Self.fewest.ofEach, win > 0, loss > 0 else {
      standardError = .infinity
      return
    }
    let byProbability = 1 / loss + 1 / win
    let byLoss = probability / (loss * loss)
    let byWin = (1 - probability) / (win * win)
    let spread = probability * (1 - probability) / (count + 3)
    let variance =
      byProbability * byProbability * spread
      + byLoss * byLoss * Self.variance(ofMean: losses, loss)
      + byWin * byWin * Self.variance(ofMean: wins, win)
    standardError = variance < .infinity ? variance.squareRoot() : .infinity
  }

  /// What is left of the edge's leverage for its uncertainty: `1 − (error/leverage)²`, 0 to 1.
  ///
  /// A stake that rests on an estimate grows fastest shrunk by f²/(f² + error²), f being the true leverage;
  /// f² is estimated by the square of the estimate less that of its error. Zero where the edge is within one
  /// standard error of none.
  /// Source: R. D. Baker, I. G. McHale, "Optimal Betting Under Parameter Uncertainty: Improving the Kelly
  /// Criterion", Decision Analysis 2013.
  public var shrinkage: Double {
    let leverage = edge.leverage
    guard leverage > 0 else { return 0 }
    let ratio = standardError / leverage
    return ratio < 1 ? 1 - ratio * ratio : 0
  }

  /// The leverage to bet, shrunk.
  public var leverage: Double { edge.leverage * shrinkage }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  private static func variance(ofMean values: [Double], _ mean: Double) -> Double {
    let count = Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count
  }
}
