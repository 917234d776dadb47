import FileSystem

/// Tells containers and formats apart by their bytes.
enum FormatDetection {
  /// What a file's first bytes are.
  enum Container: Hashable {
    case empty
    case lzma
    case zip
    case gzip
    case text
  }

  /// The container by its magic number.
  static func container(of file: InputFile) throws(ImportError) -> Container {
    try container(
      of: try file.bytes(at: 0, count: longestMagic), ImportPlace(path: file.path, position: .byte(0)))
  }

  /// Bytes that tell a container.
  static let longestMagic = 6

  /// The container of bytes that begin so.
  static func container(of head: [UInt8], _ place: ImportPlace) throws(ImportError) -> Container {
    if head.isEmpty { return .empty }
    if head.starts(with: [0x5D, 0, 0]) { return .lzma }
    if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) { return .zip }
    if head.starts(with: [0x1F, 0x8B]) { return .gzip }
    if head.starts(with: TickFileHeader.magic.prefix(6)) {
      throw .data(ImportPlace(path: place.path, entry: place.entry), .tickFile)
    }
    let known: [(magic: [UInt8], name: String)] = [
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "an xz file"), ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"),
      ([0x42, 0x5A, 0x68], "a bzip2 file"), ([0x37, 0x7A, 0xBC, 0xAF], "a 7z file"),
      (Array("PAR1".utf8), "a Parquet file"),
    ]
    if let found = known.first(where: { head.starts(with: $0.magic) }) {
      throw .data(place, .unsupportedContainer(found.name))
    }
    return .text
  }

  /// The format of text by its first line; `names` are those of the file and the zip member.
  static func format(of line: ByteField, names: [String]) throws(ImportFault) -> ImportFormat {
    let header = ColumnMap.names(line, separator: ColumnMap.separator(of: line))
    if ColumnMap.isHeaderOfBars(header), !ColumnMap.isHeader(header) { throw .bars }
    if isTrueFX(line) { return .truefx }
    if MT5Rows.isHeader(line) { return .mt5 }
    if TardisRows.isHeader(header) { return .tardis }
    if BinanceRows.matches(line) { return .binance }
    if matches(line, "dddddddd ddddddddd,") { return .histdata }
    if ColumnMap.isHeader(header) { return .csv }
    if (3...6).contains(header.count), isNumeric(line), names.contains(where: isLeanName) { return .lean }
    if header.count == 3, isNumeric(line) {
      throw .formatUnclear("three numbers a row are LEAN quotes, or CSV with times since 1970")
    }
    if matches(line, "dddd-dd-dd") {
      throw .formatUnclear("times and numbers without a header, so bid and ask are a guess")
    }
    throw .formatUnclear("neither a header with time, bid and ask nor rows of a known shape")
  }

  static func isTrueFX(_ line: ByteField) -> Bool { matches(line, "aaa/aaa,dddddddd dd:") }

  /// Whether the line starts as the pattern says: `d` a digit, `a` a capital, anything else itself.
  private static func matches(_ line: ByteField, _ pattern: String) -> Bool {
    guard line.count >= pattern.utf8.count else { return false }
    return zip(line, pattern.utf8).allSatisfy { byte, wanted in
      switch wanted {
      case UInt8(ascii: "d"): byte &- 48 <= 9
      case UInt8(ascii: "a"): (65...90).contains(byte)
      default: byte == wanted
      }
    }
  }

  private static func isNumeric(_ line: ByteField) -> Bool {
    guard let first = line.first, first &- 48 <= 9 else { return false }
    return line.prefix { $0 != UInt8(ascii: ",") }.allSatisfy { $0 &- 48 <= 9 || $0 == UInt8(ascii: ".") }
  }

  /// `20140501_quote.zip`, `20131007_trade.zip`, `20131007_spy_Trade_Tick.csv`, `20131007_gc_tick_trade_201312.csv`.
  static func isLeanName(_ name: String) -> Bool {
    let last = name.split(separator: "/").last?.lowercased() ?? ""
    let isDated = last.utf8.count > 8 && last.utf8.prefix(8).allSatisfy { $0 &- 48 <= 9 }
    let words = last.split(separator: ".").first?.split(separator: "_") ?? []
    return isDated && (words.contains("quote") || words.contains("trade"))
      && (last.hasSuffix(".zip") || last.hasSuffix(".csv"))
  }
}
