import TradingCore

/// Which column of a CSV file is what.
package struct ColumnMap: Sendable, Hashable {
  /// The column of the times, from 0.
  package var time: Int
  /// The column of the bids, from 0.
  package var bid: Int
  /// The column of the asks, from 0.
  package var ask: Int
  /// The column that names the instrument, from 0; its rows must be of the one asked for.
  package var symbol: Int?
  /// Columns of every row.
  package var count: Int
  /// Whether the time column's name says that times are UTC.
  var isUTC = false

  /// A map from a list as in `time,bid,ask`, with `-` for columns that are not used.
  ///
  /// - Throws: `option` for other names, and unless each of the three stands there once.
  package init(list: String) throws(ImportError) {
    let names = list.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).lowercased().trimmingSpaces
    }
    func fault(_ problem: String) -> ImportError {
      .option(
        name: "--columns", problem: problem,
        remedy: "name each column in order, as in --columns time,bid,ask, with - for those not used")
    }
    for name in names where !["time", "bid", "ask", "symbol", "-"].contains(name) {
      throw fault("'\(name)' is none of time, bid, ask, symbol and -")
    }
    func index(_ name: String) throws(ImportError) -> Int {
      guard let first = names.firstIndex(of: name), names.lastIndex(of: name) == first else {
        throw fault("'\(name)' must stand once in '\(list)'")
      }
      return first
    }
    time = try index("time")
    bid = try index("bid")
    ask = try index("ask")
    symbol = names.contains("symbol") ? try index("symbol") : nil
    count = names.count
  }

  private static let timeNames: Set = [
    "time", "timestamp", "utc", "date", "datetime", "gmt", "gmttime", "utctime", "timeutc", "dateutc",
    "datetimeutc", "ts", "eventtime",
  ]
  private static let utcNames: Set = [
    "utc", "gmt", "gmttime", "utctime", "timeutc", "dateutc", "datetimeutc",
  ]
  private static let bidNames: Set = ["bid", "bidprice"]
  private static let askNames: Set = ["ask", "askprice", "offer", "offerprice"]
  private static let symbolNames: Set = ["symbol", "instrument", "pair", "ticker"]

  /// Whether a line of names looks like the header of quotes.
  static func isHeader(_ names: [String]) -> Bool {
    names.contains(where: bidNames.contains) && names.contains(where: askNames.contains)
      && names.contains(where: timeNames.contains)
  }

  /// A map from a header, matched without regard to case, spaces, `_` and `-`.
  ///
  /// - Throws: `headerColumn` unless time, bid and ask are named once each.
  init(header names: [String]) throws(ImportFault) {
    func index(_ known: Set<String>, _ name: String) throws(ImportFault) -> Int {
      let found = names.indices.filter { known.contains(names[$0]) }
      guard found.count == 1 else { throw .headerColumn(name, found: found.count) }
      return found[0]
    }
    time = try index(Self.timeNames, "time")
    bid = try index(Self.bidNames, "bid")
    ask = try index(Self.askNames, "ask")
    symbol =
      names.contains(where: Self.symbolNames.contains) ? try index(Self.symbolNames, "symbol") : nil
    count = names.count
    isUTC = Self.utcNames.contains(names[time])
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
