import FileSystem
import ModeManager
import TradingCore

/// A live view of a home for somebody who only looks: without the run's lock, from the journal and from what the run shows of
/// itself.
package struct WatchOperations {
  let home: Home

  /// How everything stands now.
  ///
  /// - Throws: as `RiskOperations.status`, `JournalError.missing` among it.
  package func look() throws -> WatchScreen {
    var watcher = Watcher(home)
    return try watcher.look()
  }

  /// Looks again and again, until somebody asks to stop.
  ///
  /// `nanoseconds`: from one look to the next; `show`: takes each screen, and says no to end; `between`: called often between
  /// two looks. What can't be read at a later look is said on the screen; only a first look fails.
  /// - Throws: `OperationError.stopped`, what a first look throws, and what `show` and `between` throw.
  package func follow(
    every nanoseconds: Int64, _ show: (WatchScreen) throws -> Bool, between: () throws -> Void = {}
  ) throws {
    let clock = DeskClock.system
    var watcher = Watcher(home)
    while true {
      let due = clock.monotonic() + nanoseconds
      guard try show(try watcher.look()) else { return }
      while clock.monotonic() < due {
        if let signal = home.cancellation.signal { throw OperationError.stopped(signal: signal) }
        clock.sleep(min(Self.slice, due - clock.monotonic()))
        try between()
      }
      if let signal = home.cancellation.signal { throw OperationError.stopped(signal: signal) }
    }
  }

  /// How long nobody looks whether somebody asks to stop.
  private static let slice = 50 * Timestamp.millisecond
}

extension Home {
  /// Its live view.
  package var watch: WatchOperations { WatchOperations(home: self) }
}

/// Something that is read again only when enough time has gone by for what reading it costs: a long journal is never read so
/// often that a run feels it.
struct PacedReading<Value> {
  /// What was read last.
  private(set) var value: Value?
  private var next = Int64.min
  /// Reading takes one part in so many of the time.
  private static var share: Int64 { 20 }

  init() {}

  /// Has it read anew next time.
  mutating func expire() { next = .min }

  /// The value, read anew when it is due.
  ///
  /// `every`: the least time between two readings; `monotonic`: a clock that only grows. When reading fails, what was read
  /// before stays.
  mutating func read(
    every nanoseconds: Int64 = 0, monotonic: () -> Int64, _ body: () throws -> Value
  ) throws -> Value {
    let start = monotonic()
    if let value, start < next { return value }
    defer {
      let end = monotonic()
      next = end + max(nanoseconds, (end - start) * Self.share)
    }
    let new = try body()
    value = new
    return new
  }
}
