import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Splits of shares")
struct ShareSplitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Ten new shares for an old one, from the tenth of June 2024 on.
  private static let rows = """
    time,bid,ask
    2024-06-07T20:00:00Z,1208.88,1208.90
    2024-06-10T13:30:00Z,121.78,121.79

    """

  private func imported(
    _ text: String, _ splits: [String] = [], digits: Int = 2, allowsScaleChange: Bool = false
  ) throws(ImportError) -> Imported {
    let path: String
    do { path = try folder.write("shares.csv", text) } catch { preconditionFailure("\(error)") }
    var options = ImportOptions.symbol("NVDA")
    options.digits = digits
    options.allowsScaleChange = allowsScaleChange
    for split in splits { options.splits.append(try ShareSplit(split)) }
    return try Imported([path], options)
  }

  private func message(
    _ text: String, _ splits: [String] = [], digits: Int = 2
  ) -> String {
    do throws(ImportError) {
      return "imported \(try imported(text, splits, digits: digits).quotes.count) ticks"
    } catch { return error.description }
  }

  private func prices(_ imported: Imported) -> [Int64] {
    imported.quotes.flatMap { [$0.bid.points, $0.ask.points] }
  }

  @Test("Without a word about it a change of scale is refused, and both ways on are offered")
  func refused() {
    let text = message(Self.rows)
    #expect(text.contains("the price changes scale, from 1208.89 to 121.785"))
    #expect(text.contains("--split 2024-06-10=10:1"))
    #expect(text.contains("--allow-scale-change"))
  }

  /// 1208.88 / 10 = 120.888 and 1208.90 / 10 = 120.89.
  @Test("Prices before a split are divided by its ratio, exactly where the decimals suffice")
  func divided() throws {
    let exact = try imported(Self.rows, ["2024-06-10=10:1"], digits: 3)
    #expect(prices(exact) == [120_888, 120_890, 121_780, 121_790])
    #expect(exact.report.rowsCorrected == [ReasonCount(reason: "split_adjusted", count: 1)])
    let rounded = try imported(Self.rows, ["2024-06-10=10:1"])
    #expect(prices(rounded) == [12_089, 12_089, 12_178, 12_179])
    #expect(
      rounded.report.rowsCorrected == [
        ReasonCount(reason: "split_adjusted", count: 1), ReasonCount(reason: "split_rounded", count: 1),
      ])
    #expect(
      rounded.report.provenance.hasSuffix("; prices before 2024-06-10T04:00:00.000Z divided by 10:1 (split)"),
      "\(rounded.report.provenance)")
  }

  @Test("A change of scale that was allowed is taken as it stands")
  func allowed() throws {
    let taken = try imported(Self.rows, allowsScaleChange: true)
    #expect(prices(taken) == [120_888, 120_890, 12_178, 12_179])
    #expect(taken.report.provenance.hasSuffix("; changes of scale allowed"))
  }

  /// 7 for 1 and then 4 for 1: 700.00 of before both is 25.00, 100.00 between them 25.00 as well. 700.14 / 28 is
  /// 25.005, half-even 25.00; rounded after each step it would be 25.01 (100.02 / 4 = 25.005 as well, 100.02).
  @Test("Several splits count together, and a price is rounded once, a half to even")
  func several() throws {
    let rows = """
      time,bid,ask
      2014-06-06T15:00:00Z,700.00,700.14
      2014-06-09T15:00:00Z,100.00,100.06
      2020-08-31T15:00:00Z,25.00,25.01

      """
    let splits = ["2020-08-31=4:1", "2014-06-09=7:1"]
    #expect(prices(try imported(rows, splits)) == [2_500, 2_500, 2_500, 2_502, 2_500, 2_501])
    #expect(prices(try imported(rows, splits.reversed())) == [2_500, 2_500, 2_500, 2_502, 2_500, 2_501])
  }

  @Test("A reverse split multiplies; a split of three for two is no whole factor")
  func reverse() throws {
    let rows = "time,bid,ask\n2021-07-30T15:00:00Z,12.94,12.95\n2021-08-02T15:00:00Z,103.52,103.60\n"
    #expect(prices(try imported(rows, ["2021-08-02=1:8"])) == [10_352, 10_360, 10_352, 10_360])
    let half = "time,bid,ask\n2021-07-30T15:00:00Z,15.00,15.03\n2021-08-02T15:00:00Z,10.00,10.02\n"
    #expect(prices(try imported(half, ["2021-08-02=3:2"])) == [1_000, 1_002, 1_000, 1_002])
  }

  /// 04:00 UTC is midnight in New York in summer, 05:00 in winter.
  @Test("A date begins at midnight in New York, a time when it says")
  func start() throws {
    let rows = "time,bid,ask\n2024-06-10T03:59:59.999Z,20.00,20.00\n2024-06-10T04:00:00Z,2.00,2.00\n"
    #expect(prices(try imported(rows, ["2024-06-10=10:1"])) == [200, 200, 200, 200])
    #expect(try ShareSplit("2024-01-10=2:1").start == Timestamp(iso8601: "2024-01-10T05:00:00Z"))
    #expect(
      try ShareSplit("2024-06-10T08:00:00+09:00=2:1").start == Timestamp(iso8601: "2024-06-09T23:00:00Z"))
  }

  @Test("Sizes before a split are multiplied, of trades the size alone")
  func sizes() throws {
    let trades = """
      time,price,size,side
      2024-06-07T15:00:00Z,1200.00,7,sell
      2024-06-10T15:00:00Z,120.00,70,buy

      """
    let taken = try imported(trades, ["2024-06-10=10:1"])
    #expect(taken.trades.map(\.sizeUnits) == [70, 70])
    #expect(taken.trades.map(\.aggressor) == [.sell, .buy])
    #expect(taken.trades.map(\.price.points) == [12_000, 12_000])
    let quotes = """
      time,bid,ask,bid_size,ask_size
      2024-06-07T15:00:00Z,12.00,12.01,7,100
      2024-06-10T15:00:00Z,96.00,96.08,9,13

      """
    #expect(
      try imported(quotes, ["2024-06-10=1:8"]).sizes == [
        QuoteSize(bidUnits: 0, askUnits: 12), QuoteSize(bidUnits: 9, askUnits: 13),
      ])
  }

  @Test("From file to file a stated split is no change of scale either")
  func files() throws {
    let old = try folder.write("a.csv", "time,bid,ask\n2024-06-07T20:00:00Z,1208.88,1208.90\n")
    let new = try folder.write("b.csv", "time,bid,ask\n2024-06-10T13:30:00Z,121.78,121.79\n")
    #expect(refusal([old, new], .symbol("NVDA")).contains("--split"))
    let split = try ShareSplit("2024-06-10=10:1")
    let options = ImportOptions.symbol("NVDA").with { $0.splits = [split] }
    #expect(try Imported([new, old], options).quotes.map(\.bid.points) == [12_089, 12_178])
    #expect(
      try Imported([new, old], ImportOptions.symbol("NVDA").with { $0.allowsScaleChange = true }).quotes.count
        == 2)
  }

  @Test("A split that was applied before shows, and is refused")
  func twice() {
    let adjusted = "time,bid,ask\n2024-06-07T20:00:00Z,120.88,120.90\n2024-06-10T13:30:00Z,121.78,121.79\n"
    #expect(
      message(adjusted, ["2024-06-10=10:1"]).contains("the price changes scale, from 12.09 to 121.785"))
  }

  @Test(
    "What states no split is refused",
    arguments: [
      "", "2024-06-10", "2024-06-10=10", "2024-06-10=10:0", "2024-06-10=0:1", "2024-06-10=1:1", "10:1",
      "2024-06-31=10:1", "2024-06-10=-10:1", "2024-06-10=10:1:1", "2024-06-10=1.5:1", "2024-06-10T10:00=10:1",
      "2024-06-10=10000000:1", "2024-06-10=99999999999999999999:1",
    ])
  func malformed(text: String) {
    #expect(throws: ImportError.self) { try ShareSplit(text) }
    do { _ = try ShareSplit(text) } catch {
      #expect(error.description.contains("'\(text)' states no split (--split): give its date"))
    }
  }

  @Test("Two splits at one time, products out of reach, prices that vanish and sizes too large are refused")
  func limits() {
    #expect(message(Self.rows, ["2024-06-10=10:1", "2024-06-10=5:1"]).contains("two splits are stated for"))
    let huge = (1...4).map { "2024-06-0\($0)=999983:1" }
    #expect(message(Self.rows, huge).contains("the splits together make"))
    #expect(
      message("time,bid,ask\n2024-06-07T20:00:00Z,0.01,0.02\n", ["2024-06-10=10:1"])
        .contains("price '0.01' rounds to nothing when it is divided"))
    #expect(
      message("time,bid,ask\n2024-06-07T20:00:00Z,9000000.00,9000000.00\n", ["2024-06-10=1:1000000"])
        .contains("price '9000000.00' is too large"))
    #expect(
      message("time,price,size\n2024-06-07T20:00:00Z,90.00,9000000000000000\n", ["2024-06-10=10:1"])
        .contains("is negative or too large"))
  }
}
