public import FillSimulator
public import RiskControl
public import StrategyKit
public import TradingCore
public import TradingEngine

/// A strategy that a program contains, ready to be run in an engine compiled for it.
///
/// ```swift
/// let entry = StrategyEntry(MyStrategy.self)
/// ```
public struct StrategyEntry: Sendable {
  /// What the strategy says of itself.
  public let descriptor: StrategyDescriptor
  @usableFromInline let assemble: @Sendable (BotParts) throws -> BotRunner

  /// An entry for a strategy. Inlinable, so that the engine's loop is compiled for this strategy.
  @inlinable
  public init<S: Strategy>(_ type: S.Type) {
    descriptor = S.descriptor
    assemble = { parts in
      var strategy = try S(parameters: parts.parameters)
      try strategy.prepare(for: parts.instruments)
      let engine = TradingEngine(
        strategy: strategy, account: parts.account, venue: parts.venue, gate: parts.gate,
        curvePoints: parts.curvePoints)
      return BotRunner(engine, identity: parts.identity)
    }
  }

  /// The strategies of this package.
  public static let bundled: [StrategyEntry] = [
    StrategyEntry(BollingerReversion.self), StrategyEntry(DonchianBreakout.self),
    StrategyEntry(EMACross.self),
    StrategyEntry(Idle.self), StrategyEntry(LondonBreakout.self), StrategyEntry(PairSpread.self),
    StrategyEntry(Scripted.self), StrategyEntry(SessionScalper.self),
  ]
}

/// What every bot needs besides its strategy.
@usableFromInline
struct BotParts: Sendable {
  @usableFromInline let parameters: ParameterValues
  @usableFromInline let instruments: [Instrument]
  @usableFromInline let account: Account
  @usableFromInline let venue: SimulatedVenue
  @usableFromInline let gate: RiskGate
  @usableFromInline let identity: BotIdentity
  @usableFromInline let curvePoints: Int
}
