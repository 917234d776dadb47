import TradingCore

/// When it is time for a checkpoint: often enough to lose little work, seldom enough to cost little.
struct CommitRhythm {
  /// Shortest time between two, in nanoseconds.
  private let shortest: Int64
  /// A checkpoint may take one part in so many of the time.
  private let share: Int64
  private var due: Int64

  init(shortest: Int64, share: Int64, now: Int64) {
    self.shortest = shortest
    self.share = share
    due = now + shortest
  }

  func isDue(_ now: Int64) -> Bool { now >= due }

  /// Takes note of a checkpoint that began and ended at these monotonic times.
  mutating func took(from start: Int64, to end: Int64) {
    due = end + max(shortest, (end - start) * share)
  }
}
