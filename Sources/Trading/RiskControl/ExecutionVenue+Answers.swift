public import TradingCore

/// What a venue that executes at once has no need of.
extension ExecutionVenue {
  /// No.
  @inlinable package var mayBeUnsettled: Bool { false }

  /// Nothing: everything there is to know of its orders is known.
  @usableFromInline
  package func unsettled(symbolIndex: Int) -> DenialCode? { nil }

  /// None: everything is answered at once.
  @usableFromInline package var awaitedIntents: [UInt64] { [] }

  /// None.
  @usableFromInline
  package mutating func takeDiscrepancies() -> [VenueDiscrepancy] { [] }
}
