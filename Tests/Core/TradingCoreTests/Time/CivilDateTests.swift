import Testing
import TradingCore

/// The calendar, walked day by day by the leap rules alone.
struct CivilDateTests {
  @Test("800 years agree with a walk by the leap rules")
  func walk() {
    var (year, month, day) = (1600, 1, 1)
    // 1600-01-01 is 135,140 days before 1970-01-01: 370 years with 90 leap days.
    var count: Int64 = -135_140
    var wrong: [String] = []
    while year < 2400 {
      let isMonthEnd = day >= 28
      if isMonthEnd || day == 1 || count % 7 == 0 {
        let parts = CivilDate(daysSinceEpoch: count).components
        let isSame = parts == (year, month, day)
        if !isSame || CivilDate(year: year, month: month, day: day)?.daysSinceEpoch != count {
          wrong.append("\(year)-\(month)-\(day)")
        }
      }
      day += 1
      count += 1
      if day > Self.days(in: month, of: year) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    #expect(count == 157_054)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  @Test("days that do not exist have no date")
  func missing() {
    #expect(
      CivilDate(year: 1900, month: 2, day: 29) == nil && CivilDate(year: 2023, month: 2, day: 29) == nil)
    #expect(
      CivilDate(year: 2000, month: 2, day: 29) != nil && CivilDate(year: 2024, month: 2, day: 29) != nil)
    #expect(
      CivilDate(year: 2024, month: 4, day: 31) == nil && CivilDate(year: 2024, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 2024, month: 0, day: 1) == nil && CivilDate(year: 2024, month: 1, day: 0) == nil)
    #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
  }

  @Test("weekdays count from Sunday, before the epoch too")
  func weekdays() {
    #expect(CivilDate(daysSinceEpoch: 0).weekday == 4)
    #expect(CivilDate(daysSinceEpoch: -5).weekday == 6 && CivilDate(daysSinceEpoch: -4).weekday == 0)
    #expect(CivilDate(year: 2024, month: 3, day: 10)?.weekday == 0)
  }

  @Test("the day of an instant, also before the epoch")
  func containing() {
    #expect(CivilDate(containing: Timestamp(nanoseconds: -1)).description == "1969-12-31")
    #expect(CivilDate(containing: Timestamp(nanoseconds: 0)).description == "1970-01-01")
    #expect(CivilDate(containing: Timestamp(nanoseconds: Timestamp.day - 1)).description == "1970-01-01")
    #expect(CivilDate(daysSinceEpoch: 19_790).adding(days: 1).description == "2024-03-09")
  }
}
