import Statistics
import Testing
import TradingCore

/// The deepest falls with their dates, by hand.
@Suite("Deepest drawdowns")
struct DrawdownEpisodeTests {
  private func at(_ second: Int64) -> Timestamp { Timestamp(nanoseconds: second * Timestamp.second) }

  private func points(_ equities: [Int64]) -> [EquityPoint] {
    equities.enumerated().map { index, equity in
      EquityPoint(
        eventTime: at(Int64(index)), balance: Money(units: equity), equity: Money(units: equity))
    }
  }

  @Test("each fall has its peak, its lowest point and the return to the peak; the deepest comes first")
  func order() {
    let found = DrawdownEpisode.deepest(
      5, of: points([100, 95, 98, 100, 120, 90, 84, 121, 100]), start: Money(units: 100))
    #expect(found.map(\.ratio) == [0.3, 21.0 / 121, 0.05])
    #expect(found.map(\.amount.units) == [36, 21, 5])
    #expect(found.map(\.peakTime) == [4, 7, 0].map { at($0) })
    #expect(found.map(\.lowTime) == [6, 8, 1].map { at($0) })
    #expect(found.map(\.recoveryTime) == [at(7), nil, at(3)])
  }

  @Test("the first peak is the start balance, and equal depths come in order of time")
  func start() {
    let found = DrawdownEpisode.deepest(2, of: points([90, 100, 90, 100, 90]), start: Money(units: 100))
    #expect(found.map(\.lowTime) == [at(0), at(2)])
    #expect(found.map(\.peakTime) == [at(0), at(1)])
  }

  @Test("equity that never falls has none")
  func none() {
    #expect(DrawdownEpisode.deepest(5, of: points([100, 100, 101]), start: Money(units: 100)).isEmpty)
    #expect(DrawdownEpisode.deepest(5, of: [], start: Money(units: 100)).isEmpty)
  }
}

@Suite("Results by side and symbol")
struct TradeBreakdownTests {
  @Test("every trade counts for one side and one symbol")
  func counts() throws {
    var totals = TradeBreakdown(symbols: 2)
    try totals.add(symbolIndex: 0, side: .buy, net: Money(units: 5))
    try totals.add(symbolIndex: 1, side: .sell, net: Money(units: -3))
    try totals.add(symbolIndex: 1, side: .buy, net: Money(units: -1))
    #expect(totals.long.trades == 2 && totals.long.netProfit == Money(units: 4))
    #expect(totals.short.trades == 1 && totals.short.netProfit == Money(units: -3))
    #expect(totals.symbols.map(\.netProfit.units) == [5, -4] && totals.symbols.map(\.trades) == [1, 2])
  }
}
