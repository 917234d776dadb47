import FileSystem
import TradingCore

/// The members of a zip file, from its central directory.
///
/// Lengths may stand in a member's zip64 field, as in LEAN's files. Left out, and refused by name: archives that
/// need a zip64 directory (over 4 GiB or 65,534 members), encryption, several disks, methods other than stored
/// and deflate. Source: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16 and 4.5.3.
struct ZipArchive {
  /// One member.
  struct Member: Hashable {
    var name: String
    var method: UInt16
    var flags: UInt16
    var crc: UInt32
    var compressedSize: Int
    var size: Int
    var headerOffset: Int

    /// Takes lengths and offset from the zip64 field, where the directory says that they stand there.
    ///
    /// - Returns: `false` when they are missing or no file could have them.
    mutating func widen(by extra: LittleEndianBytes) -> Bool {
      var values: [Int] = []
      var index = 0
      while index + 4 <= extra.count, values.isEmpty {
        let length = Int(extra.u16(index + 2))
        if extra.u16(index) == 1, index + 4 + length <= extra.count {
          values = stride(from: index + 4, to: index + 4 + length - 7, by: 8).map { extra.u64($0) }
        }
        index += 4 + length
      }
      for part in [\Self.size, \.compressedSize, \.headerOffset] where self[keyPath: part] == 0xFFFF_FFFF {
        guard !values.isEmpty else { return false }
        self[keyPath: part] = values.removeFirst()
      }
      return [size, compressedSize, headerOffset].allSatisfy { (0..<1 << 48).contains($0) }
    }

    /// Whether the member's own header has the same CRC-32 and lengths, where they stand in it and not behind the
    /// member (flag 3) or in its zip64 field.
    func agrees(with header: LittleEndianBytes) -> Bool {
      func same(_ offset: Int, _ length: Int) -> Bool {
        header.u32(offset) == 0xFFFF_FFFF || Int(header.u32(offset)) == length
      }
      return flags & 8 != 0 || header.u32(14) == crc && same(18, compressedSize) && same(22, size)
    }
  }

  /// Members that are files, in directory order.
  let members: [Member]
  private let file: InputFile
  private let directoryOffset: Int

  /// Reads the directory.
  init(_ file: InputFile) throws(ImportError) {
    self.file = file
    let (end, endOffset) = try Self.endRecord(file)
    let place = ImportPlace(path: file.path, position: .byte(endOffset))
    let count = Int(end.u16(10))
    let size = Int(end.u32(12))
    let offset = Int(end.u32(16))
    if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
      throw .data(place, .unsupportedContainer("a zip64 file"))
    }
    guard end.u16(4) == 0, end.u16(6) == 0, end.u16(8) == end.u16(10) else {
      throw .data(place, .unsupportedContainer("a zip on several disks"))
    }
    guard offset + size <= endOffset else {
      throw .data(place, .damaged(container: "zip", reason: "the directory does not fit the file"))
    }
    directoryOffset = offset
    members = try Self.directory(try file.bytes(at: offset, count: size), count: count, in: file, at: offset)
  }

  /// The end record may be followed by a comment of up to 64 KiB.
  private static func endRecord(_ file: InputFile) throws(ImportError) -> (LittleEndianBytes, Int) {
    let span = min(file.size, 22 + 0xFFFF)
    let bytes = LittleEndianBytes(try file.bytes(at: file.size - span, count: span))
    var index = bytes.count - 22
    while index >= 0 {
      if bytes.u32(index) == 0x0605_4B50, index + 22 + Int(bytes.u16(index + 20)) == bytes.count {
        return (LittleEndianBytes(Array(bytes.bytes[index...])), file.size - span + index)
      }
      index -= 1
    }
    throw .data(ImportPlace(path: file.path, position: .byte(file.size)), .truncated(container: "zip"))
  }

  private static func directory(
    _ raw: [UInt8], count: Int, in file: InputFile, at offset: Int
  ) throws(ImportError) -> [Member] {
    let bytes = LittleEndianBytes(raw)
    var members: [Member] = []
    var index = 0
    for _ in 0..<count {
      let place = ImportPlace(path: file.path, position: .byte(offset + index))
      guard index + 46 <= bytes.count, bytes.u32(index) == 0x0201_4B50,
        index + 46 + Int(bytes.u16(index + 28)) <= bytes.count
      else { throw .data(place, .damaged(container: "zip", reason: "the directory is broken")) }
      let nameLength = Int(bytes.u16(index + 28))
      let name = String(decoding: raw[index + 46..<index + 46 + nameLength], as: UTF8.self)
      let extraLength = Int(bytes.u16(index + 30))
      if !name.hasSuffix("/") {
        var member = Member(
          name: name, method: bytes.u16(index + 10), flags: bytes.u16(index + 8), crc: bytes.u32(index + 16),
          compressedSize: Int(bytes.u32(index + 20)), size: Int(bytes.u32(index + 24)),
          headerOffset: Int(bytes.u32(index + 42)))
        let extraStart = index + 46 + nameLength
        let extra = raw[min(extraStart, raw.count)..<min(extraStart + extraLength, raw.count)]
        guard member.widen(by: LittleEndianBytes(Array(extra))) else {
          throw .data(place, .damaged(container: "zip", reason: "a length that makes no sense"))
        }
        members.append(member)
      }
      index += 46 + nameLength + extraLength + Int(bytes.u16(index + 32))
    }
    return members
  }

  /// The members that hold the ticks: the one chosen, or all that are one series by their names. Text files beside
  /// tables are notes, as HistData packs a report with its ticks.
  ///
  /// - Returns: the members, and the names of those left aside.
  /// - Throws: `data` with `entryNeeded` where the names speak of several series, or two members are the same.
  func series(
    of symbol: Symbol, chosen: String?
  ) throws(ImportError) -> (members: [Member], ignored: [String]) {
    let place = ImportPlace(path: file.path)
    let real = members.filter { member in
      let last = member.name.split(separator: "/").last ?? ""
      return !member.name.hasPrefix("__MACOSX/") && !last.hasPrefix(".")
    }
    if let chosen {
      guard let member = members.first(where: { $0.name == chosen }) else {
        throw .data(place, .entryNeeded(members: real.map(\.name), chosen: chosen))
      }
      return ([member], [])
    }
    guard !real.isEmpty else { throw .data(place, .empty) }
    if real.count == 1 { return (real, []) }
    if real.allSatisfy({ $0.name.lowercased().hasSuffix(".zip") }) {
      throw .data(place, .unsupportedContainer("a zip of zips"))
    }
    let tables = Self.tables(among: real)
    // A single one is looked at, whatever its name says.
    let found = tables.count == 1 ? tables : tables.filter { Self.mentions($0, symbol) != false }
    let isOneSeries =
      !found.isEmpty && Set(found.map { Self.Content($0) }).count == found.count
      && !found.contains { found.count > 1 && FormatDetection.isLeanName($0.name) }
    guard isOneSeries else { throw .data(place, .entryNeeded(members: real.map(\.name), chosen: nil)) }
    let taken = Set(found.map(\.name))
    return (found, real.map(\.name).filter { !taken.contains($0) })
  }

  /// What tells members with the same bytes.
  private struct Content: Hashable {
    var crc: UInt32
    var size: Int

    init(_ member: Member) { (crc, size) = (member.crc, member.size) }
  }

  private static func tables(among members: [Member]) -> [Member] {
    func named(_ endings: [String]) -> [Member] {
      members.filter { member in endings.contains { member.name.lowercased().hasSuffix($0) } }
    }
    let tables = named([".csv", ".tsv", ".csv.gz", ".tsv.gz"])
    return tables.isEmpty ? named([".txt", ".txt.gz", ".gz"]) : tables
  }

  /// Whether a member's name speaks of the symbol; `nil` when it speaks of none that is known. Names of fewer than six
  /// letters stand in too many words by chance.
  private static func mentions(_ member: Member, _ symbol: Symbol) -> Bool? {
    let name = String(member.name.uppercased().filter { $0.isLetter || $0.isNumber })
    guard symbol.name.count >= 6 else { return nil }
    if name.contains(symbol.name) { return true }
    let isOther = InstrumentCatalog.standard.all.contains {
      $0.symbol.name.count >= 6 && name.contains($0.symbol.name)
    }
    return isOther ? false : nil
  }

  /// The bytes of a member.
  func open(_ member: Member) throws(ImportError) -> any ByteSource {
    let place = ImportPlace(path: file.path, entry: member.name, position: .byte(member.headerOffset))
    if member.flags & 1 != 0 { throw .data(place, .unsupportedContainer("an encrypted zip")) }
    let header = LittleEndianBytes(try file.bytes(at: member.headerOffset, count: 30))
    guard header.count == 30, header.u32(0) == 0x0403_4B50 else {
      throw .data(place, .damaged(container: "zip", reason: "the member's header is broken"))
    }
    let nameLength = Int(header.u16(26))
    let name = try file.bytes(at: member.headerOffset + 30, count: nameLength)
    guard header.u16(8) == member.method, name.elementsEqual(member.name.utf8), member.agrees(with: header)
    else {
      throw .data(
        place, .damaged(container: "zip", reason: "the member's header differs from the directory"))
    }
    let start = member.headerOffset + 30 + nameLength + Int(header.u16(28))
    let end = start + member.compressedSize
    guard end <= directoryOffset else { throw .data(place, .truncated(container: "zip")) }
    switch member.method {
    case 8:
      return try InflateBytes(
        file, start: start, end: end, place: place, check: .member(crc: member.crc, size: member.size))
    case 0:
      guard member.size == member.compressedSize else {
        throw .data(place, .damaged(container: "zip", reason: "a stored member with two lengths"))
      }
      return StoredBytes(file, start: start, end: end, place: place, crc: member.crc)
    default:
      throw .data(place, .unsupportedContainer("a zip packed by method \(member.method)"))
    }
  }
}

/// Little-endian integers in bytes.
struct LittleEndianBytes {
  let bytes: [UInt8]
  var count: Int { bytes.count }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func u16(_ offset: Int) -> UInt16 { UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8 }

  /// Negative when the top bit is set; no length is that large.
  func u64(_ offset: Int) -> Int {
    Int(truncatingIfNeeded: UInt64(u32(offset)) | UInt64(u32(offset + 4)) << 32)
  }

  func u32(_ offset: Int) -> UInt32 { UInt32(u16(offset)) | UInt32(u16(offset + 2)) << 16 }
}
