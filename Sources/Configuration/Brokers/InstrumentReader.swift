import TradingCore

/// Reads the `instruments` of a profile: changes to built-in ones, or new ones in full.
enum InstrumentReader {
  private enum Key: String, YAMLKey {
    case assetClass = "class"
    case base, quote, digits, pip
    case contractSize = "contract_size"
    case lotMinimum = "lot_min"
    case lotStep = "lot_step"
    case lotMaximum = "lot_max"
    case hours
  }

  /// The instruments of a map from symbol to fields, in file order.
  ///
  /// - Throws: `badValue`, `missingKey`, `unknownKey`, `duplicateKey` or `fault`.
  static func instruments(_ value: YAMLValue) throws(ConfigurationError) -> [Instrument] {
    var lines: [Symbol: Int] = [:]
    var instruments: [Instrument] = []
    for (name, value) in try value.entries() {
      guard let symbol = Symbol(name) else {
        throw value.mismatch("as key a symbol of up to 32 letters, digits or . - _ #")
      }
      // The parser takes `eurusd` and `EURUSD` for different keys.
      if let line = lines.updateValue(value.place.line ?? 0, forKey: symbol) {
        throw .duplicateKey(value.place, key: "\(symbol)", firstLine: line)
      }
      instruments.append(try instrument(symbol, value))
    }
    return instruments
  }

  private static func instrument(
    _ symbol: Symbol, _ value: YAMLValue
  ) throws(ConfigurationError) -> Instrument {
    let map = try YAMLMap(value, keys: Key.self)
    let known = InstrumentCatalog.standard[symbol]
    let digits = Int(
      try field(.digits, of: map, known?.digits, "5") { value throws(ConfigurationError) in
        Int(try value.integer(in: 0...9))
      })
    let lots = try lotScale(map, known)
    let instrument = Instrument(
      symbol: symbol,
      assetClass: try field(.assetClass, of: map, known?.assetClass, "fx") {
        value throws(ConfigurationError) in
        try value.choice()
      },
      digits: digits, pointsPerPip: try pointsPerPip(map, known, digits: digits),
      base: try field(.base, of: map, known?.base, "EUR") { value throws(ConfigurationError) in
        try value.currency()
      },
      quote: try field(.quote, of: map, known?.quote, "USD") { value throws(ConfigurationError) in
        try value.currency()
      },
      quantityDigits: lots.quantityDigits, unitsPerLot: lots.unitsPerLot, minimumUnits: lots.minimum,
      stepUnits: lots.step, maximumUnits: lots.maximum,
      hours: try field(.hours, of: map, known?.hours, "fx_week") { value throws(ConfigurationError) in
        try value.choice()
      })
    if let fault = instrument.fault {
      throw .fault(value.place, field: value.field, problem: fault, remedy: "correct the instrument")
    }
    return instrument
  }

  /// The value in the file, else the built-in one; a new instrument must have it in the file.
  private static func field<Value>(
    _ key: Key, of map: YAMLMap<Key>, _ known: Value?, _ example: String,
    _ read: (YAMLValue) throws(ConfigurationError) -> Value
  ) throws(ConfigurationError) -> Value {
    if map.optional(key) == nil, let known { return known }
    return try read(map.required(key, example: example))
  }

  /// A pip is given as a price. When only the digits change, it stays the same price.
  private static func pointsPerPip(
    _ map: YAMLMap<Key>, _ known: Instrument?, digits: Int
  ) throws(ConfigurationError) -> Int64 {
    let scale = WideArithmetic.powerOfTen(9 - digits)
    let knownPip = known.map { $0.pointsPerPip * WideArithmetic.powerOfTen(9 - $0.digits) }
    let pip = try field(.pip, of: map, knownPip, "0.0001") { value throws(ConfigurationError) in
      try value.decimal(digits: 9, in: 1...1_000_000_000_000_000, "the price of a pip, such as 0.0001")
    }
    guard pip % scale == 0 else {
      let text = DecimalText.format(pip, digits: 9, minimumFraction: 0)
      throw .fault(
        (map.optional(.pip) ?? map.optional(.digits))?.place ?? map.place, field: "\(map.field).pip",
        problem: "a pip of \(text) is no whole number of points at \(digits) digits",
        remedy: "give pip and digits that fit together")
    }
    return pip / scale
  }
}

extension InstrumentReader {
  /// Lot sizes in quantity units.
  private struct LotScale {
    var quantityDigits: Int
    var unitsPerLot: Int64
    var minimum: Int64
    var step: Int64
    var maximum: Int64
  }

  /// Sizes that are not in the file stay what they are in lots, even when the contract size changes.
  private static func lotScale(_ map: YAMLMap<Key>, _ known: Instrument?) throws(ConfigurationError)
    -> LotScale
  {
    let contract = try size(
      .contractSize, map, known.map { $0.unitsPerLot * WideArithmetic.powerOfTen(8 - $0.quantityDigits) },
      "100000")
    let minimum = try size(.lotMinimum, map, known.map { lots($0.minimumUnits, of: $0) }, "0.01")
    let maximum = try size(.lotMaximum, map, known.map { lots($0.maximumUnits, of: $0) }, "100")
    let step = try size(.lotStep, map, known.map { lots($0.stepUnits, of: $0) } ?? minimum, "0.01")
    // The coarsest unit that expresses every size, but never coarser than the built-in instrument's.
    for digits in (known?.quantityDigits ?? 0)...8 {
      let sizes = [100_000_000, minimum, step, maximum].map {
        units(lots: $0, contract: contract, digits: digits)
      }
      if case let (lot?, minimum?, step?, maximum?) = (sizes[0], sizes[1], sizes[2], sizes[3]) {
        return LotScale(
          quantityDigits: digits, unitsPerLot: lot, minimum: minimum, step: step, maximum: maximum)
      }
    }
    throw .fault(
      map.place, field: map.field, problem: "the lot sizes are no whole number of units of 1e-8",
      remedy: "give a contract size and lot sizes that fit together")
  }

  /// A size in 1e-8 of a lot, or of a unit for the contract size.
  private static func size(
    _ key: Key, _ map: YAMLMap<Key>, _ known: Int64?, _ example: String
  ) throws(ConfigurationError) -> Int64 {
    try field(key, of: map, known, example) { value throws(ConfigurationError) in
      try value.decimal(
        digits: 8, in: 1...1_000_000_000_000_000_000,
        "a positive number of at most eight decimals such as \(example)")
    }
  }

  private static func lots(_ units: Int64, of instrument: Instrument) -> Int64 {
    Int64(clamping: Int128(units) * 100_000_000 / Int128(instrument.unitsPerLot))
  }

  /// Lots (in 1e-8) as units of 10^-digits, or `nil` when that is not a whole number below 2^53.
  private static func units(lots: Int64, contract: Int64, digits: Int) -> Int64? {
    let divisor = Int128(10_000_000_000_000_000) / Int128(WideArithmetic.powerOfTen(digits))
    let (units, remainder) = (Int128(lots) * Int128(contract)).quotientAndRemainder(dividingBy: divisor)
    guard remainder == 0, units < Int128(Quantity.magnitudeLimit) else { return nil }
    return Int64(units)
  }
}
