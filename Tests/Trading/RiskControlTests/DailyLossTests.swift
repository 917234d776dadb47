import RiskControl
import TestSupport
import Testing
import TradingCore

struct DailyLossTests {
  private static let rollSecond: Int64 = 10 * 3_600

  private static func bench(
    _ limit: Int64 = 100, basis: DailyLoss.Basis = .equity,
    enforcement: DailyLoss.Enforcement = .flatten, toEach kind: RiskScope.Kind = .account
  ) throws -> RiskBench {
    RiskBench(
      try DailyLoss(.init(limit: RiskBench.usd(limit), basis: basis, enforcement: enforcement)), toEach: kind)
  }

  @Test(
    "it acts at the limit, not just above it",
    arguments: [(901, false), (900, true), (899, true)] as [(Int64, Bool)])
  func limit(_ equity: Int64, _ acts: Bool) throws {
    var bench = try Self.bench()
    try bench.join("a")
    #expect(bench.move("a", to: equity, at: 5).isEmpty != acts)
  }

  @Test("it blocks, then cancels, then closes, with limit, value and cycle, until the day ends")
  func enforcement() throws {
    var bench = try Self.bench()
    try bench.join("a")
    let actions = bench.move("a", to: 880, at: 5)
    let roll = RiskBench.at(Self.rollSecond)
    #expect(
      actions.map(\.verb) == [
        .lock(symbol: nil, until: roll, flattens: true), .cancel(.all), .close(.all),
      ])
    for action in actions {
      #expect(action.code == .dailyLoss && action.rule == "daily_loss" && action.scope == .account("a"))
      #expect(action.limit == "a loss below 100.00 USD a day" && action.value == "120.00 USD lost")
      #expect(action.at == RiskBench.at(5) && action.cycle == 7 && action.bot == "a")
    }
    #expect(
      bench.enter("a", at: 6, order: 3)
        == Denial(
          order: ClientOrderID(ordinal: 3), code: .dailyLoss, layer: "risk/daily_loss@account:a",
          limit: "no new risk until 2024-01-10T22:00:00.000Z: a loss below 100.00 USD a day",
          value: "120.00 USD lost", cycle: 7))
  }

  @Test("where it only blocks, what is open stays")
  func blocking() throws {
    var bench = try Self.bench(enforcement: .block)
    try bench.join("a")
    #expect(
      bench.move("a", to: 900, at: 5).map(\.verb) == [
        .lock(symbol: nil, until: RiskBench.at(Self.rollSecond), flattens: false)
      ])
  }

  @Test("it acts once a day, whatever equity does after")
  func once() throws {
    var bench = try Self.bench()
    try bench.join("a")
    #expect(bench.move("a", to: 900, at: 5).count == 3)
    #expect(bench.move("a", to: 700, at: 6).isEmpty)
    #expect(bench.take(.equityLeftBand, of: "a", at: 7, marks: [RiskBench.mark("a", 600)]).isEmpty)
    #expect(bench.tree.view(of: "a").band == .unlimited)
  }

  @Test("at the day's end the lock is over, and losses are counted from the equity at that time")
  func roll() throws {
    var bench = try Self.bench()
    try bench.join("a")
    bench.move("a", to: 900, at: 5)
    #expect(
      bench.clock(at: Self.rollSecond - 1).map(\.brief) == [
        "cancel account:a daily_loss_limit", "close account:a daily_loss_limit",
      ])
    #expect(bench.enter("a", at: Self.rollSecond - 1) != nil)
    #expect(bench.clock(at: Self.rollSecond).map(\.brief) == ["release account:a daily_loss_limit"])
    #expect(bench.enter("a", at: Self.rollSecond) == nil)
    #expect(bench.move("a", to: 801, at: Self.rollSecond + 1).isEmpty)
    #expect(bench.move("a", to: 800, at: Self.rollSecond + 2).count == 3)
  }

  @Test("an event behind the day's end finds the new day, which began with what was known before it")
  func lateRoll() throws {
    var bench = try Self.bench()
    try bench.join("a")
    // Nobody said what equity was at the end of the day: the last that was said counts.
    let actions = bench.take(
      .equityLeftBand, of: "a", at: Self.rollSecond + 60, marks: [RiskBench.mark("a", 900)])
    #expect(
      actions.first?.verb == .lock(symbol: nil, until: RiskBench.at(Self.rollSecond + 86_400), flattens: true)
    )
    #expect(actions.first?.value == "100.00 USD lost")
  }

  @Test("a lock that is over and comes again at one event has not been off")
  func heldAgain() throws {
    var bench = try Self.bench()
    try bench.join("a")
    bench.move("a", to: 900, at: 5)
    let actions = bench.take(
      .equityLeftBand, of: "a", at: Self.rollSecond, marks: [RiskBench.mark("a", 800)])
    #expect(
      actions.map(\.brief) == [
        "lock account:a daily_loss_limit", "cancel account:a daily_loss_limit",
        "close account:a daily_loss_limit",
      ])
    #expect(bench.tree.locks.map(\.lock.until) == [RiskBench.at(Self.rollSecond + 86_400)])
  }

  @Test("days end at 17:00 New York on both sides of a change of its clock")
  func daylightSaving() throws {
    var bench = try Self.bench()
    // Friday 2024-03-08, 22:00 UTC, to Sunday 2024-03-10, 21:00 UTC.
    let friday = (58 * 86_400 + 10 * 3_600) as Int64
    try bench.join("a", at: friday - 1)
    bench.clock(at: friday - 1)
    #expect(bench.tree.wakeTime.iso8601 == "2024-03-08T22:00:00.000Z")
    bench.clock(at: friday)
    #expect(bench.tree.wakeTime.iso8601 == "2024-03-09T22:00:00.000Z")
    bench.clock(at: friday + 86_400)
    #expect(bench.tree.wakeTime.iso8601 == "2024-03-10T21:00:00.000Z")
  }

  @Test(
    "a day begins with balance, equity, or the higher of both",
    arguments: [
      (.balance, 1_000 - 100), (.equity, 1_200 - 100), (.higher, 1_200 - 100),
    ] as [(DailyLoss.Basis, Int64)])
  func basis(_ basis: DailyLoss.Basis, _ floor: Int64) throws {
    var bench = try Self.bench(basis: basis)
    try bench.join("a")
    bench.clock(at: 0)
    bench.marks["a"] = RiskBench.mark("a", 1_200, balance: 1_000)
    bench.clock(at: Self.rollSecond)
    #expect(bench.tree.view(of: "a").band == EquityBand(lowest: Int128(floor) * 1_000_000 + 1))
  }

  @Test("bots of an account add up, and all are closed by the one that brings it to the limit")
  func sharedAccount() throws {
    var bench = try Self.bench()
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    try bench.join("c", account: "C")
    #expect(bench.move("a", to: 940, at: 1).isEmpty)
    #expect(bench.move("b", to: 961, at: 2).isEmpty)
    let before = ["a", "b", "c"].map { bench.tree.view(of: $0) }
    let actions = bench.move("b", to: 960, at: 3)
    #expect(actions.first?.value == "100.00 USD lost")
    let commands = zip(["a", "b", "c"], before).map { bench.tree.commands(actions, of: $0, before: $1) }
    let all: [EngineCommand] = [
      .halt(.dailyLoss, symbolIndex: nil), .cancelAll(symbolIndex: nil), .closeAll(symbolIndex: nil, .risk),
    ]
    #expect(commands == [all, all, []])
  }

  @Test("bots that come or go and money that is paid in hide no loss and make none")
  func flows() throws {
    var bench = try Self.bench()
    try bench.join("a", account: "A")
    bench.move("a", to: 950, at: 1)
    bench.clock(at: 1)
    #expect(try bench.join("b", account: "A", equity: 5_000, at: 2).isEmpty)
    #expect(bench.tree.allowances(of: "a").map(\.left) == [50_000_000])
    #expect(bench.move("b", to: 4_970, at: 3).isEmpty)
    #expect(bench.tree.leave("b", mark: RiskBench.mark("b", 4_970), at: RiskBench.at(4)).isEmpty)
    // 50 of its own and 30 of the one that has gone.
    #expect(bench.tree.allowances(of: "a").map(\.left) == [20_000_000])
    bench.marks["a"] = RiskBench.mark("a", 450)
    bench.take(
      .funded(RiskBench.usd(-500)), of: "a", at: 5, marks: [RiskBench.mark("a", 450)])
    #expect(bench.held == [])
    #expect(bench.move("a", to: 431, at: 6).isEmpty)
    #expect(bench.move("a", to: 430, at: 7).count == 3)
  }

  @Test("who takes the lock off gives the limit anew, from where the scope stands")
  func unlocking() throws {
    var bench = try Self.bench()
    try bench.join("a")
    bench.move("a", to: 900, at: 1)
    let act = OperatorAct(.unlock(.dailyLoss), by: "ann (admin)", reason: "agreed")
    let actions = bench.tree.take(RiskEvent(.operated(act), of: .account("a"), at: RiskBench.at(2)))
    #expect(actions.map(\.brief) == ["release account:a daily_loss_limit"])
    #expect(actions.map(\.value) == ["ann (admin): agreed"])
    #expect(bench.move("a", to: 801, at: 3).isEmpty)
    #expect(bench.move("a", to: 800, at: 4).count == 3)
  }

  @Test("an unlock of another scope changes nothing here")
  func unlockingElsewhere() throws {
    var bench = try Self.bench()
    try bench.join("a")
    bench.move("a", to: 900, at: 1)
    bench.take(.operated(OperatorAct(.unlock(nil), by: "ann", reason: "wrong scope")), at: 2)
    #expect(bench.held == ["account:a daily_loss_limit"])
  }

  @Test("a limit that is not above zero is refused", arguments: [0, -1] as [Int64])
  func badSettings(_ units: Int64) {
    #expect(
      throws: RiskSettingFault("daily_loss", "the limit has to be above 0, was \(units) money units")
    ) {
      try DailyLoss(.init(limit: Money(units: units)))
    }
  }

  @Test("equity below zero is a loss like any other")
  func belowZero() throws {
    var bench = try Self.bench(5_000)
    try bench.join("a")
    #expect(bench.move("a", to: -3_999, at: 1).isEmpty)
    #expect(bench.move("a", to: -4_000, at: 2).first?.value == "5000.00 USD lost")
  }

  @Test("bots of two currencies can't share a limit on money; without one they can")
  func currencies() throws {
    var bench = try Self.bench()
    try bench.join("a", account: "A")
    #expect(throws: RiskTreeFault.currencies(.account("A"), .usd, .eur)) {
      _ = try bench.tree.join(
        RiskBench.member("b", account: "A", currency: .eur), mark: RiskBench.mark("b", 1), at: RiskBench.at(0)
      )
    }
    #expect(bench.tree.members.map(\.bot) == ["a"])
    _ = try bench.tree.join(
      RiskBench.member("b", account: "B", currency: .eur), mark: RiskBench.mark("b", 1), at: RiskBench.at(0))
    #expect(bench.tree.members.map(\.bot) == ["a", "b"])
  }

  /// The equities of bots move at random; an auditor adds them up after every move.
  @Test(
    "the limit of bots that share it is found at the very move, and at no other",
    arguments: SessionCount.seeds(15))
  func exactness(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var bench = try Self.bench(toEach: [.account, .family, .desk][Int(seed % 3)])
    let bots = (0..<Int.random(in: 1...6, using: &random)).map { "bot\($0)" }
    for bot in bots { try bench.join(bot, account: "A", family: "F") }
    var heard = 0
    for second in 1...2_000 as ClosedRange<Int64> {
      let bot = bots[Int.random(in: bots.indices, using: &random)]
      let equity =
        (bench.marks[bot]?.equity.units ?? 0) / 1_000_000 + Int64.random(in: -6...5, using: &random)
      let revision = bench.tree.revision
      let actions = bench.move(bot, to: equity, at: second)
      heard += bench.tree.revision == revision ? 0 : 1
      let sum = bots.reduce(0) { $0 + (bench.marks[$1]?.equity.units ?? 0) / 1_000_000 }
      let isReached = sum <= Int64(bots.count) * 1_000 - 100
      #expect(isReached == !actions.isEmpty, "seed \(seed), second \(second), sum \(sum)")
      if isReached { break }
    }
    #expect(bench.held.count == 1, "seed \(seed): never reached")
    // Most moves are nobody's business.
    #expect(heard < 1_000, "seed \(seed): \(heard)")
  }
}
