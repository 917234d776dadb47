import StrategyKit
import TradingCore

/// Goes against a close far from its average, back to it, while the market ranges and London is open.
///
/// Outside of the one regime and the one session it enters nothing, and closes what is open. The target is the
/// average, the stop as far away on the other side.
struct RangeFader: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "range_fader", version: 1,
    summary: "fades to the average in a stable range in London's hours",
    parameters: [
      .integer("length", "bars of the average", in: 2...1_000, default: 20),
      .integer("distance_pips", "distance from the average at which it enters", in: 1...10_000, default: 5),
    ],
    suits: ClimateSuitability(regimes: [.rangeStable], timeframes: [.m15], sessions: [.london]))

  private let distancePips: Int64
  private let lots: LotCount
  private var average: SimpleMovingAverage

  init(parameters: ParameterValues) throws(ParameterError) {
    distancePips = Int64(try parameters.integer("distance_pips"))
    lots = try parameters.lots()
    average = SimpleMovingAverage(length: try parameters.integer("length"))
  }

  var bars: [BarSubscription] { [BarSubscription(.m15)] }
  var regimes: [BarSubscription] { [BarSubscription(.m15)] }

  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    average.add(Double(bar.close.points))
    guard context.regime(.m15) == .rangeStable, context.isOpen(.london) else {
      context.closeAll()
      return
    }
    guard context.positions.isEmpty, let mean = average.value else { return }
    let target = Price(points: Int64((mean + 0.5).rounded(.down)))
    let distance = bar.close.points - target.points
    guard abs(distance) >= distancePips * context.instrument().pointsPerPip else { return }
    context.market(
      distance > 0 ? .sell : .buy, lots,
      protection: Protection(stopLoss: bar.close.offset(by: distance), takeProfit: target))
  }
}
