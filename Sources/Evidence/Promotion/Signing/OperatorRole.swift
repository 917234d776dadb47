/// What an operator may sign. Text codes are stable.
package enum OperatorRole: String, Sendable, Hashable, CaseIterable {
  /// Requests promotions.
  case quant
  /// Approves and rejects them.
  case approver
  /// Adds and retires operators, adopts criteria, revokes.
  case admin
}
