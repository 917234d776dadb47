import Foundation
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// A strategy that was stored and read back goes on as if nothing had happened.
struct StrategyStateTests {
  private func restored<S: Strategy>(_ strategy: S) throws -> S {
    try JSONDecoder().decode(S.self, from: JSONEncoder().encode(strategy))
  }

  /// 600 seeded quotes half a second to a minute apart.
  private static let quotes: [Quote] = {
    var random = SeededGenerator(seed: 5)
    var (time, bid) = (Int64(0), Int64(110_000))
    return (0..<600).map { _ in
      time += Int64.random(in: 500...60_000, using: &random)
      bid += Int64.random(in: -20...20, using: &random)
      return Known.quote(time, bid, bid + Int64.random(in: 0...12, using: &random))
    }
  }()

  private func intents<S: Strategy>(of strategy: S, restoringAt pauses: [Int]) throws -> [[Intent]] {
    var bench = try ContextBench(strategy)
    var builders = bench.strategy.bars.map { BarBuilder($0) }
    var result: [[Intent]] = []
    for (index, quote) in Self.quotes.enumerated() {
      if pauses.contains(index) { bench.strategy = try restored(bench.strategy) }
      for place in builders.indices {
        if let bar = builders[place].close(at: quote.eventTime) { result.append(bench.bar(bar)) }
      }
      bench.context.current = quote
      bench.strategy.onQuote(quote, &bench.context)
      result.append(bench.take())
      for place in builders.indices { builders[place].add(quote) }
    }
    return result
  }

  private func goesOn<S: Strategy>(_ type: S.Type, _ given: [String: String], _ files: [String: String] = [:])
    throws
  {
    let values = try ParameterValues(for: S.descriptor, given: given, files: files)
    let strategy = try S(parameters: values)
    let whole = try intents(of: strategy, restoringAt: [])
    #expect(whole.joined().count > 5)
    #expect(try intents(of: strategy, restoringAt: [0]) == whole)
    #expect(try intents(of: strategy, restoringAt: [1, 150, 151, 400]) == whole)
  }

  @Test("ema_cross") func emaCross() throws {
    try goesOn(EMACross.self, ["fast": "5", "slow": "20"])
  }

  @Test("donchian_breakout") func donchian() throws {
    try goesOn(DonchianBreakout.self, ["timeframe": "M1", "channel": "5", "atr": "4"])
  }

  @Test("bollinger_reversion") func bollinger() throws {
    try goesOn(
      BollingerReversion.self, ["timeframe": "M1", "length": "5", "deviations": "1", "atr": "4"])
  }

  @Test("session_scalper") func scalper() throws {
    try goesOn(SessionScalper.self, ["rsi": "4", "start_hour": "0", "end_hour": "23"])
  }

  @Test("scripted") func scripted() throws {
    let rows = stride(from: 3, to: 600, by: 37).map { index in
      let time = Self.quotes[index].eventTime.iso8601(fractionDigits: 9)
      return
        "\(time),\(index),EURUSD,buy,0.01,,,,,\n\(time),\(index - 37 > 0 ? index - 37 : 9),EURUSD,close,,,,,,"
    }
    try goesOn(Scripted.self, ["orders": "o.csv"], ["orders": rows.joined(separator: "\n")])
  }

  @Test("bars that are being built survive too")
  func bars() throws {
    var builder = BarBuilder(BarSubscription(.m1))
    builder.add(Known.quote(0, 100, 101))
    var other = try JSONDecoder().decode(BarBuilder.self, from: JSONEncoder().encode(builder))
    #expect(other == builder)
    for _ in 0..<2 { other.add(Known.quote(1, 90, 91)) }
    #expect(other.close(at: Known.time(60_000))?.low.points == 90)
  }
}
