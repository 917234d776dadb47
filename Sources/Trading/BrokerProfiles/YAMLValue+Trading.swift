package import TradingCore
package import YAMLText

extension YAMLValue {
  /// A price distance with its unit.
  func distance() throws(ConfigurationError) -> PriceDistance {
    guard let scalar, let distance = PriceDistance(scalar) else {
      throw mismatch("a distance such as '0.2 pip' or '2 points'")
    }
    return distance
  }

  /// A currency code.
  func currency() throws(ConfigurationError) -> Currency {
    guard let scalar, let currency = Currency(code: scalar) else {
      throw mismatch("a currency code such as USD")
    }
    return currency
  }

  /// An amount of money with its currency, as in `3.50 USD`.
  ///
  /// - Throws: `badValue`.
  package func amount() throws(ConfigurationError) -> (money: Money, currency: Currency) {
    let parts = (scalar ?? "").split(separator: " ")
    guard parts.count == 2, let currency = Currency(code: String(parts[1])),
      let units = try? DecimalText.parse(parts[0], digits: currency.moneyDigits)
    else { throw mismatch("an amount with its currency such as '3.50 USD'") }
    return (Money(units: units), currency)
  }
}
