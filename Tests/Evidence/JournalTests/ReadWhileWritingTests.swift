import GRDB
import TestSupport
import Testing
import TradingCore

@testable import Journal

/// Reads while a run writes: neither waits for the other.
@Suite struct ReadWhileWritingTests {
  private let fixture: JournalFixture
  private let journal: Journal

  init() throws {
    fixture = try JournalFixture()
    journal = try fixture.filled()
  }

  @Test func aReadInTheMiddleOfATransactionSeesWhatWasCommittedBefore() throws {
    let before = try journal.head()
    try journal.write { transaction in
      try transaction.append(.homeCreated, at: JournalFixture.time(20))
      // A reader that waited for the writer would wait for itself here.
      #expect(try journal.lastSeq() == before.seq)
      #expect(try journal.read { try $0.head() } == before)
      #expect(transaction.head.seq == before.seq + 1)
    }
    #expect(try journal.lastSeq() == before.seq + 1)
  }

  @Test func aLongReadKeepsItsViewWhileRowsAreAppended() throws {
    let counted = try journal.read { reading in
      let before = try reading.head().seq
      try journal.write { _ = try $0.append(.homeCreated, at: JournalFixture.time(21)) }
      return (before, try reading.head().seq)
    }
    #expect(counted.0 == counted.1)
    #expect(try journal.lastSeq() == counted.0 + 1)
  }

  @Test func aCommitIsStillOnTheDiskBeforeItsAnchor() throws {
    // 2 is FULL; source: https://www.sqlite.org/pragma.html#pragma_synchronous
    let level = try journal.write { try Int.fetchOne($0.database, sql: "PRAGMA synchronous") }
    #expect(level == 2)
  }

  @Test func eightThreadsReadWhatOneWrites() async throws {
    let journal = journal
    let first = try journal.lastSeq()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for second in 0..<50 {
          try journal.write { _ = try $0.append(.homeCreated, at: JournalFixture.time(30 + Int64(second))) }
        }
      }
      for _ in 0..<8 {
        group.addTask {
          var last = first
          for _ in 0..<50 {
            let (head, rows) = try journal.read { (try $0.head(), try $0.latestEvents(limit: 1)) }
            #expect(head.seq >= last)
            #expect(rows.last?.seq == head.seq)
            last = head.seq
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try journal.lastSeq() == first + 50)
    #expect(try journal.verify().fault == nil)
  }
}
