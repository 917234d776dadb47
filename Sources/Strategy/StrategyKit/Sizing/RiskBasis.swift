/// What a share at risk is taken of.
public enum RiskBasis: String, Sendable, Hashable, Codable, CaseIterable {
  /// Balance and open results at the last quotes.
  case equity
  /// What is booked.
  case balance
}
