package import TradingCore

/// Events of every case, with fields small, large and extreme.
package struct RandomEvents {
  private var generator: SeededGenerator

  /// The events of a seed.
  package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A number from zero on, below a bound.
  package mutating func number(below bound: UInt64) -> UInt64 { generator.next() % bound }

  private mutating func number() -> Int64 {
    switch number(below: 8) {
    case 0: [.min, .max, 0, -1, 1][Int(number(below: 5))]
    case 1: Int64(bitPattern: generator.next())
    default: Int64(number(below: 200_000)) - 1_000
    }
  }

  private mutating func id() -> ClientOrderID { ClientOrderID(ordinal: UInt64(bitPattern: number())) }
  private mutating func time() -> Timestamp { Timestamp(nanoseconds: number()) }
  private mutating func price() -> Price { Price(points: number()) }
  private mutating func quantity() -> Quantity { Quantity(units: number()) }
  private mutating func money() -> Money { Money(units: number()) }
  private mutating func flag() -> Bool { number(below: 2) == 0 }
  private mutating func side() -> OrderSide { flag() ? .buy : .sell }
  private mutating func pick<T>(_ values: [T]) -> T { values[Int(number(below: UInt64(values.count)))] }
  private mutating func text() -> String { pick(["", "risk", "0.10 lots", "größer ✓", "a\0b"]) }

  /// The next event.
  package mutating func event() -> BotEvent {
    switch number(below: 12) {
    case 0, 1, 2: return .asked(intent(), at: time())
    case 3:
      let denial = Denial(
        order: id(), code: pick(DenialCode.allCases), layer: text(), limit: text(), value: text(),
        cycle: generator.next())
      return .denied(denial, at: time())
    case 4: return .accepted(id(), at: time())
    case 5: return .delayed(id(), at: time())
    case 6: return .canceled(id(), at: time())
    case 7: return .expired(id(), at: time())
    case 8: return .filled(fill())
    case 9:
      return .rejected(Rejection(order: id(), code: pick(RejectionCode.allCases), eventTime: time()))
    case 10: return .marginCall(time())
    default: return .closed(trade())
    }
  }

  private mutating func intent() -> Intent {
    switch number(below: 5) {
    case 0, 1: return .submit(request())
    case 2: return .close(CloseRequest(id: id(), position: id(), quantity: flag() ? nil : quantity()))
    case 3:
      return .modify(
        ModifyRequest(
          id: id(), target: flag() ? .order(id()) : .position(id()), price: flag() ? nil : price(),
          limitPrice: flag() ? nil : price(), protection: protection()))
    default: return .cancel(id())
    }
  }

  private mutating func request() -> OrderRequest {
    let kinds: [OrderKind] = [
      .market, .limit(price()), .stop(price()), .stopLimit(stop: price(), limit: price()),
    ]
    let forces: [TimeInForce] = [.goodTillCanceled, .goodTill(time()), .day, .immediateOrCancel, .fillOrKill]
    return OrderRequest(
      id: id(), symbolIndex: Int(number()), side: side(), quantity: quantity(), kind: pick(kinds),
      timeInForce: pick(forces), protection: protection())
  }

  private mutating func protection() -> Protection {
    Protection(
      stopLoss: flag() ? nil : price(), takeProfit: flag() ? nil : price(),
      trailPoints: flag() ? nil : number(),
      breakEven: flag() ? nil : BreakEven(triggerPoints: number(), offsetPoints: number()))
  }

  /// A fill that says nothing.
  package mutating func fill() -> Fill {
    Fill(
      ordinal: generator.next(), order: id(), position: id(), symbolIndex: Int(number()), eventTime: time(),
      side: side(), quantity: quantity(), price: price(), reason: pick(FillReason.allCases),
      commission: money(), spreadCost: money(), slippageCost: money())
  }

  private mutating func trade() -> ClosedTrade {
    ClosedTrade(
      ordinal: generator.next(), symbolIndex: Int(number()), side: side(), quantity: quantity(),
      position: id(),
      openTime: time(), openPrice: price(), closeTime: time(), closePrice: price(), grossResult: money(),
      commission: money(), swap: money(), spreadCost: money(), slippageCost: money(),
      exitReason: pick(FillReason.allCases), maximumAdverseExcursion: money(),
      maximumFavorableExcursion: money(), netResult: money())
  }
}
