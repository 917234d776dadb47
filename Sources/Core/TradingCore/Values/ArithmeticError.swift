/// What exact arithmetic refuses to do. Money is never wrapped, saturated or trapped on.
public enum ArithmeticError: Error, Sendable, Hashable {
  /// A result does not fit the 64 bits of its type.
  case overflow
  /// A divisor was zero.
  case divisionByZero
}

extension ArithmeticError: CustomStringConvertible {
  /// A sentence for an operator.
  public var description: String {
    switch self {
    case .overflow: "a money calculation exceeds 64 bits"
    case .divisionByZero: "a money calculation divides by zero"
    }
  }
}
