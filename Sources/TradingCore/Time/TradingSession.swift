/// The part of the trading day an instant falls in, each by its own city's clock: every instant has exactly one.
///
/// Tokyo trades from 9:00 to 18:00 (UTC+9 all year), London and New York each from 8:00 to 17:00 local time.
/// Where two are open the later city's name wins, but for London with New York, which is a session of its own.
public enum TradingSession: String, Sendable, Hashable, Codable, CaseIterable {
  /// Tokyo is open, London and New York are not.
  case asia
  /// London is open, New York is not.
  case london
  /// London and New York are both open.
  case overlap
  /// New York is open, London is not.
  case newYork = "new_york"
  /// None of the three is open, or it is Saturday or Sunday in the cities that would be.
  case offHours = "off_hours"

  /// The session of an instant.
  public init(at time: Timestamp) {
    let london = Self.isOpen(ClockZone.london.localTime(at: time), from: 8, to: 17)
    let newYork = Self.isOpen(ClockZone.newYork.localTime(at: time), from: 8, to: 17)
    switch (london, newYork) {
    case (true, true): self = .overlap
    case (true, false): self = .london
    case (false, true): self = .newYork
    case (false, false):
      let tokyo = ClockZone.utc.localTime(at: time.advanced(by: 9 * Timestamp.hour))
      self = Self.isOpen(tokyo, from: 9, to: 18) ? .asia : .offHours
    }
  }

  private static func isOpen(
    _ local: (date: CivilDate, nanosecondsInDay: Int64), from start: Int64, to end: Int64
  ) -> Bool {
    (1...5).contains(local.date.weekday) && local.nanosecondsInDay >= start * Timestamp.hour
      && local.nanosecondsInDay < end * Timestamp.hour
  }
}
