package import TradingCore

/// A bot's events, made by booking in a real account by hand: a pip of 0.0001 on 1,000 units of EURUSD is 10 cents.
package struct Script {
  /// What is booked into.
  package private(set) var account: Account
  /// What was heard of it, in order.
  package private(set) var events: [BotEvent] = []
  /// Of the last event.
  package private(set) var time: Timestamp = Known.time(0)
  private var lastOrder: UInt64 = 0

  /// An empty account.
  package init(_ mode: AccountMode = .hedging, symbols: [String] = ["EURUSD"]) throws {
    account = try Account(
      profile: BrokerProfile(name: "by hand", accountMode: mode, commission: .none), leverage: 100,
      startBalance: Money(units: 1_000_000_000), instruments: symbols.map { Known.instrument($0) })
  }

  /// Asks for an order and gives its number.
  package mutating func ask(
    _ side: OrderSide, _ units: Int64, stop: Int64? = nil, target: Int64? = nil, symbolIndex: Int = 0
  ) -> ClientOrderID {
    lastOrder += 1
    let id = ClientOrderID(ordinal: lastOrder)
    let request = OrderRequest(
      id: id, symbolIndex: symbolIndex, side: side, quantity: Quantity(units: units),
      protection: Protection(
        stopLoss: stop.map(Price.init(points:)), takeProfit: target.map(Price.init(points:))))
    events.append(.asked(.submit(request), at: time))
    return id
  }

  /// Fills an order as an entry; it adds to `position` where one is given.
  package mutating func enter(
    _ order: ClientOrderID, _ side: OrderSide, _ units: Int64, at price: Int64, commission: Int64 = 0,
    position: ClientOrderID? = nil, symbolIndex: Int = 0
  ) throws {
    try book(order, position ?? order, side, units, price, .entry, commission, symbolIndex)
  }

  /// An order with its fill: the position's number.
  @discardableResult
  package mutating func open(
    _ side: OrderSide, _ units: Int64, at price: Int64, stop: Int64? = nil, commission: Int64 = 0,
    position: ClientOrderID? = nil, symbolIndex: Int = 0
  ) throws -> ClientOrderID {
    let order = ask(side, units, stop: stop, symbolIndex: symbolIndex)
    try enter(
      order, side, units, at: price, commission: commission, position: position, symbolIndex: symbolIndex)
    return position ?? order
  }

  /// Closes a position, or a part of it.
  package mutating func close(
    _ position: ClientOrderID, _ units: Int64, at price: Int64, reason: FillReason = .strategy,
    commission: Int64 = 0, order: ClientOrderID? = nil
  ) throws {
    guard let open = account.position(position) else { preconditionFailure("\(position) is open") }
    try book(
      order ?? position, position, open.side.opposite, units, price, reason, commission, open.symbolIndex)
  }

  /// Takes an event that was made elsewhere.
  package mutating func add(_ event: BotEvent) { events.append(event) }

  /// Lets time pass.
  package mutating func wait(_ nanoseconds: Int64) { time = time.advanced(by: nanoseconds) }

  private mutating func book(
    _ order: ClientOrderID, _ position: ClientOrderID, _ side: OrderSide, _ units: Int64, _ price: Int64,
    _ reason: FillReason, _ commission: Int64, _ symbolIndex: Int
  ) throws {
    wait(Timestamp.second)
    let quote = Quote(eventTime: time, bid: Price(points: price), ask: Price(points: price))
    let fill = try account.book(
      Execution(
        order: order, position: position, symbolIndex: symbolIndex, eventTime: time, side: side,
        quantity: Quantity(units: units), price: Price(points: price), reason: reason, quote: quote,
        commission: Money(units: commission)))
    events.append(.filled(fill))
    events += account.closedTrades.map { BotEvent.closed($0) }
    account.closedTrades = []
  }
}

/// So many cents.
package func cents(_ amount: Int64) -> Money { Money(units: amount * 10_000) }
