/// What limits on equity look at.
extension Account {
  /// Balance plus open results at the last quotes, in money units rounded down; amounts beyond 64 bits stop at their
  /// ends.
  package var flooredEquity: Money {
    let (quotient, remainder) = scaledEquity.quotientAndRemainder(dividingBy: Int128(equityScale))
    return Money(units: Int64(clamping: remainder < 0 ? quotient - 1 : quotient))
  }

  /// Parts of a money unit that equity is marked in.
  package var equityScale: Int64 { scale }

  /// Says which equities, scaled, are no news to risk, both ends included: marking takes no other one for quiet.
  package mutating func watchEquity(within lowest: Int128, _ highest: Int128) {
    marking.watch(lowest, highest)
  }

  /// Whether the equity of the last valuation is none that risk has to hear of.
  @inlinable @inline(__always)
  package var isWithinWatch: Bool { marking.isWithinWatch }

  /// What an order of a side would trade at by the last quote of a symbol; `nil` before its first quote.
  package func lastPrice(symbolIndex: Int, side: OrderSide) -> Price? {
    let (bid, ask) = marking.lastPrices(of: symbolIndex)
    guard bid != 0 || ask != 0 else { return nil }
    return Price(points: side == .buy ? ask : bid)
  }
}
