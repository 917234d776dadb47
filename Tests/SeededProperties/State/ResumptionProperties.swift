import BotAssembly
import StrategyKit
import TradingCore

extension SeededProperty {
  /// Bots that were stopped and go on elsewhere.
  static let resumptions = [resumedFull, resumedTrader]

  /// Everything switched on.
  package static let resumedFull = SeededProperty(
    "resumed_full", "sessions with everything switched on end the same, stopped once and often",
    seen: "events"
  ) { seed in
    let session = FullSession(seed: seed)
    let ticks = session.ticks.map { Resumption.Tick(symbol: $0.symbol, quote: $0.quote) }
    return try resumed(ticks, seed: seed) {
      try BotAssembler.paperBot(
        StrategyEntry(FullTrader.self),
        BotConfiguration(
          parameters: try ParameterValues(for: FullTrader.descriptor, given: ["trader": "\(session.seed)"]),
          symbols: session.traded.map(\.symbol), conversionSymbols: session.conversions.map(\.symbol),
          profile: session.profile, startBalance: session.startBalance, seed: session.seed),
        curvePoints: 30)
    }
  }

  /// A random trader.
  package static let resumedTrader = SeededProperty(
    "resumed_trader", "sessions at brokers with spreads and hours of their own end the same, stopped or not",
    seen: "events"
  ) { seed in
    let session = TraderSession(seed: seed)
    let ticks = session.quotes.prefix(200).map { Resumption.Tick(symbol: 0, quote: $0) }
    return try resumed(Array(ticks), seed: seed) {
      try BotAssembler.paperBot(StrategyEntry(RandomTrader.self), session.configuration(), curvePoints: 30)
    }
  }

  private static func resumed(
    _ ticks: [Resumption.Tick], seed: UInt64, _ make: () throws -> BotRunner
  ) throws -> Outcome {
    let whole = try Resumption(ticks, cuts: [], make: make)
    // Before each tick for some: a bot is put together anew each time.
    let many = seed % 16 == 0 ? Set(ticks.indices) : Resumption.cuts(9, of: ticks.count, seed: seed &+ 7)
    for cuts in [Resumption.cuts(1, of: ticks.count, seed: seed), many] {
      let resumed = try Resumption(ticks, cuts: cuts, make: make)
      let differences = resumed.differences(from: whole)
      guard differences.isEmpty else {
        return .fails("stopped before \(cuts.sorted()): \(differences.joined(separator: ", "))")
      }
    }
    return .holds(seen: whole.events.count)
  }
}
