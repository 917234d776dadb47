package import FileSystem
import JSONText
import TradingCore

/// What an export wrote.
package struct ExportSummary: Sendable, Hashable {
  /// Where the chain ends in it.
  package let head: ChainHead
  /// The files but for the manifest.
  package let files: [FileDigest]
}

/// Writes a journal out for people and for other programs.
///
/// - `events.jsonl`: a row of the chain a line, exact enough to compute its hash from: the payload as it is, of a
///   batch the decoded events and in `payload_bytes` the bytes, as of what is no JSON of a later program.
/// - `events.csv`: the same rows without effects; of a batch only whose and how many events it has.
/// - `fills.csv`, `trades.csv`, `orders.csv`: in order of bot, evidence and event, and with the times of the events
///   alone, so that two homes in which bots traded the same have the same files.
/// - `manifest.json`: length, rows and SHA-256 of each, and the head of the chain; written last.
package enum JournalExport {
  /// Writes the export of one consistent view of the journal, in memory bounded by its largest batch.
  ///
  /// Links and hashes of the rows are checked on the way. `units` says how to write an evidence's numbers for
  /// people; without it there are the exact whole numbers alone. `progress` gets the number of rows written, and
  /// `cancellation` is asked then.
  ///
  /// - Throws: `folderNotEmpty`; `tampered` or `unreadableRow` for a chain that is not whole; `file`, among
  ///   them `.interrupted`, and what the database reports.
  @discardableResult
  package static func write(
    _ journal: Journal, to folder: String, units: (EvidenceRecord) -> EvidenceUnits? = { _ in nil },
    cancellation: Cancellation = .never, progress: (Int64) -> Void = { _ in }
  ) throws(JournalError) -> ExportSummary {
    guard try FileTree.isEmpty(folder) else { throw .folderNotEmpty(path: folder) }
    return try JournalError.mapping(journal.path) {
      try Folders.make(folder)
      return try journal.read { reading in
        let chain = try ChainFiles(folder: folder, path: journal.path)
        let head = try chain.write(reading, cancellation, progress: progress)
        let trading = try TradingFiles(folder: folder)
        try trading.write(reading, cancellation, units: units)
        let files = try chain.commit() + trading.commit()
        _ = try FolderManifest(kind: .export, head: head, files: files).write(to: folder)
        return ExportSummary(head: head, files: files)
      }
    }
  }
}

/// `events.jsonl` and `events.csv`.
private struct ChainFiles {
  private static let columns = [
    "seq", "recorded_at", "kind", "subject", "payload", "previous", "hash",
  ]

  private let lines: DigestedFile
  private let table: DigestedFile
  private let path: String

  init(folder: String, path: String) throws(FileError) {
    lines = try DigestedFile(folder: folder, name: "events.jsonl")
    table = try DigestedFile(folder: folder, name: "events.csv")
    self.path = path
    try table.write(CSVLine.of(Self.columns))
  }

  func write(
    _ reading: JournalReading, _ cancellation: Cancellation, progress: (Int64) -> Void
  ) throws -> ChainHead {
    var head = ChainHead.genesis
    try reading.eachEvent { event in
      guard event.follows(head) else {
        throw JournalError.tampered(path: path, .brokenLink(seq: event.seq))
      }
      head = ChainHead(seq: event.seq, hash: event.hash)
      try write(event)
      if event.seq.isMultiple(of: 1_024) {
        progress(event.seq)
        try cancellation.check()
      }
    }
    return head
  }

  private func write(_ event: JournalEvent) throws {
    let (payload, short, bytes) = try texts(event)
    let subject = JSONValue.quoted(event.subject)
    try lines.write(
      row: "{\"seq\":\(event.seq),\"recorded_at\":\"\(event.recordedAt.exportText)\","
        + "\"kind\":" + JSONValue.quoted(event.code) + ",\"subject\":\(subject),\"payload\":\(payload),"
        + (bytes.map { "\"payload_bytes\":\"\($0)\"," } ?? "")
        + "\"effects\":\"\(Hexadecimal.text(event.effects))\",\"previous\":\"\(Hexadecimal.text(event.previous))\","
        + "\"hash\":\"\(Hexadecimal.text(event.hash))\"}")
    try table.write(
      row: CSVLine.of([
        String(event.seq), event.recordedAt.exportText, event.code, event.subject, short,
        Hexadecimal.text(event.previous), Hexadecimal.text(event.hash),
      ]))
  }

  /// The payload in full and in short, and the bytes of a batch.
  private func texts(_ event: JournalEvent) throws -> (full: String, short: String, bytes: String?) {
    func unreadable(_ reason: String) -> JournalError {
      .unreadableRow(path: path, table: "events", row: event.seq, reason: reason)
    }
    if event.kind == nil, event.json == nil || event.payload.contains(0x0A) {
      // Whatever a later program keeps there.
      return ("null", "", Hexadecimal.text(event.payload))
    }
    guard event.kind == .botEvents else {
      do { _ = try JSONValue(json: event.payload) } catch { throw unreadable("JSON: \(error)") }
      let text = String(decoding: event.payload, as: UTF8.self)
      guard !text.utf8.contains(0x0A) else { throw unreadable("expected JSON on one line") }
      return (text, text, nil)
    }
    do {
      let batch = try BotEventBatch.decode(event.payload)
      let short: JSONValue = [
        "evidence": .integer(batch.header.evidence), "first_event": .count(batch.header.firstNumber),
        "events": .count(batch.header.count),
      ]
      return (batch.json.compactText, short.compactText, Hexadecimal.text(event.payload))
    } catch { throw unreadable(error.description) }
  }

  func commit() throws(FileError) -> [FileDigest] { [try lines.commit(), try table.commit()] }
}

/// `fills.csv`, `trades.csv` and `orders.csv`.
private struct TradingFiles {
  private let fills: DigestedFile
  private let trades: DigestedFile
  private let orders: DigestedFile

  init(folder: String) throws(FileError) {
    fills = try DigestedFile(folder: folder, name: "fills.csv")
    trades = try DigestedFile(folder: folder, name: "trades.csv")
    orders = try DigestedFile(folder: folder, name: "orders.csv")
    try fills.write(CSVLine.of(TradingRows.fillColumns))
    try trades.write(CSVLine.of(TradingRows.tradeColumns))
    try orders.write(CSVLine.of(TradingRows.orderColumns))
  }

  func write(
    _ reading: JournalReading, _ cancellation: Cancellation, units: (EvidenceRecord) -> EvidenceUnits?
  ) throws {
    let all = try reading.evidence().sorted { ($0.bot, $0.number) < ($1.bot, $1.number) }
    for evidence in all {
      try cancellation.check()
      let rows = TradingRows(evidence, units: units(evidence))
      try reading.botEvents(of: evidence) { number, event in
        switch event {
        case .filled(let fill): try fills.write(row: CSVLine.of(rows.fill(fill, number: number)))
        case .closed(let trade): try trades.write(row: CSVLine.of(rows.trade(trade, number: number)))
        default:
          if let row = rows.order(event, number: number) { try orders.write(row: CSVLine.of(row)) }
        }
      }
    }
  }

  func commit() throws(FileError) -> [FileDigest] {
    [try fills.commit(), try trades.commit(), try orders.commit()]
  }
}
