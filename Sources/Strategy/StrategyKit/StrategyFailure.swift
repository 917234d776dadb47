/// Why a strategy can no longer decide anything. The run it is in ends with it as the error.
public struct StrategyFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What happened.
  public var what: String
  /// Where.
  public var place: String
  /// What to do.
  public var advice: String

  /// A failure from its parts.
  public init(_ what: String, place: String, advice: String) {
    self.what = what
    self.place = place
    self.advice = advice
  }

  /// `WHAT (WHERE): WHAT TO DO`.
  public var description: String { "\(what) (\(place)): \(advice)" }
}
