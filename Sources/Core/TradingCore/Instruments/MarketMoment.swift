/// Where a bot's stream of quotes stands: the quote at hand and the last one of every symbol.
@usableFromInline
package struct MarketMoment: Sendable {
  /// Which of the bot's symbols the quote at hand is of.
  package var symbolIndex: Int
  /// The quote at hand, as the venue shows it.
  package var quote: Quote
  /// The number of the quote over all symbols of the bot, from 1: the decision cycle.
  package var cycle: UInt64
  /// Whether the instrument's market closed, by its calendar, since the symbol's previous quote.
  package var isFirstAfterClose: Bool
  /// The symbol's quote before the one at hand.
  package var before: Quote?
  /// The last quote of every symbol; that of the symbol at hand has no meaning.
  package var quotes: [Quote?]
  /// What the quotes offer, where sizes are known; aside, as few venues ask.
  private let sizes: MomentSizes?

  /// A moment from its parts.
  @usableFromInline
  package init(
    symbolIndex: Int, quote: Quote, cycle: UInt64, isFirstAfterClose: Bool, before: Quote?, quotes: [Quote?],
    sizes: MomentSizes? = nil
  ) {
    self.symbolIndex = symbolIndex
    self.quote = quote
    self.cycle = cycle
    self.isFirstAfterClose = isFirstAfterClose
    self.before = before
    self.quotes = quotes
    self.sizes = sizes
  }

  /// What the quote at hand offers.
  package var size: QuoteSize { sizes?.now ?? .zero }

  /// The last quote of a symbol, the one at hand left out.
  package func previous(symbolIndex: Int) -> Quote? {
    symbolIndex == self.symbolIndex ? before : quotes[symbolIndex]
  }

  /// The last quote of a symbol, the one at hand included.
  package func latest(symbolIndex: Int) -> Quote? {
    symbolIndex == self.symbolIndex ? quote : quotes[symbolIndex]
  }

  /// What the last quote of a symbol offered, the one at hand left out.
  package func previousSize(symbolIndex: Int) -> QuoteSize {
    symbolIndex == self.symbolIndex ? sizes?.before ?? .zero : lastSize(symbolIndex)
  }

  /// What the last quote of a symbol offers, the one at hand included.
  package func latestSize(symbolIndex: Int) -> QuoteSize {
    symbolIndex == self.symbolIndex ? size : lastSize(symbolIndex)
  }

  private func lastSize(_ symbolIndex: Int) -> QuoteSize {
    guard let last = sizes?.last, last.indices.contains(symbolIndex) else { return .zero }
    return last[symbolIndex]
  }
}

/// What the quotes of a moment offer.
@usableFromInline
package final class MomentSizes: Sendable {
  /// The quote at hand.
  let now: QuoteSize
  /// The symbol's quote before.
  let before: QuoteSize
  /// The last quote of every symbol, that of the symbol at hand left aside.
  let last: [QuoteSize]

  /// Sizes from their parts.
  @usableFromInline
  package init(now: QuoteSize, before: QuoteSize, last: [QuoteSize]) {
    self.now = now
    self.before = before
    self.last = last
  }
}
