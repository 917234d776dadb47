import BotAssembly
import YAMLConfiguration
import FileSystem
import RiskControl
import StrategyKit
import TradingCore

/// A backtest as it will be run: options and configuration file put together and checked.
struct BacktestPlan {
  let entry: StrategyEntry
  let bot: BotConfiguration
  let family: String
  let ticks: [String]
  /// What is traded, then what only converts.
  let instruments: [Instrument]
  /// What is traded, in the strategy's order.
  var traded: ArraySlice<Instrument> { instruments.prefix(bot.symbols.count) }
  /// Symbols of the files that are neither.
  let unused: [Symbol]
  let from: Timestamp
  let to: Timestamp
  let outputs: BacktestOutputs
  let origins: ParameterOrigins

  /// Puts the plan together.
  ///
  /// - Throws: `CommandError`, `ConfigurationError`, `TickStoreError`, `AssemblyError` or `FileError`.
  init(_ options: BacktestOptions, home: String, quiet: Bool = false) throws {
    let file = try options.config.map { try RunConfiguration.load(path: $0) }
    entry = try Self.strategy(options, file, quiet: quiet)
    let broker = try Self.required(options.broker ?? file?.broker, "--broker")
    let profile = try Self.profile(broker, isOption: options.broker != nil, file, home: home)
    let files = options.ticks.isEmpty ? file?.ticks ?? [] : options.ticks
    guard !files.isEmpty else { throw Self.missing("--ticks") }
    let symbols = try SymbolPlan(
      paths: files, names: options.symbols.isEmpty ? file?.symbols ?? [] : options.symbols,
      strategy: entry.descriptor, profile: profile
    ) { try Self.instrument($0, profile) }
    ticks = symbols.paths
    instruments = symbols.traded + symbols.conversion
    unused = symbols.unused
    family = options.family ?? file?.family ?? entry.descriptor.name
    from = try options.from.map { try OptionValues.time($0, option: "--from") } ?? file?.from ?? .distantPast
    to = try options.to.map { try OptionValues.time($0, option: "--to") } ?? file?.to ?? .distantFuture
    guard from < to else {
      throw CommandError.usage(
        what: "--from is not before --to", option: "--from, --to", advice: "give a time that is earlier")
    }
    outputs = BacktestOutputs(options, file)
    let parameters: ParameterValues
    (parameters, origins) = try Self.parameters(entry.descriptor, options, file)
    // A profile's name among them refuses no more than an output that is there and called like it.
    try outputs.check(
      against: files + origins.files.values.sorted() + [options.config, broker].compactMap { $0 })
    bot = BotConfiguration(
      parameters: parameters, symbols: symbols.traded.map(\.symbol),
      conversionSymbols: symbols.conversion.map(\.symbol), profile: profile,
      leverage: try Self.leverage(options.leverage ?? file?.leverage),
      startBalance: try Self.balance(options.balance, file, profile.accountCurrency),
      seed: options.seed ?? file?.seed ?? 1,
      latencyNanoseconds: try options.latency.map(Self.latency) ?? file?.latencyNanoseconds,
      risk: try Self.limits(file?.risk))
  }

  private static func strategy(
    _ options: BacktestOptions, _ file: RunConfiguration?, quiet: Bool
  ) throws -> StrategyEntry {
    let name = try required(options.strategy ?? file?.strategy, "--strategy")
    do {
      return try StrategyRegistry.strategy(
        name, option: "--strategy", program: options.program, quiet: quiet)
    } catch CommandError.usage(let what, let option, let advice) {
      guard options.strategy == nil, option == "--strategy", let file else {
        throw CommandError.usage(what: what, option: option, advice: advice)
      }
      throw fault(file, "strategy", what, advice)
    }
  }

  private static func profile(
    _ broker: String, isOption: Bool, _ file: RunConfiguration?, home: String
  ) throws -> BrokerProfile {
    do throws(ConfigurationError) {
      return try BrokerProfiles(home: home).load(broker)
    } catch {
      guard !isOption, let file, case .unknownProfile(let name, _, let known) = error else { throw error }
      throw fault(
        file, "broker", "no broker profile '\(name)'", "choose one of " + known.joined(separator: ", "))
    }
  }

  /// What is wrong with a value that only the configuration file gave.
  private static func fault(
    _ file: RunConfiguration, _ field: String, _ what: String, _ advice: String
  ) -> ConfigurationError {
    .fault(ConfigurationPlace(path: file.path, line: nil), field: field, problem: what, remedy: advice)
  }

  private static func required(_ value: String?, _ option: String) throws(CommandError) -> String {
    guard let value, !value.isEmpty else { throw missing(option) }
    return value
  }

  private static func missing(_ option: String) -> CommandError {
    .usage(
      what: "\(option) is missing", option: "slipway backtest",
      advice: "give it, or state it in a file named by --config")
  }

  private static func instrument(
    _ symbol: Symbol, _ profile: BrokerProfile
  ) throws(AssemblyError) -> Instrument {
    guard let instrument = profile.instrument(symbol) else {
      throw .unknownInstrument(symbol, profile: profile.name)
    }
    return instrument
  }

  private static func leverage(_ value: Int64?) throws(CommandError) -> Int64? {
    guard let value else { return nil }
    guard (1...1_000_000).contains(value) else {
      throw .usage(
        what: "expected 1 to 1000000, was \(value)", option: "--leverage", advice: "give 100 for 1:100")
    }
    return value
  }

  private static func balance(
    _ option: String?, _ file: RunConfiguration?, _ currency: Currency
  ) throws -> Money {
    let text = option ?? file?.balance ?? "1000.00"
    if let units = try? DecimalText.parse(text, digits: currency.moneyDigits), units > 0 {
      return Money(units: units)
    }
    let what = "expected a positive amount of \(currency), was '\(text)'"
    let advice = "give one such as 1000.00"
    if option == nil, let file { throw fault(file, "balance", what, advice) }
    throw CommandError.usage(what: what, option: "--balance", advice: advice)
  }

  private static func latency(_ text: String) throws(CommandError) -> Int64 {
    guard let nanoseconds = try? DecimalText.parse(text, digits: 6), nanoseconds >= 0,
      nanoseconds <= Timestamp.hour
    else {
      throw .usage(
        what: "expected milliseconds from 0 to 3600000, was '\(text)'", option: "--latency",
        advice: "give a number such as 50 or 0.25")
    }
    return nanoseconds
  }

  private static func limits(_ settings: RiskSettings?) throws(CommandError) -> RiskLimits {
    var limits = RiskLimits()
    guard let settings else { return limits }
    if let lots = settings.maxLots {
      guard let value = try? DecimalText.parse(lots, digits: 8) else {
        throw .usage(
          what: "too many decimals in '\(lots)'", option: "risk.max_lots", advice: "give at most eight")
      }
      limits.maximumLots = value
    }
    limits.maximumOpenPositions = settings.maxOpenPositions.map { Int(clamping: $0) }
    limits.staleQuoteSeconds = settings.staleQuoteSeconds
    if let distance = settings.maxPriceDistanceMillionths { limits.maximumPriceDistanceMillionths = distance }
    return limits
  }
}
