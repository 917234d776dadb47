public import TradingCore

/// Looks at every quote and never trades: the cost of the engine alone.
@frozen
public struct Idle: Strategy {
  /// Name, version and parameters.
  public static let descriptor = StrategyDescriptor(
    name: "idle", version: 1, summary: "looks at every quote and never trades",
    parameters: [.lots("size of an order in lots, of which there are none", sizing: .others)])

  /// Makes the strategy.
  public init(parameters: ParameterValues) throws(ParameterError) {}

  /// Does nothing.
  @inlinable
  public mutating func onQuote(_ quote: Quote, _ context: inout Context) {}
}
