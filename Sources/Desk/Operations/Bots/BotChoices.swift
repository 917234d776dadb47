import BotAssembly
import BrokerProfiles
import RiskControl
import StrategyKit
import TradingCore
import YAMLText

/// What was typed of a bot on the command line, with what its configuration file and the bot that is copied say where
/// nothing was, and the errors that name the one which is wrong.
struct BotChoices {
  /// The command line.
  let options: TypedBot
  /// The configuration file.
  let file: RunConfiguration?
  /// The bot that is copied, whose values hold where nothing else is said.
  let base: BotSpec?
  /// The command in errors about what is missing.
  let command: String
  /// What all of them say.
  let said: TypedBot

  /// Reads the configuration file, if there is one.
  ///
  /// - Throws: `FileError` or `ConfigurationError`.
  init(_ options: TypedBot, base: BotSpec? = nil, command: String) throws {
    self.options = options
    self.base = base
    self.command = command
    file = try options.config.map { try RunConfiguration.load(path: $0) }
    said = options.over(file?.typed.bot).over(base.map { TypedBot($0) })
  }

  /// The strategy's name or `exec:` text.
  ///
  /// - Throws: `OperationError.usage` when there is none.
  var strategyText: String {
    get throws(OperationError) { try required(said.strategy, "--strategy") }
  }

  /// The broker profile's name or path.
  ///
  /// - Throws: `OperationError.usage` when there is none.
  var brokerText: String {
    get throws(OperationError) { try required(said.broker, "--broker") }
  }

  /// What is to be traded, by name; empty when nobody said.
  var symbolTexts: [String] { said.symbols }

  /// What trials count under when the strategy has this description.
  func family(_ descriptor: StrategyDescriptor) -> String { said.family ?? descriptor.name }

  /// The seed.
  var seed: UInt64 { said.seed ?? 1 }

  /// The strategy; a program is started.
  ///
  /// - Throws: `OperationError`, `ConfigurationError` or `ProgramError`.
  func strategy(_ home: Home) throws -> StrategyEntry {
    let name = try strategyText
    do {
      return try home.strategy(name, place: "--strategy", execTimeout: try execTimeoutMilliseconds)
    } catch OperationError.usage(let what, let place, let advice) {
      guard options.strategy == nil, place == "--strategy", let file else {
        throw OperationError.usage(what: what, place: place, advice: advice)
      }
      throw fault(file, "strategy", what, advice)
    }
  }

  /// How long an `exec:` strategy may take, where somebody said, in milliseconds.
  ///
  /// - Throws: `OperationError.usage`.
  var execTimeoutMilliseconds: Int64? {
    get throws { try ProgramLimits.milliseconds(said.execTimeout) }
  }

  /// The broker profile.
  ///
  /// - Throws: `OperationError`, `BrokerProfileError`, `FileError` or `ConfigurationError`.
  func profile(home: String) throws -> BrokerProfile {
    let broker = try brokerText
    do {
      return try BrokerProfiles(home: home).load(broker)
    } catch BrokerProfileError.unknownProfile(let name, let nearest, let known) {
      guard options.broker == nil, let file else {
        throw BrokerProfileError.unknownProfile(name: name, nearest: nearest, known: known)
      }
      throw fault(
        file, "broker", "no broker profile '\(name)'", "choose one of " + known.joined(separator: ", "))
    }
  }

  /// The leverage, where somebody said.
  ///
  /// - Throws: `OperationError.usage`.
  var leverage: Int64? {
    get throws {
      try said.leverage.map { value in try checked { try BotSettings.leverage(value) } }
    }
  }

  /// The start balance as text.
  var balanceText: String { said.balance ?? BotSettings.defaultBalance }

  /// The start balance.
  ///
  /// - Throws: `OperationError.usage` or `ConfigurationError`.
  func balance(in currency: Currency) throws -> Money {
    try checked { try BotSettings.balance(balanceText, in: currency) }
  }

  /// The latency in nanoseconds, where somebody said.
  ///
  /// - Throws: `OperationError.usage`.
  var latencyNanoseconds: Int64? {
    get throws {
      try said.latency.map { text in try checked { try BotSettings.latency(milliseconds: text) } }
    }
  }

  /// The bot's own limits, where somebody stated some.
  var risk: RiskLimits? { said.risk }

  /// The error for something that nobody gave.
  func missing(_ option: String) -> OperationError {
    .usage(
      what: "\(option) is missing", place: command,
      advice: "give it, or state it in a file named by --config")
  }

  /// Runs a check, and names the option or the file's key when it fails.
  private func checked<Value>(_ check: () throws -> Value) throws -> Value {
    do {
      return try check()
    } catch BotSettingError.setting(let setting, let what, let advice) {
      if setting == .balance, options.balance == nil, let file, file.typed.bot.balance != nil {
        throw fault(file, "balance", what, advice)
      }
      throw OperationError.usage(what: what, place: "--\(setting.rawValue)", advice: advice)
    }
  }

  private func required(_ value: String?, _ option: String) throws(OperationError) -> String {
    guard let value, !value.isEmpty else { throw missing(option) }
    return value
  }

  /// What is wrong with a value that only the configuration file gave.
  private func fault(
    _ file: RunConfiguration, _ field: String, _ what: String, _ advice: String
  ) -> ConfigurationError {
    .fault(ConfigurationPlace(path: file.path, line: nil), field: field, problem: what, remedy: advice)
  }
}
