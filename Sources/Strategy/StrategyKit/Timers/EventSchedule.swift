public import TradingCore

/// The bars and timers of a strategy, and when the next of them is due.
///
/// Whoever feeds a strategy compares a quote's time with `nextTime`, once, and calls `deliver` when it is
/// reached. At one quote bars come before timers: bars shorter first, then by symbol; timers by due time, then
/// by place.
@usableFromInline
package struct EventSchedule: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case bars = "bars"
    case timers = "timers"
    case nextTime = "nextTime"
  }

  @usableFromInline var bars: [BarBuilder]
  @usableFromInline var timers: [RunningTimer]
  /// When the next bar of any symbol ends or the next timer is due; `distantFuture` when neither is.
  @usableFromInline package private(set) var nextTime: Timestamp = .distantFuture

  /// The schedule of a strategy that has been prepared; a subscription named twice counts once.
  @usableFromInline
  package init(of strategy: some Strategy) {
    var wanted: [BarSubscription] = []
    for subscription in strategy.bars where !wanted.contains(subscription) { wanted.append(subscription) }
    wanted.sort {
      ($0.timeframe.nanoseconds, $0.symbolIndex) < ($1.timeframe.nanoseconds, $1.symbolIndex)
    }
    bars = wanted.map { BarBuilder($0) }
    timers = strategy.timers.enumerated().map { RunningTimer(index: $0, schedule: $1) }
  }

  /// Whether it has the same bars and timers as another one, wherever both stand.
  package func isAlike(_ other: EventSchedule) -> Bool {
    bars.map(\.subscription) == other.bars.map(\.subscription)
      && timers.map(\.schedule) == other.timers.map(\.schedule)
  }

  /// Whether quotes have to be added.
  @inlinable package var buildsBars: Bool { !bars.isEmpty }

  /// Starts the timers at the first quote.
  @usableFromInline
  package mutating func start(at time: Timestamp) {
    for index in timers.indices { timers[index].start(at: time) }
    refresh()
  }

  /// Tells the strategy of the bars and timers that a quote at this time ends or reaches.
  @inlinable
  package mutating func deliver<S: Strategy>(
    at time: Timestamp, to strategy: inout S, _ context: inout Context
  ) {
    for index in bars.indices {
      if let bar = bars[index].close(at: time) { strategy.onBar(bar, &context) }
    }
    if !timers.isEmpty { for firing in takeFirings(at: time) { strategy.onTimer(firing, &context) } }
    refresh()
  }

  /// Adds a quote to the bars of its symbol.
  @inlinable
  package mutating func add(_ quote: Quote, symbolIndex: Int) {
    for index in bars.indices where bars[index].subscription.symbolIndex == symbolIndex {
      bars[index].add(quote)
      if bars[index].endTime < nextTime { expect(bars[index].endTime) }
    }
  }

  /// Has `deliver` called at the next quote, whatever is due.
  @usableFromInline
  package mutating func wakeAtNextQuote() { nextTime = .distantPast }

  /// Has `deliver` called at this time at the latest.
  @inlinable
  package mutating func wake(by time: Timestamp) {
    if time < nextTime { expect(time) }
  }

  @usableFromInline
  mutating func expect(_ time: Timestamp) { nextTime = time }

  @usableFromInline
  mutating func takeFirings(at time: Timestamp) -> [TimerFiring] {
    let firings = timers.indices.compactMap { timers[$0].fire(at: time) }
    return firings.sorted { ($0.dueTime, $0.index) < ($1.dueTime, $1.index) }
  }

  @usableFromInline
  mutating func refresh() {
    nextTime = .distantFuture
    for bar in bars { nextTime = min(nextTime, bar.endTime) }
    for timer in timers { nextTime = min(nextTime, timer.nextTime) }
  }
}
