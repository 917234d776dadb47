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

  /// The built-in instruments: FX majors and crosses, metals, index CFDs, oil, crypto, futures.
  public static let standard = InstrumentCatalog(
    fxPairs() + metals() + indices() + energies() + coins() + futures())

  private static func make(
    _ name: String, _ assetClass: AssetClass, digits: Int, pip: Int64 = 10, base: String, quote: String,
    quantityDigits: Int = 0, unitsPerLot: Int64, minimum: Int64, maximum: Int64, hours: TradingHours
  ) -> Instrument? {
    guard let symbol = Symbol(name), let base = Currency(code: base), let quote = Currency(code: quote)
    else { return nil }
    return Instrument(
      symbol: symbol, assetClass: assetClass, digits: digits, pointsPerPip: pip, base: base, quote: quote,
      quantityDigits: quantityDigits, unitsPerLot: unitsPerLot, minimumUnits: minimum, stepUnits: minimum,
      maximumUnits: maximum, hours: hours)
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
    [
      make(
        "XAUUSD", .metal, digits: 3, base: "XAU", quote: "USD", unitsPerLot: 100, minimum: 1,
        maximum: 10_000, hours: .fxWeekWithBreak),
      make(
        "XAGUSD", .metal, digits: 3, base: "XAG", quote: "USD", unitsPerLot: 5_000, minimum: 50,
        maximum: 500_000, hours: .fxWeekWithBreak),
    ].compactMap { $0 }
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

  private static func energies() -> [Instrument] {
    ["USOIL", "UKOIL"].compactMap { name in
      make(
        name, .energy, digits: 3, base: name, quote: "USD", unitsPerLot: 1_000, minimum: 10,
        maximum: 100_000, hours: .fxWeekWithBreak)
    }
  }

  /// One lot is one coin, traded to 1e-8 of it.
  private static func coins() -> [Instrument] {
    let rows = [
      ("BTCUSD", "BTC", "USD", 2), ("ETHUSD", "ETH", "USD", 2), ("BTCUSDT", "BTC", "USDT", 2),
      ("ETHUSDT", "ETH", "USDT", 2), ("SOLUSDT", "SOL", "USDT", 3), ("XRPUSDT", "XRP", "USDT", 5),
    ]
    return rows.compactMap { name, base, quote, digits in
      make(
        name, .crypto, digits: digits, pip: 1, base: base, quote: quote, quantityDigits: 8,
        unitsPerLot: 100_000_000, minimum: 1_000, maximum: 100_000_000_000, hours: .always)
    }
  }

  /// One lot is one contract; its units are the multiplier.
  private static func futures() -> [Instrument] {
    let rows: [(String, Int, Int64, Int64)] = [
      ("ES", 2, 50, 25), ("NQ", 2, 20, 25), ("MES", 2, 5, 25), ("MNQ", 2, 2, 25), ("GC", 1, 100, 1),
      ("CL", 2, 1_000, 1),
    ]
    return rows.compactMap { name, digits, multiplier, tick in
      make(
        name, .future, digits: digits, pip: tick, base: name, quote: "USD", unitsPerLot: multiplier,
        minimum: multiplier, maximum: multiplier * 10_000, hours: .fxWeekWithBreak)
    }
  }
}
