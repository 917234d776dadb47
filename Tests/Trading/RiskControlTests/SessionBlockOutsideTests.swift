import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Trading hours: what is denied outside, what happens as they end, and when that is.
@Suite struct SessionBlockOutsideTests {
  private static let hour = 3_600
  /// 9:30 to 16:00 in New York: from second 9,000 to second 32,400 of the bench's day.
  private static let day = ClockSession(start: 9 * hour + 1_800, end: 16 * hour, zone: .newYork)
  /// All day but from 17:00 to 18:00 in New York: from second 36,000 to second 39,600.
  private static let night = ClockSession(start: 18 * hour, end: 17 * hour, zone: .newYork)
  private static let gbpusd = Known.instrument("GBPUSD").symbol

  private static func policy(_ settings: SessionBlockOutside.Settings) throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try SessionBlockOutside(settings), toEach: .account)
    return policy
  }

  private static func bench(
    _ settings: SessionBlockOutside.Settings, at second: Int64 = 0
  ) throws -> RiskBench {
    var bench = RiskBench(try policy(settings))
    try bench.join("a", account: "A", at: second)
    return bench
  }

  @Test(
    "entries are let through from the opening on, and no more at the close",
    arguments: [
      (day, 8_999, true), (day, 9_000, false), (day, 32_399, false),
      (day, 32_400, true), (day, 86_400 + 8_999, true), (day, 86_400 + 9_000, false), (night, 0, false),
      (night, 35_999, false), (night, 36_000, true), (night, 39_599, true), (night, 39_600, false),
      (night, 50_000, false),
    ] as [(ClockSession, Int64, Bool)])
  func hours(_ session: ClockSession, _ second: Int64, _ isDenied: Bool) throws {
    for locks in [true, false] {
      var bench = try Self.bench(.init(global: session, locks: locks))
      let denial = bench.enter("a", at: second)
      #expect((denial != nil) == isDenied)
      #expect((denial?.code == .outsideSession) == isDenied)
      #expect(
        denial?.layer ?? "risk/session_block_outside@account:A" == "risk/session_block_outside@account:A")
    }
  }

  @Test("what holds before the first opening is a lock until it, that ends by itself")
  func lock() throws {
    var bench = try Self.bench(.init(global: Self.day))
    #expect(bench.held == ["account:A outside_session"])
    #expect(bench.tree.locks.first?.lock.until == RiskBench.at(9_000))
    #expect(bench.clock(at: 9_000).map(\.brief) == ["release account:A outside_session"])
    #expect(bench.held == [])
  }

  @Test("at the close it is locked until the next opening, then canceled, then closed")
  func close() throws {
    var bench = try Self.bench(.init(global: Self.day), at: 10_000)
    #expect(bench.tree.wakeTime == RiskBench.at(32_400))
    #expect(
      bench.clock(at: 32_400).map(\.verb) == [
        .lock(symbol: nil, until: RiskBench.at(86_400 + 9_000), flattens: true), .cancel(.all), .close(.all),
      ])
  }

  @Test("what is open stays where it says so, with or without a lock; what waits to open does not")
  func staysOpen() throws {
    var locked = try Self.bench(.init(global: Self.day, flattens: false), at: 10_000)
    #expect(
      locked.clock(at: 32_400).map(\.verb) == [
        .lock(symbol: nil, until: RiskBench.at(86_400 + 9_000), flattens: false), .cancel(.all),
      ])
    var free = try Self.bench(.init(global: Self.day, flattens: false, locks: false), at: 10_000)
    #expect(free.clock(at: 32_400).map(\.verb) == [.cancel(.all)])
    #expect(free.enter("a", at: 32_401)?.value == "closed until 2024-01-11T14:30:00.000Z")
  }

  @Test("without a lock it is closed at the end, and so is what opens by hand outside")
  func withoutLock() throws {
    var bench = try Self.bench(.init(global: Self.day, locks: false), at: 10_000)
    #expect(bench.clock(at: 32_400).map(\.verb) == [.cancel(.all), .close(.all)])
    let fill = RiskBench.fill(position: 3)
    #expect(
      bench.take(.filled(fill), of: "a", at: 40_000).map(\.verb) == [.close(.one(ClientOrderID(ordinal: 3)))])
    #expect(bench.take(.filled(fill), of: "a", at: 86_400 + 9_000).isEmpty)
  }

  @Test("a clock that jumps over closes and openings has them happen once")
  func jumps() throws {
    var closed = try Self.bench(.init(global: Self.day), at: 10_000)
    #expect(closed.clock(at: 5 * 86_400).map(\.brief).count == 3)
    #expect(closed.clock(at: 5 * 86_400 + 1).isEmpty)
    #expect(closed.tree.locks.first?.lock.until == RiskBench.at(5 * 86_400 + 9_000))
    // Where it is open again, what was open is closed all the same, without a lock.
    var open = try Self.bench(.init(global: Self.day), at: 10_000)
    let actions = open.clock(at: 5 * 86_400 + 10_000)
    #expect(actions.map(\.verb) == [.cancel(.all), .close(.all)])
    #expect(actions.first?.value == "it has ended since")
    #expect(open.clock(at: 5 * 86_400 + 10_001).isEmpty)
    #expect(open.enter("a", at: 5 * 86_400 + 10_002) == nil)
    // And from one closed time into the next there is one lock after the other.
    var later = try Self.bench(.init(global: Self.day))
    #expect(later.clock(at: 86_400).map(\.brief).first == "lock account:A outside_session")
    #expect(later.held == ["account:A outside_session"])
  }

  @Test("ends of sessions follow daylight saving")
  func daylightSaving() throws {
    // New York's clocks go forward on Sunday 2024-03-10 and back on Sunday 2024-11-03.
    let days: [(String, String)] = [
      ("2024-03-09T00:00:00Z", "2024-03-09T14:30:00.000Z"),
      ("2024-03-10T00:00:00Z", "2024-03-10T13:30:00.000Z"),
      ("2024-11-02T00:00:00Z", "2024-11-02T13:30:00.000Z"),
      ("2024-11-03T00:00:00Z", "2024-11-03T14:30:00.000Z"),
    ]
    for (midnight, opening) in days {
      let midnight = try Timestamp(iso8601: midnight)
      #expect(Self.day.opening(after: midnight, .none).iso8601 == opening)
    }
    // A session of the hour that is skipped is none; the night around it is an hour shorter.
    let skipped = ClockSession(start: 2 * Self.hour, end: 3 * Self.hour, zone: .newYork)
    let sunday = try #require(CivilDate(year: 2024, month: 3, day: 10))
    #expect(skipped.span(endingOn: sunday, .none) == nil)
    let night = try #require(Self.night.span(endingOn: sunday, .none))
    #expect(night.upperBound.nanoseconds - night.lowerBound.nanoseconds == 22 * Timestamp.hour)
  }

  @Test("a holiday has no session, and some close early")
  func holidays() throws {
    let today = try #require(CivilDate(year: 2024, month: 1, day: 10))
    var closed = try Self.bench(.init(global: Self.day, holidays: .init(closed: [today])))
    #expect(closed.tree.locks.first?.lock.until == RiskBench.at(86_400 + 9_000))
    #expect(closed.enter("a", at: 10_000) != nil)
    let early = ClockSession.Holidays(early: [.init(date: today, secondsInDay: 13 * Self.hour)])
    var short = try Self.bench(.init(global: Self.day, holidays: early), at: 10_000)
    #expect(short.enter("a", at: 21_599) == nil)
    #expect(short.enter("a", at: 21_600, order: 2) != nil)
    // A session that crosses midnight is of the day on which it ends.
    var night = try Self.bench(.init(global: Self.night, holidays: .init(closed: [today])))
    #expect(night.enter("a", at: 35_000) != nil)
    #expect(night.enter("a", at: 39_600) == nil)
  }

  @Test("a symbol with a session of its own goes by that one alone, the others by that of all")
  func ownSessions() throws {
    let own = ClockSession(start: 12 * Self.hour, end: 15 * Self.hour, zone: .utc)
    var bench = try Self.bench(.init(global: Self.day, own: [.init(Self.gbpusd, own)]))
    // At 12:00 UTC the own session of GBPUSD has just begun, and that of all has not.
    #expect(bench.tree.locks.map(\.lock.symbol) == [Known.eurusd.symbol])
    let other = RiskBench.ask(.opens, order: 1, symbol: 1)
    #expect(bench.take(.asked(other), of: "a", at: 1).denial == nil)
    #expect(bench.enter("a", at: 1)?.limit.hasSuffix("the session") == true)
    #expect(bench.enter("a", at: 9_000) == nil)
    let actions = bench.clock(at: 10_800)
    #expect(actions.map(\.verb).dropFirst() == [.cancel(.symbol(Self.gbpusd)), .close(.symbol(Self.gbpusd))])
    #expect(bench.take(.asked(other), of: "a", at: 10_801).denial?.limit.contains("GBPUSD") == true)
    #expect(bench.enter("a", at: 10_801, order: 2) == nil)
  }

  @Test("who unlocks it lets entries through until the session has opened and closed again")
  func unlocking() throws {
    var bench = try Self.bench(.init(global: Self.day))
    bench.take(.operated(OperatorAct(.unlock(nil), by: "ann", reason: "test")), at: 10)
    #expect(bench.held == ["account:A outside_session"])
    bench.tree.obey(.unlock(.outsideSession), in: .account("A"), at: 11)
    #expect(bench.held == [])
    #expect(bench.enter("a", at: 12) == nil)
    #expect(bench.enter("a", at: 32_400) != nil)
  }

  @Test("what closes is never denied outside")
  func closes() throws {
    var bench = try Self.bench(.init(global: Self.day))
    for effect in RiskAsk.Effect.allCases where effect != .opens && effect != .raises {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 1).isEmpty)
    }
  }

  @Test("stopped and started in the middle it goes on the same")
  func restart() throws {
    let settings = SessionBlockOutside.Settings(global: Self.day, own: [.init(Self.gbpusd, Self.night)])
    var bench = try Self.bench(settings, at: 10_000)
    var other = bench
    other.tree = try bench.restored(try Self.policy(settings))
    for second in [20_000, 32_400, 36_000, 39_600, 95_400] as [Int64] {
      #expect(bench.clock(at: second) == other.clock(at: second))
    }
    #expect(bench.held == other.held)
  }

  @Test("other hours or holidays than before hold at once")
  func otherSettings() throws {
    let today = try #require(CivilDate(year: 2024, month: 1, day: 10))
    let others: [SessionBlockOutside.Settings] = [
      .init(global: Self.day, holidays: .init(closed: [today])),
      .init(global: ClockSession(start: 12 * Self.hour, end: 16 * Self.hour, zone: .newYork)),
    ]
    for settings in others {
      var bench = try Self.bench(.init(global: Self.day), at: 10_000)
      bench.tree = try bench.restored(try Self.policy(settings))
      #expect(bench.enter("a", at: 10_001)?.code == .outsideSession)
    }
  }

  @Test("the keys of a file")
  func file() throws {
    let text = """
      session_block_outside:
          enabled: true
          global_session:
            enabled: true
            start: "09:30"
            end: "16:00"
            timezone: "America/New_York"
          per_instrument_sessions:
            enabled: true
            sessions:
              GBPUSD:
                start: "18:00"
                end: "17:00"
                timezone: "America/New_York"
          close_positions_at_session_end: true
          lockout_outside_session: true
          respect_holidays: true
          holidays: [2024-12-25, 2024-12-24 13:00]
      """
    let dates = [25, 24].compactMap { CivilDate(year: 2024, month: 12, day: $0) }
    let holidays = ClockSession.Holidays(
      closed: [dates[0]], early: [.init(date: dates[1], secondsInDay: 13 * Self.hour)])
    let settings = SessionBlockOutside.Settings(
      global: Self.day, own: [.init(Self.gbpusd, Self.night)], holidays: holidays)
    #expect(try RuleText.says(text, SessionBlockOutside(settings)))
  }

  @Test("days of the host's calendars are added, unless the rule does not respect them")
  func calendars() throws {
    let day = try #require(CivilDate(year: 2024, month: 7, day: 4))
    let hours = "{start: \"09:30\", end: \"16:00\", timezone: America/New_York}"
    for (respects, closed) in [(true, [day]), (false, [])] {
      let rule = "session_block_outside: {global_session: \(hours), respect_holidays: \(respects)}"
      let file = try RiskFile.parse(
        text: "version: 1\nrules:\n  \(rule)\n", path: "risk.yaml", holidays: { _ in .init(closed: [day]) })
      let settings = SessionBlockOutside.Settings(global: Self.day, holidays: .init(closed: closed))
      #expect(try StateEncoder.encode(file.policy) == StateEncoder.encode(Self.policy(settings)))
    }
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "{start: \"09:30\", end: \"09:30\", timezone: UTC}",
        "bad value of 'rules.session_block_outside.global_session' (risk.yaml:3): the session has no length: it ends when it starts; write another end, or \"00:00\" to \"24:00\" for whole days"
      ),
      (
        "{start: \"00:00\", end: \"00:00\", timezone: UTC}",
        "bad value of 'rules.session_block_outside.global_session' (risk.yaml:3): the session has no length: it ends when it starts; write another end, or \"00:00\" to \"24:00\" for whole days"
      ),
      (
        "{enabled: false, start: \"09:30\", end: \"16:00\", timezone: UTC}",
        "bad value of 'rules.session_block_outside' (risk.yaml:3): no session is on; give global_session or per_instrument_sessions with enabled: true, or set enabled: false"
      ),
      (
        "{start: \"09:30\", end: \"16:00\"}",
        "missing key 'rules.session_block_outside.global_session.timezone' (risk.yaml:3): add it, for instance 'timezone: America/New_York'"
      ),
    ])
  func faults(session: String, message: String) {
    #expect(RuleText.fault("session_block_outside: {global_session: \(session)}") == message)
  }

  @Test("an unknown zone is answered with those that are known; a whole day is a session")
  func zones() throws {
    let fault = RuleText.fault(
      "session_block_outside: {global_session: {start: \"09:30\", end: \"16:00\", timezone: Mars/Base}}")
    #expect(fault.contains("expected one of UTC, Europe/London, America/New_York"))
    #expect(fault.hasSuffix("was 'Mars/Base'"))
    let whole = ClockSession(start: 0, end: 86_400, zone: .utc)
    #expect(throws: Never.self) { try SessionBlockOutside(.init(global: whole)) }
    #expect(throws: RiskSettingFault.self) { try SessionBlockOutside(.init(global: nil)) }
  }
}

extension RiskTree {
  /// An operator orders something of a scope.
  @discardableResult
  mutating func obey(_ verb: OperatorAct.Verb, in scope: RiskScope, at second: Int64) -> [RiskAction] {
    take(
      RiskEvent(
        .operated(OperatorAct(verb, by: "ann", reason: "test")), of: scope, at: RiskBench.at(second)))
  }
}
