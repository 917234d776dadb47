import BotAssembly
import RiskControl
import StateCoding
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

@testable import SeededProperties

/// A bot that was stopped and goes on elsewhere ends exactly as one that never was.
struct ResumedSessionTests {
  @Test(
    "random sessions with everything switched on, stopped once and often",
    arguments: SeededBatch.all(SessionCount.seeds(60), 20))
  func full(_ batch: SeededBatch) { batch.expect(.resumedFull) }

  @Test(
    "random sessions at brokers with spreads and hours of their own",
    arguments: SeededBatch.all(SessionCount.seeds(30), 10))
  func trader(_ batch: SeededBatch) { batch.expect(.resumedTrader) }

  @Test("depth that was taken, rests that wait and sizes of quotes", arguments: [0, 500, 1_500] as [Int64])
  func sizes(_ latency: Int64) throws {
    var random = SeededGenerator(seed: 3)
    let ticks = (0..<60).map { index in
      let bid = 110_000 + Int64.random(in: -9...9, using: &random)
      return Resumption.Tick(
        symbol: 0, quote: Known.quote(Int64(index) * 700, bid, bid + 10),
        size: QuoteSize(
          bidUnits: Int64.random(in: 0...4_000, using: &random),
          askUnits: Int64.random(in: 0...4_000, using: &random)))
    }
    let rows = (0..<6).map {
      "2024-01-10T12:00:0\($0)Z,\($0),EURUSD,\($0 % 2 == 0 ? "buy" : "sell"),0.1,,,,,"
    }
    let make = {
      var profile = BrokerProfile(name: "sized", depth: .quoted)
      profile.latencyNanoseconds = latency * Timestamp.millisecond
      return try BotAssembler.paperBot(
        StrategyEntry(Scripted.self),
        BotConfiguration(
          parameters: try ParameterValues(
            for: Scripted.descriptor, given: ["orders": "orders.csv"],
            files: ["orders": rows.joined(separator: "\n")]),
          symbols: [Known.eurusd.symbol], profile: profile, startBalance: Money(units: 1_000_000_000)),
        curvePoints: 30)
    }
    let whole = try Resumption(ticks, cuts: [], make: make)
    #expect(whole.events.fills.count > 10)
    for cut in ticks.indices {
      let resumed = try Resumption(ticks, cuts: [cut], make: make)
      #expect(resumed.differences(from: whole, comparesBytes: false).isEmpty, "stopped before \(cut)")
    }
  }

  @Test("volatility slippage and minimum fees remember what came before", arguments: 0..<4)
  func memory(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var bid: Int64 = 110_000
    let ticks = (0..<300).map { index in
      bid += Int64.random(in: -12...12, using: &random)
      return Resumption.Tick(symbol: 0, quote: Known.quote(Int64(index) * 9_000, bid, bid + 8))
    }
    let make = {
      let profile = BrokerProfile(
        name: "memory", slippage: .ofVolatility(Percentage(hundredMillionths: 30_000_000)),
        depth: .fixed(lots: 3_000_000))
      return try BotAssembler.paperBot(
        StrategyEntry(FullTrader.self),
        BotConfiguration(
          parameters: try ParameterValues(for: FullTrader.descriptor, given: ["trader": "\(seed)"]),
          symbols: [Known.eurusd.symbol], profile: profile, startBalance: Money(units: 10_000_000_000)),
        curvePoints: 30)
    }
    let whole = try Resumption(ticks, cuts: [], make: make)
    for count in [1, 40] {
      let cuts = Resumption.cuts(count, of: ticks.count, seed: UInt64(seed))
      #expect(try Resumption(ticks, cuts: cuts, make: make).differences(from: whole).isEmpty)
    }
  }
}

/// What a state is and is not.
struct SavedStateTests {
  private func bot(symbols: [String], curvePoints: Int = 300) throws -> BotRunner {
    try BotAssembler.paperBot(
      StrategyEntry(EMACross.self),
      BotConfiguration(
        parameters: try ParameterValues(for: EMACross.descriptor, given: ["fast": "2", "slow": "5"]),
        symbols: symbols.map { Known.instrument($0).symbol }, profile: BrokerProfile(name: "reference"),
        startBalance: Money(units: 10_000_000_000)), curvePoints: curvePoints)
  }

  private func run(_ bot: BotRunner, from start: Int64 = 0, count: Int64 = 200) throws {
    let quotes = (start..<start + count).map {
      Known.quote($0 * 1_000, 110_000 + $0 * 37 % 29, 110_008 + $0 * 37 % 29)
    }
    try quotes.withUnsafeBufferPointer { try bot.process($0, symbolIndex: 0) }
  }

  @Test("a state of other symbols does not fit, and changes nothing")
  func unfit() throws {
    let other = try bot(symbols: ["EURUSD"])
    try run(other)
    let target = try bot(symbols: ["EURUSD", "GBPUSD"])
    let before = try target.saveState()
    #expect(throws: StateCodingError.unfit("its account has 1 symbols, not 2")) {
      try target.restoreState(other.saveState())
    }
    #expect(try target.saveState() == before)
  }

  @Test("damaged bytes are refused, and change nothing")
  func damaged() throws {
    let source = try bot(symbols: ["EURUSD"])
    try run(source)
    let saved = try source.saveState()
    let target = try bot(symbols: ["EURUSD"])
    let before = try target.saveState()
    for count in stride(from: 0, to: saved.count, by: 101) {
      #expect(throws: StateCodingError.self) { try target.restoreState(Array(saved[..<count])) }
    }
    #expect(try target.saveState() == before)
  }

  @Test("a curve that keeps fewer points goes on from one that kept more")
  func curves() throws {
    let source = try bot(symbols: ["EURUSD"], curvePoints: 600)
    try run(source)
    let target = try bot(symbols: ["EURUSD"], curvePoints: 60)
    try target.restoreState(source.saveState())
    #expect(target.state.record.curve.points == source.state.record.curve.points)
    try run(target, from: 200)
    #expect(target.state.record.curve.points.count <= 60)
    let none = try bot(symbols: ["EURUSD"], curvePoints: 0)
    try none.restoreState(target.saveState())
    #expect(none.state.record.curve.points.isEmpty)
  }

  @Test("the state of a small bot is small")
  func size() throws {
    let source = try bot(symbols: ["EURUSD"], curvePoints: 0)
    try run(source)
    _ = source.takeTrades()
    // Fills of the last link of the fingerprint, the keys, and little else.
    let count = try source.saveState().count
    #expect(count < 5_000)
  }
}
