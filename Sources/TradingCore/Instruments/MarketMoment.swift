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
  /// Whether the symbol has shown an uncrossed quote yet.
  package var hasUncrossed: Bool
  /// The symbol's quote before the one at hand.
  package var before: Quote?
  /// The last quote of every symbol; that of the symbol at hand has no meaning.
  package var quotes: [Quote?]
  /// What the quote at hand offers, where sizes are known.
  @usableFromInline package var size: QuoteSize
  /// What the symbol's quote before offered.
  @usableFromInline package var sizeBefore: QuoteSize
  /// What the last quote of every symbol offered, that of the symbol at hand left aside; empty without sizes.
  @usableFromInline package var sizes: [QuoteSize]

  /// A moment from its parts.
  @usableFromInline
  package init(
    symbolIndex: Int, quote: Quote, cycle: UInt64, isFirstAfterClose: Bool, hasUncrossed: Bool = true,
    before: Quote?, quotes: [Quote?], size: QuoteSize = .zero,
    sizeBefore: QuoteSize = .zero, sizes: [QuoteSize] = []
  ) {
    self.symbolIndex = symbolIndex
    self.quote = quote
    self.cycle = cycle
    self.isFirstAfterClose = isFirstAfterClose
    self.hasUncrossed = hasUncrossed
    self.before = before
    self.quotes = quotes
    self.size = size
    self.sizeBefore = sizeBefore
    self.sizes = sizes
  }

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
    symbolIndex == self.symbolIndex ? sizeBefore : lastSize(symbolIndex)
  }

  /// What the last quote of a symbol offers, the one at hand included.
  package func latestSize(symbolIndex: Int) -> QuoteSize {
    symbolIndex == self.symbolIndex ? size : lastSize(symbolIndex)
  }

  private func lastSize(_ symbolIndex: Int) -> QuoteSize {
    sizes.indices.contains(symbolIndex) ? sizes[symbolIndex] : .zero
  }
}
