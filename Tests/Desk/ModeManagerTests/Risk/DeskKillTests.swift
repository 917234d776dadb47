import RiskControl
import SessionRecording
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A kill of the whole desk: it needs no rules and no quotes.
@Suite("The kill of a desk")
struct DeskKillTests {
  private static let opening = Timestamp(milliseconds: 1_795_003_200_000)
  private static let bots = ["a", "b"]

  private func quote(_ second: Int64, _ bid: Int64 = 110_000) -> ScriptedSource.Input {
    let time = Self.opening.advanced(by: second * Timestamp.second)
    return .quote(
      LoggedQuote(
        symbolIndex: 0, quote: Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + 10)),
        sentTime: time, receivedAt: time))
  }

  private func order(_ verb: OperatorAct.Verb, of scope: RiskScope = .desk, at second: Int64)
    -> ScriptedSource.Input
  {
    let act = OperatorAct(verb, by: "ann", reason: "enough")
    let time = Self.opening.advanced(by: second * Timestamp.second)
    return .control(DeskControl(.risk(RiskEvent(.operated(act), of: scope, at: time))))
  }

  private func clock(_ second: Int64) -> ScriptedSource.Input {
    .clock(Self.opening.advanced(by: second * Timestamp.second))
  }

  private func home() throws -> GuardedHome {
    let home = try GuardedHome()
    try home.register(clingers: "a", "b")
    return home
  }

  @Test("blocks, then closes everything at the last quote with its own reason, though the feed is dead")
  func deadFeed() throws {
    let home = try home()
    try home.run([[quote(1), quote(2, 110_020)], [order(.kill, at: 2)], [clock(62)]])
    for bot in Self.bots {
      let fills = try home.fills(of: bot)
      #expect(fills.map(\.reason) == [.entry, .kill])
      #expect(fills.last?.price == Price(points: 110_020))
      // What the strategy asks for when it hears of the close is denied already.
      #expect(try home.denials(of: bot) == [.killSwitch])
    }
    #expect(try home.replays().map(\.isSame) == [true, true])
  }

  @Test("holds over a restart, until it is released")
  func restart() throws {
    let home = try home()
    try home.register(clingers: "c")
    try home.run([[quote(1)], [order(.kill, at: 1)]])
    try home.register(clingers: "d")
    try home.run([[quote(10)], [order(.release, at: 10)], [quote(11)]])
    for bot in Self.bots { #expect(try home.fills(of: bot).map(\.reason) == [.entry, .kill]) }
    // One that comes while it holds opens nothing either.
    #expect(try home.fills(of: "d").isEmpty)
    #expect(try home.denials(of: "d") == [.killSwitch])
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("a desk that dies before it has stored the kill's closes comes to the same by its recording")
  func cutOff() throws {
    let home = try home()
    let dies = ScriptedSource.Input.meanwhile { home.breakRun() }
    #expect(throws: DeskError.self) {
      try home.run([[quote(1)], [dies, order(.kill, at: 1)], [clock(61)]])
    }
    try home.run([[quote(70)]])
    for bot in Self.bots {
      #expect(try home.fills(of: bot).map(\.reason) == [.entry, .kill])
      #expect(try home.denials(of: bot) == [.killSwitch])
    }
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("is journaled with what it did, once, though the desk dies before the states of after it are stored")
  func journaled() throws {
    let home = try home()
    let dies = ScriptedSource.Input.meanwhile { home.breakRun() }
    #expect(throws: DeskError.self) {
      try home.run([[quote(1)], [order(.kill, at: 1)], [quote(2)], [dies]])
    }
    let decided = ["1 lock desk", "2 cancel desk", "3 close desk"]
    #expect(try home.decisions() == decided)
    try home.run([[quote(70)], [order(.release, at: 70)]])
    let all = try home.decisions()
    #expect(all == decided + ["4 release desk"])
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("of one bot leaves the others alone")
  func oneBot() throws {
    let home = try home()
    try home.run([[quote(1)], [order(.kill, of: .bot("a"), at: 1)], [quote(2)]])
    #expect(try home.fills(of: "a").map(\.reason) == [.entry, .kill])
    #expect(try home.fills(of: "b").map(\.reason) == [.entry])
    #expect(try home.replays().map(\.isSame) == [true, true])
  }
}
