import StrategyKit
import TestSupport
import Testing
import TradingCore

/// What the conveniences of the context ask for.
struct ContextOrdersTests {
  private let lots = LotCount(hundredMillionths: 2_000_000)

  /// EURUSD at 110000 to 110010.
  private func context(tick: Int64 = 1) throws -> Context {
    var instrument = Known.eurusd
    instrument.tickPoints = tick
    var context = Context(
      account: try Account(
        profile: BrokerProfile(name: "bench"), leverage: 100, startBalance: Money(units: 1_000_000_000),
        instruments: [instrument]))
    context.current = Known.quote(0, 110_000, 110_010)
    return context
  }

  private func order(
    _ id: UInt64, _ side: OrderSide, _ kind: OrderKind, _ timeInForce: TimeInForce = .goodTillCanceled,
    _ protection: Protection = .none
  ) -> Intent {
    .submit(
      OrderRequest(
        id: ClientOrderID(ordinal: id), symbolIndex: 0, side: side, quantity: Quantity(units: 2_000),
        kind: kind, timeInForce: timeInForce, protection: protection))
  }

  @Test("limit, stop and stop-limit orders")
  func pending() throws {
    var context = try context()
    let price = Price(points: 109_000)
    let level = Protection(stopLoss: Price(points: 108_000))
    #expect(context.limit(.buy, lots, at: price, timeInForce: .day, protection: level).ordinal == 1)
    context.stop(.sell, lots, at: price, timeInForce: .fillOrKill)
    context.stopLimit(.sell, lots, stop: price, limit: Price(points: 108_990))
    #expect(
      context.intents == [
        order(1, .buy, .limit(price), .day, level), order(2, .sell, .stop(price), .fillOrKill),
        order(3, .sell, .stopLimit(stop: price, limit: Price(points: 108_990))),
      ])
  }

  @Test("a bracket measures from the order's own price, or from the side that closes")
  func bracket() throws {
    var context = try context()
    context.bracket(.buy, lots, stopPoints: 50, targetPoints: 70)
    context.bracket(.sell, lots, stopPoints: 50, targetPoints: nil, trailPoints: 9)
    context.bracket(
      .buy, lots, kind: .stopLimit(stop: Price(points: 110_100), limit: Price(points: 110_110)),
      stopPoints: 10,
      targetPoints: 10)
    func levels(_ stop: Int64?, _ target: Int64?, _ trail: Int64? = nil) -> Protection {
      Protection(
        stopLoss: stop.map { Price(points: $0) }, takeProfit: target.map { Price(points: $0) },
        trailPoints: trail)
    }
    #expect(
      context.intents == [
        order(1, .buy, .market, .goodTillCanceled, levels(109_950, 110_070)),
        order(2, .sell, .market, .goodTillCanceled, levels(110_060, nil, 9)),
        order(
          3, .buy, .stopLimit(stop: Price(points: 110_100), limit: Price(points: 110_110)), .goodTillCanceled,
          levels(110_100, 110_120)),
      ])
  }

  @Test("a bracket's levels are put on the price step, away from the market")
  func bracketSteps() throws {
    var context = try context(tick: 25)
    context.bracket(.buy, lots, stopPoints: 30, targetPoints: 30)
    #expect(
      context.intents == [
        order(
          1, .buy, .market, .goodTillCanceled,
          Protection(stopLoss: Price(points: 109_950), takeProfit: Price(points: 110_050)))
      ])
  }

  @Test("working orders can be looked at, moved and canceled")
  func working() throws {
    var context = try context()
    let level = Protection(takeProfit: Price(points: 111_000))
    let working = WorkingOrder(
      id: ClientOrderID(ordinal: 7), symbolIndex: 0, side: .buy,
      kind: .stopLimit(stop: Price(points: 110_100), limit: Price(points: 110_110)),
      quantity: Quantity(units: 2_000), protection: level)
    context.workingOrders = [working]
    #expect(context.orders == [working] && context.order(working.id) == working)
    context.move(working.id, to: Price(points: 110_120), limitPrice: Price(points: 110_125))
    context.cancelAll()
    #expect(
      context.intents == [
        .modify(
          ModifyRequest(
            id: ClientOrderID(ordinal: 1), target: .order(working.id), price: Price(points: 110_120),
            limitPrice: Price(points: 110_125), protection: level)), .cancel(working.id),
      ])
  }

  @Test("some of a position's levels can be changed")
  func protect() throws {
    var context = try context()
    context.protect(ClientOrderID(ordinal: 3)) { $0.stopLoss = Price(points: 109_000) }
    #expect(
      context.intents == [
        .modify(
          ModifyRequest(
            id: ClientOrderID(ordinal: 1), target: .position(ClientOrderID(ordinal: 3)),
            protection: Protection(stopLoss: Price(points: 109_000))))
      ])
  }
}
