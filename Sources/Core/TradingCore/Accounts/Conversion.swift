/// How money of one currency becomes the account's.
@usableFromInline
enum Conversion: Sendable, Hashable {
  /// It is in it.
  case none
  /// The instrument itself connects the two: at its own price, whichever the case at hand asks for.
  case ownPrice(multiplies: Bool)
  /// Another symbol of the stream connects them: at the mid of its last quote.
  case pair(symbolIndex: Int, multiplies: Bool)
  /// Nothing connects them.
  case missing

  /// The way from a currency to the account's for what is booked on an instrument.
  init(from currency: Currency, to account: Currency, on index: Int, of instruments: [Instrument]) {
    let own = instruments[index]
    if currency == account {
      self = .none
    } else if let multiplies = own.connects(currency, to: account) {
      self = .ownPrice(multiplies: multiplies)
    } else {
      let pairs = instruments.indices.filter { instruments[$0].connects(currency, to: account) != nil }
      let first = pairs.min { instruments[$0].symbol < instruments[$1].symbol }
      if let first, let multiplies = instruments[first].connects(currency, to: account) {
        self = .pair(symbolIndex: first, multiplies: multiplies)
      } else {
        self = .missing
      }
    }
  }

  /// The other symbol whose quotes it takes.
  var pairIndex: Int? {
    if case .pair(let symbolIndex, _) = self { symbolIndex } else { nil }
  }
}

extension Instrument {
  /// Whether the instrument's price turns one currency into the other.
  ///
  /// - Returns: whether amounts are multiplied by the price, else divided; `nil` when it connects others.
  package func connects(_ currency: Currency, to other: Currency) -> Bool? {
    if base == currency, quote == other { return true }
    return base == other && quote == currency ? false : nil
  }
}

/// What money units of one currency are worth in another's, as a fraction of whole numbers.
struct ExchangeRate: Sendable {
  var numerator: Int128 = 1
  var denominator: Int128 = 1

  /// A rate at twice a price, so that a mid is a whole number.
  init(twicePrice: Int64, priceScale: Int64, multiplies: Bool, scales: ScaleRatio) {
    let price = (Int128(twicePrice), 2 * Int128(priceScale))
    let (upper, lower) = multiplies ? price : (price.1, price.0)
    numerator = upper * Int128(scales.numerator)
    denominator = lower * Int128(scales.denominator)
  }

  private init() {}

  /// Of a currency in itself.
  static let one = ExchangeRate()
}

/// Money units of 1 in the account's currency over those in another, in lowest terms.
struct ScaleRatio: Sendable, Hashable {
  let numerator: Int64
  let denominator: Int64

  init(from currency: Currency, to account: Currency) {
    let exponent = account.moneyDigits - currency.moneyDigits
    numerator = WideArithmetic.powerOfTen(max(exponent, 0))
    denominator = WideArithmetic.powerOfTen(max(-exponent, 0))
  }
}

extension BrokerProfile {
  /// Whether a symbol's quotes convert what trading an instrument books into the account's currency, where the
  /// instrument's own price does not.
  package func needs(_ pair: Instrument, toConvert instrument: Instrument) -> Bool {
    let commission = terms(for: instrument).commission
    let currencies = [instrument.quote] + (commission.hasAmounts ? [commission.currency] : [])
    return pair.symbol != instrument.symbol
      && currencies.contains {
        $0 != accountCurrency && instrument.connects($0, to: accountCurrency) == nil
          && pair.connects($0, to: accountCurrency) != nil
      }
  }
  /// The currencies that trading an instrument books and that none of the instruments, itself among them, converts
  /// into the account's: its orders are rejected.
  package func unconverted(_ instrument: Instrument, among instruments: [Instrument]) -> [Currency] {
    let commission = terms(for: instrument).commission
    let currencies = [instrument.quote] + (commission.hasAmounts ? [commission.currency] : [])
    return currencies.filter { currency in
      currency != accountCurrency && instrument.connects(currency, to: accountCurrency) == nil
        && !instruments.contains { $0.connects(currency, to: accountCurrency) != nil }
    }
  }
}
