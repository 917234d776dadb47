/// When an instrument trades, by New York's clock.
public enum TradingHours: String, Sendable, Hashable, Codable, CaseIterable {
  /// Every hour of every day: crypto.
  case always
  /// Sunday 17:00 to Friday 17:00: FX.
  case fxWeek = "fx_week"
  /// Sunday 18:00 to Friday 17:00 with a break from 17:00 to 18:00 each day: metals, indices, futures.
  case fxWeekWithBreak = "fx_week_with_break"
  /// Monday to Friday 9:30 to 16:00: shares in the United States.
  case usEquity = "us_equity"

  /// Whether the market is open at the instant. Holidays are not known here.
  public func isOpen(at time: Timestamp) -> Bool {
    guard self != .always else { return true }
    let (date, inDay) = NewYorkCalendar.localTime(at: time)
    if self == .usEquity {
      let isSession = inDay >= 9 * Timestamp.hour + 30 * Timestamp.minute && inDay < 16 * Timestamp.hour
      return (1...5).contains(date.weekday) && isSession
    }
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
    if self == .usEquity { return nextEquityClosing(after: time) }
    var roll = NewYorkCalendar.nextRoll(after: time)
    while isOpen(at: roll) || !isOpen(at: roll.advanced(by: -1)) {
      roll = NewYorkCalendar.nextRoll(after: roll)
    }
    return roll
  }

  /// Sixteen o'clock is an hour before the roll, and New York's clock never changes between the two.
  private func nextEquityClosing(after time: Timestamp) -> Timestamp {
    var roll = NewYorkCalendar.nextRoll(after: time.advanced(by: Timestamp.hour))
    while !isOpen(at: roll.advanced(by: -Timestamp.hour - 1)) { roll = NewYorkCalendar.nextRoll(after: roll) }
    return roll.advanced(by: -Timestamp.hour)
  }
}
