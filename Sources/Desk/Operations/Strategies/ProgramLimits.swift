import TradingCore

/// How long a strategy in a program of its own may take.
enum ProgramLimits {
  /// Seconds as somebody typed them, in milliseconds; `nil` where nobody did.
  ///
  /// - Throws: `usage`.
  static func milliseconds(_ seconds: String?) throws(OperationError) -> Int64? {
    guard let seconds else { return nil }
    guard let milliseconds = try? DecimalText.parse(seconds, digits: 3),
      (1...86_400_000).contains(milliseconds)
    else {
      throw .usage(
        what: "expected seconds from 0.001 to 86400, was '\(seconds)'", place: "--exec-timeout",
        advice: "give a number such as 30 or 0.5")
    }
    return milliseconds
  }
}
