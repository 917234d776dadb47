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

  /// The system quality number: mean over sample deviation of the results, times the root of their number, of
  /// which no more than `mostTrades` count.
  ///
  /// Over money it is uncapped here; over R multiples Tharp caps the number at 100, so that many trades alone
  /// don't make a system good. Another unit of the results gives the same number.
  /// Source: Tharp, "The Definitive Guide to Position Sizing", 2008; the form is that of a one-sample t statistic.
  ///
  /// - Returns: `nil` under two trades or without deviation.
  package static func systemQuality(_ results: [Double], mostTrades: Int = .max) -> Double? {
    guard let mean = Moments.mean(results), let deviation = Moments.sampleDeviation(results),
      deviation > 4 * Double.ulpOfOne * abs(mean)
    else { return nil }
    return mean / deviation * Double(min(results.count, mostTrades)).squareRoot()
  }

  /// The most trades that count towards the system quality number of R multiples.
  package static let systemQualityCap = 100

  /// A result as a multiple of the money at risk when the trade was opened.
  ///
  /// Source: Tharp, "Trade Your Way to Financial Freedom", 1998, chapter 6.
  ///
  /// - Returns: `nil` without a risk above zero.
  package static func rMultiple(net: Money, initialRisk: Money?) -> Double? {
    guard let initialRisk, initialRisk > .zero else { return nil }
    return Double(net.units) / Double(initialRisk.units)
  }

  /// What trading cost of what it earned: all costs over the sum of the results of those trades that would
  /// have won without any cost.
  ///
  /// One is the point where costs take all that was won; a rebate can make it negative.
  ///
  /// - Returns: `nil` when no trade won before costs.
  package static func costShare(costs: Money, grossProfitBeforeCosts: Money) -> Double? {
    grossProfitBeforeCosts > .zero
      ? Double(costs.units) / Double(grossProfitBeforeCosts.units) : nil
  }

  /// Net profit over the largest drawdown as an amount.
  ///
  /// - Returns: `nil` without a drawdown.
  package static func recovery(netProfit: Money, maximumDrawdown: Money) -> Double? {
    maximumDrawdown > .zero ? Double(netProfit.units) / Double(maximumDrawdown.units) : nil
  }
}
