/// A broker profile value that can't be used: which field, what is wrong with it and what to do.
public struct ProfileFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The field as the YAML file names it: `spread`, `commission.amount`.
  public var field: String
  /// What is wrong, without the field's name: "expected at least 1, was 0".
  public var problem: String
  /// What to do about it.
  public var remedy: String

  /// A fault from its three parts.
  public init(field: String, problem: String, remedy: String) {
    self.field = field
    self.problem = problem
    self.remedy = remedy
  }

  /// `FIELD: PROBLEM; REMEDY`.
  public var description: String { "\(field): \(problem); \(remedy)" }
}
