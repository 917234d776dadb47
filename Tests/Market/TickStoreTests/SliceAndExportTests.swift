import FileSystem
import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Slicing and exporting")
struct SliceAndExportTests {
  @Test("A slice holds the ticks of its range and says where it comes from")
  func slice() throws {
    let folder = try TemporaryFolder()
    let quotes = Ticks.walk(40_000)
    try Ticks.write(quotes, to: folder.file("a.ticks"))
    let from = quotes[10_000].eventTime
    let to = quotes[35_000].eventTime
    let summary = try TickFileReader(path: folder.file("a.ticks")).slice(
      from: from, to: to, output: folder.file("b.ticks"))
    let expected = quotes.filter { $0.eventTime >= from && $0.eventTime < to }
    #expect(summary.statistics.ticks == expected.count)
    #expect(try Ticks.read(folder.file("b.ticks")) == expected)
    let sliced = try TickFileReader(path: folder.file("b.ticks")).metadata
    #expect(sliced.source == "test")
    #expect(sliced.provenance.hasPrefix("made by a test; sliced from 2024-01-02T00:14:51.701000000Z to "))
  }

  @Test("A slice without limits has the same content digest")
  func wholeSlice() throws {
    let folder = try TemporaryFolder()
    let original = try Ticks.write(Ticks.walk(40_000), to: folder.file("a.ticks"))
    let copy = try TickFileReader(path: folder.file("a.ticks")).slice(
      from: .distantPast, to: .distantFuture, output: folder.file("b.ticks"))
    #expect(copy.contentDigest == original.contentDigest)
  }

  @Test("A slice without ticks is refused and leaves nothing")
  func emptySlice() throws {
    let folder = try TemporaryFolder()
    try Ticks.write(Ticks.walk(10), to: folder.file("a.ticks"))
    let output = folder.file("b.ticks")
    #expect(throws: TickStoreError.noTicks(path: output)) {
      try TickFileReader(path: folder.file("a.ticks")).slice(
        from: Timestamp(milliseconds: 0), to: Timestamp(milliseconds: 1), output: output)
    }
    #expect(try folder.names() == ["a.ticks"])
  }

  private func exported(_ quotes: [Quote], digits: Int) throws -> String {
    let folder = try TemporaryFolder()
    try Ticks.write(quotes, to: folder.file("a.ticks"), Ticks.metadata(digits: digits))
    let count = try TickFileReader(path: folder.file("a.ticks")).export(to: folder.file("a.csv"))
    #expect(count == quotes.count)
    return String(decoding: try InputFile.contents(of: folder.file("a.csv")), as: UTF8.self)
  }

  @Test("Exported rows have milliseconds at least, and all digits of the prices")
  func export() throws {
    let rows = try exported(
      [Ticks.quote(1_549_238_400_994, 114_532, 114_534), Ticks.quote(1_549_324_800_000, 99_999, 5)], digits: 5
    )
    #expect(
      rows == """
        time,bid,ask
        2019-02-04T00:00:00.994Z,1.14532,1.14534
        2019-02-05T00:00:00.000Z,0.99999,0.00005

        """)
  }

  @Test("Microseconds, nanoseconds, whole prices and negative ones are exported as they are")
  func exportEdges() throws {
    let micro = try exported(
      [Ticks.quote(nanoseconds: -1_000, -5, 12_345), Ticks.quote(nanoseconds: 0, -250, 0)], digits: 2)
    #expect(
      micro == """
        time,bid,ask
        1969-12-31T23:59:59.999999Z,-0.05,123.45
        1970-01-01T00:00:00.000000Z,-2.50,0.00

        """)
    let nano = try exported([Ticks.quote(nanoseconds: 1, 7, 0)], digits: 0)
    #expect(nano == "time,bid,ask\n1970-01-01T00:00:00.000000001Z,7,0\n")
  }

  @Test("An exported file reads back to the same content digest")
  func exportRoundTrip() throws {
    let folder = try TemporaryFolder()
    let original = try Ticks.write(Ticks.walk(3_000), to: folder.file("a.ticks"))
    _ = try TickFileReader(path: folder.file("a.ticks")).export(to: folder.file("a.csv"))
    let text = String(decoding: try InputFile.contents(of: folder.file("a.csv")), as: UTF8.self)
    let quotes = try text.split(separator: "\n").dropFirst().map { row in
      let fields = row.split(separator: ",")
      return Quote(
        eventTime: try Timestamp(iso8601: fields[0]),
        bid: Price(points: try DecimalText.parse(fields[1], digits: 5)),
        ask: Price(points: try DecimalText.parse(fields[2], digits: 5)))
    }
    #expect(try Ticks.write(quotes, to: folder.file("b.ticks")).contentDigest == original.contentDigest)
  }
}
