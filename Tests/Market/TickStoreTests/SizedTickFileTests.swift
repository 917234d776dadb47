import FileSystem
import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Tick files with sizes, and of trades")
struct SizedTickFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Sizes of an order book in thousandths of a coin, at eight decimals: one side changes at a time.
  private func sizes(_ count: Int, seed: UInt64 = 3) -> [QuoteSize] {
    var random = SeededGenerator(seed: seed)
    var size = QuoteSize(bidUnits: 100_000_000, askUnits: 700_000)
    return (0..<count).map { _ in
      let units = Int64.random(in: 0...9_999, using: &random) * 100_000
      if Bool.random(using: &random) { size.bidUnits = units } else { size.askUnits = units }
      return size
    }
  }

  private func trades(_ count: Int) -> [TradeTick] {
    var random = SeededGenerator(seed: 5)
    return Ticks.walk(count).map { quote in
      TradeTick(
        eventTime: quote.eventTime, price: quote.bid,
        sizeUnits: Int64.random(in: 0...20, using: &random) * 100,
        aggressor: AggressorSide.allCases[Int.random(in: 0...2, using: &random)])
    }
  }

  private var sized: TickFileMetadata {
    get throws {
      var metadata = try Ticks.metadata("BTCUSDT", digits: 2)
      metadata.sizeDigits = 8
      return metadata
    }
  }

  @discardableResult
  private func write(
    _ quotes: [Quote], _ sizes: [QuoteSize], to name: String = "a.ticks"
  ) throws -> TickFileSummary {
    let writer = try TickFileWriter(path: folder.file(name), metadata: sized, kind: .quotesWithSizes)
    for (quote, size) in zip(quotes, sizes) { try writer.append(quote, size) }
    return try writer.finish()
  }

  @discardableResult
  private func write(_ trades: [TradeTick], to name: String = "a.ticks") throws -> TickFileSummary {
    let writer = try TickFileWriter(path: folder.file(name), metadata: sized, kind: .trades)
    for trade in trades { try writer.append(trade) }
    return try writer.finish()
  }

  private func batch(_ source: some TickBlockSource) throws -> TickBatch {
    var all = TickBatch()
    var block = TickBlock()
    while try source.nextBlock(into: &block) {
      all.quotes += block.quotes
      if let sizes = block.sizes { all.sizes += sizes }
    }
    return all
  }

  private func batch(_ name: String = "a.ticks") throws -> TickBatch {
    try batch(TickFileReader(path: folder.file(name)).makeCursor(withSizes: true))
  }

  private func soundInfo(_ name: String = "a.ticks") throws -> TickFileInfo {
    guard case .sound(let info) = try TickFileReader.verify(path: folder.file(name)) else {
      throw TestFault("verify found a fault")
    }
    return info
  }

  @Test("Quotes come back with their sizes, at a few bytes a tick")
  func quotes() throws {
    let (quotes, sizes) = (Ticks.walk(40_000), sizes(40_000))
    try write(quotes, sizes)
    let read = try batch()
    #expect(read.quotes == quotes)
    #expect(read.sizes == sizes)
    let info = try soundInfo()
    #expect(info.kind == .quotesWithSizes && info.kind.name == "quotes")
    #expect(info.metadata == (try sized))
    #expect(info.bytesPerTick < 6)
  }

  @Test("Sizes are decoded only when asked for")
  func notAsked() throws {
    let quotes = Ticks.walk(100)
    try write(quotes, sizes(100))
    let reader = try TickFileReader(path: folder.file("a.ticks"))
    var block = TickBlock()
    #expect(try reader.makeCursor().nextBlock(into: &block))
    #expect(block.sizes == nil)
    #expect(block.trades == [])
    #expect(Array(block.quotes) == quotes)
    try Ticks.write(quotes, to: folder.file("plain.ticks"))
    let plain = try TickFileReader(path: folder.file("plain.ticks")).makeCursor(withSizes: true)
    #expect(try plain.nextBlock(into: &block))
    #expect(block.sizes == nil)
  }

  @Test("A range of times has the sizes of its ticks, also when decoded ahead")
  func range() throws {
    let (quotes, sizes) = (Ticks.walk(40_000), sizes(40_000))
    try write(quotes, sizes)
    let (from, to) = (quotes[30_000].eventTime, quotes[36_000].eventTime)
    let kept = quotes.indices.filter { quotes[$0].eventTime >= from && quotes[$0].eventTime < to }
    let reader = try TickFileReader(path: folder.file("a.ticks"))
    let read = try batch(
      DecodeAheadReader(reader.makeCursor(from: from, to: to, withSizes: true)))
    #expect(read.quotes == kept.map { quotes[$0] })
    #expect(read.sizes == kept.map { sizes[$0] })
    _ = try reader.slice(from: from, to: to, output: folder.file("b.ticks"))
    #expect(try batch("b.ticks") == read)
  }

  @Test("The largest sizes survive, larger and negative ones are refused")
  func extremes() throws {
    let most = Quantity.magnitudeLimit - 1
    let sizes = [
      QuoteSize(bidUnits: most, askUnits: 0), .zero, QuoteSize(bidUnits: 1, askUnits: most),
      QuoteSize(bidUnits: 7, askUnits: 7),
    ]
    try write(Ticks.walk(4), sizes)
    #expect(try batch().sizes == sizes)
    for wrong in [QuoteSize(bidUnits: most + 1, askUnits: 0), QuoteSize(bidUnits: 0, askUnits: -1)] {
      let error = #expect(throws: TickStoreError.self) { try write(Ticks.walk(1), [wrong], to: "b.ticks") }
      #expect(error?.description.contains("a size below 0, or of 2^53 units or more") == true)
    }
    #expect(try folder.names() == ["a.ticks"])
  }

  @Test("Trades come back; their prices stand where bids do, with no spread")
  func tradesRoundTrip() throws {
    let trades = trades(40_000)
    try write(trades)
    let read = try batch()
    #expect(read.trades == trades)
    let info = try soundInfo()
    #expect(info.kind == .trades && info.kind.name == "trades")
    #expect(info.statistics.bidMin == trades.map(\.price).min())
    #expect(info.statistics.bidMax == trades.map(\.price).max())
    #expect(info.statistics.crossed == 0 && info.statistics.locked == 0)
    #expect(info.bytesPerTick < 5)
  }

  @Test("A finer time late in the file keeps what stands beside the ticks")
  func refined() throws {
    var trades = trades(33_000)
    for index in trades.indices {
      trades[index].eventTime = Timestamp(nanoseconds: Int64(index) * Timestamp.second)
    }
    trades[32_999].eventTime = trades[32_999].eventTime.advanced(by: 7)
    try write(trades)
    #expect(try batch().trades == trades)
    #expect(try soundInfo().timeUnit == .nanoseconds)
  }

  @Test("The content digest covers sizes and their scale, and no blocks")
  func contentDigest() throws {
    let (quotes, sizes) = (Ticks.walk(40_000), sizes(40_000))
    let whole = try write(quotes, sizes).contentDigest
    #expect(whole == (try write(quotes, sizes, to: "b.ticks").contentDigest))
    var others = sizes
    others[7].askUnits += 1
    #expect(whole != (try write(quotes, others, to: "b.ticks").contentDigest))
    #expect(
      whole
        != (try Ticks.write(quotes, to: folder.file("b.ticks"), Ticks.metadata("BTCUSDT", digits: 2))
          .contentDigest))
    let reader = try TickFileReader(path: folder.file("a.ticks"))
    let copy = try reader.slice(from: .distantPast, to: .distantFuture, output: folder.file("c.ticks"))
    #expect(copy.contentDigest == whole)
  }

  @Test("A tick is a duplicate only with the same size")
  func duplicates() throws {
    let quote = Ticks.quote(Ticks.start, 10, 12)
    let (one, two) = (QuoteSize(bidUnits: 1, askUnits: 1), QuoteSize(bidUnits: 2, askUnits: 1))
    #expect(try write([quote, quote, quote, quote], [one, one, two, one]).statistics.duplicates == 1)
  }

  @Test("Every changed byte of a file is found")
  func damage() throws {
    try write(trades(300))
    let path = folder.file("a.ticks")
    for offset in stride(from: 0, to: try InputFile.contents(of: path).count, by: 3) {
      let verdict = try TestFiles.withByte(at: offset, changedBy: 0x10, in: path) {
        try TickFileReader.verify(path: path)
      }
      if case .sound = verdict { Issue.record("byte \(offset) was changed without notice") }
    }
  }

  @Test("Blocks with a right CRC and wrong sizes are refused, never believed", arguments: 0..<4)
  func forgedBlocks(seed: Int) throws {
    let kind = seed % 2 == 0 ? TickKind.quotesWithSizes : .trades
    let trades = trades(100)
    let (quotes, pairs) =
      kind == .trades ? (trades.map(\.quote), trades.map(\.pair)) : (Ticks.walk(100), sizes(100))
    let block = quotes.withUnsafeBufferPointer { quotes in
      pairs.withUnsafeBufferPointer { pairs in
        BlockEncoder().encode(quotes, sizes: pairs, kind: kind, number: 0, unit: .milliseconds)
      }
    }
    var random = SeededGenerator(seed: UInt64(seed))
    let decoder = BlockDecoder(unit: .milliseconds, kind: kind)
    let room = TickBlock()
    for _ in 0..<500 {
      var bytes = block.bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 120..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do {
        try bytes.withBytes { (raw) throws(FormatFault) in
          _ = try room.decode(raw, number: 0, with: decoder, wantsSizes: true)
        }
        #expect(room.sizes?.allSatisfy { SizeColumns.fault($0, kind) == nil } == true)
      } catch {
        #expect(room.quotes.isEmpty)
        #expect(room.sizes?.isEmpty ?? true)
      }
    }
  }

  // MARK: Merging

  private func merged(_ paths: [String], digits: Int = 2, sizeDigits: Int? = 8) throws -> [QuoteSize?] {
    let merge = try MergedTicks(paths: paths, sizeDigits: { _ in sizeDigits }) { _ in digits }
    var all: [QuoteSize?] = []
    while let run = try merge.next() {
      if let sizes = run.sizes {
        #expect(sizes.count == run.quotes.count)
        all += sizes.map { $0 }
      } else {
        all += run.quotes.map { _ in nil }
      }
    }
    return all
  }

  @Test(
    "A merge hands out sizes beside the quotes of files that have them, in the same order whatever the arguments'"
  )
  func merge() throws {
    let one = [1, 3, 5].map { Ticks.quote($0, 1, 2) }
    let two = [2, 3, 4].map { Ticks.quote($0, 3, 4) }
    try write(one, [1, 2, 3].map { QuoteSize(bidUnits: $0, askUnits: 0) })
    try Ticks.write(two, to: folder.file("b.ticks"), Ticks.metadata("BTCUSDT", digits: 2))
    let paths = [folder.file("a.ticks"), folder.file("b.ticks")]
    let expected: [Int64?] = [1, nil, 2, nil, nil, 3]
    #expect(try merged(paths).map { $0?.bidUnits } == expected)
    #expect(try merged(paths.reversed()).map { $0?.bidUnits } == expected)
    #expect(try merged(paths, sizeDigits: nil) == [nil, nil, nil, nil, nil, nil])
  }

  @Test("Sizes are given in the digits asked for, rounded down")
  func scaled() throws {
    try write([Ticks.quote(1, 1, 2)], [QuoteSize(bidUnits: 199_999_999, askUnits: 5)])
    let path = folder.file("a.ticks")
    #expect(try merged([path], sizeDigits: 2) == [QuoteSize(bidUnits: 199, askUnits: 0)])
    #expect(try merged([path], sizeDigits: 9) == [QuoteSize(bidUnits: 1_999_999_990, askUnits: 50)])
    try write([Ticks.quote(1, 1, 2)], [QuoteSize(bidUnits: 1 << 52, askUnits: 5)])
    #expect(
      throws: TickStoreError.mismatch(path: path, reason: "a size of 2^53 units or more in BTCUSDT's digits")
    ) { try merged([path], sizeDigits: 9) }
  }

  @Test("A merge of quotes refuses trades")
  func noTrades() throws {
    try write(trades(10))
    let error = #expect(throws: TickStoreError.self) { try merged([folder.file("a.ticks")]) }
    #expect(error == .noQuotes(path: folder.file("a.ticks")))
    #expect(error?.failureKind == .data)
  }
}
