/// A file that this program or another one writes and that its heading gives away.
enum KnownFile {
  /// `slipway backtest --equity`.
  case equityCurve
  /// `slipway backtest --trades`, or the trades of `slipway audit export`.
  case trades
  /// Quotes or bars.
  case prices
  /// Anything else, its last column's name, if it has one.
  case other(last: String?)

  init(_ heading: [String]?) {
    let names = Set((heading ?? []).map { $0.lowercased() })
    if names.isSuperset(of: ["balance", "equity"]) {
      self = .equityCurve
    } else if names.isSuperset(of: ["trade_id", "net_profit"])
      || names.isSuperset(of: ["trade", "net", "gross"])
    {
      self = .trades
    } else if names.isSuperset(of: ["bid", "ask"]) || names.isSuperset(of: ["open", "high", "low", "close"]) {
      self = .prices
    } else {
      self = .other(last: heading?.last)
    }
  }

  /// Columns that hold no returns, whatever their numbers are.
  private static let noReturns: Set<String> = [
    "time", "date", "datetime", "timestamp", "balance", "equity", "price", "close", "volume", "net_profit",
    "profit", "pnl", "mae", "mfe", "lots", "trades",
  ]

  /// Refuses a file whose last column is not what is asked for, and names what to do.
  ///
  /// - Throws: `badRow`.
  func check(_ kind: NumberFile.Kind, path: String) throws(CommandError) {
    let (what, advice): (String, String)
    switch (self, kind) {
    case (.equityCurve, .returns):
      (what, advice) = ("it is an equity curve and holds no returns", "give it to --equity")
    case (.equityCurve, .multiples), (.equityCurve, .matrix):
      (what, advice) = ("it is an equity curve", "give it to 'slipway stats summary --equity'")
    case (.trades, .matrix), (.trades, .returns), (.trades, .equity):
      (what, advice) = (
        "it is a list of trades, whose results are money",
        "give the same run's 'slipway backtest --equity' to --equity"
      )
    case (.trades, .multiples):
      (what, advice) = (
        "it is a list of trades, whose results are money and no multiples of the risk",
        "name a column with --column, such as net_profit, to take that for the unit of risk"
      )
    case (.prices, .returns), (.prices, .multiples), (.prices, .matrix):
      (what, advice) = ("it holds prices", "name a column of results with --column")
    case (.other(let last?), .returns) where Self.noReturns.contains(last.lowercased()):
      (what, advice) = (
        "its last column, '\(last)', holds no returns",
        ["equity", "balance"].contains(last.lowercased())
          ? "give it to --equity, or name a column with --column" : "name another column with --column"
      )
    default: return
    }
    throw .badRow(what: what, place: path, advice: advice)
  }
}
