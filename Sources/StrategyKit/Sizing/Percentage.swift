/// A percentage, exact: 1 unit = 1e-8 percent.
public struct Percentage: Sendable, Hashable, Codable {
  /// Units of 1e-8 percent.
  public var hundredMillionths: Int64

  /// So many units of 1e-8 percent.
  public init(hundredMillionths: Int64) { self.hundredMillionths = hundredMillionths }

  /// So many whole percent.
  public static func percent(_ whole: Int) -> Percentage {
    Percentage(hundredMillionths: Int64(whole) * 100_000_000)
  }
}

/// What a share at risk is taken of.
public enum RiskBasis: String, Sendable, Hashable, Codable, CaseIterable {
  /// Balance and open results at the last quotes.
  case equity
  /// What is booked.
  case balance
}
