import Foundation
import GRDB
import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

@Suite("What verify finds")
struct TamperTests {
  @Test("Every altered byte of every row is found, and its row named")
  func everyByte() throws {
    let home = try JournalFixture()
    do {
      let journal = try home.journal()
      try journal.write { transaction in
        try transaction.record(
          NewEvent(.botRegistered, subject: "a", payload: ["b": 1], at: JournalFixture.time(1)),
          [.newBot(JournalFixture.bot("a"))])
        try transaction.append(.trial, subject: "c", at: JournalFixture.time(2))
      }
    }
    let journal = try home.journal(.readOnly)
    let tamperer = try Tamperer(home)
    var altered = 0
    for seq in [1, 2] as [Int64] {
      for column in ["recorded_at", "kind", "subject", "payload", "effects", "previous", "hash"] {
        let bytes = try tamperer.bytes(column, seq)
        for index in bytes.indices {
          var other = bytes
          other[index] ^= 1 << UInt8(altered % 8)
          try tamperer.set(column, seq, other)
          let fault = try journal.verify().fault
          #expect(fault?.seq == seq, "row \(seq), \(column), byte \(index): \(String(describing: fault))")
          altered += 1
        }
        try tamperer.set(column, seq, bytes)
      }
    }
    #expect(altered > 200)
    #expect(try journal.verify().isIntact)
  }

  @Test("A removed row is found", arguments: [Int64(1), 5, 8])
  func removed(seq: Int64) throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper("DELETE FROM events WHERE seq = \(seq)")
    #expect(try home.fault() == .missingRow(seq: seq, found: seq + 1))
  }

  @Test("Removed rows are found though those after them moved up")
  func movedUp() throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper(
      "DELETE FROM events WHERE seq = 5", "UPDATE events SET seq = 5 WHERE seq = 6",
      "UPDATE events SET seq = seq - 1 WHERE seq > 6")
    #expect(try home.fault() == .brokenLink(seq: 5))
  }

  @Test("A removed end is found, and nothing is written on top of it")
  func cutTail() throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper("DELETE FROM events WHERE seq = 9")
    #expect(try home.fault() == .cutTail(anchored: 9, present: 8))
    #expect(
      home.openingError() == .tampered(path: home.database, .cutTail(anchored: 9, present: 8)))
  }

  @Test("Swapped rows are found at the first of them")
  func swapped() throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper(
      "UPDATE events SET seq = 99 WHERE seq = 3", "UPDATE events SET seq = 3 WHERE seq = 7",
      "UPDATE events SET seq = 7 WHERE seq = 99")
    #expect(try home.fault() == .brokenLink(seq: 3))
  }

  @Test("A row that was put in is found, with a right hash at the row after it")
  func inserted() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    let before = try #require(try journal.read { try $0.events(after: 3, limit: 1) }.first)
    let hash = EventHash.of(
      seq: 5, recordedAt: 0, kind: Array("trial".utf8), subject: [], payload: [0x7B, 0x7D], effects: [],
      previous: before.hash)
    try home.tamper(
      "UPDATE events SET seq = -seq - 1 WHERE seq >= 5", "UPDATE events SET seq = -seq WHERE seq < 0",
      "INSERT INTO events VALUES "
        + "(5, 0, 'trial', '', X'7B7D', X'', X'\(Hexadecimal.text(before.hash))', X'\(Hexadecimal.text(hash))')"
    )
    #expect(try home.fault() == .brokenLink(seq: 6))
  }

  @Test("A chain that was made anew from some row on is found by its anchor")
  func rewritten() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    let before = try #require(try journal.read { try $0.events(after: 7, limit: 1) }.first)
    let hash = EventHash.of(
      seq: 9, recordedAt: 0, kind: Array("trial".utf8), subject: [], payload: [0x7B, 0x7D], effects: [],
      previous: before.hash)
    try home.tamper(
      "UPDATE events SET recorded_at = 0, kind = 'trial', subject = '', payload = X'7B7D', "
        + "hash = X'\(Hexadecimal.text(hash))' WHERE seq = 9")
    #expect(try home.fault() == .anchorDiffers(seq: 9))
    #expect(home.openingError() == .tampered(path: home.database, .otherHash(seq: 9)))
  }

  @Test(
    "An altered row of any table is found at the event that left it",
    arguments: [
      ("UPDATE bots SET family = 'x'", AuditFault.alteredProjection(table: "bots", row: 1, seq: 2)),
      ("UPDATE evidence SET fill_count = 1", .alteredProjection(table: "evidence", row: 1, seq: 6)),
      ("UPDATE evidence SET seq = 5", .alteredProjection(table: "evidence", row: 1, seq: 5)),
      ("UPDATE sessions SET quotes = 1", .alteredProjection(table: "sessions", row: 1, seq: 7)),
      ("UPDATE session_bots SET start_events = 1", .alteredProjection(table: "session_bots", row: 1, seq: 4)),
      ("UPDATE trials SET sharpe = 1.6", .alteredProjection(table: "trials", row: 1, seq: 8)),
      ("DELETE FROM trials", .alteredProjection(table: "trials", row: 1, seq: 8)),
      ("UPDATE checkpoints SET state = X'00'", .alteredCheckpoint(evidence: 1)),
      ("DELETE FROM checkpoints", .alteredCheckpoint(evidence: 1)),
      (
        "INSERT INTO trials SELECT 2, family, identity, data_digest, strategy, sharpe, trades, net_profit, "
          + "recorded_at, source, seq FROM trials", .unexplainedRows(table: "trials", count: 1)
      ),
    ])
  func projections(statement: String, fault: AuditFault) throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper(statement)
    #expect(try home.fault() == fault)
  }

  @Test("A dropped trigger, index or an added table is found")
  func schema() throws {
    for (statement, part) in [
      ("DROP TRIGGER events_refuse_delete", "trigger events_refuse_delete is missing or changed"),
      ("DROP INDEX trials_by_family", "index trials_by_family is missing or changed"),
      ("CREATE TABLE more (a)", "table more does not belong there"),
    ] {
      let home = try JournalFixture()
      try home.filled()
      try home.tamper(statement, keepingTriggers: true)
      #expect(try home.fault() == .schema(part: part))
    }
  }

  @Test("A byte altered anywhere in the file is found, or nothing that was written has changed")
  func fileBytes() throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper("PRAGMA journal_mode = DELETE", keepingTriggers: true)
    let good = try Data(contentsOf: URL(fileURLWithPath: home.database))
    let rows = try home.journal(.readOnly).read { try $0.events(after: 0) }
    var random = SeededGenerator(seed: 12)
    for _ in 0..<150 {
      var data = good
      let place = Int(random.next() % UInt64(good.count))
      data[place] ^= UInt8(1 + random.next() % 255)
      try data.write(to: URL(fileURLWithPath: home.database))
      do {
        let journal = try home.journal(.readOnly)
        guard try journal.verify().fault == nil else { continue }
        #expect(try journal.read { try $0.events(after: 0) } == rows, "seed 12, byte \(place)")
      } catch { #expect(error is JournalError, "seed 12, byte \(place)") }
    }
  }
}

/// Changes single values in place, with the triggers out of the way for as long as it takes.
private final class Tamperer {
  private let queue: DatabaseQueue
  private let triggers: [String]

  init(_ home: JournalFixture) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    queue = try DatabaseQueue(path: home.database, configuration: configuration)
    triggers = try queue.inDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = OFF")
      return try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    }
  }

  func bytes(_ column: String, _ seq: Int64) throws -> [UInt8] {
    try queue.inDatabase { database in
      if column == "recorded_at" {
        var bytes: [UInt8] = []
        let value = try Int64.fetchOne(database, sql: "SELECT recorded_at FROM events WHERE seq = \(seq)")
        bytes.append(number: value ?? 0)
        return bytes
      }
      let sql = "SELECT CAST(\(column) AS BLOB) FROM events WHERE seq = \(seq)"
      return Array(try Data.fetchOne(database, sql: sql) ?? Data())
    }
  }

  func set(_ column: String, _ seq: Int64, _ bytes: [UInt8]) throws {
    let value =
      switch column {
      case "recorded_at": String(bytes.number(at: 0))
      case "kind", "subject": "CAST(X'\(Hexadecimal.text(bytes))' AS TEXT)"
      default: "X'\(Hexadecimal.text(bytes))'"
      }
    try queue.inDatabase { database in
      try database.inTransaction {
        try database.execute(sql: "DROP TRIGGER events_refuse_update")
        try database.execute(sql: "UPDATE events SET \(column) = \(value) WHERE seq = \(seq)")
        for trigger in triggers where trigger.contains("events_refuse_update") {
          try database.execute(sql: trigger)
        }
        return .commit
      }
    }
  }
}
