import BotAssembly
import Foundation
import JSONText
import Journal
import Promotion
import Testing
import TradingCore

@testable import ModeManager

/// What a desk asks of the signed ledger before it lets a bot trade in DEMO or LIVE.
@Suite("Grants at every start")
struct LadderGrantTests {
  /// The error that a run ends with, and the codes of what the gate refused on the way.
  private func refusal(_ home: LadderHome) throws -> [String] {
    #expect {
      try home.run("W")
    } throws: { error in
      if case .noBots? = error as? DeskError { true } else { false }
    }
    #expect(home.notices.last?.kind == .botFailed)
    var codes: [String] = []
    for event in try home.events(.promotionRefused) {
      #expect(event.subject == LadderHome.bot)
      #expect(event.json?["act"] == "run")
      if case .string(let code)? = event.json?["code"] { codes.append(code) }
    }
    return codes
  }

  @Test("a bot of an earlier home is told at its start what it lacks, and goes on")
  func lacking() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    try home.promote(to: .live, step: 1)
    try home.run("W")
    // Once, as long as it is the same.
    try home.run("W")
    let told = try home.events(.renewalLacking)
    #expect(told.map(\.subject) == [LadderHome.bot])
    guard case .string(let text)? = told.first?.json?["reason"] else {
      Issue.record("nothing is told")
      return
    }
    #expect(text.hasPrefix("broker profile 'plain' ("))
    #expect(
      text.hasSuffix(
        ") was not admitted; the identity does not cover what strategy 'rounder' is built of or loads (unpinned)"
      ))
    #expect(try home.rows.map(\.mode) == [.live])
    #expect(try #require(try home.rows.last).fillCount == 8)
  }

  @Test("an approved bot runs on DEMO where the simulator stands for its account, and its session runs again")
  func demo() throws {
    let home = try LadderHome()
    try home.run("WW")
    try home.promote(to: .demo)
    try home.run("WWW")
    let rows = try home.rows
    #expect(rows.map(\.mode) == [.paper, .demo])
    #expect(rows.map(\.fillCount) == [8, 12])
    #expect(try home.replays().map(\.isSame) == [true, true])
    #expect(try home.journal.verify().isIntact)
  }

  @Test("DEMO begins behind the ticks that paper has seen")
  func newTicks() throws {
    let home = try LadderHome()
    try home.run("WW")
    try home.promote(to: .demo)
    try home.runAgain()
    #expect(try home.rows.map(\.fillCount) == [8, 0])
    try home.run("W")
    #expect(try home.rows.map(\.fillCount) == [8, 4])
  }

  @Test("without a venue nothing is traded, and the refusal says so")
  func noVenue() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    home.venues = [:]
    #expect {
      try home.run("W")
    } throws: { error in
      if case .noVenue(bot: LadderHome.bot, mode: .demo)? = error as? DeskError { true } else { false }
    }
    #expect(try home.rows.isEmpty)
  }

  @Test("a row that says more than the ledger is tampering")
  func row() throws {
    let home = try LadderHome()
    try home.journal.write { transaction in
      var row = try #require(try transaction.reading.bot(LadderHome.bot))
      row.mode = .demo
      try transaction.record(NewEvent(.botResumed, subject: row.id, at: home.time.now), [.bot(row)])
    }
    #expect(try refusal(home) == ["wrong_mode"])
  }

  @Test("a grant that ran out is none")
  func expired() throws {
    let home = try LadderHome()
    try home.promote(to: .demo, days: 30)
    home.time.wait(30 * Timestamp.day)
    #expect(try refusal(home) == ["grant_expired"])
  }

  @Test("a grant for another account is none")
  func account() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    home.venues = [.demo: "broker-2"]
    #expect(try refusal(home) == ["account_changed"])
  }

  @Test("a bot that was changed after its approval has no grant")
  func changed() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    try home.journal.write { transaction in
      var row = try #require(try transaction.reading.bot(LadderHome.bot))
      row.spec = try home.spec(lots: "9").json
      try transaction.record(NewEvent(.botResumed, subject: row.id, at: home.time.now), [.bot(row)])
    }
    #expect(try refusal(home) == ["identity_changed"])
  }

  @Test("an event put into the chain without a signature ends all grants")
  func edited() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    try home.journal.write { transaction in
      try transaction.append(
        .stepRaised, subject: LadderHome.bot, payload: ["request": "R1", "digest": ""], at: home.time.now)
    }
    #expect(try refusal(home) == ["ledger_faulty"])
  }

  @Test("with a clock set back nothing is granted")
  func clock() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    home.time.wait(-Timestamp.day)
    #expect(try refusal(home) == ["clock_back"])
  }

  @Test("criteria that nobody adopted keep promoted bots out")
  func criteria() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    try "preset: plain\n".write(
      toFile: Gatekeeper.criteriaPath(home: home.home), atomically: true, encoding: .utf8)
    #expect(try refusal(home).isEmpty)
    #expect(try #require(home.notices.last).text.contains("these criteria are not the adopted ones"))
  }

  @Test("a grant that runs out during a run stops entries; what is open is closed by the strategy")
  func runsOut() throws {
    let home = try LadderHome()
    try home.promote(to: .demo, days: 30)
    home.onLook = { _ in
      home.time.wait(30 * Timestamp.day)
      home.onLook = { _ in }
    }
    try home.run("WWW")
    let row = try #require(try home.rows.last)
    #expect(row.mode == .demo)
    #expect(Set(try home.denials(of: row)) == [.grantExpired])
    #expect(home.notices.filter { $0.kind == .promotionExpired }.count == 1)
    #expect(try home.replays().map(\.isSame) == [true])
    // It can be renewed, and goes on where it was.
    let fills = row.fillCount
    #expect(try refusal(home) == ["grant_expired"])
    try home.promote(to: .demo, days: 90)
    try home.run("W")
    #expect(try home.rows.count == 1)
    #expect(try #require(try home.rows.last).fillCount > fills)
  }

  @Test("one that is renewed during a run lets entries through again")
  func renewed() throws {
    let home = try LadderHome()
    try home.promote(to: .demo, days: 30)
    home.onLook = { quotes in
      guard quotes > 10 else { return }
      home.time.wait(30 * Timestamp.day)
      home.onLook = { quotes in
        guard quotes > 40 else { return }
        home.onLook = { _ in }
        _ = try? home.promote(to: .demo, days: 90)
      }
    }
    try home.run("WWWWWWWW")
    let row = try #require(try home.rows.last)
    #expect(try home.rows.map(\.mode) == [.demo])
    #expect(Set(try home.denials(of: row)) == [.grantExpired])
    let events = try home.journal.read { try $0.botEvents(of: row) }
    let lastDenial = events.lastIndex { if case .denied = $0 { true } else { false } }
    let lastEntry = events.lastIndex {
      if case .filled(let fill) = $0 { fill.reason == .entry } else { false }
    }
    #expect(try #require(lastDenial) < #require(lastEntry))
    #expect(try home.replays().map(\.isSame) == [true])
  }

  @Test("a grant that ran out between two runs lets the strategy close what is open, and no more")
  func ranOut() throws {
    let home = try LadderHome()
    try home.promote(to: .demo, days: 30)
    try home.run("W", quotes: 5)
    home.time.wait(30 * Timestamp.day)
    // The eleventh quote of all is the first of a new round: the bot is at the sixth.
    try home.run("WW")
    let row = try #require(try home.rows.last)
    let fills = try home.fills(of: row)
    #expect(fills.map(\.reason) == [.entry, .strategy, .entry, .strategy])
    #expect(try home.denials(of: row).contains(.grantExpired))
    #expect(try home.replays().allSatisfy(\.isSame))
    #expect(try refusal(home) == ["grant_expired"])
  }

  @Test("a chain that is spoiled during a run ends every right there")
  func spoiled() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    home.onLook = { quotes in
      guard quotes > 20 else { return }
      home.onLook = { _ in }
      _ = try? home.journal.write { transaction in
        try transaction.append(
          .stepRaised, subject: LadderHome.bot, payload: ["request": "R1", "digest": ""], at: home.time.now)
      }
    }
    try home.run("WWWWWW")
    let row = try #require(try home.rows.last)
    let fills = try home.fills(of: row)
    #expect(fills.count < 24)
    #expect(fills.count { $0.reason == .entry } == fills.count { $0.reason != .entry })
    #expect(try home.denials(of: row).contains(.botDemoted))
    #expect(try home.events(.promotionRefused).map { $0.json?["code"] } == ["ledger_faulty"])
    #expect(try home.replays().map(\.isSame) == [true])
    #expect(try refusal(home) == ["ledger_faulty", "ledger_faulty"])
  }

  @Test("a request that ran out is journaled once, with a notice")
  func requests() throws {
    let home = try LadderHome()
    try home.run("W")
    let ledger = try home.ledger()
    let request = PromotionRequest(
      home: ledger.home, id: "R1", bot: LadderHome.bot, from: .paper, to: .demo, step: 0,
      identity: try home.identity,
      evidence: [
        EvidenceReference(
          mode: .paper, digest: LadderHome.noEvidence, trades: 60, days: 20, firstSeq: 1,
          lastSeq: 1)
      ], criteria: ledger.criteria, account: "x", capital: "50", currency: .usd,
      requester: .init(name: "quin", person: "QUIN"), requestedAt: home.time.now,
      expiresAt: home.time.now.advanced(by: Timestamp.day),
      grantUntil: home.time.now.advanced(by: 2 * Timestamp.day))
    try home.sign(.request(request), by: "quin", subject: LadderHome.bot)
    home.time.wait(Timestamp.day)
    try home.run("W")
    try home.run("W")
    #expect(try home.events(.promotionExpired).map(\.json) == [["request": "R1"]])
    #expect(
      home.notices.filter { $0.kind == .promotionExpired }.map(\.text) == [
        "R1, to demo, ran out at \(request.expiresAt.iso8601)"
      ])
    #expect(try home.ledger().request("R1")?.state == .expired)
  }
}
