package import TradingCore

/// One opening of a session.
package struct SessionOpening: Sendable, Hashable {
  /// The session.
  package var session: TradingSession
  /// From its opening to its closing.
  package var span: TimeSpan
}

extension MarketCalendar {
  /// When a session is open between two instants, in order of time, each opening whole; daylight saving and holidays
  /// considered. An opening that only touches the ends is not one of them.
  ///
  /// - Complexity: O(days between the two).
  package func openings(of session: TradingSession, from: Timestamp, to: Timestamp) -> [SessionOpening] {
    guard from < to, let center = session.centers.first else { return [] }
    let asked = TimeSpan(from: from, to: to)
    // The centers' business hours of one date are those that overlap: none of them reaches another date of theirs.
    return Self.dates(center.date(at: from).adding(days: -1), center.date(at: to).adding(days: 1))
      .compactMap { opening(of: session, on: $0) }
      .filter { !$0.span.intersection(asked).isEmpty }
  }

  /// When a session is open on a date of its centers; `nil` when it is not.
  package func opening(of session: TradingSession, on date: CivilDate) -> SessionOpening? {
    var span = TimeSpan(from: .distantPast, to: .distantFuture)
    for center in session.centers {
      guard var hours = center.businessHours(on: date) else { return nil }
      for closure in closures(of: .center(center), on: date) {
        switch closure.kind {
        case .holiday: return nil
        case .earlyClose: hours.to = min(hours.to, closure.span.from)
        case .lateOpen: hours.from = max(hours.from, closure.span.to)
        }
      }
      span = span.intersection(hours)
    }
    return span.isEmpty ? nil : SessionOpening(session: session, span: span)
  }

  /// Whether a session is open at an instant, holidays considered.
  package func isOpen(_ session: TradingSession, at time: Timestamp) -> Bool {
    guard let center = session.centers.first else { return false }
    return opening(of: session, on: center.date(at: time))?.span.contains(time) ?? false
  }

  /// The sessions that are open at an instant, in the order of `TradingSession.allCases`.
  package func openSessions(at time: Timestamp) -> [TradingSession] {
    TradingSession.allCases.filter { isOpen($0, at: time) }
  }

  /// The first opening that starts after an instant; `nil` when there is none for a year and a month.
  package func nextOpening(of session: TradingSession, after time: Timestamp) -> SessionOpening? {
    next(session, after: time) { $0.from }
  }

  /// The first instant after `time` at which a session closes; `nil` when there is none for a year and a month.
  package func nextClosing(of session: TradingSession, after time: Timestamp) -> Timestamp? {
    next(session, after: time) { $0.to }?.span.to
  }

  private func next(
    _ session: TradingSession, after time: Timestamp, _ edge: (TimeSpan) -> Timestamp
  ) -> SessionOpening? {
    guard let center = session.centers.first else { return nil }
    var date = center.date(at: time)
    let last = date.adding(days: Self.horizon / Timestamp.day)
    while date <= last {
      if let opening = opening(of: session, on: date), edge(opening.span) > time { return opening }
      date = date.adding(days: 1)
    }
    return nil
  }
}
