package import TradingCore

/// How the gross result before any cost became the net result, step by step.
///
/// Spread and slippage are inside the price results; they are taken out first and then shown as steps.
package struct CostWaterfall: Sendable, Hashable {
  /// One bar of the chart.
  package struct Step: Sendable, Hashable {
    /// What it is.
    package let label: String
    /// A total, or the signed change a cost makes.
    package let amount: Money
    /// Whether the bar starts at zero (a total) instead of at the running total.
    package let isTotal: Bool
    /// The running total after it.
    package let runningTotal: Money
  }

  /// The steps, from the gross result to the net one.
  package let steps: [Step]
  /// Price results with spread and slippage added back.
  package let grossBeforeCosts: Money
  /// Price results of all trades.
  package let priceProfit: Money
  /// All costs together, positive when they took money.
  package let totalCosts: Money

  /// The waterfall that ends in the given net result.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package init(
    netProfit: Money, commission: Money, swap: Money, spreadCost: Money, slippageCost: Money
  ) throws(ArithmeticError) {
    let beforeSwap = try netProfit.subtracting(swap)
    priceProfit = try beforeSwap.adding(commission)
    let beforeSlippage = try priceProfit.adding(slippageCost)
    grossBeforeCosts = try beforeSlippage.adding(spreadCost)
    totalCosts = try grossBeforeCosts.subtracting(netProfit)
    steps = [
      Step(
        label: "Gross before costs", amount: grossBeforeCosts, isTotal: true, runningTotal: grossBeforeCosts),
      Step(
        label: "Spread", amount: try Money.zero.subtracting(spreadCost), isTotal: false,
        runningTotal: beforeSlippage),
      Step(
        label: "Slippage", amount: try Money.zero.subtracting(slippageCost), isTotal: false,
        runningTotal: priceProfit),
      Step(
        label: "Commission", amount: try Money.zero.subtracting(commission), isTotal: false,
        runningTotal: beforeSwap),
      Step(label: "Swap", amount: swap, isTotal: false, runningTotal: netProfit),
      Step(label: "Net result", amount: netProfit, isTotal: true, runningTotal: netProfit),
    ]
  }
}
