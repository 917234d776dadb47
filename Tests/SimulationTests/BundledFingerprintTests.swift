import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TickStore
import TradingCore
import TradingEngine

/// Evidence is bound to a bundled strategy's name and version: what a version does over the sample ticks is held here.
@Suite("What bundled strategies do")
struct BundledFingerprintTests {
  /// Fingerprints over `datasets/`, by name and version, at the profile `reference` as it was, without slippage.
  ///
  /// One that differs says that evidence of before was made by another strategy: raise its version and add a line here. The
  /// rules of filling are part of it, too: a new revision of `FillRules` may change all of them.
  private static let pinned = [
    "bollinger_reversion@1": "1bed84ed818425ca06a037cf0ad692caab1b4d3db480a4811fa8334d22be2b2d",
    "donchian_breakout@2": "e06672b01170ad521df8827f1fbf394a634368bb65bfe6ceec53b1c106720ded",
    "ema_cross@1": "90492a14540abc7fb372c6bf5c4761b84592246b672e2551d035de1ea607b9e3",
    "idle@1": "0000000000000000000000000000000000000000000000000000000000000000",
    "london_breakout@1": "d503f79b04ca8ecab2f472695e4ffe2c002b713c1b552935d3310c349373f0e9",
    "pair_spread@1": "2d5f10666466cb2f198791eb0ba129d42e70bec3ffeca315e3ba6a22a2de1090",
    "scripted@1": "f3265ef9db03fedacfd46755bbee610b63f79fc8202543a6f513540c619e2dcc",
    "session_scalper@1": "68db8ed44f9e724e88e6f296d395de05749332995d1c052c4f42aa1e6f3761de",
  ]
  private static let given: [String: [String: String]] = [
    "ema_cross": ["fast": "200", "slow": "800"], "scripted": ["orders": "orders.csv"],
  ]
  private static let orders = """
    time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry
    2024-01-02T00:00:00Z,1,EURUSD,buy,0.10,,,,,
    2024-01-02T06:00:00Z,2,EURUSD,sell,0.20,,,,50,

    """

  private func fingerprint(_ entry: StrategyEntry) throws -> String {
    let name = entry.descriptor.name
    let files = name == "pair_spread" ? ["eurusd", "xauusd"] : ["eurusd"]
    let ticks = try MergedTicks(paths: files.map { PackageRoot.path(of: "datasets/\($0)-30d.ticks") }) {
      InstrumentCatalog.standard[$0]?.digits
    }
    let bot = try BotAssembler.paperBot(
      entry,
      BotConfiguration(
        parameters: try ParameterValues(
          for: entry.descriptor, given: Self.given[name] ?? [:], files: ["orders": Self.orders]),
        symbols: ticks.symbols, profile: BrokerProfile(name: "reference"),
        startBalance: Money(units: 10_000_000_000)))
    while let run = try ticks.next() { try bot.process(run.quotes, symbolIndex: run.symbolIndex) }
    try bot.finish(closesPositions: true)
    return bot.state.record.fingerprint.text
  }

  @Test("a bundled strategy that does something else has another version", arguments: StrategyEntry.bundled)
  func fingerprints(_ entry: StrategyEntry) throws {
    let descriptor = entry.descriptor
    let expected = Self.pinned["\(descriptor.name)@\(descriptor.version)"]
    let found = try fingerprint(entry)
    #expect(found == expected, "\(descriptor.name)@\(descriptor.version)")
  }

  @Test("every one of them is held, and all but 'idle' trade")
  func all() {
    #expect(
      Set(StrategyEntry.bundled.map { "\($0.descriptor.name)@\($0.descriptor.version)" })
        == Set(Self.pinned.keys))
    #expect(Set(Self.pinned.values).count == Self.pinned.count)
  }
}
