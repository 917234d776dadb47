import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// The clock and commands, beside quotes: they take effect as they come in, at the last quotes.
struct DoorTests {
  private static let limit = OrderKind.limit(Price(points: 108_000))
  private static let hour: Int64 = 3_600_000
  private static let day = 24 * hour

  // MARK: Commands

  @Test("a kill closes and cancels at the last quote, with its reason, and no quote has to come")
  func kill() throws {
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 1_000)), .init(0, .submit(.buy, 1_000, Self.limit)),
      .init(0, .submit(.sell, 2_000)),
    ])
    _ = try planned.quote(0, 110_000)
    #expect(try planned.obey(.halt(.botDemoted, symbolIndex: nil)) == [])
    #expect(
      try planned.obey(.flatten(.kill)) == [
        "0 asks to cancel 2", "0 asks to close 1 as 4", "0 asks to close 3 as 5", "0 canceled 2",
        "0 filled 4 1000 kill", "0 closed 1000", "0 filled 5 2000 kill", "0 closed 2000",
      ])
    #expect(planned.bot.isIdle)
    #expect(try planned.quote(10, 110_000) == [])
  }

  @Test("what the clock has brought so far is the time of a kill's fills")
  func killByTheClock() throws {
    let planned = try PlannedBot([.init(0, .submit(.buy, 1_000))])
    _ = try planned.quote(0, 110_000)
    #expect(try planned.pass(3 * Self.hour) == [])
    #expect(
      try planned.obey(.flatten(.kill)) == [
        "10800000 asks to close 1 as 2", "10800000 filled 2 1000 kill", "10800000 closed 1000",
      ])
  }

  @Test("with latency a kill's orders arrive by the clock, at the last quote")
  func killWithLatency() throws {
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 1_000)), .init(900, .submit(.buy, 2_000)),
      .init(900, .submit(.buy, 3_000, Self.limit)),
    ]) { $0.latencyNanoseconds = 100 * Timestamp.millisecond }
    _ = try planned.quote(0, 110_000)
    _ = try planned.quote(900, 110_020)
    // Orders 2 and 3 are on their way: the limit is canceled when it is there, the market order closed when it is filled.
    #expect(
      try planned.obey(.flatten(.kill)) == [
        "900 asks to cancel 2", "900 asks to cancel 3", "900 asks to close 1 as 4",
      ])
    #expect(planned.bot.dueTime == MarketCase.time(1_000).advanced(by: 1))
    #expect(
      try planned.pass(2_000) == [
        "1000 filled 2 2000 entry", "2000 accepted 3", "1000 rejected 2 order_gone", "2000 canceled 3",
        "1000 filled 4 1000 kill", "1000 closed 1000",
        "2000 asks to close 2 as 5",
      ])
    #expect(try planned.pass(3_000) == ["2100 filled 5 2000 kill", "2100 closed 2000"])
    #expect(planned.bot.isIdle)
  }

  @Test("a broker that trades at no old quote still lets risk and the kill switch close")
  func staleQuote() throws {
    let planned = try PlannedBot(
      [
        .init(0, .submit(.buy, 1_000)), .init(0, .submit(.buy, 1_000, symbol: 1)),
      ], symbols: ["EURUSD", "GBPUSD"]
    ) { $0.staleQuoteSeconds = 10 }
    _ = try planned.quote(0, 110_000)
    _ = try planned.quote(1, 127_000, symbol: 1)
    #expect(
      try planned.quote(60_000, 127_000, symbol: 1) == [])
    #expect(try planned.obey(.closeAll(symbolIndex: 0, .risk)).last == "60000 closed 1000")
    #expect(planned.bot.state.account.positions.map(\.id.ordinal) == [2])
  }

  @Test("a closed market refuses; after a minute it is asked again, by the clock or at a quote")
  func closedMarket() throws {
    let planned = try PlannedBot([.init(0, .submit(.buy, 1_000))]) { $0.enforcesTradingHours = true }
    _ = try planned.quote(0, 110_000)
    // Wednesday noon to Saturday noon.
    _ = try planned.pass(3 * Self.day)
    #expect(
      try planned.obey(.flatten(.risk)) == [
        "259200000 asks to close 1 as 2", "259200000 rejected 2 closed_market",
      ])
    #expect(try planned.pass(3 * Self.day + 59_000) == [])
    #expect(planned.bot.dueTime == MarketCase.time(3 * Self.day + 60_000))
    #expect(
      try planned.pass(3 * Self.day + 60_000) == [
        "259260000 asks to close 1 as 3", "259260000 rejected 3 closed_market",
      ])
    // Monday noon.
    #expect(try planned.quote(5 * Self.day, 110_500).contains("432000000 filled 4 1000 risk"))
    #expect(planned.bot.isIdle)
  }

  @Test("a part, a symbol's positions, and no more than a limit on each side")
  func parts() throws {
    let planned = try PlannedBot(
      [
        .init(0, .submit(.buy, 3_000)), .init(0, .submit(.buy, 5_000)), .init(0, .submit(.sell, 4_000)),
        .init(1, .submit(.buy, 1_000, symbol: 1)),
      ], symbols: ["EURUSD", "GBPUSD"])
    _ = try planned.quote(0, 110_000)
    _ = try planned.quote(1, 127_000, symbol: 1)
    let first = ClientOrderID(ordinal: 1)
    #expect(
      try planned.obey(.close(first, quantity: Quantity(units: 1_000), .risk)) == [
        "1 asks to close 1 as 5", "1 filled 5 1000 risk", "1 closed 1000",
      ])
    // 2,000 and 5,000 are long: 2,500 is not a whole number of steps, so that 2,000 stay.
    #expect(
      try planned.obey(.reduce(symbolIndex: 0, units: 2_500, .risk)).filter { $0.contains("filled") } == [
        "1 filled 6 2000 risk", "1 filled 7 3000 risk", "1 filled 8 2000 risk",
      ])
    #expect(planned.bot.state.account.positions.map(\.quantity.units) == [2_000, 2_000, 1_000])
    #expect(try planned.obey(.closeAll(symbolIndex: 1, .kill)).last == "1 closed 1000")
    #expect(planned.bot.state.account.positions.map(\.id.ordinal) == [2, 3])
  }

  @Test("orders are canceled one by one, or all of a symbol")
  func cancels() throws {
    let planned = try PlannedBot(
      [
        .init(0, .submit(.buy, 1_000, Self.limit)), .init(0, .submit(.buy, 2_000, Self.limit)),
        .init(1, .submit(.buy, 1_000, Self.limit, symbol: 1)),
      ], symbols: ["EURUSD", "GBPUSD"])
    _ = try planned.quote(0, 110_000)
    _ = try planned.quote(1, 127_000, symbol: 1)
    #expect(
      try planned.obey(.cancel(ClientOrderID(ordinal: 2))) == ["1 asks to cancel 2", "1 canceled 2"])
    #expect(try planned.obey(.cancelAll(symbolIndex: 0)) == ["1 asks to cancel 1", "1 canceled 1"])
    #expect(try planned.obey(.cancelAll(symbolIndex: nil)) == ["1 asks to cancel 3", "1 canceled 3"])
    #expect(
      try planned.obey(.cancel(ClientOrderID(ordinal: 9))) == [
        "1 asks to cancel 9", "1 rejected 9 order_gone",
      ])
  }

  @Test("before the first quote a command changes nothing but halts")
  func beforeTheFirstQuote() throws {
    let planned = try PlannedBot([.init(0, .submit(.buy, 1_000))])
    #expect(try planned.obey(.halt(.botPaused, symbolIndex: nil)) == [])
    #expect(try planned.obey(.closeAll(symbolIndex: nil, .kill)) == [])
    #expect(try planned.pass(0) == [])
    #expect(planned.bot.dueTime == .distantFuture)
    #expect(try planned.quote(0, 110_000) == ["0 denied 1 bot_paused"])
  }

  // MARK: The clock

  @Test("an order expires by the clock, and is gone at the next quote")
  func expiry() throws {
    let until = TimeInForce.goodTill(MarketCase.time(5_000))
    let planned = try PlannedBot([.init(0, .submit(.buy, 1_000, Self.limit, until))])
    _ = try planned.quote(0, 110_000)
    #expect(planned.bot.dueTime == MarketCase.time(5_000).advanced(by: 1))
    #expect(try planned.pass(5_000) == [])
    #expect(try planned.pass(5_001) == ["5001 expired 1"])
    #expect(planned.bot.dueTime == .distantFuture)
    #expect(try planned.quote(6_000, 107_000) == [])
  }

  @Test("a night is charged once, by the clock or at the next quote, and the money is the same")
  func roll() throws {
    func run(byClock: Bool) throws -> (money: Money, trades: [ClosedTrade]) {
      let planned = try PlannedBot([.init(0, .submit(.buy, 10_000)), .init(2 * Self.day, .close(1))]) {
        $0.swap = SwapModel(
          rate: .points(
            long: PriceDistance(tenThousandths: -65_000, unit: .point),
            short: PriceDistance(tenThousandths: 10_000, unit: .point)))
      }
      _ = try planned.quote(0, 110_000)
      if byClock {
        // 17:00 in New York is ten hours after the first quote.
        #expect(planned.bot.dueTime == MarketCase.time(10 * Self.hour))
        _ = try planned.pass(11 * Self.hour)
        #expect(planned.bot.state.account.balance.units < 1_000_000_000)
        _ = try planned.pass(12 * Self.hour)
      }
      _ = try planned.quote(2 * Self.day, 110_100)
      return (planned.bot.state.account.balance, planned.bot.takeTrades())
    }
    let (clocked, quoted) = (try run(byClock: true), try run(byClock: false))
    #expect(clocked.money == quoted.money)
    #expect(clocked.trades == quoted.trades)
    #expect(quoted.trades.map(\.swap.units).first ?? 0 < 0)
  }

  @Test("a timer fires by the clock; the strategy sees the time as now, and quotes with their own")
  func timer() throws {
    let bot = try Alarmed.bot()
    try Alarmed.quote(bot, MarketCase.time(0))
    #expect(bot.dueTime == MarketCase.time(60_000))
    try bot.passTime(to: MarketCase.time(61_000))
    #expect(
      bot.takeEvents().map(PlannedBot.text) == ["61000 asks for order 1", "61000 filled 1 61000 entry"])
    // The next quote finds it done.
    try Alarmed.quote(bot, MarketCase.time(62_000))
    #expect(bot.takeEvents().isEmpty)
  }

  @Test("a time that is not later changes nothing")
  func notLater() throws {
    let planned = try PlannedBot([.init(0, .submit(.buy, 1_000))])
    _ = try planned.quote(0, 110_000)
    let before = try planned.bot.saveState()
    try planned.bot.passTime(to: MarketCase.time(0))
    try planned.bot.passTime(to: MarketCase.time(-5))
    #expect(try planned.bot.saveState() == before)
  }

  @Test("a bot that is saved and restored between any two of them goes on the same")
  func saved() throws {
    let plan: [MarketCase.Ask] = [
      .init(0, .submit(.buy, 1_000)), .init(0, .submit(.buy, 1_000, Self.limit)),
      .init(500, .submit(.sell, 3_000)),
    ]
    let steps: [(PlannedBot) throws -> [String]] = [
      { try $0.quote(0, 110_000) }, { try $0.pass(200) }, { try $0.quote(500, 110_010) },
      { try $0.pass(1_000) },
      { try $0.obey(.flatten(.risk)) }, { try $0.pass(1_050) }, { try $0.pass(Self.day) },
      { try $0.quote(2 * Self.day, 110_000) },
    ]
    func make() throws -> PlannedBot {
      try PlannedBot(plan) { $0.latencyNanoseconds = 100 * Timestamp.millisecond }
    }
    let whole = try make()
    let expected = try steps.map { try $0(whole) }
    for cut in 1..<steps.count {
      let first = try make()
      var events = try steps[..<cut].map { try $0(first) }
      let second = try make()
      try second.bot.restoreState(first.bot.saveState())
      events += try steps[cut...].map { try $0(second) }
      #expect(events == expected, "cut at \(cut)")
      #expect(second.bot.state.record.fingerprint == whole.bot.state.record.fingerprint)
      #expect(second.bot.state.record.days == whole.bot.state.record.days)
    }
    #expect(expected.joined().contains { $0.hasSuffix("risk") })
  }

  @Test("the equity of a day that the clock has ended is that of its end")
  func days() throws {
    func days(byClock: Bool) throws -> [RunRecord.Day] {
      let planned = try PlannedBot([.init(0, .submit(.buy, 1_000))])
      _ = try planned.quote(0, 110_000)
      if byClock {
        _ = try planned.pass(Self.day)
        _ = try planned.pass(2 * Self.day)
      }
      _ = try planned.quote(2 * Self.day, 110_100)
      try planned.bot.finish(closesPositions: true)
      return planned.bot.state.record.days
    }
    #expect(try days(byClock: true) == days(byClock: false))
    #expect(try days(byClock: true).count == 2)
  }
}

/// Buys as many units as milliseconds have passed since noon when its alarm rings, if its last quote is older than that.
struct Alarmed: Strategy {
  static let descriptor = StrategyDescriptor(name: "alarmed", version: 1, summary: "buys at the first alarm")

  private var hasBought = false

  init(parameters: ParameterValues) {}

  var timers: [TimerSchedule] { [.every(seconds: 60)] }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {}

  mutating func onTimer(_ firing: TimerFiring, _ context: inout Context) {
    guard !hasBought, firing.dueTime > MarketCase.time(0), let quote = context.quote(),
      quote.eventTime < context.now
    else { return }
    hasBought = true
    let ms = (context.now.nanoseconds - MarketCase.time(0).nanoseconds) / Timestamp.millisecond
    context.submit(.buy, Quantity(units: ms))
  }

  static func bot() throws -> BotRunner {
    let bot = try BotAssembler.paperBot(
      StrategyEntry(Alarmed.self),
      BotConfiguration(
        parameters: try ParameterValues(for: descriptor, given: [:]),
        symbols: [Known.instrument("EURUSD").symbol],
        profile: BrokerProfile(name: "planned", commission: .none), startBalance: Money(units: 1_000_000_000))
    )
    bot.keepEvents()
    return bot
  }

  static func quote(_ bot: BotRunner, _ time: Timestamp) throws {
    let quote = Quote(eventTime: time, bid: Price(points: 110_000), ask: Price(points: 110_010))
    try [quote].withUnsafeBufferPointer { try bot.process($0, symbolIndex: 0) }
  }
}
