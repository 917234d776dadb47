import BrokerProfiles
import MarketClimate
import RiskControl
import StateCoding
import StrategyKit
package import TradingCore

/// A bot as it is today: everything that was typed or registered of it, looked up and read.
package struct ResolvedBot: Sendable {
  /// The strategy's name, or the command of a program, as it was given.
  package let strategy: String
  /// Its strategy.
  package let entry: StrategyEntry
  /// Its checked values.
  package let configuration: BotConfiguration
  /// What evidence is bound to.
  package let identity: BotIdentity
  /// Every instrument of its stream: what it trades, then what only converts.
  package let instruments: [Instrument]

  /// A bot of values that were checked.
  package init(
    strategy: String, entry: StrategyEntry, configuration: BotConfiguration, instruments: [Instrument]
  ) {
    self.strategy = strategy
    self.entry = entry
    self.configuration = configuration
    self.instruments = instruments
    identity = BotIdentity(
      descriptor: entry.descriptor, configuration: configuration, programLines: entry.identityLines,
      regimeRules: entry.regimeRules(for: configuration))
  }

  /// The bot on a simulated account; see `BotAssembler.paperBot`.
  ///
  /// - Throws: `AssemblyError`.
  package func paperBot(curvePoints: Int = 0) throws(AssemblyError) -> BotRunner {
    try BotAssembler.paperBot(entry, configuration, curvePoints: curvePoints)
  }

  /// Puts the bot together twice, the second one from what the first one makes of its state, as it is done after every
  /// start: a strategy that can't be hosted shows it here.
  ///
  /// - Throws: `AssemblyError`, `StateCodingError`.
  package func tryHosting() throws {
    let first = try paperBot()
    let second = try paperBot()
    do throws(StateCodingError) {
      try second.restoreState(try first.saveState())
    } catch {
      if let failure = first.failure ?? second.failure { throw AssemblyError.strategy(failure) }
      throw error
    }
  }
}

extension BotSpec {
  /// Looks up and reads everything that the description names, as it is now.
  ///
  /// `strategies` finds a strategy by its name or `exec:` text; `home` is where the broker profiles are.
  /// - Throws: `BotSettingError`, `AssemblyError`, what `BrokerProfiles.load` throws, or what `strategies` throws.
  package func resolve(
    strategies: (String) throws -> StrategyEntry, home: String
  ) throws -> ResolvedBot {
    guard Self.isID(id) else { throw BotSettingError.badID(id) }
    guard Self.isFamily(family) else { throw BotSettingError.badFamily(family) }
    let entry = try strategies(strategy)
    let profile = try BrokerProfiles(home: home).load(broker)
    try checkSymbols(entry.descriptor)
    let traded = try symbols.map { try Self.instrument($0, profile) }
    for instrument in traded {
      if let fault = profile.fault(trading: instrument) {
        throw AssemblyError.profile(fault, profile: profile.name)
      }
    }
    let conversion = try BotSettings.conversion(for: traded, profile, preferring: conversionSymbols)
    let instruments = try traded + conversion.map { try Self.instrument($0, profile) }
    var configuration = BotConfiguration(
      parameters: try BotSettings.parameters(entry.descriptor, given: given), symbols: symbols,
      conversionSymbols: conversion, profile: profile,
      leverage: try leverage.map { try BotSettings.leverage($0) },
      startBalance: try BotSettings.balance(balance, in: profile.accountCurrency), seed: seed,
      latencyNanoseconds: latencyNanoseconds, risk: risk ?? RiskLimits())
    configuration.news = news?.calendar
    return ResolvedBot(
      strategy: strategy, entry: entry, configuration: configuration, instruments: instruments)
  }

  private static func instrument(
    _ symbol: Symbol, _ profile: BrokerProfile
  ) throws(AssemblyError) -> Instrument {
    guard let instrument = profile.instrument(symbol) else {
      throw .unknownInstrument(symbol, profile: profile.name)
    }
    return instrument
  }

  private func checkSymbols(_ strategy: StrategyDescriptor) throws(BotSettingError) {
    guard !symbols.isEmpty else {
      throw .symbols(what: "the bot has no symbol", advice: "name what it shall trade")
    }
    guard Set(symbols).count == symbols.count else {
      throw .symbols(what: "a symbol is named twice", advice: "name each symbol once")
    }
    guard let limit = strategy.maximumSymbols, symbols.count > limit else { return }
    let count = limit == 1 ? "one symbol" : "\(limit) symbols"
    throw .symbols(
      what: "strategy '\(strategy.name)' trades \(count), and \(symbols.count) are named",
      advice: "name \(count)")
  }
}
