import GRDB
import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

@Suite("The chain of events")
struct ChainTests {
  @Test("Rows are numbered from one, and each names the hash of the one before")
  func links() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    let events = try journal.read { try $0.events(after: 0) }
    #expect(events.map(\.seq) == Array(1...9))
    #expect(events.first?.previous == ChainHead.genesis.hash)
    for (before, after) in zip(events, events.dropFirst()) { #expect(after.previous == before.hash) }
    #expect(try journal.head() == ChainHead(seq: 9, hash: events[8].hash))
  }

  @Test("The hash is over the stated bytes, and stays what it is")
  func pinned() {
    let hash = EventHash.of(
      seq: 1, recordedAt: 2, kind: Array("trial".utf8), subject: Array("s".utf8), payload: [3], effects: [],
      previous: ChainHead.genesis.hash)
    #expect(Hexadecimal.text(hash) == "0df0b7f5c8215671f338fd869e4b23e0cd1cfd1da00fc69ce35a6c0af43bac97")
  }

  @Test("A whole journal is found whole")
  func intact() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    let report = try journal.verify()
    let head = try journal.head()
    #expect(report == AuditReport(rows: 9, head: head, anchored: 9, fault: nil))
  }

  @Test("What throws leaves nothing behind")
  func rollsBack() throws {
    struct Stop: Error {}
    let home = try JournalFixture()
    let journal = try home.filled()
    #expect(throws: Stop.self) {
      try journal.write { transaction in
        try transaction.append(.clockJump, at: JournalFixture.time(9))
        throw Stop()
      }
    }
    #expect(try journal.lastSeq() == 9)
    #expect(try journal.verify().isIntact)
  }

  @Test("The database itself refuses to change or remove a row")
  func triggers() throws {
    let home = try JournalFixture()
    try home.filled()
    for statement in [
      "UPDATE events SET subject = 'x' WHERE seq = 2", "DELETE FROM events WHERE seq = 9",
      "REPLACE INTO events SELECT seq, 0, kind, subject, payload, effects, previous, hash FROM events",
    ] {
      #expect(throws: DatabaseError.self) { try home.tamper(statement, keepingTriggers: true) }
    }
    #expect(try home.fault() == nil)
  }

  @Test("A subject with a NUL character is refused")
  func nul() throws {
    let home = try JournalFixture()
    let journal = try home.journal()
    #expect(throws: JournalError.unstorable(what: "subject")) {
      try journal.write { try $0.append(.feedLost, subject: "a\0b", at: JournalFixture.time(0)) }
    }
  }

  @Test("Rows are found by subject and kind")
  func queries() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    try journal.read { reading throws in
      #expect(try reading.events(of: "alpha").map(\.seq) == [2, 3, 5, 6])
      #expect(try reading.events(of: "alpha", kinds: [.botEvents]).map(\.seq) == [5, 6])
      #expect(try reading.events(of: "alpha", kinds: [.botEvents], after: 5).map(\.seq) == [6])
      #expect(try reading.events(of: "alpha", limit: 1).map(\.kind) == [.botRegistered])
      #expect(try reading.events(after: 7).map(\.kind) == [.trial, .feedLost])
      #expect(try reading.latestEvents(limit: 2).map(\.seq) == [8, 9])
      #expect(try reading.events(of: "alpha", limit: 1).first?.json == ["by": "test"])
    }
  }

  @Test("Two writers with 200 rows each append to one chain")
  func concurrent() async throws {
    let home = try JournalFixture()
    try home.filled()
    let path = home.home
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<2 {
        group.addTask {
          do {
            let journal = try Journal(home: path, mode: .open)
            for _ in 0..<200 {
              try journal.write {
                try $0.append(.feedFresh, subject: "w\(writer)", at: JournalFixture.time(0))
              }
            }
          } catch { Issue.record(error) }
        }
      }
    }
    let journal = try home.journal(.readOnly)
    let report = try journal.verify()
    #expect(report.isIntact)
    #expect(report.rows == 409)
    #expect(report.anchored == 409)
    #expect(try journal.read { try $0.events(of: "w1") }.count == 200)
  }

  @Test("Another process' rows are seen at once, also by a reader")
  func polling() throws {
    let home = try JournalFixture()
    let first = try home.filled()
    let reader = try home.journal(.readOnly)
    let second = try home.journal(.open)
    try second.write { try $0.append(.botPaused, subject: "alpha", at: JournalFixture.time(9)) }
    #expect(try first.lastSeq() == 10)
    #expect(try reader.read { try $0.events(after: 9) }.map(\.kind) == [.botPaused])
    #expect(throws: JournalError.readOnly(path: home.database)) { try reader.write { _ in } }
  }
}
