package import TradingCore

/// A time in which a market is closed though its hours would have it open.
package struct MarketClosure: Sendable, Hashable {
  /// What closes it.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The whole day.
    case holiday
    /// From a time of day to the day's end.
    case earlyClose = "early_close"
    /// From the day's start to a time of day.
    case lateOpen = "late_open"
  }

  /// Whose closure it is.
  package var market: CalendarMarket
  /// What closes it.
  package var kind: Kind
  /// The day, by the market's own calendar.
  package var date: CivilDate
  /// What people call it.
  package var name: String
  /// When it is closed: within the market's day.
  package var span: TimeSpan
}

/// A month and a day of each year.
struct YearlyDay: Sendable, Hashable, Comparable {
  let month: Int
  let day: Int

  /// `MM-DD`; `nil` for a day that no year has. February 29 is a day of leap years.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let month = Int(parts[0]),
      let day = Int(parts[1]), CivilDate(year: 2000, month: month, day: day) != nil
    else { return nil }
    (self.month, self.day) = (month, day)
  }

  init(of date: CivilDate) { (month, day) = (date.components.month, date.components.day) }

  var text: String { [month, day].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: "-") }

  static func < (left: YearlyDay, right: YearlyDay) -> Bool {
    (left.month, left.day) < (right.month, right.day)
  }
}

/// What a calendar says of one market on a day.
struct ClosureRule: Sendable, Hashable {
  /// A time of day by a clock.
  struct ClockTime: Sendable, Hashable {
    var secondsInDay: Int
    var zone: ClockZone

    func instant(on date: CivilDate) -> Timestamp { zone.instant(of: date, secondsInDay: secondsInDay) }

    var text: String { "\(CalendarTime.text(secondsInDay: secondsInDay)) \(zone.rawValue)" }
  }

  var kind: MarketClosure.Kind
  var name: String
  /// When an early closing closes or a late opening opens.
  var at: ClockTime?

  /// What it closes of a market on a day; `nil` where that is nothing.
  func closure(of market: CalendarMarket, on date: CivilDate) -> MarketClosure? {
    guard var span = market.span(of: date) else { return nil }
    if let at {
      let instant = at.instant(on: date)
      switch kind {
      case .holiday: break
      case .earlyClose: span.from = max(span.from, instant)
      case .lateOpen: span.to = min(span.to, instant)
      }
    }
    guard !span.isEmpty else { return nil }
    return MarketClosure(market: market, kind: kind, date: date, name: name, span: span)
  }
}
