import Backtesting
import BotAssembly
import JSONText
import Journal
import Logging
import ModeManager
import StrategyKit
import TickStore
import TradingCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bots on paper beside the backtest of the same ticks: what journal and checkpoints cost.
enum PaperBenchmarks {
  static func cases(_ sample: SampleTicks) throws -> [BenchmarkCase] {
    let raw = try BotMaker(instrument: sample.instrument, broker: "exness_raw")
    let longest = sample.paths.count - 1
    let path = sample.paths[longest]
    let count = sample.quotes.count
    // The strategies of the first one trade some five times in a thousand ticks, of the second one as bots do.
    return [("ema_cross", []), ("donchian_breakout", ["timeframe=M15"])].flatMap { strategy, given in
      let params = Dictionary(
        uniqueKeysWithValues: given.map { text in
          let parts = text.split(separator: "=")
          return (String(parts[0]), String(parts[1]))
        })
      return [
        BenchmarkCase(name: "\(strategy) at exness_raw, backtest", counts: "ticks", work: count) {
          let stream = try sample.stream(longest, decodesAhead: true)
          return try Backtest.note([try raw.bot(strategy, params)], over: stream)
        },
        BenchmarkCase(name: "\(strategy) at exness_raw, on paper", counts: "ticks", work: count) {
          try replay(path, strategy, params)
        },
      ]
    }
  }

  /// Plays the sample to a bot in a fresh home, from its registration to the last commit.
  private static func replay(
    _ path: String, _ strategy: String, _ params: [String: String]
  ) throws -> String {
    let home = "/tmp/slipway-bench-\(getpid())"
    defer {
      for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.anchor"] {
        unlink("\(home)/\(name)")
      }
      rmdir(home)
    }
    let journal = try Journal(home: home, mode: .create)
    guard let symbol = Symbol("EURUSD") else { return "" }
    var spec = BotSpec(
      id: "bot", strategy: strategy, params: params, symbols: [symbol], broker: "exness_raw", family: strategy
    )
    spec.balance = "1000000.00"
    let time = Timestamp(milliseconds: 1_700_000_000_000)
    try journal.write { transaction in
      let record = BotRecord(id: "bot", family: strategy, spec: spec.json, createdAt: time, updatedAt: time)
      _ = try transaction.record(NewEvent(.botRegistered, subject: "bot", at: time), [.newBot(record)])
    }
    let desk = Desk(
      journal: journal, home: home, log: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
    ) { spec in
      try spec.resolve(
        strategies: { name in
          StrategyEntry.bundled.first { $0.descriptor.name == name } ?? StrategyEntry.bundled[0]
        }, home: home)
    }
    try desk.open()
    try desk.play(RecordedTicks(paths: [path], pace: .unlimited))
    return "\(desk.fillCount) fills"
  }
}
