import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The kill switch's third tier: an account's losses, its trades and its heat.
@Suite struct AccountTierTests {
  private static func bench(_ settings: AccountTier.Settings = .init()) throws -> RiskBench {
    var bench = RiskBench(try AccountTier(settings), toEach: .account)
    try bench.join("a", account: "A", equity: 500)
    try bench.join("b", account: "A", equity: 500)
    return bench
  }

  /// A mark with positions, each with what is lost at its stop, or without one.
  private static func mark(_ risks: [Int64?], equity: Int64 = 500) -> BotMark {
    var mark = RiskBench.mark("a", equity)
    mark.positions = risks.enumerated().map { index, risk in
      PositionMark(
        id: ClientOrderID(ordinal: UInt64(index) + 1), symbol: Known.eurusd.symbol, side: .buy, units: 1_000,
        lots: 1_000_000, openTime: RiskBench.at(0), openPrice: Price(points: 110_000),
        value: RiskBench.usd(1_100), risk: risk.map { RiskBench.usd($0) })
    }
    return mark
  }

  private static func order(risk: Int64?, id: UInt64 = 90) -> RiskAsk {
    RiskAsk(
      .opens, order: ClientOrderID(ordinal: id), symbolIndex: 0, side: .buy, units: 1_000, lots: 1_000_000,
      value: RiskBench.usd(1_100), hasStop: risk != nil, risk: risk.map { RiskBench.usd($0) })
  }

  @Test(
    "3 % of the day's start, over all of its bots, close and halt it",
    arguments: [(equity: 471, isHeld: false), (470, true), (469, true)])
  func daily(equity: Int64, isHeld: Bool) throws {
    var bench = try Self.bench()
    let actions = bench.move("a", to: equity, at: 1)
    #expect(actions.isEmpty == !isHeld)
    guard isHeld else { return }
    #expect(
      actions.map(\.brief) == [
        "lock account:A account_halt", "cancel account:A account_halt", "close account:A account_halt",
        "tell account:A account_halt",
      ])
    #expect(actions.first?.verb == .lock(symbol: nil, until: nil, flattens: true))
    #expect(bench.enter("b", at: 2)?.code == .accountHalt)
  }

  @Test("10 % of the week's start do the same, over days; the week ends on Sunday")
  func weekly() throws {
    var bench = try Self.bench(.init(dailyLoss: nil))
    // Sunday 2024-01-14 17:00 New York.
    let sunday: Int64 = 4 * 86_400 + 36_000
    bench.clock(at: 0)
    bench.move("a", to: 401, at: 1)
    bench.clock(at: 36_000)
    #expect(bench.held.isEmpty)
    bench.clock(at: sunday)
    #expect(bench.move("a", to: 312, at: sunday + 1).isEmpty)
    #expect(bench.move("a", to: 310, at: sunday + 2).first?.value == "91.00 USD lost of 901.00 USD")
  }

  @Test("a share that is no whole unit is reached with the unit above it")
  func rounding() throws {
    var bench = RiskBench(try AccountTier(), toEach: .account)
    var mark = RiskBench.mark("a", 1_000)
    mark.equity = Money(units: 1_000_000_001)
    _ = try bench.tree.join(RiskBench.member("a", account: "A"), mark: mark, at: RiskBench.at(0))
    mark.equity = Money(units: 970_000_001)
    #expect(bench.tree.view(of: "a").band.contains(970_000_001))
    #expect(bench.take(.equityLeftBand, of: "a", at: 1, marks: [mark]).isEmpty)
    mark.equity = Money(units: 970_000_000)
    #expect(!bench.tree.view(of: "a").band.contains(970_000_000))
    #expect(bench.take(.equityLeftBand, of: "a", at: 2, marks: [mark]).first?.code == .accountHalt)
  }

  @Test("the halt never ends by itself, and a word about everything does not end it")
  func halt() throws {
    var bench = try Self.bench()
    bench.move("a", to: 470, at: 1)
    bench.clock(at: 30 * 86_400)
    bench.act(.unlock(nil), of: .account("A"), at: 30 * 86_400)
    #expect(bench.held == ["account:A account_halt"])
    bench.act(.release, of: .account("A"), at: 30 * 86_400)
    #expect(bench.held.isEmpty)
  }

  @Test(
    "a ninth trade is denied, what waits counted as open",
    arguments: [(open: 7, 0, false), (6, 2, true), (8, 0, true)])
  func trades(open: Int, waiting: Int, isDenied: Bool) throws {
    var bench = try Self.bench(.init(heatMillionths: nil))
    for id in 0..<UInt64(waiting) { bench.take(.approved(Self.order(risk: 1, id: 80 + id)), of: "b", at: 1) }
    let actions = bench.take(
      .asked(Self.order(risk: 1)), of: "a", at: 1, marks: [Self.mark(Array(repeating: 1, count: open))])
    #expect(actions.denial?.code == (isDenied ? .openTrades : nil))
    #expect(bench.held.isEmpty)
  }

  @Test("a ninth that is open all the same closes and halts the account")
  func tooMany() throws {
    var bench = try Self.bench(.init(heatMillionths: nil))
    let eight = Self.mark(Array(repeating: 1, count: 8))
    #expect(bench.take(.filled(RiskBench.fill(8)), of: "a", at: 1, marks: [eight]).isEmpty)
    let nine = Self.mark(Array(repeating: 1, count: 9))
    let actions = bench.take(.filled(RiskBench.fill(9)), of: "a", at: 2, marks: [nine])
    #expect(actions.first?.brief == "lock account:A account_halt")
    #expect(actions.first?.value == "9 open")
    #expect(bench.take(.filled(RiskBench.fill(9)), of: "a", at: 3, marks: [nine]).map(\.brief).count == 1)
  }

  @Test(
    "heat is what is lost at all stops: 4 % of 1,000 pass, more is denied",
    arguments: [
      (open: [20] as [Int64?], asked: 20 as Int64?, isDenied: false), ([20], 21, true), ([], nil, true),
    ])
  func heat(open: [Int64?], asked: Int64?, isDenied: Bool) throws {
    var bench = try Self.bench()
    let actions = bench.take(.asked(Self.order(risk: asked)), of: "a", at: 1, marks: [Self.mark(open)])
    #expect(actions.denial?.code == (isDenied ? .portfolioHeat : nil))
    if asked == nil {
      #expect(
        actions.denial?.value
          == "1100.00 USD with this one, as an order without a stop counts with its value")
    }
  }

  @Test("a position without a stop counts with its value, which halts the account")
  func unprotected() throws {
    var bench = try Self.bench()
    let actions = bench.take(.filled(RiskBench.fill(1)), of: "a", at: 1, marks: [Self.mark([nil])])
    #expect(actions.first?.value == "1100.00 USD at risk")
    #expect(actions.first?.limit == "4 % of equity at risk, 40.00 USD")
  }

  @Test("an entry that waits counts with its risk until it is filled or gone")
  func waiting() throws {
    var bench = try Self.bench()
    bench.take(.approved(Self.order(risk: 30, id: 1)), of: "a", at: 1)
    #expect(bench.take(.asked(Self.order(risk: 11, id: 2)), of: "b", at: 1).denial?.code == .portfolioHeat)
    // Its mark has no order of that symbol and side any more.
    bench.take(.asked(Self.order(risk: 1, id: 3)), of: "a", at: 2, marks: [Self.mark([])])
    #expect(bench.take(.asked(Self.order(risk: 11, id: 4)), of: "b", at: 3).denial == nil)
  }

  @Test("equity that falls makes the same risk more of it, found at the equity at which it is too much")
  func fallingEquity() throws {
    var bench = try Self.bench(.init(dailyLoss: nil, weeklyLoss: nil))
    bench.take(.filled(RiskBench.fill(1)), of: "a", at: 1, marks: [Self.mark([38])])
    let quiet = Self.mark([38], equity: 450)
    #expect(bench.tree.view(of: "a").band.contains(Int128(RiskBench.usd(450).units)))
    #expect(bench.take(.equityLeftBand, of: "a", at: 2, marks: [quiet]).isEmpty)
    let falling = Self.mark([38], equity: 449)
    #expect(!bench.tree.view(of: "a").band.contains(Int128(RiskBench.usd(449).units)))
    #expect(bench.take(.equityLeftBand, of: "a", at: 3, marks: [falling]).first?.code == .accountHalt)
  }

  @Test("what closes is never denied")
  func closes() throws {
    var bench = try Self.bench()
    bench.move("a", to: 470, at: 1)
    for effect in [RiskAsk.Effect.closes, .reduces, .cancels, .changes] {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 2).isEmpty)
    }
  }

  @Test("what was approved and lost is remembered over a restart")
  func restart() throws {
    var policy = RiskPolicy()
    policy.add(try AccountTier(), toEach: .account)
    var bench = RiskBench(policy)
    try bench.join("a", equity: 1_000)
    bench.take(.equityLeftBand, of: "a", at: 1, marks: [RiskBench.mark("a", 980)])
    bench.take(.approved(Self.order(risk: 30, id: 1)), of: "a", at: 2)
    bench.tree = try bench.restored(policy)
    let left = bench.tree.allowances(of: "a").map { "\($0.name) \($0.left)" }
    #expect(
      left == ["daily_loss 10000000", "weekly_loss 80000000", "open_trades 7", "portfolio_heat 9200000"])
  }
}
