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
  /// The largest where a program of its own decides, which takes long over a quote: nobody wants to wait for so many.
  private static let largestOfPrograms = 1_024

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
    let count = due(current.quotes, largest: session.hasPrograms ? Self.largestOfPrograms : Self.largest)
    guard count > 0 else { return true }
    let quotes = UnsafeBufferPointer(rebasing: current.quotes[..<count])
    let sizes = current.sizes.map { UnsafeBufferPointer(rebasing: $0[..<count]) }
    session.take(quotes, sizes: sizes, symbolIndex: current.symbolIndex)
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

  /// How many of the quotes may be played now; sleeps when none may.
  private mutating func due(_ quotes: UnsafeBufferPointer<Quote>, largest: Int) -> Int {
    guard pace != .unlimited, let first = quotes.first else { return min(quotes.count, largest) }
    let now = clock.monotonic()
    let began = started ?? (first.eventTime, now)
    started = began
    let until = began.tick.advanced(by: pace.recorded(now - began.monotonic))
    let count = quotes.partitioningIndex { $0.eventTime > until }
    if count == 0 {
      let wait = pace.real(Int64(clamping: Int128(first.eventTime.nanoseconds) - Int128(until.nanoseconds)))
      clock.sleep(min(max(wait, Timestamp.microsecond), Self.nap))
    }
    return min(count, largest)
  }

  /// Files say nothing besides.
  func look(into session: Session, at monotonic: Int64) {}

  /// The clock never passes without files: their ticks are the time.
  func pass(to time: Timestamp) {}

  func stop() {}
}
