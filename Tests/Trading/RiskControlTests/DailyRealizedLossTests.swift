import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// What trades closed in a day may lose: at the limit everything is closed, and nothing opened until the reset.
@Suite struct DailyRealizedLossTests {
  private static func policy(_ limit: Int64 = 500, reset: DailyReset = .newYorkClose) throws -> RiskPolicy {
    RiskPolicy.of(try DailyRealizedLoss(.init(limit: RiskBench.usd(limit), reset: reset)))
  }

  private static func bench(_ limit: Int64 = 500, reset: DailyReset = .newYorkClose) throws -> RiskBench {
    var bench = RiskBench(try policy(limit, reset: reset))
    try bench.join("a", account: "A", equity: 10_000)
    try bench.join("b", account: "A", equity: 10_000)
    return bench
  }

  @Test(
    "it acts at the limit, not just above it, gains and losses of all bots added up",
    arguments: [(-199, false), (-200, true), (-201, true)] as [(Int64, Bool)])
  func limit(_ last: Int64, _ acts: Bool) throws {
    var bench = try Self.bench()
    #expect(bench.close("a", for: -400, at: 1).isEmpty)
    #expect(bench.close("b", for: 100, at: 2).isEmpty)
    #expect(bench.close("a", for: last, at: 3).isEmpty != acts)
  }

  @Test("it blocks, then cancels, then closes, with limit, value and cycle, until the day ends")
  func enforcement() throws {
    var bench = try Self.bench()
    let actions = bench.close("a", for: -520, at: 5)
    let roll = RiskBench.at(RiskBench.rollSecond)
    #expect(
      actions.map(\.verb) == [
        .lock(symbol: nil, until: roll, flattens: true), .cancel(.all), .close(.all),
      ])
    for action in actions {
      #expect(action.code == .dailyRealizedLoss && action.rule == "daily_realized_loss")
      #expect(action.limit == "a realized loss below 500.00 USD a day" && action.value == "520.00 USD lost")
      #expect(action.scope == .account("A") && action.cycle == 7 && action.at == RiskBench.at(5))
    }
    #expect(bench.enter("b", at: 6)?.code == .dailyRealizedLoss)
    for effect in [RiskAsk.Effect.closes, .reduces, .changes, .cancels] {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "b", at: 7).isEmpty)
    }
  }

  @Test("open results don't count, however large")
  func openResults() throws {
    var bench = try Self.bench()
    #expect(bench.stand("a", equity: -5_000, balance: 10_000, at: 1).isEmpty)
    #expect(bench.tree.view(of: "a").band == .unlimited)
  }

  @Test("what closing for it loses is no second breach, and a position opened behind it is closed at once")
  func once() throws {
    var bench = try Self.bench()
    bench.close("a", for: -500, at: 1)
    #expect(bench.close("b", for: -300, at: 2).isEmpty)
    let intruder = bench.take(.filled(RiskBench.fill(position: 8)), of: "b", at: 3)
    #expect(intruder.map(\.verb) == [.close(.one(ClientOrderID(ordinal: 8)))])
  }

  @Test("at the reset the lock is over and results count from nothing")
  func reset() throws {
    var bench = try Self.bench()
    bench.close("a", for: -500, at: 1)
    #expect(bench.enter("a", at: RiskBench.rollSecond - 1) != nil)
    #expect(bench.clock(at: RiskBench.rollSecond).map(\.brief) == ["release account:A daily_realized_loss"])
    #expect(bench.enter("a", at: RiskBench.rollSecond) == nil)
    #expect(bench.close("a", for: -499, at: RiskBench.rollSecond + 1).isEmpty)
    #expect(bench.close("a", for: -1, at: RiskBench.rollSecond + 2).count == 3)
  }

  @Test("a trade that is closed behind the reset is one of the new day")
  func lateTrade() throws {
    var bench = try Self.bench()
    bench.close("a", for: -499, at: 1)
    #expect(bench.close("a", for: -499, at: RiskBench.rollSecond).isEmpty)
  }

  @Test("a jump of the clock over several resets is one reset")
  func jump() throws {
    var bench = try Self.bench()
    bench.close("a", for: -500, at: 1)
    let jump = RiskBench.rollSecond + 3 * 86_400 + 5
    #expect(bench.clock(at: jump).map(\.brief) == ["release account:A daily_realized_loss"])
    #expect(bench.clock(at: jump + 1).isEmpty)
    #expect(bench.tree.wakeTime == RiskBench.at(RiskBench.rollSecond + 4 * 86_400))
  }

  @Test("the day ends by its own clock, on both sides of a change of it")
  func zones() throws {
    var bench = try Self.bench(reset: DailyReset(zone: .chicago, secondsInDay: 16 * 3_600))
    // Saturday 2024-03-09, 12:00 UTC: the clock is put forward in the night.
    bench.clock(at: 59 * 86_400)
    #expect(bench.tree.wakeTime.iso8601 == "2024-03-09T22:00:00.000Z")
    bench.clock(at: 59 * 86_400 + 10 * 3_600)
    #expect(bench.tree.wakeTime.iso8601 == "2024-03-10T21:00:00.000Z")
  }

  @Test("a restart in the middle changes nothing: sums and lock go on")
  func restart() throws {
    var bench = try Self.bench()
    bench.close("a", for: -400, at: 1)
    bench = try bench.restarted(Self.policy())
    #expect(bench.close("a", for: -100, at: 2).count == 3)
    bench = try bench.restarted(Self.policy())
    #expect(bench.enter("a", at: 3)?.code == .dailyRealizedLoss)
    #expect(bench.clock(at: RiskBench.rollSecond).map(\.brief) == ["release account:A daily_realized_loss"])
  }

  @Test("bots that go and money that is paid in hide nothing")
  func flows() throws {
    var bench = try Self.bench()
    bench.close("b", for: -499, at: 1)
    _ = bench.tree.leave("b", mark: RiskBench.mark("b", 9_501), at: RiskBench.at(2))
    bench.take(.funded(RiskBench.usd(5_000)), of: "a", at: 3, marks: [RiskBench.mark("a", 15_000)])
    #expect(bench.close("a", for: -1, at: 4).count == 3)
  }

  @Test("what is left, for people and alerts: gains add nothing")
  func allowances() throws {
    var bench = try Self.bench()
    func left() -> [Int128] { bench.tree.allowances(of: "a").map { $0.left / 1_000_000 } }
    #expect(left() == [500])
    bench.close("a", for: 40, at: 1)
    #expect(left() == [500])
    bench.close("a", for: -140, at: 2)
    #expect(left() == [400])
    bench.close("a", for: -900, at: 3)
    #expect(left() == [0])
    #expect(bench.tree.allowances(of: "a").map(\.usedMillionths) == [1_000_000])
  }

  @Test("who unlocks it gives the limit anew")
  func unlocking() throws {
    var bench = try Self.bench()
    bench.close("a", for: -500, at: 1)
    let act = OperatorAct(.unlock(.dailyRealizedLoss), by: "ann (admin)", reason: "agreed")
    let actions = bench.tree.take(RiskEvent(.operated(act), of: .account("A"), at: RiskBench.at(2)))
    #expect(actions.map(\.brief) == ["release account:A daily_realized_loss"])
    #expect(bench.close("a", for: -499, at: 3).isEmpty)
    #expect(bench.close("a", for: -1, at: 4).count == 3)
  }

  @Test(
    "the file's keys, as the seed has them; -500 and 500 are the same limit",
    arguments: [
      """
      {enabled: true, limit: -500, reset_time: "17:00", timezone: "America/New_York", \
      enforcement: "close_all_and_lockout"}
      """, "{limit: 500}", "{limit: 500.00, timezone: America/New_York}",
    ])
  func file(_ text: String) throws {
    let policy = try RiskBench.policy("daily_realized_loss", text)
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(Self.policy()))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "{limit: 0}",
        "bad value of 'rules.daily_realized_loss.limit' (risk.yaml:3): expected an amount of USD other than 0, was '0'"
      ),
      (
        "{reset_time: \"17:00\"}",
        "missing key 'rules.daily_realized_loss.limit' (risk.yaml:3): add it, for instance 'limit: -500'"
      ),
      (
        "{limit: 5, reset_time: \"25:00\"}",
        "bad value of 'rules.daily_realized_loss.reset_time' (risk.yaml:3): expected a time of day from \"00:00\" to \"23:59:59\", was '25:00'"
      ),
      (
        "{limit: 5, timezone: Mars/Olympus}",
        "bad value of 'rules.daily_realized_loss.timezone' (risk.yaml:3): expected one of UTC, Europe/London, America/New_York, America/Chicago, Europe/Berlin, Asia/Tokyo, Australia/Sydney, was 'Mars/Olympus'"
      ),
      (
        "{limit: 5, enforcement: shout}",
        "bad value of 'rules.daily_realized_loss.enforcement' (risk.yaml:3): expected one of close_all_and_lockout, was 'shout'"
      ),
    ])
  func faults(_ text: String, _ message: String) {
    #expect(RiskBench.fault("daily_realized_loss", text) == message)
  }
}
