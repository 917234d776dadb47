package import TradingCore

/// The tick formats that `data import` knows by name.
package enum ImportFormat: String, Sendable, Hashable, CaseIterable {
  /// Found by looking at the bytes.
  case auto
  /// Hourly `.bi5` files.
  case dukascopy
  /// TrueFX's own CSV; not readable yet.
  case truefx
  /// HistData ASCII ticks.
  case histdata
  /// MetaTrader 5 tick export; not readable yet.
  case mt5
  /// LEAN quote zips of FX and CFDs.
  case lean
  /// Binance websocket recordings; not readable yet.
  case binance
  /// Tardis CSV; not readable yet.
  case tardis
  /// CSV with a header or a column map.
  case csv

  /// Whether files of the format can be imported by this version.
  package var isReadable: Bool {
    switch self {
    case .auto, .dukascopy, .histdata, .lean, .csv: true
    case .truefx, .mt5, .binance, .tardis: false
    }
  }
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

  /// Options for a symbol; everything else is as the files say.
  package init(
    symbol: Symbol, instrument: Instrument? = nil, digits: Int? = nil, format: ImportFormat = .auto,
    zone: ImportZone? = nil, hour: Timestamp? = nil, date: CivilDate? = nil, entry: String? = nil,
    columns: ColumnMap? = nil, epochUnit: EpochUnit? = nil, outOfOrder: OutOfOrderPolicy = .refuse
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

  /// Refuses what can't be right for any file.
  func validate() throws(ImportError) {
    if !format.isReadable {
      let readable = ImportFormat.allCases.filter { $0.isReadable }.map(\.rawValue)
      throw .option(
        name: "--format", problem: "\(format.rawValue) is not readable yet",
        remedy: "use one of \(readable.joined(separator: ", "))")
    }
    if let hour, hour.nanoseconds % Timestamp.hour != 0 {
      throw .option(
        name: "--hour", problem: "\(hour.iso8601) is not the start of an hour",
        remedy: "give the hour as in 2019-02-04T13:00Z")
    }
    _ = try priceDigits()
  }
}
