import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

@testable import SeededProperties

/// The bundled strategies over two weeks of made-up quotes: they trade, and always the same.
struct BundledStrategyRunTests {
  /// Quotes half a minute apart from Monday 2024-01-08 for twelve days, drawn back to 1.10000; none at weekends.
  private static func quotes(seed: UInt64, around center: Int64) -> [Quote] {
    var random = SeededGenerator(seed: seed)
    var bid = center
    let start: Int64 = 1_704_672_000_000
    return (0..<(12 * 2_880)).compactMap { (index: Int) -> Quote? in
      let pull: Int64 = (center - bid) / 300
      bid += pull + Int64.random(in: -14...14, using: &random)
      let day = index / 2_880
      guard day != 5, day != 6 else { return nil }
      return Quote(
        eventTime: Timestamp(milliseconds: start + Int64(index) * 30_000), bid: Price(points: bid),
        ask: Price(points: bid + Int64.random(in: 2...9, using: &random)))
    }
  }

  private static let euro = quotes(seed: 11, around: 110_000)

  @Test(
    "trades, the same in one stretch and in many",
    arguments: [
      ("bollinger_reversion", ["risk_percent": "0.5"]), ("london_breakout", [:]), ("session_scalper", [:]),
      ("donchian_breakout", ["risk_percent": "1"]),
      ("bollinger_reversion", ["timeframe": "M5", "sizing": "kelly", "kelly_trades": "30"]),
    ] as [(String, [String: String])])
  func oneSymbol(_ name: String, _ parameters: [String: String]) throws {
    let entry = try #require(StrategyEntry.bundled.first { $0.descriptor.name == name })
    let runs = try [Int.max, 7].map {
      try EngineRun(
        entry, parameters: parameters, quotes: Self.euro, instrument: Known.eurusd,
        profile: BrokerProfile(name: "reference"), startBalance: 10_000_000_000, stretch: $0)
    }
    #expect(runs[0].trades.count > 5 && runs[0].refusals == 0)
    #expect(runs[0].trades == runs[1].trades && runs[0].fills == runs[1].fills)
    // Flat overnight where they say so.
    guard name == "london_breakout" || name == "session_scalper" else { return }
    #expect(
      runs[0].trades.allSatisfy {
        CivilDate(containing: $0.openTime) == CivilDate(containing: $0.closeTime)
      })
    #expect(Set(runs[0].trades.map(\.exitReason)).count > 1)
  }

  /// The range from 0:00 to 8:00 in London is 1.10000 to 1.10102: a buy stop at 1.10112, its target one and a half
  /// ranges up at 1.10265, a sell stop at 1.09990, its target at 1.09837.
  @Test(
    "a gap that carries london_breakout beyond its target is left at the quote",
    arguments: [(111_000, 110_990, 111_002, 110_990), (109_000, 109_008, 109_000, 109_010)]
      as [(Int64, Int64, Int64, Int64)])
  func londonGap(_ bid: Int64, _ next: Int64, _ entry: Int64, _ exit: Int64) throws {
    let midnight: Int64 = 1_704_844_800_000
    let quotes = [(-1, 110_050), (0, 110_000), (180, 110_100), (480, 110_050), (485, bid), (486, next)].map {
      (minute: Int64, bid: Int64) in
      Quote(
        eventTime: Timestamp(milliseconds: midnight + minute * 60_000), bid: Price(points: bid),
        ask: Price(points: bid + 2))
    }
    let run = try EngineRun(
      StrategyEntry(LondonBreakout.self), quotes: quotes, instrument: Known.eurusd,
      profile: BrokerProfile(name: "reference"), startBalance: 10_000_000_000)
    #expect(run.fills.map(\.price.points) == [entry, exit])
    #expect(run.fills.map(\.reason) == [.entry, .takeProfit])
  }

  @Test("pair_spread trades both symbols, twice the same")
  func pair() throws {
    let pound = Self.quotes(seed: 12, around: 127_000)
    let entry = StrategyEntry(PairSpread.self)
    let runs = try (0..<2).map { _ in
      var profile = BrokerProfile(name: "reference")
      profile.instruments = [Known.eurusd, Known.instrument("GBPUSD")]
      let bot = try BotAssembler.paperBot(
        entry,
        BotConfiguration(
          parameters: try ParameterValues(for: entry.descriptor, given: ["lots": "0.10"]),
          symbols: profile.instruments.map(\.symbol), profile: profile,
          startBalance: Money(units: 10_000_000_000)))
      bot.keepEvents()
      for (first, second) in zip(Self.euro, pound) {
        try [first].withUnsafeBufferPointer { try bot.process($0, symbolIndex: 0) }
        try [second].withUnsafeBufferPointer { try bot.process($0, symbolIndex: 1) }
      }
      try bot.finish(closesPositions: true)
      return (
        bot.takeTrades(), bot.takeFills(), bot.state.record.denied.count + bot.state.record.rejected.count
      )
    }
    #expect(runs[0].0.count > 10 && runs[0].2 == 0)
    #expect(runs[0].0 == runs[1].0 && runs[0].1 == runs[1].1)
    let entries = runs[0].1.filter { $0.reason == .entry }
    #expect(entries.count { $0.symbolIndex == 0 } == entries.count { $0.symbolIndex == 1 })
  }

  @Test(
    "ends the same when it was stopped many times",
    arguments: [
      ("bollinger_reversion", ["risk_percent": "0.5"]), ("london_breakout", [:]), ("session_scalper", [:]),
      ("donchian_breakout", ["risk_percent": "1"]), ("ema_cross", [:]), ("idle", [:]),
      (
        "bollinger_reversion",
        [
          "timeframe": "M1", "length": "200", "stop_atr": "40", "sizing": "kelly", "kelly_trades": "30",
          "kelly_percent": "5",
        ]
      ),
      ("bollinger_reversion", ["timeframe": "M5", "sizing": "volatility", "volatility_percent": "0.1"]),
      ("pair_spread", ["lots": "0.10", "length": "20"]),
    ] as [(String, [String: String])])
  func resumed(_ name: String, _ parameters: [String: String]) throws {
    let entry = try #require(StrategyEntry.bundled.first { $0.descriptor.name == name })
    var profile = BrokerProfile(name: "reference", latencyNanoseconds: 40 * Timestamp.second)
    let isPair = name == "pair_spread"
    profile.instruments = [Known.eurusd] + (isPair ? [Known.instrument("GBPUSD")] : [])
    let make = {
      try BotAssembler.paperBot(
        entry,
        BotConfiguration(
          parameters: try ParameterValues(for: entry.descriptor, given: parameters),
          symbols: profile.instruments.map(\.symbol), profile: profile,
          startBalance: Money(units: 10_000_000_000)), curvePoints: 300)
    }
    var ticks = Self.euro.prefix(14_000).map { Resumption.Tick(symbol: 0, quote: $0) }
    if isPair {
      let pound = Self.quotes(seed: 12, around: 127_000).prefix(14_000)
      ticks = zip(ticks, pound).flatMap { [$0, Resumption.Tick(symbol: 1, quote: $1)] }
    }
    let whole = try Resumption(ticks, cuts: [], make: make)
    #expect(name == "idle" || whole.trades.count > 1)
    let cuts = Resumption.cuts(60, of: ticks.count, seed: 1)
    #expect(try Resumption(ticks, cuts: cuts, make: make).differences(from: whole).isEmpty)
  }
}
