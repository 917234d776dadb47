import TradingCore

/// Which column of a CSV file is what.
package struct ColumnMap: Sendable, Hashable {
  /// What the rows are.
  package var kind = ImportKind.quotes
  /// The column of the times, from 0; of the times of day, where dates have a column of their own.
  package var time: Int
  /// The column of the dates, from 0, where the times are without.
  package var date: Int?
  /// The column of the bids, from 0; of trades, that of the prices.
  package var bid: Int
  /// The column of the asks, from 0; of trades, that of the prices too.
  package var ask: Int
  /// The column of the sizes at the bid, from 0; of trades, that of their sizes.
  package var bidSize: Int?
  /// The column of the sizes at the ask, from 0.
  package var askSize: Int?
  /// The column of the sides of trades, from 0.
  package var side: Int?
  /// The column that names the instrument, from 0; rows of others than the one asked for are left out.
  package var symbol: Int?
  /// Columns of every row.
  package var count: Int
  /// Whether the time column's name says that times are UTC.
  var isUTC = false
  /// Whether the header is one of Dukascopy's, whose volumes are in millions.
  var isDukascopy = false

  private static let listNames = [
    "time", "date", "bid", "ask", "bid_size", "ask_size", "price", "size", "side", "symbol",
  ]

  /// A map from a list as in `time,bid,ask` or `time,price,size,side`, with `-` for columns that are not used. The
  /// names may be cut by semicolons, as the file may be.
  ///
  /// - Throws: `option` for other names, and unless each of those needed stands there once.
  package init(list: String) throws(ImportError) {
    let cut: (Character) -> Bool = { $0 == "," || $0 == ";" }
    let names = list.split(omittingEmptySubsequences: false, whereSeparator: cut).map {
      String($0).lowercased().trimmingSpaces
    }
    func fault(_ problem: String) -> ImportError {
      .option(
        name: "--columns", problem: problem,
        remedy: "name each column in order, as in --columns time,bid,ask, with - for those not used")
    }
    for name in names where name != "-" && !Self.listNames.contains(name) {
      throw fault("'\(name)' is none of \(Self.listNames.joined(separator: ", ")) and -")
    }
    func index(_ name: String) throws(ImportError) -> Int {
      guard let first = names.firstIndex(of: name), names.lastIndex(of: name) == first else {
        throw fault("'\(name)' must stand once in '\(list)'")
      }
      return first
    }
    func optional(_ name: String) throws(ImportError) -> Int? {
      names.contains(name) ? try index(name) : nil
    }
    time = try index("time")
    date = try optional("date")
    if names.contains("price") {
      kind = .trades
      bid = try index("price")
      ask = bid
      bidSize = try index("size")
      side = try optional("side")
    } else {
      bid = try index("bid")
      ask = try index("ask")
      if names.contains("bid_size") || names.contains("ask_size") {
        bidSize = try index("bid_size")
        askSize = try index("ask_size")
      }
    }
    symbol = try optional("symbol")
    count = names.count
  }

  /// The fields of a row whose first may be an instrument's name; `nil` when it is a time or a number.
  var fieldsOfNamedRows: Int? { [time, date, bid, ask, bidSize, askSize].contains(0) ? nil : count }

  private static let timeNames: Set = [
    "time", "timestamp", "utc", "date", "datetime", "gmt", "gmttime", "utctime", "timeutc", "dateutc",
    "datetimeutc", "ts", "eventtime", "timegmt", "localtime", "timelocal", "timeeet", "timeest", "timecet",
  ]
  private static let utcNames: Set = [
    "utc", "gmt", "gmttime", "utctime", "timeutc", "timegmt", "dateutc", "datetimeutc",
  ]
  private static let bidNames: Set = ["bid", "bidprice"]
  private static let askNames: Set = ["ask", "askprice", "offer", "offerprice"]
  private static let bidSizeNames: Set = ["bidsize", "bidqty", "bidquantity", "bidamount"]
  private static let askSizeNames: Set = ["asksize", "askqty", "askquantity", "askamount", "offersize"]
  private static let priceNames: Set = ["price", "tradeprice"]
  private static let sizeNames: Set = ["size", "qty", "quantity", "amount", "volume", "tradesize"]
  private static let sideNames: Set = ["side", "aggressor", "aggressorside", "takerside"]
  private static let symbolNames: Set = ["symbol", "instrument", "pair", "ticker"]

  /// Whether a line of names is the header of bars, in which no tick is.
  static func isHeaderOfBars(_ names: [String]) -> Bool {
    ["open", "high", "low", "close"].allSatisfy(names.contains)
  }

  /// Whether a line of names looks like the header of quotes or trades.
  static func isHeader(_ names: [String]) -> Bool {
    guard names.contains(where: timeNames.contains) else { return false }
    return names.contains(where: bidNames.contains) && names.contains(where: askNames.contains)
      || isTradeHeader(names) && names.contains(where: sizeNames.contains)
  }

  private static func isTradeHeader(_ names: [String]) -> Bool {
    names.contains(where: priceNames.contains)
      && !names.contains { bidNames.contains($0) || askNames.contains($0) }
  }

  /// A map from a header, matched without regard to case, spaces, `_` and `-`.
  ///
  /// Columns named as volumes are taken for sizes only when told to: some vendors count them in millions.
  /// - Throws: `headerColumn` unless time, bid and ask, or time, price and size, are named once each.
  init(header names: [String], takesVolumes: Bool = false) throws(ImportFault) {
    func index(_ known: Set<String>, _ name: String) throws(ImportFault) -> Int {
      let found = names.indices.filter { known.contains(names[$0]) }
      guard found.count == 1 else { throw .headerColumn(name, found: found.count) }
      return found[0]
    }
    func optional(_ known: Set<String>, _ name: String) throws(ImportFault) -> Int? {
      names.contains(where: known.contains) ? try index(known, name) : nil
    }
    if names.contains("date"), names.contains("time") {
      date = try index(["date"], "date")
      time = try index(["time"], "time")
    } else {
      time = try index(Self.timeNames, "time")
    }
    if Self.isTradeHeader(names) {
      kind = .trades
      bid = try index(Self.priceNames, "price")
      ask = bid
      bidSize = try index(Self.sizeNames, "size")
      side = try optional(Self.sideNames, "side")
    } else {
      bid = try index(Self.bidNames, "bid")
      ask = try index(Self.askNames, "ask")
      let volumes: (Set<String>, Set<String>) =
        takesVolumes ? (["bidvolume", "bidvol"], ["askvolume", "askvol"]) : ([], [])
      bidSize = try optional(Self.bidSizeNames.union(volumes.0), "bid size")
      askSize = try optional(Self.askSizeNames.union(volumes.1), "ask size")
      // One side's sizes alone are of no use.
      if bidSize == nil || askSize == nil { (bidSize, askSize) = (nil, nil) }
    }
    symbol = try optional(Self.symbolNames, "symbol")
    count = names.count
    isUTC = Self.utcNames.contains(names[time])
    isDukascopy =
      names.count == 5 && Array(names[1...]) == ["ask", "bid", "askvolume", "bidvolume"] && names[0] != "time"
  }

  /// The map with another column for the instrument's name: the header's name of it, or its number from 1.
  ///
  /// - Throws: `headerColumn` when there is no such column, or several.
  func with(symbolColumn text: String, header names: [String]?) throws(ImportFault) -> ColumnMap {
    var copy = self
    if let number = Int(text) {
      guard (1...count).contains(number) else { throw .headerColumn(text, found: 0) }
      copy.symbol = number - 1
    } else {
      let wanted = Array(text.utf8).withUnsafeBufferPointer { Self.names($0, separator: 0) }
      let found = (names ?? []).indices.filter { names?[$0] == wanted.first }
      guard found.count == 1 else { throw .headerColumn(text, found: found.count) }
      copy.symbol = found[0]
    }
    return copy
  }

  /// The names of a header line as `isHeader` and `init(header:)` want them.
  static func names(_ line: ByteField, separator: UInt8) -> [String] {
    line.split(separator: separator, omittingEmptySubsequences: false).map { field in
      let kept = field.filter { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      }
      return String(decoding: kept, as: UTF8.self).lowercased()
    }
  }

  /// Comma, semicolon or tab, whichever cuts the line into most fields; a comma when none does.
  static func separator(of line: ByteField) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    let most = counts.max() ?? 0
    return most == 0 ? candidates[0] : candidates[counts.firstIndex(of: most) ?? 0]
  }
}

extension String {
  var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
