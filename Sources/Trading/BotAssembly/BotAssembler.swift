package import BrokerBridges
import FillSimulator
import MarketClimate
import RiskControl
import StrategyKit
import TradingCore
import TradingEngine

/// Puts strategy, engine, risk and venue together from configuration, the same way for every use.
package enum BotAssembler {
  /// A bot on a simulated account.
  ///
  /// `curvePoints`: most points of the equity curve it keeps.
  /// - Throws: `AssemblyError`.
  package static func paperBot(
    _ entry: StrategyEntry, _ configuration: BotConfiguration, curvePoints: Int = 10_000
  ) throws(AssemblyError) -> BotRunner {
    try bot(entry, configuration, curvePoints: curvePoints, broker: nil)
  }

  /// A bot on a broker's account, or on a simulated one where there is no broker.
  ///
  /// - Throws: as `paperBot`.
  package static func bot(
    _ entry: StrategyEntry, _ configuration: BotConfiguration, curvePoints: Int, broker: BrokerSettings?
  ) throws(AssemblyError) -> BotRunner {
    let profile = configuration.profile
    if entry.descriptor.needsHedging, profile.accountMode == .netting {
      throw .needsHedging(strategy: entry.descriptor.name, profile: profile.name)
    }
    let identity = BotIdentity(
      descriptor: entry.descriptor, configuration: configuration, programLines: entry.identityLines,
      regimeRules: entry.regimeRules(for: configuration))
    let stream = try instruments(configuration)
    let instruments = Array(stream.prefix(configuration.symbols.count))
    for instrument in instruments {
      if let fault = profile.fault(trading: instrument) { throw .profile(fault, profile: profile.name) }
    }
    let account = try account(configuration, stream)
    var parts: BotParts
    do {
      let random = CounterRandom(seed: configuration.seed, stream: identity.stream)
      parts = BotParts(
        parameters: configuration.parameters, instruments: instruments, account: account,
        venue: try SimulatedVenue(
          profile: profile, instruments: stream, latencyNanoseconds: configuration.latencyNanoseconds,
          random: random),
        gate: try RiskGate(limits: configuration.risk, profile: profile, instruments: instruments),
        identity: identity, curvePoints: curvePoints)
    } catch {
      throw .profile(error, profile: profile.name)
    }
    parts.broker = broker
    let bot: BotRunner
    do {
      bot = try entry.assemble(parts)
    } catch let error as ParameterError {
      throw .parameter(error, strategy: entry.descriptor.name)
    } catch {
      throw .parameter(ParameterError("strategy", "\(error)"), strategy: entry.descriptor.name)
    }
    if let news = configuration.countingNews {
      bot.giveNews(instruments.map { news.schedule(affecting: $0) })
    }
    if let failure = bot.failure { throw .strategy(failure) }
    return bot
  }

  private static func instruments(
    _ configuration: BotConfiguration
  ) throws(AssemblyError) -> [Instrument] {
    guard !configuration.symbols.isEmpty else { throw .symbols("the bot has no symbol") }
    guard Set(configuration.streamSymbols).count == configuration.streamSymbols.count else {
      throw .symbols("a symbol is named twice")
    }
    var instruments: [Instrument] = []
    for symbol in configuration.streamSymbols {
      guard let instrument = configuration.profile.instrument(symbol) else {
        throw .unknownInstrument(symbol, profile: configuration.profile.name)
      }
      instruments.append(instrument)
    }
    return instruments
  }

  private static func account(
    _ configuration: BotConfiguration, _ instruments: [Instrument]
  ) throws(AssemblyError) -> Account {
    guard configuration.startBalance > .zero else { throw .balance("is not positive") }
    do {
      return try Account(
        profile: configuration.profile, leverage: configuration.leverage,
        startBalance: configuration.startBalance, instruments: instruments,
        tradedCount: configuration.symbols.count)
    } catch {
      throw .balance("is too large")
    }
  }
}
