import RiskControl
import TestSupport
import Testing
import TradingCore

struct RiskAskTests {
  private static let id = ClientOrderID(ordinal: 9)

  private static func order(_ side: OrderSide, _ units: Int64) -> Intent {
    .submit(OrderRequest(id: id, symbolIndex: 0, side: side, quantity: Quantity(units: units)))
  }

  private static func effect(
    _ intent: Intent, _ bench: GateBench, working: [WorkingOrder] = [], pending: Int64 = 0
  ) -> RiskAsk.Effect {
    let ask = RiskAsk(intent, account: bench.account, workingOrders: working) { _, _ in pending }
    #expect(ask.order == id || ask.effect == .cancels)
    // Halts, which engines have known before there were scopes, take the same for new risk.
    var halts = EntryHalts()
    halts.halt(.botPaused, symbolIndex: nil)
    let denial: Denial? =
      switch intent {
      case .submit(let order):
        halts.denial(of: order, account: bench.account, pendingUnits: pending, cycle: 1)
      case .modify(let change):
        halts.denial(of: change, account: bench.account, workingOrders: working, cycle: 1)
      case .close, .cancel: nil
      }
    #expect((denial != nil) == ask.takesRisk)
    return ask.effect
  }

  @Test("on a netting account an order opens unless it does no more than reduce, orders on their way counted")
  func netting() throws {
    var bench = try GateBench(mode: .netting)
    try bench.hold(.buy, 3_000)
    #expect(Self.effect(Self.order(.sell, 3_000), bench) == .reduces)
    #expect(Self.effect(Self.order(.sell, 4_000), bench) == .opens)
    #expect(Self.effect(Self.order(.sell, 3_000), bench, pending: 1_000) == .opens)
    #expect(Self.effect(Self.order(.sell, 2_000), bench, pending: 1_000) == .reduces)
    #expect(Self.effect(Self.order(.buy, 1_000), bench) == .opens)
    #expect(Self.effect(Self.order(.sell, 0), bench) == .opens)
  }

  @Test("on a hedging account every order opens")
  func hedging() throws {
    var bench = try GateBench()
    try bench.hold(.buy, 3_000)
    #expect(Self.effect(Self.order(.sell, 1_000), bench) == .opens)
  }

  @Test("closes and cancels take no risk, even of what is not there")
  func exits() throws {
    let bench = try GateBench()
    #expect(
      Self.effect(.close(CloseRequest(id: Self.id, position: ClientOrderID(ordinal: 3))), bench) == .closes)
    #expect(Self.effect(.cancel(ClientOrderID(ordinal: 3)), bench) == .cancels)
  }

  @Test("a change raises risk when it takes a stop away or moves an order that opens")
  func changes() throws {
    let bench = try GateBench()
    let stop = Protection(stopLoss: Price(points: 109_000))
    let order = WorkingOrder(
      id: ClientOrderID(ordinal: 3), symbolIndex: 0, side: .buy, kind: .limit(Price(points: 109_500)),
      quantity: Quantity(units: 1_000), protection: stop)
    func change(_ price: Int64?, _ protection: Protection, order id: UInt64 = 3) -> Intent {
      .modify(
        ModifyRequest(
          id: Self.id, target: .order(ClientOrderID(ordinal: id)), price: price.map { Price(points: $0) },
          protection: protection))
    }
    #expect(Self.effect(change(nil, stop), bench, working: [order]) == .changes)
    #expect(Self.effect(change(109_500, stop), bench, working: [order]) == .changes)
    #expect(Self.effect(change(109_600, stop), bench, working: [order]) == .raises)
    #expect(Self.effect(change(nil, .none), bench, working: [order]) == .raises)
    #expect(Self.effect(change(109_600, stop, order: 4), bench, working: [order]) == .changes)
  }
}
