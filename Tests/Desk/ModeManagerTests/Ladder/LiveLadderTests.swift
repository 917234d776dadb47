import JSONText
import Journal
import Promotion
import Testing
import TradingCore

@testable import ModeManager

/// The way down on a feed: what its recording holds, and what a crash leaves of it.
@Suite("Bots that are taken back on a feed", .timeLimit(.minutes(5)))
struct LiveLadderTests {
  /// A bot on DEMO that is demoted in the twentieth round.
  private func home() throws -> LadderHome {
    let home = try LadderHome()
    try home.adopt("demotion:\n  step_down_value: 3\n")
    try home.promote(to: .demo)
    return home
  }

  private func reasons(_ home: LadderHome) throws -> [JSONValue?] {
    try home.events(.demoted).map { $0.json?["reason"] }
  }

  @Test("it closes what is open, and the recording brings the same again")
  func demoted() throws {
    let home = try home()
    try home.stream(String(repeating: "L", count: 30))
    #expect(try home.mode == .paper)
    #expect(try reasons(home) == ["degraded value=3.081 limit=3 trades=15"])
    let row = try #require(try home.rows.first)
    let fills = try home.fills(of: row)
    #expect(fills.count { $0.reason == .entry } == fills.count { $0.reason != .entry })
    // It begins anew on paper at once.
    #expect(try home.rows.map(\.mode) == [.demo, .paper])
    #expect(try #require(try home.rows.last).fillCount > 0)
    #expect(try home.replays().map(\.isSame) == [true, true])
  }

  @Test("criteria that are adopted during a run hold from there on")
  func adopted() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    home.onLook = { quotes in
      guard quotes > 20 else { return }
      home.onLook = { _ in }
      try? home.adopt("demotion:\n  step_down_value: 3\n")
    }
    try home.stream(String(repeating: "L", count: 30))
    #expect(try home.mode == .paper)
    #expect(try reasons(home) == ["degraded value=3.081 limit=3 trades=15"])
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("killed at the decision it is demoted once, when the recording is run again")
  func killed() throws {
    let whole = try self.home()
    try whole.stream(String(repeating: "L", count: 30))
    let home = try home()
    home.refusesDemotions = true
    #expect(throws: DeskError.self) { try home.stream(String(repeating: "L", count: 30)) }
    #expect(try home.mode == .demo)
    home.refusesDemotions = false
    try home.stream("WW")
    #expect(try reasons(home) == reasons(whole))
    #expect(try home.mode == .paper)
    let row = try #require(try home.rows.first)
    let fills = try home.fills(of: row)
    #expect(fills.count { $0.reason == .entry } == fills.count { $0.reason != .entry })
    #expect(try home.replays().allSatisfy(\.isSame))
    #expect(try home.journal.verify().isIntact)
    try home.stream("W")
    #expect(try home.rows.map(\.mode) == [.demo, .paper])
  }

  @Test("killed right after it, nothing is done twice")
  func killedAfter() throws {
    let home = try home()
    home.onLook = { _ in
      guard home.isBroken == false, (try? home.mode) == .paper else { return }
      home.isBroken = true
    }
    #expect(throws: DeskError.self) { try home.stream(String(repeating: "L", count: 30)) }
    home.isBroken = false
    home.onLook = { _ in }
    #expect(try home.events(.demoted).count == 1)
    try home.stream("WW")
    #expect(try home.events(.demoted).count == 1)
    let row = try #require(try home.rows.first)
    let fills = try home.fills(of: row)
    #expect(fills.count { $0.reason == .entry } == fills.count { $0.reason != .entry })
    #expect(try home.replays().allSatisfy(\.isSame))
  }
}
