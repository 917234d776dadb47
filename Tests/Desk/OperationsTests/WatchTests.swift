import Foundation
import JSONText
import Synchronization
import TestSupport
import Testing
import TradingCore

@testable import Operations

@Suite("A live view of a home", .timeLimit(.minutes(2)))
struct WatchTests {
  private let fixture: HomeFixture

  init() throws { fixture = try HomeFixture() }

  /// A run waits for its notifications, so it belongs to a thread that is none of Swift's.
  private func run(_ see: @escaping @Sendable () -> Void) async throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    let (home, ticks) = (fixture.home, try fixture.ticks())
    _ = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        var typed = TypedRun()
        // 3,000 minutes in some three seconds.
        (typed.replay, typed.speed) = ([ticks], "60000")
        typed.status = { _ in see() }
        continuation.resume(with: Result { try home.sessions.run(typed) })
      }
    }
  }

  @Test("without a journal there is nothing to look at")
  func empty() {
    #expect(throws: (any Error).self) { try fixture.home.watch.look() }
  }

  @Test("bots of which nothing was heard yet are shown as the journal has them, by the clock")
  func idle() throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    let screen = try fixture.home.watch.look()
    #expect(screen.run == .none && screen.session == nil && !screen.goesByTicks && screen.at == screen.clock)
    #expect(screen.bots.map(\.id) == ["one"] && screen.bots.map(\.equity) == ["1000.00"])
    #expect(screen.alert == WatchAlert(level: .green, reasons: []))
    #expect(screen.sessions.map(\.name) == ["asia", "london", "new_york"] && screen.isNewsOn == nil)
    #expect(screen.problems.isEmpty)
  }

  @Test("a replay is shown while it goes on, by the time of its ticks; its end is shown and is no error")
  func run() async throws {
    let watcher = Mutex(Watcher(fixture.home))
    let all = Mutex<[WatchScreen]>([])
    try await run {
      guard let screen = watcher.withLock({ try? $0.look() }) else { return }
      all.withLock { $0.append(screen) }
    }
    let seen = all.withLock { $0.filter { $0.run == .running && $0.lastTick != nil } }
    let last = try #require(seen.last)
    #expect(last.session == 1 && last.goesByTicks && last.at == last.lastTick && last.clock != last.at)
    #expect(last.bots.map(\.id) == ["one"] && last.bots.map(\.currency) == ["USD"])
    #expect(seen.contains { $0.positions.count == 1 })
    #expect(seen.allSatisfy { $0.problems.isEmpty })
    let after = try watcher.withLock { try $0.look() }
    #expect(after.run == .ended && after.session == 1 && after.goesByTicks && after.ticks == 3_000)
    #expect(after.fees.map(\.currency) == ["USD"])
    #expect(try fixture.home.watch.look().run == .none)
  }

  @Test("a run that does not show itself any more is silent")
  func silent() async throws {
    let later = Home(folder: fixture.folder.file("home"), strategies: StrategyCatalog()) {
      TestClock.now.advanced(by: 60 * Timestamp.second)
    }
    let states = Mutex<Set<WatchScreen.Run>>([])
    try await run {
      if let screen = try? later.watch.look() { states.withLock { _ = $0.insert(screen.run) } }
    }
    #expect(states.withLock { $0 }.contains(.silent))
  }

  @Test("the STOP file is BLACK, and what an operator said waits for a run")
  func stopped() throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    try fixture.write("home/STOP", "fire drill\n")
    _ = try fixture.home.risk.lock("bot:one", until: nil, reason: "under review", by: "bob")
    let screen = try fixture.home.watch.look()
    #expect(screen.alert == WatchAlert(level: .black, reasons: ["the file STOP is there: fire drill"]))
    #expect(screen.waiting.map(\.scope) == ["bot:one"] && screen.waiting.map(\.by) == ["bob"])
  }

  @Test("what can't be read at a later look is said, and what was read before stays")
  func problem() throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    let time = Mutex<Int64>(0)
    var watcher = Watcher(fixture.home) { time.withLock { $0 } }
    _ = try watcher.look()
    try FileManager.default.removeItem(atPath: fixture.folder.file("home/journal.sqlite"))
    time.withLock { $0 = 3_600 * Timestamp.second }
    let screen = try watcher.look()
    #expect(screen.problems.contains { $0.hasPrefix("the guard: ") })
    #expect(screen.bots.map(\.id) == ["one"])
  }

  @Test("reading takes a twentieth of the time at most")
  func pace() throws {
    let time = Mutex<Int64>(1_000)
    var reading = PacedReading<Int>()
    var count = 0
    func read() throws -> Int {
      try reading.read(every: 50, monotonic: { time.withLock { $0 } }) {
        time.withLock { $0 += 10 }
        count += 1
        return count
      }
    }
    #expect(try read() == 1)  // Ends at 1,010, and is due again 200 later.
    time.withLock { $0 = 1_209 }
    #expect(try read() == 1)
    time.withLock { $0 = 1_210 }
    #expect(try read() == 2)
  }

  @Test("looks are given until nobody wants more")
  func follow() throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    var count = 0
    try fixture.home.watch.follow(every: Timestamp.millisecond) { _ in
      count += 1
      return count < 3
    }
    #expect(count == 3)
  }

  @Test(
    "a level begins at its share, BLACK above it",
    arguments: [
      (0, .green), (499_999, .green), (500_000, .yellow), (699_999, .yellow), (700_000, .orange),
      (849_999, .orange), (850_000, .red), (950_000, .red), (950_001, .black), (1_000_000, .black),
    ] as [(Int64, WatchLevel)])
  func levels(used: Int64, level: WatchLevel) {
    #expect(WatchLevel(usedMillionths: used) == level)
  }

  private func allowance(_ used: Int64, isLoss: Bool = true) -> RiskStatus.Allowance {
    RiskStatus.Allowance(
      scope: "desk", rule: "a_rule", limit: "10", left: "0", usedMillionths: used, isLoss: isLoss)
  }

  @Test("the alert is that of the worst loss limit; a count that is used up only informs")
  func alert() {
    let alert = WatchAlert(
      lockouts: [],
      allowances: [allowance(1_000_000, isLoss: false), allowance(510_000), allowance(784_321)],
      stopReason: nil)
    #expect(alert.level == .orange)
    #expect(alert.reasons == ["78.4 % of a_rule on desk is used", "51.0 % of a_rule on desk is used"])
  }

  @Test("a kill is BLACK whatever is used; a lock that ends by itself is not")
  func killed() {
    func lock(until: Timestamp?) -> RiskStatus.Lockout {
      RiskStatus.Lockout(
        scope: "desk", code: "kill_switch", rule: "operator", symbol: nil, since: .distantPast, until: until,
        flattens: true, limit: "ann", value: "drill")
    }
    #expect(
      WatchAlert(lockouts: [lock(until: TestClock.now)], allowances: [], stopReason: nil).level == .green)
    let alert = WatchAlert(lockouts: [lock(until: nil)], allowances: [], stopReason: nil)
    #expect(alert == WatchAlert(level: .black, reasons: ["kill_switch on desk: drill"]))
    let shown = WatchAlert(lockouts: [], allowances: [], stopReason: nil, killed: ["one", "two"])
    #expect(shown == WatchAlert(level: .black, reasons: ["killed: one, two"]))
  }

  @Test("the document has what the screen has")
  func document() throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    let json = try fixture.home.watch.look().json
    guard case .object(let members) = json else { return #expect(Bool(false), "no object") }
    #expect(
      members.map(\.name) == [
        "level", "reasons", "clock", "at", "goes_by", "run", "risk_as_of", "stop_file", "stop_reason",
        "waiting",
        "lockouts", "bots", "warnings", "positions", "sessions", "news_on", "news_changes_at", "fees",
        "regimes",
        "problems",
      ])
    #expect(json["level"] == "GREEN" && json["run"]?["state"] == "none" && json["stop_file"] == false)
  }
}
