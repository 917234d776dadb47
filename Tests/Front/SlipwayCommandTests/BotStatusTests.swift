import Foundation
import JSONText
import Journal
import ModeManager
import TestSupport
import Testing
import TradingCore

@Suite("slipway bot list, show, pause, resume and retire")
struct BotStatusTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  @Test("Without a home there is no bot, and none is made by looking")
  func empty() throws {
    for command in [["bot", "list"], ["bot", "positions"], ["session", "list"], ["notify", "list"]] {
      expectError(
        try fixture.run(command), status: 66, naming: "no journal", "slipway bot register", fixture.home)
    }
    for command in ["show", "pause", "resume", "retire"] {
      expectError(try fixture.bot(command, "one"), status: 64, naming: "there is no bot 'one'", "register")
    }
    #expect(!fixture.hasHome)
  }

  @Test("A misspelled bot is met with the name that was meant")
  func unknown() throws {
    try fixture.register("breakout")
    for command in ["show", "pause", "resume", "retire"] {
      expectError(try fixture.bot(command, "breakuot"), status: 64, naming: "did you mean 'breakout'?")
    }
    expectError(try fixture.bot("show", "zzz"), status: 64, naming: "see 'slipway bot list --all'")
  }

  @Test("Pausing, resuming and retiring; what is not possible says what is")
  func moves() throws {
    try fixture.register("one")
    func status() throws -> String? { try fixture.document("show", "one")["status"] as? String }
    expectError(
      try fixture.bot("resume", "one"), status: 64, naming: "is active already", "paused or retired")
    #expect(try fixture.bot("pause", "one").output == "one is paused\n")
    #expect(try status() == "paused")
    expectError(
      try fixture.bot("pause", "one"), status: 64, naming: "is paused already", "resumed or retired")
    #expect(try fixture.document("resume", "one")["status"] as? String == "active")
    #expect(try fixture.bot("retire", "one").status == 0)
    for command in ["pause", "resume", "retire"] {
      expectError(
        try fixture.bot(command, "one"), status: 64, naming: "retired, which is final",
        "slipway bot clone one")
    }
    #expect(try status() == "retired")
  }

  @Test("The list leaves retired bots out unless asked")
  func list() throws {
    try fixture.register("b")
    try fixture.register("a")
    _ = try fixture.bot("retire", "b")
    func names(_ arguments: [String]) throws -> [String?] {
      let bots = try fixture.run(["bot", "list", "--json"] + arguments).json()["bots"] as? [[String: Any]]
      return try #require(bots).map { $0["id"] as? String }
    }
    #expect(try names([]) == ["a"])
    #expect(try names(["--all"]) == ["b", "a"])
    #expect(try fixture.bot("list", "--all").output.contains("retired"))
  }

  @Test("Each command is an event of the chain")
  func events() throws {
    try fixture.register("one")
    _ = try fixture.bot("pause", "one")
    _ = try fixture.bot("resume", "one")
    _ = try fixture.bot("clone", "one", "two")
    _ = try fixture.bot("retire", "one")
    let journal = try Journal(home: fixture.home, mode: .readOnly)
    let events = try journal.read { try $0.events(after: 0) }
    #expect(
      events.map(\.kind) == [
        .homeCreated, .botRegistered, .botPaused, .botResumed, .botCloned, .botRetired,
      ])
    #expect(events.map(\.subject) == ["", "one", "one", "one", "two", "one"])
    #expect(events[4].json?["from"] == .string("one"))
  }

  @Test("Evidence is shown under the present identity; after a change it is listed and counts start anew")
  func evidence() throws {
    try fixture.write("mine.yaml", try BacktestFixture.profile())
    let options = ["--strategy", "idle", "--symbol", "EURUSD", "--broker", "mine.yaml"]
    let identity = try #require(try fixture.register("one", options)["identity"] as? String)
    try addEvidence(identity)
    let shown = try fixture.document("show", "one")
    #expect(shown["trades"] as? Int == 3)
    #expect(shown["equity"] as? String == "1001.25")
    #expect(shown["last_tick"] as? String == "2019-02-04T00:00:00.000Z")
    #expect(try fixture.bot("list").output.contains("1,001.25"))

    try fixture.write(
      "mine.yaml", try BacktestFixture.profile(replacing: "amount: 3.50 USD", with: "amount: 7.00 USD"))
    let outcome = try fixture.bot("show", "one", "--json")
    #expect(outcome.errors.contains("was changed since it last ran"))
    let changed = try outcome.json()
    #expect(changed["identity"] as? String != identity)
    #expect(changed["trades"] as? Int == 0)
    let older = try #require((changed["evidence"] as? [[String: Any]])?.first)
    #expect(older["identity"] as? String == identity)
    #expect(older["trades"] as? Int == 3)
    #expect(older["current"] as? Bool == false)
    #expect(try fixture.bot("show", "one").output.contains(identity.prefix(16)))

    try FileManager.default.removeItem(atPath: fixture.folder.file("mine.yaml"))
    let broken = try fixture.bot("show", "one", "--json")
    #expect(broken.status == 0)
    #expect(broken.errors.contains("can't be put together now"))
    #expect(try broken.json()["identity"] as? String == identity)
  }

  private func addEvidence(_ identity: String) throws {
    var summary = EvidenceSummary(balance: "1000.00")
    summary.equity = "1001.25"
    summary.trades = 3
    summary.lastTick = try Timestamp(iso8601: "2019-02-04T00:00:00Z")
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { index -> UInt8? in
      let start = identity.index(identity.startIndex, offsetBy: index)
      return UInt8(identity[start..<identity.index(start, offsetBy: 2)], radix: 16)
    }
    let time = try Timestamp(iso8601: "2026-01-01T00:00:00Z")
    let journal = try Journal(home: fixture.home, mode: .open)
    try journal.write { transaction in
      let evidence = EvidenceRecord(
        id: try transaction.reading.nextEvidenceID(), bot: "one", mode: .paper, identity: bytes, number: 1,
        startedAt: time, fingerprint: String(repeating: "a", count: 64), summary: summary.json)
      _ = try transaction.record(
        NewEvent(.evidenceStarted, subject: "one", at: time), [.newEvidence(evidence)])
    }
  }
}
