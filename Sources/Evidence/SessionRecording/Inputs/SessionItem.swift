package import TradingCore

/// A symbol of a session and how its numbers are scaled in the session's log.
package struct SessionSymbol: Sendable, Hashable {
  /// The instrument's name.
  package var symbol: Symbol
  /// Decimals of its prices.
  package var digits: Int
  /// Decimals of its sizes; `nil` when none are recorded.
  package var sizeDigits: Int?

  /// A symbol with its scales.
  package init(symbol: Symbol, digits: Int, sizeDigits: Int? = nil) {
    self.symbol = symbol
    self.digits = digits
    self.sizeDigits = sizeDigits
  }
}

/// A place in a session's inputs: what comes before it.
package struct SessionPosition: Sendable, Hashable {
  /// Quotes before it.
  package var quotes: Int
  /// Inputs besides quotes before it: controls, the clock's, the venue's.
  package var controls: Int

  /// A place after so many quotes and other inputs.
  package init(quotes: Int = 0, controls: Int = 0) {
    self.quotes = quotes
    self.controls = controls
  }
}

/// A quote on its way into the log.
package struct LoggedQuote: Sendable, Hashable {
  /// Which of the session's symbols it is of.
  package var symbolIndex: Int
  /// The quote with its engine time.
  package var quote: Quote
  /// Its time as the feed sent it.
  package var sentTime: Timestamp
  /// When it arrived.
  package var receivedAt: Timestamp
  /// What it offers, in the log's scale; not kept for symbols without sizes.
  package var size: QuoteSize

  /// A quote with all that is known about it.
  package init(
    symbolIndex: Int, quote: Quote, sentTime: Timestamp, receivedAt: Timestamp, size: QuoteSize = .zero
  ) {
    self.symbolIndex = symbolIndex
    self.quote = quote
    self.sentTime = sentTime
    self.receivedAt = receivedAt
    self.size = size
  }
}

/// An input of a session that is no quote.
package enum SessionEvent: Sendable, Hashable {
  /// Something from outside of the ticks that is put into force: a halt, a command.
  case control([UInt8])
  /// Time has passed without a quote, up to this engine time.
  case clock(Timestamp)
  /// What a venue has reported.
  case report([UInt8])
}

/// The next of a session's inputs.
package enum SessionItem {
  /// Neighboring quotes of one symbol with engine times, and their sizes where the session records them; both are
  /// valid during the call only.
  case quotes(symbolIndex: Int, UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?)
  /// What else came in, as it was given to the writer.
  case event(SessionEvent)
}

/// The end of a log that a kill left half-written: it is cut off, as nothing can have been caused by it.
package struct TornTail: Sendable, Hashable {
  /// The segment's file.
  package var path: String
  /// Where the last whole record ends.
  package var offset: Int
  /// Bytes beyond it.
  package var bytes: Int
}
