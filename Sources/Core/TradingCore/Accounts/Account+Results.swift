extension Account {
  /// The open result of a position at the last quote of its symbol; `nil` where an amount does not fit or nothing
  /// converts it yet.
  package func openResult(of position: Position) -> Money? {
    let index = position.symbolIndex
    let mark = index == selectedSymbol ? selectedMark : marks[index]
    guard canConvert(symbolIndex: index) else { return nil }
    let quote = Quote(eventTime: position.openTime, bid: Price(points: mark.bid), ask: Price(points: mark.ask))
    return (try? openResult(of: position, at: quote)).map { Money(units: $0) }
  }
}
