import FileSystem
import Foundation
import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Damaged and foreign files")
struct TickFileDamageTests {
  private func fault(_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> TickFileFault? {
    let path = folder.file("damaged.ticks")
    try TestFiles.write(bytes, to: path)
    switch try TickFileReader.verify(path: path) {
    case .sound: return nil
    case .faulty(let fault): return fault
    }
  }

  private func sample(_ folder: TemporaryFolder, count: Int = 300) throws -> [UInt8] {
    try Ticks.write(Ticks.walk(count), to: folder.file("good.ticks"))
    return try InputFile.contents(of: folder.file("good.ticks"))
  }

  private func isFoundFaulty(_ path: String) throws -> Bool {
    if case .faulty = try TickFileReader.verify(path: path) { true } else { false }
  }

  @Test("10,000 seeded changes of one byte are all found, and none crashes")
  func singleByteCorruptions() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("good.ticks")
    let size = try sample(folder).count
    var random = SeededGenerator(seed: 2_024)
    for round in 0..<10_000 {
      let place = Int.random(in: 0..<size, using: &random)
      let mask = UInt8.random(in: 1...255, using: &random)
      let found = try TestFiles.withByte(at: place, changedBy: mask, in: path) { try isFoundFaulty(path) }
      try #require(found, "seed 2024, round \(round), byte \(place)")
    }
    #expect(try !isFoundFaulty(path))
  }

  @Test("Each byte of a file is covered: every single one changed is found")
  func everyByte() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("good.ticks")
    for place in try sample(folder, count: 40).indices {
      let found = try TestFiles.withByte(at: place, changedBy: 0x40, in: path) { try isFoundFaulty(path) }
      try #require(found, "byte \(place)")
    }
  }

  @Test("A file cut off anywhere is refused")
  func truncations() throws {
    let folder = try TemporaryFolder()
    let good = try sample(folder)
    for length in stride(from: 0, to: good.count, by: 7) {
      try TestFiles.write(Array(good.prefix(length)), to: folder.file("cut.ticks"))
      #expect(throws: TickStoreError.self) { try TickFileReader(path: folder.file("cut.ticks")) }
    }
  }

  @Test("A file cut off in a block is refused by naming the block and its place")
  func truncatedBlock() throws {
    let folder = try TemporaryFolder()
    let good = try sample(folder, count: 80_000)
    let blocks = try TickFileReader(path: folder.file("good.ticks")).index.blocks
    let cut = Array(good.prefix(blocks[1].offset + 1_000))
    let expected = TickFileFault(.block(1), at: blocks[1].offset, "the file ends inside of it")
    #expect(try fault(cut, folder) == expected)
    let path = folder.file("damaged.ticks")
    let error = TickStoreError.damaged(path: path, fault: expected)
    #expect(throws: error) { try TickFileReader(path: path) }
    #expect(error.kind == .wrongData)
    #expect(
      error.description
        == "damaged tick file (\(path), block 1 at byte \(blocks[1].offset): the file ends inside of it): "
        + "restore it from a copy or import it again")
    let atBoundary = try fault(Array(good.prefix(blocks[2].offset)), folder)
    #expect(atBoundary == TickFileFault(.block(2), at: blocks[2].offset, "the file ends before its index"))
  }

  @Test("Bytes after the end are refused")
  func trailingBytes() throws {
    let folder = try TemporaryFolder()
    let found = try #require(try fault(try sample(folder) + [0], folder))
    #expect(found.part == .trailer)
  }

  @Test("Two blocks that changed places are found, though each is whole")
  func swappedBlocks() throws {
    let folder = try TemporaryFolder()
    let same = Ticks.walk(32_768)
    let again = same.map { quote in
      Ticks.quote(
        nanoseconds: quote.eventTime.nanoseconds + 1_000 * Timestamp.day, quote.bid.points, quote.ask.points)
    }
    try Ticks.write(same + again, to: folder.file("good.ticks"))
    let reader = try TickFileReader(path: folder.file("good.ticks"))
    let good = try InputFile.contents(of: reader.path)
    let (first, second) = (reader.index.blocks[0], reader.index.blocks[1])
    try #require(first.length == second.length)
    var bytes = good
    bytes.replaceSubrange(
      first.offset..<second.offset, with: good[second.offset..<second.offset + second.length])
    #expect(try fault(bytes, folder)?.part == .block(0))
  }

  @Test("Files that are none of ours are refused with a word about what they are")
  func foreignFiles() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.ticks")
    try TestFiles.write([], to: path)
    #expect(throws: TickStoreError.notTickFile(path: path, reason: "the file is empty")) {
      try TickFileReader(path: path)
    }
    try TestFiles.write(Array("time,bid,ask\n".utf8), to: path)
    #expect(throws: TickStoreError.notTickFile(path: path, reason: "it does not start like one")) {
      try TickFileReader(path: path)
    }
    let missing = TickStoreError.file(.missing(path: folder.file("none")))
    #expect(throws: missing) { try TickFileReader(path: folder.file("none")) }
    #expect(missing.kind == .missingInput)
    #expect(throws: TickStoreError.file(.unreadable(path: folder.path, reason: "it is a folder"))) {
      try TickFileReader(path: folder.path)
    }
  }

  @Test("Kinds and versions still to come are refused by name")
  func reservedKinds() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.ticks")
    var header = TickFileHeader(metadata: try Ticks.metadata(), kind: .bareTrades, timeUnit: .milliseconds)
    try TestFiles.write(header.encoded(), to: path)
    #expect(throws: TickStoreError.unsupported(path: path, found: "trades without sizes")) {
      try TickFileReader(path: path)
    }
    header.kind = .quotes
    header.metadata.sizeDigits = 3
    try TestFiles.write(header.encoded(), to: path)
    #expect(throws: TickStoreError.unsupported(path: path, found: "quotes with a scale of sizes")) {
      try TickFileReader(path: path)
    }
    var bytes = try sample(folder)
    bytes[8] = 2
    try TestFiles.write(bytes, to: path)
    #expect(throws: TickStoreError.unsupported(path: path, found: "format version 2")) {
      try TickFileReader(path: path)
    }
  }

  @Test("Blocks with a right CRC and wrong contents are refused, never believed", arguments: 0..<20)
  func forgedBlocks(seed: Int) throws {
    let block = try #require(BlockEncoder().encode(Ticks.walk(200)))
    var random = SeededGenerator(seed: UInt64(seed))
    let decoder = BlockDecoder(unit: .nanoseconds)
    let room = TickBlock()
    for _ in 0..<500 {
      var bytes = block.bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do {
        try bytes.withBytes { (raw) throws(FormatFault) in
          _ = try room.decode(raw, number: 0, with: decoder)
        }
        let times = room.quotes.map(\.eventTime)
        #expect(times == times.sorted())
      } catch {
        #expect(room.quotes.isEmpty)
      }
    }
  }
}
