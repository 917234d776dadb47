package import TradingCore

/// What a line of a feed says.
package enum FeedLine: Sendable, Hashable {
  /// A quote of a wanted symbol.
  case quote(FeedQuote)
  /// A sign of life: a heartbeat, a comment, an empty line, a header.
  case heartbeat
  /// The feed is over on purpose.
  case end
  /// It can't be used.
  case fault(FeedFault)
}

/// The wanted instruments by the names a feed has for them.
package struct FeedSymbols: Sendable {
  /// The wanted instruments; quotes name them by their place here.
  package let instruments: [Instrument]
  /// The feed's names, in the same order.
  package let names: [String]
  private let places: [String: Int]

  /// The wanted instruments, of which some have other names at the feed.
  package init(_ instruments: [Instrument], names: [String: Symbol] = [:]) {
    self.instruments = instruments
    let theirs = Dictionary(names.map { ($0.value, $0.key) }) { min($0, $1) }
    self.names = instruments.map { theirs[$0.symbol] ?? $0.symbol.name }
    places = Dictionary(zip(self.names, 0...)) { first, _ in first }
  }

  /// The feed's name of one of our symbols; `nil` when it is not wanted.
  func name(of symbol: Symbol) -> String? {
    instruments.firstIndex { $0.symbol == symbol }.map { names[$0] }
  }

  /// The place of the instrument with a name of the feed's; capitals don't matter.
  func place(of name: String) -> Int? {
    places[name] ?? places[name.uppercased()]
  }
}
