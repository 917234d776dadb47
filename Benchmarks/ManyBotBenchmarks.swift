import Backtesting
import BotAssembly
import TickStore
import TradingCore

/// Many bots on one shared stream.
enum ManyBotBenchmarks {
  static func cases(_ sample: SampleTicks) throws -> [BenchmarkCase] {
    let maker = try BotMaker(instrument: sample.instrument)
    let count = sample.quotes.count / 16
    func shared(
      _ name: String, bots: Int, threads: Int, budget: Double? = nil,
      _ make: @escaping () throws -> [BotRunner]
    ) -> BenchmarkCase {
      let plural = threads == 1 ? "1 thread" : "\(threads) threads"
      return BenchmarkCase(
        name: "\(name), \(plural)", counts: "bot-ticks", work: count * bots, budget: budget
      ) {
        let stream = try sample.stream(0, decodesAhead: threads > 1)
        return try Backtest.note(try make(), over: stream, threads: threads)
      }
    }
    return [
      shared("10 × ema_cross from file", bots: 10, threads: 1) { try maker.crosses(10) },
      shared("10 × ema_cross from file", bots: 10, threads: 2) { try maker.crosses(10) },
      shared("100 × ema_cross from file", bots: 100, threads: 1, budget: 60) { try maker.crosses(100) },
      shared("100 × ema_cross from file", bots: 100, threads: 2, budget: 60) { try maker.crosses(100) },
      shared("100 bots, every second idle", bots: 100, threads: 1) { try maker.crosses(100, idleEvery: 2) },
    ]
  }
}
