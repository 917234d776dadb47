import MarketClimate
import TestSupport
import Testing
import TradingCore

/// Which hours of the past a volatility is ranked among.
struct VolatilityHistoryTests {
  /// A Monday.
  private static let monday = Timestamp(nanoseconds: 1_399_248_000 * Timestamp.second)

  private static func time(day: Int, hour: Int, quarter: Int = 0) -> Timestamp {
    monday.advanced(
      by: Int64(day) * Timestamp.day + Int64(hour) * Timestamp.hour + Int64(quarter) * 15 * Timestamp.minute)
  }

  /// A history of M1 with four samples in each of these hours of each of these days: 1, 2, 3 and 4 times the hour.
  private static func history(days: some Sequence<Int>, hours: some Sequence<Int>) -> VolatilityHistory {
    var history = VolatilityHistory(.m1)
    for day in days {
      for hour in hours {
        for quarter in 0..<4 {
          let start = time(day: day, hour: hour, quarter: quarter)
          history.add(
            Double(hour * (quarter + 1)), start: start, end: start.advanced(by: Timestamp.minute))
        }
      }
    }
    return history
  }

  @Test("eleven samples are too few, twelve are enough")
  func fewest() {
    var history = VolatilityHistory(.m15)
    for hour in 0..<11 {
      history.add(1, start: Self.time(day: 0, hour: hour), end: Self.time(day: 0, hour: hour, quarter: 1))
    }
    #expect(history.rank(of: 1, at: Self.time(day: 0, hour: 11)) == nil)
    history.add(1, start: Self.time(day: 0, hour: 11), end: Self.time(day: 0, hour: 11, quarter: 1))
    #expect(history.rank(of: 2, at: Self.time(day: 0, hour: 12))?.percentile == 1)
  }

  @Test("the more history, the closer hours it is ranked among")
  func bases() {
    let noon = Self.time(day: 21, hour: 12)
    var history = Self.history(days: 0..<1, hours: [0, 1, 2])
    #expect(history.rank(of: 1, at: noon)?.basis == .allHours)
    history = Self.history(days: 0..<1, hours: [9, 10, 15])
    #expect(history.rank(of: 1, at: noon)?.basis == .hoursAround)
    history = Self.history(days: 0..<3, hours: [12])
    #expect(history.rank(of: 1, at: noon)?.basis == .hourOfDay)
    history = Self.history(days: [0, 7, 14], hours: [12])
    #expect(history.rank(of: 1, at: noon)?.basis == .hourOfWeek)
  }

  @Test("hours around midnight are those of the evening and of the morning")
  func aroundMidnight() {
    var history = Self.history(days: 0..<1, hours: [21, 23, 2])
    #expect(history.rank(of: 1, at: Self.time(day: 1, hour: 0))?.basis == .hoursAround)
    #expect(history.rank(of: 1, at: Self.time(day: 1, hour: 12))?.basis == .allHours)
  }

  @Test("an hour is compared with itself: what is wild at night is calm at noon")
  func sameHour() {
    var history = Self.history(days: 0..<5, hours: 0..<24)
    // At 2 in the morning the samples are 2, 4, 6 and 8, at noon 12, 24, 36 and 48.
    #expect(history.rank(of: 10, at: Self.time(day: 7, hour: 2))?.percentile == 1)
    #expect(history.rank(of: 10, at: Self.time(day: 7, hour: 12))?.percentile == 0)
    #expect(history.rank(of: 24, at: Self.time(day: 7, hour: 12))?.percentile == 0.375)
  }

  @Test("one sample a period: a quarter of an hour on M1")
  func onePerPeriod() {
    var history = VolatilityHistory(.m1)
    for minute in 0..<180 {
      let start = Self.monday.advanced(by: Int64(minute) * Timestamp.minute)
      #expect((history.rank(of: 1, at: start) != nil) == (minute > 164))
      history.add(1, start: start, end: start.advanced(by: Timestamp.minute))
    }
  }

  @Test("twelve weeks are kept, and what is older is forgotten")
  func bounded() {
    var history = Self.history(days: (0..<12).map { $0 * 7 }, hours: [12])
    #expect(history.rank(of: 12, at: Self.time(day: 84, hour: 12))?.percentile == 0.125)
    #expect(history.rank(of: 12, at: Self.time(day: 84, hour: 12))?.share == 1)
    for week in 12..<24 {
      for quarter in 0..<4 {
        let start = Self.time(day: week * 7, hour: 12, quarter: quarter)
        history.add(100, start: start, end: start.advanced(by: Timestamp.minute))
      }
    }
    #expect(history.rank(of: 99, at: Self.time(day: 168, hour: 12))?.percentile == 0)
  }

  @Test("times before 1970 have hours, too")
  func beforeTheEpoch() {
    var history = VolatilityHistory(.h1)
    for hour in -30..<0 {
      let start = Timestamp(nanoseconds: Int64(hour) * Timestamp.hour)
      history.add(1, start: start, end: start.advanced(by: Timestamp.hour))
    }
    #expect(history.rank(of: 2, at: Timestamp(nanoseconds: -1))?.percentile == 1)
  }

  @Test("the share of history is of twelve weeks of one hour, a quarter for each closer basis")
  func share() {
    let noon = Self.time(day: 21, hour: 12)
    var history = Self.history(days: 0..<1, hours: [0, 1, 2])
    #expect(history.rank(of: 1, at: noon)?.share == 12.0 / 48 / 4)
    history = Self.history(days: 0..<1, hours: [9, 10, 15])
    #expect(history.rank(of: 1, at: noon)?.share == (1 + 12.0 / 48) / 4)
    history = Self.history(days: 0..<6, hours: [12])
    #expect(history.rank(of: 1, at: noon)?.share == (2 + 24.0 / 48) / 4)
    history = Self.history(days: [0, 7, 14], hours: [12])
    #expect(history.rank(of: 1, at: noon)?.share == (3 + 12.0 / 48) / 4)
  }

  @Test(
    "ranks are those of the samples gone through one by one, as weeks go by",
    arguments: [(.m1, 1), (.m5, 2), (.m15, 3), (.h1, 4), (.h4, 5)] as [(Timeframe, UInt64)])
  func reference(timeframe: Timeframe, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var history = VolatilityHistory(timeframe)
    var reference = ReferenceHistory(timeframe)
    let minutes: [Timeframe: Int64] = [.m1: 15, .m5: 30, .m15: 60, .h1: 60, .h4: 240]
    let period = (minutes[timeframe] ?? 0) * Timestamp.minute
    let step = max(period / 2, timeframe.nanoseconds)
    let hours: Int64 = timeframe == .h4 ? 12 : 3
    var bases: Set<VolatilityBasis> = []
    var last: Int64 = 0
    // Two bars a sample, a few hours of each day; now and then a day is left out.
    for day in 0..<130 where Int.random(in: 0..<9, using: &generator) > 0 {
      for bar in 0..<(hours * Timestamp.hour / step) {
        let start = Self.time(day: day, hour: 11).advanced(by: bar * step)
        let volatility = Double(Int.random(in: 0...40, using: &generator))
        let rank = history.rank(of: volatility, at: start)
        let expected = reference.rank(of: volatility, at: start)
        #expect(rank?.percentile == expected?.percentile)
        #expect(rank?.basis == expected?.basis)
        if let basis = rank?.basis { bases.insert(basis) }
        let end = start.advanced(by: timeframe.nanoseconds)
        history.add(volatility, start: start, end: end)
        if end.nanoseconds / period != last { reference.add(volatility, start: start) }
        last = end.nanoseconds / period
      }
    }
    #expect(bases.count >= 3)
  }
}
