import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct TardisTests {
  private static let quoteHeader =
    "exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount\n"
  private static let tradeHeader = "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"
  private let folder: TemporaryFolder
  private let btc = ImportOptions.symbol("BTCUSDT")

  init() throws { folder = try TemporaryFolder() }

  private func file(_ text: String) throws -> String { try folder.write("binance_2020-02-22.csv", text) }

  @Test func `quotes are at the exchange's time, with sizes`() throws {
    let path = try file(
      Self.quoteHeader + "binance,BTCUSDT,1582329601096000,1582329603502092,0.84,9682,9681.92,0.67\n")
    let imported = try Imported(path, btc)
    #expect(try imported.quotes == [Quote("2020-02-22T00:00:01.096Z", 968_192, 968_200)])
    #expect(imported.sizes == [QuoteSize(bidUnits: 67_000_000, askUnits: 84_000_000)])
    #expect(imported.report.format == .tardis)
    #expect(imported.report.zoneNote == "numbers since 1970 UTC (the exchange's clock)")
  }

  @Test func `columns stand in any order, amounts may have an exponent`() throws {
    let path = try folder.write(
      "a.csv.gz",
      Fixture.gzip(
        "symbol,exchange,local_timestamp,timestamp,bid_price,bid_amount,ask_price,ask_amount\n"
          + "BTCUSDT,binance,1,1582329601096000,9681.92,1e-05,9682,2.5e1\n"))
    let imported = try Imported(path, btc)
    #expect(imported.sizes == [QuoteSize(bidUnits: 1_000, askUnits: 2_500_000_000)])
    #expect(imported.quotes.map(\.ask.points) == [968_200])
  }

  @Test func `trades say who crossed the spread`() throws {
    let path = try file(
      Self.tradeHeader + "binance,BTCUSDT,1582329602111000,1,42377944,buy,9682,0.132\n"
        + "binance,BTCUSDT,1582329602111000,1,42377945,sell,9681.5,0.412\n"
        + "binance,BTCUSDT,1582329602111001,1,,unknown,9681.5,0\n")
    let imported = try Imported(path, btc)
    #expect(imported.report.kind == .trades)
    #expect(imported.trades.map(\.aggressor) == [.buy, .sell, .unknown])
    #expect(imported.trades.map(\.sizeUnits) == [13_200_000, 41_200_000, 0])
    #expect(imported.trades.map(\.price.points) == [968_200, 968_150, 968_150])
    #expect(imported.trades.last?.eventTime.nanoseconds == 1_582_329_602_111_001_000)
    #expect(refusal(path, btc.with { $0.kind = .quotes }).hasPrefix("expected quotes, the file holds trades"))
  }

  @Test func `one-sided books and other symbols are left out, another exchange is refused`() throws {
    let path = try file(
      Self.quoteHeader + "binance,ETHUSDT,1582329601000000,1,1,200,199,1\n"
        + "binance,BTCUSDT,1582329601000001,1,,,9681,1\nbinance,BTCUSDT,1582329601000002,1,1,9682,9681,1\n")
    let imported = try Imported(path, btc)
    #expect(imported.quotes.count == 1)
    #expect(
      imported.report.rowsDropped.map { "\($0.reason) \($0.count)" } == ["one_sided 1", "other_symbol 1"])
    let mixed = try file(
      Self.quoteHeader + "binance,BTCUSDT,1582329601000001,1,1,9682,9681,1\n"
        + "okex,BTCUSDT,1582329601000002,1,1,9682,9681,1\n")
    #expect(refusal(mixed, btc) == "the file mixes binance and okex (\(mixed), line 3): split the file")
  }

  @Test(arguments: [
    ("binance,BTCUSDT,1582329601000001,1,1,9682,9681", "expected 8 fields, was 7"),
    ("binance,BTCUSDT,2020-02-22,1,1,9682,9681,1", "'2020-02-22' is not a time"),
    ("binance,BTCUSDT,1582329601000001,1,1,9682.123,9681,1", "price '9682.123' has more than the 2 decimals"),
    ("binance,BTCUSDT,1582329601000001,1,x,9682,9681,1", "'x' is not a size"),
    (
      "binance,BTCUSDT,1582329601000001,1,99999999999,9682,9681,1",
      "size '99999999999' is negative or too large"
    ),
    ("binance,BTCUSDT,1582329600000000,1,1,9682,9681,1", "time 2020-02-22T00:00:00.000000000Z comes after"),
  ])
  func `a bad row is named by its line`(row: String, message: String) throws {
    let path = try file(Self.quoteHeader + "binance,BTCUSDT,1582329601000000,1,1,9682,9681,1\n\(row)\n")
    #expect(refusal(path, btc).hasPrefix(message))
    #expect(refusal(path, btc).contains("(\(path), line 3): "))
  }

  @Test func `a side that is none, and another data type, are refused`() throws {
    let side = try file(Self.tradeHeader + "binance,BTCUSDT,1582329602111000,1,1,up,9682,0.132\n")
    #expect(refusal(side, btc).hasPrefix("'up' is neither buy nor sell (\(side), line 2)"))
    let books = try file("exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount\n")
    #expect(
      refusal(books, btc).hasPrefix(
        "Tardis files other than quotes and trades are not read (\(books), line 1)"))
  }

  // MARK: CSV with sizes and of trades

  @Test func `CSV columns bid_size and ask_size are kept, volumes only when asked for`() throws {
    let sized = try folder.write(
      "a.csv", "time,bid,ask,bid_size,ask_size\n2020-02-22T00:00:00Z,9681,9682,0.5,1.25\n")
    #expect(try Imported(sized, btc).sizes == [QuoteSize(bidUnits: 50_000_000, askUnits: 125_000_000)])
    #expect(try Imported(sized, btc.with { $0.sizes = false }).sizes == [])
    let volumes = try folder.write(
      "b.csv", "time,ask,bid,askVolume,bidVolume\n2020-02-22T00:00:00Z,9682,9681,1.25,0.5\n")
    #expect(try Imported(volumes, btc).sizes == [])
    #expect(
      try Imported(volumes, btc.with { $0.sizes = true }).sizes
        == [QuoteSize(bidUnits: 50_000_000, askUnits: 125_000_000)])
    #expect(refusal([sized, volumes], btc).hasPrefix("files of which some hold other columns"))
  }

  @Test func `CSV with a price and a size holds trades`() throws {
    let path = try folder.write(
      "a.csv", "time,price,size,side\n2020-02-22T00:00:00Z,9681,0.5,BUY\n2020-02-22T00:00:01Z,9682,1,\n")
    let imported = try Imported(path, btc)
    #expect(imported.trades.map(\.aggressor) == [.buy, .unknown])
    #expect(imported.trades.map(\.sizeUnits) == [50_000_000, 100_000_000])
    let bare = try folder.write("b.csv", "2020-02-22T00:00:00Z;9681;0.5\n")
    let map = try btc.with { $0.columns = try ColumnMap(list: "time,price,size") }
    #expect(try Imported(bare, map).trades.map(\.sizeUnits) == [50_000_000])
  }

  // MARK: Dukascopy's volumes

  @Test func `Dukascopy's volumes are kept when asked for, as units of the base currency`() throws {
    let path = try folder.write(
      "EURUSD/2019/01/04/00h_ticks.bi5",
      Fixture.bi5([Fixture.Record(milliseconds: 5, bid: 114_500, ask: 114_510, volume: 1.5)]))
    #expect(try Imported(path).sizes == [])
    #expect(
      try Imported(path, .eurusd.with { $0.sizes = true }).sizes
        == [QuoteSize(bidUnits: 1_500_000, askUnits: 1_500_000)])
  }
}
