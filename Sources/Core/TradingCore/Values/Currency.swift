/// A currency or coin by its code, with the scale its money is kept at.
public struct Currency: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  private enum CodingKeys: String, CodingKey {
    case code = "code"
  }

  /// The code, upper case: `USD`, `JPY`, `BTC`.
  public let code: String

  /// A currency of the given code.
  ///
  /// - Returns: `nil` unless the code is two to eight letters or digits; it is upper-cased.
  public init?(code: String) {
    let upper = code.uppercased()
    let isPlain = upper.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
    guard (2...8).contains(upper.utf8.count), isPlain else { return nil }
    self.code = upper
  }

  private init(known code: String) { self.code = code }

  /// United States dollar.
  public static let usd = Currency(known: "USD")
  /// Euro.
  public static let eur = Currency(known: "EUR")
  /// Pound sterling.
  public static let gbp = Currency(known: "GBP")
  /// Japanese yen.
  public static let jpy = Currency(known: "JPY")

  /// Coins whose money is kept at 1e-8; everything else (fiat and stablecoins) at 1e-6.
  private static let coins: Set<String> = [
    "ADA", "BCH", "BNB", "BTC", "DOGE", "DOT", "ETH", "LTC", "SOL", "XBT", "XLM", "XRP",
  ]

  /// Decimals of one money unit: 6 for fiat and stablecoins, 8 for coins.
  public var moneyDigits: Int { Self.coins.contains(code) ? 8 : 6 }

  /// Money units in one whole: 10^moneyDigits.
  public var moneyScale: Int64 { WideArithmetic.powerOfTen(moneyDigits) }

  /// Orders by code.
  public static func < (left: Currency, right: Currency) -> Bool { left.code < right.code }

  /// The code.
  public var description: String { code }
}
