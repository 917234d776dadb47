#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
package import TradingCore

/// The clocks a desk lives by, passed in so that a test can turn them.
package struct DeskClock: Sendable {
  /// The wall clock, UTC.
  package var now: @Sendable () -> Timestamp
  /// Nanoseconds that only ever grow, whatever is done to the wall clock.
  package var monotonic: @Sendable () -> Int64
  /// Sleeps for so many nanoseconds, or less.
  package var sleep: @Sendable (Int64) -> Void

  /// Clocks of one's own.
  package init(
    now: @escaping @Sendable () -> Timestamp, monotonic: @escaping @Sendable () -> Int64,
    sleep: @escaping @Sendable (Int64) -> Void
  ) {
    self.now = now
    self.monotonic = monotonic
    self.sleep = sleep
  }

  /// The machine's.
  package static let system = DeskClock(
    now: { .wallClock() }, monotonic: { monotonicTime },
    sleep: { nanoseconds in
      guard nanoseconds > 0 else { return }
      var wish = timespec(
        tv_sec: Int(nanoseconds / Timestamp.second), tv_nsec: Int(nanoseconds % Timestamp.second))
      nanosleep(&wish, nil)
    })

  private static var monotonicTime: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * Timestamp.second + Int64(time.tv_nsec)
  }
}
