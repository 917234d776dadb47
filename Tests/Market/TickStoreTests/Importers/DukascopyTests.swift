import FileSystem
import Foundation
import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct DukascopyTests {
  private let folder: TemporaryFolder
  private let records = [
    Fixture.Record(milliseconds: 0, bid: 114_529, ask: 114_530),
    Fixture.Record(milliseconds: 3_599_999, bid: 114_531, ask: 114_530),
  ]
  private let name = "EURUSD/2019/01/04/13h_ticks.bi5"

  init() throws { folder = try TemporaryFolder() }

  private func write(_ records: [Fixture.Record], as name: String? = nil) throws -> String {
    try folder.write(name ?? self.name, Fixture.bi5(records))
  }

  @Test func `month folders count from 00, the ask stands first, times are UTC`() throws {
    let quotes = try Imported(write(records)).quotes
    #expect(
      quotes == [
        try Quote("2019-02-04T13:00:00Z", 114_529, 114_530),
        try Quote("2019-02-04T13:59:59.999Z", 114_531, 114_530),
      ])
  }

  @Test func `a file outside of such a folder needs the hour`() throws {
    let path = try write(records, as: "ticks.bi5")
    #expect(
      refusal(path)
        == "nothing says the hour of the ticks (\(path)): say it with --hour T, as in 2019-02-04T13:00Z")
    let hour = try Timestamp(iso8601: "2019-02-04T13:00Z")
    let imported = try Imported(path, .eurusd.with { $0.hour = hour })
    #expect(imported.quotes.first?.eventTime == hour)
    let half = try Timestamp(iso8601: "2019-02-04T13:30Z")
    #expect(
      refusal(path, .eurusd.with { $0.hour = half })
        == "2019-02-04T13:30:00.000Z is not the start of an hour (--hour): give the hour as in 2019-02-04T13:00Z"
    )
  }

  @Test func `an hour that contradicts the path is refused`() throws {
    let path = try write(records)
    let hour = try Timestamp(iso8601: "2019-02-04T14:00Z")
    #expect(
      refusal(path, .eurusd.with { $0.hour = hour }).hasPrefix(
        "the file says 2019-02-04T13:00:00.000Z, the option says --hour 2019-02-04T14:00:00.000Z (\(path))"))
  }

  @Test func `the path has to be of the symbol`() throws {
    let path = try write(records)
    #expect(refusal(path, .symbol("GBPUSD")).hasPrefix("expected ticks of GBPUSD, was EURUSD (\(path))"))
    let index = try write(
      [.init(milliseconds: 1, bid: 2_700_000, ask: 2_700_500)], as: "USA500IDXUSD/2019/01/04/13h_ticks.bi5")
    #expect(try Imported(index, .symbol("US500")).quotes.map(\.bid.points) == [2_700_000])
  }

  @Test(arguments: [
    "EURUSD/2019/12/04/13h_ticks.bi5", "EURUSD/2019/01/30/13h_ticks.bi5", "EURUSD/2019/01/04/24h_ticks.bi5",
  ])
  func `a path that is no date is refused`(name: String) throws {
    let path = try write(records, as: name)
    #expect(
      refusal(path).contains(
        "is outside of the calendar; months of Dukascopy's folders are 00 to 11 (\(path))"))
  }

  @Test(
    arguments: [("GBPJPY", 142_123, 142_123), ("XAUUSD", 1_300_123, 1_300_123), ("BTCUSD", 65_001, 650_010)]
      as [(String, Int, Int64)])
  func `integers are scaled by the symbol`(symbol: String, raw: Int, points: Int64) throws {
    let path = try write(
      [.init(milliseconds: 1, bid: raw, ask: raw)], as: "\(symbol)/2019/01/04/13h_ticks.bi5")
    #expect(try Imported(path, .symbol(symbol)).quotes.map(\.bid.points) == [points])
  }

  @Test func `a symbol outside of the table needs its digits`() throws {
    let path = try write(records, as: "XRPUSDT/2019/01/04/13h_ticks.bi5")
    #expect(
      refusal(path, .symbol("XRPUSDT"))
        == "nothing says how Dukascopy scales the prices of XRPUSDT (\(path)): say it with --digits, its decimals"
    )
    #expect(try Imported(path, .symbol("XRPUSDT").with { $0.digits = 4 }).report.digits == 4)
  }

  @Test func `a symbol without instrument is a fault of the command line`() throws {
    let path = try write(records)
    #expect(
      refusal(path, .symbol("ABCDEF"))
        == "there is no instrument ABCDEF (--symbol): correct the name, or state the decimals of its prices with "
        + "--digits")
  }

  static let refused: [(record: Fixture.Record, message: String)] = [
    (.init(milliseconds: 3_600_000, bid: 1, ask: 1), "time '3600000 ms' is outside of the hour of the file"),
    (.init(milliseconds: 5, bid: 114_529, ask: 114_530), "time 2019-02-04T13:00:00.005000000Z comes after"),
    (.init(milliseconds: 20, bid: 0, ask: 114_530), "price '0' is not positive"),
    (
      .init(milliseconds: 20, bid: 1_145_290, ask: 1_145_300),
      "the price changes scale, from 1.145295 to 11.45295"
    ),
    (
      .init(milliseconds: 20, bid: 114_529, ask: 114_530, volume: -.infinity),
      "a volume that is negative or no number"
    ),
  ]

  @Test(arguments: refused)
  func `a bad record stops the import with its number`(record: Fixture.Record, message: String) throws {
    let path = try write([.init(milliseconds: 10, bid: 114_529, ask: 114_530), record])
    #expect(refusal(path).hasPrefix("\(message)"), "\(refusal(path))")
    #expect(refusal(path).contains("(\(path), record 2): "))
  }

  @Test func `a cut record is an error`() throws {
    let path = try folder.write(name, Fixture.lzma(Fixture.raw(records[0]) + [1, 2, 3]))
    #expect(refusal(path).hasPrefix("the record data ends too early (\(path), record 2)"))
    let many = (0..<9_000).flatMap { Fixture.raw(.init(milliseconds: $0, bid: 114_529, ask: 114_530)) }
    let long = try folder.write("EURUSD/2019/01/04/14h_ticks.bi5", Fixture.lzma(many + [1]))
    #expect(refusal(long).hasPrefix("the record data ends too early (\(long), record 9001)"))
  }

  @Test func `LZMA that ends too early is an error at that byte, wherever it ends`() throws {
    var generator = SeededGenerator(seed: 7)
    let many = (0..<500).map { index in
      let bid = Int.random(in: 114_000...115_000, using: &generator)
      return Fixture.Record(milliseconds: index * 7, bid: bid, ask: bid + 3)
    }
    let sound = Fixture.bi5(many)
    for length in stride(from: 13, to: sound.count - 1, by: 97) {
      let path = try folder.write(name, Array(sound.prefix(length)))
      #expect(refusal(path).hasPrefix("the LZMA data ends too early (\(path), byte \(length))"))
    }
    let longer = try folder.write(name, sound + [0])
    #expect(
      refusal(longer).hasPrefix(
        "damaged LZMA data: bytes after the end of the data (\(longer), byte \(sound.count))"))
  }

  @Test func `LZMA that asks for too much memory is refused`() throws {
    var bytes = Fixture.bi5(records)
    bytes[4] = 0x20
    let path = try folder.write(name, bytes)
    #expect(
      refusal(path).hasPrefix("damaged LZMA data: it asks for more than 64 MiB of memory (\(path), byte "))
  }

  @Test(.enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
  func `damaged real hours are refused, or differ in single prices at most`() throws {
    // LZMA-alone carries no checksum. What still decodes has to pass every check of the records.
    let real = RealTicks.path("dukascopy_bi5/EURUSD/2019/01/04/22h_ticks.bi5")
    let sound = try InputFile.contents(of: real)
    var refused = 0
    let positions = Array(stride(from: 13, to: sound.count, by: 401))
    for position in positions {
      var bytes = sound
      bytes[position] ^= 0x10
      let path = try folder.write("EURUSD/2019/01/04/22h_ticks.bi5", bytes)
      do throws(ImportError) { _ = try Imported(path) } catch {
        refused += 1
        #expect(error.description.contains("\(path), "))
      }
    }
    #expect(refused >= positions.count * 9 / 10, "\(refused) of \(positions.count)")
  }

  @Test func `an empty file is no ticks in a folder and an error alone`() throws {
    let empty = try folder.write("EURUSD/2019/01/04/12h_ticks.bi5", [UInt8]())
    #expect(refusal(empty) == "the file is empty (\(empty)): give a file or folder with ticks")
    let full = try write(records)
    let tree = try Imported([folder.file("EURUSD")], .eurusd)
    #expect(tree.quotes.count == 2)
    #expect(tree.report.emptyFiles == [empty])
    #expect(tree.report.files.map(\.path) == [full])
  }
}
