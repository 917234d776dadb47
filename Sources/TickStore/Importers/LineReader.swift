#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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
  /// The number of the last line returned, from 1.
  private(set) var lineNumber = 0

  init(_ source: any ByteSource, place: ImportPlace) throws(ImportError) {
    self.source = source
    self.place = place
    try fill()
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if end >= 3, (0..<3).allSatisfy({ buffer[$0] == mark[$0] }) { start = 3 }
  }

  deinit { buffer.deallocate() }

  var fileOffset: Int { source.fileOffset }

  /// Where the last line returned stands.
  var currentPlace: ImportPlace { place.at(.line(lineNumber)) }

  /// The file, or the member of it.
  var wholePlace: ImportPlace { place }

  /// The next line, valid until the next call; `nil` at the end.
  ///
  /// - Throws: `data` for a line over 64 KiB or with a NUL byte in it; what the source throws.
  func next() throws(ImportError) -> ByteField? {
    var searched = start
    while true {
      if let found = memchr(buffer + searched, 10, end - searched) {
        let stop = UnsafeMutableRawPointer(buffer).distance(to: found)
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
    lineNumber -= 1
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
    lineNumber += 1
    var length = stop - start
    if length > 0, buffer[stop - 1] == 13 { length -= 1 }
    guard length <= Self.longestLine else {
      try readToEnd()
      throw .data(currentPlace, .unreadableLine("a line of more than 64 KiB"))
    }
    if memchr(buffer + start, 0, length) != nil {
      try readToEnd()
      throw .data(currentPlace, .unreadableLine("a NUL byte: this is not plain text"))
    }
    return ByteField(start: buffer + start, count: length)
  }

  private func fill() throws(ImportError) {
    if start > 0 {
      memmove(buffer, buffer + start, end - start)
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
