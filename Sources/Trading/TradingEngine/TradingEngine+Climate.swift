public import MarketClimate
public import RiskControl
public import StrategyKit
public import TradingCore

/// The climate: what the strategy sees of it, and what risk hears. Not inlined, as most bots run without.
extension TradingEngine {
  /// Gives quotes of one minute to the bars that regimes are reckoned from, as the venue shows them.
  ///
  /// They come together, before the minute is closed and at the end of a stretch: what is made of them can't be seen in
  /// between, and each by itself costs several times as much.
  ///
  /// `given`: where the quotes begin that have not been given.
  /// - Returns: where they begin then.
  @inlinable
  @inline(never)
  mutating func observe(
    _ quotes: UnsafeBufferPointer<Quote>, _ given: Int, before end: Int, symbolIndex: Int
  ) -> Int {
    guard given < end else { return given }
    if venue.altersQuotes {
      for index in given..<end {
        climate.add(venue.shown(quotes[index], symbolIndex: symbolIndex), symbolIndex: symbolIndex)
      }
    } else if end - given == 1 {
      climate.add(quotes[given], symbolIndex: symbolIndex)
    } else {
      climate.add(UnsafeBufferPointer(rebasing: quotes[given..<end]), symbolIndex: symbolIndex)
    }
    schedule.wake(by: climate.nextTime)
    return end
  }

  /// Begins a minute with the first quote of a stretch, where none is at hand: nobody knows before when it ends.
  ///
  /// - Returns: where the quotes begin that have not been given.
  @inlinable
  @inline(never)
  mutating func beginMinute(_ quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int) -> Int {
    guard climate.awaitsMinute(symbolIndex: symbolIndex) else { return 0 }
    return observe(quotes, 0, before: 1, symbolIndex: symbolIndex)
  }

  /// Says what news affects each of the strategy's symbols, before the first quote: within its windows their regime is
  /// NEWS_EVENT.
  @usableFromInline
  package mutating func expectNews(_ schedules: [NewsSchedule]) { climate.news = schedules }

  /// Whether the strategy looks at any regime.
  @usableFromInline package var looksAtRegimes: Bool { !climate.isEmpty }

  /// Closes the bars that this time ends, before the strategy hears of any, and tells risk of regimes that have changed.
  @usableFromInline
  @inline(never)
  mutating func closeClimate(at time: Timestamp) {
    if context.climate.isEmpty { context.climate = climate.readings(symbolCount: tradedCount) }
    climate.close(at: time, into: &context.climate, notesChanges: isGuarded)
    guard !climate.changed.isEmpty else { return }
    for change in climate.changed {
      tellClimate(
        RiskClimate(
          change.reading, of: context.fullAccount.instrument(symbolIndex: change.symbolIndex).symbol))
    }
    climate.changed = []
  }
}
