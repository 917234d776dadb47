import BotAssembly
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// 100 USD, 0.05 lot of EURUSD bought at 1.10010: margin 55.005, and 0.05 USD a point.
struct MarginCallTests {
  private func run(_ bids: [Int64]) throws -> StreamRun {
    try StreamRun(
      ["EURUSD"], orders: ["2024-01-10T12:00:00Z,1,EURUSD,buy,0.05"],
      quotes: bids.enumerated().map {
        ("EURUSD", "2024-01-10T12:00:\($0.offset + 10)Z", $0.element, $0.element + 10)
      }, balance: 100_000_000)
  }

  @Test("a margin call is told once each time equity comes down to the level")
  func once() throws {
    #expect(try run([110_000, 109_111]).state.record.marginCalls == 0)
    #expect(try run([110_000, 109_110]).state.record.marginCalls == 1)
    #expect(try run([110_000, 109_110, 109_105, 109_000]).state.record.marginCalls == 1)
    #expect(try run([110_000, 109_110, 109_200, 109_205, 109_100]).state.record.marginCalls == 2)
  }

  @Test("the stop-out comes at its own level, after the call")
  func stopOut() throws {
    let almost = try run([110_000, 109_110, 108_561])
    #expect(almost.trades.map(\.exitReason) == [.endOfData])
    let out = try run([110_000, 109_110, 108_560, 108_600])
    #expect(out.trades.map(\.exitReason) == [.stopOut])
    #expect(out.trades.first?.netResult.units == -72_500_000)
    #expect(out.state.record.marginCalls == 1)
    // One quote can be both.
    #expect(try run([110_000, 108_000]).state.record.marginCalls == 1)
  }
}
