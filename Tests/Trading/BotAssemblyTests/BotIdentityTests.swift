import BotAssembly
import MarketClimate
import StrategyKit
import Testing
import TradingCore

/// What makes a bot another bot.
struct BotIdentityTests {
  private func identity(
    fast: String = "50", profile: BrokerProfile = BrokerProfile(name: "a"), seed: UInt64 = 1,
    latency: Int64 = 0, balance: Int64 = 1_000_000_000
  ) throws -> String {
    let symbol = try #require(Symbol("EURUSD"))
    let configuration = BotConfiguration(
      parameters: try ParameterValues(for: EMACross.descriptor, given: ["fast": fast]), symbols: [symbol],
      profile: profile, startBalance: Money(units: balance), seed: seed, latencyNanoseconds: latency)
    return BotIdentity(descriptor: EMACross.descriptor, configuration: configuration).text
  }

  @Test("a parameter, the seed, the latency or a cost makes another bot")
  func changes() throws {
    let costly = BrokerProfile(name: "a", commission: .perLotAndSide(Money(units: 4_000_000), .usd))
    let all = try [
      identity(), identity(fast: "51"), identity(seed: 2), identity(latency: 1), identity(profile: costly),
    ]
    #expect(Set(all).count == all.count)
  }

  @Test("the profile's name and the start balance do not")
  func sameBot() throws {
    let renamed = BrokerProfile(name: "b", title: "another name")
    #expect(try identity() == identity(profile: renamed))
    #expect(try identity() == identity(balance: 5_000_000_000))
  }

  @Test("what a strategy of one's own is built of makes another bot; one that does not say it is what it was")
  func sources() throws {
    let symbol = try #require(Symbol("EURUSD"))
    let configuration = BotConfiguration(
      parameters: try ParameterValues(for: EMACross.descriptor, given: [:]), symbols: [symbol],
      profile: BrokerProfile(name: "a"), startBalance: Money(units: 1_000_000))
    let identities = [
      StrategyEntry(bundled: EMACross.self), StrategyEntry(EMACross.self),
      StrategyEntry(EMACross.self, sources: "0a"), StrategyEntry(EMACross.self, sources: "0b"),
    ].map {
      BotIdentity(
        descriptor: $0.descriptor, configuration: configuration, programLines: $0.identityLines)
    }
    #expect(identities[0] == identities[1])
    #expect(Set(identities).count == 3)
    #expect(StrategyEntry.bundled.allSatisfy { $0.isPinned && $0.identityLines.isEmpty })
  }

  @Test("other rules of regimes make another bot of a strategy that looks at them, and of no other one")
  func regimeRules() throws {
    let symbol = try #require(Symbol("EURUSD"))
    func text(_ entry: StrategyEntry, rules: Int) throws -> (lines: [String], digest: String) {
      let configuration = BotConfiguration(
        parameters: try ParameterValues(for: entry.descriptor, given: [:]), symbols: [symbol],
        profile: BrokerProfile(name: "a"), startBalance: Money(units: 1_000_000))
      let found = entry.regimeRules(for: configuration, version: rules)
      return (
        BotIdentity.lines(
          descriptor: entry.descriptor, configuration: configuration, regimeRules: found),
        BotIdentity(descriptor: entry.descriptor, configuration: configuration, regimeRules: found).text
      )
    }
    let (watcher, other) = (StrategyEntry(RegimeWatcher.self), StrategyEntry(Idle.self))
    #expect(try !text(watcher, rules: 1).lines.contains { $0.hasPrefix("regime_rules") })
    #expect(try text(watcher, rules: 2).lines.contains("regime_rules=2"))
    #expect(try text(watcher, rules: 1).digest != text(watcher, rules: 2).digest)
    #expect(try text(other, rules: 1).digest == text(other, rules: 2).digest)
  }

  @Test(
    "under today's rules the identity of a strategy that looks at regimes is what it was before they had a version"
  )
  func firstRules() throws {
    let entry = StrategyEntry(RegimeWatcher.self)
    let symbol = try #require(Symbol("EURUSD"))
    let configuration = BotConfiguration(
      parameters: try ParameterValues(for: entry.descriptor, given: [:]), symbols: [symbol],
      profile: BrokerProfile(name: "a"), startBalance: Money(units: 1_000_000))
    #expect(regimeRulesVersion == 1)
    #expect(
      try BotAssembler.paperBot(entry, configuration).identity
        == BotIdentity(descriptor: entry.descriptor, configuration: configuration))
  }

  @Test("a symbol without an instrument is refused")
  func unknownInstrument() throws {
    let symbol = try #require(Symbol("NOSUCH"))
    let entry = StrategyEntry(Idle.self)
    let configuration = BotConfiguration(
      parameters: try ParameterValues(for: entry.descriptor, given: [:]), symbols: [symbol],
      profile: BrokerProfile(name: "a"), startBalance: Money(units: 1))
    #expect(throws: AssemblyError.unknownInstrument(symbol, profile: "a")) {
      try BotAssembler.paperBot(entry, configuration)
    }
  }
}

/// Looks at a regime, and does nothing.
private struct RegimeWatcher: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "regime_watcher", version: 1, summary: "Looks at regimes.")

  init(parameters: ParameterValues) {}

  var regimes: [BarSubscription] { [BarSubscription(.m5)] }
}
