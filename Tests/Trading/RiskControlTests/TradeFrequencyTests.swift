import RiskControl
import TestSupport
import Testing
import TradingCore

struct TradeFrequencyTests {
  private static func rule(
    minute: TradeFrequency.Limit? = nil, hour: TradeFrequency.Limit? = nil,
    session: TradeFrequency.Limit? = nil
  ) throws -> TradeFrequency {
    try TradeFrequency(.init(minute: minute, hour: hour, session: session))
  }

  private static func bench(_ rule: TradeFrequency, toEach kind: RiskScope.Kind = .bot) throws -> RiskBench {
    var bench = RiskBench(rule, toEach: kind)
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    return bench
  }

  @Test("three a minute are entered; one more is denied, with limit, value and cycle, and entries cool down")
  func oneTooMany() throws {
    var bench = try Self.bench(try Self.rule(minute: .init(3, coolDownSeconds: 60)))
    for second in [0, 10, 20] as [Int64] { #expect(bench.enter("a", at: second) == nil) }
    let actions = bench.take(.asked(RiskBench.ask(.opens, order: 4)), of: "a", at: 30)
    #expect(
      actions.denial
        == Denial(
          order: ClientOrderID(ordinal: 4), code: .tradeFrequency, layer: "risk/trade_frequency@bot:a",
          limit: "3 entries a minute", value: "one more", cycle: 7))
    #expect(
      actions.map(\.verb) == [
        .deny(ClientOrderID(ordinal: 4)), .coolDown(symbol: nil, until: RiskBench.at(90)),
      ])
    #expect(bench.held == ["bot:a trade_frequency_limit"])
  }

  @Test("nobody is cooled down by as many entries as are allowed")
  func atTheLimit() throws {
    var bench = try Self.bench(try Self.rule(minute: .init(1, coolDownSeconds: 60)))
    #expect(bench.enter("a", at: 0) == nil)
    #expect(bench.held == [])
  }

  @Test(
    "an entry counts until exactly a window's length after it",
    arguments: [(59, true), (60, false)] as [(Int64, Bool)])
  func windowEnd(_ second: Int64, _ isDenied: Bool) throws {
    var bench = try Self.bench(try Self.rule(minute: .init(2, coolDownSeconds: 0)))
    #expect(bench.enter("a", at: 0) == nil)
    #expect(bench.enter("a", at: 30) == nil)
    #expect((bench.enter("a", at: second) != nil) == isDenied)
  }

  @Test(
    "the cooldown is over at its end, not before", arguments: [(89, true), (90, false)] as [(Int64, Bool)])
  func coolDownEnd(_ second: Int64, _ isDenied: Bool) throws {
    var bench = try Self.bench(try Self.rule(minute: .init(1, coolDownSeconds: 80)))
    #expect(bench.enter("a", at: 0) == nil)
    #expect(bench.enter("a", at: 10)?.limit == "1 entry a minute")
    #expect((bench.enter("a", at: second) != nil) == isDenied)
    // During it nothing is counted, and nobody is cooled down anew.
    #expect(bench.held.isEmpty != isDenied)
  }

  @Test("the first window that is full says so: minute, hour, session")
  func precedence() throws {
    var bench = try Self.bench(
      try Self.rule(
        minute: .init(2, coolDownSeconds: 0), hour: .init(3, coolDownSeconds: 0),
        session: .init(4, coolDownSeconds: 0)))
    #expect(bench.enter("a", at: 0) == nil)
    #expect(bench.enter("a", at: 1) == nil)
    #expect(bench.enter("a", at: 2)?.limit == "2 entries a minute")
    #expect(bench.enter("a", at: 100) == nil)
    #expect(bench.enter("a", at: 200)?.limit == "3 entries a hour")
    #expect(bench.enter("a", at: 3_600) == nil)
    #expect(bench.enter("a", at: 8_000)?.limit == "4 entries a session")
  }

  @Test("a session ends at 17:00 New York", arguments: [(35_999, true), (36_000, false)] as [(Int64, Bool)])
  func session(_ second: Int64, _ isDenied: Bool) throws {
    var bench = try Self.bench(try Self.rule(session: .init(1, coolDownSeconds: 0)))
    #expect(bench.enter("a", at: 0) == nil)
    #expect((bench.enter("a", at: second) != nil) == isDenied)
  }

  @Test("days without an event end once")
  func longSilence() throws {
    var bench = try Self.bench(try Self.rule(session: .init(1, coolDownSeconds: 0)))
    #expect(bench.enter("a", at: 0) == nil)
    #expect(bench.enter("a", at: 5 * 86_400) == nil)
    #expect(bench.enter("a", at: 5 * 86_400 + 1) != nil)
  }

  @Test("what the gate denies afterwards, closes and changes are no entries")
  func whatCounts() throws {
    var bench = try Self.bench(try Self.rule(minute: .init(1, coolDownSeconds: 0)))
    bench.take(.asked(RiskBench.ask(.opens)), of: "a", at: 0)
    for effect in RiskAsk.Effect.allCases where effect != .opens {
      bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 0)
      bench.take(.approved(RiskBench.ask(effect)), of: "a", at: 0)
    }
    #expect(bench.enter("a", at: 0) == nil)
    #expect(bench.enter("a", at: 0) != nil)
  }

  @Test("each bot has a count of its own; in an account they add up")
  func scopes() throws {
    let rule = try Self.rule(minute: .init(1, coolDownSeconds: 0))
    var each = try Self.bench(rule)
    #expect(each.enter("a", at: 0) == nil)
    #expect(each.enter("b", at: 0) == nil)
    var shared = try Self.bench(rule, toEach: .account)
    #expect(shared.enter("a", at: 0) == nil)
    #expect(shared.enter("b", at: 0)?.layer == "risk/trade_frequency@account:A")
  }

  @Test("what is left is in the view")
  func allowances() throws {
    var bench = try Self.bench(
      try Self.rule(minute: .init(3, coolDownSeconds: 0), session: .init(9, coolDownSeconds: 0)))
    _ = bench.enter("a", at: 0)
    #expect(
      bench.tree.allowances(of: "a") == [
        RiskAllowance(
          rule: "trade_frequency", scope: .bot("a"), name: "minute", limit: 3, left: 2, unit: .entries),
        RiskAllowance(
          rule: "trade_frequency", scope: .bot("a"), name: "session", limit: 9, left: 8, unit: .entries),
      ])
  }

  @Test("who takes the lock off gives the limits anew")
  func unlocking() throws {
    var bench = try Self.bench(try Self.rule(hour: .init(1, coolDownSeconds: 600)))
    #expect(bench.enter("a", at: 0) == nil)
    #expect(bench.enter("a", at: 1) != nil)
    bench.take(.operated(OperatorAct(.unlock(nil), by: "ann", reason: "news")), of: "a", at: 2)
    #expect(bench.held == [])
    #expect(bench.enter("a", at: 3) == nil)
    #expect(bench.enter("a", at: 4) != nil)
  }

  @Test(
    "limits that make no sense are refused",
    arguments: [
      (TradeFrequency.Settings(), "a limit of minute, hour or session is missing"),
      (.init(minute: .init(0, coolDownSeconds: 1)), "a limit has to be 1 entry at least, was 0"),
      (.init(hour: .init(1, coolDownSeconds: -1)), "a cooldown has to be 0 seconds or more, was -1"),
      (
        .init(session: .init(1, coolDownSeconds: 0), reset: DailyReset(zone: .utc, secondsInDay: 86_400)),
        "the reset has to be at 0 to 86,399 seconds of a day, was 86400"
      ),
    ])
  func badSettings(_ settings: TradeFrequency.Settings, _ problem: String) {
    #expect(throws: RiskSettingFault("trade_frequency", problem)) { try TradeFrequency(settings) }
  }

  @Test("a cooldown longer than time itself ends with it")
  func endlessCoolDown() throws {
    var bench = try Self.bench(try Self.rule(minute: .init(1, coolDownSeconds: .max)))
    #expect(bench.enter("a", at: 0) == nil)
    let actions = bench.take(.asked(RiskBench.ask(.opens)), of: "a", at: 1)
    #expect(actions.last?.verb == .coolDown(symbol: nil, until: .distantFuture))
  }
}
