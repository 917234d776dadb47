public import TradingCore

/// What a broker that answers later needs: the simulator has answered by then.
extension SimulatedVenue {
  /// Does nothing: what is due waits for a quote.
  @usableFromInline
  package mutating func onClock(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {}

  /// Does nothing: nobody reports to the simulator.
  @usableFromInline
  package mutating func take(
    _ report: VenueReport, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {}

  /// None: it has no broker to ask.
  @usableFromInline
  package mutating func takeIntents() -> [VenueIntent] { [] }
}
