import BotAssembly
import RiskControl
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// While entries are halted nothing opens new risk, and everything that lowers it goes on.
struct HaltTests {
  @Test("orders are denied with the code until it is taken back")
  func entries() throws {
    let planned = try PlannedBot((0..<4).map { .init($0, .submit(.buy, 1_000)) })
    try planned.bot.obey(.halt(.feedStale, symbolIndex: nil))
    #expect(try planned.quote(0, 110_000) == ["0 denied 1 feed_stale"])
    try planned.bot.obey(.halt(.botPaused, symbolIndex: nil))
    #expect(try planned.quote(1, 110_000) == ["1 denied 2 feed_stale"])
    try planned.bot.obey(.resume(.feedStale, symbolIndex: nil))
    #expect(try planned.quote(2, 110_000) == ["2 denied 3 bot_paused"])
    try planned.bot.obey(.resume(.botPaused, symbolIndex: nil))
    #expect(try planned.quote(3, 110_000).last == "3 filled 4 1000 entry")
    #expect(planned.bot.state.record.denied == [.feedStale: 2, .botPaused: 1])
  }

  @Test("the denial says why in words")
  func words() throws {
    let planned = try PlannedBot([.init(0, .submit(.buy, 10_000))])
    try planned.bot.obey(.halt(.clockJump, symbolIndex: nil))
    let quote = Known.quote(0, 110_000, 110_010)
    try [quote].withUnsafeBufferPointer { try planned.bot.process($0, symbolIndex: 0) }
    let denials = planned.bot.takeEvents().compactMap { event -> Denial? in
      if case .denied(let denial, _) = event { denial } else { nil }
    }
    #expect(
      denials == [
        Denial(
          order: ClientOrderID(ordinal: 1), code: .clockJump, layer: "risk",
          limit: "no new risk after a jump of the clock", value: "buy 0.10 lots EURUSD", cycle: 1)
      ])
  }

  @Test("a symbol's halt is its own, and is taken back with its own name only")
  func symbols() throws {
    let planned = try PlannedBot(
      [
        .init(0, .submit(.buy, 1_000, symbol: 0)), .init(0, .submit(.buy, 1_000, symbol: 1)),
        .init(10, .submit(.buy, 1_000, symbol: 0)),
      ], symbols: ["EURUSD", "GBPUSD"])
    try planned.bot.obey(.halt(.feedLate, symbolIndex: 0))
    #expect(try planned.quote(0, 110_000, symbol: 0) == ["0 denied 1 feed_late"])
    #expect(try planned.quote(1, 127_000, symbol: 1).last == "1 filled 2 1000 entry")
    try planned.bot.obey(.resume(.feedLate, symbolIndex: nil))
    #expect(try planned.quote(10, 110_000, symbol: 0) == ["10 denied 3 feed_late"])
  }

  @Test("closes, cancels, levels and triggers go on; taking the stop away and moving an entry do not")
  func exits() throws {
    let stop = Protection(stopLoss: Price(points: 109_000))
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 1_000, .market, .goodTillCanceled, stop)),
      .init(0, .submit(.buy, 1_000, .limit(Price(points: 108_000)))),
      .init(0, .submit(.buy, 1_000, .market, .goodTillCanceled, stop)),
      .init(10, .protect(1, Protection(stopLoss: Price(points: 109_500)))),
      .init(11, .protect(1, Protection(takeProfit: Price(points: 111_000)))),
      .init(12, .change(2, price: 108_100)), .init(13, .cancel(2)), .init(14, .close(1)),
    ])
    #expect(try planned.quote(0, 110_000).count == 6)
    try planned.bot.obey(.halt(.botPaused, symbolIndex: nil))
    #expect(try planned.quote(10, 110_000) == ["10 asks for change 4"])
    #expect(try planned.quote(11, 110_000) == ["11 denied 5 bot_paused"])
    #expect(try planned.quote(12, 110_000) == ["12 denied 6 bot_paused"])
    #expect(try planned.quote(13, 110_000) == ["13 asks to cancel 2", "13 canceled 2"])
    #expect(try planned.quote(14, 110_000).last == "14 closed 1000")
    #expect(try planned.quote(15, 108_990).last == "15 closed 1000")
  }

  @Test("on a netting account orders may reduce, with what is on its way counted, and not turn")
  func netting() throws {
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 3_000)), .init(1_000, .submit(.sell, 4_000)),
      .init(1_000, .submit(.sell, 2_000)), .init(1_000, .submit(.sell, 2_000)),
      .init(1_000, .submit(.sell, 1_000)), .init(1_000, .submit(.buy, 1_000)),
    ]) {
      $0.accountMode = .netting
      $0.latencyNanoseconds = 100 * Timestamp.millisecond
    }
    _ = try planned.quote(0, 110_000)
    _ = try planned.quote(500, 110_000)
    try planned.bot.obey(.halt(.feedStale, symbolIndex: nil))
    #expect(
      try planned.quote(1_000, 110_000) == [
        "1000 denied 2 feed_stale", "1000 asks for order 3", "1000 denied 4 feed_stale",
        "1000 asks for order 5", "1000 denied 6 feed_stale",
      ])
    #expect(
      try planned.quote(2_000, 110_000) == [
        "1100 filled 3 2000 strategy", "1100 closed 2000", "1100 filled 5 1000 strategy",
        "1100 closed 1000",
      ])
    #expect(planned.bot.state.account.isFlat)
  }

  @Test("a halt is part of the state")
  func saved() throws {
    let plan: [MarketCase.Ask] = [.init(0, .submit(.buy, 1_000)), .init(1, .submit(.buy, 1_000))]
    let first = try PlannedBot(plan)
    try first.bot.obey(.halt(.feedLate, symbolIndex: 0))
    _ = try first.quote(0, 110_000)
    let second = try PlannedBot(plan)
    try second.bot.restoreState(first.bot.saveState())
    #expect(second.bot.halts.map(\.code) == [.feedLate])
    #expect(try second.quote(1, 110_000) == ["1 denied 2 feed_late"])
    #expect(second.bot.eventCount == 2)
  }
}
