extension Account {
  /// The open result of a position at the last quote of its symbol; `nil` where an amount does not fit or nothing
  /// converts it yet.
  package func openResult(of position: Position) -> Money? {
    guard canConvert(symbolIndex: position.symbolIndex) else { return nil }
    let (bid, ask) = marking.lastPrices(of: position.symbolIndex)
    let quote = Quote(eventTime: position.openTime, bid: Price(points: bid), ask: Price(points: ask))
    return (try? openResult(of: position, at: quote)).map { Money(units: $0) }
  }

  /// Whether what equity is marked by adds up; debug builds look after every step by themselves.
  package var isMarkingConsistent: Bool { marking.isConsistent }
}
