import ArgumentParser
import Operations

/// What makes a bot, for a backtest as for a registered one; a file given by `--config` can state it too.
///
/// Numbers are taken unconditionally: `--balance -1` is then an error about the amount, not a missing value.
struct BotOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The strategy: a name of 'slipway strategy list', or 'exec:PROGRAM ARGUMENTS' for one of your own.",
      valueName: "name"), completion: .names(.strategies))
  var strategy: String?

  @OptionGroup var program: ProgramOptions

  @Option(
    name: .customLong("param"), parsing: .singleValue,
    help: ArgumentHelp("A parameter of the strategy; may be repeated.", valueName: "name=value"))
  var params: [String] = []

  @Option(
    name: .customLong("symbol"), parsing: .singleValue,
    help: ArgumentHelp(
      "A symbol to trade; may be repeated. A backtest trades every symbol of its ticks that it can when none is named.",
      valueName: "name"), completion: .names(.symbols))
  var symbols: [String] = []

  @Option(
    help: ArgumentHelp("The broker profile: a name or the path of a YAML file.", valueName: "name"),
    completion: .names(.brokers))
  var broker: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Size of an order in lots (default: 0.01).", valueName: "x"))
  var lots: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Start balance in the account's currency (default: 1000.00).", valueName: "x"))
  var balance: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leverage, as 100 for 1:100 (default: the profile's).", valueName: "n"))
  var leverage: Int64?

  @Option(
    help: ArgumentHelp(
      "The group in which backtests count as trials (default: the strategy).", valueName: "name"),
    completion: .names(.strategies))
  var family: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The seed of every random draw (default: 1).", valueName: "n")
  )
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("One-way latency in milliseconds (default: the profile's).", valueName: "ms"))
  var latency: String?

  @Option(
    help: ArgumentHelp(
      "A YAML file with any of these options; the command line comes first.", valueName: "file"),
    completion: .yamlFiles)
  var config: String?
}

extension BotOptions {
  /// What was typed.
  var typed: TypedBot {
    var typed = TypedBot()
    (typed.strategy, typed.execTimeout, typed.params) = (strategy, program.execTimeout, params)
    (typed.symbols, typed.broker, typed.lots) = (symbols, broker, lots)
    (typed.balance, typed.leverage, typed.family) = (balance, leverage, family)
    (typed.seed, typed.latency, typed.config) = (seed, latency, config)
    return typed
  }
}
