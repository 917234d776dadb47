package import TradingCore
import YAMLText

/// Whose holidays a calendar states: a trading center's, all instruments' of some trading hours, or one symbol's.
package enum CalendarMarket: Sendable, Hashable, Comparable {
  /// A trading center, which closes its session and every overlap with it.
  case center(TradingCenter)
  /// Every instrument of these trading hours.
  case hours(TradingHours)
  /// One symbol.
  case symbol(Symbol)

  /// Its name in a calendar: `london`, `us_equity`, `XAUUSD`.
  package var name: String {
    switch self {
    case .center(let center): center.rawValue
    case .hours(let hours): hours.rawValue
    case .symbol(let symbol): symbol.name
    }
  }

  /// The names that are no symbols'.
  static let knownNames = TradingCenter.allCases.map(\.rawValue) + TradingHours.allCases.map(\.rawValue)

  /// The market of a name. Symbols are written in capitals, so that a misspelled center is not taken for one.
  init?(name: String) {
    if let center = TradingCenter(rawValue: name) {
      self = .center(center)
    } else if let hours = TradingHours(rawValue: name) {
      self = .hours(hours)
    } else if let symbol = Symbol(name), symbol.name == name {
      self = .symbol(symbol)
    } else {
      return nil
    }
  }

  /// The clock that times of day are by unless a calendar states another one. Calendars know no name for Tokyo's; while
  /// its center is open, UTC has the same date.
  var clock: ClockZone {
    switch self {
    case .center(.asia): .utc
    case .center(.london): .london
    case .center(.newYork), .hours, .symbol: .newYork
    }
  }

  /// What a holiday on a day closes: a center's business hours; for the others the trading day that ends at 17:00 New
  /// York, whether or not they trade. `nil` at a center's weekend.
  package func span(of date: CivilDate) -> TimeSpan? {
    if case .center(let center) = self { return center.businessHours(on: date) }
    let roll = NewYorkCalendar.instant(of: date, hour: 17)
    return TimeSpan(from: NewYorkCalendar.instant(of: date.adding(days: -1), hour: 17), to: roll)
  }

  /// Whether it trades on a day at all, holidays not considered: a center and shares on weekdays, and so currencies and
  /// metals, by the trading day. A symbol's hours are its broker's, and not known here: it may on any day.
  func opens(on date: CivilDate) -> Bool {
    switch self {
    case .center(let center): center.businessHours(on: date) != nil
    case .hours(.always), .symbol: true
    case .hours(.fxWeek), .hours(.fxWeekWithBreak), .hours(.usEquity): (1...5).contains(date.weekday)
    }
  }

  /// The day whose holiday may close the market at the instant.
  func date(at time: Timestamp) -> CivilDate {
    if case .center(let center) = self { return center.date(at: time) }
    return NewYorkCalendar.tradingDay(at: time)
  }

  /// Orders centers, then hours, then symbols, each by name.
  package static func < (left: CalendarMarket, right: CalendarMarket) -> Bool {
    (left.rank, left.name) < (right.rank, right.name)
  }

  private var rank: Int {
    switch self {
    case .center: 0
    case .hours: 1
    case .symbol: 2
    }
  }
}
