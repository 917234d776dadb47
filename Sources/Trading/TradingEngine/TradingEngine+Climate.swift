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
