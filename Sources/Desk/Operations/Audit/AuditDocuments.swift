package import JSONText
import Journal
import TradingCore

/// What a check of the journal found.
package struct AuditFinding: Sendable {
  /// Rows of the chain; `nil` where it could not be opened.
  package let rows: Int64?
  /// The last row's number and hash.
  package let head: String?
  /// What is wrong first, in words; `nil` where nothing is.
  package let fault: String?
  private let code: String?
  private let anchored: Int64?
  private let row: Int64?

  /// Whether the journal is what was written.
  package var isIntact: Bool { code == nil }

  init(_ report: AuditReport) {
    (rows, head, anchored) = (report.rows, report.head.text, report.anchored)
    (code, fault, row) = (report.fault?.code, report.fault?.description, report.fault?.seq)
  }

  init(code: String, _ fault: String) {
    (self.code, self.fault) = (code, fault)
    (rows, head, anchored, row) = (nil, nil, nil, nil)
  }
}

extension AuditFinding: Document {
  /// What was found, for programs.
  package var json: JSONValue {
    let fault: JSONValue =
      if let code {
        [
          "code": .string(code), "row": row.map { .integer($0) } ?? .null,
          "detail": .string(self.fault ?? ""),
        ]
      } else { .null }
    return [
      "intact": .boolean(isIntact), "rows": rows.map { .integer($0) } ?? .null,
      "head": head.map { .string($0) } ?? .null, "anchored": anchored.map { .integer($0) } ?? .null,
      "fault": fault,
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
