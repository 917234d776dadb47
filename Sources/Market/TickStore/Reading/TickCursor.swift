import FileSystem
import TradingCore

/// Goes through the ticks of a file, or of a range of times in it, reading no other blocks than it must.
package final class TickCursor: TickBlockSource {
  private let reader: TickFileReader
  private let from: Timestamp
  private let to: Timestamp
  private let wantsSizes: Bool
  private let decoder: BlockDecoder
  private let buffer: UnsafeMutableRawBufferPointer
  private var next: Int
  private let end: Int

  init(reader: TickFileReader, from: Timestamp, to: Timestamp, wantsSizes: Bool) {
    self.reader = reader
    self.from = from
    self.to = to
    let blocks = reader.index.blocks
    let unit = reader.timeUnit.nanoseconds
    self.wantsSizes = wantsSizes && reader.kind.hasSizes
    decoder = BlockDecoder(unit: reader.timeUnit, kind: reader.kind)
    next = blocks.firstIndex { Self.nanoseconds($0.lastTime, unit) >= from.nanoseconds } ?? blocks.count
    // `distantFuture` stands for no limit; no tick has that time.
    end = blocks.firstIndex { Self.nanoseconds($0.firstTime, unit) >= to.nanoseconds } ?? blocks.count
    let longest = next < end ? blocks[next..<end].map(\.length).max() ?? 0 : 0
    buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: longest, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// Fills the block with the next ticks.
  ///
  /// - Returns: `false` at the end; the block then has no meaning.
  /// - Throws: `damaged`, naming the block, or `file`.
  package func nextBlock(into block: inout TickBlock) throws(TickStoreError) -> Bool {
    while next < end {
      let number = next
      next += 1
      try load(number, into: block)
      if from > .distantPast || to < .distantFuture { block.trim(from: from, to: to) }
      if !block.quotes.isEmpty { return true }
    }
    return false
  }

  private func load(_ number: Int, into block: TickBlock) throws(TickStoreError) {
    let entry = reader.index.blocks[number]
    let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<entry.length])
    let got = try wrappingFileErrors { () throws(FileError) in
      try reader.file.read(into: bytes, at: entry.offset)
    }
    do throws(FormatFault) {
      guard got == entry.length else { throw .damaged("the file ends inside of it") }
      try block.load(
        UnsafeRawBufferPointer(bytes), number: number, entry: entry, with: decoder, wantsSizes: wantsSizes)
    } catch {
      throw .damaged(
        path: reader.path, fault: TickFileFault(.block(number), at: entry.offset, error.reason))
    }
  }

  /// Times that overflow belong to a damaged index; the block's own check will say so.
  private static func nanoseconds(_ time: Int64, _ unit: Int64) -> Int64 {
    let (product, overflowed) = time.multipliedReportingOverflow(by: unit)
    return overflowed ? (time < 0 ? .min : .max) : product
  }
}

extension TickBlock {
  /// Checks a block's bytes against their CRC and the index, and decodes them.
  @discardableResult
  func load(
    _ bytes: UnsafeRawBufferPointer, number: Int, entry: BlockEntry, with decoder: BlockDecoder,
    wantsSizes: Bool = false
  ) throws(FormatFault) -> BlockHeader {
    guard BlockChecksum.matches(bytes) else { throw .damaged("its CRC does not match") }
    let stored = bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)
    guard UInt32(littleEndian: stored) == entry.checksum else {
      throw .damaged("it is not the block written")
    }
    let header = try decode(bytes, number: number, with: decoder, wantsSizes: wantsSizes)
    guard header.count == entry.count, header.firstTime == entry.firstTime, header.lastTime == entry.lastTime
    else { throw .damaged("the index says otherwise") }
    return header
  }
}
