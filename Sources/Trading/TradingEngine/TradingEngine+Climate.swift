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
  @inlinable
  @inline(never)
  mutating func observe(_ quotes: Slice<UnsafeBufferPointer<Quote>>, symbolIndex: Int) {
    if venue.altersQuotes {
      for quote in quotes {
        climate.add(
          CollectionOfOne(venue.shown(quote, symbolIndex: symbolIndex)), symbolIndex: symbolIndex)
      }
    } else {
      climate.add(quotes, symbolIndex: symbolIndex)
    }
    schedule.wake(by: climate.nextTime)
  }

  /// Has the first quote of a stretch begin a minute, where none is at hand.
  @inlinable
  @inline(never)
  mutating func expectMinute(symbolIndex: Int) {
    if climate.awaitsMinute(symbolIndex: symbolIndex) { schedule.wakeAtNextQuote() }
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
    // Taken out, so that it is changed in place.
    var readings: [ClimateReading?] = []
    swap(&readings, &context.climate)
    var changed: [(symbolIndex: Int, reading: ClimateReading)] = []
    climate.close(at: time) { symbolIndex, update in
      guard let place = Context.climatePlace(update.reading.timeframe, symbolIndex: symbolIndex) else {
        return
      }
      readings[place] = update.reading
      if update.changesRegime { changed.append((symbolIndex, update.reading)) }
    }
    swap(&readings, &context.climate)
    guard isGuarded else { return }
    for change in changed {
      tellClimate(
        RiskClimate(
          change.reading, of: context.fullAccount.instrument(symbolIndex: change.symbolIndex).symbol))
    }
  }
}
