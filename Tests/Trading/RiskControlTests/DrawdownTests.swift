import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Limits on the fall of equity: from where a scope began, and from its peak.
@Suite struct DrawdownTests {
  private static func policy(_ rule: any RiskRule) -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(rule, toEach: .account)
    return policy
  }

  /// Two bots of 1,000 dollars each on one account.
  private static func bench(_ rule: any RiskRule) throws -> RiskBench {
    var bench = RiskBench(policy(rule))
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    return bench
  }

  private static func usd(_ dollars: Int64) -> Money { RiskBench.usd(dollars) }

  private static let closing = [
    "lock account:A total_drawdown_limit", "cancel account:A total_drawdown_limit",
    "close account:A total_drawdown_limit",
  ]

  @Test(
    "at so much below what it began with it is locked, canceled and closed, however many days later",
    arguments: [
      (terms: DrawdownTerms(amount: usd(100)), equity: 901 as Int64, isReached: false),
      (DrawdownTerms(amount: usd(100)), 900, true), (DrawdownTerms(amount: usd(100)), 899, true),
      (DrawdownTerms(millionths: 50_000), 901, false), (DrawdownTerms(millionths: 50_000), 900, true),
    ])
  func total(terms: DrawdownTerms, equity: Int64, isReached: Bool) throws {
    var bench = try Self.bench(try TotalDrawdown(.init(terms)))
    bench.move("a", to: 950, at: 10)
    bench.clock(at: 5 * 86_400)
    let actions = bench.move("a", to: equity, at: 5 * 86_400 + 1)
    #expect(actions.map(\.brief) == (isReached ? Self.closing : []))
    if isReached {
      #expect(actions.first?.limit == "a fall below 100.00 USD from 2000.00 USD")
      #expect(actions.first?.value == "\(1_000 - equity).00 USD lost")
      #expect(bench.tree.locks.first?.lock.until == nil)
      #expect(bench.enter("b", at: 90 * 86_400)?.code == .totalDrawdown)
      #expect(bench.take(.asked(RiskBench.ask(.closes)), of: "a", at: 90 * 86_400).isEmpty)
    }
  }

  @Test("equity at or below zero is beyond every limit", arguments: [0, -1, -5_000] as [Int64])
  func nothingLeft(equity: Int64) throws {
    for rule in [
      try TotalDrawdown(.init(DrawdownTerms(millionths: 1_000_000))) as any RiskRule,
      try Self.peak(DrawdownTerms(millionths: 1_000_000)),
    ] {
      var bench = RiskBench(Self.policy(rule))
      try bench.join("a", account: "A")
      #expect(bench.move("a", to: 1, at: 1).isEmpty)
      #expect(bench.move("a", to: equity, at: 2).count == 3)
    }
  }

  @Test("gains of one bot make up for losses of another; who goes takes his losses not along")
  func sums() throws {
    var bench = try Self.bench(try TotalDrawdown(.init(DrawdownTerms(amount: Self.usd(100)))))
    #expect(bench.move("a", to: 1_050, at: 1).isEmpty)
    #expect(bench.move("b", to: 851, at: 2).isEmpty)
    #expect(bench.tree.leave("b", mark: RiskBench.mark("b", 851), at: RiskBench.at(3)).isEmpty)
    #expect(bench.move("a", to: 1_049, at: 4).map(\.brief) == Self.closing)
  }

  @Test("money that is paid in or out is neither gain nor loss")
  func flows() throws {
    var bench = try Self.bench(try TotalDrawdown(.init(DrawdownTerms(amount: Self.usd(100)))))
    bench.marks["a"] = RiskBench.mark("a", 500)
    let mark = RiskBench.mark("a", 500)
    #expect(bench.take(.funded(Self.usd(-500)), of: "a", at: 1, marks: [mark]).isEmpty)
    #expect(bench.move("a", to: 401, at: 2).isEmpty)
    #expect(bench.move("a", to: 400, at: 3).map(\.brief) == Self.closing)
  }

  @Test(
    "it begins with balance, equity or the higher of both",
    arguments: [
      (basis: DailyLoss.Basis.balance, floor: 900 as Int64), (.equity, 850), (.higher, 900),
    ])
  func basis(basis: DailyLoss.Basis, floor: Int64) throws {
    let rule = try TotalDrawdown(.init(DrawdownTerms(amount: Self.usd(100), basis: basis)))
    var bench = RiskBench(Self.policy(rule))
    let mark = RiskBench.mark("a", 950, balance: 1_000)
    _ = try bench.tree.join(RiskBench.member("a", account: "A"), mark: mark, at: RiskBench.at(0))
    #expect(bench.move("a", to: floor + 1, at: 1).isEmpty)
    #expect(bench.move("a", to: floor, at: 2).count == 3)
  }

  @Test("with a reset it begins anew there, once however long that was, and the lock ends")
  func reset() throws {
    let rule = try TotalDrawdown(.init(DrawdownTerms(amount: Self.usd(100)), reset: .newYorkClose))
    var bench = try Self.bench(rule)
    bench.move("a", to: 950, at: 10)
    bench.clock(at: 36_000)
    #expect(bench.move("a", to: 851, at: 36_001).isEmpty)
    #expect(bench.move("a", to: 850, at: 36_002).count == 3)
    #expect(bench.tree.locks.first?.lock.until == RiskBench.at(36_000 + 86_400))
    bench.clock(at: 36_000 + 3 * 86_400)
    #expect(bench.held == [])
    #expect(bench.move("a", to: 751, at: 36_001 + 3 * 86_400).isEmpty)
    #expect(bench.move("a", to: 750, at: 36_002 + 3 * 86_400).count == 3)
  }

  @Test("who unlocks it has it count anew from where it stands; a lock alone closes nothing")
  func unlocking() throws {
    let terms = DrawdownTerms(amount: Self.usd(100), enforcement: .block)
    var bench = try Self.bench(try TotalDrawdown(.init(terms)))
    #expect(bench.move("a", to: 880, at: 1).map(\.brief) == ["lock account:A total_drawdown_limit"])
    bench.tree.obey(.unlock(.totalDrawdown), in: .account("A"), at: 2)
    #expect(bench.move("a", to: 781, at: 3).isEmpty)
    #expect(bench.move("a", to: 780, at: 4).count == 1)
  }

  private static func peak(
    _ terms: DrawdownTerms = DrawdownTerms(amount: usd(100)), _ trails: TrailingDrawdown.Trails = .tick,
    reset: DailyReset? = nil, locksAtStart: Bool = false
  ) throws -> TrailingDrawdown {
    try TrailingDrawdown(.init(terms, trails: trails, reset: reset, locksAtStart: locksAtStart))
  }

  @Test("it follows the peak of equity, at every tick", arguments: [(961, false), (960, true)])
  func trailing(equity: Int64, isReached: Bool) throws {
    var bench = try Self.bench(try Self.peak())
    #expect(bench.move("a", to: 1_060, at: 1).isEmpty)
    #expect(bench.move("a", to: 1_000, at: 2).isEmpty)
    let actions = bench.move("a", to: equity, at: 3)
    #expect(actions.map(\.verb).count == (isReached ? 3 : 0))
    if isReached {
      #expect(actions.first?.code == .trailingDrawdown)
      #expect(actions.first?.limit == "equity above 1960.00 USD")
      #expect(actions.first?.value == "1960.00 USD, from a peak of 2060.00 USD")
    }
  }

  @Test("a share is one of the peak")
  func share() throws {
    var bench = try Self.bench(try Self.peak(DrawdownTerms(millionths: 100_000)))
    bench.move("a", to: 2_000, at: 1)
    #expect(bench.move("a", to: 1_701, at: 2).isEmpty)
    #expect(bench.move("a", to: 1_700, at: 3).count == 3)
  }

  @Test("of a peak of balances, open gains raise nothing, closed ones do")
  func balances() throws {
    var bench = try Self.bench(try Self.peak(DrawdownTerms(amount: Self.usd(100), basis: .balance)))
    var open = RiskBench.mark("a", 1_090, balance: 1_000)
    bench.take(.equityLeftBand, of: "a", at: 1, marks: [open])
    #expect(bench.move("a", to: 901, at: 2).isEmpty)
    open = RiskBench.mark("a", 1_050, balance: 1_050)
    bench.take(.closed(Self.trade(50)), of: "a", at: 3, marks: [open])
    #expect(bench.move("a", to: 951, at: 4).isEmpty)
    #expect(bench.move("a", to: 950, at: 5).count == 3)
  }

  @Test("of a peak of days, only what they end with counts")
  func days() throws {
    var bench = try Self.bench(
      try Self.peak(DrawdownTerms(amount: Self.usd(100)), .day, reset: .newYorkClose))
    bench.move("a", to: 1_090, at: 1)
    #expect(bench.move("a", to: 901, at: 2).isEmpty)
    bench.move("a", to: 1_050, at: 3)
    bench.marks["a"] = RiskBench.mark("a", 1_050)
    bench.clock(at: 36_000)
    #expect(bench.move("a", to: 951, at: 36_001).isEmpty)
    let actions = bench.move("a", to: 950, at: 36_002)
    #expect(actions.count == 3)
    // The next day does not let it go.
    #expect(bench.tree.locks.first?.lock.until == nil)
    bench.clock(at: 36_000 + 86_400)
    #expect(bench.held == ["account:A trailing_drawdown_limit"])
  }

  @Test(
    "where it says so, the limit rises no further than to the start", arguments: [(1_001, 0), (1_000, 3)])
  func locksAtStart(equity: Int64, count: Int) throws {
    var bench = try Self.bench(try Self.peak(locksAtStart: true))
    bench.move("a", to: 1_050, at: 1)
    bench.move("a", to: 1_300, at: 2)
    #expect(bench.move("a", to: equity, at: 3).count == count)
  }

  @Test("new peaks are no events any more once the limit rises no further")
  func quiet() throws {
    var bench = try Self.bench(try Self.peak(locksAtStart: true))
    bench.move("a", to: 1_300, at: 1)
    bench.move("a", to: 1_310, at: 2)
    #expect(bench.tree.view(of: "a").band.highest == .max)
  }

  @Test("stopped and started in the middle, peak and start are kept")
  func restart() throws {
    for rule in [
      try Self.peak() as any RiskRule, try TotalDrawdown(.init(DrawdownTerms(amount: Self.usd(40)))),
    ] {
      var bench = try Self.bench(rule)
      bench.move("a", to: 1_060, at: 1)
      var other = bench
      other.tree = try bench.restored(Self.policy(rule))
      for (equity, second) in [(1_000, 2), (961, 3), (960, 4)] as [(Int64, Int64)] {
        #expect(bench.move("a", to: equity, at: second) == other.move("a", to: equity, at: second))
      }
      #expect(bench.held == other.held)
      #expect(bench.held.count == 1)
    }
  }

  @Test("what is left is told, with the equity at which nothing is used")
  func allowances() throws {
    var bench = try Self.bench(try Self.peak())
    bench.move("a", to: 1_060, at: 1)
    bench.take(.equityLeftBand, of: "a", at: 2, marks: [RiskBench.mark("a", 1_000)])
    let left = try #require(bench.tree.allowances(of: "a").first)
    #expect(left.limit == 100_000_000 && left.left == 40_000_000 && left.usedMillionths == 600_000)
    #expect(left.reference == 2_060_000_000)
    let total = try Self.bench(try TotalDrawdown(.init(DrawdownTerms(amount: Self.usd(100)))))
    #expect(total.tree.allowances(of: "a").first?.reference == 2_000_000_000)
  }

  private static func trade(_ dollars: Int64) -> ClosedTrade {
    let id = ClientOrderID(ordinal: 1)
    return ClosedTrade(
      ordinal: 1, symbolIndex: 0, side: .buy, quantity: Quantity(units: 1_000), position: id,
      openTime: RiskBench.at(0), openPrice: Price(points: 110_000), closeTime: RiskBench.at(1),
      closePrice: Price(points: 110_000), grossResult: usd(dollars), commission: .zero, swap: .zero,
      spreadCost: .zero, slippageCost: .zero, exitReason: .strategy, maximumAdverseExcursion: .zero,
      maximumFavorableExcursion: .zero, netResult: usd(dollars))
  }

  @Test("the keys of files")
  func files() throws {
    let reset = DailyReset(zone: .utc, secondsInDay: 75_600)
    #expect(
      try RuleText.says(
        "total_drawdown: {limit: -500, basis: higher, reset_time: \"21:00\", timezone: UTC, enforcement: lockout}",
        TotalDrawdown(
          .init(DrawdownTerms(amount: Self.usd(500), basis: .higher, enforcement: .block), reset: reset))))
    #expect(
      try RuleText.says(
        "total_drawdown: {share: 0.1, reset_time: never, enforcement: close_all_and_lockout}",
        TotalDrawdown(.init(DrawdownTerms(millionths: 100_000)))))
    #expect(
      try RuleText.says(
        "trailing_drawdown: {limit: 500, basis: balance, trails: day, lock_at_start: true}",
        TrailingDrawdown(
          .init(
            DrawdownTerms(amount: Self.usd(500), basis: .balance), trails: .day, reset: .newYorkClose,
            locksAtStart: true))))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "total_drawdown: {basis: equity}",
        "bad value of 'rules.total_drawdown' (risk.yaml:3): there is no limit; write one of 'limit: 500' in money and 'share: 0.1'"
      ),
      (
        "trailing_drawdown: {limit: 500, share: 0.1}",
        "bad value of 'rules.trailing_drawdown' (risk.yaml:3): there are limit and share; write one of 'limit: 500' in money and 'share: 0.1'"
      ),
      (
        "trailing_drawdown: {limit: 0}",
        "bad value of 'rules.trailing_drawdown.limit' (risk.yaml:3): expected an amount of USD other than 0, was '0'"
      ),
      (
        "trailing_drawdown: {limit: 500, trails: day, reset_time: never}",
        "bad value of 'rules.trailing_drawdown.reset_time' (risk.yaml:3): a peak of days needs the time at which they end; write 'reset_time: \"17:00\"'"
      ),
      (
        "total_drawdown: {limit: 500, timezone: UTC}",
        "bad value of 'rules.total_drawdown.timezone' (risk.yaml:3): there is no reset_time that it is the clock of; write 'reset_time: \"17:00\"', or leave it out"
      ),
    ])
  func faults(text: String, message: String) { #expect(RuleText.fault(text) == message) }
}
