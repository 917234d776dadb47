import FileSystem
import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Tick files, written and read")
struct TickFileRoundTripTests {
  private func roundTrip(_ quotes: [Quote]) throws -> TickFileReader {
    let folder = try TemporaryFolder()
    let path = folder.file("a.ticks")
    try Ticks.write(quotes, to: path)
    #expect(try folder.names() == ["a.ticks"])
    let reader = try TickFileReader(path: path)
    #expect(try Ticks.read(reader.makeCursor()) == quotes)
    guard case .sound = try TickFileReader.verify(path: path) else {
      throw TestFault("verify found a fault")
    }
    return reader
  }

  @Test("A walk over several blocks comes back as it was, under 3 bytes a tick")
  func walk() throws {
    let quotes = Ticks.walk(70_000)
    let reader = try roundTrip(quotes)
    #expect(reader.blockCount == 3)
    #expect(reader.statistics.ticks == 70_000)
    #expect(reader.timeUnit == .milliseconds)
    #expect(reader.metadata == (try Ticks.metadata()))
    #expect(Double(reader.bytes) / 70_000 < 3)
  }

  @Test("Block boundaries lose nothing", arguments: [1, 2, 32_767, 32_768, 32_769])
  func boundaries(count: Int) throws {
    let reader = try roundTrip(Ticks.walk(count))
    #expect(reader.statistics.ticks == count)
    #expect(reader.blockCount == (count + 32_767) / 32_768)
  }

  @Test("The largest prices, the widest spreads and the ends of time survive")
  func extremes() throws {
    let most = Price.magnitudeLimit - 1
    let reader = try roundTrip([
      Ticks.quote(nanoseconds: -TimeUnit.limit, -most, most), Ticks.quote(nanoseconds: -1, most, -most),
      Ticks.quote(nanoseconds: 0, 0, 0), Ticks.quote(nanoseconds: 0, 0, 0),
      Ticks.quote(nanoseconds: TimeUnit.limit, most, most),
    ])
    #expect(reader.timeUnit == .nanoseconds)
    #expect(reader.statistics.longestGap == TimeUnit.limit)
    #expect(reader.statistics.crossed == 1)
    #expect(reader.statistics.locked == 3)
    #expect(reader.statistics.duplicates == 1)
  }

  @Test("Values that do not fit their planes, high and low, come back from the patch list")
  func patches() throws {
    var quotes = Ticks.walk(20_000)
    for index in stride(from: 100, to: 20_000, by: 1_900) {
      quotes[index].bid.points += 1_000_000
      quotes[index].ask.points -= 40_000_000
    }
    let jump = 12 * Timestamp.day
    for index in 15_000..<20_000 { quotes[index].eventTime = quotes[index].eventTime.advanced(by: jump) }
    _ = try roundTrip(quotes)
    let layouts = try #require(BlockEncoder().encode(quotes)).header
    #expect(layouts.spread.width == 1)
    #expect(layouts.spread.patchCount == 11)
    #expect(layouts.bidDelta.patchCount == 22)
    #expect(layouts.timeDelta.width == 2)
    #expect(layouts.timeDelta.patchCount == 1)
  }

  @Test("Random numbers of every size come back", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func randomColumns(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var time: Int64 = -1_000_000
    let quotes = (0..<3_000).map { _ in
      time += Int64.random(in: 0...(1 << Int64.random(in: 0...40, using: &random)), using: &random)
      let bid = Int64.random(in: 0...(1 << Int64.random(in: 0...39, using: &random)), using: &random)
      let ask = bid - Int64.random(in: -9...(1 << Int64.random(in: 0...39, using: &random)), using: &random)
      return Ticks.quote(nanoseconds: time * 1_000, bid, ask)
    }
    #expect(try roundTrip(quotes).timeUnit == .microseconds)
  }

  @Test("A gold-like spread that never fits one byte takes one plane from its base")
  func goldSpread() throws {
    var random = SeededGenerator(seed: 9)
    let quotes = Ticks.walk(5_000).map { quote in
      var wide = quote
      wide.ask.points = quote.bid.points + Int64.random(in: 300...500, using: &random)
      return wide
    }
    let block = try #require(BlockEncoder().encode(quotes))
    #expect(block.header.spread.width == 1)
    #expect(block.header.spread.base >= 280)
    _ = try roundTrip(quotes)
  }

  @Test("A fixed spread takes no plane at all")
  func fixedSpread() throws {
    let quotes = Ticks.walk(1_000).map {
      Ticks.quote(nanoseconds: $0.eventTime.nanoseconds, $0.bid.points, $0.bid.points + 7)
    }
    let block = try #require(BlockEncoder().encode(quotes))
    #expect(block.header.spread == ColumnLayout(base: 7))
    _ = try roundTrip(quotes)
  }

  @Test("EURUSD in milliseconds takes two planes for time, one for the bid, one for the spread")
  func eurusdLayout() throws {
    let block = try #require(BlockEncoder().encode(Ticks.walk(10_000)))
    #expect(block.header.timeDelta.width == 2)
    #expect(block.header.bidDelta.width == 1)
    #expect(block.header.spread.width == 1)
    #expect(block.header.timeDelta.patchCount == 0)
  }

  @Test("A finer time in a later block makes the whole file finer, without a trace of the coarse one")
  func refinement() throws {
    let folder = try TemporaryFolder()
    let seconds = (0..<40_000).map { Ticks.quote(nanoseconds: Int64($0) * Timestamp.second, 10, 12) }
    let later = [
      Ticks.quote(nanoseconds: 50_000 * Timestamp.second + 5 * Timestamp.millisecond, 10, 12),
      Ticks.quote(nanoseconds: 50_001 * Timestamp.second + 7, 10, 12),
    ]
    try Ticks.write(seconds, to: folder.file("coarse.ticks"))
    #expect(try TickFileReader(path: folder.file("coarse.ticks")).timeUnit == .seconds)
    try Ticks.write(seconds + later, to: folder.file("fine.ticks"))
    let reader = try TickFileReader(path: folder.file("fine.ticks"))
    #expect(reader.timeUnit == .nanoseconds)
    #expect(try Ticks.read(reader.makeCursor()) == seconds + later)
    #expect(try folder.names() == ["coarse.ticks", "fine.ticks"])
    guard case .sound = try TickFileReader.verify(path: folder.file("fine.ticks")) else {
      throw TestFault("verify found a fault")
    }
  }

  @Test("The content digest ignores source and provenance, and changes with symbol, digits and ticks")
  func contentDigest() throws {
    let folder = try TemporaryFolder()
    let quotes = Ticks.walk(500)
    func digest(_ quotes: [Quote], _ metadata: TickFileMetadata) throws -> String {
      try Ticks.write(quotes, to: folder.file("a.ticks"), metadata).contentDigest
    }
    var renamed = try Ticks.metadata()
    renamed.source = "elsewhere"
    renamed.provenance = ""
    let original = try digest(quotes, Ticks.metadata())
    #expect(original.count == 64)
    #expect(try digest(quotes, renamed) == original)
    #expect(try digest(quotes, Ticks.metadata(digits: 4)) != original)
    #expect(try digest(quotes, Ticks.metadata("GBPUSD")) != original)
    #expect(try digest(Array(quotes.dropLast()), Ticks.metadata()) != original)
  }

  @Test("The same ticks give the same bytes")
  func identicalBytes() throws {
    let folder = try TemporaryFolder()
    try Ticks.write(Ticks.walk(40_000), to: folder.file("a.ticks"))
    try Ticks.write(Ticks.walk(40_000), to: folder.file("b.ticks"))
    #expect(
      try InputFile.contents(of: folder.file("a.ticks")) == InputFile.contents(of: folder.file("b.ticks")))
  }
}

extension BlockEncoder {
  func encode(_ quotes: [Quote]) -> EncodedBlock? {
    quotes.withUnsafeBufferPointer { encode($0, number: 0, unit: TimeUnit.coarsest(for: $0)) }
  }
}
