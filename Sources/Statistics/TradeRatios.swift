package import TradingCore

/// Figures over the results of trades.
package enum TradeRatios {
  /// The mean winning result over the magnitude of the mean losing one.
  ///
  /// - Returns: `nil` without a winning or without a losing trade.
  package static func payoff(_ tally: TradeTally) -> Double? {
    guard tally.wins > 0, tally.losses > 0 else { return nil }
    return (Double(tally.grossProfit.units) / Double(tally.wins))
      / (Double(tally.grossLoss.units) / Double(tally.losses))
  }

  /// The system quality number: mean over sample deviation of the results, times the root of their number.
  ///
  /// It is taken over money, not multiples of the risk taken, as a trade need not have a stop. The number of
  /// trades is not capped at 100, as some do.
  /// Source: Tharp, "The Definitive Guide to Position Sizing", 2008; the form is that of a one-sample t statistic.
  ///
  /// - Returns: `nil` under two trades or without deviation.
  package static func systemQuality(_ results: [Double]) -> Double? {
    guard let mean = Moments.mean(results), let deviation = Moments.sampleDeviation(results),
      deviation > 4 * Double.ulpOfOne * abs(mean)
    else { return nil }
    return mean / deviation * Double(results.count).squareRoot()
  }

  /// Net profit over the largest drawdown as an amount.
  ///
  /// - Returns: `nil` without a drawdown.
  package static func recovery(netProfit: Money, maximumDrawdown: Money) -> Double? {
    maximumDrawdown > .zero ? Double(netProfit.units) / Double(maximumDrawdown.units) : nil
  }
}
