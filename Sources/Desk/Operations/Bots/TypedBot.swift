/// What somebody typed of a bot, for a backtest as for a registered one: texts as they stood, `nil` where nothing was
/// said. A configuration file named by `config` says the rest.
package struct TypedBot: Sendable, Hashable {
  /// A strategy's name, or `exec:PROGRAM ARGUMENTS`.
  package var strategy: String?
  /// Longest wait for an answer of a program, in seconds.
  package var execTimeout: String?
  /// Parameters as `name=value`.
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
  /// The path of a YAML file with any of these.
  package var config: String?

  /// Nothing typed yet.
  package init() {}
}
