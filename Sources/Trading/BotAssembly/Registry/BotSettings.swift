import FileSystem
package import StrategyKit
package import TradingCore

/// Values of a bot as people write them, checked: the one place for backtests, registered bots and whatever follows.
package enum BotSettings {
  /// A setting that has bounds of its own.
  package enum Setting: String, Sendable, Hashable {
    /// Notional per unit of margin.
    case leverage
    /// What the account starts with.
    case balance
    /// One-way latency.
    case latency
  }

  /// What an account starts with when nothing is said.
  package static let defaultBalance = "1000.00"

  /// What a leverage may be.
  package static let leverages: ClosedRange<Int64> = 1...1_000_000

  /// The leverage.
  ///
  /// - Throws: `setting` outside of 1 to 1,000,000.
  package static func leverage(_ value: Int64) throws(BotSettingError) -> Int64 {
    guard leverages.contains(value) else {
      throw .setting(.leverage, what: "expected 1 to 1000000, was \(value)", advice: "give 100 for 1:100")
    }
    return value
  }

  /// A start balance.
  ///
  /// - Throws: `setting` for what is no positive amount of the currency.
  package static func balance(_ text: String, in currency: Currency) throws(BotSettingError) -> Money {
    guard let units = try? DecimalText.parse(text, digits: currency.moneyDigits), units > 0 else {
      throw .setting(
        .balance, what: "expected a positive amount of \(currency), was '\(text)'",
        advice: "give one such as 1000.00")
    }
    return Money(units: units)
  }

  /// A latency in milliseconds as nanoseconds.
  ///
  /// - Throws: `setting` outside of 0 to an hour, or finer than a nanosecond.
  package static func latency(milliseconds text: String) throws(BotSettingError) -> Int64 {
    guard let nanoseconds = try? DecimalText.parse(text, digits: 6), nanoseconds >= 0,
      nanoseconds <= Timestamp.hour
    else {
      throw .setting(
        .latency, what: "expected milliseconds from 0 to 3600000, was '\(text)'",
        advice: "give a number such as 50 or 0.25")
    }
    return nanoseconds
  }

  /// The files that parameters name, by parameter; given ones come before defaults.
  package static func files(_ descriptor: StrategyDescriptor, given: [String: String]) -> [String: String] {
    var paths: [String: String] = [:]
    for spec in descriptor.parameters where spec.kind == .file {
      guard let path = given[spec.name] ?? spec.defaultText, !path.isEmpty else { continue }
      paths[spec.name] = path
    }
    return paths
  }

  /// The checked values of a strategy's parameters; files they name are read now.
  ///
  /// - Throws: `file`, `notText` or `parameter`.
  package static func parameters(
    _ descriptor: StrategyDescriptor, given: [String: String]
  ) throws(BotSettingError) -> ParameterValues {
    var texts: [String: String] = [:]
    for (name, path) in files(descriptor, given: given).sorted(by: { $0.key < $1.key }) {
      let bytes: [UInt8]
      do { bytes = try InputFile.contents(of: path) } catch { throw .file(error) }
      guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(path: path) }
      texts[name] = text
    }
    do {
      return try ParameterValues(for: descriptor, given: given, files: texts)
    } catch {
      throw .parameter(error, strategy: descriptor.name)
    }
  }

  /// What only converts the results and costs of the traded instruments into the account's currency, by name.
  ///
  /// One instrument for each currency that none of the traded ones converts: `preferred` ones first, then
  /// currency pairs, then whatever else the broker has.
  /// - Throws: `unconvertible` when the broker has none.
  package static func conversion(
    for traded: [Instrument], _ profile: BrokerProfile, preferring preferred: [Symbol] = []
  ) throws(BotSettingError) -> [Symbol] {
    var pairs: [Instrument] = []
    let known = profile.catalog.all
    let candidates =
      preferred.compactMap { profile.instrument($0) } + known.filter { $0.assetClass == .fx }
      + known.filter { $0.assetClass != .fx }
    for instrument in traded {
      for currency in profile.unconverted(instrument, among: traded + pairs) {
        let account = profile.accountCurrency
        guard let pair = candidates.first(where: { $0.connects(currency, to: account) != nil }) else {
          throw .unconvertible(instrument.symbol, from: currency, into: account, profile: profile.name)
        }
        pairs.append(pair)
      }
    }
    return pairs.map(\.symbol).sorted()
  }
}
