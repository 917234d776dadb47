import FileSystem

/// Lines of text from bytes, without their LF or CRLF; the last one may lack its end.
final class LineReader {
  /// The longest line that is still taken for one.
  static let longestLine = 1 << 16
  private static let capacity = 1 << 18

  private let source: any ByteSource
  private let place: ImportPlace
  private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
  private var start = 0
  private var end = 0
  // The first read is small, so that looking at the first line of many files stays cheap.
  private var nextRead = 4_096
  private var sawEnd = false
  // Private, so that the compiler need not check at each line who else is at it.
  private var number = 0
  private var comments = 0
  private var leadingBlanks = 0
  private var hasBegun = false
  /// The fields of rows that may start with `#` themselves, since an instrument's name in front does.
  var fieldsOfRows: Int?

  init(_ source: any ByteSource, place: ImportPlace) throws(ImportError) {
    self.source = source
    self.place = place
    try fill()
    let head = UnsafeBufferPointer(start: buffer, count: min(end, 4))
    if TextMark.isUTF16(head) { throw .data(place, .utf16) }
    if TextMark.isUTF8(head) { start = TextMark.utf8.count }
  }

  deinit { buffer.deallocate() }

  var fileOffset: Int { source.fileOffset }

  /// The number of the last line returned, from 1.
  var lineNumber: Int { number }

  /// Lines passed over because they start with `#`.
  var commentLines: Int { comments }

  /// Empty lines passed over in front of the first with something in it.
  var leadingBlankLines: Int { leadingBlanks }

  /// Where the last line returned stands.
  var currentPlace: ImportPlace { place.at(.line(lineNumber)) }

  /// The file, or the member of it.
  var wholePlace: ImportPlace { place }

  /// The next line that is no comment, valid until the next call; `nil` at the end.
  ///
  /// - Throws: `data` for a line over 64 KiB or with a NUL byte in it; what the source throws.
  func next() throws(ImportError) -> ByteField? {
    while let line = try anyLine() {
      if line.isEmpty, !hasBegun {
        leadingBlanks += 1
      } else if line.first == UInt8(ascii: "#"), isComment(line) {
        comments += 1
      } else {
        hasBegun = true
        return line
      }
    }
    return nil
  }

  /// A header may stand behind `#`, in front of all rows.
  private func isComment(_ line: ByteField) -> Bool {
    if let fieldsOfRows {
      let separator = ColumnMap.separator(of: line)
      if line.count(where: { $0 == separator }) + 1 == fieldsOfRows { return false }
    }
    if hasBegun { return true }
    return !ColumnMap.isHeader(ColumnMap.names(line, separator: ColumnMap.separator(of: line)))
  }

  private func anyLine() throws(ImportError) -> ByteField? {
    var searched = start
    while true {
      let unsearched = UnsafeRawBufferPointer(start: buffer + searched, count: end - searched)
      if let found = unsearched.firstPlace(of: 10) {
        let stop = searched + found
        defer { start = stop + 1 }
        return try line(upTo: stop)
      }
      searched = end
      if sawEnd {
        guard start < end else { return nil }
        defer { start = end }
        return try line(upTo: end)
      }
      if end - start > Self.longestLine + 1 { return try line(upTo: end) }
      let kept = searched - start
      try fill()
      searched = start + kept
    }
  }

  /// Puts the last line returned back, to be returned again.
  func putBack(_ line: ByteField) {
    guard let base = line.baseAddress else { return }
    start = UnsafePointer(buffer).distance(to: base)
    number -= 1
  }

  /// Reads what is left, after a line that makes no sense.
  ///
  /// - Throws: what the source throws, as damage to packed data shows at its end and is then the cause.
  func readToEnd() throws(ImportError) {
    if source is PlainBytes { return }
    let room = UnsafeMutableRawBufferPointer(start: buffer, count: Self.capacity)
    while try source.read(into: room) > 0 {}
  }

  @inline(__always)
  private func line(upTo stop: Int) throws(ImportError) -> ByteField {
    number += 1
    var length = stop - start
    if length > 0, buffer[stop - 1] == 13 { length -= 1 }
    guard length <= Self.longestLine else {
      try readToEnd()
      throw .data(currentPlace, .unreadableLine("a line of more than 64 KiB"))
    }
    if UnsafeRawBufferPointer(start: buffer + start, count: length).firstPlace(of: 0) != nil {
      try readToEnd()
      throw .data(currentPlace, .unreadableLine("a NUL byte: this is not plain text"))
    }
    return ByteField(start: buffer + start, count: length)
  }

  private func fill() throws(ImportError) {
    if start > 0 {
      buffer.update(from: buffer + start, count: end - start)
      end -= start
      start = 0
    }
    let room = min(Self.capacity - end, nextRead)
    nextRead = Self.capacity
    let got = try source.read(into: UnsafeMutableRawBufferPointer(start: buffer + end, count: room))
    end += got
    sawEnd = got == 0
  }
}
