package import TradingCore

/// One thing that happened to a feed, and when we saw it.
package struct FeedEvent: Sendable, Hashable {
  /// What happened.
  package var kind: Kind
  /// Our clock when the bytes that say so were read.
  package var receivedAt: Timestamp

  /// What can happen to a feed.
  package enum Kind: Sendable, Hashable {
    /// The connection stands (TLS verified, the hello sent); for a FIFO, the first bytes came.
    case connected
    /// A quote.
    case quote(FeedQuote)
    /// A sign of life without a quote; several in a row may be told as one.
    case heartbeat
    /// Lines that could not be used.
    case fault(FeedFault)
    /// The connection is gone or was never made. It is tried again after so many nanoseconds; `nil` is never.
    case disconnected(reason: String, retryNanoseconds: Int64?)
    /// The feed is over on purpose: nothing more comes.
    case ended
  }

  /// An event.
  package init(_ kind: Kind, receivedAt: Timestamp) {
    self.kind = kind
    self.receivedAt = receivedAt
  }
}

/// A quote of a feed.
package struct FeedQuote: Sendable, Hashable {
  /// The instrument's place in the list of those wanted.
  package var symbolIndex: Int
  /// When the feed stamped it, and its bid and ask in the instrument's points. It may be crossed or repeated.
  package var quote: Quote
  /// How much stands there, in the instrument's quantity units, when the feed says so.
  package var size: QuoteSize?

  /// A quote.
  package init(symbolIndex: Int, quote: Quote, size: QuoteSize? = nil) {
    self.symbolIndex = symbolIndex
    self.quote = quote
    self.size = size
  }
}

/// Lines of a feed that could not be used.
package struct FeedFault: Error, Sendable, Hashable {
  /// What is wrong with the last of them.
  package var problem: String
  /// The start of that line, fit to be printed; secrets are stars.
  package var excerpt: String
  /// How many lines this stands for: bad lines that come fast are told together.
  package var count: Int
  /// Whether the line was well formed and only of no use here: such lines don't drop the connection.
  package var isHarmless: Bool

  /// A fault.
  package init(problem: String, excerpt: String, count: Int = 1, isHarmless: Bool = false) {
    self.problem = problem
    self.excerpt = excerpt
    self.count = count
    self.isHarmless = isHarmless
  }
}

/// How far a symbol's quotes have come: what a server is asked to go on from.
package struct FeedCursor: Sendable, Hashable {
  /// Our name of the symbol.
  package var symbol: Symbol
  /// The time of the last quote had.
  package var eventTime: Timestamp
  /// How many quotes of exactly that time were had, from 1.
  package var count: Int

  /// A cursor.
  package init(symbol: Symbol, eventTime: Timestamp, count: Int) {
    self.symbol = symbol
    self.eventTime = eventTime
    self.count = count
  }
}
