public import TradingCore

/// What a strategy sees and how it asks: time, quotes, its account read-only, and a buffer of intents.
@frozen
public struct Context: Sendable {
  /// The bot's account as of the quote at hand.
  @usableFromInline package var fullAccount: Account
  /// The quote at hand.
  @usableFromInline package var current: Quote
  /// Whether time has passed since the quote at hand without another one: `current` is that quote with the clock's time.
  @usableFromInline package var isOnClock = false
  /// The symbol of the quote at hand.
  @usableFromInline package var currentSymbol = 0
  /// The symbol of the last quote that the strategy has seen.
  @usableFromInline package var tradedSymbol = 0
  /// Last quotes of all symbols of the stream; for the current one, the quote before a run of quotes of the same symbol.
  @usableFromInline package var quotes: [Quote?]
  /// What the strategy has asked for and nobody has looked at yet.
  @usableFromInline package var intents: [Intent] = []
  /// The number of the last order.
  @usableFromInline package var lastOrdinal: UInt64 = 0
  /// Orders that are working at the venue, as last reported.
  @usableFromInline package var workingOrders: [WorkingOrder] = []

  /// The last readings of the regimes that the strategy looks at, by symbol and by timeframe.
  @usableFromInline package var climate: [ClimateReading?] = []

  /// A context over an account.
  package init(account: Account) {
    fullAccount = account
    current = Quote(eventTime: .distantPast, bid: Price(points: 0), ask: Price(points: 0))
    quotes = Array(repeating: nil, count: account.streamCount)
  }

  /// The bot's account as of the quote at hand, to look at.
  @inlinable public var account: Account { _read { yield fullAccount } }

  /// The time of the quote at hand, or of one that only moved a conversion rate; where none comes for long, the clock's.
  @inlinable public var now: Timestamp { current.eventTime }

  /// Which of the bot's symbols the quote at hand is of; a bar names its own.
  @inlinable public var symbolIndex: Int { tradedSymbol }

  /// The last quote of one of the bot's symbols; `nil` before its first.
  public func quote(symbolIndex: Int = 0) -> Quote? {
    guard symbolIndex < fullAccount.symbolCount else { return nil }
    let isAtHand = symbolIndex == currentSymbol && current.eventTime != .distantPast && !isOnClock
    return isAtHand ? current : quotes[symbolIndex]
  }

  /// The instrument of a symbol.
  public func instrument(symbolIndex: Int = 0) -> Instrument { account.instrument(symbolIndex: symbolIndex) }

  /// Positions that are open, in order of opening.
  public var positions: [Position] { account.positions }

  /// Limit, stop and stop-limit orders that are working at the venue, in order of placement.
  public var orders: [WorkingOrder] { workingOrders }

  /// The working order of that number.
  public func order(_ id: ClientOrderID) -> WorkingOrder? { workingOrders.first { $0.id == id } }

  /// Lots as a quantity of a symbol, rounded down to whole units.
  public func quantity(_ lots: LotCount, symbolIndex: Int = 0) -> Quantity {
    let units = Int128(lots.hundredMillionths) * Int128(fullAccount.unitsPerLot(symbolIndex: symbolIndex))
    return Quantity(units: Int64(clamping: units / 100_000_000))
  }
}
