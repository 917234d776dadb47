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
}
