package import JSONText
import Journal
import ModeManager
import TradingCore

/// What a check of the home found.
package struct AuditFinding: Sendable {
  /// Something that is wrong.
  package struct Fault: Sendable {
    /// A stable text code.
    package let code: String
    /// The row of the chain that it is at, or that says how it was; `nil` where it is at none.
    package let row: Int64?
    /// What is wrong, in words.
    package let detail: String
  }

  /// Rows of the chain; `nil` where it could not be opened.
  package let rows: Int64?
  /// The last row's number and hash.
  package let head: String?
  /// All that is wrong, the chain's own fault first.
  package let faults: [Fault]
  /// What the reader should know besides, sentences without their full stop.
  package let notes: [String]
  private let anchored: Int64?

  /// Whether the home is what was written.
  package var isIntact: Bool { faults.isEmpty }

  init(_ report: HomeAudit.Report) {
    (rows, head, anchored) = (report.chain.rows, report.chain.head.text, report.chain.anchored)
    faults = report.faults.map { Fault(code: $0.code, row: $0.row, detail: $0.detail) }
    notes = [
      Self.note(report.unsealedRecordings, "parts of recordings"),
      Self.note(report.unsealedMessages, "messages"),
    ].compactMap { $0 }
  }

  init(code: String, _ fault: String) {
    faults = [Fault(code: code, row: nil, detail: fault)]
    (rows, head, anchored, notes) = (nil, nil, nil, [])
  }

  private static func note(_ count: Int, _ what: String) -> String? {
    count == 0
      ? nil : "\(count) \(what) are of before the chain knew of any: nothing says whether they were altered"
  }
}

extension AuditFinding: Document {
  /// What was found, for programs.
  package var json: JSONValue {
    let faults = faults.map { fault -> JSONValue in
      [
        "code": .string(fault.code), "row": fault.row.map { .integer($0) } ?? .null,
        "detail": .string(fault.detail),
      ]
    }
    return [
      "intact": .boolean(isIntact), "rows": rows.map { .integer($0) } ?? .null,
      "head": head.map { .string($0) } ?? .null, "anchored": anchored.map { .integer($0) } ?? .null,
      "fault": faults.first ?? .null, "faults": .array(faults), "notes": .array(notes.map { .string($0) }),
    ]
  }
}

/// A file as a manifest lists it.
package struct ListedFile: Sendable {
  let json: JSONValue

  init(_ file: FileDigest) {
    let document: JSONValue = [
      "name": .string(file.name), "bytes": .count(file.bytes), "sha256": .string(file.sha256),
    ]
    json = file.rows.map { document.adding("rows", .count($0)) } ?? document
  }
}

/// A journal that was written out.
package struct ExportedJournal: Sendable {
  /// The folder.
  package let folder: String
  /// Rows of the chain.
  package let rows: Int64
  /// The last row's number and hash.
  package let head: String
  /// The files in it.
  package let files: [ListedFile]
}

extension ExportedJournal: Document {
  /// The export, for programs.
  package var json: JSONValue {
    [
      "folder": .string(folder), "rows": .integer(rows), "head": .string(head),
      "files": .array(files.map(\.json)),
    ]
  }
}

/// A copy of a home that was made.
package struct MadeBackup: Sendable {
  /// The folder.
  package let folder: String
  /// Rows of the chain.
  package let rows: Int64
  /// The last row's number and hash.
  package let head: String
  /// The manifest's SHA-256 in hexadecimal.
  package let manifest: String
  let bytes: Int
  /// The files in it.
  package let files: [ListedFile]
}

extension MadeBackup: Document {
  /// The backup, for programs.
  package var json: JSONValue {
    [
      "folder": .string(folder), "rows": .integer(rows), "head": .string(head),
      "manifest_sha256": .string(manifest), "bytes": .count(bytes), "files": .array(files.map(\.json)),
    ]
  }
}

/// A backup that was put in the place of a home.
package struct RestoredHome: Sendable {
  /// The home's folder.
  package let home: String
  /// Rows of the chain.
  package let rows: Int64
  /// The last row's number and hash.
  package let head: String
  /// Where the home that was there is now.
  package let movedAside: String?
  /// How many files there are.
  package let files: Int
  let madeAt: Timestamp?
}

extension RestoredHome: Document {
  /// The home, for programs.
  package var json: JSONValue {
    [
      "home": .string(home), "rows": .integer(rows), "head": .string(head),
      "made_at": madeAt.map { .string($0.iso8601) } ?? .null,
      "moved_aside": movedAside.map { .string($0) } ?? .null, "files": .count(files),
    ]
  }
}
