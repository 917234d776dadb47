import FileSystem
import Synchronization
import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct TickImportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A CSV file with a quote at each of the seconds.
  private func file(_ name: String, _ seconds: [Int], bid: String = "1.1") throws -> String {
    let rows = seconds.map { "2024-01-02T00:00:\($0 < 10 ? "0" : "")\($0)Z,\(bid),1.2" }
    return try folder.write(name, (["time,bid,ask"] + rows).joined(separator: "\n"))
  }

  private func bids(_ paths: [String]) throws -> [Int64] {
    try Imported(paths, .eurusd).quotes.map(\.bid.points)
  }

  // MARK: Several files

  @Test func `files are read by their first tick, not by name or argument`() throws {
    let late = try file("a.csv", [10, 11], bid: "1.11")
    let early = try file("b.csv", [1, 2], bid: "1.12")
    #expect(try bids([late, early]) == [112_000, 112_000, 111_000, 111_000])
    #expect(try bids([early, late]) == [112_000, 112_000, 111_000, 111_000])
    #expect(try Imported([late, early], .eurusd).report.mergedOverlaps == false)
    #expect(try Imported([late, early], .eurusd).report.files.map(\.path) == [early, late])
  }

  @Test func `files that overlap are merged by time, equal times in file order`() throws {
    let one = try file("one.csv", [1, 3, 5, 9], bid: "1.11")
    let two = try file("two.csv", [3, 4, 5, 5], bid: "1.12")
    let expected = [111, 111, 112, 112, 111, 112, 112, 111].map { Int64($0) * 1_000 }
    for inputs in [[one, two], [two, one], [folder.path]] {
      #expect(try bids(inputs) == expected)
      #expect(try Imported(inputs, .eurusd).report.mergedOverlaps)
    }
  }

  @Test func `a merge of many files equals a stable sort`() throws {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let folder = try TemporaryFolder()
      var expected: [(second: Int, first: Int, name: Int, position: Int)] = []
      for name in 0..<6 {
        let seconds = (0..<30).map { _ in Int.random(in: 0..<60, using: &generator) }.sorted()
        let rows = seconds.enumerated().map { position, second in
          "2024-01-02T00:00:\(second < 10 ? "0" : "")\(second)Z,1.\(1_000 + name * 100 + position),1.2"
        }
        _ = try folder.write("\(name).csv", (["time,bid,ask"] + rows).joined(separator: "\n"))
        expected += seconds.enumerated().map { ($1, seconds[0], name, $0) }
      }
      expected.sort {
        ($0.second, $0.first, $0.name, $0.position) < ($1.second, $1.first, $1.name, $1.position)
      }
      let bids = try Imported([folder.path], .eurusd).quotes.map(\.bid.points)
      #expect(
        bids == expected.map { Int64(100_000 + (1_000 + $0.name * 100 + $0.position) * 10) }, "seed \(seed)")
    }
  }

  @Test func `more than sixteen files at once are refused`() throws {
    for number in 0..<17 { _ = try file("\(10 + number).csv", [1, 2]) }
    #expect(
      refusal(folder.path)
        == "more than 16 files overlap in time here, among them \(folder.file("26.csv")) (\(folder.file("10.csv"))): "
        + "give one file for each stretch of time")
  }

  @Test func `a scale that changes from file to file is refused with both names`() throws {
    let one = try file("one.csv", [1])
    let two = try folder.write("two.csv", "time,bid,ask\n2024-01-02T00:00:02Z,11.1,11.2\n")
    #expect(
      refusal([two, one]).hasPrefix(
        "the price changes scale, from 1.15000 in \(one) to 11.15000 at 2024-01-02T00:00:02.000000000Z (\(two)): "
      ))
  }

  @Test func `the same file twice is refused`() throws {
    let path = try file("a.csv", [1])
    let text = refusal([path, folder.path])
    #expect(text == "the same file is named twice, also as \(path) (\(path)): name it once")
  }

  @Test func `files of different formats are imported apart`() throws {
    let csv = try file("a.csv", [1])
    let histdata = try folder.write("b.csv", "20200101 170000065,1.1,1.2,0\n")
    #expect(
      refusal([histdata, csv])
        == "files of different formats, csv and histdata (\(histdata)): import them apart")
  }

  @Test func `options for one file are refused for several`() throws {
    let paths = [try file("a.csv", [1]), try file("b.csv", [2])]
    #expect(
      refusal(paths, .eurusd.with { $0.date = CivilDate(daysSinceEpoch: 0) })
        == "it speaks of one file, and there are 2 (--date): import the file apart, or leave it out")
  }

  @Test func `options of another format are refused, not passed over`() throws {
    let path = try file("a.csv", [1])
    #expect(
      refusal(path, .eurusd.with { $0.hour = Timestamp(nanoseconds: 0) })
        == "it is for dukascopy files, and \(path) is csv (--hour): leave it out")
  }

  @Test func `other files of a folder are reported, not read`() throws {
    _ = try file("a.csv", [1])
    let notes = try folder.write("README.md", "notes")
    _ = try folder.write(".hidden.csv", "?")
    #expect(try Imported([folder.path], .eurusd).report.ignored == [notes])
  }

  @Test(arguments: [
    (ImportFormat.mt5, "no header <DATE> <TIME> <BID> <ASK>"), (.binance, "no receive time and message"),
    (.tardis, "no header with exchange and local_timestamp"),
  ])
  func `a file that is not of the named format is refused`(format: ImportFormat, found: String) throws {
    let path = try file("a.csv", [1])
    #expect(
      refusal(path, .eurusd.with { $0.format = format })
        == "expected \(format.rawValue), was \(found) (\(path), line 1): name the right --format")
  }

  @Test func `a file in another container than the named format's is refused`() throws {
    let path = try file("a.csv", [1])
    #expect(
      refusal(path, .eurusd.with { $0.format = .dukascopy })
        == "expected dukascopy, was no LZMA data (\(path)): name the right --format")
    #expect(
      refusal(path, .eurusd.with { $0.format = .histdata }).hasPrefix(
        "expected 4 fields, was 3 (\(path), line 1)"))
  }

  // MARK: Into a tick file

  @Test func `an import writes a tick file with the same ticks`() throws {
    let path = try file("a.csv", [1, 2, 5])
    let output = folder.file("out.ticks")
    let outcome = try TickImport.run(inputs: [path], options: .eurusd, output: output)
    #expect(outcome.info.statistics.ticks == 3)
    #expect(outcome.info.metadata.source == "csv")
    #expect(outcome.info.metadata.provenance == "csv: a.csv; a zone in each time")
    #expect(outcome.report.ticks == 3)
    let cursor = try TickFileReader(path: output).makeCursor()
    var block = TickBlock()
    #expect(try cursor.nextBlock(into: &block))
    #expect(try Array(block.quotes) == Imported(path).quotes)
  }

  @Test func `a failed import leaves nothing behind`() throws {
    let path = try folder.write("in/a.csv", "time,bid,ask\n2024-01-02T00:00:00Z,1.1,1.2\nbroken\n")
    let out = try TemporaryFolder()
    #expect(throws: ImportError.self) {
      try TickImport.run(inputs: [path], options: .eurusd, output: out.file("out.ticks"))
    }
    #expect(try out.names() == [])
  }

  @Test func `an interrupted import stops and leaves nothing behind`() throws {
    let folder = try TemporaryFolder()
    for second in 1...2 {
      _ = try folder.write("in/\(second).csv", "time,bid,ask\n2024-01-02T00:00:0\(second)Z,1.1,1.2\n")
    }
    let asked = Atomic<Int32>(0)
    let cancellation = Cancellation { asked.load(ordering: .relaxed) == 0 ? nil : 2 }
    #expect(throws: ImportError.file(.interrupted(signal: 2))) {
      try TickImport.run(
        inputs: [folder.file("in")], options: .eurusd, output: folder.file("out.ticks"),
        cancellation: cancellation
      ) { _ in asked.store(1, ordering: .relaxed) }
    }
    #expect(try folder.names() == ["in"])
  }

  @Test func `an output that can't be made, or is an input, is refused`() throws {
    let path = try file("a.csv", [1])
    let nowhere = folder.file("no/such/folder/out.ticks")
    let error = #expect(throws: ImportError.self) {
      try TickImport.run(inputs: [path], options: .eurusd, output: nowhere)
    }
    #expect(error?.failureKind == .uncreatable)
    let same = #expect(throws: ImportError.self) {
      try TickImport.run(inputs: [path], options: .eurusd, output: path)
    }
    #expect(same?.description == "\(path) is one of the inputs (-o): choose another output")
  }

  @Test func `progress counts bytes and ticks up to the end`() throws {
    let paths = [try file("a.csv", [1, 2]), try file("b.csv", [3])]
    var seen: [ImportProgress] = []
    _ = try TickImport.read(inputs: paths, options: .eurusd, progress: { seen.append($0) }, sink: { _ in })
    #expect(seen.map(\.ticks) == [2, 3])
    #expect(seen.last?.bytesRead == seen.last?.bytesTotal)
  }
}
