import ArgumentParser
import BotAssembly
import Operations

/// What makes a bot, for a backtest as for a registered one; a file given by `--config` can state it too.
///
/// Numbers are taken unconditionally: `--balance -1` is then an error about the amount, not a missing value.
struct BotOptions<Use: BotUse>: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The strategy: a name of 'slipway strategy list', or 'exec:PROGRAM ARGUMENTS' for one of your own"
        + Use.ending(nil), valueName: "name"), completion: .names(.strategies))
  var strategy: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(ProgramOptions.timeout + Use.ending(ProgramOptions.standard), valueName: "s"))
  var execTimeout: String?

  @Option(
    name: .customLong("param"), parsing: .singleValue,
    help: ArgumentHelp(
      "A parameter of the strategy, see 'slipway strategy show'; may be repeated" + Use.ending(nil),
      valueName: "name=value"))
  var params: [String] = []

  @Option(
    name: .customLong("symbol"), parsing: .singleValue,
    help: ArgumentHelp("A symbol to trade; may be repeated. " + Use.symbols, valueName: "symbol"),
    completion: .names(.symbols))
  var symbols: [String] = []

  @Option(
    help: ArgumentHelp(
      "The broker profile: a name of 'slipway broker list', or the path of a YAML file" + Use.ending(nil),
      valueName: "profile"), completion: .names(.brokers))
  var broker: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Size of an order in lots, the same as --param lots=X" + Use.ending("0.01"), valueName: "x"))
  var lots: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Start balance in the account's currency, above 0" + Use.ending(BotSettings.defaultBalance),
      valueName: "amount"))
  var balance: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Leverage, \(BotSettings.leverages.words), as 100 for 1:100" + Use.ending("the profile's"),
      valueName: "n"))
  var leverage: TypedNumber?

  @Option(
    help: ArgumentHelp(
      "The group in which backtests count as trials" + Use.ending("the strategy's name"), valueName: "family"),
    completion: .names(.strategies))
  var family: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The seed of every random draw, \(NumberRange.seeds.words)" + Use.ending("1"), valueName: "n"))
  var seed: TypedNumber?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "One-way latency in milliseconds, 0 to 3600000, as 50 or 0.25" + Use.ending("the profile's"),
      valueName: "ms"))
  var latency: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "News (.csv or .ics) within whose windows regimes are NEWS_EVENT; repeatable. " + Use.news,
      valueName: "file"), completion: .file(extensions: ["csv", "ics"]))
  var news: [String] = []

  @Option(
    help: ArgumentHelp(
      "A YAML file that may state any of these, as examples/run.yaml; the command line comes first. "
        + Use.configuration, valueName: "file"),
    completion: .yamlFiles)
  var config: String?
}

extension BotOptions {
  /// What was typed.
  ///
  /// - Throws: `CommandError.usage` for what is no number.
  var typed: TypedBot {
    get throws {
      var typed = TypedBot()
      (typed.strategy, typed.execTimeout, typed.params) = (strategy, execTimeout, params)
      (typed.symbols, typed.broker, typed.lots) = (symbols, broker, lots)
      (typed.balance, typed.family) = (balance, family)
      (typed.latency, typed.news, typed.config) = (latency, news, config)
      typed.leverage = try leverage?.whole(BotSettings.leverages, "--leverage", advice: "give 100 for 1:100")
      typed.seed = try seed?.whole(NumberRange.seeds, "--seed")
      return typed
    }
  }
}

/// What a bot is made for, as far as its options say something else of it.
protocol BotUse {
  /// What holds without an option, where that is `standard` for a new bot; `nil` where a new one has none.
  static func standard(_ standard: String?) -> String?
  /// What holds for symbols.
  static var symbols: String { get }
  /// What else is to be known of news.
  static var news: String { get }
  /// What else is to be known of a file that states options.
  static var configuration: String { get }
}

extension BotUse {
  /// How the help of an option ends.
  fileprivate static func ending(_ standard: String?) -> String {
    self.standard(standard).map { " (default: \($0))." } ?? "."
  }

  static func standard(_ standard: String?) -> String? { standard }
}

/// A bot of a backtest.
enum BacktestUse: BotUse {
  static let symbols = "Without it every symbol of the ticks is traded that the strategy can trade."
  static let news = "What bears on what is traded is part of the bot's identity."
  static let configuration = "It may name ticks, from, to and outputs, too."
}

/// A bot that is registered.
enum RegisteredUse: BotUse {
  static let symbols =
    "One is needed, here or in the file of --config; most strategies trade one only, and say so where there are more."
  static let news =
    "What bears on its symbols is kept with the bot, and is part of its identity; the files may change or go."
  static let configuration = "Its ticks and outputs are passed over."
}

/// A bot that is made as another one is.
enum CopiedUse: BotUse {
  static func standard(_ standard: String?) -> String? { "the copied bot's" }
  static let symbols = "They take the place of all that the copied bot has."
  static let news = "It takes the place of the copied bot's, and makes another identity."
  static let configuration = "It comes before the copied bot. Its ticks and outputs are passed over."
}
