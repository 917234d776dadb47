package import FileSystem
package import TradingCore

/// Writes rows of a CSV file as they come; the file appears whole, under its name, on `commit`.
///
/// Fields are quoted where RFC 4180 asks for it. Lines end in a bare line feed, which readers of the RFC's
/// format take as well and line tools need.
package final class CSVWriter {
  private let file: AtomicFile
  private let columnCount: Int

  /// Opens the file and writes the header.
  ///
  /// - Throws: `uncreatable` or `writeFailed`.
  package init(path: String, columns: [String]) throws(FileError) {
    file = try AtomicFile(path: path)
    columnCount = columns.count
    try file.write(Self.line(columns))
  }

  /// Appends a row.
  ///
  /// - Precondition: as many fields as columns.
  /// - Throws: `writeFailed`.
  package func write(_ fields: [String]) throws(FileError) {
    precondition(fields.count == columnCount, "a CSV row has as many fields as the file has columns")
    try file.write(Self.line(fields))
  }

  /// Makes the file appear.
  ///
  /// - Throws: `writeFailed` or `uncreatable`.
  package func commit() throws(FileError) { try file.commit() }

  /// One line of CSV with its line feed.
  package static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\n"
  }

  /// A time in a field: ISO 8601 UTC in milliseconds, to the nanosecond where it has finer ones.
  package static func time(_ time: Timestamp) -> String {
    time.nanoseconds % Timestamp.millisecond == 0 ? time.iso8601 : time.iso8601(fractionDigits: 9)
  }

  /// A field, quoted when it holds a comma, a quote or a line break, or starts or ends with a space.
  package static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard needsQuotes || text.utf8.first == 0x20 || text.utf8.last == 0x20 else { return text }
    var out = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { out += "\"" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}
