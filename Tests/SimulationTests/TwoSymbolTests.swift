import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// A random trader of EURUSD and gold on one account.
struct TwoSymbolTests {
  static let sessions = SessionCount.of(debug: 40, release: 2_000)
  static let batches = 20

  /// The quotes of two sessions from one start, in order of time, as (symbol, quote).
  private static func merged(_ first: TraderSession, _ second: TraderSession) -> [(symbol: Int, quote: Quote)]
  {
    let shift =
      (first.quotes.first?.eventTime.nanoseconds ?? 0) - (second.quotes.first?.eventTime.nanoseconds ?? 0)
    let moved = second.quotes.map {
      Quote(eventTime: $0.eventTime.advanced(by: shift), bid: $0.bid, ask: $0.ask)
    }
    let all = first.quotes.map { (symbol: 0, quote: $0) } + moved.map { (symbol: 1, quote: $0) }
    return all.enumerated().sorted {
      ($0.element.quote.eventTime, $0.offset) < ($1.element.quote.eventTime, $1.offset)
    }.map(\.element)
  }

  private static func bot(_ first: TraderSession, _ second: TraderSession) throws -> BotRunner {
    var profile = first.profile
    profile.instruments = [first.instrument, second.instrument]
    var configuration = try first.configuration()
    configuration.symbols = profile.instruments.map(\.symbol)
    configuration.profile = profile
    let bot = try BotAssembler.paperBot(StrategyEntry(RandomTrader.self), configuration)
    bot.keepEvents()
    return bot
  }

  /// Runs stretches of one symbol of at most so many quotes.
  private static func run(
    _ bot: BotRunner, _ quotes: [(symbol: Int, quote: Quote)], stretch: Int, after: () -> Void = {}
  ) throws -> BotResult {
    var trades: [ClosedTrade] = []
    var start = 0
    while start < quotes.count {
      var end = start + 1
      while end < quotes.count, end - start < stretch, quotes[end].symbol == quotes[start].symbol { end += 1 }
      try quotes[start..<end].map(\.quote).withUnsafeBufferPointer {
        try bot.process($0, symbolIndex: quotes[start].symbol)
      }
      after()
      start = end
    }
    try bot.finish(closesPositions: true)
    trades += bot.takeTrades()
    return BotResult(bot, trades: trades)
  }

  @Test(
    "event by event and in runs of a symbol two symbols do the same, and money adds up",
    arguments: 0..<batches)
  func agree(_ batch: Int) throws {
    for number in stride(from: batch, to: Self.sessions, by: Self.batches) {
      let seed = UInt64(4 * number)
      let (first, second) = (TraderSession(seed: seed + UInt64(number % 3)), TraderSession(seed: seed + 3))
      let quotes = Self.merged(first, second)
      let whole = try Self.run(Self.bot(first, second), quotes, stretch: .max)
      let bot = try Self.bot(first, second)
      var (peak, fall) = (Int128(first.startBalance.units), Int128(0))
      func mark(_ equity: Int128) {
        peak = max(peak, equity)
        fall = max(fall, peak - equity)
      }
      let single = try Self.run(bot, quotes, stretch: 1) { mark(bot.state.account.scaledEquity) }
      mark(Int128(single.balance.units))
      let net = single.trades.reduce(0) { $0 + $1.netResult.units }
      guard single == whole, single.balance.units == first.startBalance.units + net,
        single.drawdown.first == "\(fall)"
      else {
        Issue.record("seed \(seed): \(single.drawdown) \(fall) \(single.fingerprint) \(whole.fingerprint)")
        return
      }
    }
  }
}
