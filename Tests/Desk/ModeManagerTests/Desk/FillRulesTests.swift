import BotAssembly
import FillSimulator
import JSONText
import Journal
import StrategyKit
import Testing
import TradingCore

@testable import ModeManager

/// What a session says of the rules it was filled by, and what is said when they have changed since.
@Suite("Fill rules of sessions")
struct FillRulesTests {
  private static func session(_ source: JSONValue) -> SessionRecord {
    SessionRecord(id: 3, kind: .feed, source: source, startedAt: .distantPast)
  }

  @Test("revisions are numbered from 1 without a gap, and each but the first says what it changed")
  func numbers() {
    #expect(FillRules.revisions.map(\.number) == Array(1...FillRules.current))
    #expect(FillRules.revisions.map(\.changes.isEmpty) == FillRules.revisions.map { $0.number == 1 })
    #expect(FillRules.changes(since: FillRules.current).isEmpty)
    #expect(FillRules.changes(since: FillRules.current + 1).isEmpty)
    #expect(FillRules.changes(since: 1) == FillRules.revisions.dropFirst().flatMap(\.changes))
  }

  @Test("a session that says nothing is of the first revision")
  func absent() {
    let old = Self.session(["feed": "f"])
    #expect(old.fillRules == 1 && old.changedFillRules == FillRules.changes(since: 1))
    let new = Self.session(["feed": "f", "fill_rules": .count(FillRules.current)])
    #expect(new.fillRules == FillRules.current && new.changedFillRules.isEmpty)
  }

  @Test("a session records its rules; its evidence needs no note, one of earlier sessions has one")
  func recorded() throws {
    let home = try ReplayedHome(quotes: 500)
    try home.register(try ReplayedHome.crossing("one"))
    try home.run()
    let journal = try Journal(home: home.home, mode: .open)
    let session = try #require(try journal.read { try $0.sessions() }.first)
    #expect(session.source["fill_rules"] == .count(FillRules.current))
    let row = try #require(try journal.read { try $0.evidence(of: "one") }.first)
    #expect(try journal.read { try row.fillRulesNote($0) } == nil)
    // As a program before there were numbers left it.
    try journal.write { transaction in
      let id = try transaction.reading.nextSessionID()
      let old = SessionRecord(
        id: id, kind: .files, status: .ended, source: ["files": []], startedAt: session.startedAt)
      let part = SessionBotRecord(
        session: id, evidence: row.id, startState: nil, startCursor: [:], startEvents: 0, startFills: 0,
        startFingerprint: "")
      try transaction.record(
        NewEvent(.sessionStarted, subject: "\(id)", at: session.startedAt),
        [.newSession(old), .newSessionBot(part)])
    }
    let note = try #require(try journal.read { try row.fillRulesNote($0) })
    #expect(note.hasPrefix("Evidence 1 (paper) was made under fill rules 1 in session 2;"))
  }

  @Test("a recovery that differs names the rules that changed and both ways on")
  func diverged() {
    let plain = "\(DeskError.diverged(bot: "one", event: 7, session: 3, rules: []))"
    #expect(plain.contains("audit verify") && !plain.contains("fill rules"))
    let text = "\(DeskError.diverged(bot: "one", event: 7, session: 3, rules: ["First come, first served."]))"
    for part in [
      "event 7 of bot 'one'", "session 3", "First come, first served.", "Nothing is lost",
      "slipway bot retire one", "slipway bot clone one NEW",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }
}
