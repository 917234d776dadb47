import FileSystem

/// Goes through a file's blocks from the front, without the index, to find where it is damaged.
struct BlockWalk {
  let file: InputFile
  /// Where the first block starts.
  let start: Int
  let cancellation: Cancellation

  /// The first block that is cut off or changed; `nil` when the blocks are whole and the fault lies behind them.
  func firstFault() throws(TickStoreError) -> TickFileFault? {
    var offset = start
    var number = 0
    while true {
      try wrappingFileErrors { () throws(FileError) in try cancellation.check() }
      let head = try read(at: offset, count: BlockHeader.size)
      if head.starts(with: [0x49, 0x4E, 0x44, 0x58]) { return nil }
      let place = TickFileFault.Part.block(number)
      guard head.count == BlockHeader.size else {
        let reason = head.isEmpty ? "the file ends before its index" : "the file ends inside of it"
        return TickFileFault(place, at: offset, reason)
      }
      let length: Int
      do {
        let header = try head.withBytes { (raw) throws(FormatFault) in
          var reader = ByteReader(raw)
          return try BlockHeader(&reader)
        }
        length = BlockHeader.size + header.payload + 4
        guard header.number == number, length <= BlockHeader.longestBlock else {
          return TickFileFault(place, at: offset, "its number or length is wrong")
        }
      } catch {
        return TickFileFault(place, at: offset, error.reason)
      }
      let bytes = try read(at: offset, count: length)
      guard bytes.count == length else {
        return TickFileFault(place, at: offset, "the file ends inside of it")
      }
      guard bytes.withBytes({ BlockChecksum.matches($0) }) else {
        return TickFileFault(place, at: offset, "its CRC does not match")
      }
      offset += length
      number += 1
    }
  }

  private func read(at offset: Int, count: Int) throws(TickStoreError) -> [UInt8] {
    try wrappingFileErrors { () throws(FileError) in try file.read(at: offset, count: count) }
  }
}

/// The CRC at the end of a block.
enum BlockChecksum {
  /// Whether the last four bytes are the CRC-32 of those before.
  static func matches(_ block: UnsafeRawBufferPointer) -> Bool {
    guard block.count > 4 else { return false }
    let covered = UnsafeRawBufferPointer(rebasing: block.dropLast(4))
    let stored = block.loadUnaligned(fromByteOffset: covered.count, as: UInt32.self)
    return UInt32(littleEndian: stored) == Checksum.crc32(covered)
  }
}
