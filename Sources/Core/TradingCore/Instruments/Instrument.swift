/// What kind of thing an instrument is.
public enum AssetClass: String, Sendable, Hashable, Codable, CaseIterable {
  /// Currency pairs.
  case fx
  /// Gold, silver and their like, as CFDs.
  case metal
  /// Stock indices, as CFDs.
  case index
  /// Oil and gas, as CFDs.
  case energy
  /// Coins.
  case crypto
  /// Exchange-traded futures.
  case future
  /// Shares and funds on shares.
  case equity
}

/// A tradable instrument: how its prices, lots and money are scaled and when it trades.
public struct Instrument: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case symbol = "symbol"
    case assetClass = "assetClass"
    case digits = "digits"
    case pointsPerPip = "pointsPerPip"
    case base = "base"
    case quote = "quote"
    case quantityDigits = "quantityDigits"
    case unitsPerLot = "unitsPerLot"
    case minimumUnits = "minimumUnits"
    case stepUnits = "stepUnits"
    case maximumUnits = "maximumUnits"
    case hours = "hours"
    case tickPoints = "tickPoints"
    case allowsNegativePrices = "allowsNegativePrices"
  }

  /// Its name.
  public var symbol: Symbol
  /// Its kind.
  public var assetClass: AssetClass
  /// Decimals of a price: one point = 10^-digits of the quote currency.
  public var digits: Int
  /// Points in one pip.
  public var pointsPerPip: Int64
  /// What is bought: a currency, or a code of its own for metals, indices and futures.
  public var base: Currency
  /// What prices and results are in.
  public var quote: Currency
  /// Decimals of a quantity unit.
  public var quantityDigits: Int
  /// Quantity units in one lot (contract size, for futures the multiplier).
  public var unitsPerLot: Int64
  /// Smallest order, in units.
  public var minimumUnits: Int64
  /// Order sizes are multiples of this, in units.
  public var stepUnits: Int64
  /// Largest order, in units.
  public var maximumUnits: Int64
  /// When it trades.
  public var hours: TradingHours
  /// Points in the smallest price step of an order: 25 where prices have two digits and move by 0.25.
  public var tickPoints: Int64
  /// Whether its prices may be zero or below, as those of some futures may.
  public var allowsNegativePrices: Bool

  /// An instrument from its parts; `validate` says whether they fit together.
  public init(
    symbol: Symbol, assetClass: AssetClass, digits: Int, pointsPerPip: Int64, base: Currency,
    quote: Currency, quantityDigits: Int, unitsPerLot: Int64, minimumUnits: Int64, stepUnits: Int64,
    maximumUnits: Int64, hours: TradingHours, tickPoints: Int64 = 1,
    allowsNegativePrices: Bool = false
  ) {
    self.symbol = symbol
    self.assetClass = assetClass
    self.digits = digits
    self.pointsPerPip = pointsPerPip
    self.base = base
    self.quote = quote
    self.quantityDigits = quantityDigits
    self.unitsPerLot = unitsPerLot
    self.minimumUnits = minimumUnits
    self.stepUnits = stepUnits
    self.maximumUnits = maximumUnits
    self.hours = hours
    self.tickPoints = tickPoints
    self.allowsNegativePrices = allowsNegativePrices
  }

  /// The lowest price that an order or a quote may have, in points: one, or any.
  public var lowestPoints: Int64 { allowsNegativePrices ? 1 - Price.magnitudeLimit : 1 }

  /// The first thing wrong with the parts, as a sentence, or `nil`.
  public var fault: String? {
    if !(0...9).contains(digits) { return "digits must be 0 to 9, was \(digits)" }
    if !(0...8).contains(quantityDigits) { return "quantity digits must be 0 to 8, was \(quantityDigits)" }
    if pointsPerPip < 1 { return "points per pip must be at least 1, was \(pointsPerPip)" }
    if tickPoints < 1 || tickPoints >= Price.magnitudeLimit {
      return "the price step must be at least one point, was \(tickPoints)"
    }
    if unitsPerLot < 1 { return "units per lot must be at least 1, was \(unitsPerLot)" }
    if stepUnits < 1 { return "the lot step must be positive" }
    if minimumUnits < 1 || minimumUnits % stepUnits != 0 {
      return "the smallest lot must be a positive multiple of the step"
    }
    if maximumUnits < minimumUnits || maximumUnits >= Quantity.magnitudeLimit {
      return "the largest lot must be at least the smallest and below 2^53 units"
    }
    return nil
  }

  /// What one point on one unit is worth, in money units of the quote currency, as a fraction in lowest terms.
  /// One of the two parts is 1, both being powers of ten.
  public var pointValue: (numerator: Int64, denominator: Int64) {
    let exponent = quote.moneyDigits - digits - quantityDigits
    return exponent >= 0
      ? (WideArithmetic.powerOfTen(exponent), 1) : (1, WideArithmetic.powerOfTen(-exponent))
  }

  /// What the smallest price step is worth on one lot, in money of the quote currency: 12.50 USD on ES.
  ///
  /// - Throws: `overflow` when it exceeds 64 bits.
  public func tickValue() throws(ArithmeticError) -> Money {
    try value(points: tickPoints, units: unitsPerLot)
  }

  /// The value of a price difference on a quantity, in money of the quote currency, rounded half to even.
  ///
  /// - Throws: `overflow` when it exceeds 64 bits.
  public func value(points: Int64, units: Int64) throws(ArithmeticError) -> Money {
    let (numerator, denominator) = pointValue
    let (product, overflowed) = (Int128(points) * Int128(units)).multipliedReportingOverflow(
      by: Int128(numerator))
    guard !overflowed else { throw .overflow }
    return Money(
      units: try WideArithmetic.narrow(
        try WideArithmetic.divideHalfEven(product, by: Int128(denominator))))
  }

  /// A lot count as units.
  ///
  /// - Throws: a `DecimalText.Fault`, `excessDigits` also when the lots are no whole number of units.
  public func units(lots text: some StringProtocol) throws(DecimalText.Fault) -> Int64 {
    let scaled = Int128(try DecimalText.parse(text, digits: 8)) * Int128(unitsPerLot)
    let (units, remainder) = scaled.quotientAndRemainder(dividingBy: 100_000_000)
    guard remainder == 0 else { throw .excessDigits }
    guard let narrowed = Int64(exactly: units), narrowed.magnitude < Quantity.magnitudeLimit.magnitude
    else { throw .overflow }
    return narrowed
  }

  /// Units as a lot count, with two decimals at least and eight at most.
  public func lotsText(units: Int64) -> String {
    let scaled = Int128(units) * 100_000_000 / Int128(unitsPerLot)
    return DecimalText.format(Int64(clamping: scaled), digits: 8, minimumFraction: 2)
  }

  /// A price as text with all digits.
  public func text(_ price: Price) -> String { price.text(digits: digits) }
}

extension Instrument {
  /// Reads an instrument; one that was written before it was known whether prices may be below zero has none there.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      symbol: try values.decode(Symbol.self, forKey: .symbol),
      assetClass: try values.decode(AssetClass.self, forKey: .assetClass),
      digits: try values.decode(Int.self, forKey: .digits),
      pointsPerPip: try values.decode(Int64.self, forKey: .pointsPerPip),
      base: try values.decode(Currency.self, forKey: .base),
      quote: try values.decode(Currency.self, forKey: .quote),
      quantityDigits: try values.decode(Int.self, forKey: .quantityDigits),
      unitsPerLot: try values.decode(Int64.self, forKey: .unitsPerLot),
      minimumUnits: try values.decode(Int64.self, forKey: .minimumUnits),
      stepUnits: try values.decode(Int64.self, forKey: .stepUnits),
      maximumUnits: try values.decode(Int64.self, forKey: .maximumUnits),
      hours: try values.decode(TradingHours.self, forKey: .hours),
      tickPoints: try values.decode(Int64.self, forKey: .tickPoints),
      allowsNegativePrices: try values.decodeNewer(.allowsNegativePrices, default: false))
  }
}
