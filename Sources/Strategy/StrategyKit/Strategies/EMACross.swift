public import TradingCore

/// Two exponential averages of the mid on every tick; a change of order reverses the position.
///
/// The reference for comparisons with other systems. Averages start at the first mid. From the `slow`-th tick
/// on, fast above slow is the long state, below the short one, equal keeps the state. The first state only
/// arms; each change after it closes the position, if any, and opens one the other way.
@frozen
public struct EMACross: Strategy {
  /// Name, version and parameters.
  public static let descriptor = StrategyDescriptor(
    name: "ema_cross", version: 1,
    summary: "reverses when a fast EMA of the mid crosses a slow one, on every tick",
    parameters: [
      .integer("fast", "ticks of the fast average", in: 1...1_000_000, default: 50),
      .integer("slow", "ticks of the slow average", in: 2...1_000_000, default: 200),
    ], maximumSymbols: 1,
    suits: ClimateSuitability(
      regimes: [.trendStable], timeframes: [.m1, .m5, .m15]))

  @usableFromInline enum State: Int8, Sendable, Codable { case unset, long, short }

  @usableFromInline var fast: ExponentialMovingAverage
  @usableFromInline var slow: ExponentialMovingAverage
  @usableFromInline var state = State.unset
  @usableFromInline var ticksToWarmUp: Int
  @usableFromInline let lots: LotCount

  /// Makes the strategy.
  ///
  /// - Throws: `ParameterError` unless fast is below slow.
  public init(parameters: ParameterValues) throws(ParameterError) {
    let fastLength = try parameters.integer("fast")
    let slowLength = try parameters.integer("slow")
    guard fastLength < slowLength else {
      throw ParameterError("fast", "expected less than slow (\(slowLength)), was \(fastLength)")
    }
    fast = ExponentialMovingAverage(length: fastLength)
    slow = ExponentialMovingAverage(length: slowLength)
    ticksToWarmUp = slowLength
    lots = try parameters.lots()
  }

  /// Updates the averages and reverses on a change of state.
  @inlinable
  @inline(__always)
  public mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    let mid = Double(quote.bid.points &+ quote.ask.points) / 2
    fast.add(mid)
    slow.add(mid)
    if ticksToWarmUp > 1 {
      ticksToWarmUp &-= 1
      return
    }
    let next: State = fast.value > slow.value ? .long : fast.value < slow.value ? .short : state
    if next != state { change(to: next, &context) }
  }

  @usableFromInline
  mutating func change(to next: State, _ context: inout Context) {
    let isArming = state == .unset
    state = next
    if isArming { return }
    context.closeAll()
    context.market(next == .long ? .buy : .sell, lots)
  }
}
