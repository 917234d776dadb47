import BotAssembly
package import RiskControl
import TradingCore

/// What was typed of a bot, for a backtest as for a registered one: texts as they stood, `nil` where nothing was said.
/// A command line, a configuration file and the bot that is copied say it alike.
package struct TypedBot: Sendable, Hashable {
  /// A strategy's name, or `exec:PROGRAM ARGUMENTS`.
  package var strategy: String?
  /// Longest wait for an answer of a program, in seconds.
  package var execTimeout: String?
  /// Parameters as `name=value`; those of a file stand in its `RunConfiguration`, with their lines.
  package var params: [String] = []
  /// Names of what is to be traded.
  package var symbols: [String] = []
  /// A broker profile: a name or the path of a YAML file.
  package var broker: String?
  /// Size of an order in lots.
  package var lots: String?
  /// Start balance in the account's currency.
  package var balance: String?
  /// Notional per unit of margin.
  package var leverage: Int64?
  /// What it counts under as a trial.
  package var family: String?
  /// The seed of every random draw.
  package var seed: UInt64?
  /// One-way latency in milliseconds.
  package var latency: String?
  /// Limits that orders must keep, which only a file states.
  package var risk: RiskLimits?
  /// Files of news within whose windows regimes are NEWS_EVENT.
  package var news: [String] = []
  /// The path of a YAML file with any of these.
  package var config: String?

  /// Nothing typed yet.
  package init() {}

  /// What somebody would type to register a bot like this one, but for its parameters and its news, whose files may be gone.
  init(_ spec: BotSpec) {
    strategy = spec.strategy
    execTimeout = spec.execTimeoutMilliseconds.map { DecimalText.format($0, digits: 3, minimumFraction: 0) }
    symbols = spec.symbols.map(\.name)
    (broker, balance, leverage) = (spec.broker, spec.balance, spec.leverage)
    (family, seed, risk) = (spec.family, spec.seed, spec.risk)
    latency = spec.latencyNanoseconds.map { DecimalText.format($0, digits: 6, minimumFraction: 0) }
  }

  /// What was typed, and where nothing was, what another says; parameters and lots are left as they are, since an
  /// error about one names who gave it.
  func over(_ other: TypedBot?) -> TypedBot {
    guard let other else { return self }
    var both = self
    both.strategy = strategy ?? other.strategy
    both.execTimeout = execTimeout ?? other.execTimeout
    both.symbols = symbols.isEmpty ? other.symbols : symbols
    both.broker = broker ?? other.broker
    both.balance = balance ?? other.balance
    both.leverage = leverage ?? other.leverage
    both.family = family ?? other.family
    both.seed = seed ?? other.seed
    both.latency = latency ?? other.latency
    both.risk = risk ?? other.risk
    both.news = news.isEmpty ? other.news : news
    return both
  }
}
