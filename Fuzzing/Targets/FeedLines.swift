import TradingCore

@testable import Feeds

extension FuzzTarget {
  /// A feed's lines, at once and in pieces, and addresses of feeds.
  static let lines = FuzzTarget(name: "lines") { input in
    var input = input
    let choice = input.byte()
    if choice == 0xFF { return try readAddress(input.text()) }
    let format = choice & 1 == 0 ? FeedFormat.ndjson : .csv
    let token = choice & 2 == 0 ? nil : FeedToken("0123456789abcdef")
    let pieces = 1 + input.choice(64)
    let bytes = input.all()
    let catalog = InstrumentCatalog.standard
    let wanted = ["EURUSD", "XAUUSD", "BTCUSD"].compactMap { Symbol($0) }.compactMap { catalog[$0] }
    let names = Symbol("XAUUSD").map { ["gold/usd": $0] } ?? [:]
    let symbols = FeedSymbols(wanted, names: names)
    var parser = LineQuoteParser(symbols: symbols, format: format, token: token)
    let lines = parser.lines(bytes)
    let fault = parser.finish()
    var again = LineQuoteParser(symbols: symbols, format: format, token: token)
    var inPieces: [FeedLine] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      inPieces += again.lines(Array(bytes[start..<min(start + pieces, bytes.count)]))
    }
    try expect(inPieces == lines && again.finish() == fault, "lines depend on where the stream is cut")
    for line in lines { try check(line, wanted, hidesToken: token != nil) }
    if let fault { try check(.fault(fault), wanted, hidesToken: token != nil) }
  }

  private static func check(
    _ line: FeedLine, _ wanted: [Instrument], hidesToken: Bool
  ) throws(OracleFault) {
    switch line {
    case .heartbeat, .end: return
    case .quote(let quote):
      try expect(wanted.indices.contains(quote.symbolIndex), "a symbol that nobody wants")
      let prices = [quote.quote.bid.points, quote.quote.ask.points]
      try expect(prices.allSatisfy { $0 > 0 && $0 < Price.magnitudeLimit }, "a price out of its bounds")
    case .fault(let fault):
      let shown = fault.excerpt.unicodeScalars
      try expect(!fault.problem.isEmpty, "a fault that says nothing")
      try expect(shown.count <= 121 && shown.allSatisfy { $0.value >= 32 }, "an excerpt not fit to be shown")
      try expect(
        !hidesToken || !fault.excerpt.contains("0123456789abcdef"), "an excerpt shows the token")
    }
  }

  private static func readAddress(_ text: String) throws {
    let address = try FeedAddress(text)
    try expect(try FeedAddress(address.description) == address, "an address reads back as another one")
  }
}
