import FileSystem
import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Reading tick files by time and ahead of time")
struct TickFileReadingTests {
  private static let quotes = Ticks.walk(100_000)

  private func written(_ folder: TemporaryFolder) throws -> TickFileReader {
    try Ticks.write(Self.quotes, to: folder.file("a.ticks"))
    return try TickFileReader(path: folder.file("a.ticks"))
  }

  @Test("A time range holds what is at or after its start and before its end")
  func ranges() throws {
    let folder = try TemporaryFolder()
    let reader = try written(folder)
    var random = SeededGenerator(seed: 4)
    for _ in 0..<12 {
      let bounds = [Int.random(in: 0..<100_000, using: &random), Int.random(in: 0..<100_000, using: &random)]
      let from = Self.quotes[bounds.min() ?? 0].eventTime
      let to = Self.quotes[bounds.max() ?? 0].eventTime
      let expected = Self.quotes.filter { $0.eventTime >= from && $0.eventTime < to }
      #expect(try Ticks.read(reader.makeCursor(from: from, to: to)) == expected)
    }
  }

  @Test("Ranges outside of the ticks are empty, half-open ones reach the ends")
  func rangeEnds() throws {
    let folder = try TemporaryFolder()
    let reader = try written(folder)
    let first = Self.quotes[0].eventTime
    let last = Self.quotes[99_999].eventTime
    #expect(try Ticks.read(reader.makeCursor(from: last.advanced(by: 1))).isEmpty)
    #expect(try Ticks.read(reader.makeCursor(to: first)).isEmpty)
    #expect(try Ticks.read(reader.makeCursor(from: last, to: first)).isEmpty)
    #expect(try Ticks.read(reader.makeCursor(from: first, to: first.advanced(by: 1))).count >= 1)
    #expect(try Ticks.read(reader.makeCursor(from: first)).count == 100_000)
  }

  @Test("A range is read without touching the blocks before and after it")
  func seekTouchesNothingElse() throws {
    let folder = try TemporaryFolder()
    let reader = try written(folder)
    var bytes = try InputFile.contents(of: reader.path)
    for number in [0, 2, 3] {
      let block = reader.index.blocks[number]
      for offset in block.offset..<block.offset + block.length { bytes[offset] = 0xAA }
    }
    try TestFiles.write(bytes, to: folder.file("b.ticks"))
    let damaged = try TickFileReader(path: folder.file("b.ticks"))
    let from = Self.quotes[40_000].eventTime
    let to = Self.quotes[50_000].eventTime
    #expect(
      try Ticks.read(damaged.makeCursor(from: from, to: to))
        == Self.quotes.filter { $0.eventTime >= from && $0.eventTime < to })
    let fault = TickFileFault(.block(0), at: reader.index.blocks[0].offset, "its CRC does not match")
    #expect(throws: TickStoreError.damaged(path: damaged.path, fault: fault)) {
      try Ticks.read(damaged.makeCursor())
    }
  }

  @Test("Decoding ahead gives the same ticks", arguments: [1, 2, 3, 8])
  func decodeAhead(depth: Int) throws {
    let folder = try TemporaryFolder()
    let reader = try written(folder)
    let ahead = DecodeAheadReader(reader.makeCursor(), depth: depth)
    #expect(try Ticks.read(ahead) == Self.quotes)
    var block = TickBlock()
    #expect(try !ahead.nextBlock(into: &block))
  }

  @Test("A decode-ahead reader can be dropped at any time")
  func earlyDrop() throws {
    let folder = try TemporaryFolder()
    let reader = try written(folder)
    for blocks in 0..<4 {
      let ahead = DecodeAheadReader(reader.makeCursor())
      var block = TickBlock()
      for _ in 0..<blocks { #expect(try ahead.nextBlock(into: &block)) }
    }
  }

  @Test("An error arrives after the ticks before it, and then the end")
  func errorsInOrder() throws {
    let folder = try TemporaryFolder()
    let reader = try written(folder)
    var bytes = try InputFile.contents(of: reader.path)
    bytes[reader.index.blocks[2].offset + 200] ^= 1
    try TestFiles.write(bytes, to: folder.file("b.ticks"))
    let ahead = DecodeAheadReader(try TickFileReader(path: folder.file("b.ticks")).makeCursor())
    var block = TickBlock()
    #expect(try ahead.nextBlock(into: &block))
    #expect(try ahead.nextBlock(into: &block))
    #expect(block.quotes.elementsEqual(Self.quotes[32_768..<65_536]))
    #expect(throws: TickStoreError.self) { try ahead.nextBlock(into: &block) }
    #expect(try !ahead.nextBlock(into: &block))
  }
}
