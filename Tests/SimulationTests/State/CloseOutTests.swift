import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// A close-out from outside of the strategy: everything is canceled and closed on the usual way.
struct CloseOutTests {
  private func demote(_ planned: PlannedBot) throws {
    try planned.bot.obey(.halt(.botDemoted, symbolIndex: nil))
    planned.bot.closeOut()
  }

  @Test("orders are canceled and positions closed at the next quote, before what the strategy asks for")
  func all() throws {
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 1_000)), .init(0, .submit(.buy, 1_000, .limit(Price(points: 108_000)))),
      .init(0, .submit(.sell, 2_000)), .init(10, .submit(.buy, 1_000)),
    ])
    _ = try planned.quote(0, 110_000)
    #expect(!planned.bot.isIdle)
    try demote(planned)
    #expect(
      try planned.quote(10, 110_000) == [
        "10 asks to cancel 2", "10 asks to close 1 as 4", "10 asks to close 3 as 5",
        "10 denied 6 bot_demoted",
        "10 canceled 2", "10 filled 4 1000 strategy", "10 closed 1000", "10 filled 5 2000 strategy",
        "10 closed 2000",
      ])
    #expect(planned.bot.isIdle)
    #expect(try planned.quote(11, 110_000) == [])
  }

  @Test("what was on its way is closed when it comes, and nothing is asked for twice meanwhile")
  func flying() throws {
    let planned = try PlannedBot([.init(0, .submit(.buy, 1_000)), .init(0, .submit(.buy, 2_000))]) {
      $0.latencyNanoseconds = 100 * Timestamp.millisecond
    }
    _ = try planned.quote(0, 110_000)
    #expect(!planned.bot.isIdle)
    try demote(planned)
    #expect(try planned.quote(50, 110_000) == [])
    #expect(
      try planned.quote(200, 110_000) == [
        "100 filled 1 1000 entry", "100 filled 2 2000 entry", "200 asks to close 1 as 3",
        "200 asks to close 2 as 4",
      ])
    #expect(try planned.quote(250, 110_000) == [])
    #expect(
      try planned.quote(400, 110_000) == [
        "300 filled 3 1000 strategy", "300 closed 1000", "300 filled 4 2000 strategy", "300 closed 2000",
      ])
    #expect(planned.bot.isIdle)
  }

  @Test("the same in one stretch of quotes and quote by quote")
  func stretches() throws {
    let plan: [MarketCase.Ask] = [
      .init(0, .submit(.buy, 1_000)), .init(10, .submit(.sell, 1_000)), .init(25, .submit(.sell, 3_000)),
    ]
    let change: (inout BrokerProfile) -> Void = { $0.latencyNanoseconds = 12 * Timestamp.millisecond }
    let single = try PlannedBot(plan, change)
    let whole = try PlannedBot(plan, change)
    var quotes: [Quote] = []
    for ms in stride(from: Int64(0), to: 100, by: 5) {
      quotes.append(
        Quote(
          eventTime: MarketCase.time(ms), bid: Price(points: 110_000 + ms), ask: Price(points: 110_010 + ms)))
    }
    func feed(_ planned: PlannedBot, _ range: Range<Int>) throws {
      try Array(quotes[range]).withUnsafeBufferPointer { try planned.bot.process($0, symbolIndex: 0) }
    }
    for index in 0..<4 { try feed(single, index..<index + 1) }
    try feed(whole, 0..<4)
    try demote(single)
    try demote(whole)
    for index in 4..<20 { try feed(single, index..<index + 1) }
    try feed(whole, 4..<20)
    #expect(single.events() == whole.events())
    #expect(single.bot.state.record.fingerprint == whole.bot.state.record.fingerprint)
    #expect(whole.bot.isIdle)
    #expect(whole.bot.state.record.fillCount == 4)
  }

  @Test("what a closed market refuses is asked for again a minute later")
  func closedMarket() throws {
    let planned = try PlannedBot([.init(0, .submit(.buy, 1_000))]) { $0.enforcesTradingHours = true }
    // The fixture's day is a working day: Saturday is found from it.
    _ = try planned.quote(0, 110_000)
    try demote(planned)
    var time: Int64 = 0
    let instrument = Known.instrument("EURUSD")
    while instrument.hours.isOpen(at: MarketCase.time(time)) { time += 3_600_000 }
    let second = Int64(1_000)
    #expect(
      try planned.quote(time, 110_000) == [
        "\(time) asks to close 1 as 2", "\(time) rejected 2 closed_market",
      ])
    #expect(try planned.quote(time + 59 * second, 110_000) == [])
    #expect(
      try planned.quote(time + 60 * second, 110_000) == [
        "\(time + 60 * second) asks to close 1 as 3", "\(time + 60 * second) rejected 3 closed_market",
      ])
    while !instrument.hours.isOpen(at: MarketCase.time(time)) { time += 3_600_000 }
    #expect(try planned.quote(time, 110_000).last == "\(time) closed 1000")
    #expect(planned.bot.isIdle)
  }

  @Test("a close-out is part of the state; a state without one is as it was before there was any")
  func saved() throws {
    let plan: [MarketCase.Ask] = [.init(0, .submit(.buy, 1_000))]
    let first = try PlannedBot(plan)
    _ = try first.quote(0, 110_000)
    let plain = try first.bot.saveState()
    try demote(first)
    let second = try PlannedBot(plan)
    try second.bot.restoreState(try first.bot.saveState())
    #expect(try second.quote(1, 110_000).first == "1 asks to close 1 as 2")
    #expect(second.bot.isIdle)
    let third = try PlannedBot(plan)
    try third.bot.restoreState(plain)
    #expect(try third.quote(1, 110_000) == [])
  }

  @Test("said twice it counts once, and before the first quote it waits for it")
  func twice() throws {
    let planned = try PlannedBot([.init(0, .submit(.buy, 1_000))])
    try demote(planned)
    try demote(planned)
    #expect(try planned.quote(0, 110_000) == ["0 denied 1 bot_demoted"])
    #expect(planned.bot.isIdle)
  }
}
