import Operations
import TestSupport
import Testing

@Suite("Bots of a home")
struct BotOperationsTests {
  private let fixture: HomeFixture

  init() throws { fixture = try HomeFixture() }

  private var bots: BotOperations { fixture.home.bots }

  @Test("A home that is not there is an error for whoever looks, and none is made by looking")
  func empty() throws {
    let error = try #require(throws: (any Error).self) { try bots.list() }
    #expect("\(error)".hasPrefix("no journal ("))
    #expect(try fixture.folder.names().isEmpty)
  }

  @Test("What was registered is listed with its values")
  func register() throws {
    let made = try bots.register("one", HomeFixture.crossing)
    #expect(made.symbols == ["EURUSD"])
    let row = try #require(try bots.list().bots.first)
    #expect(row.id == "one" && row.status == "active" && row.mode == "paper")
    #expect(row.balance == "1000.00" && row.trades == 0 && row.lastTick == nil)
    #expect(try bots.show("one").identity == made.identity)
  }

  @Test("A name that is taken is refused before anything else is looked up")
  func taken() throws {
    _ = try bots.register("one", HomeFixture.crossing)
    var unknown = HomeFixture.crossing
    unknown.strategy = "nothing_of_the_kind"
    #expect(
      throws: OperationError.usage(
        what: "there is a bot 'one' already", place: "bot",
        advice: "choose another name, or look at it with 'slipway bot show one'")
    ) { try bots.register("one", unknown) }
  }

  @Test("A copy has changes, and an identity of its own")
  func clone() throws {
    let one = try bots.register("one", HomeFixture.crossing)
    var changes = TypedBot()
    changes.params = ["fast=7"]
    let two = try bots.clone("one", as: "two", changes)
    #expect(two.from == "one" && two.strategy == "ema_cross" && two.identity != one.identity)
  }

  @Test("A retired bot is listed among all only, and goes nowhere any more")
  func retire() throws {
    _ = try bots.register("one", HomeFixture.crossing)
    #expect(try bots.move("one", .pause).status == "paused")
    #expect(try bots.move("one", .retire).status == "retired")
    #expect(try bots.list().bots.isEmpty)
    #expect(try bots.list(all: true).bots.map(\.id) == ["one"])
    #expect(
      throws: OperationError.usage(
        what: "bot 'one' is retired, which is final", place: "slipway bot resume",
        advice: "register a copy with 'slipway bot clone one NEW'")
    ) { try bots.move("one", .resume) }
  }

  @Test("A name like one that is there is asked for")
  func nearMiss() throws {
    _ = try bots.register("trend", HomeFixture.crossing)
    #expect(
      throws: OperationError.usage(
        what: "there is no bot 'trand'", place: "bot", advice: "did you mean 'trend'?")
    ) {
      try bots.show("trand")
    }
  }
}
