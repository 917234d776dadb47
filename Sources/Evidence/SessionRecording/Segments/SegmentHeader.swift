import FileSystem
import TickStore
import TradingCore

/// The start of a segment's file.
struct SegmentHeader {
  /// What the file holds.
  enum Content: UInt16 {
    /// All of a segment's records.
    case log = 0
    /// The controls and the end of a sealed segment.
    case controls = 1
  }

  /// The version of the form: what the file may hold.
  var version = SegmentFormat.version
  var content: Content
  var sessionID: String
  var number: Int
  /// What of the session comes before the segment.
  var start: SessionPosition
  var openedAt: Timestamp
  var symbols: [SessionSymbol]
  /// The state of the stream's order before the segment.
  var order: StreamOrder

  /// Whether quotes in the log have room for sizes.
  var hasSizes: Bool { symbols.contains { $0.sizeDigits != nil } }

  private static let fixedSize = 16
  private static let longest = 1 << 26

  func encoded() -> [UInt8] {
    var body = LogBytes()
    body.append(sessionID)
    body.append(UInt32(number))
    body.append(UInt64(start.quotes))
    body.append(UInt64(start.controls))
    body.append(openedAt.nanoseconds)
    body.append(UInt16(symbols.count))
    for symbol in symbols {
      body.append(symbol.symbol.name)
      body.append(UInt8(symbol.digits))
      body.append(symbol.sizeDigits.map { UInt8($0) } ?? .max)
    }
    body.append(contentsOf: order.encoded)
    var writer = LogBytes()
    writer.append(contentsOf: SegmentFormat.magic)
    writer.append(version)
    writer.append(content.rawValue)
    writer.append(UInt32(Self.fixedSize + body.bytes.count + 4))
    writer.append(contentsOf: body.bytes)
    writer.append(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  /// Reads the header of a file.
  ///
  /// - Returns: the header and its length in bytes.
  static func read(_ file: InputFile) throws(SessionLogError) -> (header: SegmentHeader, length: Int) {
    let start = try wrappingFileErrors { () throws(FileError) in try file.read(at: 0, count: fixedSize) }
    func damaged(_ reason: String) -> SessionLogError {
      .damaged(path: file.path, offset: 0, reason: "its header \(reason)")
    }
    guard start.count == fixedSize, start.starts(with: SegmentFormat.magic) else {
      throw damaged("is not that of a session log")
    }
    let fixed = start.withUnsafeBytes { raw in
      var scanner = LogScanner(raw, at: SegmentFormat.magic.count)
      return (scanner.read(UInt16.self) ?? 0, scanner.read(UInt16.self) ?? 0, scanner.read(UInt32.self) ?? 0)
    }
    guard (1...SegmentFormat.version).contains(fixed.0) else {
      throw .unsupported(path: file.path, found: "format version \(fixed.0)")
    }
    let length = Int(fixed.2)
    guard length > fixedSize + 4, length <= min(longest, file.size) else { throw damaged("is cut off") }
    let bytes = try wrappingFileErrors { () throws(FileError) in try file.read(at: 0, count: length) }
    let header = bytes.withUnsafeBytes { raw -> SegmentHeader? in
      var end = LogScanner(raw, at: length - 4)
      let covered = UnsafeRawBufferPointer(rebasing: raw[..<(length - 4)])
      guard end.read(UInt32.self) == Checksum.crc32(covered) else { return nil }
      var scanner = LogScanner(covered, at: fixedSize)
      return Content(rawValue: fixed.1).flatMap {
        SegmentHeader(&scanner, version: fixed.0, content: $0)
      }
    }
    guard let header else { throw damaged("has another CRC than its bytes") }
    return (header, length)
  }
}

extension SegmentHeader {
  private init?(_ scanner: inout LogScanner, version: UInt16, content: Content) {
    guard let sessionID = scanner.text(), let number = scanner.read(UInt32.self),
      let quotes = scanner.count(), let controls = scanner.count(), let openedAt = scanner.time(),
      let count = scanner.read(UInt16.self)
    else { return nil }
    var symbols: [SessionSymbol] = []
    for _ in 0..<count {
      guard let symbol = scanner.text().flatMap({ Symbol($0) }), let digits = scanner.read(UInt8.self),
        let sizeDigits = scanner.read(UInt8.self)
      else { return nil }
      symbols.append(
        SessionSymbol(
          symbol: symbol, digits: Int(digits), sizeDigits: sizeDigits == .max ? nil : Int(sizeDigits)))
    }
    guard Set(symbols.map(\.symbol)).count == symbols.count, let rest = scanner.take(scanner.remaining),
      let order = StreamOrder(encoded: rest, symbols: symbols.map(\.symbol))
    else { return nil }
    self.init(
      version: version, content: content, sessionID: sessionID, number: Int(number),
      start: SessionPosition(quotes: quotes, controls: controls), openedAt: openedAt, symbols: symbols,
      order: order)
  }
}
