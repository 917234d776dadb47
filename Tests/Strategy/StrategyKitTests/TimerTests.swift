import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Writes down its timers' calls.
private struct Clockwork: Strategy {
  static let descriptor = StrategyDescriptor(name: "clockwork", version: 1, summary: "writes down its timers")
  var schedules: [TimerSchedule] = []
  var firings: [TimerFiring] = []

  init(parameters: ParameterValues) throws(ParameterError) {}
  init(_ schedules: [TimerSchedule]) { self.schedules = schedules }

  var timers: [TimerSchedule] { schedules }
  mutating func onTimer(_ timer: TimerFiring, _ context: inout Context) { firings.append(timer) }
}

/// When timers are due.
struct TimerTests {
  private func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

  /// The calls at quotes of these times, as "due time, missed".
  private func calls(_ schedule: TimerSchedule, at times: [String]) throws -> [String] {
    var probe = try StrategyProbe(Clockwork([schedule]), instruments: [Known.eurusd])
    return try times.map { time in
      probe.strategy.firings = []
      probe.quote(bid: 110_000, ask: 110_010, at: try at(time))
      return probe.strategy.firings.map {
        $0.dueTime.iso8601(fractionDigits: 0) + ($0.missedCount > 0 ? " missed \($0.missedCount)" : "")
      }.joined(separator: ",")
    }
  }

  @Test("every N seconds is aligned to UTC and called once over a gap")
  func periodic() throws {
    #expect(
      try calls(
        .every(seconds: 900),
        at: [
          "2024-01-10T12:00:01Z", "2024-01-10T12:14:59.999Z", "2024-01-10T12:15:00Z", "2024-01-10T12:29:00Z",
          "2024-01-10T13:31:00Z", "2024-01-10T13:44:00Z", "2024-01-10T13:45:00Z",
        ]) == [
          "", "", "2024-01-10T12:15:00Z", "", "2024-01-10T13:30:00Z missed 4", "", "2024-01-10T13:45:00Z",
        ])
  }

  @Test("a due time at the very first quote counts")
  func first() throws {
    #expect(
      try calls(.every(seconds: 60), at: ["2024-01-10T12:00:00Z"]) == ["2024-01-10T12:00:00Z"])
    #expect(
      try calls(.daily(hour: 7, minute: 0, zone: .newYork), at: ["2024-01-10T12:00:00Z"])
        == ["2024-01-10T12:00:00Z"])
  }

  @Test("daily in London follows the clock's change, and a weekend counts as missed")
  func london() throws {
    #expect(
      try calls(
        .daily(hour: 8, minute: 0, zone: .london),
        at: [
          "2024-03-28T07:59:59Z", "2024-03-28T08:00:00Z", "2024-03-29T20:59:00Z", "2024-03-31T21:00:00Z",
          "2024-04-01T06:59:59Z", "2024-04-01T07:00:00Z",
        ]) == [
          "", "2024-03-28T08:00:00Z", "2024-03-29T08:00:00Z", "2024-03-31T07:00:00Z missed 1", "",
          "2024-04-01T07:00:00Z",
        ])
  }

  @Test("daily in New York over both changes of 2024, at a time that is skipped and comes twice")
  func newYork() throws {
    let schedule = TimerSchedule.daily(hour: 2, minute: 30, zone: .newYork)
    #expect(schedule.next(after: try at("2024-03-09T12:00:00Z")) == (try at("2024-03-10T07:30:00Z")))
    #expect(schedule.next(after: try at("2024-03-10T07:30:00Z")) == (try at("2024-03-11T06:30:00Z")))
    let twice = TimerSchedule.daily(hour: 1, minute: 30, zone: .newYork)
    #expect(twice.next(after: try at("2024-11-03T00:00:00Z")) == (try at("2024-11-03T05:30:00Z")))
    #expect(twice.next(after: try at("2024-11-03T05:30:00Z")) == (try at("2024-11-04T06:30:00Z")))
  }

  @Test("every day of ten years has one due time, in order", arguments: ClockZone.allCases)
  func tenYears(_ zone: ClockZone) throws {
    let schedule = TimerSchedule.daily(hour: 1, minute: 30, zone: zone)
    // Years by the clock itself: Tokyo's begin the evening before.
    let first = zone.instant(of: try #require(CivilDate(year: 2015, month: 1, day: 1)), secondsInDay: 0)
    let end = zone.instant(of: try #require(CivilDate(year: 2025, month: 1, day: 1)), secondsInDay: 0)
    var time = schedule.next(after: first)
    var count = 0
    while time < end {
      let next = schedule.next(after: time)
      let hours = (next.nanoseconds - time.nanoseconds) / Timestamp.hour
      guard (23...25).contains(hours) else {
        Issue.record("\(time.iso8601)")
        return
      }
      (time, count) = (next, count + 1)
    }
    #expect(count == 3_653)
  }
}
