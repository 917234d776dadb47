/// The business hours of a trading center, Monday to Friday by the center's own clock, daylight saving
/// included. Its public holidays are not known here.
public enum TradingSession: String, Sendable, Hashable, Codable, CaseIterable {
  /// 9:00 to 18:00 in Tokyo, which has no daylight saving: 0:00 to 9:00 UTC.
  case asia
  /// 8:00 to 17:00 in London.
  case london
  /// 8:00 to 17:00 in New York.
  case newYork = "new_york"
  /// The hours in which both London and New York are open: most often 13:00 to 17:00 in London, an hour
  /// longer while only one of the two has changed its clock.
  case overlap = "london_new_york"
  /// The hours in which both Tokyo and London are open: London's first hour, in summer its first two.
  case asiaLondon = "asia_london"

  /// Whether the session is open at the instant. Sessions overlap: an instant may belong to several, or none.
  ///
  /// Every session opens and closes on a full hour of UTC.
  public func isOpen(at time: Timestamp) -> Bool {
    switch self {
    case .asia:
      let shifted = time.advanced(by: 9 * Timestamp.hour)
      let date = CivilDate(containing: shifted)
      return Self.isBusiness((date, shifted.nanoseconds - date.startUTC.nanoseconds), from: 9, to: 18)
    case .london: return Self.isBusiness(LondonCalendar.localTime(at: time), from: 8, to: 17)
    case .newYork: return Self.isBusiness(NewYorkCalendar.localTime(at: time), from: 8, to: 17)
    case .overlap: return Self.london.isOpen(at: time) && Self.newYork.isOpen(at: time)
    case .asiaLondon: return Self.asia.isOpen(at: time) && Self.london.isOpen(at: time)
    }
  }

  private static func isBusiness(
    _ local: (date: CivilDate, nanosecondsInDay: Int64), from: Int64, to: Int64
  ) -> Bool {
    guard (1...5).contains(local.date.weekday) else { return false }
    return (from * Timestamp.hour..<to * Timestamp.hour).contains(local.nanosecondsInDay)
  }
}
