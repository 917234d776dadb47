import BotAssembly
import TickStore
import TradingCore

/// What the recorded spreads of a backtest's symbols were, and what its broker profile made of them.
///
/// Of a file that is played whole, the median is in the file. Of parts, and of several files, a sample is taken.
struct SpreadMedians {
  private let instruments: [Instrument]
  private let profile: BrokerProfile
  private var known: [Int64?]
  private var samples: [SpreadSample?]

  /// Nothing sampled yet.
  ///
  /// - Throws: `TickStoreError`.
  init(_ plan: BacktestPlan, quotes: Int) throws {
    instruments = Array(plan.traded)
    profile = plan.configuration.profile
    let readers = try plan.ticks.map { try TickFileReader(path: $0) }
    known = instruments.map { instrument in
      let files = readers.filter { $0.metadata.symbol == instrument.symbol }
      guard files.count == 1, let file = files.first, plan.from <= file.statistics.first,
        file.statistics.last < plan.to
      else { return nil }
      return file.spreadMedian(digits: instrument.digits)
    }
    samples = known.map { $0 == nil ? SpreadSample(of: quotes) : nil }
  }

  /// Takes a stretch of quotes of one symbol; symbols beyond the traded ones only convert.
  mutating func add(_ quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int) {
    guard symbolIndex < samples.count else { return }
    samples[symbolIndex]?.add(quotes)
  }

  /// The comparison of each symbol that had quotes.
  ///
  /// - Throws: `ProfileFault`, where the bot could not have been put together either.
  func comparisons() throws(ProfileFault) -> [SpreadComparison] {
    var comparisons: [SpreadComparison] = []
    for (index, instrument) in instruments.enumerated() {
      guard let median = known[index] ?? samples[index]?.median else { continue }
      comparisons.append(try SpreadComparison(instrument, recordedMedian: median, at: profile))
    }
    return comparisons
  }
}
