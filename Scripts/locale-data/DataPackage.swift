/// A package of ICU's data: a header, a table of names and places, and what is at those places.
///
/// Source: `ucmndata.h` of ICU ("CmnD", format 1); https://unicode-org.github.io/icu/userguide/icu_data/
struct DataPackage {
  /// One item, named as `icudt76l/zoneinfo64.res`.
  struct Item {
    let name: String
    let content: [UInt8]
  }

  /// What stands before the table: the format, the order of bytes, the licence.
  let header: [UInt8]
  /// In the order of their names, by which they are looked up.
  let items: [Item]

  /// What of it is kept: everything but the languages that are not English, and what no part of the program reads.
  var cut: DataPackage { DataPackage(header: header, items: items.filter { Self.keeps($0.name) }) }

  /// Whether the program may come to read an item.
  ///
  /// Zones, normal forms, calendars, numbers and the root of everything stay, with English. A locale that is not there
  /// is the root's, which is how ICU means its data to be cut.
  static func keeps(_ name: String) -> Bool {
    let parts = name.split(separator: "/")
    guard parts.count >= 2, let file = parts.last else { return false }
    let kind = file.split(separator: ".").last ?? ""
    // Old character sets, preparation of names for protocols, dictionaries, look-alikes, names of characters.
    if ["cnv", "spp", "dict", "cfu"].contains(kind) || file == "unames.icu" || parts[1] == "translit" {
      return false
    }
    guard kind == "res", file != "res_index.res" else { return true }
    let stem = file.dropLast(4)
    let language = stem.prefix { $0 != "_" }
    let isLocale = (2...3).contains(language.count) && language.allSatisfy { ("a"..."z").contains($0) }
    return !isLocale || ["en", "en_001", "en_US", "en_US_POSIX"].contains(stem)
  }
}

extension DataPackage {
  /// The package within the bytes of an archive of object files, or `nil` when there is none that is understood.
  static func find(in bytes: UnsafeRawBufferPointer) -> DataPackage? {
    let mark: [UInt8] = Array("CmnD".utf8) + [1, 0, 0, 0]
    // The mark is at byte 12 of the header.
    var rest = bytes.dropFirst(12)
    while let place = rest.firstIndex(of: mark[0]) {
      rest = rest[(place + 1)...]
      guard bytes[place...].starts(with: mark) else { continue }
      if let package = DataPackage(UnsafeRawBufferPointer(rebasing: bytes[(place - 12)...])) {
        return package
      }
    }
    return nil
  }

  /// The package that begins with the first byte.
  private init?(_ bytes: UnsafeRawBufferPointer) {
    // Little-endian, ASCII.
    guard bytes.count > 32, bytes[2] == 0xda, bytes[3] == 0x27, bytes[8] == 0, bytes[9] == 0 else {
      return nil
    }
    let table = Int(bytes[0]) | Int(bytes[1]) << 8
    guard table >= 32, let count = Self.word(bytes, table), (1..<100_000).contains(count) else { return nil }
    var entries: [(name: String, place: Int)] = []
    for number in 0..<count {
      guard let name = Self.word(bytes, table + 4 + 8 * number),
        let place = Self.word(bytes, table + 8 + 8 * number),
        table + name < bytes.count, table + place < bytes.count, table + place > entries.last?.place ?? 0,
        let end = bytes[(table + name)...].prefix(256).firstIndex(of: 0)
      else { return nil }
      entries.append((String(decoding: bytes[(table + name)..<end], as: UTF8.self), table + place))
    }
    header = Array(bytes[..<table])
    // Where the last one ends is said nowhere. It is Zulu's, which is not kept.
    guard let last = entries.last, !Self.keeps(last.name) else { return nil }
    items = zip(entries, entries.dropFirst()).map {
      Item(name: $0.name, content: Array(bytes[$0.place..<$1.place]))
    }
  }

  /// Four bytes as a number, the least first.
  private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int? {
    guard place + 4 <= bytes.count else { return nil }
    return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
  }
}

extension DataPackage {
  /// The package as a C file that says where it comes from and defines what ICU looks for, `icudtNN_dat`; `nil` when its
  /// name is another.
  func source(of archive: String) -> String? {
    // `icudt76l/…`, of which the last letter is the order of bytes.
    guard let prefix = items.first?.name.split(separator: "/").first, prefix.hasPrefix("icudt"),
      prefix.hasSuffix("l")
    else { return nil }
    var text = """
      // Written by locale-data: \(items.count) items of \(archive)
      __attribute__((aligned(16), visibility("hidden")))
      const unsigned long long \(prefix.dropLast())_dat[] = {

      """
    let bytes = packed
    bytes.withUnsafeBytes { bytes in
      for place in stride(from: 0, to: bytes.count, by: 8) {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        text += "0x\(String(word, radix: 16)),"
        if place % 64 == 56 { text += "\n" }
      }
    }
    return text + "};\n"
  }

  /// The header, the table, the names and the items, each at a multiple of sixteen bytes.
  private var packed: [UInt8] {
    var names: [UInt8] = []
    var contents: [UInt8] = []
    var table = Self.bytes(items.count)
    let namesStart = 4 + 8 * items.count
    let nameBytes = items.reduce(0) { $0 + $1.name.utf8.count + 1 }
    let contentStart = Self.padded(header.count + namesStart + nameBytes) - header.count
    for item in items {
      table += Self.bytes(namesStart + names.count) + Self.bytes(contentStart + contents.count)
      names += Array(item.name.utf8) + [0]
      contents += item.content
      contents += [UInt8](repeating: 0, count: Self.padded(contents.count) - contents.count)
    }
    names += [UInt8](repeating: 0, count: contentStart - namesStart - names.count)
    return header + table + names + contents
  }

  /// The next multiple of sixteen.
  private static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// A number as four bytes, the least first.
  private static func bytes(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) { Array($0) }
  }
}
