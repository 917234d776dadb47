package import TradingCore

/// An account that is booked into by hand, with the quote its executions meet.
package struct HandBookedAccount {
  /// What is booked into.
  package var account: Account
  private var lastOrder: UInt64 = 0

  /// An account that trades these symbols; `change` may alter its broker's profile.
  package init(
    _ names: [String] = ["EURUSD"], balance: Int64 = 1_000_000_000, currency: String = "USD",
    leverage: Int64 = 100, mode: AccountMode = .hedging, bookingDigits: Int = 6,
    tradedCount: Int? = nil, change: (inout BrokerProfile) -> Void = { _ in }
  ) throws {
    let instruments = names.map { Known.instrument($0) }
    guard let currency = Currency(code: currency) else { preconditionFailure("\(currency) is a currency") }
    var profile = BrokerProfile(
      name: "by hand", accountMode: mode, accountCurrency: currency, commission: .none,
      bookingDigits: bookingDigits)
    change(&profile)
    account = try Account(
      profile: profile, leverage: leverage, startBalance: Money(units: balance), instruments: instruments,
      tradedCount: tradedCount)
  }

  /// Books an opening; it adds to `position` where one is given.
  @discardableResult
  package mutating func open(
    _ side: OrderSide, _ units: Int64, at price: Int64, _ bid: Int64, _ ask: Int64, commission: Int64 = 0,
    position: Fill? = nil, symbolIndex: Int = 0
  ) throws -> Fill {
    lastOrder += 1
    let order = ClientOrderID(ordinal: lastOrder)
    return try account.book(
      Execution(
        order: order, position: position?.position ?? order, symbolIndex: symbolIndex, eventTime: time,
        side: side, quantity: Quantity(units: units), price: Price(points: price), reason: .entry,
        quote: quote(bid, ask), commission: Money(units: commission)))
  }

  /// Books a close of a position, or of a part of it.
  @discardableResult
  package mutating func close(
    _ entry: Fill, _ units: Int64, at price: Int64, _ bid: Int64, _ ask: Int64, commission: Int64 = 0
  ) throws -> Fill {
    lastOrder += 1
    return try account.book(
      Execution(
        order: ClientOrderID(ordinal: lastOrder), position: entry.position, symbolIndex: entry.symbolIndex,
        eventTime: time, side: entry.side.opposite, quantity: Quantity(units: units),
        price: Price(points: price), reason: .strategy, quote: quote(bid, ask),
        commission: Money(units: commission)))
  }

  /// Values what is open at a quote and marks the equity, as the engine does.
  package mutating func mark(_ bid: Int64, _ ask: Int64, symbolIndex: Int = 0) throws {
    account.select(symbolIndex: symbolIndex)
    _ = account.see(quote(bid, ask))
    try account.revalueSelected()
    account.markDrawdown()
  }

  /// What was closed so far.
  package var trades: [ClosedTrade] { account.closedTrades }

  private var time: Timestamp { Timestamp(milliseconds: 1_704_888_000_000 + Int64(lastOrder)) }

  private func quote(_ bid: Int64, _ ask: Int64) -> Quote {
    Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: ask))
  }
}
