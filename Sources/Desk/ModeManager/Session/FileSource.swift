import TickStore
import TradingCore

/// Recorded ticks at a pace, in small enough steps for whoever has to look around in between.
struct FileSource: InputSource {
  private let ticks: MergedTicks
  private let pace: Pace
  private let clock: DeskClock
  private var run: MergedTicks.Run?
  private var started: (tick: Timestamp, monotonic: Int64)?
  private(set) var progress: DeskProgress
  /// Nothing of a file is passed over.
  let dropped: DroppedQuotes? = nil

  /// Longest sleep and largest stretch between two looks around.
  private static let nap = Session.lookAround
  private static let largest = 32_768
  /// The largest stretch now: programs of their own take long over a quote, and nobody wants to wait for them.
  private var stretch = 512

  init(_ ticks: MergedTicks, pace: Pace, clock: DeskClock) {
    self.ticks = ticks
    self.pace = pace
    self.clock = clock
    progress = DeskProgress(total: UInt64(ticks.totalTicks))
    progress.recorded = ticks.span.map { DeskProgress.Recorded(first: $0.first, last: $0.last) }
  }

  /// Takes the quotes that are due, or sleeps a little until some are.
  mutating func advance(into session: Session) throws(DeskError) -> Bool {
    if run == nil {
      do throws(TickStoreError) { run = try ticks.next() } catch { throw .ticks(error) }
    }
    guard var current = run else { return false }
    let count = due(current.quotes)
    guard count > 0 else { return true }
    let quotes = UnsafeBufferPointer(rebasing: current.quotes[..<count])
    let sizes = current.sizes.map { UnsafeBufferPointer(rebasing: $0[..<count]) }
    let start = clock.monotonic()
    session.take(quotes, sizes: sizes, symbolIndex: current.symbolIndex)
    adapt(to: clock.monotonic() - start, of: count)
    progress.quotes += UInt64(count)
    progress.lastTime = quotes.last?.eventTime
    if count == current.quotes.count {
      run = nil
    } else {
      current.quotes = UnsafeBufferPointer(rebasing: current.quotes[count...])
      current.sizes = current.sizes.map { UnsafeBufferPointer(rebasing: $0[count...]) }
      run = current
    }
    return true
  }

  private mutating func adapt(to nanoseconds: Int64, of count: Int) {
    if nanoseconds > 2 * Self.nap {
      stretch = max(64, count / 2)
    } else if nanoseconds < Self.nap / 2, count == stretch {
      stretch = min(Self.largest, 2 * stretch)
    }
  }

  /// How many of the quotes may be played now; sleeps when none may.
  private mutating func due(_ quotes: UnsafeBufferPointer<Quote>) -> Int {
    guard pace != .unlimited, let first = quotes.first else { return min(quotes.count, stretch) }
    let now = clock.monotonic()
    let began = started ?? (first.eventTime, now)
    started = began
    let until = began.tick.advanced(by: pace.recorded(now - began.monotonic))
    let count = quotes.partitioningIndex { $0.eventTime > until }
    if count == 0 {
      let wait = pace.real(Int64(clamping: Int128(first.eventTime.nanoseconds) - Int128(until.nanoseconds)))
      clock.sleep(min(max(wait, Timestamp.microsecond), Self.nap))
    }
    return min(count, stretch)
  }

  /// Files say nothing besides.
  func look(into session: Session, at monotonic: Int64) {}

  /// The clock never passes without files: their ticks are the time.
  func pass(to time: Timestamp) {}

  func stop() {}
}
