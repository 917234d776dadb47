import FileSystem
import TickStore
import TradingCore

/// Plays recorded ticks to a crew at a pace, in small enough steps for whoever has to look around in between.
struct ReplayDriver {
  private let ticks: MergedTicks
  private let pace: Pace
  private let clock: DeskClock
  private var run: MergedTicks.Run?
  private var started: (tick: Timestamp, monotonic: Int64)?
  /// Quotes played so far.
  private(set) var position: UInt64 = 0
  /// The time of the last quote played.
  private(set) var lastTime: Timestamp?

  /// Longest sleep and largest stretch between two looks around.
  private static let nap: Int64 = 50 * Timestamp.millisecond
  private static let largest = 32_768

  init(_ ticks: MergedTicks, pace: Pace, clock: DeskClock) {
    self.ticks = ticks
    self.pace = pace
    self.clock = clock
  }

  /// Gives the crew the quotes that are due, or sleeps a little until some are.
  ///
  /// - Returns: `false` when there are no more.
  /// - Throws: `TickStoreError`.
  mutating func step(_ crew: Crew) throws(TickStoreError) -> Bool {
    if run == nil { run = try ticks.next() }
    guard var current = run else { return false }
    let count = due(current.quotes)
    guard count > 0 else { return true }
    let quotes = UnsafeBufferPointer(rebasing: current.quotes[..<count])
    let sizes = current.sizes.map { UnsafeBufferPointer(rebasing: $0[..<count]) }
    crew.process(quotes, sizes: sizes, symbolIndex: current.symbolIndex)
    position += UInt64(count)
    lastTime = quotes.last?.eventTime
    if count == current.quotes.count {
      run = nil
    } else {
      current.quotes = UnsafeBufferPointer(rebasing: current.quotes[count...])
      current.sizes = current.sizes.map { UnsafeBufferPointer(rebasing: $0[count...]) }
      run = current
    }
    return true
  }

  /// How many of the quotes may be played now; sleeps when none may.
  private mutating func due(_ quotes: UnsafeBufferPointer<Quote>) -> Int {
    guard pace != .unlimited, let first = quotes.first else { return min(quotes.count, Self.largest) }
    let now = clock.monotonic()
    let began = started ?? (first.eventTime, now)
    started = began
    let until = began.tick.advanced(by: pace.recorded(now - began.monotonic))
    let count = quotes.partitioningIndex { $0.eventTime > until }
    if count == 0 {
      let wait = pace.real(Int64(clamping: Int128(first.eventTime.nanoseconds) - Int128(until.nanoseconds)))
      clock.sleep(min(max(wait, Timestamp.microsecond), Self.nap))
    }
    return min(count, Self.largest)
  }
}
