import Statistics
import Testing
import TradingCore

@Suite struct TradeTallyTests {
  private func tally(_ results: Int64...) throws -> TradeTally {
    var tally = TradeTally()
    for units in results { try tally.add(net: Money(units: units)) }
    return tally
  }

  @Test func totalsByHand() throws {
    let tally = try tally(3_000_000, -1_000_000, 0, 500_000, -1_500_000)
    #expect(tally.trades == 5)
    #expect(tally.wins == 2)
    #expect(tally.losses == 2)
    #expect(tally.grossProfit == Money(units: 3_500_000))
    #expect(tally.grossLoss == Money(units: 2_500_000))
    #expect(tally.netProfit == Money(units: 1_000_000))
    #expect(tally.winRate == 0.4)
    #expect(tally.profitFactor == 1.4)
    #expect(try tally.expectancy == Money(units: 200_000))
  }

  @Test func expectancyRoundsHalfToEven() throws {
    #expect(try tally(3, 2).expectancy == Money(units: 2))
    #expect(try tally(-4, -3).expectancy == Money(units: -4))
  }

  @Test func noTradesNoRatios() throws {
    let tally = try tally()
    #expect(tally.winRate == nil)
    #expect(tally.profitFactor == nil)
    #expect(try tally.expectancy == nil)
    #expect(tally.netProfit == .zero)
  }

  @Test func profitFactorNeedsALoss() throws {
    #expect(try tally(1, 2).profitFactor == nil)
    #expect(try tally(-1, -2).profitFactor == 0)
  }

  @Test func refusesTotalsThatDoNotFit() throws {
    var tally = try tally(.max)
    #expect(throws: ArithmeticError.overflow) { try tally.add(net: Money(units: 1)) }
    #expect(tally.trades == 1)
  }
}
