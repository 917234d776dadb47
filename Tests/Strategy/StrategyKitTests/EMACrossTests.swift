import StrategyKit
import TestSupport
import Testing
import TradingCore

/// When `ema_cross` arms and turns.
struct EMACrossTests {
  /// Fast 1: the mid itself. Slow 3: weight ½.
  private func sides(of mids: [Int64], fast: Int = 1, slow: Int = 3) throws -> [String] {
    let values = try ParameterValues(
      for: EMACross.descriptor, given: ["fast": "\(fast)", "slow": "\(slow)", "lots": "0.02"])
    var bench = try ContextBench(EMACross(parameters: values))
    return mids.enumerated().map { index, mid in
      bench.quote(Int64(index), mid - 5, mid + 5).map { intent in
        guard case .submit(let order) = intent, order.quantity.units == 2_000 else { return "other" }
        return order.side.rawValue
      }.joined(separator: ",")
    }
  }

  /// Slow averages of 100, 100, 104, 98, 110: 100, 100, 102, 100, 105.
  @Test("the first state arms, each change after it turns")
  func arming() throws {
    #expect(try sides(of: [100, 100, 104, 98, 110]) == ["", "", "", "sell", "buy"])
  }

  @Test("before the slow-th tick nothing arms")
  func warmUp() throws {
    // The third tick arms short (98 below its average); long before that was not a state.
    #expect(try sides(of: [100, 120, 98, 90, 130]) == ["", "", "", "", "buy"])
  }

  /// 100, 100, 104 arm long (102); 96 to 99: short. Then 99 makes 99 = 99: equal keeps short; 110 is long.
  @Test("equal averages keep the state")
  func equal() throws {
    #expect(try sides(of: [100, 100, 104, 96, 99, 110]) == ["", "", "", "sell", "", "buy"])
  }

  @Test("equal averages do not arm either")
  func equalDoesNotArm() throws {
    #expect(try sides(of: [100, 100, 100, 100, 104, 90]) == ["", "", "", "", "", "sell"])
  }

  @Test("a turn closes every open position before it opens one")
  func closesFirst() throws {
    let values = try ParameterValues(for: EMACross.descriptor, given: ["fast": "1", "slow": "3"])
    var bench = try ContextBench(EMACross(parameters: values))
    for (index, mid) in [100, 100, 104].enumerated() { _ = bench.quote(Int64(index), Int64(mid), Int64(mid)) }
    let order = ClientOrderID(ordinal: 77)
    _ = try bench.context.fullAccount.book(
      Execution(
        order: order, position: order, symbolIndex: 0, eventTime: Known.time(2), side: .buy,
        quantity: Quantity(units: 1_000), price: Price(points: 104), reason: .entry,
        quote: Known.quote(2, 104, 104), commission: .zero))
    let intents = bench.quote(3, 90, 90)
    #expect(
      intents == [
        .close(CloseRequest(id: ClientOrderID(ordinal: 1), position: order)),
        .submit(
          OrderRequest(
            id: ClientOrderID(ordinal: 2), symbolIndex: 0, side: .sell, quantity: Quantity(units: 1_000))),
      ])
  }
}
