import Backtesting
import BotAssembly
import BrokerProfiles
import Statistics
import StrategyKit
import TickStore
import TradingCore
import TradingEngine

/// Makes the bots that are measured.
struct BotMaker {
  private let instrument: Instrument
  private let profile: BrokerProfile

  /// Bots at a bundled broker.
  init(instrument: Instrument, broker: String = "reference") throws {
    self.instrument = instrument
    profile = try BrokerProfiles(home: nil).load(broker)
  }

  /// A bundled strategy with a balance that outlasts its costs.
  func bot(
    _ name: String, _ parameters: [String: String] = [:], files: [String: String] = [:]
  ) throws -> BotRunner {
    guard let entry = StrategyEntry.bundled.first(where: { $0.descriptor.name == name }) else {
      throw BenchmarkError("there is no strategy \(name)")
    }
    return try bot(entry, parameters, files: files)
  }

  /// The same with a strategy of one's own.
  func bot(
    _ entry: StrategyEntry, _ parameters: [String: String] = [:], files: [String: String] = [:]
  ) throws -> BotRunner {
    try BotAssembler.paperBot(
      entry,
      BotConfiguration(
        parameters: try ParameterValues(for: entry.descriptor, given: parameters, files: files),
        symbols: [instrument.symbol], profile: profile, startBalance: Money(units: 1_000_000_000_000)),
      // As `backtest` without --report and --equity: everything but the curve they draw.
      curvePoints: 0)
  }

  /// So many bots with different averages; every `idleEvery`-th is idle.
  func crosses(_ count: Int, idleEvery: Int = .max) throws -> [BotRunner] {
    try (0..<count).map { index in
      if index % idleEvery == idleEvery - 1 { return try bot("idle") }
      return try bot("ema_cross", ["fast": "\(30 + index)", "slow": "\(150 + 4 * index)"])
    }
  }
}

/// Quotes that are in memory already, in stretches as long as a file's blocks.
struct MemoryStream: TickStream {
  let quotes: UnsafeBufferPointer<Quote>
  private var start = 0

  init(_ quotes: UnsafeBufferPointer<Quote>) { self.quotes = quotes }

  mutating func next(_ body: Body) throws(BacktestError) -> Bool {
    guard start < quotes.count else { return false }
    let end = min(start + TickBlock.capacity, quotes.count)
    try body(0, UnsafeBufferPointer(rebasing: quotes[start..<end]), nil)
    start = end
    return true
  }
}

extension Backtest {
  /// Runs bots and says what they did.
  static func note(
    _ bots: [BotRunner], over stream: some TickStream, threads: Int = 1
  ) throws(BacktestError) -> String {
    var stream = stream
    var backtest = Backtest(bots: bots, threads: threads)
    try backtest.run(&stream)
    let trades = backtest.totals.reduce(0) { $0 + $1.tally.trades }
    let refused = bots.reduce(0) { $0 + $1.state.record.denied.values.reduce(0, +) }
    return "\(trades) trades" + (refused > 0 ? ", \(refused) denials" : "")
  }
}
