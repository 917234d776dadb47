public import TradingCore

/// An order that risk has approved. Nothing outside of RiskControl can make one, and it can't be decoded.
@usableFromInline
package struct ApprovedOrder: Sendable, Hashable {
  /// The order.
  package let request: OrderRequest

  init(_ request: OrderRequest) { self.request = request }
}

/// A close that risk has approved.
@usableFromInline
package struct ApprovedClose: Sendable, Hashable {
  /// The close.
  package let request: CloseRequest
  /// Why it is made.
  package let reason: FillReason

  init(_ request: CloseRequest, reason: FillReason) {
    self.request = request
    self.reason = reason
  }
}

/// A modification that risk has approved.
@usableFromInline
package struct ApprovedModification: Sendable, Hashable {
  /// The modification.
  package let request: ModifyRequest

  init(_ request: ModifyRequest) { self.request = request }
}

/// What risk says to something asked for.
@usableFromInline
package enum RiskDecision<Approved: Sendable>: Sendable {
  /// It may go to the venue.
  case approved(Approved)
  /// It may not.
  case denied(Denial)
}
