import BotAssembly
import RiskControl
import StrategyKit
import StrategyPrograms
import TradingCore
import YAMLConfiguration

/// What was typed of a bot, with what its configuration file says where nothing was, and the errors that name the one
/// which is wrong.
struct BotChoices {
  let options: TypedBot
  let file: RunConfiguration?
  /// The bot that is copied, whose values hold where nothing else is said.
  let base: BotSpec?
  /// The command in errors about what is missing.
  let command: String

  /// Reads the configuration file, if there is one.
  ///
  /// - Throws: `ConfigurationError`.
  init(_ options: TypedBot, base: BotSpec? = nil, command: String) throws(ConfigurationError) {
    self.options = options
    self.base = base
    self.command = command
    if let path = options.config { file = try RunConfiguration.load(path: path) } else { file = nil }
  }

  /// The strategy's name or `exec:` text.
  ///
  /// - Throws: `OperationError.usage` when there is none.
  var strategyText: String {
    get throws(OperationError) {
      try required(options.strategy ?? file?.strategy ?? base?.strategy, "--strategy")
    }
  }

  /// The broker profile's name or path.
  ///
  /// - Throws: `OperationError.usage` when there is none.
  var brokerText: String {
    get throws(OperationError) { try required(options.broker ?? file?.broker ?? base?.broker, "--broker") }
  }

  /// What is to be traded, by name; empty when nobody said.
  var symbolTexts: [String] {
    if !options.symbols.isEmpty { return options.symbols }
    if let symbols = file?.symbols, !symbols.isEmpty { return symbols }
    return base?.symbols.map(\.name) ?? []
  }

  /// What trials count under when the strategy has this description.
  func family(_ descriptor: StrategyDescriptor) -> String {
    options.family ?? file?.family ?? base?.family ?? descriptor.name
  }

  /// The seed.
  var seed: UInt64 { options.seed ?? file?.seed ?? base?.seed ?? 1 }

  /// The strategy; a program is started.
  ///
  /// - Throws: `OperationError`, `ConfigurationError` or `ProgramError`.
  func strategy(_ home: Home) throws -> StrategyEntry {
    let name = try strategyText
    do {
      return try home.strategies.strategy(
        name, place: "--strategy", limits: try execLimits, cancellation: home.cancellation,
        errors: home.listener.programLine)
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
    get throws { try ProgramLimits.milliseconds(options.execTimeout) ?? base?.execTimeoutMilliseconds }
  }

  private var execLimits: ExternalProgram.Limits {
    get throws { ProgramLimits.limits(milliseconds: try execTimeoutMilliseconds) }
  }

  /// The broker profile.
  ///
  /// - Throws: `OperationError` or `ConfigurationError`.
  func profile(home: String) throws -> BrokerProfile {
    let broker = try brokerText
    do throws(ConfigurationError) {
      return try BrokerProfiles(home: home).load(broker)
    } catch {
      guard options.broker == nil, let file, case .unknownProfile(let name, _, let known) = error else {
        throw error
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
      guard let value = options.leverage ?? file?.leverage ?? base?.leverage else { return nil }
      return try checked { try BotSettings.leverage(value) }
    }
  }

  /// The start balance as text.
  var balanceText: String { options.balance ?? file?.balance ?? base?.balance ?? BotSettings.defaultBalance }

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
      guard let text = options.latency else {
        return file?.latencyNanoseconds ?? base?.latencyNanoseconds
      }
      return try checked { try BotSettings.latency(milliseconds: text) }
    }
  }

  /// The bot's own limits, where the file states some.
  ///
  /// - Throws: `OperationError.usage`.
  var risk: RiskLimits? {
    get throws {
      guard let settings = file?.risk, settings != RiskSettings() else { return base?.risk }
      return try checked { try BotSettings.limits(settings) }
    }
  }

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
      if setting == .balance, options.balance == nil, let file, file.balance != nil {
        throw fault(file, "balance", what, advice)
      }
      let option = setting == .maximumLots ? setting.rawValue : "--\(setting.rawValue)"
      throw OperationError.usage(what: what, place: option, advice: advice)
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
