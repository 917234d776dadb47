import BrokerBridges
public import FillSimulator
import MarketClimate
public import RiskControl
public import StrategyKit
public import TradingCore
public import TradingEngine

/// A strategy that a program contains, ready to be run in an engine compiled for it.
///
/// ```swift
/// let entry = StrategyEntry(MyStrategy.self, sources: strategySources)
/// ```
public struct StrategyEntry: Sendable {
  /// What the strategy says of itself.
  public let descriptor: StrategyDescriptor
  /// What a bot's identity covers besides the description: the files of a program of its own, or the sources.
  @usableFromInline package let identityLines: [String]
  /// Whether a bot's identity covers what decides: the strategy is bundled, and held to its version by tests, or says what
  /// it was built of.
  @usableFromInline package let isPinned: Bool
  /// Whether it is a program of its own.
  package var isProgram: Bool { descriptor.name.hasPrefix("exec:") }
  @usableFromInline let assemble: @Sendable (BotParts) throws -> BotRunner
  /// Whether a strategy of these values looks at regimes, which it says once it is made and prepared.
  @usableFromInline let looksAtRegimes: @Sendable (ParameterValues, [Instrument]) throws -> Bool

  /// An entry for a strategy. Inlinable, so that the engine's loop is compiled for this strategy.
  ///
  /// `sources`: a digest of what it is built of, which the package's plugin `StrategySources` takes at every build: another
  /// one makes other bots, so that evidence stays with the code that it was gathered by. Without it nothing tells changed
  /// code from what it was under the same name and version, and bots of the strategy stay below LIVE.
  @inlinable
  public init<S: Strategy>(_ type: S.Type, sources: String? = nil) {
    self.init(
      describedAs: S.descriptor, identityLines: sources.map { ["sources=\($0)"] } ?? [],
      isPinned: sources != nil
    ) { parameters in try S(parameters: parameters) }
  }

  /// An entry for a strategy of this package.
  @inlinable
  package init<S: Strategy>(bundled type: S.Type) {
    self.init(describedAs: S.descriptor, isPinned: true) { parameters in try S(parameters: parameters) }
  }

  /// An entry for a strategy that is described and made at run time, such as a program of another language.
  @inlinable
  package init<S: Strategy>(
    describedAs descriptor: StrategyDescriptor, identityLines: [String] = [], isPinned: Bool = false,
    make: @escaping @Sendable (ParameterValues) throws -> S
  ) {
    self.descriptor = descriptor
    self.identityLines = identityLines
    self.isPinned = isPinned
    looksAtRegimes = { parameters, instruments in
      var strategy = try make(parameters)
      try strategy.prepare(for: instruments)
      return !strategy.regimes.isEmpty
    }
    assemble = { parts in
      var strategy = try make(parts.parameters)
      try strategy.prepare(for: parts.instruments)
      if parts.isAtBroker { return parts.brokerBot(strategy) }
      let engine = TradingEngine(
        strategy: strategy, account: parts.account, venue: parts.venue, gate: parts.gate,
        curvePoints: parts.curvePoints)
      return BotRunner(engine, identity: parts.identity)
    }
  }

  /// The strategies of this package.
  public static let bundled: [StrategyEntry] = [
    StrategyEntry(bundled: BollingerReversion.self), StrategyEntry(bundled: DonchianBreakout.self),
    StrategyEntry(bundled: EMACross.self),
    StrategyEntry(bundled: Idle.self), StrategyEntry(bundled: LondonBreakout.self),
    StrategyEntry(bundled: PairSpread.self),
    StrategyEntry(bundled: Scripted.self), StrategyEntry(bundled: SessionScalper.self),
  ]
}

extension StrategyEntry {
  /// The version of the regime rules that a bot's orders hang on, where its identity says it: those of a strategy that looks
  /// at regimes. `nil` for any other, and under the first rules, which no identity mentions.
  ///
  /// A strategy that can't be made looks at nothing: whoever puts the bot together is told why. Programs are not started for
  /// it, as they are told of no regimes.
  package func regimeRules(
    for configuration: BotConfiguration, version: Int = regimeRulesVersion
  ) -> Int? {
    guard version != 1, !isProgram else { return nil }
    let instruments = configuration.symbols.compactMap { configuration.profile.instrument($0) }
    let looks = (try? looksAtRegimes(configuration.parameters, instruments)) ?? false
    return looks ? version : nil
  }
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
  /// What the broker can do whom the bot trades with; `nil` for one on a simulated account.
  var broker: BrokerSettings?

  @usableFromInline var isAtBroker: Bool { broker != nil }
}

extension BotParts {
  /// The bot with a broker in the simulator's place. Not inlinable: a broker's answers take longer than any engine, and
  /// a second loop for every strategy would only take time to compile.
  @usableFromInline
  func brokerBot<S: Strategy>(_ strategy: S) -> BotRunner {
    let venue = BrokerVenue(settings: broker ?? BrokerSettings(), instruments: instruments)
    let engine = TradingEngine(
      strategy: strategy, account: account, venue: venue, gate: gate, curvePoints: curvePoints)
    return BotRunner(engine, identity: identity)
  }
}
