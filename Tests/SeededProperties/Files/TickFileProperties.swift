import TestSupport
import TickStore
import TradingCore

extension SeededProperty {
  /// Tick files.
  static let files = [
    SeededProperty(
      "tick_files", "ticks of any size, with sizes or trades, come back from a file as they were",
      seen: "ticks", check: WrittenTicks.comeBack),
    SeededProperty(
      "merged_files", "overlapping files of several symbols come in the order a plain sort gives",
      seen: "ticks", check: WrittenTicks.areMerged),
  ]
}

/// Ticks that are written to files and read again.
private enum WrittenTicks {
  private static let symbols = ["EURUSD", "GBPUSD", "XAUUSD"].map { Known.instrument($0).symbol }

  /// Some hundred ticks, columns of which are as wide as random numbers of every magnitude make them.
  static func comeBack(_ seed: UInt64) throws -> SeededProperty.Outcome {
    var random = SeededGenerator(seed: seed)
    func magnitude(_ bits: Int64) -> Int64 {
      Int64.random(in: 0...(1 << Int64.random(in: 0...bits, using: &random)), using: &random)
    }
    let kind: TickKind = [.quotes, .quotesWithSizes, .trades][Int(seed % 3)]
    let unit = [1, 1_000, Timestamp.millisecond, Timestamp.second][Int.random(in: 0...3, using: &random)]
    let timeBits = Int64.random(in: 0...18, using: &random)
    var time = Int64.random(in: -1_000_000...1_000_000, using: &random)
    var all = TickBatch()
    for _ in 0..<Int.random(in: 1...700, using: &random) {
      time += magnitude(timeBits)
      let bid = magnitude(39) - magnitude(30)
      let ask = kind == .trades ? bid : max(-(1 << 39), min(1 << 39, bid - 9 + magnitude(39)))
      all.quotes.append(
        Quote(
          eventTime: Timestamp(nanoseconds: time * unit), bid: Price(points: bid), ask: Price(points: ask)))
      guard kind.hasSizes else { continue }
      let other = kind == .trades ? Int64.random(in: 0...2, using: &random) : magnitude(52)
      all.sizes.append(QuoteSize(bidUnits: magnitude(52), askUnits: other))
    }
    let folder = try TemporaryFolder()
    let path = folder.file("a.ticks")
    let writer = try TickFileWriter(
      path: path,
      metadata: TickFileMetadata(
        symbol: symbols[0], digits: 5, sizeDigits: kind.hasSizes ? 2 : 0, source: "test",
        provenance: "seed \(seed)"), kind: kind)
    switch kind {
    case .trades: for trade in all.trades { try writer.append(trade) }
    case .quotesWithSizes: for (quote, size) in zip(all.quotes, all.sizes) { try writer.append(quote, size) }
    case .quotes, .bareTrades: try writer.append(contentsOf: all.quotes)
    }
    let digest = try writer.finish().contentDigest
    let reader = try TickFileReader(path: path)
    let cursor = reader.makeCursor(withSizes: kind.hasSizes)
    var (read, block) = (TickBatch(), TickBlock())
    while try cursor.nextBlock(into: &block) {
      read.quotes += block.quotes
      if let sizes = block.sizes { read.sizes += sizes }
    }
    guard read.quotes == all.quotes, read.sizes == all.sizes else { return .fails("other \(kind.name)") }
    guard reader.contentDigest == digest, reader.statistics.ticks == all.quotes.count else {
      return .fails("another digest or count")
    }
    guard case .sound = try TickFileReader.verify(path: path) else { return .fails("verify finds a fault") }
    return .holds(seen: all.quotes.count)
  }

  /// Up to nine files of up to three symbols, named in any order.
  static func areMerged(_ seed: UInt64) throws -> SeededProperty.Outcome {
    var random = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    var paths: [String] = []
    var all: [(symbol: Symbol, first: Timestamp, position: Int, quote: Quote)] = []
    for number in 0..<Int.random(in: 1...9, using: &random) {
      let symbol = symbols[Int.random(in: 0...2, using: &random)]
      var time = Int64(number * 100)
      let quotes = (0..<Int.random(in: 1...120, using: &random)).map { position in
        time += Int64.random(in: position == 0 ? 1...90 : 0...7, using: &random)
        return Quote(
          eventTime: Timestamp(milliseconds: time), bid: Price(points: Int64(number)),
          ask: Price(points: Int64(position)))
      }
      let path = folder.file("\(UInt16.random(in: 0...999, using: &random))-\(number).ticks")
      let writer = try TickFileWriter(
        path: path, metadata: TickFileMetadata(symbol: symbol, digits: 5, source: "test", provenance: ""))
      try writer.append(contentsOf: quotes)
      _ = try writer.finish()
      paths.append(path)
      for (position, quote) in quotes.enumerated() {
        all.append((symbol, quotes[0].eventTime, position, quote))
      }
    }
    let expected = all.sorted {
      ($0.quote.eventTime, $0.symbol, $0.first, $0.position)
        < ($1.quote.eventTime, $1.symbol, $1.first, $1.position)
    }
    paths.shuffle(using: &random)
    let merge = try MergedTicks(paths: paths) { _ in 5 }
    var place = 0
    while let run = try merge.next() {
      for quote in run.quotes {
        guard place < expected.count, expected[place].quote == quote,
          expected[place].symbol == merge.symbols[run.symbolIndex]
        else { return .fails("tick \(place) of \(expected.count) is \(quote)") }
        place += 1
      }
    }
    return place == expected.count ? .holds(seen: place) : .fails("\(place) ticks, not \(expected.count)")
  }
}
