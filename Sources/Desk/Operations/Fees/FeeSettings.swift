import BrokerProfiles
import FileSystem
import TradingCore
import YAMLText

/// What a home says may be paid a day: `fees.yaml`. Without the file nothing is set.
///
/// ```yaml
/// daily_limit:
///   desk: [27.00 USD, 20.00 EUR]
///   brokers: {oanda: 10.00 USD}
///   bots: {trend: 5.00 USD}
/// ```
struct FeeSettings {
  private enum Key: String, YAMLKey { case dailyLimit = "daily_limit" }
  private enum LimitKey: String, YAMLKey { case desk, brokers, bots }

  /// What may be paid a day, by currency.
  typealias Limits = [Currency: Money]

  /// The file.
  let path: String
  /// Of the whole desk.
  private(set) var desk: Limits = [:]
  /// Of a broker profile, by its name for readers.
  private(set) var brokers: [String: Limits] = [:]
  /// Of a bot.
  private(set) var bots: [String: Limits] = [:]

  /// Settings that set nothing.
  init(home: String) { path = Self.path(home: home) }

  /// The file of a home.
  static func path(home: String) -> String { home + "/fees.yaml" }

  /// What a home has set.
  ///
  /// - Throws: `FileError` or `ConfigurationError`, which names file, line and key.
  static func load(home: String) throws -> FeeSettings {
    var settings = FeeSettings(home: home)
    let text: String
    do throws(FileError) { text = try TextFile.yaml(settings.path) } catch {
      guard case .missing = error else { throw error }
      return settings
    }
    let root = try YAMLValue(text: text, path: settings.path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    guard let value = map.optional(.dailyLimit) else { return settings }
    let limits = try YAMLMap(value, keys: LimitKey.self)
    if let value = limits.optional(.desk) { settings.desk = try Self.limits(value) }
    if let value = limits.optional(.brokers) { settings.brokers = try byName(value) }
    if let value = limits.optional(.bots) { settings.bots = try byName(value) }
    return settings
  }

  private static func byName(_ value: YAMLValue) throws(ConfigurationError) -> [String: Limits] {
    var found: [String: Limits] = [:]
    for (name, value) in try value.entries() { found[name] = try limits(value) }
    return found
  }

  private static func limits(_ value: YAMLValue) throws(ConfigurationError) -> Limits {
    var found: Limits = [:]
    for value in try value.list("an amount with its currency such as '27.00 USD', or a list of them") {
      let (money, currency) = try value.amount()
      guard money > .zero else {
        throw value.mismatch("what may be paid a day, more than 0; leave the key out for 1 % of the capital")
      }
      guard found.updateValue(money, forKey: currency) == nil else {
        throw value.mismatch("one limit in \(currency)")
      }
    }
    return found
  }
}
