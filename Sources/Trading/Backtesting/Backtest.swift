package import BotAssembly
import Dispatch
package import FileSystem
import Synchronization
package import TradingCore
import TradingEngine

/// Runs bots over a stream of ticks to its end.
///
/// Every bot has an account of its own and sees every quote; results don't depend on the number of bots,
/// threads or stretches. Bots that share a scope of risk are a group and stay on one thread.
package struct Backtest {
  /// What is told of each closed trade, in order, as it becomes known: the bot's place and the trade.
  package typealias TradeObserver = (Int, ClosedTrade) throws(BacktestError) -> Void

  /// Quotes that all bots work through before the next ones: about what a core's cache holds.
  static let slab = 4_096

  /// What one thread works through at a time.
  private enum Unit: Sendable {
    case bot(BotRunner)
    case group(BotGroup)

    var bots: [BotRunner] {
      switch self {
      case .bot(let bot): [bot]
      case .group(let group): group.members.map(\.bot)
      }
    }
  }

  private let units: [Unit]
  private let bots: [BotRunner]
  private let threads: Int
  private let cancellation: Cancellation
  /// Totals by bot.
  package private(set) var totals: [TradeTotals]
  /// Quotes given to the bots.
  package private(set) var quoteCount = 0

  /// A run of bots, on so many threads, that stops between two stretches when somebody asks for it.
  package init(bots: [BotRunner], threads: Int = 1, cancellation: Cancellation = .never) {
    self.init(bots.map(Unit.bot), threads: threads, cancellation: cancellation)
  }

  /// A run of bots under risk control, on so many threads; they are counted group by group.
  package init(groups: [BotGroup], threads: Int = 1, cancellation: Cancellation = .never) {
    self.init(groups.map(Unit.group), threads: threads, cancellation: cancellation)
  }

  private init(_ units: [Unit], threads: Int, cancellation: Cancellation) {
    self.cancellation = cancellation
    self.units = units
    bots = units.flatMap(\.bots)
    self.threads = max(1, min(threads, units.count))
    totals = bots.map { _ in TradeTotals() }
  }

  /// Gives the bots every quote of the stream, then closes what they have open.
  ///
  /// `quotes` sees every stretch before the bots do.
  /// `settled` is called after every stretch, when the bots have worked through it, and once more at the end.
  /// `trades` sees every trade.
  /// `progress` is called now and then with the number of quotes done.
  /// - Throws: `BacktestError`; an interruption is one. `sizesMissing` before the first quote.
  package mutating func run(
    _ stream: inout some TickStream, closesPositions: Bool = true,
    quotes: (Int, UnsafeBufferPointer<Quote>) -> Void = { _, _ in },
    settled: () throws(BacktestError) -> Void = { () throws(BacktestError) in },
    trades: TradeObserver = { (_, _) throws(BacktestError) in }, progress: (Int) -> Void = { _ in }
  ) throws(BacktestError) {
    if bots.contains(where: \.needsSizes), let name = stream.sourcesWithoutSizes.first {
      throw .sizesMissing(name)
    }
    var more = true
    while more {
      more = try stream.next { (symbolIndex, stretch, sizes) throws(BacktestError) in
        quotes(symbolIndex, stretch)
        try process(Slab(quotes: stretch, sizes: sizes), symbolIndex)
        quoteCount += stretch.count
        try settled()
      }
      try collect(trades)
      progress(quoteCount)
      do throws(FileError) { try cancellation.check() } catch { throw .file(error) }
    }
    for bot in bots {
      do throws(ArithmeticError) {
        try bot.finish(closesPositions: closesPositions)
      } catch {
        throw .arithmetic(error, at: bot.state.record.lastTime ?? .distantPast)
      }
      try Self.check(bot, cancellation)
    }
    try settled()
    try collect(trades)
  }

  /// Ends the run when a bot's strategy has failed. A strategy that was told to stop has not.
  private static func check(_ bot: BotRunner, _ cancellation: Cancellation) throws(BacktestError) {
    do throws(FileError) { try cancellation.check() } catch { throw .file(error) }
    if let failure = bot.failure { throw .strategy(failure) }
  }

  private func process(_ stretch: Slab, _ symbolIndex: Int) throws(BacktestError) {
    guard units.count > 1 else { return try Self.process(units, stretch, symbolIndex, cancellation) }
    var start = 0
    while start < stretch.quotes.count {
      let end = min(start + Self.slab, stretch.quotes.count)
      let slab = stretch[start..<end]
      if threads == 1 {
        try Self.process(units, slab, symbolIndex, cancellation)
      } else {
        try processInParallel(slab, symbolIndex)
      }
      start = end
    }
  }

  /// Each thread takes every `threads`-th unit; `concurrentPerform` is the barrier between slabs.
  private func processInParallel(_ slab: Slab, _ symbolIndex: Int) throws(BacktestError) {
    let failure = Mutex<BacktestError?>(nil)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let mine = stride(from: thread, to: units.count, by: threads).map { units[$0] }
      do throws(BacktestError) {
        try Self.process(mine, slab, symbolIndex, cancellation)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private static func process(
    _ units: [Unit], _ slab: Slab, _ symbolIndex: Int, _ cancellation: Cancellation
  ) throws(BacktestError) {
    for unit in units {
      do throws(ArithmeticError) {
        try process(unit, slab, symbolIndex)
      } catch {
        throw .arithmetic(error, at: slab.quotes.last?.eventTime ?? .distantPast)
      }
      for bot in unit.bots { try check(bot, cancellation) }
    }
  }

  private static func process(
    _ unit: Unit, _ slab: Slab, _ symbolIndex: Int
  ) throws(ArithmeticError) {
    switch unit {
    case .bot(let bot): try bot.process(slab.quotes, sizes: slab.sizes, symbolIndex: symbolIndex)
    case .group(let group):
      let part = BotGroup.Part(symbolIndex: symbolIndex)
      group.process(slab.quotes, sizes: slab.sizes, parts: group.members.map { _ in part })
      for case let error? in group.failures { throw error }
    }
  }

  private mutating func collect(_ observer: TradeObserver) throws(BacktestError) {
    for index in bots.indices {
      for trade in bots[index].takeTrades() {
        do throws(ArithmeticError) {
          try totals[index].add(trade)
        } catch {
          throw .arithmetic(error, at: trade.closeTime)
        }
        try observer(index, trade)
      }
    }
  }
}

/// Quotes and their sizes, which several threads read at the same time and nobody writes.
private struct Slab: @unchecked Sendable {
  let quotes: UnsafeBufferPointer<Quote>
  let sizes: UnsafeBufferPointer<QuoteSize>?

  subscript(range: Range<Int>) -> Slab {
    Slab(
      quotes: UnsafeBufferPointer(rebasing: quotes[range]),
      sizes: sizes.map { UnsafeBufferPointer(rebasing: $0[range]) })
  }
}
