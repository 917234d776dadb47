import JSONText
import Journal
import Promotion
import Statistics
import Testing
import TradingCore

@testable import ModeManager

/// Bots that lose their mode: what is journaled, what becomes of open positions, and how they begin anew.
@Suite("Bots that are taken back")
struct TakenBackTests {
  private func demoted(_ home: LadderHome) throws -> [String] {
    var texts: [String] = []
    let events = try home.events(.demoted) + home.events(.steppedDown)
    for event in events.sorted(by: { $0.seq < $1.seq }) {
      #expect(event.subject == LadderHome.bot)
      let place = event.json?["to"] ?? event.json?["step"]
      if case .string(let reason)? = event.json?["reason"] {
        texts.append("\(place?.compactText ?? ""): \(reason)")
      }
    }
    return texts
  }

  @Test("a bot that wins keeps its place")
  func stays() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    try home.run(String(repeating: "W", count: 40))
    #expect(try home.mode == .demo)
    #expect(try demoted(home).isEmpty)
  }

  @Test("a bot that falls off is demoted, closes what is open and opens nothing more; all of it runs again")
  func demoted() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    try home.run(String(repeating: "L", count: 60))
    #expect(try home.mode == .paper)
    #expect(try home.standing.mode == .paper)
    // Every other trade ends where it began, and counts for nothing beside 18 losses of what was at stake: 21.243.
    #expect(try demoted(home) == ["\"paper\": degraded value=21.243 limit=20 trades=35"])
    var detector = DegradationDetector(floor: 0, clip: 3)
    for _ in 1...18 { detector.add(-1) }
    #expect((detector.value * 10_000).rounded(.down) == 212_430)
    let row = try #require(try home.rows.first)
    #expect(row.mode == .demo)
    let fills = try home.fills(of: row)
    // It is blocked, loses its mode, and is closed; when it begins anew it is free.
    let decided = try home.events(.riskDecided)
    #expect(decided.map { $0.json?["verb"] } == ["lock", "step_down", "cancel", "close", "release"])
    #expect(decided.map { $0.json?["number"] } == [1, 2, 3, 4, 5])
    #expect(decided.allSatisfy { $0.json?["code"] == "bot_demoted" && $0.json?["scope"] == "bot:round" })
    #expect(try home.events(.entriesHalted).isEmpty)
    // Entries and exits are even: everything that was open is closed.
    #expect(fills.count { $0.reason == .entry } == fills.count { $0.reason != .entry })
    #expect(home.notices.filter { $0.kind == .demoted }.count == 1)
    // It begins anew on paper at once.
    #expect(try home.rows.map(\.mode) == [.demo, .paper])
    let next = try home.fills(of: try #require(try home.rows.last))
    #expect(next.count > 50)
    #expect(try #require(next.first).eventTime > #require(fills.last).eventTime)
    #expect(try home.replays().map(\.isSame) == [true, true])
    #expect(try home.journal.verify().isIntact)
  }

  @Test("the event, the row, what risk decided and the state it was decided on are one transaction")
  func together() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    try home.run(String(repeating: "L", count: 60))
    let seq = try #require(try home.events(.demoted).first).seq
    let after = try home.journal.read { try $0.events(after: seq - 1, limit: 7) }
    #expect(
      after.map(\.kind) == [
        .demoted, .commandObeyed, .riskDecided, .riskDecided, .riskDecided, .riskDecided, .botEvents,
      ])
    #expect(after[0].recordedAt == after[6].recordedAt)
    #expect(after[1].json?["reason"] == after[0].json?["reason"])
  }

  @Test("a run that is killed at the decision comes to the same, once")
  func killed() throws {
    let whole = try LadderHome()
    try whole.promote(to: .demo)
    try whole.run(String(repeating: "L", count: 60))
    let home = try LadderHome()
    try home.promote(to: .demo)
    // The commit that would demote it fails, and with it the run: as if the process had died before it.
    home.refusesDemotions = true
    #expect(throws: DeskError.self) { try home.run(String(repeating: "L", count: 60)) }
    #expect(try home.mode == .demo)
    home.refusesDemotions = false
    try home.runAgain()
    #expect(try home.mode == .paper)
    #expect(try demoted(home) == demoted(whole))
    #expect(try home.replays().map(\.isSame) == [true, true, true])
    #expect(try home.rows.map(\.mode) == [.demo, .paper])
  }

  @Test("afterwards it gathers new evidence on new ticks, which counts; what it did before does not")
  func anew() throws {
    let home = try LadderHome()
    try home.run("WW")
    try home.promote(to: .demo)
    try home.run(String(repeating: "L", count: 60))
    let fills = try #require(try home.rows.last).fillCount
    try home.runAgain()
    #expect(try home.rows.map(\.mode) == [.paper, .demo, .paper])
    #expect(try home.rows.last?.fillCount == fills)
    try home.run("WWW")
    let rows = try home.rows
    #expect(rows.map(\.mode) == [.paper, .demo, .paper])
    #expect(rows.map(\.number) == [1, 2, 3])
    #expect(rows[2].fillCount == fills + 12)
    let since = try home.standing.evidenceSince(.paper)
    #expect(rows.map { $0.firstSeq > since } == [false, false, true])
    let latest = try home.journal.read {
      try $0.evidence(of: LadderHome.bot, mode: .paper, identity: rows[2].identity)
    }
    #expect(latest?.id == rows[2].id)
    // Old evidence can't carry it up again, new one can.
    try home.promote(to: .demo)
    try home.run("W")
    #expect(try home.rows.map(\.mode) == [.paper, .demo, .paper, .demo])
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("what stands for a bot is of its mode, and of nothing that was taken back")
  func present() throws {
    let home = try LadderHome()
    func present() throws -> PresentEvidence {
      let record = try #require(try home.journal.read { try $0.bot(LadderHome.bot) })
      return PresentEvidence(
        of: record, identity: Hexadecimal.bytes(try home.identity), among: try home.rows,
        standing: try home.standing)
    }
    #expect(try present().absence == .nothingYet)
    try home.run("WW")
    #expect(try present().row?.mode == .paper)
    try home.promote(to: .demo)
    #expect(try present().row == nil)
    #expect(try present().absence == .otherMode(last: .paper))
    try home.run("W")
    #expect(try present().row?.mode == .demo)
    let request = try #require(try home.ledger().requests.last?.request)
    try home.sign(.revoke(request, reason: "enough"), by: "ada", subject: LadderHome.bot)
    // Its old evidence on paper no longer counts, nor does that on demo.
    #expect(try home.mode == .paper)
    #expect(try present().row == nil)
    guard case .takenBack(let reason)? = try present().absence else {
      Issue.record("\(String(describing: try present().absence))")
      return
    }
    #expect(reason.contains("enough"))
    try home.run("W")
    #expect(try present().row?.id == home.rows.last?.id)
    #expect(try present().row?.mode == .paper)
  }

  @Test("managed out, the strategy goes on closing what is open")
  func managed() throws {
    let home = try LadderHome()
    try home.adopt("demotion:\n  positions: manage\n")
    try home.promote(to: .demo)
    try home.run(String(repeating: "L", count: 60))
    #expect(try home.events(.riskDecided).map { $0.json?["verb"] } == ["lock", "step_down", "release"])
    let row = try #require(try home.rows.first)
    let fills = try home.fills(of: row)
    #expect(fills.count { $0.reason == .entry } == fills.count { $0.reason != .entry })
    #expect(try home.replays().map(\.isSame) == [true, true])
  }

  @Test("a drawdown at the limit demotes")
  func drawdown() throws {
    let home = try LadderHome(lots: "0.5")
    try home.adopt("to_demo:\n  max_drawdown: 0.05\n")
    try home.promote(to: .demo)
    try home.run(String(repeating: "L", count: 20))
    // Five bets of 10 and the spread of what is open at a peak of 1,000.
    #expect(try demoted(home) == ["\"paper\": drawdown_limit drawdown=0.055 limit=0.05"])
    #expect(try home.mode == .paper)
  }

  @Test("in LIVE it goes down step by step, each with new evidence")
  func live() throws {
    let home = try LadderHome(lots: "0.01")
    try home.promote(to: .demo)
    try home.promote(to: .live, step: 1)
    try home.run("L")
    home.time.wait(7 * Timestamp.day)
    try home.promote(to: .live, step: 2, capital: "100")
    try home.run(String(repeating: "L", count: 24))
    #expect(try home.standing.mode == .live)
    #expect(try home.standing.step == 1)
    try home.run(String(repeating: "L", count: 15))
    #expect(try home.standing.mode == .demo)
    try home.run("W")
    #expect(try home.rows.map(\.mode) == [.live, .live, .demo])
    let found = try demoted(home)
    #expect(
      found == [
        "1: degraded value=21.243 limit=20 trades=35", "\"demo\": degraded value=26.3256 limit=20 trades=37",
      ])
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("in LIVE a loss of the capital takes all")
  func capital() throws {
    let home = try LadderHome(lots: "0.5")
    try home.promote(to: .demo)
    try home.promote(to: .live, step: 1)
    try home.run("LLLLLLLL")
    #expect(try demoted(home) == ["\"paper\": capital_lost loss=55.00 capital=50.00"])
    #expect(try home.mode == .paper)
  }

  @Test("a promotion that is revoked during a run ends it there")
  func revoked() throws {
    let home = try LadderHome()
    let request = try home.promote(to: .demo)
    home.onLook = { quotes in
      guard quotes > 20, (try? home.standing.mode) == .demo else { return }
      try? home.sign(.revoke(request, reason: "enough"), by: "ada", subject: LadderHome.bot)
    }
    try home.run("WWWWWW")
    let row = try #require(try home.rows.first)
    #expect(row.mode == .demo)
    // What was open is closed at once, and with it the old mode's evidence ends: it asks for nothing more there.
    #expect(try home.denials(of: row).isEmpty)
    let fills = try home.fills(of: row)
    #expect(fills.count < 24)
    #expect(fills.last?.reason == .risk)
    #expect(fills.count { $0.reason == .entry } == fills.count { $0.reason != .entry })
    #expect(home.notices.filter { $0.kind == .demoted }.map(\.text) == ["taken back to paper: enough"])
    #expect(try home.events(.demoted).isEmpty)
    #expect(try home.replays().map(\.isSame) == [true, true])
  }

  @Test("revoked between two runs with something open, it goes on there until nothing is")
  func windsDown() throws {
    let home = try LadderHome()
    let request = try home.promote(to: .demo)
    try home.run("W", quotes: 5)
    let open = try #require(try home.rows.last)
    #expect(try home.fills(of: open).count == 3)
    try home.sign(.revoke(request, reason: "enough"), by: "ada", subject: LadderHome.bot)
    home.venues = [:]
    #expect(throws: DeskError.self) { try home.runAgain() }
    home.venues = [.demo: LadderHome.account]
    try home.run("WW")
    let rows = try home.rows
    #expect(rows.map(\.mode) == [.demo, .paper])
    #expect(try home.fills(of: rows[0]).count == 4)
    // From the place where the last position was closed, a few quotes into the run.
    #expect(rows[1].fillCount > 4)
    #expect(try home.replays().allSatisfy(\.isSame))
  }
}
