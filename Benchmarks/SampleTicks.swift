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

/// EURUSD ticks in files of three lengths and in memory, removed at the end.
final class SampleTicks {
  /// Where they come from.
  let description: String
  /// Tick files of a sixteenth, a quarter and all of the ticks.
  let paths: [String]
  /// The folder for files of the run.
  let folder: String
  /// The instrument.
  let instrument: Instrument
  /// The recorded ticks' folder, if there is one.
  let recorded: String?
  private(set) var quotes = UnsafeBufferPointer<Quote>(start: nil, count: 0)
  private let count: Int

  /// Makes the files.
  init(count: Int) throws {
    self.count = count
    instrument = try Self.euro()
    let symbol = instrument.symbol
    recorded = getenv("SLIPWAY_REAL_TICKS").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    folder = "\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/slipway-benchmarks-\(getpid())"
    guard mkdir(folder, 0o755) == 0 else { throw BenchmarkError("can't make \(folder)") }
    paths = ["short", "medium", "long"].map { [folder] in "\(folder)/\($0).ticks" }
    if let recorded {
      description = "recorded EURUSD of 2019-02-04 (Dukascopy), day after day to \(count) ticks"
      let day = try Self.importDay(recorded, symbol: symbol, to: folder + "/day.ticks")
      for (path, divisor) in zip(paths, [16, 4, 1]) {
        try Self.write(day, count: count / divisor, symbol: symbol, to: path)
      }
    } else {
      description = "generated EURUSD, seed 1, \(count) ticks"
      let year = SyntheticMarket(instrument, seed: 1)
      try Self.generate(year, count: count, folder: folder)
      let all = try Self.decode(folder + "/day.ticks", limit: count)
      for (path, divisor) in zip(paths, [16, 4, 1]) {
        try Self.write(all, count: count / divisor, symbol: symbol, to: path)
      }
    }
  }

  deinit {
    quotes.deallocate()
    ChildProcess.remove(folder)
  }

  /// Decodes the long file into memory; only after everything that measures memory.
  func load() throws {
    let all = UnsafeMutableBufferPointer<Quote>.allocate(capacity: count)
    var filled = 0
    let cursor = try TickFileReader(path: paths[2]).makeCursor()
    var block = TickBlock()
    while try cursor.nextBlock(into: &block) {
      _ = UnsafeMutableBufferPointer(rebasing: all[filled...]).update(fromContentsOf: block.quotes)
      filled += block.quotes.count
    }
    quotes = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(all)[..<filled])
  }

  /// The instrument of all benchmarks.
  static func euro() throws -> Instrument {
    guard let symbol = Symbol("EURUSD"), let instrument = InstrumentCatalog.standard[symbol] else {
      throw BenchmarkError("the catalog has no EURUSD")
    }
    return instrument
  }

  /// The ticks of one of the files as a backtest reads them.
  func stream(_ length: Int, decodesAhead: Bool) throws -> TickFileStream {
    let digits = instrument.digits
    let ticks = try MergedTicks(paths: [paths[length]], decodesAhead: decodesAhead) { _ in digits }
    return TickFileStream(ticks, symbols: [instrument.symbol])
  }

  /// Bytes a tick of the long file.
  var sizeResult: Measurement {
    let bytes = (try? TickFileReader(path: paths[2]).bytes) ?? 0
    return Measurement(
      name: "file size, EURUSD without sizes", value: Double(bytes) / Double(max(quotes.count, 1)),
      unit: "bytes/tick", note: "\(bytes) bytes", budget: .below(1.83))
  }
}

extension SampleTicks {
  private static func importDay(_ folder: String, symbol: Symbol, to path: String) throws -> [Quote] {
    _ = try TickImport.run(
      inputs: [folder + "/dukascopy_bi5/EURUSD"], options: ImportOptions(symbol: symbol), output: path)
    return try decode(path, limit: .max)
  }

  private static func generate(_ market: SyntheticMarket, count: Int, folder: String) throws {
    // About 100,000 ticks a trading day; more days until there are enough.
    var days = max(7, count / 60_000)
    while try market.generate(days: days, to: folder + "/day.ticks").statistics.ticks < count { days *= 2 }
  }

  private static func decode(_ path: String, limit: Int) throws -> [Quote] {
    let cursor = try TickFileReader(path: path).makeCursor()
    var block = TickBlock()
    var quotes: [Quote] = []
    while quotes.count < limit, try cursor.nextBlock(into: &block) {
      quotes += block.quotes.prefix(limit - quotes.count)
    }
    return quotes
  }

  /// The ticks over and over, each time as many days later as they span; single days on weekdays only.
  private static func write(_ quotes: [Quote], count: Int, symbol: Symbol, to path: String) throws {
    guard let first = quotes.first, let last = quotes.last else { throw BenchmarkError("no sample ticks") }
    let span = last.eventTime.nanoseconds - first.eventTime.nanoseconds
    let period = (span / Timestamp.day + 1) * Timestamp.day
    let writer = try TickFileWriter(
      path: path,
      metadata: TickFileMetadata(symbol: symbol, digits: 5, source: "benchmark", provenance: "sample"))
    for index in 0..<count {
      var quote = quotes[index % quotes.count]
      let turn = Int64(index / quotes.count)
      let shift = period == Timestamp.day ? (turn / 5 * 7 + turn % 5) * Timestamp.day : turn * period
      quote.eventTime = quote.eventTime.advanced(by: shift)
      try writer.append(quote)
    }
    _ = try writer.finish()
  }
}
