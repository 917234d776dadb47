import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Levels of loss limits: where each begins and ends, and what it does.
@Suite struct AlertLevelsTests {
  private static func policy(_ settings: AlertLevels.Settings = .init()) throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try AccountTier(.init(heatMillionths: nil)), toEach: .account)
    policy.add(try AlertLevels(settings), toEach: .account)
    return policy
  }

  /// An account of 1,000: 30 is the day's limit, 100 the week's.
  private static func bench(_ settings: AlertLevels.Settings = .init()) throws -> RiskBench {
    var bench = RiskBench(try policy(settings))
    try bench.join("a", account: "A")
    return bench
  }

  /// An equity in cents.
  private static func mark(_ cents: Int64) -> BotMark {
    let equity = Money(units: cents * 10_000)
    return BotMark(bot: "a", balance: equity, equity: equity, isOpen: true)
  }

  private static func level(_ bench: RiskBench) -> RiskLevel? { bench.tree.view(of: "a").level }

  @Test(
    "a level begins at its share, that share included, but BLACK above it; each is found at that very equity",
    arguments: [
      (cents: 985_01 as Int64, RiskLevel.green, 0), (985_00, .yellow, 1), (979_01, .yellow, 1),
      (979_00, .orange, 2), (974_51, .orange, 2), (974_50, .red, 3), (971_50, .red, 3), (971_49, .black, 4),
    ])
  func bounds(cents: Int64, level: RiskLevel, actions: Int) throws {
    var bench = try Self.bench()
    let mark = Self.mark(cents)
    let isNews = !bench.tree.view(of: "a").band.contains(Int128(mark.equity.units))
    #expect(isNews == (level > .green))
    if isNews { bench.take(.equityLeftBand, of: "a", at: 1, marks: [mark]) }
    #expect(Self.level(bench) == level)
    let view = bench.tree.view(of: "a")
    #expect(view.sizeMillionths == (level >= .orange ? 500_000 : 1_000_000))
    #expect(view.halts.isEmpty == (level < .red))
    #expect(bench.tree.levels.map(\.level) == [level])
  }

  /// A limit of 30.000003 dollars: its shares are no whole units.
  @Test("on the way down and back, risk is told of exactly the equities at which the level is another one")
  func walk() throws {
    var bench = RiskBench(try Self.policy())
    let start: Int64 = 1_000_000_100
    var mark = BotMark(bot: "a", balance: Money(units: start), equity: Money(units: start), isOpen: true)
    _ = try bench.tree.join(RiskBench.member("a", account: "A"), mark: mark, at: RiskBench.at(0))
    let limit = Int128(30_000_003)
    func natural(_ lost: Int64) -> RiskLevel {
      let share = Int128(lost) * 100
      return share > 95 * limit
        ? .black
        : share >= 85 * limit ? .red : share >= 70 * limit ? .orange : share >= 50 * limit ? .yellow : .green
    }
    let bounds: [Int64] = [15_000_002, 21_000_003, 25_500_003, 28_500_003]
    var told = 0
    func step(_ lost: Int64) {
      mark.equity = Money(units: start - lost)
      guard !bench.tree.view(of: "a").band.contains(Int128(mark.equity.units)) else { return }
      told += 1
      bench.take(.equityLeftBand, of: "a", at: 1, marks: [mark])
    }
    for bound in bounds {
      for lost in (bound - 2)...(bound + 1) {
        step(lost)
        #expect(Self.level(bench) == natural(lost), "\(lost)")
      }
      guard bound != bounds.last else { continue }
      // A point of the limit back is not enough to end it, so nothing is told.
      let before = told
      step(bound - 1_000_000)
      #expect(told == before)
    }
    #expect(told == 4)
  }

  @Test("2.1 of 3 % is ORANGE, and 8.5 of 10 % RED")
  func examples() throws {
    var bench = try Self.bench()
    bench.take(.equityLeftBand, of: "a", at: 1, marks: [Self.mark(979_00)])
    #expect(Self.level(bench) == .orange)
    var policy = RiskPolicy()
    policy.add(try AccountTier(.init(dailyLoss: nil)), toEach: .account)
    policy.add(try AlertLevels(), toEach: .account)
    var week = RiskBench(policy)
    try week.join("a")
    week.take(.equityLeftBand, of: "a", at: 1, marks: [Self.mark(915_00)])
    #expect(Self.level(week) == .red)
  }

  @Test("what each does: tell; smaller entries; no entries; everything closed")
  func actions() throws {
    var bench = try Self.bench()
    func step(_ cents: Int64, at second: Int64) -> [RiskAction] {
      bench.take(.equityLeftBand, of: "a", at: second, marks: [Self.mark(cents)])
    }
    #expect(step(984_00, at: 1).map(\.brief) == ["tell account:A alert_level"])
    let orange = step(978_00, at: 2)
    #expect(orange.map(\.brief) == ["size account:A alert_level", "tell account:A alert_level"])
    #expect(orange.first?.limit == "level ORANGE")
    #expect(orange.first?.value == "73.3333 % of daily_loss used")
    let red = step(974_00, at: 3)
    #expect(red.map(\.brief) == ["lock account:A alert_red", "tell account:A alert_level"])
    #expect(red.first?.verb == .lock(symbol: nil, until: nil, flattens: false))
    #expect(bench.tree.view(of: "a").band == EquityBand(lowest: 971_500_000, highest: 976_000_000))
    #expect(bench.enter("a", at: 4)?.code == .alertRed)
    let black = step(971_00, at: 5)
    #expect(
      black.map(\.brief) == [
        "lock account:A alert_black", "cancel account:A alert_black", "close account:A alert_black",
        "tell account:A alert_level",
      ])
  }

  @Test("a level ends five points below where it begins, so that it does not flicker")
  func hysteresis() throws {
    var bench = try Self.bench()
    func level(_ cents: Int64, at second: Int64) -> RiskLevel? {
      let mark = Self.mark(cents)
      if !bench.tree.view(of: "a").band.contains(Int128(mark.equity.units)) {
        bench.take(.equityLeftBand, of: "a", at: second, marks: [mark])
      }
      return Self.level(bench)
    }
    #expect(level(974_00, at: 1) == .red)
    #expect(level(976_00, at: 2) == .red)
    #expect(level(976_01, at: 3) == .orange)
    #expect(bench.enter("a", at: 4) == nil)
    #expect(level(980_50, at: 5) == .orange)
    #expect(level(980_51, at: 6) == .yellow)
    #expect(level(986_51, at: 7) == .green)
    #expect(bench.tree.view(of: "a").sizeMillionths == 1_000_000)
  }

  @Test("RED ends with the day, whose limit is another one then")
  func newDay() throws {
    var bench = try Self.bench()
    bench.clock(at: 0)
    bench.marks["a"] = Self.mark(974_00)
    bench.take(.equityLeftBand, of: "a", at: 1, marks: [Self.mark(974_00)])
    #expect(Self.level(bench) == .red)
    bench.clock(at: 36_000)
    #expect(Self.level(bench) == .green)
    #expect(bench.enter("a", at: 36_001) == nil)
  }

  @Test("BLACK stays, whatever comes, until somebody arms it again, who says who and why")
  func black() throws {
    var bench = try Self.bench()
    bench.clock(at: 0)
    bench.take(.equityLeftBand, of: "a", at: 1, marks: [Self.mark(971_00)])
    bench.take(.equityLeftBand, of: "a", at: 2, marks: [Self.mark(1_000_00)])
    bench.marks["a"] = Self.mark(971_00)
    bench.clock(at: 36_000)
    bench.act(.unlock(nil), of: .account("A"), at: 36_001)
    bench.tree = try bench.restored(try Self.policy())
    #expect(Self.level(bench) == .black)
    #expect(bench.enter("a", at: 36_002)?.code == .alertBlack)
    // Its limits count from where it stands then.
    let actions = bench.act(.unlock(.alertBlack), of: .account("A"), at: 36_003)
    #expect(
      actions.map(\.brief) == [
        "size account:A alert_level", "release account:A alert_black", "tell account:A alert_level",
      ]
    )
    #expect(Self.level(bench) == .green)
    #expect(bench.enter("a", at: 36_004) == nil)
    bench.take(.equityLeftBand, of: "a", at: 36_005, marks: [Self.mark(960_00)])
    #expect(Self.level(bench) == .green)
  }

  @Test("a scope's level binds only itself, and a bot's view has the worst of its own")
  func scopes() throws {
    var policy = RiskPolicy()
    policy.add(try BotTier(), toEach: .bot)
    for kind in RiskScope.Kind.allCases { policy.add(try AlertLevels(), toEach: kind) }
    var bench = RiskBench(policy)
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    bench.take(.equityLeftBand, of: "a", at: 1, marks: [RiskBench.mark("a", 870)])
    #expect(
      bench.tree.levels.map { "\($0.scope) \($0.level.rawValue)" } == [
        "desk GREEN", "account:A GREEN", "bot:a RED", "bot:b GREEN",
      ])
    #expect(bench.tree.view(of: "b").level == .green)
    #expect(bench.enter("b", at: 2) == nil)
  }

  @Test("counts have a level for people, which does nothing")
  func counts() throws {
    var policy = RiskPolicy()
    policy.add(try BotTier(), toEach: .bot)
    policy.add(try AlertLevels(), toEach: .bot)
    var bench = RiskBench(policy)
    try bench.join("a")
    for second in Int64(1)...4 { bench.close("a", result: -1, at: second) }
    #expect(
      bench.tree.tiers.map {
        "\($0.tier.rawValue) \($0.allowance.name) \($0.text($0.value)) \($0.text($0.allowance.limit)) \($0.level.rawValue)"
      } == [
        "bot consecutive_losses 4 5 ORANGE", "bot daily_trades 0 20 GREEN",
        "bot daily_drawdown 0.00 USD 150.00 USD GREEN",
      ])
    #expect(Self.level(bench) == .green)
    #expect(bench.enter("a", at: 5) == nil)
  }

  @Test("what of the kill switch holds, with its tier, since when and why")
  func engaged() throws {
    var bench = try Self.bench()
    bench.take(.equityLeftBand, of: "a", at: 1, marks: [Self.mark(960_00)])
    bench.act(.kill, at: 2)
    bench.act(.lock(until: nil), at: 3)
    #expect(
      bench.tree.engaged.map { "\($0.tier.rawValue) \($0.scope) \($0.needsRelease) \($0.reason)" } == [
        "operator desk true reviewed (ann (admin))",
        "account account:A true 40.00 USD lost of 1000.00 USD (a loss below 3 % a day of the equity at its start)",
        "level account:A true 133.3333 % of daily_loss used (level BLACK)",
      ])
    #expect(bench.tree.engaged.map(\.lock.since) == [2, 1, 1].map { RiskBench.at($0) })
  }

  @Test(
    "shares have to rise, and the size to be one",
    arguments: [
      AlertLevels.Settings(yellow: 700_000), .init(black: 1_000_000), .init(hysteresis: 500_001),
      .init(orangeSize: 0),
    ])
  func faults(settings: AlertLevels.Settings) {
    #expect(throws: RiskSettingFault.self) { try AlertLevels(settings) }
  }
}
