package import TradingCore

/// Which part of the evidence a scorecard is over.
package enum ScorecardSpan: Sendable, Hashable {
  /// All of it.
  case all
  /// From an instant, up to and without another. Trades count by their close; daily figures are over the
  /// trading days that the span touches.
  case between(from: Timestamp, to: Timestamp)

  /// Whether an instant is inside.
  package func contains(_ time: Timestamp) -> Bool {
    switch self {
    case .all: true
    case .between(let start, let end): time >= start && time < end
    }
  }

  /// The trading days that it touches; `nil` for all.
  package var days: ClosedRange<CivilDate>? {
    guard case .between(let start, let end) = self else { return nil }
    let first = NewYorkCalendar.tradingDay(at: start)
    return first...max(first, NewYorkCalendar.tradingDay(at: end.advanced(by: -1)))
  }

  /// The part of a stretch of time that is inside; `nil` when none is.
  package func clipped(_ first: Timestamp, _ last: Timestamp) -> (first: Timestamp, last: Timestamp)? {
    guard case .between(let start, let end) = self else { return (first, last) }
    guard first < end, last >= start, start < end else { return nil }
    return (max(first, start), min(last, end))
  }
}
