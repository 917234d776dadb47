import Backtesting
import TickStore
import TradingCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Peak memory of a backtest over files of three lengths, each in a process of its own.
enum MemoryBenchmarks {
  static let childCommand = "--memory-of-backtest"

  static func results(_ sample: SampleTicks, only: String) throws -> [Measurement] {
    try zip(sample.paths, ["1 ×", "4 ×", "16 ×"]).compactMap { path, length in
      let name = "peak memory of a backtest, file of \(length)"
      guard only.isEmpty || name.contains(only) else { return nil }
      guard let text = ChildProcess.output(of: [ChildProcess.ownPath, childCommand, path]),
        let megabytes = Double(text.prefix { $0 != " " })
      else { throw BenchmarkError("the backtest over \(path) failed") }
      return Measurement(
        name: name, value: megabytes, unit: "MB", note: String(text.drop { $0 != " " }.dropFirst()),
        budget: .below(100))
    }
  }

  /// What the other process does: a backtest, and its peak memory on standard output.
  static func runChild(_ arguments: [String]) throws {
    guard arguments.count == 2 else { throw BenchmarkError("\(childCommand) takes a file") }
    let instrument = try SampleTicks.euro()
    let ticks = try MergedTicks(paths: [arguments[1]]) { _ in instrument.digits }
    let stream = TickFileStream(ticks, symbols: [instrument.symbol])
    let bot = try BotMaker(instrument: instrument).bot("ema_cross")
    let note = try Backtest.note([bot], over: stream)
    Terminal.write("\(Machine.peakMegabytes) \(ticks.totalTicks) ticks, \(note)", to: STDOUT_FILENO)
  }
}
