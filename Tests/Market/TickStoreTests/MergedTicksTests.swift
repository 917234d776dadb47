import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Merged files")
struct MergedTicksTests {
  private struct Tick: Hashable {
    var symbol: Symbol
    var quote: Quote
  }

  private func merged(
    _ paths: [String], from: Timestamp = .distantPast, to: Timestamp = .distantFuture, digits: Int = 5
  ) throws -> (ticks: [Tick], runs: [Int]) {
    let merge = try MergedTicks(paths: paths, from: from, to: to) { _ in digits }
    var ticks: [Tick] = []
    var runs: [Int] = []
    while let run = try merge.next() {
      ticks += run.quotes.map { Tick(symbol: merge.symbols[run.symbolIndex], quote: $0) }
      runs.append(run.quotes.count)
    }
    return (ticks, runs)
  }

  private func file(_ name: String, _ symbol: String, _ quotes: [Quote], in folder: TemporaryFolder) throws
    -> String
  {
    try Ticks.write(quotes, to: folder.file(name), Ticks.metadata(symbol))
    return folder.file(name)
  }

  @Test("One file comes through block by block")
  func singleFile() throws {
    let folder = try TemporaryFolder()
    let quotes = Ticks.walk(70_000)
    let (ticks, runs) = try merged([file("a", "EURUSD", quotes, in: folder)])
    #expect(ticks.map(\.quote) == quotes)
    #expect(runs == [32_768, 32_768, 4_464])
  }

  @Test("Files that follow each other come in whole blocks, whatever the order of their names")
  func consecutiveFiles() throws {
    let folder = try TemporaryFolder()
    let quotes = Ticks.walk(40_000)
    let last = quotes[39_999].eventTime.nanoseconds / Timestamp.millisecond
    let later = Ticks.walk(5_000, seed: 2, from: last + 1)
    let late = try file("a", "EURUSD", later, in: folder)
    let early = try file("b", "EURUSD", quotes, in: folder)
    let (ticks, runs) = try merged([late, early])
    #expect(ticks.map(\.quote) == quotes + later)
    #expect(runs == [32_768, 7_232, 5_000])
  }

  @Test("Equal times: by symbol name, then by the file with the earlier first tick, then by position")
  func equalTimes() throws {
    let folder = try TemporaryFolder()
    let gold = try file("1", "XAUUSD", [Ticks.quote(5, 1, 1), Ticks.quote(10, 2, 2)], in: folder)
    let second = try file("2", "EURUSD", [Ticks.quote(9, 3, 3), Ticks.quote(10, 4, 4)], in: folder)
    let first = try file(
      "3", "EURUSD", [Ticks.quote(8, 5, 5), Ticks.quote(10, 6, 6), Ticks.quote(10, 7, 7)], in: folder)
    let expected: [Int64] = [1, 5, 3, 6, 7, 4, 2]
    for paths in [[gold, second, first], [first, second, gold], [second, gold, first]] {
      #expect(try merged(paths).ticks.map(\.quote.bid.points) == expected)
    }
  }

  @Test(
    "Files with the same first tick are ordered by what they hold, not by name", arguments: [true, false])
  func sameStart(swapped: Bool) throws {
    let folder = try TemporaryFolder()
    let names = swapped ? ["b", "a"] : ["a", "b"]
    let long = try file(names[0], "EURUSD", [Ticks.quote(1, 1, 1), Ticks.quote(9, 1, 1)], in: folder)
    let short = try file(names[1], "EURUSD", [Ticks.quote(1, 2, 2), Ticks.quote(5, 2, 2)], in: folder)
    #expect(try merged([long, short]).ticks.map(\.quote.bid.points) == [2, 1, 2, 1])
    #expect(try merged([short, long]).ticks.map(\.quote.bid.points) == [2, 1, 2, 1])
  }

  @Test("Many overlapping files of several symbols come in the order a plain sort gives")
  func naiveOrder() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 11)
    var paths: [String] = []
    var all: [(symbol: String, first: Timestamp, position: Int, quote: Quote)] = []
    for number in 0..<9 {
      let symbol = ["EURUSD", "GBPUSD", "XAUUSD"][number % 3]
      var time = Int64(number * 1_000)
      let quotes = (0..<Int.random(in: 200...800, using: &random)).map { position in
        time += Int64.random(in: 0...7, using: &random)
        return Ticks.quote(time, Int64(number), Int64(position))
      }
      paths.append(try file("\(8 - number)", symbol, quotes, in: folder))
      for (position, quote) in quotes.enumerated() {
        all.append((symbol, quotes[0].eventTime, position, quote))
      }
    }
    let expected = all.sorted {
      ($0.quote.eventTime, $0.symbol, $0.first, $0.position)
        < ($1.quote.eventTime, $1.symbol, $1.first, $1.position)
    }
    paths.shuffle(using: &random)
    let (ticks, _) = try merged(paths)
    #expect(ticks.map(\.quote) == expected.map(\.quote))
    #expect(ticks.map(\.symbol.name) == expected.map(\.symbol))
    let from = Timestamp(milliseconds: 2_500)
    let to = Timestamp(milliseconds: 4_000)
    let part = try merged(paths, from: from, to: to).ticks
    #expect(
      part.map(\.quote) == expected.map(\.quote).filter { $0.eventTime >= from && $0.eventTime < to })
  }

  @Test("Fewer digits than the instrument's are scaled exactly, more are refused")
  func digits() throws {
    let folder = try TemporaryFolder()
    let path = try file("a", "EURUSD", [Ticks.quote(1, 110_001, -110_003)], in: folder)
    let scaled = try merged([path], digits: 7).ticks
    #expect(scaled.map(\.quote) == [Ticks.quote(1, 11_000_100, -11_000_300)])
    #expect(
      throws: TickStoreError.mismatch(path: path, reason: "its prices have 5 digits and EURUSD has 4")
    ) { try merged([path], digits: 4) }
    let large = try file("b", "EURUSD", [Ticks.quote(1, 1 << 39, 1)], in: folder)
    #expect(throws: TickStoreError.self) { try merged([large], digits: 6) }
    #expect(throws: TickStoreError.mismatch(path: path, reason: "there is no instrument EURUSD")) {
      try MergedTicks(paths: [path]) { _ in nil }
    }
  }
}
