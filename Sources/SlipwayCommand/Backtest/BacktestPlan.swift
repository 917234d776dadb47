import BotAssembly
import Configuration
import FileSystem
import RiskControl
import StrategyKit
import TickStore
import TradingCore

/// A backtest as it will be run: options and configuration file put together and checked.
struct BacktestPlan {
  let entry: StrategyEntry
  let bot: BotConfiguration
  let family: String
  let ticks: [String]
  let instruments: [Instrument]
  let from: Timestamp
  let to: Timestamp
  let reportPath: String?
  let tradesPath: String?
  let equityPath: String?

  /// Puts the plan together.
  ///
  /// - Throws: `CommandError`, `ConfigurationError`, `TickStoreError`, `AssemblyError` or `FileError`.
  init(_ options: BacktestOptions, home: String) throws {
    let file = try options.config.map { try RunConfiguration.load(path: $0) }
    entry = try StrategyRegistry.strategy(
      named: try Self.required(options.strategy ?? file?.strategy, "--strategy"), option: "--strategy")
    let profile = try BrokerProfiles(home: home).load(
      try Self.required(options.broker ?? file?.broker, "--broker"))
    ticks = options.ticks.isEmpty ? file?.ticks ?? [] : options.ticks
    guard !ticks.isEmpty else { throw Self.missing("--ticks") }
    instruments = try Self.instruments(of: ticks, profile: profile)
    family = options.family ?? file?.family ?? entry.descriptor.name
    from = try options.from.map { try OptionValues.time($0, option: "--from") } ?? file?.from ?? .distantPast
    to = try options.to.map { try OptionValues.time($0, option: "--to") } ?? file?.to ?? .distantFuture
    guard from < to else {
      throw CommandError.usage(
        what: "--from is not before --to", option: "--from, --to", advice: "give a time that is earlier")
    }
    reportPath = options.report ?? file?.report
    tradesPath = options.trades ?? file?.trades
    equityPath = options.equity ?? file?.equity
    try Self.checkOutputs([reportPath, tradesPath, equityPath].compactMap { $0 }, inputs: ticks)
    let parameters = try Self.parameters(entry.descriptor, options, file)
    bot = BotConfiguration(
      parameters: parameters, symbols: instruments.map(\.symbol), profile: profile,
      leverage: try Self.leverage(options.leverage ?? file?.leverage),
      startBalance: try Self.balance(options.balance ?? file?.balance, profile.accountCurrency),
      seed: options.seed ?? file?.seed ?? 1,
      latencyNanoseconds: try options.latency.map(Self.latency) ?? file?.latencyNanoseconds,
      risk: try Self.limits(file?.risk))
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

  /// The instruments of the files, by symbol.
  private static func instruments(of paths: [String], profile: BrokerProfile) throws -> [Instrument] {
    let symbols = Set(try paths.map { try TickFileReader(path: $0).metadata.symbol })
    return try symbols.sorted().map { symbol in
      guard let instrument = profile.instrument(symbol) else {
        throw AssemblyError.unknownInstrument(symbol, profile: profile.name)
      }
      return instrument
    }
  }

  private static func checkOutputs(_ outputs: [String], inputs: [String]) throws(CommandError) {
    for (index, output) in outputs.enumerated() where outputs[..<index].contains(output) {
      throw .usage(
        what: "two outputs are named '\(output)'", option: "--report, --trades, --equity",
        advice: "give each a name of its own")
    }
    for output in outputs { try OutputOption.check(output, against: inputs) }
  }

  private static func leverage(_ value: Int64?) throws(CommandError) -> Int64? {
    guard let value else { return nil }
    guard (1...1_000_000).contains(value) else {
      throw .usage(
        what: "expected 1 to 1000000, was \(value)", option: "--leverage", advice: "give 100 for 1:100")
    }
    return value
  }

  private static func balance(_ text: String?, _ currency: Currency) throws(CommandError) -> Money {
    let text = text ?? "1000.00"
    guard let units = try? DecimalText.parse(text, digits: currency.moneyDigits), units > 0 else {
      throw .usage(
        what: "expected a positive amount of \(currency), was '\(text)'", option: "--balance",
        advice: "give one such as 1000.00")
    }
    return Money(units: units)
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
