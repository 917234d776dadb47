import Statistics
import Testing
import TradingCore

/// Drawdowns of daily values, rolling ratios, correlation and time in market.
struct DailyFigureTests {
  @Test("the ulcer index is the root mean square of the falls: 0, 10, 20, 0 and 50 per cent, as in NumPy")
  func ulcer() throws {
    let values = [110.0, 99, 88, 121, 60.5]
    let index = try #require(Drawdowns.ulcerIndex(start: 100, values: values))
    #expect(abs(index - 0.2449489742783178) < 1e-15)
    #expect(Drawdowns.ulcerIndex(start: 100, values: []) == nil)
    #expect(Drawdowns.ulcerIndex(start: 0, values: [1]) == nil)
  }

  @Test("the longest drawdown runs from the peak's day to the day that is back at it")
  func longest() throws {
    let stretch = try #require(Drawdowns.longest(start: 100, values: [110, 99, 88, 110, 105, 120]))
    #expect(stretch.peak == 0 && stretch.end == 3 && stretch.days == 3 && stretch.isRecovered)
  }

  @Test("one that is not over ends on the last day; one from the start begins before the first")
  func unrecovered() throws {
    let stretch = try #require(Drawdowns.longest(start: 100, values: [90, 80, 95]))
    #expect(stretch.peak == -1 && stretch.end == 2 && stretch.days == 3 && !stretch.isRecovered)
    #expect(Drawdowns.longest(start: 100, values: [100, 101, 101]) == nil)
  }

  @Test("each window has the Sharpe ratio of its returns: four days each, as in NumPy")
  func rolling() throws {
    let values = RollingWindow.sharpe(dailyReturns: [0.01, -0.02, 0.015, 0.005, -0.01, 0.02], days: 4)
    #expect(values.count == 3)
    for (value, expected) in zip(values, [2.5528888301902892, -2.5528888301902897, 8.999999999999998]) {
      #expect(abs(try #require(value) - expected) < 1e-12)
    }
    #expect(RollingWindow.sharpe(dailyReturns: [0.1, 0.2], days: 3).isEmpty)
    #expect(RollingWindow.sharpe(dailyReturns: [0.1, 0.1, 0.1], days: 2) == [nil, nil])
  }

  @Test("Pearson's coefficient as in NumPy; none without variation or with under three pairs")
  func correlation() throws {
    let value = try #require(Correlation.pearson([1, 2, 4, 3, 7], [2, 1, 5, 4, 6]))
    #expect(abs(value - 0.8797861641347268) < 1e-15)
    #expect(Correlation.pearson([1, 2, 3], [2, 4, 6]) == 1)
    #expect(Correlation.pearson([1, 2, 3], [3, 2, 1]) == -1)
    #expect(Correlation.pearson([1, 1, 1], [3, 2, 1]) == nil)
    #expect(Correlation.pearson([1, 2], [2, 1]) == nil)
  }

  @Test("time in market counts overlapping and nested positions once")
  func timeInMarket() {
    func span(_ start: Int64, _ end: Int64) -> (start: Timestamp, end: Timestamp) {
      (Timestamp(nanoseconds: start), Timestamp(nanoseconds: end))
    }
    let spans = [span(50, 60), span(0, 10), span(5, 20), span(6, 7), span(60, 61), span(90, 80)]
    #expect(TimeInMarket.covered(by: spans) == 31)
    #expect(TimeInMarket.covered(by: [(start: Timestamp, end: Timestamp)]()) == 0)
  }
}

/// Figures over trades.
struct TradeRatiosTests {
  @Test("the payoff ratio is the mean win over the mean loss")
  func payoff() throws {
    var tally = TradeTally()
    for units in [30, 10, -5, 0, -15, -10] as [Int64] { try tally.add(net: Money(units: units)) }
    #expect(TradeRatios.payoff(tally) == 2)
    var winning = TradeTally()
    try winning.add(net: Money(units: 1))
    #expect(TradeRatios.payoff(winning) == nil)
  }

  @Test("the system quality number as in NumPy; none without deviation")
  func quality() throws {
    let value = try #require(TradeRatios.systemQuality([10, -5, 8, -4, 3, -5]))
    #expect(abs(value - 0.4205892376882767) < 1e-15)
    #expect(TradeRatios.systemQuality([1, 1, 1]) == nil)
    #expect(TradeRatios.systemQuality([1]) == nil)
  }

  @Test("the recovery factor is net profit over the largest fall")
  func recovery() {
    #expect(TradeRatios.recovery(netProfit: Money(units: -30), maximumDrawdown: Money(units: 40)) == -0.75)
    #expect(TradeRatios.recovery(netProfit: Money(units: 30), maximumDrawdown: .zero) == nil)
  }
}
