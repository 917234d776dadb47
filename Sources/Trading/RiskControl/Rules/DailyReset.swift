package import TradingCore
package import YAMLText

/// When a trading day ends: a time of day on a clock, daylight saving included.
package struct DailyReset: Sendable, Hashable, Codable {
  /// The clock.
  package var zone: ClockZone
  /// Seconds since the clock's midnight, below 86,400.
  package var secondsInDay: Int

  private enum CodingKeys: String, CodingKey {
    case zone = "zone"
    case secondsInDay = "seconds_in_day"
  }

  /// A time of day on a clock.
  package init(zone: ClockZone, secondsInDay: Int) {
    self.zone = zone
    self.secondsInDay = secondsInDay
  }

  /// 17:00 in New York, where FX days end.
  package static let newYorkClose = DailyReset(zone: .newYork, secondsInDay: 17 * 3_600)

  /// The first such time strictly after an instant.
  package func next(after time: Timestamp) -> Timestamp {
    let date = zone.localTime(at: time).date
    let today = zone.instant(of: date, secondsInDay: secondsInDay)
    return today > time ? today : zone.instant(of: date.adding(days: 1), secondsInDay: secondsInDay)
  }

  /// What is wrong with it, if anything.
  func fault(of rule: String) -> RiskSettingFault? {
    guard !(0..<86_400).contains(secondsInDay) else { return nil }
    return RiskSettingFault(rule, "the reset has to be at 0 to 86,399 seconds of a day, was \(secondsInDay)")
  }
}

extension DailyReset {
  /// `reset_time` and `timezone` of a file; 17:00 and New York where they are left out.
  ///
  /// - Throws: what is wrong with them, with the line.
  package init(time: YAMLValue?, zone: YAMLValue?) throws(ConfigurationError) {
    self = .newYorkClose
    if let time { secondsInDay = try time.timeOfDay() }
    if let zone { self.zone = try zone.zone() }
  }
}
