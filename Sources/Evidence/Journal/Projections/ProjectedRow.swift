import Crypto
import Foundation
import GRDB

/// The tables that say how things stand, each row explained by the event of the chain it names last.
enum ProjectedTable: UInt8, CaseIterable {
  // Raw values are in the chain and never reused.
  case bots = 1
  case evidence = 2
  case sessions = 3
  case sessionBots = 4
  case trials = 5
  case intents = 6

  /// The name of the table.
  var name: String {
    switch self {
    case .bots: "bots"
    case .evidence: "evidence"
    case .sessions: "sessions"
    case .sessionBots: "session_bots"
    case .trials: "trials"
    case .intents: "intents"
    }
  }

  /// The schema that it came with.
  var schema: Int { self == .intents ? 3 : 1 }

  /// The whole number that stands for a row.
  var key: String {
    switch self {
    case .bots, .sessionBots: "number"
    case .evidence, .sessions, .trials, .intents: "id"
    }
  }

  /// The columns after the key and before `seq`, in the order of their digest.
  var columns: [String] {
    switch self {
    case .bots: ["id", "status", "mode", "family", "spec", "created_at", "updated_at"]
    case .evidence:
      [
        "bot", "mode", "identity", "number", "started_at", "first_seq", "checkpoint_digest",
        "checkpoint_events", "event_count", "fill_count", "fingerprint", "cursor", "summary", "updated_at",
      ]
    case .sessions: ["kind", "status", "source", "started_at", "ended_at", "quotes"]
    case .sessionBots:
      [
        "session", "evidence", "start_state", "start_cursor", "start_events", "start_fills",
        "start_fingerprint", "end_events", "end_fingerprint",
      ]
    case .trials:
      [
        "family", "identity", "data_digest", "strategy", "sharpe", "trades", "net_profit", "recorded_at",
        "source",
      ]
    case .intents: ["evidence", "number", "content", "committed_at"]
    }
  }

  /// `SELECT key, columns, seq FROM table`, for conditions to follow.
  var selection: String { "SELECT \(([key] + columns + ["seq"]).joined(separator: ", ")) FROM \(name)" }

  var insertion: String { Self.insertions[self] ?? insertionText }

  var update: String { Self.updates[self]?.plain ?? updateText }

  /// The update of a row that has to have a certain count of events.
  var countedUpdate: String { Self.updates[self]?.counted ?? updateText + Self.countCondition }

  // Put together once: a commit of a thousand bots needs them a thousand times.
  private static let countCondition = " AND event_count = ?"
  private static let insertions = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, $0.insertionText) })
  private static let updates = Dictionary(
    uniqueKeysWithValues: allCases.map {
      ($0, (plain: $0.updateText, counted: $0.updateText + countCondition))
    })

  private var insertionText: String {
    let all = [key] + columns + ["seq"]
    let marks = all.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO \(name) (\(all.joined(separator: ", "))) VALUES (\(marks))"
  }

  private var updateText: String {
    let changes = (columns + ["seq"]).map { "\($0) = ?" }.joined(separator: ", ")
    return "UPDATE \(name) SET \(changes) WHERE \(key) = ?"
  }
}

/// A value that is a row of such a table.
protocol ProjectedRow {
  static var table: ProjectedTable { get }
  /// The number that stands for it.
  var key: Int64 { get }
  /// How an error names it.
  var label: String { get }
  /// Its columns, in the table's order.
  var values: [DatabaseValue] { get }
}

/// Writes down, in the event, what a row looks like after it: table (a byte), key, digest.
///
/// The digest is the SHA-256 of: `slipway.row.v1` and a zero byte, the table, the key, the columns, seq. A column is
/// a byte (0 nothing, 1 whole number, 2 real number, 3 text, 4 bytes), then 64 bits, or the length in bytes and
/// the bytes. Whoever alters a row would have to alter the chain, too.
enum RowEffect {
  static let size = 41

  static func bytes(_ table: ProjectedTable, key: Int64, digest: [UInt8]) -> [UInt8] {
    var bytes = [table.rawValue]
    bytes.reserveCapacity(size)
    bytes.append(number: key)
    return bytes + digest
  }

  static func digest(_ table: ProjectedTable, key: Int64, values: [DatabaseValue], seq: Int64) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(1_024)
    content.append(contentsOf: "slipway.row.v1\0".utf8)
    content.append(table.rawValue)
    content.append(number: key)
    for value in values { append(value, to: &content) }
    content.append(number: seq)
    return Array(SHA256.hash(data: content))
  }

  private static func append(_ value: DatabaseValue, to content: inout [UInt8]) {
    switch value.storage {
    case .null: content.append(0)
    case .int64(let number):
      content.append(1)
      content.append(number: number)
    case .double(let number):
      content.append(2)
      content.append(number: number.bitPattern)
    case .string(let text):
      content.append(3)
      content.append(number: text.utf8.count)
      content.append(contentsOf: text.utf8)
    case .blob(let bytes):
      content.append(4)
      content.append(number: bytes.count)
      content.append(contentsOf: bytes)
    }
  }
}
