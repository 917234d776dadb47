import BotAssembly
import RiskControl
import TestSupport
import Testing
import TradingCore

/// How an engine has what is open leave: 1,000 units bought at 1.10010, with a spread of ten points.
struct WindDownTests {
  private static let entry = Price(points: 110_010)

  /// The position after a command at a bid; `nil` where it is closed.
  private static func position(
    _ style: ExitStyle, at bid: Int64, _ protection: Protection = .none
  ) throws -> Position? {
    let bot = try PlannedBot([.init(0, .submit(.buy, 1_000, .market, .goodTillCanceled, protection))])
    _ = try bot.quote(0, 110_000)
    _ = try bot.quote(1_000, bid)
    _ = try bot.obey(.windDown(symbolIndex: 0, style, .risk))
    return bot.bot.state.account.positions.first
  }

  @Test(
    "at break-even: a stop at the entry for a winner, a take profit there for a loser, a close at the entry")
  func breakeven() throws {
    #expect(try Self.position(.breakeven, at: 110_060)?.protection == Protection(stopLoss: Self.entry))
    #expect(try Self.position(.breakeven, at: 109_960)?.protection == Protection(takeProfit: Self.entry))
    #expect(try Self.position(.breakeven, at: 110_010) == nil)
  }

  @Test("a level that is nearer stays, and one on the other side too")
  func nearer() throws {
    let near = Protection(stopLoss: Price(points: 110_040), takeProfit: Price(points: 110_200))
    let winner = try PlannedBot([.init(0, .submit(.buy, 1_000)), .init(1_000, .protect(1, near))])
    _ = try winner.quote(0, 110_000)
    _ = try winner.quote(1_000, 110_100)
    #expect(try winner.obey(.windDown(symbolIndex: nil, .breakeven, .risk)) == [])
    let far = Protection(stopLoss: Price(points: 109_000))
    #expect(
      try Self.position(.breakeven, at: 109_960, far)?.protection
        == Protection(stopLoss: Price(points: 109_000), takeProfit: Self.entry))
  }

  @Test("trailing: a stop that follows at ten spreads")
  func trailing() throws {
    let position = try Self.position(.trailing, at: 110_060)
    #expect(position?.protection == Protection(trailPoints: 100))
    #expect(position?.trailedStop == Price(points: 109_960))
  }

  @Test("smart loss: what has lost is closed, what has won gets a stop at the entry")
  func smartLoss() throws {
    #expect(try Self.position(.smartLoss, at: 109_960) == nil)
    #expect(try Self.position(.smartLoss, at: 110_060)?.protection == Protection(stopLoss: Self.entry))
  }

  @Test("at once: closed, whatever it is")
  func immediate() throws { #expect(try Self.position(.immediate, at: 110_060) == nil) }

  @Test("the end of a day gives it a minute, and closes at the deadline; entries pass a minute later")
  func endOfDay() throws {
    let tier = try SessionTier(
      .init(
        endOfDay: DailyReset(zone: .utc, secondsInDay: 43_210), weekend: nil,
        exit: SmartExit(style: .breakeven, deadlineSeconds: 60)))
    let plan: [MarketCase.Ask] = [
      .init(0, .submit(.buy, 1_000)), .init(20_000, .submit(.buy, 1_000)),
      .init(140_000, .submit(.buy, 1_000)),
    ]
    let bots = try PlannedGroup(["a": plan], under: PlannedGroup.policy(tier, to: .desk))
    _ = bots.quote(0, 110_000)
    _ = bots.quote(5_000, 110_060)
    #expect(bots.pass(10_000).first == "a 10000 asks for change 2")
    #expect(try bots.bot("a").state.account.positions.first?.protection.stopLoss == Self.entry)
    #expect(bots.quote(20_000, 110_050) == ["a 20000 denied 3 end_of_day_close"])
    #expect(
      bots.quote(70_000, 110_050) == [
        "a 70000 asks to close 1 as 4", "a 70000 filled 4 1000 risk", "a 70000 closed 1000",
      ])
    #expect(bots.quote(140_000, 110_050) == ["a 140000 asks for order 5", "a 140000 filled 5 1000 entry"])
  }
}
