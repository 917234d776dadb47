public import MarketClimate
import RiskControl
import StrategyKit
public import TradingCore

/// The climate: what the strategy sees of it, and what risk hears. Not inlined, as most bots run without.
extension TradingEngine {
  /// Adds a quote to the bars that regimes are reckoned from.
  @usableFromInline
  mutating func observe(_ quote: Quote, symbolIndex: Int) {
    climate?.add(quote, symbolIndex: symbolIndex)
    if let climate { schedule.wake(by: climate.nextTime) }
  }

  /// Says what news affects each of the strategy's symbols, before the first quote: within its windows their regime is
  /// NEWS_EVENT.
  @usableFromInline
  package mutating func expectNews(_ schedules: [NewsSchedule]) { climate?.news = schedules }

  /// Closes the bars that this time ends, before the strategy hears of any, and tells risk of regimes that have changed.
  @usableFromInline
  @inline(never)
  mutating func closeClimate(at time: Timestamp) {
    guard let changed = climate?.close(at: time), let readings = climate?.readings else { return }
    context.climate = readings
    guard isGuarded else { return }
    for change in changed {
      tellClimate(
        RiskClimate(
          change.reading, of: context.fullAccount.instrument(symbolIndex: change.symbolIndex).symbol))
    }
  }
}
