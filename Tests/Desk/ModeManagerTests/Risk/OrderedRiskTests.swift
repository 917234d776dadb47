import FileSystem
import Foundation
import Journal
import JSONText
import RiskControl
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// What operators say to risk, from outside of a run: by the journal, and by a file.
@Suite("Orders to risk")
struct OrderedRiskTests {
  private func home() throws -> GuardedHome {
    let home = try GuardedHome(quotes: 3_000)
    for bot in ["a", "b"] { try home.files.register(try ReplayedHome.crossing(bot)) }
    return home
  }

  private static func stop(
    _ verb: RiskOrder.Stop, _ scope: RiskScope = .desk, in home: GuardedHome
  ) throws {
    try home.journal.write { transaction in
      _ = try RiskOrder.stop(
        verb, scope, by: "ann", reason: "a test", at: Timestamp(nanoseconds: 0), &transaction)
    }
  }

  private func times(_ reason: FillReason, of bot: String, in home: GuardedHome) throws -> [Timestamp] {
    try home.fills(of: bot).filter { $0.reason == reason }.map(\.eventTime)
  }

  @Test("a kill before a run: nothing is opened, and orders say why")
  func before() throws {
    let home = try home()
    try Self.stop(.kill, in: home)
    try home.play(DeskRisk())
    for bot in ["a", "b"] {
      #expect(try home.fills(of: bot).isEmpty)
      #expect(try Set(home.denials(of: bot)) == [.killSwitch])
    }
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("a kill during a run closes what is open; nothing opens after it, in the next run neither")
  func during() throws {
    let home = try home()
    var isSaid = false
    home.onLook = { quotes in
      guard quotes >= 1_000, !isSaid else { return }
      isSaid = true
      try? Self.stop(.kill, in: home)
    }
    try home.play(DeskRisk())
    for bot in ["a", "b"] {
      let killed = try times(.kill, of: bot, in: home)
      let entries = try times(.entry, of: bot, in: home)
      #expect(killed.count == 1)
      #expect(entries.allSatisfy { $0 <= killed.first ?? .distantPast })
      #expect(try home.denials(of: bot).contains(.killSwitch))
    }
    let known = try KnownRisk(home.journal)
    #expect(known.waiting.isEmpty)
    #expect(known.tree?.locks.map(\.lock.code) == [.killSwitch])
    #expect(known.tree?.locks.map(\.lock.value) == ["a test"])
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("one bot's kill leaves the others alone")
  func alone() throws {
    let home = try home()
    try Self.stop(.kill, .bot("a"), in: home)
    try home.play(DeskRisk())
    #expect(try home.fills(of: "a").isEmpty)
    #expect(try !home.fills(of: "b").isEmpty)
  }

  @Test(
    "an order is obeyed once: who is cut off and goes on is killed all the same, and closes nothing twice")
  func killed() throws {
    let home = try home()
    var isSaid = false
    for place: UInt64 in [500, 1_400] {
      home.onLook = { quotes in
        if quotes >= 1_000, !isSaid {
          isSaid = true
          try? Self.stop(.kill, .bot("a"), in: home)
        }
        if quotes >= place { home.breakRun() }
      }
      #expect(throws: DeskError.self) { try home.play(DeskRisk()) }
    }
    home.onLook = { _ in }
    try home.play(DeskRisk())
    #expect(isSaid)
    #expect(try times(.kill, of: "a", in: home).count <= 1)
    let row = try home.evidence(of: "a")
    let denied = try home.journal.read { try $0.botEvents(of: row) }.compactMap { event -> Timestamp? in
      if case .denied(let denial, let at) = event, denial.code == .killSwitch { at } else { nil }
    }
    let first = try #require(denied.first)
    #expect(try times(.entry, of: "a", in: home).allSatisfy { $0 < first })
    #expect(try home.decisions().filter { $0.contains("lock bot:a") }.count == 1)
    #expect(try home.replays().allSatisfy(\.isSame))
    #expect(try home.journal.verify().isIntact)
  }

  @Test("a file STOP in the home is a kill of the desk with what it says; its end releases nothing")
  func file() throws {
    let home = try home()
    let path = home.files.home + "/STOP"
    var isThere = false
    home.onLook = { quotes in
      if quotes >= 1_000, !isThere {
        isThere = true
        try? Data("the broker sends nonsense\n".utf8).write(to: URL(fileURLWithPath: path))
      }
      if quotes >= 2_000 { Folders.discard(path) }
    }
    try home.play(DeskRisk())
    for bot in ["a", "b"] {
      let killed = try times(.kill, of: bot, in: home)
      #expect(try times(.entry, of: bot, in: home).allSatisfy { $0 <= killed.first ?? .distantPast })
    }
    let locks = try KnownRisk(home.journal).tree?.locks ?? []
    #expect(locks.map(\.lock.limit) == ["the file STOP"])
    #expect(locks.map(\.lock.value) == ["the broker sends nonsense"])
  }

  @Test("a STOP that can't be read is there all the same")
  func unreadable() throws {
    let home = try home()
    try Folders.make(home.files.home + "/STOP")
    #expect(StopFile(home: home.files.home).isThere)
    #expect(StopFile(home: home.files.home).reason == "the file is there")
    try home.play(DeskRisk())
    for bot in ["a", "b"] { #expect(try home.fills(of: bot).isEmpty) }
  }

  @Test("a row that says an admin lets go on, and that no admin has signed, lets nothing go on")
  func forged() throws {
    let home = try home()
    try Self.stop(.kill, in: home)
    try home.journal.write { transaction in
      let about: JSONValue = [
        "scope": .string("desk"), "code": .string("kill_switch"), "reason": .string("please"),
      ]
      let body: JSONValue = [
        "home": .string(""), "action": .string("risk_freed"), "operator": .string("eve"),
        "key": .string(String(repeating: "0", count: 64)), "at": .string("2024-01-01T00:00:00Z"),
        "about": about,
      ]
      _ = try transaction.append(
        .riskFreed, subject: ":risk", payload: ["statement": ["body": body]], at: Timestamp(nanoseconds: 1))
    }
    #expect(try home.journal.read { try RiskOrder.all($0) }.map(\.act.verb) == [.kill])
    try home.play(DeskRisk())
    for bot in ["a", "b"] { #expect(try home.fills(of: bot).isEmpty) }
  }

  @Test("a lock until an instant is over by itself")
  func lock() throws {
    let home = try home()
    let end = try #require(
      try free().first { $0 > Timestamp(nanoseconds: 0) })
    try Self.stop(.lock(until: end.advanced(by: Timestamp.hour)), in: home)
    try home.play(DeskRisk())
    let entries = try times(.entry, of: "a", in: home)
    #expect(!entries.isEmpty && entries.allSatisfy { $0 >= end.advanced(by: Timestamp.hour) })
    #expect(try Set(home.denials(of: "a")) == [.operatorLock])
  }

  private func free() throws -> [Timestamp] {
    let home = try home()
    try home.play(DeskRisk())
    return try times(.entry, of: "a", in: home)
  }

  @Test("what was taken back before anybody obeyed it is left out")
  func due() throws {
    let home = try home()
    try Self.stop(.kill, .bot("a"), in: home)
    try Self.stop(.lock(until: nil), .bot("b"), in: home)
    let orders = try home.journal.read { try RiskOrder.all($0) }
    #expect(orders.due(after: 0).map(\.scope) == [.bot("a"), .bot("b")])
    #expect(orders.due(after: orders[0].seq).map(\.scope) == [.bot("b")])
    #expect(orders.due(after: orders[1].seq).isEmpty)
  }

  @Test("what is enforced stands in a log of its own, in lines")
  func log() throws {
    let home = try home()
    try Self.stop(.kill, in: home)
    try home.play(DeskRisk())
    let text = try TextFile.contents(
      of: home.files.home + "/logs/enforcement.log", kind: "text", mostMebibytes: 1)
    let first = try #require(text.split(separator: "\n").first)
    #expect(
      first.wholeMatch(
        of:
          #/\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] SET_LOCKOUT: desk, until=released, code=kill_switch, rule=operator, limit=ann, value=a test/#
      ) != nil, "\(first)")
  }
}
