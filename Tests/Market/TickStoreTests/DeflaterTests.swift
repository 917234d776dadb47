import CZlib
import FileSystem
import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Deflate streams of planes")
struct DeflaterTests {
  /// Bytes of several kinds, by name, so that a failure says which.
  private static let samples: [(name: String, bytes: [UInt8])] = {
    var random = SeededGenerator(seed: 3)
    func noise(_ count: Int, upTo limit: UInt8) -> [UInt8] {
      (0..<count).map { _ in UInt8.random(in: 0...limit, using: &random) }
    }
    let skewed = (0..<BlockHeader.capacity).map { _ in
      UInt8(min(255, UInt64.random(in: 0...UInt64.max, using: &random).leadingZeroBitCount))
    }
    return [
      ("one byte", [7]), ("two", [7, 7]), ("one value", Array(repeating: 0, count: BlockHeader.capacity)),
      ("every value", (0...255).map { UInt8($0) }), ("noise", noise(BlockHeader.capacity, upTo: 255)),
      ("few values", noise(20_000, upTo: 5)), ("skewed", skewed), ("a text", Array("ababcab".utf8)),
      ("repeated", (0..<10_000).map { UInt8($0 % 100) }), ("no whole three", noise(10_001, upTo: 40)),
      ("last values", noise(5_000, upTo: 3).map { 255 - $0 }),
    ]
  }()

  @Test("Every stream comes back, through libdeflate and through zlib", arguments: samples.indices)
  func roundTrip(index: Int) throws {
    let sample = Self.samples[index]
    let deflater = Deflater(capacity: BlockHeader.capacity)
    for _ in 0..<2 {
      let stream = sample.bytes.withUnsafeBufferPointer { Array(deflater.compress($0)) }
      var back = [UInt8](repeating: 1, count: sample.bytes.count)
      let isWhole = stream.withUnsafeBytes { source in
        back.withUnsafeMutableBufferPointer { target in
          target.baseAddress.map { Inflater().expand(source, into: $0, count: target.count) } ?? false
        }
      }
      #expect(isWhole, "\(sample.name)")
      #expect(back == sample.bytes, "\(sample.name)")
      #expect(try Self.inflated(stream, count: sample.bytes.count) == sample.bytes, "\(sample.name)")
    }
  }

  @Test("A plan says to the byte what is written, and noise takes its entropy and little more")
  func size() throws {
    let deflater = LiteralDeflater()
    for sample in Self.samples {
      let room = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 2 * sample.bytes.count + 1_024, alignment: 8)
      defer { room.deallocate() }
      let (planned, written) = sample.bytes.withUnsafeBufferPointer {
        (deflater.plan($0), deflater.write($0, to: room))
      }
      #expect(planned == written, "\(sample.name)")
      #expect(
        try Self.inflated(Array(room[..<written]), count: sample.bytes.count) == sample.bytes,
        "\(sample.name)")
    }
    let few = Self.samples[5].bytes
    // Six values alike and the end: log2(6) bits each, of which a code of whole bits reaches 2.83.
    let deflated = few.withUnsafeBufferPointer { deflater.plan($0) }
    #expect((few.count * 2_584 / 8_000...few.count * 2_840 / 8_000 + 40).contains(deflated))
  }

  @Test("What repeats itself is matched")
  func matches() {
    let deflater = Deflater(capacity: BlockHeader.capacity)
    for name in ["one value", "repeated"] {
      guard let sample = Self.samples.first(where: { $0.name == name }) else { continue }
      let size = sample.bytes.withUnsafeBufferPointer { deflater.compress($0).count }
      #expect(size < 300, "\(name)")
    }
  }

  /// zlib's own reading of a raw stream.
  private static func inflated(_ stream: [UInt8], count: Int) throws -> [UInt8] {
    var input = stream
    var output = [UInt8](repeating: 0, count: count + 1)
    var state = z_stream()
    guard inflateInit2_(&state, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw TestFault("zlib does not start")
    }
    defer { inflateEnd(&state) }
    let status = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        state.next_in = source.baseAddress
        state.avail_in = UInt32(source.count)
        state.next_out = target.baseAddress
        state.avail_out = UInt32(target.count)
        return inflate(&state, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END, state.avail_in == 0 else { throw TestFault("zlib says \(status)") }
    return Array(output.prefix(output.count - Int(state.avail_out)))
  }
}

@Suite("Huffman codes of limited length")
struct HuffmanCodeTests {
  private func lengths(_ counts: [Int], limit: Int) -> [Int] {
    var code = HuffmanCode(symbols: counts.count, limit: limit)
    counts.withUnsafeBufferPointer { code.build($0) }
    return code.lengths.map { Int($0) }
  }

  @Test("Lengths are Huffman's where they are short enough")
  func known() {
    #expect(lengths([1, 1], limit: 15) == [1, 1])
    #expect(lengths([0, 5, 0, 1, 1], limit: 15) == [0, 1, 0, 2, 2])
    #expect(lengths([8, 4, 2, 1, 1], limit: 15) == [1, 2, 3, 4, 4])
    #expect(lengths([3, 3, 3, 3], limit: 15) == [2, 2, 2, 2])
  }

  @Test(
    "Codes fill their room, keep to the limit, and frequent symbols have no longer ones", arguments: 0..<200)
  func complete(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let limit = seed % 2 == 0 ? 15 : 7
    let symbols = Int.random(in: 2...(limit == 7 ? 19 : 257), using: &random)
    // Growing like Fibonacci's numbers, counts make the longest codes.
    var counts = (0..<symbols).map { index in
      seed % 3 == 0 ? 1 << min(index, 40) : Int.random(in: 0...1_000, using: &random)
    }
    counts[0] = 1
    counts[symbols - 1] += 1
    counts.shuffle(using: &random)
    let lengths = lengths(counts, limit: limit)
    #expect(lengths.reduce(0) { $0 + ($1 > 0 ? 1 << (limit - $1) : 0) } == 1 << limit)
    #expect(lengths.allSatisfy { $0 <= limit })
    for (count, length) in zip(counts, lengths) { #expect((count > 0) == (length > 0)) }
    for (left, right) in zip(zip(counts, lengths), zip(counts, lengths).dropFirst())
    where left.0 > right.0 && right.0 > 0 {
      #expect(left.1 <= right.1)
    }
  }
}

@Suite("Blocks encoded on all cores")
struct BlockPipelineTests {
  @Test("Each block has the bytes it has when it is encoded alone, and the file those of another run")
  func sameBytes() throws {
    let folder = try TemporaryFolder()
    let quotes = Ticks.walk(12 * BlockHeader.capacity + 77)
    let summaries = try ["a", "b"].map { try Ticks.write(quotes, to: folder.file($0)) }
    let bytes = try InputFile.contents(of: folder.file("a"))
    #expect(try InputFile.contents(of: folder.file("b")) == bytes)
    #expect(summaries[0].contentDigest == summaries[1].contentDigest)
    let reader = try TickFileReader(path: folder.file("a"))
    #expect(reader.blockCount == 13)
    for (number, entry) in reader.index.blocks.enumerated() {
      let start = number * BlockHeader.capacity
      let alone = quotes[start..<start + entry.count].withUnsafeBufferPointer {
        BlockEncoder().encode($0, number: number, unit: .milliseconds).bytes
      }
      #expect(Array(bytes[entry.offset..<entry.offset + entry.length]) == alone, "block \(number)")
    }
    #expect(try Ticks.read(folder.file("a")) == quotes)
  }

  @Test("A finer time after many blocks leaves every tick in its place", arguments: [1, 3, 9])
  func refined(blocks: Int) throws {
    let folder = try TemporaryFolder()
    var quotes = Ticks.walk(blocks * BlockHeader.capacity + 5)
    let last = quotes.count - 1
    quotes[last].eventTime = quotes[last].eventTime.advanced(by: 1)
    try Ticks.write(quotes, to: folder.file("a"))
    #expect(try Ticks.read(folder.file("a")) == quotes)
    #expect(try TickFileReader(path: folder.file("a")).timeUnit == .nanoseconds)
    guard case .sound = try TickFileReader.verify(path: folder.file("a")) else {
      throw TestFault("verify found a fault")
    }
  }

  @Test("A tick that can't be stored leaves nothing, whatever is under way")
  func fault() throws {
    let folder = try TemporaryFolder()
    var quotes = Ticks.walk(5 * BlockHeader.capacity)
    quotes[quotes.count - 1].eventTime = Timestamp(nanoseconds: 0)
    #expect(throws: TickStoreError.self) { try Ticks.write(quotes, to: folder.file("a")) }
    #expect(try folder.names().isEmpty)
  }
}
