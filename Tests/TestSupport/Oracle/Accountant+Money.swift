import TradingCore

extension Accountant {
  /// A price difference on a quantity in account money; `own` is the instrument's price, should it convert.
  func value(points: Int64, units: Int64, of symbol: Int, own: Int64) -> Fraction {
    value(points: points, units: units, of: symbol, twiceOwn: 2 * own)
  }

  /// The same with twice the instrument's own price, which may be a mid between two points.
  func value(points: Int64, units: Int64, of symbol: Int, twiceOwn: Int64) -> Fraction {
    let instrument = markets[symbol].instrument
    // Points × units in money units of the quote currency.
    let amount = Fraction(
      numerator: Int128(points) * Int128(units) * power(instrument.quote.moneyDigits),
      denominator: power(instrument.digits) * power(instrument.quantityDigits)
    ).lowest
    return converted(amount, from: instrument.quote, for: symbol, twiceOwn: twiceOwn)
  }

  /// Money units of a currency as money units of the account's.
  func converted(_ amount: Fraction, from: Currency, for symbol: Int, own: Int64) -> Fraction {
    converted(amount, from: from, for: symbol, twiceOwn: 2 * own)
  }

  func converted(_ amount: Fraction, from: Currency, for symbol: Int, twiceOwn: Int64) -> Fraction {
    guard from != currency else { return amount }
    if connects(symbol, from) { return applied(symbol, twiceOwn, to: amount, from) }
    let others = markets.indices.filter { connects($0, from) }
    let byName = others.sorted { markets[$0].instrument.symbol < markets[$1].instrument.symbol }
    guard let pair = byName.first, let quote = quotes[pair] else {
      preconditionFailure("nothing converts \(from) into \(currency)")
    }
    return applied(pair, quote.bid.points + quote.ask.points, to: amount, from)
  }

  private func connects(_ symbol: Int, _ from: Currency) -> Bool {
    let instrument = markets[symbol].instrument
    return instrument.base == from && instrument.quote == currency
      || instrument.base == currency && instrument.quote == from
  }

  private func applied(_ pair: Int, _ twicePrice: Int64, to amount: Fraction, _ from: Currency) -> Fraction {
    let instrument = markets[pair].instrument
    let up = power(currency.moneyDigits)
    let down = power(from.moneyDigits)
    let one = 2 * power(instrument.digits)
    let price = Int128(twicePrice)
    return instrument.base == from
      ? Fraction(
        numerator: amount.numerator * price * up, denominator: amount.denominator * one * down
      ).lowest
      : Fraction(
        numerator: amount.numerator * one * up, denominator: amount.denominator * price * down
      ).lowest
  }

  private func power(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(Int128(1)) { product, _ in product * 10 }
  }

  /// Margin of everything open: the larger side of each symbol.
  var usedMargin: Int64 {
    markets.indices.reduce(0) { $0 + max(margin(of: $1, .buy), margin(of: $1, .sell)) }
  }

  /// Margin of a new entry, where tiers don't decide it.
  func openingMargin(of symbol: Int, worth: Fraction, units: Int64) -> Int64 {
    func through(_ rate: Int64) -> Int64 {
      Fraction(numerator: worth.numerator, denominator: worth.denominator * Int128(rate)).rounded()
    }
    switch markets[symbol].terms.margin {
    case .account: return through(leverage)
    case .leverage(let most): return through(min(leverage, most))
    case .perLot(let amount):
      let lot = markets[symbol].instrument.unitsPerLot
      return Fraction(numerator: Int128(amount.units) * Int128(units), denominator: Int128(lot)).rounded()
    case .tiers: return 0
    }
  }

  private func margin(of symbol: Int, _ side: OrderSide) -> Int64 {
    let mine = entries.filter { $0.deal.fill.symbolIndex == symbol && $0.deal.fill.side == side }
    guard case .tiers(let tiers) = markets[symbol].terms.margin else {
      return mine.reduce(0) { $0 + $1.margin }
    }
    let lot = Int128(markets[symbol].instrument.unitsPerLot)
    var before: Int128 = 0
    var sum: Int64 = 0
    for entry in mine {
      let to = before + Int128(entry.units) * 100_000_000
      for (index, tier) in tiers.enumerated() {
        // In 1e-8 units.
        let start = max(before, Int128(tier.fromLots) * lot)
        let end = index + 1 < tiers.count ? min(to, Int128(tiers[index + 1].fromLots) * lot) : to
        guard end > start else { continue }
        let part = Fraction(
          numerator: end - start, denominator: Int128(entry.deal.fill.quantity.units) * 100_000_000
        ).lowest
        sum += Fraction(
          numerator: entry.worth.numerator * part.numerator,
          denominator: entry.worth.denominator * part.denominator * Int128(min(leverage, tier.leverage))
        ).rounded()
      }
      before = to
    }
    return sum
  }
}

extension Fraction {
  /// The same in lowest terms, so that products stay within 128 bits.
  var lowest: Fraction {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    guard a > 1 else { return self }
    return Fraction(numerator: numerator / Int128(a), denominator: denominator / Int128(a))
  }
}
