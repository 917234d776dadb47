import BotAssembly
import MarketClimate
import FileSystem
import RiskControl
import StrategyKit
import TickStore
import TradingCore

/// A backtest as it will be run: what was typed and the configuration file put together and checked.
struct BacktestPlan {
  let bot: ResolvedBot
  let family: String
  let ticks: [String]
  var configuration: BotConfiguration { bot.configuration }
  /// What is traded, then what only converts.
  var instruments: [Instrument] { bot.instruments }
  /// What is traded, in the strategy's order.
  var traded: ArraySlice<Instrument> { instruments.prefix(configuration.symbols.count) }
  /// Symbols of the files that are neither.
  let unused: [Symbol]
  let from: Timestamp
  let to: Timestamp
  /// What is done about files of one symbol that hold the same stretch of time.
  let overlapping: OverlapPolicy
  let outputs: BacktestOutputs
  /// The place among the instruments of the one that is the benchmark.
  let benchmark: Int?
  /// Whether it is kept as no trial.
  let isUntracked: Bool
  let origins: ParameterOrigins
  /// The rules of risk that the bot is tried under; `nil` for none.
  let guarding: BacktestGuard?
  /// The news that counts for it; `nil` where no file was named.
  let news: BotNews?

  /// Puts the plan together.
  ///
  /// - Throws: `OperationError`, `ConfigurationError`, `TickStoreError`, `AssemblyError` or `FileError`.
  init(_ typed: TypedBacktest, home: Home) throws {
    let choices = try BotChoices(typed.bot, command: "slipway backtest")
    let typed = typed.over(choices.file?.typed)
    let entry = try choices.strategy(home)
    let profile = try choices.profile(home: home.folder)
    let files = typed.ticks
    guard !files.isEmpty else { throw choices.missing("--ticks") }
    let symbols = try SymbolPlan(
      paths: files, names: choices.symbolTexts, strategy: entry.descriptor, profile: profile
    ) { try Self.instrument($0, profile) }
    ticks = symbols.paths
    unused = symbols.unused
    family = choices.family(entry.descriptor)
    from = try typed.from.map { try TypedValues.time($0, place: "--from") } ?? .distantPast
    to = try typed.to.map { try TypedValues.time($0, place: "--to") } ?? .distantFuture
    guard from < to else {
      throw OperationError.usage(
        what: "--from is not before --to", place: "--from, --to", advice: "give a time that is earlier")
    }
    overlapping = typed.mergeSources ? .merge : .refuse
    outputs = BacktestOutputs(typed)
    isUntracked = typed.isUntracked
    let played = symbols.traded + symbols.conversion
    benchmark = try typed.benchmark.map { try Self.benchmark($0, among: played, profile) }
    let given = try choices.parameters(entry.descriptor)
    origins = given.origins
    let parameters = try given.values(entry.descriptor)
    try origins.checkLots(
      parameters, entry.descriptor, traded: symbols.traded, isGiven: { given.texts[$0] != nil })
    // A profile's name among them refuses no more than an output that is there and called like it.
    let inputs =
      [typed.bot.config, try choices.brokerText].compactMap { $0 } + choices.newsFiles
      + (typed.risk.map { [$0] } ?? [])
    try outputs.check(against: files + origins.files.values.sorted() + inputs, home: home.folder)
    var configuration = BotConfiguration(
      parameters: parameters, symbols: symbols.traded.map(\.symbol),
      conversionSymbols: symbols.conversion.map(\.symbol), profile: profile, leverage: try choices.leverage,
      startBalance: try choices.balance(in: profile.accountCurrency), seed: choices.seed,
      latencyNanoseconds: try choices.latencyNanoseconds, risk: choices.risk ?? RiskLimits())
    news = try choices.news(home, trading: symbols.traded)
    configuration.news = news?.calendar
    if let path = typed.risk {
      guarding = try BacktestGuard(path: path, home: home.folder, family: family, configuration)
    } else {
      guarding = nil
    }
    configuration.guardDigest = guarding?.digest
    bot = ResolvedBot(
      strategy: try choices.strategyText, entry: entry, configuration: configuration,
      instruments: symbols.traded + symbols.conversion)
  }

  private static func benchmark(
    _ name: String, among played: [Instrument], _ profile: BrokerProfile
  ) throws(OperationError) -> Int {
    let symbol = try TypedValues.symbol(name)
    guard let place = played.firstIndex(where: { $0.symbol == symbol }) else {
      throw .usage(
        what: "there are no ticks of \(symbol)", place: "--benchmark",
        advice: "choose among " + played.map(\.symbol.name).joined(separator: ", "))
    }
    // Refused before anything is run.
    _ = try BenchmarkWatch(played[place], start: .zero, currency: profile.accountCurrency)
    return place
  }

  private static func instrument(
    _ symbol: Symbol, _ profile: BrokerProfile
  ) throws(AssemblyError) -> Instrument {
    guard let instrument = profile.instrument(symbol) else {
      throw .unknownInstrument(symbol, profile: profile.name)
    }
    return instrument
  }
}
