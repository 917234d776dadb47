import BotAssembly
import MarketClimate
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// Trades by the regimes of two symbols, and keeps a digest of all readings that it sees at every quote and bar: it is
/// part of its state.
private struct Watcher: Strategy {
  static let descriptor = StrategyDescriptor(name: "watcher", version: 1, summary: "sees all readings")

  private let lots: LotCount
  private var digest: UInt64 = 0

  init(parameters: ParameterValues) throws(ParameterError) { lots = try parameters.lots() }

  var bars: [BarSubscription] { [BarSubscription(.m5), BarSubscription(.m1, symbolIndex: 1)] }
  var regimes: [BarSubscription] {
    Timeframe.ofRegimes.map { BarSubscription($0) } + [BarSubscription(.m15, symbolIndex: 1)]
  }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) { look(context) }

  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    look(context)
    let suits = context.regime(.m5) == .rangeStable
    if suits, context.positions.isEmpty { context.buy(lots) }
    if !suits { context.closeAll() }
  }

  private mutating func look(_ context: Context) {
    for symbol in 0..<2 {
      for timeframe in Timeframe.ofRegimes {
        guard let reading = context.climate(timeframe, symbolIndex: symbol) else { continue }
        add(UInt64(bitPattern: reading.at.nanoseconds))
        add(UInt64(bitPattern: reading.since.nanoseconds))
        add(reading.quality.bitPattern)
        add((reading.chaos ?? -1).bitPattern)
        for byte in reading.regime.rawValue.utf8 { add(UInt64(byte)) }
      }
    }
  }

  private mutating func add(_ bits: UInt64) { digest = (digest ^ bits) &* 0x100_0000_01b3 }
}

/// A bot that looks at regimes is the same however its quotes come.
struct ClimateStretchTests {
  private static let start = Timestamp(nanoseconds: 1_704_672_000 * Timestamp.second)

  /// What a bot is given, in order of time: quotes of one symbol or the time.
  private enum Piece {
    case quotes(ArraySlice<Quote>, symbolIndex: Int)
    case time(Timestamp)
  }

  /// Some days of quotes in runs of either symbol, some over many minutes; after some of them the clock comes first.
  private static let runs: [Piece] = {
    var generator = SeededGenerator(seed: 11)
    var (time, bid) = (start, Int64(110_000))
    var pieces: [Piece] = []
    for run in 0..<400 {
      var quotes: [Quote] = []
      for _ in 0..<Int.random(in: 1...60, using: &generator) {
        time = time.advanced(by: Int64.random(in: 1...40, using: &generator) * Timestamp.second)
        bid += Int64.random(in: -5...5, using: &generator) + (110_000 - bid) / 400
        quotes.append(Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + 8)))
      }
      pieces.append(.quotes(quotes[...], symbolIndex: run % 2))
      guard Bool.random(using: &generator) else { continue }
      time = time.advanced(by: Int64.random(in: 1...100, using: &generator) * Timestamp.second)
      pieces.append(.time(time))
    }
    return pieces
  }()

  private func bot(_ spread: SpreadModel, news: Bool) throws -> BotRunner {
    let entry = StrategyEntry(Watcher.self)
    var configuration = BotConfiguration(
      parameters: try ParameterValues(for: entry.descriptor, given: [:]),
      symbols: [Known.instrument("EURUSD").symbol, Known.instrument("GBPUSD").symbol],
      profile: BrokerProfile(name: "a", spread: spread), startBalance: Money(units: 10_000_000_000))
    if news {
      // The first is on when the first quote comes, the second affects one of the two.
      configuration.news = try NewsCalendar.parse(
        csv: """
          time,currency,impact,event
          2024-01-08T00:10Z,USD,high,Payrolls
          2024-01-08T13:00Z,GBP,high,Output
          """, path: "news.csv", policy: NewsPolicy())
    }
    return try BotAssembler.paperBot(entry, configuration)
  }

  private func feed(_ bot: BotRunner, _ pieces: ArraySlice<Piece>, atOnce length: Int) throws {
    for piece in pieces {
      switch piece {
      case .time(let time): try bot.passTime(to: time)
      case .quotes(var rest, let symbolIndex):
        while !rest.isEmpty {
          try Array(rest.prefix(length)).withUnsafeBufferPointer {
            try bot.process($0, symbolIndex: symbolIndex)
          }
          rest = rest.dropFirst(length)
        }
      }
    }
  }

  @Test(
    "One at a time, in slabs or all at once it ends in the same state and has seen the same at every quote",
    arguments: [SpreadModel.recorded, .markup(.points(3))], [false, true])
  func stretches(spread: SpreadModel, news: Bool) throws {
    let bots = try [1, 2, 7, 1_000].map { length in
      let bot = try self.bot(spread, news: news)
      try feed(bot, Self.runs[...], atOnce: length)
      return bot
    }
    let states = try bots.map { try $0.saveState() }
    #expect(bots[0].state.record.fillCount > 10)
    for state in states.dropFirst() { #expect(state == states[0]) }
  }

  @Test("Restarted at any place it goes on the same", arguments: [SpreadModel.recorded, .markup(.points(3))])
  func restarts(spread: SpreadModel) throws {
    let whole = try bot(spread, news: true)
    try feed(whole, Self.runs[...], atOnce: 1_000)
    for cut in stride(from: 1, to: Self.runs.count, by: 61) {
      let (first, second) = (try bot(spread, news: true), try bot(spread, news: true))
      try feed(first, Self.runs[..<cut], atOnce: 1_000)
      try second.restoreState(try first.saveState())
      try feed(second, Self.runs[cut...], atOnce: 1)
      #expect(try second.saveState() == whole.saveState())
    }
  }
}
