package import TradingCore
package import YAMLText

/// A rule whose limits stand in a file of risk settings, under its own key.
package protocol ConfiguredRiskRule: RiskRule {
  /// Its key in the file: mostly its name.
  static var key: String { get }

  /// Its limits as the file has them.
  ///
  /// `enabled` has been looked at before; a rule may have the key among its own all the same.
  /// - Throws: what is wrong, with its line and what to write instead.
  static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings
}

extension ConfiguredRiskRule {
  /// Mostly its name.
  package static var key: String { name }

  /// The rule that stands at a place of a file.
  ///
  /// - Throws: what is wrong there.
  static func read(
    _ value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> any RiskRule {
    let settings = try settings(from: value, in: context)
    do throws(RiskSettingFault) { return try Self(settings) } catch {
      throw .fault(
        value.place, field: value.field, problem: error.description,
        remedy: "change it, or set enabled: false")
    }
  }
}

/// What the limits of a file are in, wherever they stand.
package struct RiskFileContext: Sendable {
  /// What amounts are in: the currency of the accounts that they are about.
  package var currency: Currency
  /// Days without sessions and early closes of the market that goes by a clock, of the calendars that the host has.
  package var holidays: @Sendable (ClockZone) -> ClockSession.Holidays = { _ in .none }

  /// A file whose amounts are in a currency.
  package init(currency: Currency = .usd) { self.currency = currency }
}

/// Limits as people write them.
extension YAMLValue {
  /// A loss or a gain of money: `500` and `-500` are the same limit.
  ///
  /// - Throws: `badValue` for what is no amount, and for zero.
  package func moneyLimit(in context: RiskFileContext) throws(ConfigurationError) -> Money {
    let digits = context.currency.moneyDigits
    let most = Int64.max / 4
    let units = try decimal(
      digits: digits, in: -most...most, "an amount of \(context.currency) like 500 or -500")
    guard units != 0 else { throw mismatch("an amount of \(context.currency) other than 0") }
    return Money(units: abs(units))
  }

  /// A share above 0: `0.03` is 3 %, in millionths.
  ///
  /// - Throws: `badValue` for what is none, and for more than `most`.
  package func share(upTo most: Int64 = 1_000_000) throws(ConfigurationError) -> Int64 {
    let text = DecimalText.format(most, digits: 6, minimumFraction: 0)
    return try decimal(digits: 6, in: 1...most, "a share above 0 and up to \(text): 0.03 is 3 %")
  }

  /// Lots above 0, in 1e-8.
  ///
  /// - Throws: `badValue` for what are none.
  package func lots() throws(ConfigurationError) -> Int64 {
    try decimal(digits: 8, in: 1...1_000_000_000_000_000, "lots above 0, like 5 or 0.5")
  }

  /// Seconds, from 0 up to a year.
  ///
  /// - Throws: `badValue` for what are none.
  package func seconds(from least: Int64 = 0) throws(ConfigurationError) -> Int64 {
    try integer(in: least...31_622_400)
  }

  /// A time of day, `17:00` or `17:00:30`, in seconds since midnight.
  ///
  /// - Throws: `badValue` for what is none; 24:00 only where it `mayEnd` a day.
  package func timeOfDay(mayEnd: Bool = false) throws(ConfigurationError) -> Int {
    let parts = (scalar ?? "").split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.count == 2 && $0.allSatisfy(\.isASCII) ? Int($0) : nil }
    guard numbers.count == parts.count, (2...3).contains(numbers.count), numbers[0] >= 0,
      (0..<60).contains(numbers[1]), (0..<60).contains(numbers.count > 2 ? numbers[2] : 0)
    else { throw mismatch("a time of day like \"17:00\"") }
    let seconds = numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    guard seconds < 86_400 || mayEnd && seconds == 86_400 else {
      throw mismatch("a time of day from \"00:00\" to \"23:59:59\"")
    }
    return seconds
  }

  /// A clock by its name in the time zone database: `America/New_York`.
  ///
  /// - Throws: `badValue` with the clocks that are known.
  package func zone() throws(ConfigurationError) -> ClockZone {
    let known = ClockZone.allCases.map(\.databaseName)
    guard let scalar, let zone = ClockZone.allCases.first(where: { $0.databaseName == scalar }) else {
      throw mismatch("one of " + known.joined(separator: ", "))
    }
    return zone
  }
}

extension ClockZone {
  /// Its name in the time zone database.
  package var databaseName: String {
    switch self {
    case .utc: "UTC"
    case .london: "Europe/London"
    case .newYork: "America/New_York"
    case .chicago: "America/Chicago"
    case .berlin: "Europe/Berlin"
    case .tokyo: "Asia/Tokyo"
    case .sydney: "Australia/Sydney"
    }
  }
}
