public import TradingCore

/// Enters when a bar closes beyond the channel of the bars before it, with a stop and a target in ATRs.
///
/// One position at a time. The stop is `stop_atr` and the target `target_atr` average true ranges from the bid
/// at the bar's close, rounded to whole points and outward to the price step; the channel and the range are those of the bars before.
public struct DonchianBreakout: Strategy {
  /// Name, version and parameters.
  public static let descriptor = StrategyDescriptor(
    name: "donchian_breakout", version: 2,
    summary: "enters on a bar's close beyond its Donchian channel, with an ATR stop and target",
    parameters: [
      .timeframe(default: .m15),
      .integer("channel", "bars of the channel", in: 2...1_000, default: 20),
      .integer("atr", "bars of the average true range", in: 2...1_000, default: 14),
      .decimal("stop_atr", "stop distance in average true ranges", from: "0.1", to: "100", default: "2"),
      .decimal("target_atr", "target distance in average true ranges", from: "0.1", to: "100", default: "3"),
    ] + ParameterSpec.orderSizing, maximumSymbols: 1,
    suits: ClimateSuitability(
      regimes: [.trendStable, .breakoutPrime], timeframes: [.m15, .h1, .h4]))

  private let timeframe: Timeframe
  private var channel: DonchianChannel
  private var range: AverageTrueRange
  private let stopRanges: Double
  private let targetRanges: Double
  private var sizing: OrderSizing

  /// Makes the strategy.
  public init(parameters: ParameterValues) throws(ParameterError) {
    timeframe = Timeframe(rawValue: try parameters.choice("timeframe")) ?? .m15
    channel = DonchianChannel(length: try parameters.integer("channel"))
    range = AverageTrueRange(length: try parameters.integer("atr"))
    stopRanges = try parameters.decimal("stop_atr")
    targetRanges = try parameters.decimal("target_atr")
    sizing = try OrderSizing(parameters: parameters)
  }

  /// Bars of the timeframe.
  public var bars: [BarSubscription] { [BarSubscription(timeframe)] }

  /// Keeps the record that orders may be sized by.
  public mutating func onFill(_ fill: Fill, _ context: inout Context) { sizing.add(fill, context) }

  /// Enters on a breakout, then takes the bar into channel and range.
  public mutating func onBar(_ bar: Bar, _ context: inout Context) {
    defer {
      channel.add(bar)
      range.add(bar)
    }
    guard context.positions.isEmpty, let bounds = channel.bounds, let atr = range.value, atr > 0 else {
      return
    }
    if bar.close > bounds.high {
      enter(.buy, from: bar.close, atr: atr, &context)
    } else if bar.close < bounds.low {
      enter(.sell, from: bar.close, atr: atr, &context)
    }
  }

  private func enter(_ side: OrderSide, from price: Price, atr: Double, _ context: inout Context) {
    let stop = max(1, Int64((atr * stopRanges).rounded()))
    let target = max(1, Int64((atr * targetRanges).rounded()))
    let quantity = sizing.quantity(
      stopDistancePoints: stop, volatility: PriceVolatility(range), context)
    guard quantity > .zero else { return }
    context.submit(
      side, quantity,
      protection: context.levels(side, from: price, stopPoints: stop, targetPoints: target))
  }
}
