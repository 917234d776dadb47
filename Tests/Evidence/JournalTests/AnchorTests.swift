import Foundation
import GRDB
import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

@Suite("The anchor beside the database, and what can happen to both")
struct AnchorTests {
  private func data(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
  private func put(_ data: Data, _ path: String) throws { try data.write(to: URL(fileURLWithPath: path)) }
  private func put(_ anchor: Anchor, _ home: JournalFixture) throws {
    try put(Data(AnchorFile.file(of: anchor)), home.anchor)
  }

  @Test("A crash between commit and anchor is no fault, and the next opening anchors the head")
  func crashed() throws {
    let home = try JournalFixture()
    let head = try home.filled().head()
    let older = try data(home.anchor)
    try home.journal(.open).write { try $0.append(.feedFresh, at: JournalFixture.time(9)) }
    try put(older, home.anchor)
    #expect(try AnchorFile.read(path: home.anchor)?.head == head)
    let report = try home.journal(.readOnly).verify()
    #expect(report.isIntact)
    #expect(report.anchored == 9)
    let journal = try home.journal(.open)
    #expect(try journal.verify().anchored == 10)
  }

  @Test("Rows after the anchored one that do not follow from it are not taken for a crash")
  func forgedTail() throws {
    let home = try JournalFixture()
    try home.filled()
    let older = try data(home.anchor)
    try home.journal(.open).write { try $0.append(.feedFresh, at: JournalFixture.time(9)) }
    try put(older, home.anchor)
    try home.tamper("UPDATE events SET subject = 'x' WHERE seq = 10")
    #expect(home.openingError() == .tampered(path: home.database, .brokenLink(seq: 10)))
  }

  @Test("An anchor ahead of the database says how much is gone")
  func ahead() throws {
    let home = try JournalFixture()
    try home.filled()
    try put(Anchor(generation: 50, head: ChainHead(seq: 12, hash: [UInt8](repeating: 3, count: 32))), home)
    #expect(try home.fault() == .cutTail(anchored: 12, present: 9))
    #expect(
      home.openingError() == .tampered(path: home.database, .cutTail(anchored: 12, present: 9)))
    #expect(home.openingError(.create) != nil)
  }

  @Test("A missing anchor, and one that is garbage, are found")
  func missing() throws {
    let home = try JournalFixture()
    try home.filled()
    for step in 0..<2 {
      if step == 0 {
        try FileManager.default.removeItem(atPath: home.anchor)
      } else {
        try put(Data(repeating: 7, count: 8_192), home.anchor)
      }
      #expect(try home.fault() == .anchorMissing(rows: 9))
      #expect(home.openingError() == .tampered(path: home.database, .anchorMissing(rows: 9)))
    }
  }

  @Test("A slot that was damaged leaves the one before, and the journal goes on")
  func damagedSlot() throws {
    let home = try JournalFixture()
    try home.filled()
    let newest = try #require(try AnchorFile.read(path: home.anchor))
    var bytes = try data(home.anchor)
    bytes[(newest.generation.isMultiple(of: 2) ? 0 : AnchorFile.slotSize) + 30] ^= 1
    try put(bytes, home.anchor)
    let older = try #require(try AnchorFile.read(path: home.anchor))
    #expect(older.generation == newest.generation - 1)
    #expect(older.head.seq == 6)
    #expect(try home.fault() == nil)
    #expect(try home.journal(.open).verify().anchored == 9)
  }

  @Test("A database that is gone is missed")
  func databaseGone() throws {
    let home = try JournalFixture()
    try home.filled()
    try FileManager.default.removeItem(atPath: home.database)
    for mode in [Journal.Mode.create, .open, .readOnly] {
      #expect(home.openingError(mode) == .tampered(path: home.database, .databaseMissing(anchored: 9)))
    }
  }

  @Test("A home without a journal is told so, and only `create` makes one")
  func absent() throws {
    let home = try JournalFixture()
    #expect(home.openingError(.open) == .missing(home: home.home))
    #expect(home.openingError(.readOnly) == .missing(home: home.home))
    #expect(!FileManager.default.fileExists(atPath: home.home))
    #expect(home.openingError(.create) == nil)
    #expect(home.openingError(.open) == nil)
  }

  @Test("A newer schema and a foreign database are left alone")
  func others() throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper("PRAGMA user_version = 5", keepingTriggers: true)
    for mode in [Journal.Mode.create, .open, .readOnly] {
      #expect(home.openingError(mode) == .newerSchema(path: home.database, found: 5, known: 4))
    }
    try home.tamper("PRAGMA user_version = 4", "PRAGMA application_id = 5", keepingTriggers: true)
    for mode in [Journal.Mode.create, .open, .readOnly] {
      #expect(home.openingError(mode) == .foreign(path: home.database))
    }
  }

  @Test("An older schema comes up to date when it is opened for writing, with every row")
  func older() throws {
    let home = try JournalFixture()
    try home.filled()
    let before = try home.journal(.readOnly).read { try $0.evidence() }
    try home.makeSchema1()
    #expect(home.openingError(.readOnly) == .olderSchema(path: home.database, found: 1, known: 4))
    let journal = try home.journal(.open)
    #expect(try journal.read { try $0.evidence() } == before)
    #expect(try journal.verify().isIntact)
    // The first schema had one evidence of an identity and mode only.
    try journal.write { transaction in
      let again = EvidenceRecord(
        id: 2, bot: "alpha", mode: .paper, identity: before[0].identity, number: 2,
        startedAt: JournalFixture.time(9))
      try transaction.record(
        NewEvent(.evidenceStarted, subject: "alpha", at: JournalFixture.time(9)),
        [.newEvidence(again, checkpoint: nil)])
    }
    #expect(try journal.read { try $0.evidence(of: "alpha") }.map(\.number) == [1, 2])
    #expect(try home.journal(.readOnly).verify().isIntact)
  }

  @Test("A file that is no database is left alone")
  func noDatabase() throws {
    let home = try JournalFixture()
    try FileManager.default.createDirectory(atPath: home.home, withIntermediateDirectories: true)
    let text = Data(repeating: 0x61, count: 10_000)
    try put(text, home.database)
    for mode in [Journal.Mode.create, .open, .readOnly] {
      guard case .corrupt = home.openingError(mode) else {
        Issue.record("\(mode)")
        return
      }
    }
    #expect(try data(home.database) == text)
  }

  @Test("A database cut off anywhere is refused or found")
  func truncated() throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper("PRAGMA journal_mode = DELETE", keepingTriggers: true)
    let good = try data(home.database)
    for part in 0..<16 {
      try put(good.prefix(good.count * part / 16), home.database)
      do {
        let report = try home.journal(.readOnly).verify()
        #expect(!report.isIntact, "\(part)")
      } catch { #expect(error is JournalError, "\(part)") }
      #expect(home.openingError() != nil || part > 0, "\(part)")
    }
  }

  @Test("A full disk loses the transaction and nothing else")
  func full() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    let writer = try #require(journal.writer)
    let pages = try writer.inDatabase { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
      return pages
    }
    #expect(throws: JournalError.diskFull(path: home.database)) {
      try journal.write { transaction in
        let payload = String(repeating: "x", count: 3_000)
        for _ in 0..<20 {
          try transaction.append(.feedFault, payload: .string(payload), at: JournalFixture.time(9))
        }
      }
    }
    #expect(try journal.lastSeq() == 9)
    #expect(try journal.verify().isIntact)
    try writer.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = \(pages + 1_000)") }
    try journal.write { try $0.append(.feedFresh, at: JournalFixture.time(9)) }
    #expect(try journal.verify().rows == 10)
  }

  @Test("A reader sees whole transactions while another writes")
  func reading() async throws {
    let home = try JournalFixture()
    try home.filled()
    let path = home.home
    let writer = Task.detached {
      let journal = try Journal(home: path, mode: .open)
      for _ in 0..<60 {
        try journal.write { transaction in
          for _ in 0..<3 { try transaction.append(.feedFresh, at: JournalFixture.time(0)) }
        }
      }
    }
    let reader = try home.journal(.readOnly)
    var last: Int64 = 0
    for _ in 0..<20 {
      let report = try reader.verify()
      #expect(report.fault == nil)
      #expect(report.rows.isMultiple(of: 3))
      #expect(report.rows >= last)
      last = report.rows
    }
    try await writer.value
    #expect(try reader.lastSeq() == 189)
  }
}
