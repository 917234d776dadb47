import Testing
import TradingCore

/// Levels that are only ever made tighter.
@Suite struct ProtectionTightenedTests {
  private static func price(_ points: Int64) -> Price { Price(points: points) }

  private static func tightened(
    _ levels: Protection, by other: Protection, _ side: OrderSide = .buy
  ) -> Protection {
    levels.tightened(by: other, side: side, openPrice: price(1_000))
  }

  @Test(
    "a stop moves towards the market, never away",
    arguments: [
      (side: OrderSide.buy, present: 900 as Int64?, other: 950 as Int64, expected: 950 as Int64),
      (.buy, 950, 900, 950), (.buy, nil, 900, 900), (.sell, 1_100, 1_050, 1_050),
      (.sell, 1_050, 1_100, 1_050),
    ])
  func stop(side: OrderSide, present: Int64?, other: Int64, expected: Int64) {
    let levels = Protection(stopLoss: present.map { Self.price($0) }, takeProfit: Self.price(2_000))
    let result = Self.tightened(levels, by: Protection(stopLoss: Self.price(other)), side)
    #expect(result == Protection(stopLoss: Self.price(expected), takeProfit: Self.price(2_000)))
  }

  @Test("of two trails the shorter one counts")
  func trail() {
    #expect(Self.tightened(Protection(trailPoints: 20), by: Protection(trailPoints: 30)).trailPoints == 20)
    #expect(Self.tightened(Protection(trailPoints: 40), by: Protection(trailPoints: 30)).trailPoints == 30)
    #expect(Self.tightened(.none, by: Protection(trailPoints: 30)).trailPoints == 30)
  }

  @Test("a move to break-even is added where there is none, and where it leads to a better stop")
  func breakEven() {
    let move = BreakEven(triggerPoints: 50, offsetPoints: 10)
    let own = BreakEven(triggerPoints: 20)
    let other = Protection(breakEven: move)
    #expect(Self.tightened(.none, by: other).breakEven == move)
    #expect(Self.tightened(Protection(breakEven: own), by: other).breakEven == own)
    #expect(Self.tightened(Protection(stopLoss: Self.price(1_009)), by: other).breakEven == move)
    #expect(Self.tightened(Protection(stopLoss: Self.price(1_010)), by: other).breakEven == nil)
    #expect(Self.tightened(Protection(stopLoss: Self.price(990)), by: other, .sell).breakEven == nil)
  }

  @Test("nothing to add leaves them as they are")
  func nothing() {
    let levels = Protection(stopLoss: Self.price(900), takeProfit: Self.price(2_000), trailPoints: 10)
    #expect(Self.tightened(levels, by: .none) == levels)
  }
}
