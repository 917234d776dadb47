import StrategyKit
import TestSupport
import TradingCore

/// A strategy fed with quotes by hand: what it asks for is looked at and nothing is executed.
struct ContextBench<S: Strategy> {
  var strategy: S
  var context: Context

  init(_ strategy: S) throws {
    self.strategy = strategy
    context = Context(
      account: try Account(
        profile: BrokerProfile(name: "bench"), leverage: 100, startBalance: Money(units: 1_000_000_000),
        instruments: [Known.eurusd]))
    try self.strategy.prepare(for: [Known.eurusd])
  }

  /// What the strategy asks for on a quote.
  mutating func quote(_ milliseconds: Int64, _ bid: Int64, _ ask: Int64) -> [Intent] {
    context.current = Known.quote(milliseconds, bid, ask)
    strategy.onQuote(context.current, &context)
    return take()
  }

  /// What the strategy asks for on a bar.
  mutating func bar(_ bar: Bar) -> [Intent] {
    strategy.onBar(bar, &context)
    return take()
  }

  /// Takes what was asked for.
  mutating func take() -> [Intent] {
    defer { context.intents = [] }
    return context.intents
  }
}
