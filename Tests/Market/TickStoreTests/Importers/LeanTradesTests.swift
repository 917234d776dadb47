import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct LeanTradesTests {
  private let folder: TemporaryFolder
  private let spy = ImportOptions.symbol("SPY").with { $0.digits = 2 }

  init() throws { folder = try TemporaryFolder() }

  private func equity(_ rows: String, date: String = "20131007", folder path: String = "equity/usa") throws
    -> String
  {
    try folder.write(
      "\(path)/tick/spy/\(date)_trade.zip", Fixture.zip("\(date)_spy_Trade_Tick.csv", rows))
  }

  // MARK: Equities and futures

  @Test func `equity trades are in ten-thousandths and New York time`() throws {
    let summer = try equity("14400464,1674100,100,P,20002000,0\n")
    let imported = try Imported(summer, spy)
    #expect(
      try imported.trades == [
        TradeTick(
          eventTime: Timestamp(iso8601: "2013-10-07T08:00:00.464Z"), price: Price(points: 16_741),
          sizeUnits: 100)
      ])
    #expect(imported.report.zoneNote == "America/New_York (LEAN equity)")
    #expect(imported.report.kind == .trades)
    let winter = try equity("14400464,1674100,100,P,20002000,0\n", date: "20131107")
    #expect(
      try Imported(winter, spy).trades.first?.eventTime == Timestamp(iso8601: "2013-11-07T09:00:00.464Z"))
    #expect(try Imported(winter, spy.with { $0.digits = 5 }).trades.first?.price.points == 16_741_000)
    #expect(
      try Imported(winter, spy.with { $0.sizeDigits = 8 }).trades.first?.sizeUnits == 10_000_000_000)
  }

  @Test func `ticks that LEAN marks as suspicious are left out and counted`() throws {
    let path = try equity("1,1674100,100,P,,0\n2,1674100,100,P,,1\n3,1674100,100,P,,0\n")
    let imported = try Imported(path, spy)
    #expect(imported.trades.count == 2)
    #expect(imported.report.rowsDropped == [ReasonCount(reason: "suspicious", count: 1)])
  }

  @Test func `each contract of a future is an entry to choose`() throws {
    let row = "4933381,1313.8,1,usa,,0\n"
    let zip = Fixture.zip(
      ["201310", "201312"].map {
        Fixture.Member(name: "20131007_gc_tick_trade_\($0).csv", bytes: Array(row.utf8))
      })
    let path = try folder.write("future/comex/tick/gc/20131007_trade.zip", zip)
    let gc = ImportOptions.symbol("GC")
    #expect(
      refusal(path, gc)
        == "the zip has several members: 20131007_gc_tick_trade_201310.csv, 20131007_gc_tick_trade_201312.csv "
        + "(\(path)): choose one with --entry NAME")
    let imported = try Imported(path, gc.with { $0.entry = "20131007_gc_tick_trade_201312.csv" })
    #expect(
      try imported.trades == [
        TradeTick(
          eventTime: Timestamp(iso8601: "2013-10-07T01:22:13.381Z"), price: Price(points: 13_138),
          sizeUnits: 1)
      ])
    #expect(
      imported.report.provenance
        == "lean trades: 20131007_trade.zip entry 20131007_gc_tick_trade_201312.csv; UTC (LEAN future)")
    #expect(
      refusal(path, gc.with { $0.entry = "20131007_gc_tick_trade_201402.csv" }).hasPrefix(
        "the zip has no member '20131007_gc_tick_trade_201402.csv', only 20131007_gc_tick_trade_201310.csv"))
  }

  @Test func `without LEAN's folders the names say what it is, or an option`() throws {
    let row = "14400464,1674100,100,P,20002000,0\n"
    let named = try folder.write("20131007_trade.zip", Fixture.zip("20131007_spy_Trade_Tick.csv", row))
    #expect(try Imported(named, spy).trades.first?.price.points == 16_741)
    let bare = try folder.write("20131008_trade.csv", row)
    #expect(
      refusal(bare, spy)
        == "nothing says whether the trades are of an equity or a future (\(bare)): say it with --asset")
    #expect(try Imported(bare, spy.with { $0.asset = .equity }).trades.first?.price.points == 16_741)
    #expect(try Imported(bare, spy.with { $0.asset = .future }).trades.first?.price.points == 167_410_000)
    let foldered = try equity(row)
    #expect(
      refusal(foldered, spy.with { $0.asset = .future }).hasPrefix(
        "the file says equity by its folder, the option says --asset future"))
    #expect(
      refusal(foldered, spy.with { $0.zone = .utc }).hasPrefix(
        "the file says America/New_York (LEAN equity), the option says --zone UTC"))
    #expect(
      refusal(foldered, spy.with { $0.kind = .quotes }).hasPrefix("expected quotes, the file holds trades"))
  }

  @Test(arguments: [
    ("2,1674100,100", "expected 6 fields, was 3"),
    ("2,1674155,100,P,,0", "price '1674155/10000' has more than the 2"),
    ("2,1674100,x,P,,0", "'x' is not a size"), ("2,1674100,-1,P,,0", "size '-1' is negative"),
    ("2,1674100,100,P,,maybe", "'maybe' is neither 0 nor 1"),
    ("0,1674100,100,P,,0", "time 2013-10-07T04:00:00"),
    ("86400000,1674100,100,P,,0", "time '86400000' is outside of the day"),
    ("2,0,100,P,,0", "price '0' is not positive"),
  ])
  func `a bad trade is named by its line`(row: String, message: String) throws {
    let path = try equity("1,1674100,100,P,,0\n\(row)\n")
    #expect(refusal(path, spy).hasPrefix(message))
    #expect(refusal(path, spy).contains("(\(path), entry 20131007_spy_Trade_Tick.csv, line 2): "))
  }

  @Test func `a symbol without an instrument needs its digits stated`() throws {
    let path = try equity("1,1674100,100,P,,0\n")
    #expect(
      refusal(path, .symbol("NOSUCH")).hasPrefix(
        "there is no instrument NOSUCH (--symbol): correct the name, or"))
  }

  @Test func `a damaged or truncated member is refused by name and byte`() throws {
    var random = SeededGenerator(seed: 1)
    let rows = (0..<5_000).map { "\($0),1674\(Int.random(in: 0...9, using: &random))00,100,P,,0\n" }.joined()
    let path = try equity(rows)
    var bytes = Fixture.zip("20131007_spy_Trade_Tick.csv", rows)
    // The CRC stands in the local header and in the directory at the end: they have to agree.
    let directory = bytes.count - 22 - 46 - "20131007_spy_Trade_Tick.csv".utf8.count
    bytes[directory + 16] ^= 1
    _ = try folder.write("equity/usa/tick/spy/20131007_trade.zip", bytes)
    #expect(
      refusal(path, spy).hasPrefix(
        "damaged zip data: the member's header differs from the directory (\(path), entry "
          + "20131007_spy_Trade_Tick.csv, byte "))
    _ = try folder.write("equity/usa/tick/spy/20131007_trade.zip", Array(bytes.prefix(bytes.count / 2)))
    #expect(refusal(path, spy).hasPrefix("the zip data ends too early (\(path), byte "))
  }

  // MARK: Coins

  private func crypto(_ kind: String, _ rows: String) throws -> String {
    try folder.write(
      "crypto/coinbase/tick/btcusd/20181007_\(kind).zip",
      Fixture.zip("20181007_btcusd_tick_\(kind).csv", rows))
  }

  @Test(arguments: ["", ",0"])
  func `crypto trades have decimal sizes and are UTC`(mark: String) throws {
    let path = try crypto("trade", "1000,6588.43,0.00147\(mark)\n")
    #expect(
      try Imported(path, .symbol("BTCUSD")).trades == [
        TradeTick(
          eventTime: Timestamp(iso8601: "2018-10-07T00:00:01Z"), price: Price(points: 658_843),
          sizeUnits: 147_000)
      ])
  }

  @Test(arguments: ["", ",0"])
  func `crypto quotes come with sizes`(mark: String) throws {
    let path = try crypto("quote", "1000,6588.43,1.5,6588.44,0.25\(mark)\n")
    let imported = try Imported(path, .symbol("BTCUSD"))
    #expect(try imported.quotes == [Quote("2018-10-07T00:00:01Z", 658_843, 658_844)])
    #expect(imported.sizes == [QuoteSize(bidUnits: 150_000_000, askUnits: 25_000_000)])
    #expect(imported.report.zoneNote == "UTC (LEAN crypto)")
    let bare = try Imported(path, ImportOptions.symbol("BTCUSD").with { $0.sizes = false })
    #expect(bare.sizes == [] && bare.quotes == imported.quotes)
  }

  @Test(arguments: [
    ("quote", "1000,6588.43,1.5,6588.44", "expected 5 fields, was 4"),
    ("quote", "1000,6588.43,1.5,6588.44,0.123456789", "size '0.123456789' has more than 8 decimals"),
    ("trade", "1000,6588.43", "expected 3 fields, was 2"),
    ("trade", "1000,6588.43,1,coinbase,0", "expected 3 fields, was 5"),
  ])
  func `a bad row of coins is named by its line`(kind: String, row: String, message: String) throws {
    let path = try crypto(kind, kind == "quote" ? "1,6588.43,1,6588.44,1\n\(row)\n" : "1,6588.43,1\n\(row)\n")
    #expect(refusal(path, .symbol("BTCUSD")).hasPrefix(message))
    #expect(refusal(path, .symbol("BTCUSD")).contains(", line 2): "))
  }
}
