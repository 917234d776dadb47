import TradingCore

/// The start of a tick file.
///
/// | bytes | what |
/// | --- | --- |
/// | 8 | magic `89 54 49 43 4B 53 0D 0A` (line ends in it show a copy that changed them) |
/// | 2 | format version, 1 |
/// | 2 | kind, see `TickKind` |
/// | 1 | digits of prices |
/// | 1 | digits of sizes, 0 without sizes |
/// | 1 | decimals of a second in the time unit: 0, 3, 6 or 9 |
/// | 1 | 0, reserved |
/// | 4 | length of the whole header with its CRC |
/// | 2 + n | symbol: length and UTF-8 |
/// | 4 + n | source: length and UTF-8 |
/// | 4 + n | provenance: length and UTF-8 |
/// | 4 | CRC-32 of all the bytes before |
///
/// All integers in the file are little-endian.
struct TickFileHeader: Sendable, Hashable {
  static let magic: [UInt8] = [0x89, 0x54, 0x49, 0x43, 0x4B, 0x53, 0x0D, 0x0A]
  static let version: UInt16 = 1
  static let fixedSize = 20
  static let longest =
    fixedSize + 2 + 32 + 4 + TickFileMetadata.longestSource + 4
    + TickFileMetadata.longestProvenance + 4

  var metadata: TickFileMetadata
  var kind: TickKind
  var timeUnit: TimeUnit

  func encoded() -> [UInt8] {
    let symbol = Array(metadata.symbol.name.utf8)
    let source = Array(metadata.source.utf8)
    let provenance = Array(metadata.provenance.utf8)
    var writer = ByteWriter()
    writer.append(contentsOf: Self.magic)
    writer.append(Self.version)
    writer.append(kind.rawValue)
    writer.append(UInt8(metadata.digits))
    writer.append(UInt8(metadata.sizeDigits))
    writer.append(timeUnit.rawValue)
    writer.append(UInt8(0))
    writer.append(UInt32(Self.fixedSize + 14 + symbol.count + source.count + provenance.count))
    writer.append(UInt16(symbol.count))
    writer.append(contentsOf: symbol)
    writer.append(UInt32(source.count))
    writer.append(contentsOf: source)
    writer.append(UInt32(provenance.count))
    writer.append(contentsOf: provenance)
    writer.append(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  /// Reads the header at the start of a file.
  ///
  /// - Returns: the header and its length in bytes.
  /// - Throws: `FormatFault` of each kind.
  static func decode(
    _ start: UnsafeRawBufferPointer
  ) throws(FormatFault) -> (header: TickFileHeader, length: Int) {
    guard !start.isEmpty else { throw .foreign("the file is empty") }
    guard start.prefix(magic.count).elementsEqual(magic.prefix(start.count)) else {
      throw .foreign("it does not start like one")
    }
    guard start.count >= fixedSize else { throw .damaged("the file ends inside of it") }
    var reader = ByteReader(start, at: magic.count)
    // A later version may lay out everything after it differently, so it is looked at before the CRC.
    let version: UInt16 = try reader.read()
    guard version <= Self.version else { throw .unsupported("format version \(version)") }
    var ahead = ByteReader(start, at: 16)
    let length = Int(try ahead.read(UInt32.self))
    guard version == Self.version, length >= fixedSize + 14, length <= longest else {
      throw .damaged("it has a version or length that is none")
    }
    guard length <= start.count else { throw .damaged("the file ends inside of it") }
    let covered = UnsafeRawBufferPointer(rebasing: start[..<(length - 4)])
    var end = ByteReader(start, at: length - 4)
    guard try end.read() == Checksum.crc32(covered) else { throw .damaged("its CRC does not match") }
    return (try fields(covered), length)
  }

  private static func fields(_ bytes: UnsafeRawBufferPointer) throws(FormatFault) -> TickFileHeader {
    var reader = ByteReader(bytes, at: 10)
    let kindCode: UInt16 = try reader.read()
    let digits = Int(try reader.read(UInt8.self))
    let sizeDigits = Int(try reader.read(UInt8.self))
    let unitCode: UInt8 = try reader.read()
    let reserved: UInt8 = try reader.read()
    _ = try reader.take(4)
    let name = try text(&reader, length: Int(try reader.read(UInt16.self)))
    let source = try text(&reader, length: Int(try reader.read(UInt32.self)))
    let provenance = try text(&reader, length: Int(try reader.read(UInt32.self)))
    guard let kind = TickKind(rawValue: kindCode) else { throw .unsupported("ticks of kind \(kindCode)") }
    guard kind.hasSizes || (kind == .quotes && sizeDigits == 0) else { throw .unsupported(kind.reservedName) }
    guard let unit = TimeUnit(rawValue: unitCode), let symbol = Symbol(name), symbol.name == name,
      reserved == 0, reader.remaining == 0
    else { throw .damaged("it holds a symbol, time unit or length that is none") }
    let metadata = TickFileMetadata(
      symbol: symbol, digits: digits, sizeDigits: sizeDigits, source: source, provenance: provenance)
    if let fault = metadata.fault { throw .damaged(fault) }
    return TickFileHeader(metadata: metadata, kind: kind, timeUnit: unit)
  }

  private static func text(_ reader: inout ByteReader, length: Int) throws(FormatFault) -> String {
    guard let text = String(validating: try reader.take(length), as: UTF8.self) else {
      throw .damaged("a text in it is not UTF-8")
    }
    return text
  }
}
