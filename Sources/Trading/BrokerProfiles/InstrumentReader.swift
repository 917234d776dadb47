import TradingCore
import YAMLText

/// Reads the `instruments` of a profile: changes to built-in ones, or new ones in full.
enum InstrumentReader {
  enum Key: String, YAMLKey {
    case assetClass = "class"
    case base, quote, digits, pip, tick
    case contractSize = "contract_size"
    case lotMinimum = "lot_min"
    case lotStep = "lot_step"
    case lotMaximum = "lot_max"
    case hours
    case negativePrices = "negative_prices"
    case spread, slippage, commission, swap, depth, leverage, margin
    case marginTiers = "margin_tiers"

    /// Whether it is a term of trading rather than a part of the instrument.
    var isTerm: Bool { TermsKey(rawValue: rawValue) != nil }
  }

  /// What a profile says about a symbol.
  struct Entry {
    let symbol: Symbol
    /// The instrument, when any part of it is stated.
    let instrument: Instrument?
    let map: YAMLMap<Key>
  }

  /// What a new instrument must state; `lot_step` is `lot_min` unless it is given.
  private static let required: [(key: Key, example: String)] = [
    (.assetClass, "fx"), (.base, "EUR"), (.quote, "USD"), (.digits, "5"), (.pip, "0.0001"),
    (.contractSize, "100000"), (.lotMinimum, "0.01"), (.lotMaximum, "100"), (.hours, "fx_week"),
  ]

  /// The entries of a map from symbol to fields, in file order.
  ///
  /// - Throws: `badValue`, `missingKey`, `unknownKey`, `duplicateKey` or `fault`.
  static func entries(_ value: YAMLValue) throws(ConfigurationError) -> [Entry] {
    var lines: [Symbol: Int] = [:]
    var entries: [Entry] = []
    for (name, value) in try value.entries() {
      guard let symbol = Symbol(name) else {
        throw .badValue(
          value.place, field: value.field, expected: "a symbol of up to 32 letters, digits or . - _ #",
          was: "'\(name)'")
      }
      // The parser takes `eurusd` and `EURUSD` for different keys.
      if let line = lines.updateValue(value.place.line ?? 0, forKey: symbol) {
        throw .duplicateKey(value.place, key: "\(symbol)", firstLine: line)
      }
      let map = try YAMLMap(value, keys: Key.self)
      let hasOnlyTerms = !map.keys.isEmpty && map.keys.allSatisfy(\.isTerm)
      let isKnown = InstrumentCatalog.standard[symbol] != nil
      let changed = hasOnlyTerms && isKnown ? nil : try instrument(symbol, value, map)
      entries.append(Entry(symbol: symbol, instrument: changed, map: map))
    }
    return entries
  }

  private static func instrument(
    _ symbol: Symbol, _ value: YAMLValue, _ map: YAMLMap<Key>
  ) throws(ConfigurationError) -> Instrument {
    let known = InstrumentCatalog.standard[symbol]
    if known == nil {
      for (key, example) in required { _ = try map.required(key, example: example) }
    }
    var instrument = known ?? placeholder(symbol)
    instrument.assetClass = try map.optional(.assetClass)?.choice() ?? instrument.assetClass
    instrument.base = try map.optional(.base)?.currency() ?? instrument.base
    instrument.quote = try map.optional(.quote)?.currency() ?? instrument.quote
    instrument.hours = try map.optional(.hours)?.choice() ?? instrument.hours
    if let below = map.optional(.negativePrices) { instrument.allowsNegativePrices = try below.boolean() }
    try readScale(map, into: &instrument)
    try LotSizes(map, instrument, isNew: known == nil).apply(to: &instrument, at: map)
    if let fault = instrument.fault {
      throw .fault(value.place, field: value.field, problem: fault, remedy: "correct the instrument")
    }
    return instrument
  }

  /// Something for the required keys to replace.
  private static func placeholder(_ symbol: Symbol) -> Instrument {
    Instrument(
      symbol: symbol, assetClass: .fx, digits: 5, pointsPerPip: 10, base: .eur, quote: .usd,
      quantityDigits: 0, unitsPerLot: 100_000, minimumUnits: 1_000, stepUnits: 1_000,
      maximumUnits: 50_000_000, hours: .fxWeek)
  }

  /// A pip is given as a price. When only the digits change, it stays the same price.
  private static func readScale(
    _ map: YAMLMap<Key>, into instrument: inout Instrument
  ) throws(ConfigurationError) {
    let knownDigits = instrument.digits
    let knownPip = instrument.pointsPerPip * WideArithmetic.powerOfTen(9 - instrument.digits)
    let pip =
      try map.optional(.pip)?.decimal(
        digits: 9, in: 1...1_000_000_000_000_000, "the price of a pip, such as 0.0001") ?? knownPip
    instrument.digits = Int(try map.optional(.digits)?.integer(in: 0...9) ?? Int64(instrument.digits))
    let point = WideArithmetic.powerOfTen(9 - instrument.digits)
    guard pip % point == 0 else {
      let text = DecimalText.format(pip, digits: 9, minimumFraction: 0)
      throw .fault(
        (map.optional(.pip) ?? map.optional(.digits))?.place ?? map.place, field: "\(map.field).pip",
        problem: "a pip of \(text) is no whole number of points at \(instrument.digits) digits",
        remedy: "give pip and digits that fit together")
    }
    instrument.pointsPerPip = pip / point
    try readTick(map, knownDigits: knownDigits, into: &instrument)
  }

  /// The price step is given as a price, too; it is one point unless stated, and stays the same price when only
  /// the digits change.
  private static func readTick(
    _ map: YAMLMap<Key>, knownDigits: Int, into instrument: inout Instrument
  ) throws(ConfigurationError) {
    let given = try map.optional(.tick)?.decimal(
      digits: 9, in: 1...1_000_000_000_000_000, "the price of the smallest step, such as 0.25")
    guard given != nil || instrument.tickPoints > 1 else { return }
    let tick = given ?? instrument.tickPoints * WideArithmetic.powerOfTen(9 - knownDigits)
    let point = WideArithmetic.powerOfTen(9 - instrument.digits)
    guard tick % point == 0 else {
      let text = DecimalText.format(tick, digits: 9, minimumFraction: 0)
      throw .fault(
        (map.optional(.tick) ?? map.optional(.digits))?.place ?? map.place, field: "\(map.field).tick",
        problem: "a step of \(text) is no whole number of points at \(instrument.digits) digits",
        remedy: "give tick and digits that fit together")
    }
    instrument.tickPoints = tick / point
  }
}

/// Contract and lot sizes in 1e-8, before they become whole units.
///
/// Sizes that are not in the file stay what they are in lots, even when the contract size changes.
private struct LotSizes {
  /// 1e-8 of the base in a lot.
  private let contract: Int64
  private let minimum: Int64
  private let step: Int64
  private let maximum: Int64

  init(
    _ map: YAMLMap<InstrumentReader.Key>, _ instrument: Instrument, isNew: Bool
  ) throws(ConfigurationError) {
    let unit = WideArithmetic.powerOfTen(8 - instrument.quantityDigits)
    contract =
      try Self.size(map.optional(.contractSize))
      ?? Int64(clamping: Int128(instrument.unitsPerLot) * Int128(unit))
    minimum =
      try Self.size(map.optional(.lotMinimum)) ?? Self.lots(instrument.minimumUnits, of: instrument)
    maximum =
      try Self.size(map.optional(.lotMaximum)) ?? Self.lots(instrument.maximumUnits, of: instrument)
    step =
      try Self.size(map.optional(.lotStep))
      ?? (isNew ? minimum : Self.lots(instrument.stepUnits, of: instrument))
  }

  /// Sets the units of the instrument, at the coarsest quantity scale that expresses every size; the scale of
  /// a built-in instrument is only made finer.
  ///
  /// - Throws: `fault` when not even 1e-8 does, or a size is beyond 2^53 units.
  func apply(
    to instrument: inout Instrument, at map: YAMLMap<InstrumentReader.Key>
  ) throws(ConfigurationError) {
    for digits in instrument.quantityDigits...8 {
      guard let lot = units(lots: 100_000_000, digits: digits),
        let minimum = units(lots: minimum, digits: digits), let step = units(lots: step, digits: digits),
        let maximum = units(lots: maximum, digits: digits)
      else { continue }
      instrument.quantityDigits = digits
      instrument.unitsPerLot = lot
      (instrument.minimumUnits, instrument.stepUnits, instrument.maximumUnits) = (minimum, step, maximum)
      return
    }
    throw .fault(
      map.place, field: map.field,
      problem: "contract and lot sizes are no whole numbers of 1e-8 of the base below 2^53",
      remedy: "give sizes that fit together")
  }

  private static func size(_ value: YAMLValue?) throws(ConfigurationError) -> Int64? {
    try value?.decimal(digits: 8, in: 1...Int64.max, "a positive number of at most eight decimals")
  }

  private static func lots(_ units: Int64, of instrument: Instrument) -> Int64 {
    Int64(clamping: Int128(units) * 100_000_000 / Int128(instrument.unitsPerLot))
  }

  /// Lots in 1e-8 as units of 10^-digits, or `nil` when that is no whole number below 2^53.
  private func units(lots: Int64, digits: Int) -> Int64? {
    let divisor = Int128(WideArithmetic.powerOfTen(16 - digits))
    let (units, remainder) = (Int128(lots) * Int128(contract)).quotientAndRemainder(dividingBy: divisor)
    guard remainder == 0, units < Int128(Quantity.magnitudeLimit) else { return nil }
    return Int64(units)
  }
}
