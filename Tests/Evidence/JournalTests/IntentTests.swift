import Foundation
import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

/// What bots want of brokers, in the journal before it leaves.
@Suite("Intents in the journal")
struct IntentTests {
  private func intent(_ number: UInt64, _ content: [UInt8], evidence: Int64 = 1) -> IntentRecord {
    IntentRecord(
      evidence: evidence, number: number, content: content, committedAt: JournalFixture.time(10))
  }

  private func commit(_ journal: Journal, _ intents: IntentRecord...) throws -> [UInt64] {
    try journal.write { transaction in
      try transaction.commit(intents, of: "alpha") { _ in ["what": "submit"] }.map(\.number)
    }
  }

  @Test("each is a row of the chain and one of its own, which the audit holds against the chain")
  func committed() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    #expect(try commit(journal, intent(1, [1, 2]), intent(2, [3])) == [1, 2])
    let rows = try journal.read { try $0.intents(ofEvidence: 1) }
    #expect(rows.map(\.number) == [1, 2] && rows.map(\.content) == [[1, 2], [3]])
    #expect(try journal.read { try $0.intents(ofEvidence: 1, after: 1) }.map(\.number) == [2])
    #expect(try journal.read { try $0.lastIntent(ofEvidence: 1) }?.number == 2)
    let events = try journal.read { try $0.events(of: "alpha", kinds: [.intentCommitted]) }
    #expect(
      events.compactMap { $0.json?.compactText } == [
        #"{"evidence":1,"number":1,"what":"submit","content":"0102"}"#,
        #"{"evidence":1,"number":2,"what":"submit","content":"03"}"#,
      ])
    #expect(try home.fault() == nil)
    try home.tamper("UPDATE intents SET content = x'ff' WHERE number = 2")
    #expect(try home.fault() == .alteredProjection(table: "intents", row: 2, seq: rows[1].seq))
  }

  @Test("the same again is nothing, and something else under its number is refused")
  func again() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    _ = try commit(journal, intent(1, [1]))
    let head = try journal.head()
    #expect(try commit(journal, intent(1, [1])) == [])
    #expect(try journal.head() == head)
    #expect(try commit(journal, intent(1, [1]), intent(2, [2])) == [2])
    #expect(throws: JournalError.intentDiffers(evidence: 1, number: 2)) {
      try commit(journal, intent(2, [9]), intent(3, [3]))
    }
    #expect(try journal.read { try $0.lastIntent(ofEvidence: 1) }?.number == 2)
  }

  @Test("a number that does not follow on the last one, and an evidence that is not there, are refused")
  func gaps() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    #expect(throws: JournalError.conflict(table: "intents", id: "2 of evidence 1")) {
      try commit(journal, intent(2, [1]))
    }
    #expect(throws: JournalError.self) { try commit(journal, intent(1, [1], evidence: 5)) }
    #expect(try journal.read { try $0.intents(ofEvidence: 1) } == [])
  }

  @Test("the export has them with their content")
  func exported() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    _ = try commit(journal, intent(1, [0xAB, 0xCD]))
    try JournalExport.write(journal, to: home.folder.file("out"))
    let lines = try String(contentsOfFile: home.folder.file("out/events.jsonl"), encoding: .utf8)
    #expect(lines.contains(#""kind":"intent_committed","subject":"alpha""#))
    #expect(lines.contains(#""content":"abcd""#))
  }

  @Test("a home of the schema before is read and verified as it is, and has none")
  func before() throws {
    let home = try JournalFixture()
    let golden = PackageRoot.path(of: "Tests/Fixtures/home-1/home")
    try FileManager.default.copyItem(atPath: golden, toPath: home.home)
    let journal = try home.journal(.readOnly)
    #expect(try journal.verify().isIntact)
    #expect(try journal.read { try $0.intents(ofEvidence: 1) } == [])
    #expect(try journal.read { try $0.lastIntent(ofEvidence: 1) } == nil)
    _ = try home.journal(.open)
    #expect(try home.fault() == nil)
  }
}
