import Foundation
import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

/// Rows that a later program has written into the same chain.
@Suite("Kinds that only a later program knows")
struct LaterKindTests {
  private func home() throws -> JournalFixture {
    let home = try JournalFixture()
    let journal = try home.filled()
    try journal.write { transaction in
      _ = try transaction.append(
        code: "moon_phase", subject: "alpha", payload: Array(#"{"phase":"full","nested":{"a":[1]}}"#.utf8),
        effects: [], at: JournalFixture.time(9))
      try transaction.append(.botPaused, subject: "alpha", at: JournalFixture.time(10))
    }
    return home
  }

  @Test("are read with their code and no kind, and stop no other row")
  func read() throws {
    let home = try home()
    try home.journal(.readOnly).read { reading in
      let events = try reading.events(after: 8)
      #expect(events.map(\.code) == ["feed_lost", "moon_phase", "bot_paused"])
      #expect(events.map(\.kind) == [.feedLost, nil, .botPaused])
      #expect(events[1].json?["phase"] == "full")
      #expect(try reading.latestEvents(limit: 2).map(\.seq) == [10, 11])
      #expect(try reading.events(of: "alpha", kinds: [.botPaused, .botEvents]).map(\.seq) == [5, 6, 11])
    }
  }

  @Test("are audited, and found when they were changed")
  func audited() throws {
    let home = try home()
    let report = try home.journal(.readOnly).verify()
    #expect(report.isIntact && report.rows == 11 && report.anchored == 11)
    try home.tamper("UPDATE events SET kind = 'moon_phases' WHERE seq = 10")
    #expect(try home.fault() == .alteredRow(seq: 10))
  }

  @Test("are written to again, exported and kept in a backup")
  func goesOn() throws {
    let home = try home()
    let journal = try home.journal(.open)
    try journal.write { transaction in
      try transaction.append(.feedFresh, subject: "demo", at: JournalFixture.time(11))
      _ = try transaction.append(
        code: "moon_map", subject: "", payload: [1, 0, 255], effects: [], at: JournalFixture.time(12))
    }
    let folder = home.folder.file("export")
    let summary = try JournalExport.write(journal, to: folder)
    #expect(summary.head.seq == 13)
    let lines = try String(contentsOfFile: folder + "/events.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(
      lines[9].contains(
        #""kind":"moon_phase","subject":"alpha","payload":{"phase":"full","nested":{"a":[1]}}"#))
    #expect(lines[12].contains(#""kind":"moon_map","subject":"","payload":null,"payload_bytes":"0100ff""#))
    let table = try String(contentsOfFile: folder + "/events.csv", encoding: .utf8)
    #expect(table.contains(",moon_phase,alpha,"))
  }

  @Test("an event of a batch is passed over, keeps its number and is exported with its bytes")
  func batch() throws {
    let time = JournalFixture.time(4)
    var writer = BatchWriter(capacity: 64)
    for byte: UInt8 in [1, 2] { writer.byte(byte) }
    writer.varint(1)
    writer.varint(4)
    writer.put(.accepted(ClientOrderID(ordinal: 7), at: time))
    for byte: UInt8 in [15, 3, 0xAA, 0xBB, 0xCC, 200, 0] { writer.byte(byte) }
    writer.put(.canceled(ClientOrderID(ordinal: 7), at: time))
    let batch = try BotEventBatch.decode(writer.bytes)
    #expect(
      batch.records == [
        .event(.accepted(ClientOrderID(ordinal: 7), at: time)), .unknown(tag: 15, bytes: [0xAA, 0xBB, 0xCC]),
        .unknown(tag: 200, bytes: []), .event(.canceled(ClientOrderID(ordinal: 7), at: time)),
      ])
    #expect(batch.events.count == 2)
    #expect(
      batch.json.compactText.contains(#"{"evidence":1,"event":2,"what":"unknown","tag":15,"bytes":"aabbcc"}"#)
    )

    let home = try JournalFixture()
    let journal = try home.journal()
    try journal.write { transaction in
      try transaction.record(
        NewEvent(.botRegistered, subject: "alpha", at: time), [.newBot(JournalFixture.bot("alpha"))])
      try transaction.record(
        NewEvent(.evidenceStarted, subject: "alpha", at: time),
        [.newEvidence(JournalFixture.evidence(1, of: "alpha"))])
      _ = try transaction.append(
        code: "bot_events", subject: "alpha", payload: writer.bytes, effects: [], at: time)
    }
    try journal.read { reading in
      let evidence = try #require(try reading.evidence(1))
      var numbers: [Int] = []
      try reading.botEvents(of: evidence) { number, _ in numbers.append(number) }
      #expect(numbers == [1, 4])
    }
  }

  @Test(
    "an event whose length goes beyond the batch is a fault",
    arguments: [[15, 9, 1], [15], [0], [15, 0x80]])
  func brokenLength(_ bytes: [UInt8]) {
    #expect(throws: BotEventBatch.Fault.self) { try BotEventBatch.decode([1, 2, 1, 1] + bytes) }
  }
}
