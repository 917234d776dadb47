import TradingCore

/// When it is time for a commit: often enough to lose little work, seldom enough to cost little.
struct CommitRhythm {
  /// What a commit holds.
  enum Commit {
    /// What happened, and the bots' states.
    case states
    /// What happened: the recording brings the states.
    case news
  }

  /// Shortest time between two with states, in nanoseconds.
  private let shortest: Int64
  /// One with states may take one part in so many of the time.
  private let share: Int64
  /// Whether news are committed at once: states can lag behind them only where a recording brings them up.
  private let hasRecording: Bool
  /// The longest time between two with states: one that took long, as a bot hung, must not put off the next ones.
  private static let longest = 300 * Timestamp.second
  private var due: Int64

  init(hasRecording: Bool, now: Int64) {
    self.hasRecording = hasRecording
    shortest = hasRecording ? 15 * Timestamp.second : 500 * Timestamp.millisecond
    share = hasRecording ? 100 : 10
    due = now + shortest
  }

  /// The commit that is due now, if any.
  func due(at now: Int64, hasNews: Bool) -> Commit? {
    if now >= due { return .states }
    return hasRecording && hasNews ? .news : nil
  }

  /// Takes note of a commit with states that began and ended at these monotonic times.
  mutating func took(from start: Int64, to end: Int64) {
    due = end + max(shortest, min((end - start) * share, Self.longest))
  }
}
