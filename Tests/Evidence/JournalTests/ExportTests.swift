import Foundation
import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

@Suite("Writing a journal out")
struct ExportTests {
  private func lines(_ home: JournalFixture, _ name: String) throws -> [String] {
    try String(contentsOfFile: home.folder.file("out/" + name), encoding: .utf8).split(separator: "\n").map(
      String.init)
  }

  @Test("Each row of the chain is a line of JSON, batches are decoded")
  func events() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    let summary = try JournalExport.write(journal, to: home.folder.file("out"))
    #expect(summary.head == (try journal.head()))
    let rows = try lines(home, "events.jsonl")
    #expect(rows.count == 9)
    let batch = try JSONValue(json: Array(rows[4].utf8))
    #expect(batch["kind"] == "bot_events")
    #expect(batch["recorded_at"] == "2023-11-14T22:13:24.000000000Z")
    let first: JSONValue = [
      "evidence": 1, "event": 1, "what": "accepted", "time": "2023-11-14T22:13:24.000000000Z",
      "order": .unsigned(4),
    ]
    guard case .array(let events) = batch["payload"] else {
      Issue.record("no array")
      return
    }
    #expect(events.count == 2)
    #expect(events.first?.compactText == first.compactText)
    #expect(events.last?["what"] == "margin_call")
    #expect(try JSONValue(json: Array(rows[1].utf8))["payload"] == ["by": "test"])
  }

  @Test("The hash of a row can be computed from its line")
  func exact() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    try JournalExport.write(journal, to: home.folder.file("out"))
    let rows = try lines(home, "events.jsonl")
    for (row, event) in zip(rows, try journal.read { try $0.events(after: 0) }) {
      let value = try JSONValue(json: Array(row.utf8))
      let payload: [UInt8]? =
        if case .string(let digits) = value["payload_bytes"] { Hexadecimal.bytes(digits) } else {
          value["payload"].map { Array($0.compactText.utf8) }
        }
      #expect(payload == event.payload)
      #expect(value["effects"] == .string(Hexadecimal.text(event.effects)))
      #expect(value["hash"] == .string(Hexadecimal.text(event.hash)))
    }
  }

  @Test("The manifest names length, rows and digest of each file")
  func manifest() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    let out = home.folder.file("out")
    let summary = try JournalExport.write(journal, to: out)
    #expect(
      summary.files.map(\.name) == ["events.jsonl", "events.csv", "fills.csv", "trades.csv", "orders.csv"])
    #expect(summary.files.map(\.rows) == [9, 9, 0, 0, 2])
    for file in summary.files {
      let found = try FileTree.digest(file.name, in: out)
      #expect(file.bytes == found.bytes)
      #expect(file.sha256 == found.sha256)
    }
    let manifest = try FolderManifest(folder: out, kind: .export)
    #expect(manifest.head == summary.head)
    #expect(manifest.files.map(\.sha256) == summary.files.map(\.sha256))
  }

  @Test("Trading is written in units for people where symbol and currency are known")
  func trading() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    try ExportTests.trade(in: journal, at: JournalFixture.time(9))
    try JournalExport.write(journal, to: home.folder.file("out")) { evidence in
      evidence.bot == "alpha" ? EvidenceUnits(instruments: [ExportTests.instrument], currency: .usd) : nil
    }
    #expect(
      try lines(home, "fills.csv") == [
        TradingRows.fillColumns.joined(separator: ","),
        "alpha,1,6,2023-11-14T22:13:29.000000000Z,1,7,7,EURUSD,buy,0.01,1.10005,entry,0.035,0.05,0.00,USD,0,1000,"
          + "110005,35000,50000,0",
      ])
    #expect(
      try lines(home, "trades.csv").last
        == "alpha,1,7,1,7,EURUSD,buy,0.01,2023-11-14T22:13:29.000000000Z,1.10005,2023-11-14T22:13:30.000000000Z,"
        + "1.10105,1.00,0.07,0.00,0.93,0.10,0.00,take_profit,-0.05,1.00,USD,0,1000,110005,110105,1000000,70000,0,"
        + "930000,100000,0,-50000,1000000")
    #expect(
      try lines(home, "orders.csv")[3]
        == "alpha,1,5,2023-11-14T22:13:29.000000000Z,asked,7,submit,,,EURUSD,buy,0.01,limit,1.10005,,good_till,"
        + "2023-11-14T22:13:39.000000000Z,1.09905,,,,,,,0,1000,110005,,109905,,,,")
    for name in ["fills", "trades", "orders"] {
      let table = try lines(home, name + ".csv").map { $0.filter { $0 == "," }.count }
      #expect(Set(table).count == 1)
    }
  }

  @Test("Without units there are the exact numbers alone")
  func raw() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    try ExportTests.trade(in: journal, at: JournalFixture.time(9))
    try JournalExport.write(journal, to: home.folder.file("out"))
    #expect(
      try lines(home, "fills.csv").last
        == "alpha,1,6,2023-11-14T22:13:29.000000000Z,1,7,7,,buy,,,entry,,,,,0,1000,110005,35000,50000,0")
  }

  @Test("The same trading recorded at other times, in other batches, has the same files")
  func deterministic() throws {
    let homes = [try JournalFixture(), try JournalFixture()]
    for (index, home) in homes.enumerated() {
      let journal = try home.filled()
      let late = JournalFixture.time(100 * Int64(index))
      if index == 1 { try journal.write { try $0.append(.feedLost, at: late) } }
      try ExportTests.trade(in: journal, at: late, batches: index + 1)
      try JournalExport.write(journal, to: home.folder.file("out"))
    }
    for name in ["fills.csv", "trades.csv", "orders.csv"] {
      #expect(try lines(homes[0], name) == lines(homes[1], name))
    }
  }

  @Test("A folder that holds something is left alone")
  func notEmpty() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    #expect(throws: JournalError.folderNotEmpty(path: home.home)) {
      try JournalExport.write(journal, to: home.home)
    }
  }

  @Test("A chain that is not whole is not written out")
  func tampered() throws {
    let home = try JournalFixture()
    try home.filled()
    try home.tamper("UPDATE events SET subject = 'x' WHERE seq = 2")
    #expect(throws: JournalError.tampered(path: home.database, .brokenLink(seq: 2))) {
      try JournalExport.write(home.journal(.readOnly), to: home.folder.file("out"))
    }
    #expect(try FileTree.names(home.folder.file("out")) == [])
  }

  @Test("Fields are quoted as RFC 4180 asks")
  func quoting() {
    #expect(CSVLine.of(["a", "b,c", "d\"e", " f", ""]) == "a,\"b,c\",\"d\"\"e\",\" f\",")
  }
}

extension ExportTests {
  static var instrument: Instrument {
    Known.eurusd
  }

  /// Asked, filled and closed: three events, in one batch or in as many as wanted.
  static func trade(in journal: Journal, at time: Timestamp, batches: Int = 1) throws {
    let opened = JournalFixture.time(9)
    let closed = JournalFixture.time(10)
    let order = ClientOrderID(ordinal: 7)
    let request = OrderRequest(
      id: order, symbolIndex: 0, side: .buy, quantity: Quantity(units: 1_000),
      kind: .limit(Price(points: 110_005)), timeInForce: .goodTill(JournalFixture.time(19)),
      protection: Protection(stopLoss: Price(points: 109_905)))
    let fill = Fill(
      ordinal: 1, order: order, position: order, symbolIndex: 0, eventTime: opened, side: .buy,
      quantity: Quantity(units: 1_000), price: Price(points: 110_005), reason: .entry,
      commission: Money(units: 35_000), spreadCost: Money(units: 50_000), slippageCost: .zero)
    let trade = ClosedTrade(
      ordinal: 1, symbolIndex: 0, side: .buy, quantity: Quantity(units: 1_000), position: order,
      openTime: opened, openPrice: Price(points: 110_005), closeTime: closed,
      closePrice: Price(points: 110_105),
      grossResult: Money(units: 1_000_000), commission: Money(units: 70_000), swap: .zero,
      spreadCost: Money(units: 100_000), slippageCost: .zero, exitReason: .takeProfit,
      maximumAdverseExcursion: Money(units: -50_000), maximumFavorableExcursion: Money(units: 1_000_000),
      netResult: Money(units: 930_000))
    let events: [BotEvent] = [.asked(.submit(request), at: opened), .filled(fill), .closed(trade)]
    let parts = batches == 1 ? [events] : [Array(events.prefix(1)), Array(events.dropFirst())]
    for part in parts {
      try journal.write { transaction in
        guard var evidence = try transaction.reading.evidence(1) else { return }
        try transaction.record(part, of: &evidence, at: time)
      }
    }
  }
}
