/// Something that holds for every seed, and how to look whether it does.
package struct SeededProperty: Sendable {
  /// What became of one seed.
  package enum Outcome: Sendable, Hashable {
    /// It holds; `seen` counts what it was tried on, so that a property over nothing is found out.
    case holds(seen: Int)
    /// It does not, and in what.
    case fails(String)
  }

  /// A short name without spaces: `agreement`.
  package let name: String
  /// What holds, as a sentence without its period.
  package let summary: String
  /// What `seen` counts: `fills`.
  package let unit: String
  private let body: @Sendable (UInt64) throws -> Outcome

  init(
    _ name: String, _ summary: String, seen unit: String,
    check body: @escaping @Sendable (UInt64) throws -> Outcome
  ) {
    self.name = name
    self.summary = summary
    self.unit = unit
    self.body = body
  }

  /// Looks whether it holds for a seed; an error that is thrown on the way is a failure, too.
  package func check(_ seed: UInt64) -> Outcome {
    do { return try body(seed) } catch { return .fails("\(error)") }
  }

  /// Every property there is, whole sessions first.
  package static let all: [SeededProperty] =
    sessions + twoSymbols + risk + resumptions + broker + promotion + accounts + files + streams
}

extension SeededProperty.Outcome {
  /// Holds, unless there are faults; the first few of them are told.
  init(faults: [String], seen: Int) {
    self = faults.isEmpty ? .holds(seen: seen) : .fails(faults.prefix(3).joined(separator: "; "))
  }

  /// What does not hold; `nil` when it does.
  package var fault: String? { if case .fails(let fault) = self { fault } else { nil } }

  /// What it was tried on; zero when it does not hold.
  package var seen: Int { if case .holds(let seen) = self { seen } else { 0 } }
}
