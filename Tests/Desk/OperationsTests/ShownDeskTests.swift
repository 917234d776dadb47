import Foundation
import JSONText
import Operations
import Synchronization
import TestSupport
import Testing
import TradingCore

/// A run as a process next door sees it: through the home, without its lock.
@Suite("The desk of a home")
struct ShownDeskTests {
  private let fixture: HomeFixture

  init() throws { fixture = try HomeFixture() }

  /// A run waits for its notifications, so it belongs to a thread that is none of Swift's.
  private func run(
    _ ticks: String, speed: String, _ see: @escaping @Sendable (ShownDesk?) -> Void = { _ in }
  ) async throws -> RunDocument {
    let home = fixture.home
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        var typed = TypedRun()
        (typed.replay, typed.speed) = ([ticks], speed)
        typed.status = { _ in see(try? home.sessions.desk()) }
        continuation.resume(with: Result { try home.sessions.run(typed) })
      }
    }
  }

  @Test("There is nothing to see before a run, and nothing after it")
  func beforeAndAfter() async throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    #expect(try fixture.home.sessions.desk() == nil)
    _ = try await run(try fixture.ticks(), speed: "max")
    #expect(try fixture.home.sessions.desk() == nil)
  }

  @Test("While it runs, its bots are there with what they hold")
  func during() async throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    let all = Mutex<[ShownDesk]>([])
    // 3,000 minutes in some three seconds.
    let done = try await run(try fixture.ticks(), speed: "60000") { desk in
      if let desk { all.withLock { $0.append(desk) } }
    }
    let seen = all.withLock { $0 }
    let desk = try #require(seen.last)
    #expect(desk.isCurrent && desk.json["session"] == 1 && desk.json["kind"] == "replay")
    guard case .unsigned(let ticks)? = desk.json["ticks"] else { return #expect(Bool(false), "no ticks") }
    #expect(ticks > 0 && ticks <= done.quotes)
    let bots = seen.map { Self.items("bots", of: $0.json) }
    #expect(bots.allSatisfy { $0.count == 1 && $0[0]["bot"] == "one" && $0[0]["currency"] == "USD" })
    // A cross of averages is in the market from the first cross on.
    let position = try #require(bots.flatMap { Self.items("positions", of: $0[0]) }.last)
    #expect(position["symbol"] == "EURUSD" && position["lots"] == "0.01" && position["result"] != .null)
  }

  @Test(
    "A snapshot from a minute ago, or of a clock that was set since, is of no run that goes on",
    arguments: [60, -60])
  func otherTime(seconds: Int64) async throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    let later = Home(folder: fixture.folder.file("home"), strategies: StrategyCatalog()) {
      TestClock.now.advanced(by: seconds * Timestamp.second)
    }
    let all = Mutex<[Bool]>([])
    _ = try await run(try fixture.ticks(), speed: "60000") { _ in
      if let desk = try? later.sessions.desk() { all.withLock { $0.append(desk.isCurrent) } }
    }
    let seen = all.withLock { $0 }
    #expect(!seen.isEmpty && seen.allSatisfy { !$0 })
  }

  private static func items(_ name: String, of json: JSONValue) -> [JSONValue] {
    if case .array(let items)? = json[name] { items } else { [] }
  }
}
