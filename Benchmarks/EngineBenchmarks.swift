import Backtesting
import BotAssembly
import StrategyKit
import TickStore
import TradingCore

/// One bot, from decoded ticks and from the compressed file, with full accounting.
enum EngineBenchmarks {
  static func cases(_ sample: SampleTicks) throws -> [BenchmarkCase] {
    let quotes = sample.quotes
    let reference = try BotMaker(instrument: sample.instrument)
    let raw = try BotMaker(instrument: sample.instrument, broker: "exness_raw")
    let orders = script(quotes, instrument: sample.instrument)
    func inMemory(_ name: String, _ make: @escaping () throws -> BotRunner) -> BenchmarkCase {
      BenchmarkCase(name: name, counts: "ticks", work: quotes.count) {
        try Backtest.note([try make()], over: MemoryStream(quotes))
      }
    }
    func fromFile(
      _ name: String, ahead: Bool, budget: Double?, _ make: @escaping () throws -> BotRunner
    ) -> BenchmarkCase {
      BenchmarkCase(name: name, counts: "ticks", work: quotes.count, budget: budget) {
        try Backtest.note([try make()], over: try sample.stream(2, decodesAhead: ahead))
      }
    }
    return [
      BenchmarkCase(name: ResultDocument.yardstick, counts: "ticks", work: quotes.count) { bare(quotes) },
      inMemory("idle, decoded ticks") { try reference.bot("idle") },
      inMemory("ema_cross, decoded ticks") { try reference.bot("ema_cross") },
      inMemory("ema_cross at exness_raw, decoded ticks") { try raw.bot("ema_cross") },
      inMemory("scripted stops and targets, decoded ticks") {
        try reference.bot("scripted", ["orders": "orders.csv"], files: ["orders": orders])
      },
      inMemory("donchian_breakout, decoded ticks") { try reference.bot("donchian_breakout") },
      inMemory("averages and bars of M5, decoded ticks") { try reference.bot(StrategyEntry(PlainBars.self)) },
      inMemory("averages and bars of M5 with the regimes of five timeframes") {
        try reference.bot(StrategyEntry(BarsAndRegimes.self))
      },
      fromFile("ema_cross, file to closed trades", ahead: true, budget: 30) {
        try reference.bot("ema_cross")
      },
      fromFile("the same without decoding ahead", ahead: false, budget: 30) {
        try reference.bot("ema_cross")
      },
      fromFile("ema_cross at exness_raw, file to closed trades", ahead: true, budget: nil) {
        try raw.bot("ema_cross")
      },
    ] + stretches(sample, reference)
  }

  /// The same bot given many, some thousand or single quotes at a time.
  private static func stretches(_ sample: SampleTicks, _ maker: BotMaker) -> [BenchmarkCase] {
    [("event by event", 1), ("slab by slab", 4_096)].map { name, length in
      BenchmarkCase(name: "ema_cross, decoded ticks, \(name)", counts: "ticks", work: sample.quotes.count) {
        let bot = try maker.bot("ema_cross")
        var trades = 0
        var start = 0
        while start < sample.quotes.count {
          let end = min(start + length, sample.quotes.count)
          try bot.process(UnsafeBufferPointer(rebasing: sample.quotes[start..<end]), symbolIndex: 0)
          start = end
          if start % TickBlock.capacity < length { trades += bot.takeTrades().count }
        }
        try bot.finish(closesPositions: true)
        return "\(trades + bot.takeTrades().count) trades"
      }
    }
  }

  /// What no engine can be faster than: the strategy's own arithmetic.
  private static func bare(_ quotes: UnsafeBufferPointer<Quote>) -> String {
    var fast = ExponentialMovingAverage(length: 50)
    var slow = ExponentialMovingAverage(length: 200)
    var above = 0
    for quote in quotes {
      let mid = Double(quote.bid.points &+ quote.ask.points) / 2
      fast.add(mid)
      slow.add(mid)
      if fast.value > slow.value { above &+= 1 }
    }
    return above < 0 ? "impossible" : ""
  }

  /// A position with stop and target 30 points away every 5,000 ticks.
  private static func script(_ quotes: UnsafeBufferPointer<Quote>, instrument: Instrument) -> String {
    var text = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry\n"
    var number = 0
    for index in stride(from: 1_000, to: quotes.count, by: 5_000) {
      number += 1
      let bid = quotes[index].bid
      let low = bid.offset(by: -30).text(digits: instrument.digits)
      let high = bid.offset(by: 30).text(digits: instrument.digits)
      let isBuy = number % 2 == 0
      text += "\(quotes[index].eventTime.iso8601),\(number),\(instrument.symbol.name),"
      text += isBuy ? "buy,0.01,,\(low),\(high),,\n" : "sell,0.01,,\(high),\(low),,\n"
    }
    return text
  }
}
