import Statistics
import Testing
import TradingCore

/// Figures of trades that a scorecard adds, by hand.
struct ScoreFigureTests {
  @Test("a result as a multiple of the risk: 150 over 100; none without a risk above zero")
  func multiple() {
    let net = Money(units: 150)
    #expect(TradeRatios.rMultiple(net: net, initialRisk: Money(units: 100)) == 1.5)
    #expect(TradeRatios.rMultiple(net: net, initialRisk: .zero) == nil)
    #expect(TradeRatios.rMultiple(net: net, initialRisk: nil) == nil)
  }

  @Test("with the cap, 400 trades count as 100: half the number without it")
  func capped() throws {
    let results = (0..<400).map { $0.isMultiple(of: 2) ? 2.0 : -1 }
    let plain = try #require(TradeRatios.systemQuality(results))
    let capped = try #require(
      TradeRatios.systemQuality(results, mostTrades: TradeRatios.systemQualityCap))
    #expect(abs(capped - plain / 2) < 1e-12)
    #expect(TradeRatios.systemQuality([1, 3], mostTrades: 100) == TradeRatios.systemQuality([1, 3]))
  }

  @Test("the share of costs: 25 of 100; none when nothing won before costs")
  func costs() {
    let costs = Money(units: 25)
    #expect(TradeRatios.costShare(costs: costs, grossProfitBeforeCosts: Money(units: 100)) == 0.25)
    #expect(TradeRatios.costShare(costs: costs, grossProfitBeforeCosts: .zero) == nil)
  }

  @Test("exposure counts overlaps once and nothing outside: 15 of 40")
  func exposure() {
    func time(_ value: Int64) -> Timestamp { Timestamp(nanoseconds: value) }
    let spans = [(0, 15), (12, 20), (45, 60)].map { (start: time($0), end: time($1)) }
    #expect(TimeInMarket.share(coveredBy: spans, from: time(10), to: time(50)) == 0.375)
    #expect(TimeInMarket.share(coveredBy: spans, from: time(10), to: time(10)) == nil)
  }
}
