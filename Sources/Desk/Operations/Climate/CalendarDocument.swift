package import JSONText
import MarketClimate
import Reports
package import TradingCore

/// Sessions, holidays and news of a stretch of time.
package struct CalendarDocument: Sendable {
  /// A session, or an instrument's market.
  package struct Hours: Sendable {
    /// The session's text code, or the symbol.
    package let name: String
    /// Whether it is open at the start.
    package let isOpen: Bool
    /// When it opens next; `nil` when it does not within a year and a month.
    package let opensAt: Timestamp?
    /// When it closes next; `nil` likewise.
    package let closesAt: Timestamp?

    fileprivate func json(_ key: String) -> JSONValue {
      [
        key: .string(name), "open": .boolean(isOpen), "opens_at": .time(opensAt),
        "closes_at": .time(closesAt),
      ]
    }
  }

  /// A holiday, an early closing or a late opening.
  package struct Closure: Sendable {
    /// Whose it is.
    package let market: String
    /// `holiday`, `early_close` or `late_open`.
    package let kind: String
    /// The day.
    package let date: CivilDate
    /// What people call it.
    package let name: String
    /// Since when the market is closed.
    package let from: Timestamp
    /// When that ends.
    package let to: Timestamp

    fileprivate init(_ closure: MarketClosure) {
      (market, kind, date) = (closure.market.name, closure.kind.rawValue, closure.date)
      (name, from, to) = (closure.name, closure.span.from, closure.span.to)
    }

    fileprivate var json: JSONValue {
      [
        "market": .string(market), "kind": .string(kind), "date": .string(date.description),
        "name": .string(name), "from": .time(from), "to": .time(to),
      ]
    }
  }

  /// An event of the news.
  package struct Event: Sendable {
    /// When it is released, or starts.
    package let startsAt: Timestamp
    /// When it ends.
    package let endsAt: Timestamp
    /// The currency that it is about.
    package let currency: String
    /// `holiday`, `low`, `medium` or `high`.
    package let impact: String
    /// What it is.
    package let title: String
    /// Its window's start; `nil` where it has none.
    package let windowFrom: Timestamp?
    /// Its window's end.
    package let windowTo: Timestamp?
    /// Whether its window is on at the start of what was asked for.
    package let isOn: Bool

    fileprivate init(_ event: NewsEvent, _ policy: NewsPolicy, at time: Timestamp) {
      (startsAt, endsAt, currency) = (event.startsAt, event.endsAt, event.currency.code)
      (impact, title) = (event.impact.rawValue, event.title)
      let window = policy.window(of: event)?.span
      (windowFrom, windowTo) = (window?.from, window?.to)
      isOn = window?.contains(time) ?? false
    }

    fileprivate var json: JSONValue {
      [
        "starts_at": .time(startsAt), "ends_at": .time(endsAt), "currency": .string(currency),
        "impact": .string(impact), "event": .string(title), "window_from": .time(windowFrom),
        "window_to": .time(windowTo), "on": .boolean(isOn),
      ]
    }
  }

  /// The start of what was asked for.
  package let from: Timestamp
  /// Its end, not included.
  package let to: Timestamp
  /// Every session.
  package let sessions: [Hours]
  /// The instrument's market, where one was asked for.
  package let market: Hours?
  /// What closes markets, in order of time.
  package let closures: [Closure]
  /// The first day of which the holidays are known; `nil` when the calendar does not say.
  package let holidaysFrom: CivilDate?
  /// The last day of which they are; `nil` likewise.
  package let holidaysUntil: CivilDate?
  /// Whether that is said, and not of all days that were asked for.
  package let isPartlyUnknown: Bool
  /// News, in order of time: what is ahead, and what has a window that is still on.
  package let events: [Event]
  /// Whether any window is on at the start.
  package let isNewsOn: Bool
  /// When the news goes on or off next; `nil` when it stays as it is.
  package let newsChangesAt: Timestamp?
  /// The files that it is from.
  package let files: [String]

  init(_ calendars: Calendars, instrument: Instrument?, from: Timestamp, to: Timestamp) {
    (self.from, self.to, files) = (from, to, calendars.files)
    let markets = calendars.markets
    sessions = TradingSession.allCases.map { session in
      let opening = markets.nextOpening(of: session, after: from)?.span.from
      return Hours(
        name: session.rawValue, isOpen: markets.isOpen(session, at: from), opensAt: opening,
        closesAt: markets.nextClosing(of: session, after: from))
    }
    market = instrument.map { instrument in
      let closing = markets.nextClosing(of: instrument, after: from)
      return Hours(
        name: instrument.symbol.name, isOpen: markets.isOpen(instrument, at: from),
        opensAt: markets.nextOpening(of: instrument, after: from),
        closesAt: closing == .distantFuture ? nil : closing)
    }
    closures = Self.closures(markets, instrument: instrument, from: from, to: to)
    holidaysFrom = markets.observed?.lowerBound
    holidaysUntil = markets.observed?.upperBound
    let asked = [from, to.advanced(by: -1)].map { CivilDate(containing: $0) }
    isPartlyUnknown = !asked.allSatisfy { markets.covers($0) }
    let schedule = instrument.map { calendars.news.schedule(affecting: $0) } ?? calendars.news.schedule
    isNewsOn = schedule.isOn(at: from)
    newsChangesAt = schedule.nextChange(after: from)
    let ahead = calendars.news.events(from: from, to: to).filter { event in
      instrument.map { event.affects($0) } ?? true
    }
    let lasting = schedule.windows(at: from).map(\.event).filter { $0.startsAt < from }
    events = (lasting.sorted() + ahead).map { Event($0, calendars.news.policy, at: from) }
  }

  /// Those of the centers and of the instrument; of every market where none was asked for.
  private static func closures(
    _ markets: MarketCalendar, instrument: Instrument?, from: Timestamp, to: Timestamp
  ) -> [Closure] {
    let wanted = markets.markets.filter { market in
      guard let instrument else { return true }
      switch market {
      case .center: return true
      case .hours(let hours): return hours == instrument.hours
      case .symbol(let symbol): return symbol == instrument.symbol
      }
    }
    return wanted.flatMap { markets.closures(of: $0, from: from, to: to) }
      .sorted { ($0.span.from, $0.market) < ($1.span.from, $1.market) }.map { Closure($0) }
  }
}

extension CalendarDocument: Document {
  /// The calendar, for programs.
  package var json: JSONValue {
    [
      "from": .time(from), "to": .time(to),
      "sessions": .array(sessions.map { $0.json("session") }), "market": market?.json("symbol") ?? .null,
      "closures": .array(closures.map(\.json)),
      "holidays_from": holidaysFrom.map { .string($0.description) } ?? .null,
      "holidays_until": holidaysUntil.map { .string($0.description) } ?? .null,
      "news_on": .boolean(isNewsOn), "news_changes_at": .time(newsChangesAt),
      "news": .array(events.map(\.json)), "files": .array(files.map { .string($0) }),
    ]
  }
}
