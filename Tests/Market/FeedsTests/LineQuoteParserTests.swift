import Feeds
import Testing
import TradingCore

/// Lines to values.
struct LineQuoteParserTests {
  private static func parser(_ format: FeedFormat = .ndjson, token: FeedToken? = nil) throws
    -> LineQuoteParser
  {
    let symbols = FeedSymbols(
      try Fixture.instruments("EURUSD", "USDJPY", "BTCUSD"),
      names: ["DOLLAR/YEN": try #require(Symbol("USDJPY")), "€": try #require(Symbol("BTCUSD"))])
    return LineQuoteParser(symbols: symbols, format: format, token: token)
  }

  private func only(_ line: String, _ format: FeedFormat = .ndjson) throws -> FeedLine {
    var parser = try Self.parser(format)
    let lines = parser.lines(Array((line + "\n").utf8))
    #expect(lines.count == 1)
    return try #require(lines.first)
  }

  private func problem(_ line: String, _ format: FeedFormat = .ndjson) throws -> String {
    guard case .fault(let fault) = try only(line, format) else { return "no fault" }
    return fault.problem
  }

  @Test(
    "the same quote can be written in many ways",
    arguments: [
      #"{"type":"quote","symbol":"EURUSD","time":"2026-01-05T10:00:00.123Z","bid":"1.08123","ask":"1.08125"}"#,
      #"{"symbol":"EURUSD","time":"2026-01-05T10:00:00.123Z","bid":1.08123,"ask":1.08125}"#,
      #" { "ask" : 1.081250 , "bid" : 108123e-5 , "time_ms" : 1767607200123 , "symbol" : "eurusd" } "#,
      #"{"symbol":"EURUSD","time_ns":"1767607200123000000","bid":0.108123E+1,"ask":"1.08125000"}"#,
      #"{"symbol":"\u0045URUSD","time":"2026-01-05T12:00:00.123+02:00","bid":1.08123,"ask":1.08125}"#,
      #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1.08123,"ask":1.08125,"x":[{"y":"}"},null,-1e5],"z":true}"#,
      #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1.08123,"ask":1.08125,"bid_size":null,"ask_size":null}"#,
    ])
  func oneQuote(line: String) throws {
    #expect(try only(line) == .quote(try Fixture.quote("10:00:00.123Z", 108_123, 108_125)))
  }

  @Test(
    "a CSV line is the same quote",
    arguments: [
      "EURUSD,2026-01-05T10:00:00.123Z,1.08123,1.08125",
      " EURUSD , 2026-01-05 10:00:00.123Z, 1.08123,1.08125 \r",
    ])
  func oneQuoteInCSV(line: String) throws {
    #expect(try only(line, .csv) == .quote(try Fixture.quote("10:00:00.123Z", 108_123, 108_125)))
  }

  @Test("a price at or below zero is a quote of an instrument that may have it, and of no other")
  func belowZero() throws {
    var parser = LineQuoteParser(symbols: FeedSymbols(try Fixture.instruments("CL", "EURUSD")), format: .csv)
    let lines = """
      CL,2020-04-20T18:29:00Z,-37.63,-37.60
      CL,2020-04-20T18:29:00Z,-0.01,0
      EURUSD,2020-04-20T18:29:00Z,-1.08,1.08

      """
    let time = try Timestamp(iso8601: "2020-04-20T18:29:00Z")
    let parsed = parser.lines(Array(lines.utf8))
    #expect(parsed.count == 3)
    for (line, prices) in zip(parsed, [(-3_763, -3_760), (-1, 0)] as [(Int64, Int64)]) {
      let quote = Quote(eventTime: time, bid: Price(points: prices.0), ask: Price(points: prices.1))
      #expect(line == .quote(FeedQuote(symbolIndex: 0, quote: quote)))
    }
    guard case .fault(let fault)? = parsed.last else {
      Issue.record("no fault: \(parsed)")
      return
    }
    #expect(fault.problem == "bid is not positive")
  }

  @Test("sizes are in the instrument's units: whole euros, 10^-8 coins")
  func sizes() throws {
    let euros = try only(
      #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1,"ask":2,"bid_size":1000000,"ask_size":"2e6"}"#)
    guard case .quote(let quote) = euros else {
      Issue.record("no quote: \(euros)")
      return
    }
    #expect(quote.size == QuoteSize(bidUnits: 1_000_000, askUnits: 2_000_000))
    let coins = try only("€,2026-01-05T10:00:00Z,90000.5,90001,0.5,0.00000001", .csv)
    var expected = try Fixture.quote("10:00:00Z", 9_000_050, 9_000_100, symbol: 2)
    expected.size = QuoteSize(bidUnits: 50_000_000, askUnits: 1)
    #expect(coins == .quote(expected))
  }

  @Test("the feed's name of a symbol is turned into ours")
  func names() throws {
    let line = try only("DOLLAR/YEN,2026-01-05T10:00:00Z,150.123,150.125", .csv)
    #expect(line == .quote(try Fixture.quote("10:00:00Z", 150_123, 150_125, symbol: 1)))
  }

  @Test("crossed and locked quotes are quotes")
  func crossed() throws {
    let line = try only("EURUSD,2026-01-05T10:00:00Z,1.2,1.1", .csv)
    #expect(line == .quote(try Fixture.quote("10:00:00Z", 120_000, 110_000)))
  }

  @Test("heartbeats and the end are told apart from quotes")
  func others() throws {
    #expect(try only(#"{"type":"heartbeat","time":"now"}"#) == .heartbeat)
    #expect(try only(#"{"type":"end"}"#) == .end)
    #expect(try only("") == .heartbeat)
    #expect(try only("# all is well", .csv) == .heartbeat)
    #expect(try only("# end", .csv) == .end)
    #expect(try only(" ", .csv) == .heartbeat)
  }

  @Test("the mark of UTF-8 at the start of a connection is passed over")
  func mark() throws {
    for format in [FeedFormat.csv, .ndjson] {
      var parser = try Self.parser(format)
      let line =
        format == .csv
        ? "symbol,time_ms,bid,ask\nEURUSD,1767607200123,1.08123,1.08125\n"
        : #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1.08123,"ask":1.08125}"# + "\n"
      let expected = FeedLine.quote(try Fixture.quote("10:00:00.123Z", 108_123, 108_125))
      for _ in 0..<2 {
        #expect(parser.lines([0xEF, 0xBB, 0xBF] + Array(line.utf8)).last == expected)
        #expect(parser.finish() == nil)
      }
      let later = parser.lines(Array((line + "\u{FEFF}" + line).utf8))
      #expect(later.contains { if case .fault = $0 { true } else { false } })
    }
  }

  @Test("a header says in what the times are")
  func header() throws {
    var parser = try Self.parser(.csv)
    let text = "symbol,time_ms,bid,ask,bid_size,ask_size\nEURUSD,1767607200123,1.08123,1.08125,,\n"
    #expect(parser.lines(Array(text.utf8)).first == .heartbeat)
    let lines = parser.lines(Array("EURUSD,1767607200123,1.08123,1.08125\n".utf8))
    #expect(lines == [.quote(try Fixture.quote("10:00:00.123Z", 108_123, 108_125))])
  }

  @Test(
    "what can't be used is a fault that says why",
    arguments: [
      ("garbage", "not JSON: expected '{' at byte 0"), ("[]", "not JSON: expected '{' at byte 0"),
      ("{", "not JSON: expected a string at byte 1"), ("{}", "no symbol"),
      (#"{"symbol":"EURUSD""#, "not JSON: expected ',' or '}' at byte 18"),
      (#"{"symbol":"EURUSD",}"#, "not JSON: expected a string at byte 19"),
      (#"{"symbol":"EURUSD"} x"#, "not JSON: expected the end at byte 20"),
      (#"{"x":tru}"#, "not JSON: expected a value at byte 5"),
      (#"{"x":}"#, "not JSON: expected a value at byte 5"),
      (#"{"x":[1,}"#, "not JSON: expected a value at byte 8"),
      (#"{"x":[1"#, "not JSON: expected a value's end at byte 7"),
      (#"{"symbol":"EURUSD\"#, "not JSON: expected the string's end at byte 19"),
      (#"{"symbol":"\x"}"#, "not JSON: expected a string with valid escapes before this at byte 14"),
      (#"{"type":"trade"}"#, "an unknown type: expected quote, heartbeat or end"),
      (#"{"type":"quote","symbol":"GBPUSD"}"#, "a symbol not wanted"),
      (#"{"symbol":"EURUSD"}"#, "no time"),
      (#"{"symbol":"EURUSD","time":5}"#, "not JSON: expected a string at byte 26"),
      (#"{"symbol":"EURUSD","time":"5"}"#, "a bad time: expected '2026-01-05T10:00:00.123Z'"),
      (
        #"{"symbol":"EURUSD","time":"2026-01-05T10:00:00"}"#,
        "a time without its zone: expected '2026-01-05T10:00:00.123Z'"
      ),
      (#"{"symbol":"EURUSD","time_ms":0}"#, "a time out of range"),
      (#"{"symbol":"EURUSD","time_ms":9223372036854775807}"#, "a time out of range"),
      (#"{"symbol":"EURUSD","time_ms":99999999999999999999}"#, "a time out of range"),
      (#"{"symbol":"EURUSD","time_ms":1e999999999}"#, "a time out of range"),
      (#"{"symbol":"EURUSD","time_ms":1767607200}"#, "a time of the year 1970: is its unit right?"),
      (#"{"symbol":"EURUSD","time_ns":1767607200123}"#, "a time of the year 1970: is its unit right?"),
      (#"{"symbol":"EURUSD","time_ms":176760720012300}"#, "a time out of range"),
      (#"{"symbol":"EURUSD","time":"2200-01-01T00:00:00Z"}"#, "a time out of range"),
      (#"{"symbol":"EURUSD","time_ms":1767607200123}"#, "no bid"),
      (#"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1}"#, "no ask"),
      (#"{"symbol":"EURUSD","time_ms":1767607200123,"bid":0,"ask":1}"#, "bid is not positive"),
      (#"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1,"ask":-1}"#, "ask is not positive"),
      (#"{"symbol":"EURUSD","time_ms":1767607200123,"bid":"NaN","ask":1}"#, "bid is no price"),
      (#"{"symbol":"EURUSD","time_ms":1767607200123,"bid":"","ask":1}"#, "bid is no price"),
      (#"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1e99,"ask":1}"#, "bid is too large"),
      (#"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1e9,"ask":1}"#, "bid is too large"),
      (
        #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1.081234,"ask":1}"#,
        "bid has more than the instrument's 5 decimals"
      ),
      (
        #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1e-6,"ask":1}"#,
        "bid has more than the instrument's 5 decimals"
      ),
      (
        #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1,"ask":1,"bid_size":1}"#,
        "one size without the other"
      ),
      (
        #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1,"ask":1,"bid_size":-1,"ask_size":1}"#,
        "bid_size is out of range"
      ),
      (
        #"{"symbol":"EURUSD","time_ms":1767607200123,"bid":1,"ask":1,"bid_size":1,"ask_size":0.5}"#,
        "ask_size has more than the instrument's 0 decimals of a quantity"
      ),
    ])
  func faults(line: String, expected: String) throws { #expect(try problem(line) == expected) }

  @Test(
    "what can't be used in CSV",
    arguments: [
      ("EURUSD,1.1,1.2", "expected 4 or 6 fields: symbol,time,bid,ask[,bid_size,ask_size]"),
      ("a,b,c,d,e,f,g", "expected 4 or 6 fields: symbol,time,bid,ask[,bid_size,ask_size]"),
      ("EURUSD,1767607200123,1.1,1.2", "a bad time: expected '2026-01-05T10:00:00.123Z'"),
      (
        "symbol,time,ask,bid",
        "expected the header symbol,time,bid,ask[,bid_size,ask_size] (or time_ms, time_ns)"
      ),
      ("EURUSD,2026-01-05T10:00:00Z,1.1,\"1.2\"", "ask is no price"),
    ])
  func faultsInCSV(line: String, expected: String) throws { #expect(try problem(line, .csv) == expected) }

  @Test("text that is no UTF-8 is a fault, and its excerpt can be printed")
  func invalidText() throws {
    var parser = try Self.parser()
    let lines = parser.lines([0xFF, 0x1B, UInt8(ascii: "["), 0xC0, 0x0A])
    #expect(lines == [.fault(FeedFault(problem: "invalid UTF-8", excerpt: "\u{FFFD}·[\u{FFFD}"))])
  }

  @Test("an unwanted symbol is no reason to leave")
  func harmless() throws {
    guard case .fault(let fault) = try only(#"{"symbol":"GBPUSD","time_ms":1767607200123,"bid":1,"ask":1}"#)
    else {
      Issue.record("no fault")
      return
    }
    #expect(fault.isHarmless)
  }

  @Test("a token that a server repeats is not shown")
  func secret() throws {
    var parser = try Self.parser(token: FeedToken("hush-hush"))
    guard case .fault(let fault) = parser.lines(Array("unknown token hush-hush\n".utf8)).first else {
      Issue.record("no fault")
      return
    }
    #expect(fault.excerpt == "unknown token ***")
  }
}
