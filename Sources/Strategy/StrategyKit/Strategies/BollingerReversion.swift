public import TradingCore

/// Trades back to the mean: enters when a bar closes outside of its Bollinger bands, leaves when one closes
/// beyond the middle.
///
/// One position at a time. The bands include the bar that closes. The stop is `stop_atr` average true ranges
/// from the bid at the bar's close, rounded to whole points; there is no target but the middle band.
public struct BollingerReversion: Strategy {
  /// Name, version and parameters.
  public static let descriptor = StrategyDescriptor(
    name: "bollinger_reversion", version: 1,
    summary: "buys below and sells above the Bollinger bands, back to their middle, with an ATR stop",
    parameters: [
      .timeframe(default: .m15),
      .integer("length", "bars of the bands", in: 2...1_000, default: 20),
      .decimal("deviations", "half width in standard deviations", from: "0.1", to: "10", default: "2"),
      .integer("atr", "bars of the average true range", in: 2...1_000, default: 14),
      .decimal("stop_atr", "stop distance in average true ranges", from: "0.1", to: "100", default: "3"),
    ] + ParameterSpec.orderSizing, maximumSymbols: 1,
    suits: ClimateSuitability(
      regimes: [.rangeStable], timeframes: [.m5, .m15, .h1]))

  private let timeframe: Timeframe
  private var bands: BollingerBands
  private var range: AverageTrueRange
  private let stopRanges: Double
  private var sizing: OrderSizing

  /// Makes the strategy.
  public init(parameters: ParameterValues) throws(ParameterError) {
    timeframe = Timeframe(rawValue: try parameters.choice("timeframe")) ?? .m15
    bands = BollingerBands(
      length: try parameters.integer("length"), deviations: try parameters.decimal("deviations"))
    range = AverageTrueRange(length: try parameters.integer("atr"))
    stopRanges = try parameters.decimal("stop_atr")
    sizing = try OrderSizing(parameters: parameters)
  }

  /// Bars of the timeframe.
  public var bars: [BarSubscription] { [BarSubscription(timeframe)] }

  /// Keeps the record that orders may be sized by.
  public mutating func onFill(_ fill: Fill, _ context: inout Context) { sizing.add(fill, context) }

  /// Leaves at the middle, enters outside.
  public mutating func onBar(_ bar: Bar, _ context: inout Context) {
    let close = Double(bar.close.points)
    bands.add(close)
    range.add(bar)
    guard let band = bands.value, let atr = range.value, atr > 0 else { return }
    if let position = context.positions.first {
      let isBack = position.side == .buy ? close >= band.middle : close <= band.middle
      if isBack { context.close(position.id) }
    } else if close < band.lower {
      enter(.buy, from: bar.close, atr: atr, &context)
    } else if close > band.upper {
      enter(.sell, from: bar.close, atr: atr, &context)
    }
  }

  private func enter(_ side: OrderSide, from price: Price, atr: Double, _ context: inout Context) {
    let distance = max(1, Int64((atr * stopRanges).rounded()))
    let quantity = sizing.quantity(
      stopDistancePoints: distance, volatility: PriceVolatility(range), context)
    guard quantity > .zero else { return }
    context.submit(
      side, quantity,
      protection: context.levels(side, from: price, stopPoints: distance, targetPoints: nil))
  }
}
