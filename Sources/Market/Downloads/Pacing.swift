import FileSystem
package import TradingCore

/// Time and chance, as the download sees them; tests give their own.
package struct Pacing: Sendable {
  /// Time since some fixed moment, never running backward.
  package var elapsed: @Sendable () -> Duration
  /// The time of day.
  package var wallClock: @Sendable () -> Timestamp
  /// Waits; throws `CancellationError` when the task is canceled.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// A number from 0 to 1.
  package var random: @Sendable () -> Double

  /// Time and chance of one's own.
  package init(
    elapsed: @escaping @Sendable () -> Duration, wallClock: @escaping @Sendable () -> Timestamp,
    sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double
  ) {
    self.elapsed = elapsed
    self.wallClock = wallClock
    self.sleep = sleep
    self.random = random
  }

  /// The machine's.
  package static var system: Pacing {
    let start = ContinuousClock.now
    return Pacing(
      elapsed: { ContinuousClock.now - start },
      wallClock: { Timestamp(nanoseconds: Machine.wallClock) }, sleep: { try await Task.sleep(for: $0) },
      random: { Double.random(in: 0...1) })
  }
}

/// Spaces requests evenly, whoever makes them.
actor RequestPacer {
  private let interval: Duration
  private let pacing: Pacing
  private var next: Duration

  init(requestsPerSecond: Double, pacing: Pacing) {
    interval = .seconds(1) / requestsPerSecond
    self.pacing = pacing
    next = pacing.elapsed()
  }

  /// Waits for the next free moment and takes it.
  func waitForTurn() async throws {
    let now = pacing.elapsed()
    let start = max(now, next)
    next = start + interval
    if start > now { try await pacing.sleep(start - now) }
  }

  /// No request starts before this has passed: the server asked everybody to wait.
  func pause(for duration: Duration) { next = max(next, pacing.elapsed() + duration) }
}
