import BotAssembly
import BrokerProfiles
import FileSystem
import StrategyKit
import StrategyPrograms
import TradingCore

/// A bot that is about to be registered: looked up, read and put together once, so that what is stored works.
struct BotRegistration {
  let spec: BotSpec
  let resolved: ResolvedBot
  /// What is remarkable of it, in sentences.
  let notes: [String]

  /// Checks everything.
  ///
  /// - Throws: `OperationError` and the errors of what is looked up.
  init(id: String, _ choices: BotChoices, home: Home) throws {
    guard BotSpec.isID(id) else {
      throw OperationError.usage(
        what: "'\(id)' can't be a bot's name", place: choices.command,
        advice: "give 1 to 64 letters, digits or _ - . with a letter or digit first")
    }
    guard !choices.symbolTexts.isEmpty else { throw choices.missing("--symbol") }
    let broker = try choices.brokerText
    let entry = try choices.strategy(home)
    // Only for its errors, which name the option or the file.
    _ = try choices.profile(home: home.folder)
    let given = try choices.parameters(entry.descriptor)
    var spec = BotSpec(
      id: id, strategy: try Self.absolute(strategy: try choices.strategyText),
      params: given.texts.merging(given.origins.files.mapValues(Folders.absolutePath)) { $1 },
      symbols: try choices.symbolTexts.map { try TypedValues.symbol($0) },
      broker: BrokerProfiles.isPath(broker) ? Folders.absolutePath(broker) : broker,
      family: choices.family(entry.descriptor))
    spec.conversionSymbols = choices.base?.conversionSymbols ?? []
    spec.leverage = try choices.leverage
    spec.seed = choices.seed
    spec.latencyNanoseconds = try choices.latencyNanoseconds
    spec.balance = choices.balanceText
    spec.risk = choices.risk
    spec.execTimeoutMilliseconds = try choices.execTimeoutMilliseconds
    let profile = try choices.profile(home: home.folder)
    _ = try choices.balance(in: profile.accountCurrency)
    // A symbol that the broker does not have is refused below.
    spec.news = try choices.news(home, trading: spec.symbols.compactMap { profile.instrument($0) })
    let looksAtRegimes: Bool?
    (resolved, looksAtRegimes) = try Self.resolve(spec, entry, given.origins, home: home.folder)
    try given.origins.checkLots(
      resolved.configuration.parameters, entry.descriptor,
      traded: Array(resolved.instruments.prefix(spec.symbols.count)), isGiven: { given.texts[$0] != nil })
    spec.conversionSymbols = resolved.configuration.conversionSymbols
    self.spec = spec
    notes =
      spec.news.map {
        ShownNews($0).remarks(
          strategy: entry.descriptor.name, symbols: spec.symbols, looksAtRegimes: looksAtRegimes)
      } ?? []
  }

  private static func absolute(strategy: String) throws -> String {
    guard strategy.hasPrefix(ProgramCommand.prefix) else { return strategy }
    return try ProgramCommand(strategy).absoluteText
  }

  private static func resolve(
    _ spec: BotSpec, _ entry: StrategyEntry, _ origins: ParameterOrigins, home: String
  ) throws -> (ResolvedBot, looksAtRegimes: Bool?) {
    do {
      let resolved = try spec.resolve(strategies: { _ in entry }, home: home)
      // What only shows when strategy, account and venue meet.
      if spec.strategy.hasPrefix(ProgramCommand.prefix) {
        try resolved.tryHosting()
        // A program says it to whoever runs it.
        return (resolved, nil)
      }
      return (resolved, try resolved.paperBot().looksAtRegimes)
    } catch AssemblyError.strategy(let failure) {
      throw AssemblyError.strategy(
        StrategyFailure(
          "a bot of this strategy can't be hosted: \(failure.what)", place: failure.place,
          advice: failure.advice))
    } catch AssemblyError.parameter(let fault, strategy: _) {
      throw origins.error(fault)
    } catch BotSettingError.symbols(let what, let advice) {
      throw OperationError.usage(what: what, place: "--symbol", advice: advice)
    } catch BotSettingError.badFamily(let family) {
      throw OperationError.usage(
        what: "'\(family)' can't be a family's name", place: "--family",
        advice: "give 1 to 100 characters on one line")
    } catch let error as BotSettingError {
      throw origins.error(error)
    }
  }
}
