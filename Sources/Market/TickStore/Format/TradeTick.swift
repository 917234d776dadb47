package import TradingCore

/// Who crossed the spread in a trade.
package enum AggressorSide: Int64, Sendable, Hashable, CaseIterable {
  /// The source doesn't say.
  case unknown = 0
  /// The buyer took an offer.
  case buy = 1
  /// The seller hit a bid.
  case sell = 2

  /// The word in CSV files; empty when unknown.
  var word: String {
    switch self {
    case .unknown: ""
    case .buy: "buy"
    case .sell: "sell"
    }
  }
}

/// One trade between others.
package struct TradeTick: Sendable, Hashable {
  /// When it happened, or was recorded.
  package var eventTime: Timestamp
  /// Its price.
  package var price: Price
  /// How much was traded, in units of 10^-sizeDigits; 0 in some feeds.
  package var sizeUnits: Int64
  /// Who crossed the spread.
  package var aggressor: AggressorSide

  /// A trade.
  package init(eventTime: Timestamp, price: Price, sizeUnits: Int64, aggressor: AggressorSide = .unknown) {
    self.eventTime = eventTime
    self.price = price
    self.sizeUnits = sizeUnits
    self.aggressor = aggressor
  }

  /// How trades go through what was made for quotes: bid and ask are the price, the first size is the trade's
  /// and the second its aggressor.
  init(quote: Quote, pair: QuoteSize) {
    self.init(
      eventTime: quote.eventTime, price: quote.bid, sizeUnits: pair.bidUnits,
      aggressor: AggressorSide(rawValue: pair.askUnits) ?? .unknown)
  }

  var quote: Quote { Quote(eventTime: eventTime, bid: price, ask: price) }
  var pair: QuoteSize { QuoteSize(bidUnits: sizeUnits, askUnits: aggressor.rawValue) }
}

/// Ticks beside each other: quotes and, where they are kept, as many sizes.
package struct TickBatch: Sendable, Hashable {
  /// The quotes; of trades, with the price on both sides.
  package var quotes: [Quote] = []
  /// The sizes, in units of 10^-sizeDigits; empty when none are kept. Of trades, the size and the aggressor.
  package var sizes: [QuoteSize] = []

  /// No ticks.
  package init() {}

  /// The ticks as trades; meant for batches of trades.
  package var trades: [TradeTick] { zip(quotes, sizes).map { TradeTick(quote: $0, pair: $1) } }

  mutating func removeAll() {
    quotes.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
  }

  /// Adds a stretch of another batch.
  mutating func append(_ other: TickBatch, _ range: Range<Int>) {
    quotes.append(contentsOf: other.quotes[range])
    if !other.sizes.isEmpty { sizes.append(contentsOf: other.sizes[range]) }
  }
}
