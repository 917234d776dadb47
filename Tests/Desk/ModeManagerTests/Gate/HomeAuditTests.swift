import FileSystem
import Foundation
import JSONText
import Journal
import Promotion
import SessionRecording
import TestSupport
import Testing
import TickStore
import TradingCore

@testable import ModeManager

/// What `slipway audit verify` finds beside rows whose hashes don't fit.
@Suite("An audit of a home")
struct HomeAuditTests {
  private func audit(_ home: String) throws -> HomeAudit.Report {
    try HomeAudit(home: home, journal: try Journal(home: home, mode: .readOnly)).run()
  }

  private func codes(_ home: String) throws -> [String] { try audit(home).faults.map(\.code) }

  // The gate.

  @Test("a home in which everything was signed")
  func whole() throws {
    let home = try GatedHome()
    try home.toDemo()
    #expect(try audit(home.home).faults == [])
  }

  @Test("a row that somebody without a key has put in, and false signatures after it")
  func forged() throws {
    let home = try GatedHome()
    let request = try home.request()
    #expect(try home.gate.approve(request.id, by: try home.signer("bea")))
    let approval = try #require(try home.gateEvents(.promotionApproved).last)
    let row = try Journal(home: home.home, mode: .open).lastSeq() + 1
    try home.inject(.promotionApproved, approval.payload)
    let statement = try #require(approval.payload["statement"])
    let statementOfNobody: JSONValue = [
      "body": statement["body"] ?? .null, "key": statement["key"] ?? .null,
      "signature": .string(String(repeating: "0", count: 128)),
    ]
    try home.inject(.promotionRevoked, ["statement": statementOfNobody])
    let report = try audit(home.home)
    #expect(report.chain.isIntact)
    #expect(report.faults.map(\.code) == ["history_changed", "bad_signature"])
    #expect(report.faults.map(\.row) == [row, row + 1])

    let ledger = try home.gate.ledger()
    let proofs = try Journal(home: home.home, mode: .readOnly).read { reading in
      try GateJournal.events(of: GatedHome.bot, reading).map { GateProof(of: $0, ledger, nil) }
    }
    #expect(proofs == [.signed, .signed, .program, .ledgerFaulty, .ledgerFaulty])
  }

  @Test("a promotion by enough signatures that rests on what the chain does not have")
  func claims() throws {
    let home = try GatedHome()
    var invented = try home.request()
    invented.id = "R2"
    invented.requestedAt = home.now
    invented.evidence[0].trades += 1_000
    let facts = PromotionFacts(
      identity: invented.identity, evidence: invented.evidence.map(\.digest), isEligible: true)
    try home.gate.append(
      .request(invented), by: try home.signer("quin"), subject: GatedHome.bot, facts: facts)
    try home.gate.append(
      .approve(invented), by: try home.signer("bea"), subject: GatedHome.bot, facts: facts,
      checked: ["chain", "replay"])
    let fault = try #require(try audit(home.home).faults.first)
    #expect(fault.code == "evidence_changed")
    let row = try home.gate.ledger().request("R2")?.seq
    #expect(fault.row == row)
  }

  @Test("what is not proven: rows at and behind a fault of the chain, unsigned requests, earlier rules")
  func proofs() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    let ledger = try home.ledger()
    let events = try home.journal.read { try GateJournal.events(of: LadderHome.bot, $0) }
    #expect(
      events.map { GateProof(of: $0, ledger, nil) } == [.earlierRules, .earlierRules, .program])
    let seq = events[1].seq
    #expect(
      events.map { GateProof(of: $0, ledger, .alteredRow(seq: seq)) }
        == [.earlierRules, .historyFaulty, .historyFaulty])
  }

  // Recordings.

  /// A home whose bot has run on a feed.
  private func streamed() throws -> LadderHome {
    let home = try LadderHome()
    try home.stream("W")
    return home
  }

  @Test("a recording is in the chain when its session is over")
  func recording() throws {
    let home = try streamed()
    let count = try SessionLogReader.segmentCount(folder: Desk.folder(ofSession: 1, home: home.home))
    let rows = try home.events(.recordingKept)
    #expect(rows.map { $0.json?["segment"] } == (1...count).map { .count($0) })
    let report = try audit(home.home)
    #expect((report.recordings, report.unsealedRecordings) == (count, 0))
    #expect(report.faults == [])
  }

  @Test("a recording that was altered, or is gone")
  func alteredRecording() throws {
    let home = try streamed()
    let folder = Desk.folder(ofSession: 1, home: home.home)
    let row = try #require(try home.events(.recordingKept).first?.seq)
    let path = try #require(
      Folders.names(in: folder).first { $0.hasSuffix(".ticks") }.map { "\(folder)/\($0)" })
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    // A sound file of other ticks.
    let reader = try TickFileReader(path: path)
    var quotes: [Quote] = []
    let merged = try MergedTicks(paths: [path], digits: { _ in 5 })
    while let run = try merged.next() { quotes += Array(run.quotes) }
    quotes[3].ask = quotes[3].ask.offset(by: 1)
    let writer = try TickFileWriter(path: path, metadata: reader.metadata)
    try writer.append(contentsOf: quotes)
    _ = try writer.finish()
    var fault = try #require(try audit(home.home).faults.first)
    #expect((fault.code, fault.row) == ("altered_recording", row))
    try whole.write(to: URL(fileURLWithPath: path))
    #expect(try codes(home.home) == [])
    try FileManager.default.removeItem(atPath: folder)
    fault = try #require(try audit(home.home).faults.first)
    #expect((fault.code, fault.row) == ("missing_recording", row))
  }

  @Test("a bot that is taken back with the last quotes of a run: that is in the recording, and in the chain")
  func takenBackAtTheEnd() throws {
    var demotions = 0
    for count in 66..<82 {
      let home = try LadderHome()
      try home.adopt("demotion:\n  step_down_value: 3\n")
      try home.promote(to: .demo)
      try home.stream(String(repeating: "L", count: 20), quotes: count)
      demotions += try home.events(.demoted).count
      #expect(try audit(home.home).faults == [], "\(count) quotes")
    }
    #expect((1..<16).contains(demotions))
  }

  @Test("who can add rows can't say anew what a recording was")
  func saidAnew() throws {
    let home = try streamed()
    let first = try #require(try home.events(.recordingKept).first?.json)
    let other: JSONValue = [
      "segment": first["segment"] ?? .null, "quotes": first["quotes"] ?? .null,
      "controls": first["controls"] ?? .null, "digest": .string(String(repeating: "0", count: 64)),
    ]
    try home.journal.write {
      try $0.append(.recordingKept, subject: "1", payload: other, at: home.time.now)
    }
    let row = try home.journal.lastSeq()
    let report = try audit(home.home)
    #expect(report.chain.isIntact)
    #expect(report.faults.map(\.code) == ["altered_recording"])
    #expect(report.faults.map(\.row) == [row])
  }

  @Test("a recording of an earlier program, which told the chain nothing: that it is gone shows all the same")
  func unsealedRecording() throws {
    let home = try streamed()
    let (own, other) = (
      Desk.folder(ofSession: 1, home: home.home), Desk.folder(ofSession: 7, home: home.home)
    )
    try FileManager.default.copyItem(atPath: own, toPath: other)
    let recording = Recording(7, home.journal, home: home.home)
    let session = try #require(try home.journal.read { try $0.session(1) })
    let found = try recording.audit(session, .never)
    #expect((found.faults, found.sealed, found.unsealed > 0) == ([], 0, true))
    try FileManager.default.removeItem(atPath: other)
    #expect(try recording.audit(session, .never).faults.map(\.code) == ["missing_recording"])
  }

  // Ticks, at a start.

  @Test("a promoted bot whose evidence's ticks are gone, or are others, is not started")
  func startWithoutTicks() throws {
    let criteria = GatedHome.easy.replacing("provenance: any\n", with: "")
      .replacing("min_trades: 1", with: "min_trades: 50").replacing("min_days: 1", with: "min_days: 14")
    let home = try GatedHome(salt: "ticks at a start", quotes: 15 * 24 * 60, criteria: criteria)
    let bea = try home.signer("bea")
    _ = try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: bea)
    #expect(try home.gate.approve(try home.request().id, by: bea))
    // A copy that joined the session later makes it no later one.
    try home.inject(.sessionStarted, ["joined": "copy", "after_quotes": 5], subject: "1")
    let whole = try Data(contentsOf: URL(fileURLWithPath: home.replayed.ticks))
    try home.swapTicksUnderTheirDigest()
    #expect(throws: DeskError.self) { try home.run() }
    #expect(try home.lastEvent().payload["code"] == "not_replayed")
    try FileManager.default.removeItem(atPath: home.replayed.ticks)
    #expect(throws: DeskError.self) { try home.run() }
    #expect(try home.lastEvent().payload["code"] == "not_replayed")
    try whole.write(to: URL(fileURLWithPath: home.replayed.ticks))
    try home.run()
    #expect(try home.mode() == .demo)
  }

  @Test("where any ticks count, no start hangs on their files")
  func anyTicks() throws {
    let home = try GatedHome(salt: "any ticks")
    #expect(try home.gate.approve(try home.request().id, by: try home.signer("bea")))
    try FileManager.default.removeItem(atPath: home.replayed.ticks)
    try home.run()
    #expect(try home.mode() == .demo)
  }
}
