package import TradingCore

/// A span of every week on a clock: from a time of one day to a time of another, over the end of the week too.
package struct WeekSpan: Sendable, Hashable, Codable {
  /// A time of a day of the week.
  package struct Edge: Sendable, Hashable, Codable {
    /// 0 for Sunday to 6 for Saturday.
    package var weekday: Int
    /// Seconds since the clock's midnight, below 86,400.
    package var secondsInDay: Int

    private enum CodingKeys: String, CodingKey {
      case weekday = "weekday"
      case secondsInDay = "seconds_in_day"
    }

    /// A time of a day.
    package init(weekday: Int, secondsInDay: Int) {
      self.weekday = weekday
      self.secondsInDay = secondsInDay
    }

    fileprivate var isValid: Bool { (0...6).contains(weekday) && (0..<86_400).contains(secondsInDay) }
  }

  /// The clock.
  package var zone: ClockZone
  /// When it begins.
  package var from: Edge
  /// When it is over.
  package var to: Edge

  private enum CodingKeys: String, CodingKey {
    case zone = "zone"
    case from = "from"
    case to = "to"
  }

  /// A span on a clock.
  package init(zone: ClockZone = .utc, from: Edge, to: Edge) {
    self.zone = zone
    self.from = from
    self.to = to
  }

  /// Friday 20:45 UTC, a quarter of an hour before FX closes at the earliest, to Sunday 21:00 UTC, when it opens at the
  /// earliest.
  package static let weekend = WeekSpan(
    from: Edge(weekday: 5, secondsInDay: 74_700), to: Edge(weekday: 0, secondsInDay: 75_600))

  /// What is wrong with it, if anything.
  func fault(of rule: String) -> RiskSettingFault? {
    guard from.isValid, to.isValid else { return RiskSettingFault(rule, "a time of a weekend is none") }
    return from == to ? RiskSettingFault(rule, "the weekend has no length") : nil
  }

  /// The first such time strictly after an instant.
  private func next(_ edge: Edge, after time: Timestamp) -> Timestamp {
    let today = zone.localTime(at: time).date
    for days in Int64(0)...7 {
      let date = today.adding(days: days)
      let instant = zone.instant(of: date, secondsInDay: edge.secondsInDay)
      if date.weekday == edge.weekday, instant > time { return instant }
    }
    return .distantFuture
  }

  /// When it ends that an instant lies in; `nil` outside of it. It begins at its first instant and is over at its end.
  package func end(at time: Timestamp) -> Timestamp? {
    let end = next(to, after: time)
    return next(from, after: time) > end ? end : nil
  }

  /// When it begins next, strictly after an instant.
  package func start(after time: Timestamp) -> Timestamp { next(from, after: time) }
}
