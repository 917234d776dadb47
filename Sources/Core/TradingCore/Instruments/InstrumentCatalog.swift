/// The instruments every program knows without a profile's help. Profiles may add to them or change them.
public struct InstrumentCatalog: Sendable, Hashable {
  private var instruments: [Symbol: Instrument]

  /// A catalog of the given instruments; later ones replace earlier ones of the same name.
  public init(_ instruments: [Instrument]) {
    self.instruments = Dictionary(instruments.map { ($0.symbol, $0) }, uniquingKeysWith: { $1 })
  }

  /// The instrument of that name.
  public subscript(symbol: Symbol) -> Instrument? { instruments[symbol] }

  /// Every instrument, by name.
  public var all: [Instrument] { instruments.values.sorted { $0.symbol < $1.symbol } }

  /// The catalog with these added or replaced.
  public func merging(_ more: [Instrument]) -> InstrumentCatalog { InstrumentCatalog(all + more) }

  /// The built-in instruments: FX majors and crosses, metals, index CFDs, oil and gas, crypto, futures, shares.
  public static let standard = InstrumentCatalog(
    fxPairs() + metals() + indices() + energies() + coins() + futures() + equities())

  private static func make(
    _ name: String, _ assetClass: AssetClass, digits: Int, pip: Int64 = 10, base: String, quote: String,
    quantityDigits: Int = 0, unitsPerLot: Int64, minimum: Int64, maximum: Int64, hours: TradingHours,
    tick: Int64 = 1
  ) -> Instrument? {
    guard let symbol = Symbol(name), let base = Currency(code: base), let quote = Currency(code: quote)
    else { return nil }
    return Instrument(
      symbol: symbol, assetClass: assetClass, digits: digits, pointsPerPip: pip, base: base, quote: quote,
      quantityDigits: quantityDigits, unitsPerLot: unitsPerLot, minimumUnits: minimum, stepUnits: minimum,
      maximumUnits: maximum, hours: hours, tickPoints: tick)
  }

  /// Lots of 100,000, prices to a tenth of a pip: five decimals, three against the yen.
  private static func fxPairs() -> [Instrument] {
    let names = """
      EURUSD GBPUSD AUDUSD NZDUSD USDJPY USDCHF USDCAD EURGBP EURJPY EURCHF EURAUD EURNZD EURCAD GBPJPY \
      GBPCHF GBPAUD GBPNZD GBPCAD AUDJPY AUDCHF AUDNZD AUDCAD NZDJPY NZDCHF NZDCAD CADJPY CADCHF CHFJPY \
      USDSEK USDNOK USDDKK USDSGD USDZAR USDMXN USDPLN USDTRY USDCNH EURSEK EURNOK EURPLN EURTRY
      """
    return names.split(separator: " ").compactMap { name in
      make(
        String(name), .fx, digits: name.hasSuffix("JPY") ? 3 : 5, base: String(name.prefix(3)),
        quote: String(name.suffix(3)), unitsPerLot: 100_000, minimum: 1_000, maximum: 50_000_000,
        hours: .fxWeek)
    }
  }

  private static func metals() -> [Instrument] {
    let rows: [(String, Int64)] = [("XAUUSD", 100), ("XAGUSD", 5_000), ("XPTUSD", 100), ("XPDUSD", 100)]
    return rows.compactMap { name, ounces in
      make(
        name, .metal, digits: 3, base: String(name.prefix(3)), quote: "USD", unitsPerLot: ounces,
        minimum: ounces / 100, maximum: ounces * 100, hours: .fxWeekWithBreak)
    }
  }

  /// One lot is one index; a hundredth of it can be traded.
  private static func indices() -> [Instrument] {
    let rows = [
      ("US500", "USD"), ("US30", "USD"), ("USTEC", "USD"), ("DE40", "EUR"), ("UK100", "GBP"),
      ("JP225", "JPY"),
    ]
    return rows.compactMap { name, quote in
      make(
        name, .index, digits: 3, pip: 100, base: name, quote: quote, quantityDigits: 2, unitsPerLot: 100,
        minimum: 1, maximum: 100_000, hours: .fxWeekWithBreak)
    }
  }

  /// A hundredth of a lot can be traded: of 1,000 barrels of oil or 10,000 mmBtu of gas.
  private static func energies() -> [Instrument] {
    let rows: [(String, Int64)] = [("USOIL", 1_000), ("UKOIL", 1_000), ("XNGUSD", 10_000)]
    return rows.compactMap { name, contract in
      make(
        name, .energy, digits: 3, base: name == "XNGUSD" ? "XNG" : name, quote: "USD", unitsPerLot: contract,
        minimum: contract / 100, maximum: contract * 100, hours: .fxWeekWithBreak)
    }
  }

  /// One lot is one coin, traded to 1e-8 of it; cheap ones in larger orders.
  private static func coins() -> [Instrument] {
    let thousand: Int64 = 100_000_000_000
    let rows: [(String, String, String, Int, Int64)] = [
      ("BTCUSD", "BTC", "USD", 2, thousand), ("ETHUSD", "ETH", "USD", 2, thousand),
      ("BTCUSDT", "BTC", "USDT", 2, thousand), ("ETHUSDT", "ETH", "USDT", 2, thousand),
      ("SOLUSDT", "SOL", "USDT", 3, thousand), ("XRPUSDT", "XRP", "USDT", 5, thousand),
      ("BNBUSDT", "BNB", "USDT", 2, thousand), ("LTCUSDT", "LTC", "USDT", 2, thousand),
      ("ADAUSDT", "ADA", "USDT", 4, 1_000 * thousand), ("DOGEUSDT", "DOGE", "USDT", 5, 1_000 * thousand),
      ("SHIBUSDT", "SHIB", "USDT", 8, 50_000 * thousand), ("ETHBTC", "ETH", "BTC", 5, thousand),
      ("XRPBTC", "XRP", "BTC", 8, 1_000 * thousand),
    ]
    return rows.compactMap { name, base, quote, digits, maximum in
      make(
        name, .crypto, digits: digits, pip: 1, base: base, quote: quote, quantityDigits: 8,
        unitsPerLot: 100_000_000, minimum: 1_000, maximum: maximum, hours: .always)
    }
  }

  /// Name, digits, multiplier in tenths, and points of the price step, by the exchange's contract
  /// specifications (CME Group, read in 2025). A pip is one price step.
  private static let contracts: [(name: String, digits: Int, multiplier: Int64, tick: Int64)] = [
    ("ES", 2, 500, 25), ("NQ", 2, 200, 25), ("MES", 2, 50, 25), ("MNQ", 2, 20, 25), ("YM", 0, 50, 1),
    ("MYM", 0, 5, 1), ("RTY", 1, 500, 1), ("M2K", 1, 50, 1), ("GC", 1, 1_000, 1), ("MGC", 1, 100, 1),
    ("SI", 3, 50_000, 5), ("CL", 2, 10_000, 1), ("MCL", 2, 1_000, 1), ("NG", 3, 100_000, 1),
    ("6E", 5, 1_250_000, 5), ("6B", 4, 625_000, 1), ("6J", 7, 125_000_000, 5), ("ZN", 6, 10_000, 15_625),
    ("ZB", 5, 10_000, 3_125),
  ]

  /// One lot is one contract; its units are the multiplier.
  private static func futures() -> [Instrument] {
    contracts.compactMap { name, digits, multiplier, tick in
      future(name, digits, multiplier, tick).map { future in
        var future = future
        future.allowsNegativePrices = belowZero.contains(name)
        return future
      }
    }
  }

  /// Contracts whose prices may be zero or below: energy (CME Clearing, advisory 20-152 of 8 April 2020; on the 20th
  /// May's crude oil settled at −37.63).
  private static let belowZero: Set = ["CL", "MCL", "NG"]

  private static func future(_ name: String, _ digits: Int, _ multiplier: Int64, _ tick: Int64) -> Instrument?
  {
    let isWhole = multiplier % 10 == 0
    let units = isWhole ? multiplier / 10 : multiplier
    return make(
      name, .future, digits: digits, pip: tick, base: name, quote: "USD", quantityDigits: isWhole ? 0 : 1,
      unitsPerLot: units, minimum: units, maximum: units * 10_000, hours: .fxWeekWithBreak, tick: tick)
  }

  /// One lot is one share.
  private static func equities() -> [Instrument] {
    "SPY QQQ AAPL MSFT NVDA AMZN GOOGL META TSLA".split(separator: " ").compactMap { name in
      make(
        String(name), .equity, digits: 2, pip: 1, base: String(name), quote: "USD", unitsPerLot: 1,
        minimum: 1, maximum: 100_000, hours: .usEquity)
    }
  }
}
