import Crypto
import FileSystem
import JSONText
import TradingCore

/// A file of an export or backup, as its manifest names it.
package struct FileDigest: Sendable, Hashable {
  /// The path within the folder.
  package let name: String
  /// The length in bytes.
  package let bytes: Int
  /// The rows without a header, `nil` for a file that has none.
  package let rows: Int?
  /// The SHA-256 as 64 lower-case hex digits.
  package let sha256: String

  init(name: String, bytes: Int, rows: Int? = nil, sha256: String) {
    self.name = name
    self.bytes = bytes
    self.rows = rows
    self.sha256 = sha256
  }

  var json: JSONValue {
    var members = [JSONMember("name", .string(name)), JSONMember("bytes", .count(bytes))]
    if let rows { members.append(JSONMember("rows", .count(rows))) }
    return .object(members + [JSONMember("sha256", .string(sha256))])
  }
}

/// An output file that appears whole, and whose digest is known when it does.
final class DigestedFile {
  private static let limit = 1 << 16

  private let name: String
  private let file: AtomicFile
  private var hasher = SHA256()
  private var pending: [UInt8] = []
  private var rows = 0

  init(folder: String, name: String) throws(FileError) {
    self.name = name
    file = try AtomicFile(path: folder + "/" + name)
    pending.reserveCapacity(2 * Self.limit)
  }

  /// Appends a line that is a row.
  func write(row line: String) throws(FileError) {
    rows += 1
    try write(line)
  }

  /// Appends a line that is none, such as a header.
  func write(_ line: String) throws(FileError) {
    pending.append(contentsOf: line.utf8)
    pending.append(UInt8(ascii: "\n"))
    if pending.count >= Self.limit { try flush() }
  }

  private func flush() throws(FileError) {
    hasher.update(data: pending)
    try file.write(pending)
    pending.removeAll(keepingCapacity: true)
  }

  /// Makes the file appear under its name.
  func commit() throws(FileError) -> FileDigest {
    try flush()
    let size = file.size
    try file.commit()
    return FileDigest(name: name, bytes: size, rows: rows, sha256: Hexadecimal.text(hasher.finalize()))
  }
}

/// Lines of comma-separated values after RFC 4180, with bare line feeds.
enum CSVLine {
  static func of(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes || text.utf8.first == 0x20 || text.utf8.last == 0x20 else { return text }
    var out = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { out += "\"" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}
