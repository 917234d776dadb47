package import TradingCore

/// The tick formats that `data import` knows by name.
package enum ImportFormat: String, Sendable, Hashable, CaseIterable {
  /// Found by looking at the bytes.
  case auto
  /// Hourly `.bi5` files.
  case dukascopy
  /// TrueFX's own CSV.
  case truefx
  /// HistData ASCII ticks.
  case histdata
  /// MetaTrader 5 tick export.
  case mt5
  /// LEAN tick zips: quotes of FX and CFDs, trades of equities and futures, both of crypto.
  case lean
  /// Binance websocket recordings: a receive time and a message a line.
  case binance
  /// Tardis CSV of quotes or trades.
  case tardis
  /// CSV with a header or a column map.
  case csv
}

/// What an import takes from files that hold, or could hold, more than one thing.
package enum ImportKind: String, Sendable, Hashable, CaseIterable {
  /// Bids and asks.
  case quotes
  /// Trades.
  case trades
}

/// The security types of LEAN's folders, which differ in price scale, zone and columns.
package enum LeanAsset: String, Sendable, Hashable, CaseIterable {
  /// Currency pairs.
  case forex
  /// Contracts for difference.
  case cfd
  /// Shares.
  case equity
  /// Futures.
  case future
  /// Coins.
  case crypto
}

/// The unit of times that are numbers since 1970-01-01T00:00:00Z.
package enum EpochUnit: String, Sendable, Hashable, CaseIterable {
  /// Seconds.
  case seconds = "s"
  /// Milliseconds.
  case milliseconds = "ms"
  /// Microseconds.
  case microseconds = "us"
  /// Nanoseconds.
  case nanoseconds = "ns"

  /// Decimals that reach down to a nanosecond.
  var decimals: Int {
    switch self {
    case .seconds: 9
    case .milliseconds: 6
    case .microseconds: 3
    case .nanoseconds: 0
    }
  }
}

/// What to do with a row that is earlier than the one before it in the same file.
package enum OutOfOrderPolicy: String, Sendable, Hashable, CaseIterable {
  /// Stop with an error that names the line.
  case refuse
  /// Leave the row out and count it as `out_of_order`.
  case drop
}

/// How to read the inputs, where they do not say it themselves.
package struct ImportOptions: Sendable {
  /// The instrument's name; files that name another one are refused.
  package var symbol: Symbol
  /// The instrument, when it is not the one of that name in the standard catalog.
  package var instrument: Instrument?
  /// Decimals of the prices, instead of the instrument's. For Dukascopy also the scale of the file's integers.
  package var digits: Int?
  /// The format, or `auto`.
  package var format: ImportFormat
  /// What to take, or `nil` for what the files hold (of Binance recordings, the quotes).
  package var kind: ImportKind?
  /// Whether sizes are kept; `nil` keeps them in trades and in quotes of Binance, Tardis, LEAN crypto and CSV with
  /// columns of that name.
  package var sizes: Bool?
  /// Decimals of the sizes, instead of the instrument's.
  package var sizeDigits: Int?
  /// The security type of a LEAN file whose folder does not say it.
  package var asset: LeanAsset?
  /// The zone of times that have none.
  package var zone: ImportZone?
  /// The hour of a single `.bi5` file whose path does not say it.
  package var hour: Timestamp?
  /// The date of a single LEAN file whose name does not say it.
  package var date: CivilDate?
  /// The member of a zip with several.
  package var entry: String?
  /// The columns of a CSV file, instead of its header.
  package var columns: ColumnMap?
  /// The unit of a CSV file's numeric times.
  package var epochUnit: EpochUnit?
  /// What to do with rows out of order.
  package var outOfOrder: OutOfOrderPolicy
  /// What to do with inputs that hold the same stretch of time.
  package var overlapping = OverlapPolicy.keep

  /// Splits of the shares: ticks before them are turned into ticks of the shares after them.
  package var splits: [ShareSplit] = []
  /// Whether a price may be ten or a hundred times the one before.
  package var allowsScaleChange = false
  /// Whether prices may be zero or below; `nil` for what the instrument says.
  package var negativePrices: Bool?
  /// Which one a local time is that the clock shows twice, or `nil` to refuse it.
  package var repeatedHour: RepeatedHour?
  /// What names in the files mean, by the name in capitals, where they are not the symbol's own.
  package var meanings: [String: Symbol] = [:]
  /// The column of a CSV file that names the instrument: its header's name, or its number from 1.
  package var symbolColumn: String?
  /// How many bad rows are left out, or `nil` to refuse the first.
  package var badRowsLimit: Int?

  /// What the instrument may be called.
  var names: SymbolNames { SymbolNames(symbol, meanings: meanings) }

  /// Options for a symbol; everything else is as the files say.
  package init(
    symbol: Symbol, instrument: Instrument? = nil, digits: Int? = nil, format: ImportFormat = .auto,
    zone: ImportZone? = nil, hour: Timestamp? = nil, date: CivilDate? = nil, entry: String? = nil,
    columns: ColumnMap? = nil, epochUnit: EpochUnit? = nil, outOfOrder: OutOfOrderPolicy = .refuse,
    kind: ImportKind? = nil, sizes: Bool? = nil, sizeDigits: Int? = nil, asset: LeanAsset? = nil
  ) {
    self.symbol = symbol
    self.instrument = instrument
    self.digits = digits
    self.format = format
    self.zone = zone
    self.hour = hour
    self.date = date
    self.entry = entry
    self.columns = columns
    self.epochUnit = epochUnit
    self.outOfOrder = outOfOrder
    self.kind = kind
    self.sizes = sizes
    self.sizeDigits = sizeDigits
    self.asset = asset
  }

  /// Decimals of the imported prices.
  ///
  /// - Throws: `option` when the symbol has no instrument and no digits were given, or they are not 0 to 9.
  package func priceDigits() throws(ImportError) -> Int {
    if let digits {
      guard (0...9).contains(digits) else {
        throw .option(name: "--digits", problem: "digits must be 0 to 9, was \(digits)", remedy: "correct it")
      }
      return digits
    }
    if let known = instrument ?? InstrumentCatalog.standard[symbol] { return known.digits }
    throw .option(
      name: "--symbol", problem: "there is no instrument \(symbol)",
      remedy: "correct the name, or state the decimals of its prices with --digits")
  }

  /// Decimals of the imported sizes: as stated, else those of the instrument's quantities, else eight.
  ///
  /// - Throws: `option` when those stated are not 0 to 9.
  func scaleOfSizes() throws(ImportError) -> Int {
    guard let sizeDigits else {
      return (instrument ?? InstrumentCatalog.standard[symbol])?.quantityDigits ?? 8
    }
    guard (0...9).contains(sizeDigits) else {
      throw .option(
        name: "--size-digits", problem: "digits must be 0 to 9, was \(sizeDigits)", remedy: "correct it")
    }
    return sizeDigits
  }

  /// What is known about the prices.
  ///
  /// - Throws: `option` for splits that do not go together.
  func priceRules() throws(ImportError) -> PriceRules {
    let known = (instrument ?? InstrumentCatalog.standard[symbol])?.allowsNegativePrices ?? false
    return PriceRules(
      allowsNegative: negativePrices ?? known, allowsScaleChange: allowsScaleChange,
      splits: try SplitAdjustment(splits))
  }

  /// Refuses what can't be right for any file.
  func validate() throws(ImportError) {
    if kind == .trades, sizes == false {
      throw .option(
        name: "--no-sizes", problem: "trades have sizes", remedy: "leave it out, or import quotes")
    }
    if let limit = badRowsLimit, limit < 0 {
      throw .option(
        name: "--skip-bad-rows", problem: "expected a number of rows, was \(limit)",
        remedy: "give 0 or more, or leave the number out")
    }
    if let date, !TickTimes.years.contains(date.components.year) {
      throw .option(
        name: "--date", problem: "\(date) is outside of \(TickTimes.yearsRule)", remedy: "correct it")
    }
    if let hour, !TickTimes.years.contains(CivilDate(containing: hour).components.year) {
      throw .option(
        name: "--hour", problem: "\(hour.iso8601) is outside of \(TickTimes.yearsRule)", remedy: "correct it")
    }
    if let hour, hour.nanoseconds % Timestamp.hour != 0 {
      throw .option(
        name: "--hour", problem: "\(hour.iso8601) is not the start of an hour",
        remedy: "give the hour as in 2019-02-04T13:00Z")
    }
    _ = try priceDigits()
    _ = try priceRules()
    _ = try scaleOfSizes()
  }
}
