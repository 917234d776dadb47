import BotAssembly
import StrategyKit
import Testing
import TradingCore
import TradingEngine

@testable import SeededProperties

/// Results that can't be turned into the account's currency.
struct ConversionTests {
  private func quotes(_ mid: Int64) -> [Quote] {
    (0..<40).map { index in
      let price = mid + (index % 20 < 10 ? Int64(index) : Int64(-index))
      return Quote(
        eventTime: Timestamp(milliseconds: 1_704_888_000_000 + Int64(index) * 1_000),
        bid: Price(points: price), ask: Price(points: price + 10))
    }
  }

  private func run(_ name: String, mid: Int64) throws -> EngineRun {
    let symbol = try #require(Symbol(name))
    return try EngineRun(
      StrategyEntry(EMACross.self), parameters: ["fast": "2", "slow": "5"], quotes: quotes(mid),
      instrument: try #require(InstrumentCatalog.standard[symbol]), profile: BrokerProfile(name: "reference"))
  }

  @Test("a pair that nothing connects to the account's currency is rejected for just that")
  func missing() throws {
    let run = try run("GBPJPY", mid: 135_000)
    #expect(run.trades.isEmpty)
    #expect(run.state.record.denied.isEmpty)
    #expect(run.state.record.rejected.keys.map(\.rawValue) == ["no_conversion"])
  }

  @Test("a pair based on the account's currency is converted at the price that closes")
  func base() throws {
    let run = try run("USDJPY", mid: 150_000)
    let trade = try #require(run.trades.first)
    // 0.01 lot: one point is 1 JPY; yen over the price in yen is dollars.
    let points = (trade.closePrice.points - trade.openPrice.points) * trade.side.sign
    let dollars = Double(points) * 1_000 / Double(trade.closePrice.points)
    #expect(abs(Double(trade.grossResult.units) / 1e6 - dollars) < 1e-6)
  }
}
