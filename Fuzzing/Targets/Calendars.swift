import MarketClimate
import TradingCore

extension FuzzTarget {
  /// Calendars: news in CSV and iCalendar, its windows, and holidays in YAML.
  ///
  /// News is in order, written and read again the same; what is on is what some window holds. A closed market is closed.
  static let calendars = FuzzTarget(name: "calendars") { input in
    var input = input
    let choice = input.byte()
    let zone = choice & 4 == 0 ? nil : ClockZone.newYork
    let policy = NewsPolicy(
      margins: [.high: .init(before: 3 * Timestamp.minute, after: 0), .low: .init(before: 0, after: 1)],
      zone: zone, currency: choice & 8 == 0 ? nil : .usd)
    let text = input.text()
    switch choice & 3 {
    case 0: try check(NewsCalendar.parse(csv: text, path: "news.csv", policy: policy))
    case 1: try check(NewsCalendar.parse(iCalendar: text, path: "news.ics", policy: policy))
    case 2: try check(MarketCalendar.parse(text: text, path: "holidays.yaml"))
    default: _ = try NewsPolicy.parse(text: text, path: "news.yaml").canonicalText
    }
  }

  private static func check(_ calendar: NewsCalendar) throws {
    try expect(calendar.events == calendar.events.sorted(), "events are in no order")
    let rows = calendar.events.map { event in
      let times = [event.startsAt, event.endsAt].map { $0.iso8601(fractionDigits: 9) }
      let title = "\"" + event.title.replacing("\"", with: "\"\"") + "\""
      return "\(times[0]),\(event.currency),\(event.impact.rawValue),\(title),\(times[1])\n"
    }
    let text = "time,currency,impact,event,end\n" + rows.joined()
    let again = try accepted { try NewsCalendar.parse(csv: text, path: "a.csv", policy: calendar.policy) }
    try expect(again?.canonicalText == calendar.canonicalText, "news reads back as other news: \(text)")
    let schedule = calendar.schedule
    for (left, right) in zip(schedule.stretches, schedule.stretches.dropFirst()) {
      try expect(left.span.to < right.span.from, "two stretches touch")
    }
    for window in schedule.windows.prefix(50) {
      for time in [window.span.from, window.span.to.advanced(by: -1)] {
        try expect(schedule.windows(at: time).contains(window), "a window is not on within itself")
      }
      for time in [window.span.from.advanced(by: -1), window.span.to] {
        let isOn = schedule.windows.contains { $0.span.contains(time) }
        try expect(schedule.isOn(at: time) == isOn, "what is on is no window")
      }
    }
  }

  private static func check(_ calendar: MarketCalendar) throws {
    try expect(calendar.canonicalText.hasPrefix("market calendar 1\n"), "a calendar without its first line")
    let from = Timestamp(milliseconds: 1_703_980_800_000)
    let to = from.advanced(by: 366 * Timestamp.day)
    for session in TradingSession.allCases {
      for opening in calendar.openings(of: session, from: from, to: to) {
        let isOpen = calendar.isOpen(session, at: opening.span.from) && session.isOpen(at: opening.span.from)
        try expect(isOpen && !calendar.isOpen(session, at: opening.span.to), "an opening that is none")
      }
      _ = (calendar.nextOpening(of: session, after: from), calendar.nextClosing(of: session, after: to))
    }
    for instrument in InstrumentCatalog.standard.all.prefix(4) {
      for closure in calendar.closures(of: instrument, from: from, to: to).prefix(50) {
        try expect(!calendar.isOpen(instrument, at: closure.span.from), "a closure that closes nothing")
        try expect(!closure.span.isEmpty, "a closure of no length")
      }
      try expect(calendar.nextClosing(of: instrument, after: from) > from, "a closing that is past")
    }
  }
}
