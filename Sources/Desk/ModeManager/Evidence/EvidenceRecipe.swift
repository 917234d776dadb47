package import BotAssembly
package import BrokerBridges
package import MarketClimate
package import RiskControl
package import StrategyKit
package import TradingCore

/// Everything that evidence was made with, as values: what a session needs to be replayed when profiles, files
/// and registrations have changed since.
package struct EvidenceRecipe: Sendable {
  /// The strategy's name, or the command of a program.
  package var strategy: String
  /// The strategy's version.
  package var version: Int
  /// Parameter texts by name, those given and the defaults.
  package var parameters: [String: String]
  /// Contents of file parameters by name.
  package var files: [String: String]
  /// What is traded, in the strategy's order.
  package var symbols: [Symbol]
  /// What only converts.
  package var conversionSymbols: [Symbol]
  /// The broker's values.
  package var profile: BrokerProfile
  /// Notional per unit of margin.
  package var leverage: Int64
  /// What the account started with.
  package var startBalance: Money
  /// The seed of the random draws.
  package var seed: UInt64
  /// One-way latency in nanoseconds.
  package var latencyNanoseconds: Int64
  /// The bot's own limits.
  package var risk: RiskLimits
  /// The news that counted for it; `nil` for none.
  package var news: NewsCalendar?
  /// What the broker could do to whom its orders went; `nil` for a simulated account.
  package var broker: BrokerSettings?

  init(
    strategy: String, version: Int, parameters: [String: String], files: [String: String], symbols: [Symbol],
    conversionSymbols: [Symbol], profile: BrokerProfile, leverage: Int64, startBalance: Money, seed: UInt64,
    latencyNanoseconds: Int64, risk: RiskLimits, news: NewsCalendar? = nil, broker: BrokerSettings? = nil
  ) {
    self.strategy = strategy
    self.version = version
    self.parameters = parameters
    self.files = files
    self.symbols = symbols
    self.conversionSymbols = conversionSymbols
    self.profile = profile
    self.leverage = leverage
    self.startBalance = startBalance
    self.seed = seed
    self.latencyNanoseconds = latencyNanoseconds
    self.risk = risk
    self.news = news
    self.broker = broker
  }

  /// The recipe of a bot as it is.
  package init(_ bot: ResolvedBot) {
    self.init(
      strategy: bot.strategy, version: bot.entry.descriptor.version, configuration: bot.configuration)
  }

  /// The recipe of a configured bot.
  package init(strategy: String, version: Int, configuration: BotConfiguration) {
    self.strategy = strategy
    self.version = version
    parameters = [:]
    files = [:]
    for (name, text) in configuration.parameters.identifying {
      parameters[name] = text
      files[name] = configuration.parameters.fileText(name)
    }
    symbols = configuration.symbols
    conversionSymbols = configuration.conversionSymbols
    profile = configuration.profile
    leverage = configuration.leverage
    startBalance = configuration.startBalance
    seed = configuration.seed
    latencyNanoseconds = configuration.latencyNanoseconds
    risk = configuration.risk
    news = configuration.countingNews
  }

  /// The bot it describes, for a strategy of that name.
  ///
  /// - Throws: `ParameterError` when the strategy no longer takes these parameters.
  package func configuration(
    for descriptor: StrategyDescriptor
  ) throws(ParameterError) -> BotConfiguration {
    var configuration = BotConfiguration(
      parameters: try ParameterValues(for: descriptor, given: parameters, files: files), symbols: symbols,
      conversionSymbols: conversionSymbols, profile: profile, leverage: leverage, startBalance: startBalance,
      seed: seed, latencyNanoseconds: latencyNanoseconds, risk: risk)
    configuration.news = news
    return configuration
  }
}
