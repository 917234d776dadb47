import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

/// What was to be said to an operator is in the chain: nobody silences it unseen.
@Suite("Messages that the chain knows")
struct OutboxAuditTests {
  private let home: JournalFixture

  /// A home with three messages: one was sent, one was given up, one waits.
  init() throws {
    home = try JournalFixture()
    try home.journal().write { transaction in
      for number in Int64(1)...3 {
        try transaction.insert(
          OutboxRecord(
            event: "demoted", channel: "hook", payload: ["number": .integer(number)],
            createdAt: JournalFixture.time(number)))
      }
      for (id, status, kind) in [
        (Int64(1), OutboxStatus.sent, EventKind.messageSent), (2, .dead, .notificationDead),
      ] {
        var message = try #require(try transaction.reading.message(id))
        message.status = status
        try transaction.update(message)
        try transaction.append(kind, payload: ["message": .integer(id)], at: JournalFixture.time(9))
      }
    }
  }

  private func faults() throws -> [OutboxAudit.Fault] {
    try home.journal(.readOnly).read { try $0.auditOutbox() }.faults
  }

  @Test("all is well, also once what was done is cleared away")
  func whole() throws {
    let audit = try home.journal(.readOnly).read { try $0.auditOutbox() }
    #expect((audit.sealed, audit.unsealed, audit.faults) == (3, 0, []))
    try home.journal().write { try $0.pruneOutbox(before: JournalFixture.time(100)) }
    #expect(try faults() == [])
  }

  @Test("a message that waited and is gone")
  func gone() throws {
    try home.tamper("DELETE FROM outbox WHERE id = 3")
    #expect(try faults() == [.missing(message: 3, seq: 3)])
  }

  @Test(
    "a message that says something else, or goes elsewhere",
    arguments: ["payload = '{}'", "channel = 'mine'"])
  func altered(_ change: String) throws {
    try home.tamper("UPDATE outbox SET \(change) WHERE id = 3")
    #expect(try faults() == [.altered(message: 3, seq: 3)])
  }

  @Test("a message that was marked as sent so that nobody sends it", arguments: ["sent", "dead"])
  func silenced(_ status: String) throws {
    try home.tamper("UPDATE outbox SET status = '\(status)' WHERE id = 3")
    #expect(try faults() == [.silenced(message: 3, seq: 3)])
  }

  @Test("a number that is given again: the message that had it before was done")
  func again() throws {
    try home.tamper("DELETE FROM outbox WHERE id = 3")
    try home.journal().write { transaction in
      try transaction.insert(
        OutboxRecord(event: "demoted", channel: "hook", payload: [:], createdAt: JournalFixture.time(20)))
    }
    #expect(try faults() == [.missing(message: 3, seq: 3)])
  }

  @Test("a message that waits is asked for again, and one that was given up")
  func retried() throws {
    try home.journal().write { transaction in
      for id in [Int64(2), 3] {
        let message = try #require(try transaction.reading.message(id))
        try transaction.retry(message, at: JournalFixture.time(30))
      }
    }
    #expect(try faults() == [])
    try home.tamper("UPDATE outbox SET status = 'sent' WHERE id = 2")
    #expect(try faults().map(\.code) == ["silenced_message"])
  }

  @Test("messages of an earlier program are counted, and no fault")
  func earlier() throws {
    try home.tamper(
      "INSERT INTO outbox SELECT 9, created_at, event, channel, payload, status, attempts, next_attempt_at, last_error, "
        + "updated_at FROM outbox WHERE id = 1")
    let audit = try home.journal(.readOnly).read { try $0.auditOutbox() }
    #expect((audit.unsealed, audit.faults) == (1, []))
  }
}
