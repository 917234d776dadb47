import StrategyKit
import Testing
import TradingCore

/// Looks at a regime of each of two symbols.
private struct Looker: Strategy {
  static let descriptor = StrategyDescriptor(name: "looker", version: 1, summary: "looks at regimes")

  var seen: [MarketRegime] = []
  var chaos: Double?

  init(parameters: ParameterValues) throws(ParameterError) {}

  var regimes: [BarSubscription] { [BarSubscription(.m15), BarSubscription(.h1, symbolIndex: 1)] }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    seen = [
      context.regime(.m15), context.regime(.h1, symbolIndex: 1), context.regime(.h1), context.regime(.m30),
    ]
    chaos = context.climate(.m15)?.chaos
  }
}

/// Regimes in a strategy's tests.
struct ProbedClimateTests {
  @Test("A strategy sees the regimes that its test says, and those alone that it named")
  func regimes() throws {
    var probe = try StrategyProbe(Looker.self, symbols: ["EURUSD", "XAUUSD"])
    let time = try Timestamp(iso8601: "2024-01-10T08:00:00Z")
    probe.quote(bid: 110_000, ask: 110_010, at: time)
    #expect(probe.strategy.seen == [.unknown, .unknown, .unknown, .unknown])
    probe.regime(.rangeStable, on: .m15)
    probe.regime(.trendStable, on: .h1, symbolIndex: 1)
    probe.regime(.trendStable, on: .h1)
    probe.regime(.trendStable, on: .m30)
    probe.regime(.trendStable, on: .h1, symbolIndex: 2)
    probe.quote(bid: 110_000, ask: 110_010, at: time)
    #expect(probe.strategy.seen == [.rangeStable, .trendStable, .unknown, .unknown])
    #expect(probe.context.climate(.m15)?.at == time)
  }

  @Test("A reading may be given with its figures")
  func reading() throws {
    var probe = try StrategyProbe(Looker.self, symbols: ["EURUSD", "XAUUSD"])
    let time = try Timestamp(iso8601: "2024-01-10T08:00:00Z")
    probe.climate(
      ClimateReading(timeframe: .m15, at: time, regime: .rangeStable, since: time, chaos: 0.25))
    probe.quote(bid: 110_000, ask: 110_010, at: time)
    #expect(probe.strategy.chaos == 0.25)
  }
}
