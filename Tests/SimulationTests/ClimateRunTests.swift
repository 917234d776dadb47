import BotAssembly
import MarketClimate
import StrategyKit
import Synchronization
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// Buys while the market is in a stable range on M5 and London is open, and writes down what it saw at each bar of M5.
private struct RangeInLondon: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "range_in_london", version: 1, summary: "notes regimes",
    parameters: [
      .integer("log", "whose log", in: 0...1_000_000, default: 0),
      .timeframe(default: .h1),
    ])
  static let logs = Mutex<[Int: [ClimateReading?]]>([:])

  private let log: Int
  private let lots: LotCount
  private let higher: Timeframe

  init(parameters: ParameterValues) throws(ParameterError) {
    higher = Timeframe(rawValue: try parameters.choice("timeframe")) ?? .m15
    log = try parameters.integer("log")
    lots = try parameters.lots()
  }

  var bars: [BarSubscription] { [BarSubscription(.m5)] }
  var regimes: [BarSubscription] { [BarSubscription(.m5), BarSubscription(higher)] }

  func onBar(_ bar: Bar, _ context: inout Context) {
    let reading = context.climate(.m5)
    Self.logs.withLock { [log] in $0[log, default: []].append(reading) }
    let suits = context.regime(.m5) == .rangeStable && context.isOpen(.london)
    if suits, context.positions.isEmpty { context.buy(lots) }
    if !suits { context.closeAll() }
  }
}

/// Regimes as a strategy sees them.
struct ClimateRunTests {
  private static let start = Timestamp(nanoseconds: 1_704_672_000 * Timestamp.second)

  /// Three weeks of a market that is wild by turns.
  private static func quotes(_ count: Int = 40_000, seed: UInt64 = 7) -> [Quote] {
    var generator = SeededGenerator(seed: seed)
    var (time, bid) = (start, Int64(110_000))
    return (0..<count).map { index in
      time = time.advanced(by: Int64.random(in: 1...60, using: &generator) * Timestamp.second)
      let reach: Int64 = index / 3_000 % 3 == 2 ? 30 : 4
      bid += Int64.random(in: -reach...reach, using: &generator) + (110_000 - bid) / 400
      return Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + 8))
    }
  }

  private func bot(_ log: Int, higher: Timeframe = .h1) throws -> BotRunner {
    RangeInLondon.logs.withLock { $0[log] = [] }
    let entry = StrategyEntry(RangeInLondon.self)
    return try BotAssembler.paperBot(
      entry,
      BotConfiguration(
        parameters: try ParameterValues(
          for: entry.descriptor, given: ["log": "\(log)", "timeframe": higher.rawValue]),
        symbols: [Known.instrument("EURUSD").symbol], profile: BrokerProfile(name: "a"),
        startBalance: Money(units: 10_000_000_000)))
  }

  private func feed(_ bot: BotRunner, _ quotes: some Collection<Quote>, stretch: Int = 4_096) throws {
    var rest = Array(quotes)[...]
    while !rest.isEmpty {
      try Array(rest.prefix(stretch)).withUnsafeBufferPointer { try bot.process($0, symbolIndex: 0) }
      rest = rest.dropFirst(stretch)
    }
  }

  private func log(_ number: Int) -> [ClimateReading?] { RangeInLondon.logs.withLock { $0[number] ?? [] } }

  @Test("At each bar it sees the reading of the bars that have closed, as a tracker beside it has them")
  func sees() throws {
    let quotes = Self.quotes()
    try feed(try bot(1), quotes)
    var tracker = ClimateTracker(timeframes: [.m5, .h1])
    var builder = BarBuilder(BarSubscription(.m5))
    var expected: [ClimateReading?] = []
    for quote in quotes {
      if quote.eventTime >= tracker.nextTime { _ = tracker.close(at: quote.eventTime) }
      if builder.close(at: quote.eventTime) != nil { expected.append(tracker.reading(.m5)) }
      tracker.add(quote)
      builder.add(quote)
    }
    #expect(log(1) == expected)
    #expect(expected.count > 2_000)
    #expect(Set(expected.compactMap { $0?.regime }).count > 2)
  }

  @Test("In one stretch or quote by quote, and over a restart in between, it is the same bot")
  func restarts() throws {
    let quotes = Self.quotes(20_000)
    let (whole, single, first, second) = (try bot(2), try bot(3), try bot(4), try bot(4))
    try feed(whole, quotes)
    try feed(single, quotes, stretch: 1)
    try feed(first, quotes.prefix(9_999))
    try second.restoreState(try first.saveState())
    try feed(second, quotes.dropFirst(9_999))
    #expect(log(2) == log(3))
    #expect(log(2) == log(4))
    #expect(whole.state.record.fillCount > 10)
    #expect(whole.state.record.fingerprint == single.state.record.fingerprint)
    #expect(whole.state.record.fingerprint == second.state.record.fingerprint)
  }

  @Test("What comes after a bar changes nothing that was seen at it")
  func sealed() throws {
    let quotes = Self.quotes(6_000)
    try feed(try bot(5), quotes)
    for cut in stride(from: 1_000, to: 6_000, by: 1_234) {
      try feed(try bot(6), quotes.prefix(cut))
      let seen = log(6)
      let other =
        quotes.prefix(cut)
        + quotes.dropFirst(cut).map {
          Quote(
            eventTime: $0.eventTime, bid: Price(points: $0.bid.points * 2),
            ask: Price(points: $0.ask.points * 2))
        }
      try feed(try bot(7), other)
      #expect(Array(log(7).prefix(seen.count)) == seen)
      #expect(Array(log(5).prefix(seen.count)) == seen)
    }
  }

  @Test("A state of other regimes is refused")
  func otherRegimes() throws {
    let bot = try bot(8)
    try feed(bot, Self.quotes(500))
    let state = try bot.saveState()
    let other = try self.bot(9, higher: .m15)
    #expect {
      try other.restoreState(state)
    } throws: {
      "\($0)".contains("the regimes that it looks at are other ones")
    }
    try self.bot(9).restoreState(state)
  }
}
