import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct BinanceTests {
  private let folder: TemporaryFolder
  private let btc = ImportOptions.symbol("BTCUSDT")

  init() throws { folder = try TemporaryFolder() }

  private func recording(_ lines: String...) throws -> String {
    try folder.write("btcusdt_20230405.gz", Fixture.gzip(lines.map { $0 + "\n" }.joined()))
  }

  private func book(_ time: String, _ bid: String, _ ask: String, symbol: String = "BTCUSDT") -> String {
    #"\#(time) {"stream":"btcusdt@bookTicker","data":{"u":3609,"s":"\#(symbol)","b":"\#(bid)","B":"7.98680000","a":"\#(ask)","A":"3.26888000"}}"#
  }

  private func trade(
    _ time: String, _ price: String, maker: Bool = true, event: String = "trade", origin: String = ""
  ) -> String {
    #"\#(time) {"stream":"btcusdt@\#(event)","data":{"e":"\#(event)","E":1,"s":"BTCUSDT","t":3,"p":"\#(price)","q":"0.00056000",\#(origin)"m":\#(maker),"M":true}}"#
  }

  private let depth =
    #"1680652800004300 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","s":"BTCUSDT","b":[["1","2"]],"a":[]}}"#

  @Test func `quotes come from bookTicker messages, at the recorder's time, with sizes`() throws {
    let path = try recording(
      trade("1680652800004107", "28165.47"), book("1680652800004231", "28165.47000000", "28165.48000000"),
      depth)
    let imported = try Imported(path, btc)
    #expect(try imported.quotes == [Quote("2023-04-05T00:00:00.004231Z", 2_816_547, 2_816_548)])
    #expect(imported.sizes == [QuoteSize(bidUnits: 798_680_000, askUnits: 326_888_000)])
    #expect(imported.report.rowsRead == 3)
    #expect(
      imported.report.rowsDropped == [
        ReasonCount(reason: "depth", count: 1), ReasonCount(reason: "trade", count: 1),
      ])
    #expect(imported.report.zoneNote == "numbers since 1970 UTC (the recorder's clock)")
    #expect(try Imported(path, btc.with { $0.sizes = false }).sizes == [])
  }

  @Test func `later files count nanoseconds, and messages may be raw`() throws {
    let path = try recording(
      #"1723161254087891268 {"u":1,"s":"BTCUSDT","b":"61837.63","B":"3","a":"61837.64","A":"1"}"#,
      #"1723161254087891269 {"lastUpdateId": 5, "bids": [["1", "2"]], "asks": []}"#,
      #"1723161254087891270 {"e":"24hrTicker","s":"BTCUSDT"}"#)
    let imported = try Imported(path, btc)
    #expect(imported.quotes.first?.eventTime.nanoseconds == 1_723_161_254_087_891_268)
    #expect(imported.report.rowsDropped.map(\.reason) == ["24hr_ticker", "depth_snapshot"])
  }

  @Test func `trades are chosen, with the aggressor; prints off the market are left out`() throws {
    let path = try recording(
      trade("1680652800004107", "28165.47", origin: #""X":"MARKET","#),
      trade("1680652800004108", "28165.48", maker: false),
      trade("1680652800004109", "20000.00", origin: #""X":"INSURANCE_FUND","#),
      trade("1680652800004110", "28165.48", event: "aggTrade"),
      book("1680652800004231", "28165.47", "28165.48"))
    let imported = try Imported(path, btc.with { $0.kind = .trades })
    #expect(imported.trades.map(\.price.points) == [2_816_547, 2_816_548])
    #expect(imported.trades.map(\.sizeUnits) == [56_000, 56_000])
    #expect(imported.trades.map(\.aggressor) == [.sell, .buy])
    #expect(
      imported.report.rowsDropped.map { "\($0.reason) \($0.count)" } == [
        "agg_trade 1", "book_ticker 1", "not_market 1",
      ])
    #expect(imported.report.provenance.hasPrefix("binance trades: btcusdt_20230405.gz; "))
  }

  @Test func `aggregated trades do where there are no others`() throws {
    let path = try recording(trade("1680652800004110", "28165.48", event: "aggTrade"))
    #expect(try Imported(path, btc.with { $0.kind = .trades }).trades.count == 1)
    #expect(
      refusal(path, btc)
        == "expected quotes, the file holds trades (\(path)): give other files, or --kind trades")
  }

  @Test func `messages of other symbols are left out; a recording of none but others is refused`() throws {
    let path = try recording(
      book("1680652800004231", "1800", "1801", symbol: "ETHUSDT"),
      book("1680652800004232", "28165.47", "28165.48"))
    let imported = try Imported(path, btc)
    #expect(imported.quotes.map(\.bid.points) == [2_816_547])
    #expect(imported.report.rowsDropped == [ReasonCount(reason: "other_symbol", count: 1)])
    #expect(refusal(path, .symbol("SOLUSDT")).hasPrefix("expected ticks of SOLUSDT, was ETHUSDT (\(path)): "))
  }

  @Test func `an empty side of the book is no quote`() throws {
    let path = try recording(book("1680652800004231", "0.00000000", "2"), book("1680652800004232", "1", "2"))
    #expect(try Imported(path, btc).report.rowsDropped == [ReasonCount(reason: "one_sided", count: 1)])
  }

  @Test(arguments: [
    (#"1680652800004232"#, "not a message of this format: there is none"),
    (#"168065280000423 {"e":"x"}"#, "'168065280000423' is not a time"),
    (#"1680652800004232000 {"e":"x"}"#, "'1680652800004232000' is not a time"),
    (
      #"1680652800004232 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpd"#,
      "not a message of this format: it ends too early"
    ),
    (#"1680652800004232 {"e":"trade","s":"BTCUSDT"}"#, ""),
    (
      #"1680652800004232 {"e":"bookTicker","s":"BTCUSDT","b":"1"}"#,
      "not a message of this format: a bookTicker without b, B, a and A"
    ),
    (
      #"1680652800004232 {"e":"bookTicker","b":"1","B":"1","a":"1","A":"1"}"#,
      "not a message of this format: it names no symbol"
    ),
    (
      #"1680652800004232 {"e" "bookTicker"}"#, "not a message of this format: expected ':' at its character 6"
    ),
    (#"1680652800004232 {"e":"bookTicker"}}"#, "not a message of this format: text after its end"),
    (
      #"1680652800004232 {"e":"bookTicker","s":"BTCUSDT","b":"x","B":"1","a":"1","A":"1"}"#,
      "'x' is not a price"
    ),
    (
      #"1680652800004232 {"e":"bookTicker","s":"BTCUSDT","b":"1.001","B":"1","a":"1","A":"1"}"#,
      "price '1.001' has more than the 2 decimals"
    ),
    (
      #"1680652800004230 {"e":"bookTicker","s":"BTCUSDT","b":"28165","B":"1","a":"28166","A":"1"}"#,
      "time 2023-04-05T00:00:00.004230000Z comes after"
    ),
  ])
  func `a bad line is named`(line: String, message: String) throws {
    let path = try recording(book("1680652800004231", "28165.47", "28165.48"), line)
    guard !message.isEmpty else {
      #expect(try Imported(path, btc).report.rowsDropped == [ReasonCount(reason: "trade", count: 1)])
      return
    }
    #expect(refusal(path, btc).hasPrefix(message))
    #expect(refusal(path, btc).contains("(\(path), line 2): "))
  }

  @Test func `damaged and truncated gzip data is refused with the byte, and leaves nothing`() throws {
    let lines = (0..<3_000).map {
      book("\(1_680_652_800_004_231 + $0 * 7_919)", "28165.\($0 % 90 + 10)", "28166.00")
    }
    let whole = Fixture.gzip(lines.map { $0 + "\n" }.joined())
    let out = try TemporaryFolder()
    for (bytes, message) in [
      (Array(whole.dropLast(6)), "the gzip data ends too early"),
      (whole.dropLast(8) + [1, 2, 3, 4] + whole.suffix(4), "damaged gzip data: incorrect data check"),
    ] {
      let path = try folder.write("btcusdt.gz", bytes)
      #expect(refusal(path, btc).hasPrefix("\(message) (\(path), byte "))
      #expect(throws: ImportError.self) {
        try TickImport.run(inputs: [path], options: btc, output: out.file("a.ticks"))
      }
      #expect(try out.names() == [])
    }
  }
}
