import TradingCore

@testable import TickStore

extension FuzzTarget {
  /// Tick files: header, blocks, index, trailer, verifier, ranges; what is read can be written and merged again.
  ///
  /// The first byte says whether the checksums are put right, so that what they cover is reached.
  static let ticks = FuzzTarget(name: "ticks") { input in
    var input = input
    let isRepaired = input.byte() & 1 != 0
    let bytes = isRepaired ? TickFileRepair.repaired(input.all()) : input.all()
    try Scratch.with { folder in
      let path = folder + "/a.ticks"
      try Scratch.write(bytes, to: path)
      let verification = try TickFileReader.verify(path: path)
      if case .faulty(let fault) = verification {
        try expect(!fault.reason.isEmpty, "a fault without reason")
      }
      guard let reader = try accepted({ try TickFileReader(path: path) }) else {
        if case .sound = verification { throw OracleFault("a sound file does not open") }
        return
      }
      let whole = try accepted { try ReadTicks(reader) }
      if case .sound(let info) = verification {
        try expect(whole?.quotes.count == info.statistics.ticks, "a sound file has other ticks than it says")
        try expect(try reader.info() == info, "two accounts of one file")
      }
      guard let whole else { return }
      try checkRange(of: whole, reader)
      try checkCopy(of: whole, reader, to: folder + "/b.ticks")
      try checkMerge(of: whole, reader)
    }
  }

  private static func checkRange(of whole: ReadTicks, _ reader: TickFileReader) throws {
    guard let first = whole.quotes.first, let last = whole.quotes.last else { return }
    let middle = whole.quotes[whole.quotes.count / 2].eventTime
    for (from, to) in [
      (first.eventTime, middle), (middle, last.eventTime), (middle, Timestamp.distantFuture),
    ] {
      guard let part = try accepted({ try ReadTicks(reader, from: from, to: to) }) else { continue }
      let expected = whole.quotes.filter {
        $0.eventTime >= from && ($0.eventTime < to || to == .distantFuture)
      }
      try expect(part.quotes == expected, "a range has other ticks than the whole")
    }
  }

  /// Ticks that could be read can be written, and read again the same.
  private static func checkCopy(of whole: ReadTicks, _ reader: TickFileReader, to path: String) throws {
    guard !whole.quotes.isEmpty else { return }
    let writer = try TickFileWriter(path: path, metadata: reader.metadata, kind: reader.kind)
    do {
      if reader.kind.hasSizes {
        try writer.append(contentsOf: whole.quotes, sizes: whole.sizes)
      } else {
        try writer.append(contentsOf: whole.quotes)
      }
    } catch { throw OracleFault("ticks that were read can't be written: \(error)") }
    let summary = try writer.finish()
    guard case .sound(let info) = try TickFileReader.verify(path: path) else {
      throw OracleFault("a file just written is not sound")
    }
    try expect(info.statistics == summary.statistics, "the writer counts other than the reader")
    let copy = try ReadTicks(try TickFileReader(path: path))
    try expect(copy.quotes == whole.quotes && copy.sizes == whole.sizes, "a copy has other ticks")
  }

  private static func checkMerge(of whole: ReadTicks, _ reader: TickFileReader) throws {
    guard reader.kind != .trades else { return }
    let merged = try MergedTicks(
      paths: [reader.path], decodesAhead: false, sizeDigits: { _ in 2 },
      digits: { _ in reader.metadata.digits })
    var count = 0
    var isWhole = true
    while isWhole, let run = try accepted({ try merged.next() }) ?? nil {
      count += run.quotes.count
      isWhole = run.sizes.map { $0.count == run.quotes.count } ?? true
    }
    try expect(isWhole && count <= whole.quotes.count, "a merge gives more than the file has")
  }
}

/// All ticks of a file or of a range of it.
private struct ReadTicks {
  var quotes: [Quote] = []
  var sizes: [QuoteSize] = []

  init(
    _ reader: TickFileReader, from: Timestamp = .distantPast, to: Timestamp = .distantFuture
  ) throws {
    let cursor = reader.makeCursor(from: from, to: to, withSizes: true)
    var block = TickBlock()
    while try cursor.nextBlock(into: &block) {
      quotes += block.quotes
      if let more = block.sizes { sizes += more }
    }
  }
}

/// Puts right what covers the contents of a tick file: lengths, places, counts and checksums.
enum TickFileRepair {
  /// The bytes as a file whose container is in order; other bytes as they are.
  static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= 20 else { return bytes }
    var bytes = bytes
    let headerLength = Int(number(bytes, 16, 4))
    guard headerLength >= 34, headerLength <= bytes.count else { return bytes }
    put(UInt64(Checksum.crc32(Array(bytes[..<(headerLength - 4)]))), 4, &bytes, headerLength - 4)
    var offset = headerLength
    var entries: [UInt8] = []
    var ticks: UInt64 = 0
    var count = 0
    while offset + 124 <= bytes.count, number(bytes, offset, 4) == 0x4B43_4C42 {
      let length = 124 + Int(number(bytes, offset + 12, 4))
      guard offset + length <= bytes.count else { break }
      put(UInt64(count), 4, &bytes, offset + 4)
      let end = offset + length - 4
      let checksum = Checksum.crc32(Array(bytes[offset..<end]))
      put(UInt64(checksum), 4, &bytes, end)
      entries += little(UInt64(offset), 8) + little(UInt64(length), 4)
      entries += bytes[offset + 8..<offset + 12] + bytes[offset + 16..<offset + 32]
      entries += little(UInt64(checksum), 4)
      ticks += number(bytes, offset + 8, 4)
      count += 1
      offset += length
    }
    return Array(bytes[..<offset]) + end(of: bytes, at: offset, entries, blocks: count, ticks: ticks)
  }

  /// Index and trailer; the statistics and the content digest are those of the bytes, where they have them.
  private static func end(
    of bytes: [UInt8], at offset: Int, _ entries: [UInt8], blocks: Int, ticks: UInt64
  ) -> [UInt8] {
    var index = little(0x5844_4E49, 4) + little(UInt64(blocks), 4) + little(ticks, 8)
    let rest = Array(bytes[min(offset + 16, bytes.count)...])
    index += rest.prefix(14 * 8) + [UInt8](repeating: 0, count: max(0, 14 * 8 - rest.count))
    index += entries
    index += little(UInt64(Checksum.crc32(index)), 4)
    let digest = bytes.count >= 92 ? Array(bytes[(bytes.count - 76)..<(bytes.count - 44)]) : []
    var trailer = little(UInt64(offset), 8) + little(UInt64(index.count), 8)
    trailer += digest + [UInt8](repeating: 0, count: 32 - digest.count)
    trailer += Array("TICKSEND".utf8)
    trailer += little(UInt64(Checksum.crc32(trailer)), 4)
    var hash = StreamingDigest()
    hash.update(Array(bytes[..<offset]) + index + trailer)
    return index + trailer + hash.finalize()
  }

  static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * $1) }
  }

  static func put(_ value: UInt64, _ count: Int, _ bytes: inout [UInt8], _ offset: Int) {
    for (index, byte) in little(value, count).enumerated() { bytes[offset + index] = byte }
  }
}
