import TradingCore

/// Where a block is and which times it holds.
struct BlockEntry: Sendable, Hashable {
  /// Bytes of the encoded entry.
  static let size = 36

  var offset: Int
  var length: Int
  var count: Int
  /// In the file's time unit.
  var firstTime: Int64
  /// In the file's time unit.
  var lastTime: Int64
  var checksum: UInt32
}

/// What follows the blocks: statistics over all ticks and the list of blocks.
///
/// | bytes | what |
/// | --- | --- |
/// | 4 | `INDX` |
/// | 4 | number of blocks |
/// | 8 × 15 | statistics, in the order of `encoded` |
/// | 36 × blocks | offset (8), length (4), count (4), first time (8), last time (8), the block's CRC (4) |
/// | 4 | CRC-32 of the bytes before, from the marker on |
struct TickFileIndex: Sendable, Hashable {
  static let marker: UInt32 = 0x5844_4E49
  static let fixedSize = 8 + 8 * 15 + 4

  var statistics: TickStatistics
  var blocks: [BlockEntry]

  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(Self.marker)
    writer.append(UInt32(blocks.count))
    for value in statistics.integers { writer.append(value) }
    for block in blocks {
      writer.append(UInt64(block.offset))
      writer.append(UInt32(block.length))
      writer.append(UInt32(block.count))
      writer.append(block.firstTime)
      writer.append(block.lastTime)
      writer.append(block.checksum)
    }
    writer.append(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  /// Reads the index of a file whose blocks lie from `start` up to the index at `end`.
  ///
  /// - Throws: `FormatFault.damaged` for anything that doesn't hold together.
  init(_ bytes: UnsafeRawBufferPointer, blocksFrom start: Int, to end: Int) throws(FormatFault) {
    guard bytes.count >= Self.fixedSize else { throw .damaged("it is too short") }
    let covered = UnsafeRawBufferPointer(rebasing: bytes.dropLast(4))
    var tail = ByteReader(bytes, at: covered.count)
    guard try tail.read() == Checksum.crc32(covered) else { throw .damaged("its CRC does not match") }
    var reader = ByteReader(covered)
    guard try reader.read() == Self.marker else { throw .damaged("it does not start with its marker") }
    let count = Int(try reader.read(UInt32.self))
    statistics = try TickStatistics(&reader)
    guard reader.remaining == count * BlockEntry.size else { throw .damaged("it has the wrong length") }
    blocks = []
    blocks.reserveCapacity(count)
    for _ in 0..<count { blocks.append(try Self.entry(&reader)) }
    try validate(from: start, to: end)
  }

  init(statistics: TickStatistics, blocks: [BlockEntry]) {
    self.statistics = statistics
    self.blocks = blocks
  }

  private static func entry(_ reader: inout ByteReader) throws(FormatFault) -> BlockEntry {
    let offset: UInt64 = try reader.read()
    let length: UInt32 = try reader.read()
    let count: UInt32 = try reader.read()
    guard let place = Int(exactly: offset) else { throw .damaged("a block lies outside of the file") }
    return BlockEntry(
      offset: place, length: Int(length), count: Int(count), firstTime: try reader.read(),
      lastTime: try reader.read(), checksum: try reader.read())
  }

  /// Blocks follow each other without gaps, in order of time, and add up to the statistics.
  private func validate(from start: Int, to end: Int) throws(FormatFault) {
    var offset = start
    var time = Int64.min
    var ticks = 0
    for block in blocks {
      guard block.offset == offset, block.length > BlockHeader.size, block.length <= BlockHeader.longestBlock,
        block.length <= end - offset
      else { throw .damaged("a block lies outside of its place") }
      guard (1...BlockHeader.capacity).contains(block.count), time <= block.firstTime,
        block.firstTime <= block.lastTime
      else { throw .damaged("blocks are not in order of time") }
      offset += block.length
      time = block.lastTime
      ticks += block.count
    }
    guard offset == end else { throw .damaged("the blocks do not reach up to it") }
    guard !blocks.isEmpty, ticks == statistics.ticks else { throw .damaged("the count of ticks is off") }
  }
}

extension TickStatistics {
  /// The numbers in the order in which the index stores them.
  var integers: [Int64] {
    [
      Int64(ticks), first.nanoseconds, last.nanoseconds, bidMin.points, bidMax.points, askMin.points,
      askMax.points, spreadMin, spreadMedian, spreadMax, Int64(crossed), Int64(locked), Int64(duplicates),
      longestGap, 0,
    ]
  }

  fileprivate init(_ reader: inout ByteReader) throws(FormatFault) {
    ticks = try Self.count(&reader)
    first = Timestamp(nanoseconds: try reader.read())
    last = Timestamp(nanoseconds: try reader.read())
    bidMin = Price(points: try reader.read())
    bidMax = Price(points: try reader.read())
    askMin = Price(points: try reader.read())
    askMax = Price(points: try reader.read())
    spreadMin = try reader.read()
    spreadMedian = try reader.read()
    spreadMax = try reader.read()
    crossed = try Self.count(&reader)
    locked = try Self.count(&reader)
    duplicates = try Self.count(&reader)
    longestGap = try reader.read()
    guard try reader.read(Int64.self) == 0 else { throw .damaged("a reserved number is set") }
  }

  private static func count(_ reader: inout ByteReader) throws(FormatFault) -> Int {
    let value: Int64 = try reader.read()
    guard value >= 0, let count = Int(exactly: value) else { throw .damaged("a count below zero") }
    return count
  }
}

/// The last bytes of a tick file.
///
/// | bytes | what |
/// | --- | --- |
/// | 8 | offset of the index |
/// | 8 | length of the index |
/// | 32 | content digest, see `ContentDigest` |
/// | 8 | magic `54 49 43 4B 53 45 4E 44` (`TICKSEND`) |
/// | 4 | CRC-32 of the trailer's bytes before |
/// | 32 | SHA-256 of all the file's bytes before |
struct TickFileTrailer: Sendable, Hashable {
  static let magic: [UInt8] = Array("TICKSEND".utf8)
  static let size = 92

  var indexOffset: Int
  var indexLength: Int
  var contentDigest: [UInt8]

  /// All but the file digest, which the writer adds.
  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(UInt64(indexOffset))
    writer.append(UInt64(indexLength))
    writer.append(contentsOf: contentDigest)
    writer.append(contentsOf: Self.magic)
    writer.append(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  init(indexOffset: Int, indexLength: Int, contentDigest: [UInt8]) {
    self.indexOffset = indexOffset
    self.indexLength = indexLength
    self.contentDigest = contentDigest
  }

  /// Reads the trailer.
  ///
  /// - Throws: `FormatFault.damaged` when the bytes are not one, as at the end of a truncated file.
  init(_ bytes: UnsafeRawBufferPointer) throws(FormatFault) {
    guard bytes.count == Self.size, bytes[48..<56].elementsEqual(Self.magic) else {
      throw .damaged("the file does not end with one")
    }
    var reader = ByteReader(bytes)
    let offset: UInt64 = try reader.read()
    let length: UInt64 = try reader.read()
    contentDigest = Array(try reader.take(StreamingDigest.size))
    _ = try reader.take(Self.magic.count)
    let covered = UnsafeRawBufferPointer(rebasing: bytes[..<reader.position])
    guard try reader.read() == Checksum.crc32(covered) else { throw .damaged("its CRC does not match") }
    guard let offset = Int(exactly: offset), let length = Int(exactly: length) else {
      throw .damaged("the index lies outside of the file")
    }
    indexOffset = offset
    indexLength = length
  }
}
