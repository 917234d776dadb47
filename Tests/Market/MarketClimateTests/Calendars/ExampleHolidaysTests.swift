import TestSupport
import Testing
import TradingCore

@testable import MarketClimate

/// Every day of `examples/calendars/holidays.yaml`, computed by the rule that makes it a holiday.
@Suite("The example's holidays are those of the rules")
struct ExampleHolidaysTests {
  private let calendar: MarketCalendar
  private let years = 2024...2027

  init() throws {
    calendar = try MarketCalendar.load(path: PackageRoot.path(of: "examples/calendars/holidays.yaml"))
  }

  private func stated(_ market: CalendarMarket, _ kind: MarketClosure.Kind = .holiday) -> [CivilDate: String]
  {
    var found: [CivilDate: String] = [:]
    for (date, rules) in calendar.days[market]?.dated ?? [:] {
      for rule in rules where rule.kind == kind { found[date] = rule.name }
    }
    return found
  }

  @Test("The New York Stock Exchange")
  func newYorkStockExchange() throws {
    var expected = try Rules.unitedStates(years, keepsSaturdays: true)
    for year in years { expected[Rules.easter(year).adding(days: -2)] = "Good Friday" }
    expected[try Rules.day(2025, 1, 9)] = "National Day of Mourning for James Carter"
    #expect(stated(.hours(.usEquity)) == expected)
  }

  @Test(
    "Its early closings: July 3, the day after Thanksgiving and Christmas Eve, where they are trading days")
  func earlyClosings() throws {
    let holidays = stated(.hours(.usEquity))
    var expected: [CivilDate: String] = [:]
    for year in years {
      expected[try Rules.day(year, 7, 3)] = "Day before Independence Day"
      expected[try Rules.nth(4, 4, year, 11).adding(days: 1)] = "Day after Thanksgiving"
      expected[try Rules.day(year, 12, 24)] = "Christmas Eve"
    }
    expected = expected.filter { (1...5).contains($0.key.weekday) && holidays[$0.key] == nil }
    #expect(stated(.hours(.usEquity), .earlyClose) == expected)
  }

  @Test("The Federal Reserve's banks")
  func federalReserve() throws {
    var expected = try Rules.unitedStates(years, keepsSaturdays: false)
    for year in years {
      expected[try Rules.nth(2, 1, year, 10)] = "Columbus Day"
      let veterans = try Rules.day(year, 11, 11)
      if veterans.weekday != 6 {
        expected[veterans.adding(days: veterans.weekday == 0 ? 1 : 0)] = "Veterans Day"
      }
    }
    #expect(stated(.center(.newYork)) == expected)
  }

  @Test("England and Wales")
  func england() throws {
    var expected: [CivilDate: String] = [:]
    for year in years {
      let easter = Rules.easter(year)
      expected[easter.adding(days: -2)] = "Good Friday"
      expected[easter.adding(days: 1)] = "Easter Monday"
      expected[try Rules.nth(1, 1, year, 5)] = "Early May bank holiday"
      expected[try Rules.lastMonday(year, 5)] = "Spring bank holiday"
      expected[try Rules.lastMonday(year, 8)] = "Summer bank holiday"
      let kept = [
        (try Rules.day(year, 1, 1), "New Year's Day"), (try Rules.day(year, 12, 25), "Christmas Day"),
        (try Rules.day(year, 12, 26), "Boxing Day"),
      ]
      for (date, name) in kept {
        var day = date
        while !(1...5).contains(day.weekday) || expected[day] != nil { day = day.adding(days: 1) }
        expected[day] = name
      }
    }
    #expect(stated(.center(.london)) == expected)
  }

  @Test("It observes the four years, and nothing that it states is at a weekend")
  func range() throws {
    #expect(calendar.observed == (try Rules.day(2024, 1, 1))...(try Rules.day(2027, 12, 31)))
    for (market, days) in calendar.days {
      for date in days.dated.keys { #expect((1...5).contains(date.weekday), "\(market.name) \(date)") }
    }
  }

  @Test("Shares trade until 13:00 on the day after Thanksgiving 2025, and not on Thanksgiving")
  func thanksgiving() throws {
    var share = Known.eurusd
    share.hours = .usEquity
    #expect(!calendar.isOpen(share, at: try CalendarSamples.at("2025-11-27T16:00Z")))
    #expect(calendar.isOpen(share, at: try CalendarSamples.at("2025-11-28T17:59Z")))
    #expect(!calendar.isOpen(share, at: try CalendarSamples.at("2025-11-28T18:00Z")))
  }
}

/// Rules by which holidays are computed.
private enum Rules {
  static func day(_ year: Int, _ month: Int, _ day: Int) throws -> CivilDate {
    try #require(CivilDate(year: year, month: month, day: day))
  }

  /// The nth weekday (0 for Sunday) of a month.
  static func nth(_ number: Int, _ weekday: Int, _ year: Int, _ month: Int) throws -> CivilDate {
    let first = try day(year, month, 1)
    return first.adding(days: Int64((weekday - first.weekday + 7) % 7 + (number - 1) * 7))
  }

  static func lastMonday(_ year: Int, _ month: Int) throws -> CivilDate {
    let last = try day(year, month + 1, 1).adding(days: -1)
    return last.adding(days: -Int64((last.weekday + 6) % 7))
  }

  /// Source: Jean Meeus, "Astronomical Algorithms", chapter 8 (the Gregorian Easter of 1876).
  static func easter(_ year: Int) -> CivilDate {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let (d, e) = (b / 4, b % 4)
    let g = (b - (b + 8) / 25 + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let n = h + l - 7 * m + 114
    return CivilDate(year: year, month: n / 31, day: n % 31 + 1) ?? CivilDate(daysSinceEpoch: 0)
  }

  /// What banks and the exchange have in common. A Sunday's is kept on Monday; a Saturday's on Friday or not at all, New
  /// Year's Day never.
  static func unitedStates(_ years: ClosedRange<Int>, keepsSaturdays: Bool) throws -> [CivilDate: String] {
    var days: [CivilDate: String] = [:]
    for year in years {
      days[try nth(3, 1, year, 1)] = "Martin Luther King Jr. Day"
      days[try nth(3, 1, year, 2)] = "Washington's Birthday"
      days[try lastMonday(year, 5)] = "Memorial Day"
      days[try nth(1, 1, year, 9)] = "Labor Day"
      days[try nth(4, 4, year, 11)] = "Thanksgiving Day"
      for (month, dayOfMonth, name) in [
        (1, 1, "New Year's Day"), (6, 19, "Juneteenth"), (7, 4, "Independence Day"),
        (12, 25, "Christmas Day"),
      ] {
        let date = try day(year, month, dayOfMonth)
        switch date.weekday {
        case 0: days[date.adding(days: 1)] = name
        case 6: if keepsSaturdays, month > 1 { days[date.adding(days: -1)] = name }
        default: days[date] = name
        }
      }
    }
    return days
  }
}
