import StrategyKit
import Testing
import TradingCore

@testable import slipway_trend_follower

struct TrendFollowerTests {
  private let parameters = [
    "timeframe": "M1", "length": "3", "stop_pips": "10", "target_pips": "20", "lots": "0.10",
  ]

  /// What the strategy asks for on one quote a minute, with these bids.
  private func intents(_ bids: [Int64]) throws -> [Intent] {
    var probe = try StrategyProbe(TrendFollower.self, parameters: parameters)
    return bids.enumerated().flatMap { minute, bid in
      probe.quote(bid: bid, ask: bid + 10, at: Timestamp(milliseconds: Int64(minute) * 60_000))
    }
  }

  @Test("A close above the average buys, with a stop and a target")
  func buys() throws {
    // The last quote closes the bar before it. Closes: 100, 90, 80 (average 90), then 95 (average 88).
    let asked = try intents([110_100, 110_090, 110_080, 110_095, 110_095])
    guard asked.count == 1, case .submit(let order) = asked[0] else {
      Issue.record("expected one order, was \(asked)")
      return
    }
    #expect(order.side == .buy)
    #expect(order.quantity == Quantity(units: 10_000))
    #expect(order.protection.stopLoss == Price(points: 110_095 - 100))
    #expect(order.protection.takeProfit == Price(points: 110_095 + 200))
  }

  @Test("While the close stays on its side there is nothing to do")
  func waits() throws {
    #expect(try intents([110_100, 110_090, 110_080, 110_070, 110_060, 110_050]).isEmpty)
  }

  @Test("Parameters out of bounds are refused")
  func bounds() {
    #expect(throws: ParameterError.self) {
      try StrategyProbe(TrendFollower.self, parameters: ["length": "1"])
    }
  }
}
