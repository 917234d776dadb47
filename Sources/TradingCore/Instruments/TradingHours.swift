/// When an instrument trades, by New York's clock.
public enum TradingHours: String, Sendable, Hashable, Codable, CaseIterable {
  /// Every hour of every day: crypto.
  case always
  /// Sunday 17:00 to Friday 17:00: FX.
  case fxWeek = "fx_week"
  /// Sunday 18:00 to Friday 17:00 with a break from 17:00 to 18:00 each day: metals, indices, futures.
  case fxWeekWithBreak = "fx_week_with_break"

  /// Whether the market is open at the instant. Holidays are not known here.
  public func isOpen(at time: Timestamp) -> Bool {
    guard self != .always else { return true }
    let (date, inDay) = NewYorkCalendar.localTime(at: time)
    let hour = inDay / Timestamp.hour
    switch date.weekday {
    case 6: return false
    case 0: return hour >= (self == .fxWeek ? 17 : 18)
    case 5: return hour < 17
    default: return self == .fxWeek || hour != 17
    }
  }

  /// The first instant after `time` at which an open market closes; `distantFuture` when it never does.
  public func nextClosing(after time: Timestamp) -> Timestamp {
    guard self != .always else { return .distantFuture }
    var roll = NewYorkCalendar.nextRoll(after: time)
    while isOpen(at: roll) || !isOpen(at: roll.advanced(by: -1)) {
      roll = NewYorkCalendar.nextRoll(after: roll)
    }
    return roll
  }
}
