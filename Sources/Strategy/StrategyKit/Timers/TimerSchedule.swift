public import TradingCore

/// When a timer is due, by the time of the quotes.
public enum TimerSchedule: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case every = "every"
    case daily = "daily"
  }

  private enum EveryCodingKeys: String, CodingKey {
    case seconds = "seconds"
  }

  private enum DailyCodingKeys: String, CodingKey {
    case hour = "hour"
    case minute = "minute"
    case zone = "zone"
  }

  /// Every so many seconds, at least 1, at multiples of them since 1970-01-01T00:00:00Z: 3,600 is each full
  /// hour of UTC.
  case every(seconds: Int)
  /// Every day, weekends too, when a clock shows a time; `hour` 0 to 23, `minute` 0 to 59.
  ///
  /// A time that comes twice as daylight saving ends is due the first time; one that is skipped as it starts is
  /// due an hour later by the new clock.
  case daily(hour: Int, minute: Int, zone: ClockZone)

  /// The first due time strictly after an instant.
  public func next(after time: Timestamp) -> Timestamp {
    switch self {
    case .every(let seconds):
      let period = Self.period(seconds)
      let remainder = time.nanoseconds % period
      return time.advanced(by: period - (remainder < 0 ? remainder + period : remainder))
    case .daily(let hour, let minute, let zone):
      // The clock may show the time on the date it shows now, the next or, around a change, the one after.
      let date = zone.localTime(at: time).date
      let due = (0...2).map {
        zone.instant(of: date.adding(days: $0), secondsInDay: Self.secondsInDay(hour, minute))
      }
      return due.first { $0 > time } ?? due[2]
    }
  }

  /// The last due time at or before an instant that lies at or after `due`, itself a due time.
  func last(from due: Timestamp, to time: Timestamp) -> Timestamp {
    switch self {
    case .every(let seconds):
      let period = Self.period(seconds)
      return due.advanced(by: (time.nanoseconds - due.nanoseconds) / period * period)
    case .daily(let hour, let minute, let zone):
      let date = zone.localTime(at: time).date
      let today = zone.instant(of: date, secondsInDay: Self.secondsInDay(hour, minute))
      guard today > time else { return today }
      return zone.instant(of: date.adding(days: -1), secondsInDay: Self.secondsInDay(hour, minute))
    }
  }

  /// How many due times lie between two due times, the first counted and the last not.
  func count(from first: Timestamp, to last: Timestamp) -> Int {
    switch self {
    case .every(let seconds): Int((last.nanoseconds - first.nanoseconds) / Self.period(seconds))
    case .daily(_, _, let zone):
      Int(
        zone.localTime(at: last).date.daysSinceEpoch - zone.localTime(at: first).date.daysSinceEpoch)
    }
  }

  private static func period(_ seconds: Int) -> Int64 { Int64(max(seconds, 1)) * Timestamp.second }

  private static func secondsInDay(_ hour: Int, _ minute: Int) -> Int {
    min(max(hour, 0), 23) * 3_600 + min(max(minute, 0), 59) * 60
  }
}

/// A timer's call.
public struct TimerFiring: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case index = "index"
    case schedule = "schedule"
    case dueTime = "dueTime"
    case missedCount = "missedCount"
  }

  /// Which timer: its place in the strategy's `timers`.
  public var index: Int
  /// What it is due by.
  public var schedule: TimerSchedule
  /// The last due time at or before the quote at hand.
  public var dueTime: Timestamp
  /// Due times before it that had no quote of their own: 0 unless quotes were missing for a whole period.
  public var missedCount: Int

  /// A call from its parts.
  public init(index: Int, schedule: TimerSchedule, dueTime: Timestamp, missedCount: Int = 0) {
    self.index = index
    self.schedule = schedule
    self.dueTime = dueTime
    self.missedCount = missedCount
  }
}

/// A timer that is running.
@usableFromInline
struct RunningTimer: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case index = "index"
    case schedule = "schedule"
    case nextTime = "nextTime"
  }

  let index: Int
  let schedule: TimerSchedule
  /// The next due time; `distantFuture` before the first quote.
  private(set) var nextTime: Timestamp = .distantFuture

  init(index: Int, schedule: TimerSchedule) {
    self.index = index
    self.schedule = schedule
  }

  /// Starts at the first quote: a due time at that very instant counts.
  mutating func start(at time: Timestamp) { nextTime = schedule.next(after: time.advanced(by: -1)) }

  /// The call that a quote at this time brings, if any.
  mutating func fire(at time: Timestamp) -> TimerFiring? {
    guard time >= nextTime else { return nil }
    let due = schedule.last(from: nextTime, to: time)
    let missed = schedule.count(from: nextTime, to: due)
    nextTime = schedule.next(after: due)
    return TimerFiring(index: index, schedule: schedule, dueTime: due, missedCount: missed)
  }
}
