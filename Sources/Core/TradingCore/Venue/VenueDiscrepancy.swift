/// What does not fit between our books and a broker's reports. Text codes are stable and never reused.
package enum VenueDiscrepancyCode: String, Sendable, Hashable, Codable, CaseIterable {
  /// A report names an order that was never sent.
  case unknownOrder = "unknown_order"
  /// An order at the broker that is not ours.
  case foreignOrder = "foreign_order"
  /// An execution of no order and no position of ours.
  case foreignExecution = "foreign_execution"
  /// A position at the broker that is not ours.
  case foreignPosition = "foreign_position"
  /// A report is of another symbol than its order or position.
  case symbolMismatch = "symbol_mismatch"
  /// An execution is of the other side than its order, or opens where it should close.
  case sideMismatch = "side_mismatch"
  /// An execution of nothing or less.
  case quantityNotPositive = "quantity_not_positive"
  /// More executed than was asked for.
  case quantityAboveAsked = "quantity_above_asked"
  /// A cumulative quantity that does not add up with what was reported before.
  case cumulativeMismatch = "cumulative_mismatch"
  /// A price that can't be.
  case priceOutOfRange = "price_out_of_range"
  /// A report is of a time before its order was sent.
  case timeBeforeOrder = "time_before_order"
  /// An execution came twice, the second time with other content.
  case tradeChanged = "trade_changed"
  /// An execution of an order that had been canceled or had expired: it is booked.
  case executionAfterEnd = "execution_after_end"
  /// An execution of an order that had been refused or had never arrived: it is booked.
  case executionAfterRejection = "execution_after_rejection"
  /// A report would take an order back to a state that it had left.
  case stateRegression = "state_regression"
  /// A fill was never reported and is taken from the cumulative quantity or a snapshot.
  case fillInferred = "fill_inferred"
  /// The real fill differed from the inferred one; the difference is booked.
  case inferredDiffers = "inferred_differs"
  /// A close by the broker of a position that is not open, or of more than is open.
  case closeAbovePosition = "close_above_position"
  /// A position that we hold is not at the broker.
  case positionMissing = "position_missing"
  /// A position's quantity or side at the broker is another one.
  case positionDiffers = "position_differs"
  /// An order that should work is not at the broker.
  case orderMissing = "order_missing"
  /// An order that had ended works at the broker.
  case orderAlive = "order_alive"
  /// The broker's balance is another one.
  case balanceDiffers = "balance_differs"
  /// Nobody answered in time, or the outcome is not known.
  case outcomeUnknown = "outcome_unknown"
  /// An order that protects a position has ended without being filled.
  case protectionLost = "protection_lost"
  /// An amount in a report that our money can't hold.
  case amountOutOfRange = "amount_out_of_range"
  /// The connection to the broker is lost.
  case connectionLost = "connection_lost"
}

extension VenueDiscrepancyCode {
  /// Whether nothing may be opened until broker and books are found to agree. What is booked or merely late halts
  /// nothing, and an order of which nobody knows halts its symbol by itself until it is known.
  package var isUnsettling: Bool {
    switch self {
    case .stateRegression, .fillInferred, .inferredDiffers, .executionAfterEnd, .foreignOrder,
      .foreignPosition,
      .balanceDiffers, .orderMissing, .outcomeUnknown, .protectionLost, .connectionLost:
      false
    case .unknownOrder, .foreignExecution, .symbolMismatch, .sideMismatch, .quantityNotPositive,
      .quantityAboveAsked, .cumulativeMismatch, .priceOutOfRange, .timeBeforeOrder, .tradeChanged,
      .executionAfterRejection, .closeAbovePosition, .positionMissing, .positionDiffers, .orderAlive,
      .amountOutOfRange:
      true
    }
  }
}

/// One thing that does not fit, as it is told and written down. It is never a reason to stop the process.
@usableFromInline
package struct VenueDiscrepancy: Sendable, Hashable, Codable {
  /// What, as a stable code.
  package var code: VenueDiscrepancyCode
  /// The order it is about, if any.
  package var order: OrderKey?
  /// The symbol it is about; `nil` for all.
  package var symbolIndex: Int?
  /// When we found it.
  package var receiveTime: Timestamp
  /// What was expected and what it was, for people.
  package var detail: String

  /// A discrepancy from its parts.
  package init(
    _ code: VenueDiscrepancyCode, order: OrderKey? = nil, symbolIndex: Int? = nil, at receiveTime: Timestamp,
    _ detail: String
  ) {
    self.code = code
    self.order = order
    self.symbolIndex = symbolIndex
    self.receiveTime = receiveTime
    self.detail = detail
  }

  private enum CodingKeys: String, CodingKey {
    case code = "code"
    case order = "order"
    case symbolIndex = "symbol"
    case receiveTime = "receive_time"
    case detail = "detail"
  }
}

extension VenueDiscrepancy: CustomStringConvertible {
  /// `quantity_above_asked (order 12): expected at most 1000, was 2000`.
  @usableFromInline
  package var description: String {
    "\(code.rawValue)\(order.map { " (order \($0))" } ?? ""): \(detail)"
  }
}
