import Promotion
import Statistics
package import TradingCore

/// The time that a report is about: all, unless an end is given.
package struct ReportPeriod: Sendable, Hashable {
  /// The first instant, where one was asked for.
  package let from: Timestamp?
  /// The first instant after it, where one was asked for.
  package let to: Timestamp?

  /// The period between two times as they were typed.
  ///
  /// - Throws: `OperationError.usage`.
  package init(from: String? = nil, to: String? = nil) throws(OperationError) {
    self.from = try Self.time(from, place: "--from")
    self.to = try Self.time(to, place: "--to")
    guard let start = self.from, let end = self.to, start >= end else { return }
    throw .usage(
      what: "--from is not before --to", place: "--from, --to", advice: "give a time that is earlier")
  }

  private static func time(_ text: String?, place: String) throws(OperationError) -> Timestamp? {
    guard let text else { return nil }
    return try TypedValues.time(text, place: place)
  }

  /// Whether an instant is in it.
  func contains(_ time: Timestamp) -> Bool { from.map { time >= $0 } ?? true && to.map { time < $0 } ?? true }

  /// The part of evidence that it asks for.
  func span(of evidence: Evidence) -> ScorecardSpan {
    guard from != nil || to != nil else { return .all }
    let start = from ?? evidence.firstTick ?? to ?? .distantPast
    let end = to ?? max(evidence.lastTick ?? start, start).advanced(by: 1)
    return .between(from: min(start, end), to: end)
  }
}
