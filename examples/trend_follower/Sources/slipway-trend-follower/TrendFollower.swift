import StrategyKit
import TradingCore

/// Goes with the close of a bar to the other side of its average, with a stop and a target in pips.
///
/// One position at a time. What it keeps is in its stored properties; it is told of bars and fills in order
/// and asks for orders through the context.
struct TrendFollower: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "trend_follower", version: 1,
    summary: "goes with a bar's close to the other side of its average",
    parameters: [
      ParameterSpec(
        "timeframe", "length of a bar", kind: .choice(Timeframe.allCases.map(\.rawValue)), default: "M15"),
      .integer("length", "bars of the average", in: 2...1_000, default: 40),
      .integer("stop_pips", "distance of the stop loss in pips", in: 1...10_000, default: 20),
      .integer("target_pips", "distance of the take profit in pips", in: 1...10_000, default: 40),
    ])

  private let timeframe: Timeframe
  private let stopPips: Int64
  private let targetPips: Int64
  private let lots: LotCount
  private var average: SimpleMovingAverage
  private var wasAbove: Bool?

  init(parameters: ParameterValues) throws(ParameterError) {
    timeframe = Timeframe(rawValue: try parameters.choice("timeframe")) ?? .m15
    stopPips = Int64(try parameters.integer("stop_pips"))
    targetPips = Int64(try parameters.integer("target_pips"))
    lots = try parameters.lots()
    average = SimpleMovingAverage(length: try parameters.integer("length"))
  }

  var bars: [BarSubscription] { [BarSubscription(timeframe)] }

  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    average.add(Double(bar.close.points))
    guard let level = average.value else { return }
    let isAbove = Double(bar.close.points) > level
    defer { wasAbove = isAbove }
    guard let wasAbove, wasAbove != isAbove, context.positions.isEmpty else { return }

    let side: OrderSide = isAbove ? .buy : .sell
    let pip = context.instrument().pointsPerPip
    context.market(
      side, lots,
      protection: Protection(
        stopLoss: bar.close.offset(by: -side.sign * stopPips * pip),
        takeProfit: bar.close.offset(by: side.sign * targetPips * pip)))
  }
}
