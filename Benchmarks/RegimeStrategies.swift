import StrategyKit
import TradingCore

/// Two averages on every tick and a look at each bar of M5, as a base for what regimes cost.
struct PlainBars: Strategy {
  static let descriptor = StrategyDescriptor(name: "plain_bars", version: 1, summary: "averages and bars")

  private var cross: EMACross
  private var bars5 = 0

  init(parameters: ParameterValues) throws(ParameterError) { cross = try EMACross.usual() }

  var bars: [BarSubscription] { [BarSubscription(.m5)] }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) { cross.onQuote(quote, &context) }

  mutating func onBar(_ bar: Bar, _ context: inout Context) { bars5 += 1 }
}

/// The same with the regimes of all five timeframes, which it looks at with each bar.
struct BarsAndRegimes: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "bars_and_regimes", version: 1, summary: "averages, bars and regimes")

  private var cross: EMACross
  private var calm = 0

  init(parameters: ParameterValues) throws(ParameterError) { cross = try EMACross.usual() }

  var bars: [BarSubscription] { [BarSubscription(.m5)] }
  var regimes: [BarSubscription] { Timeframe.ofRegimes.map { BarSubscription($0) } }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) { cross.onQuote(quote, &context) }

  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    for timeframe in Timeframe.ofRegimes where context.regime(timeframe).authorizes { calm += 1 }
  }
}

extension EMACross {
  fileprivate static func usual() throws(ParameterError) -> EMACross {
    try EMACross(parameters: try ParameterValues(for: descriptor, given: [:]))
  }
}
