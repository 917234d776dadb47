package import MarketClimate
package import RiskControl
package import StrategyKit
package import TradingCore

/// Everything that makes a bot the bot it is, and its account's start.
package struct BotConfiguration: Sendable {
  /// The checked values of the strategy's parameters.
  package var parameters: ParameterValues
  /// What it trades, in the strategy's order.
  package var symbols: [Symbol]
  /// What is in its stream only to convert results and costs into the account's currency.
  package var conversionSymbols: [Symbol]
  /// The broker it trades at.
  package var profile: BrokerProfile
  /// Notional per unit of margin.
  package var leverage: Int64
  /// What the account starts with.
  package var startBalance: Money
  /// The seed of every random draw.
  package var seed: UInt64
  /// One-way latency in nanoseconds.
  package var latencyNanoseconds: Int64
  /// The bot's own limits.
  package var risk: RiskLimits
  /// The news within whose windows regimes are NEWS_EVENT; `nil` where none is known.
  package var news: NewsCalendar?
  /// The digest of the rules of risk that it is tried under by itself; `nil` for none.
  package var guardDigest: String?

  /// A configuration; leverage and latency are the profile's unless given.
  package init(
    parameters: ParameterValues, symbols: [Symbol], conversionSymbols: [Symbol] = [], profile: BrokerProfile,
    leverage: Int64? = nil, startBalance: Money, seed: UInt64 = 1, latencyNanoseconds: Int64? = nil,
    risk: RiskLimits = RiskLimits()
  ) {
    self.parameters = parameters
    self.symbols = symbols
    self.conversionSymbols = conversionSymbols
    self.profile = profile
    self.leverage = leverage ?? profile.leverage
    self.startBalance = startBalance
    self.seed = seed
    self.latencyNanoseconds = latencyNanoseconds ?? profile.latencyNanoseconds
    self.risk = risk
  }

  /// What its broker profile is, whatever it calls itself.
  package var profileIdentity: ProfileIdentity { ProfileIdentity(profile, trading: streamSymbols) }

  /// What of the news counts for what it trades; `nil` where nothing does, which is as if there were none.
  package var countingNews: NewsCalendar? {
    let counting = news?.counting(for: symbols.compactMap { profile.instrument($0) })
    return counting.flatMap { $0.events.isEmpty ? nil : $0 }
  }

  /// Every symbol of its stream: what it trades, then what only converts.
  package var streamSymbols: [Symbol] { symbols + conversionSymbols }
}
