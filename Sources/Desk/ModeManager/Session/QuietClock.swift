import TradingCore

/// How engine time passes while a feed is quiet: as much as the machine's clock has since its last quote.
///
/// So a feed that is behind the clock stays as far behind, and a feed of recorded ticks keeps its own time.
struct QuietClock {
  /// How long a feed has to be quiet before time passes without it, in nanoseconds: in a market that moves, bars and timers
  /// go by the quotes, as they do in a backtest.
  static let patience = Timestamp.minute
  /// The same while something is to be canceled or closed from outside.
  static let shortPatience = Timestamp.second
  /// For how long the short patience holds, in nanoseconds.
  static let hurry = 2 * Timestamp.minute
  /// Least time between two of the clock's inputs, in nanoseconds.
  static let step = Timestamp.second

  /// The engine time of the last quote, or as far as time has passed without one.
  private var lastTime: Timestamp
  /// The engine time of the last quote, and when it was had.
  private var heard: (time: Timestamp, at: Int64)?
  private var hurriedUntil = Int64.min

  /// A clock that starts with the first look.
  init(lastTime: Timestamp) { self.lastTime = lastTime }

  /// A look at the stream: whether it has come further by a quote.
  mutating func look(lastTime: Timestamp, at monotonic: Int64) {
    guard heard == nil || lastTime != self.lastTime else { return }
    self.lastTime = lastTime
    heard = (lastTime, monotonic)
  }

  /// What time it is by the clock, however short the feed has been quiet; `nil` before the first quote.
  func reckoned(at monotonic: Int64) -> Timestamp? {
    guard let heard, heard.time != .distantPast else { return nil }
    return heard.time.advanced(by: max(monotonic - heard.at, 0))
  }

  mutating func hurry(at monotonic: Int64) { hurriedUntil = monotonic + Self.hurry }

  func isHurried(at monotonic: Int64) -> Bool { monotonic < hurriedUntil }

  mutating func pass(to time: Timestamp) { lastTime = time }

  /// The time by the clock; `nil` before the first quote ever, while quotes come, and shortly after the last pass.
  func time(at monotonic: Int64) -> Timestamp? {
    guard let heard, heard.time != .distantPast else { return nil }
    let elapsed = monotonic - heard.at
    guard elapsed >= (isHurried(at: monotonic) ? Self.shortPatience : Self.patience) else { return nil }
    let time = heard.time.advanced(by: elapsed)
    return time.nanoseconds - lastTime.nanoseconds >= Self.step ? time : nil
  }
}
