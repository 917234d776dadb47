import JSONText
import Operations
import TestSupport
import Testing
import TradingCore

/// A run as a process next door sees it: through the home, without its lock.
@Suite("The desk of a home")
struct ShownDeskTests {
  private let fixture: HomeFixture

  init() throws { fixture = try HomeFixture() }

  @Test("There is nothing to see before a run, and nothing after it")
  func beforeAndAfter() throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    #expect(try fixture.home.sessions.desk() == nil)
    var typed = TypedRun()
    (typed.replay, typed.speed) = ([try fixture.ticks()], "max")
    _ = try fixture.home.sessions.run(typed)
    #expect(try fixture.home.sessions.desk() == nil)
  }

  @Test("While it runs, its bots are there with what they hold")
  func during() throws {
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    var typed = TypedRun()
    // 3,000 minutes in some three seconds.
    (typed.replay, typed.speed) = ([try fixture.ticks()], "60000")
    var seen: [ShownDesk] = []
    let home = fixture.home
    typed.status = { _ in if let desk = try? home.sessions.desk() { seen.append(desk) } }
    let done = try home.sessions.run(typed)
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

  private static func items(_ name: String, of json: JSONValue) -> [JSONValue] {
    if case .array(let items)? = json[name] { items } else { [] }
  }
}
