import StrategyKit
import TestSupport
import Testing
import TradingCore

/// The strategy of `docs/strategies.md`, to the letter.
struct Pullback: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "pullback", version: 1, summary: "buys a weak hour above the daily average",
    parameters: [
      .integer("average", "days of the average", in: 2...500, default: 50),
      .integer("stop_points", "stop distance in points", in: 1...100_000, default: 300),
      .riskPercent,
    ])

  private var average: SimpleMovingAverage
  private var strength = RelativeStrengthIndex(length: 14)
  private let stop: Int64
  private let sizing: OrderSizing

  init(parameters: ParameterValues) throws(ParameterError) {
    average = SimpleMovingAverage(length: try parameters.integer("average"))
    stop = Int64(try parameters.integer("stop_points"))
    sizing = try OrderSizing(parameters: parameters)
  }

  var bars: [BarSubscription] { [BarSubscription(.h1), BarSubscription(.d1)] }

  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    let close = Double(bar.close.points)
    if bar.timeframe == .d1 { return average.add(close) }
    strength.add(close)
    guard context.positions.isEmpty, let mean = average.value, let rsi = strength.value, close > mean,
      rsi < 30
    else { return }
    let quantity = sizing.quantity(stopDistancePoints: stop, context)
    guard quantity > .zero else { return }
    context.submit(
      .buy, quantity, protection: Protection(stopLoss: bar.close.offset(by: -stop), trailPoints: stop))
  }
}

/// What the guide says works.
struct GuideExampleTests {
  /// Two days at 100,000; an hour at 120,000, then down by 200 an hour: RSI falls under 30 as the rise fades.
  @Test("the guide's example buys a weak hour above its average")
  func example() throws {
    var probe = try StrategyProbe(Pullback.self, parameters: ["average": "2", "risk_percent": "1"])
    let start = try Timestamp(iso8601: "2024-01-08T00:00:00Z")
    var asked: [Intent] = []
    for hour in 0..<95 as Range<Int64> {
      let bid: Int64 = hour < 50 ? 100_000 : 120_000 - 200 * (hour - 50)
      asked += probe.quote(bid: bid, ask: bid + 10, at: start.advanced(by: hour * Timestamp.hour))
    }
    guard case .submit(let order) = try #require(asked.first) else {
      Issue.record("expected an order, was \(asked)")
      return
    }
    // 1 % of 10,000 over 300 points of a dollar a lot: 0.33 lots.
    #expect(order.side == .buy && order.quantity == Quantity(units: 33_000))
    #expect(order.protection.trailPoints == 300)
  }
}
