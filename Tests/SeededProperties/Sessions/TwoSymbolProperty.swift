import BotAssembly
import StrategyKit
import TradingCore

extension SeededProperty {
  /// A random trader of EURUSD and gold on one account.
  static let twoSymbols = [
    SeededProperty(
      "two_symbols", "event by event and in runs of a symbol two symbols do the same, and money adds up",
      seen: "trades", check: TwoSymbolSession.check)
  ]
}

/// A random trader of EURUSD and gold on one account.
enum TwoSymbolSession {
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

  static func check(_ number: UInt64) throws -> SeededProperty.Outcome {
    let seed = 4 &* number
    let (first, second) = (TraderSession(seed: seed &+ number % 3), TraderSession(seed: seed &+ 3))
    let quotes = merged(first, second)
    let whole = try run(bot(first, second), quotes, stretch: .max)
    let bot = try bot(first, second)
    var (peak, fall) = (Int128(first.startBalance.units), Int128(0))
    func mark(_ equity: Int128) {
      peak = max(peak, equity)
      fall = max(fall, peak - equity)
    }
    let single = try run(bot, quotes, stretch: 1) { mark(bot.state.account.scaledEquity) }
    mark(Int128(single.balance.units))
    let net = single.trades.reduce(0) { $0 + $1.netResult.units }
    guard single == whole, single.balance.units == first.startBalance.units + net,
      single.drawdown.first == "\(fall)"
    else { return .fails("\(single.drawdown) \(fall) \(single.fingerprint) \(whole.fingerprint)") }
    return .holds(seen: single.trades.count)
  }
}
