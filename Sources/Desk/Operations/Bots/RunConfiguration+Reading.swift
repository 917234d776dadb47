import BrokerProfiles
import FileSystem
import RiskControl
import TradingCore
package import YAMLText

extension RunConfiguration {
  private enum Key: String, YAMLKey {
    case strategy, params, ticks, symbols, broker, lots, balance, leverage, family, seed, latency, from, to,
      report
    case trades, equity, risk
    case mergeSources = "merge_sources"
  }

  /// The configuration in a file.
  ///
  /// - Throws: `FileError` when it can't be read, else what `parse` throws.
  package static func load(path: String) throws -> RunConfiguration {
    try parse(text: try TextFile.yaml(path), path: path)
  }

  /// The configuration in a text that stands at the path.
  ///
  /// - Throws: what is wrong, and where.
  package static func parse(text: String, path: String) throws(ConfigurationError) -> RunConfiguration {
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    var run = RunConfiguration(path: path)
    try run.readBot(map)
    try run.readData(map)
    if let risk = map.optional(.risk) { run.risk = try RiskLimits(risk) }
    return run
  }

  private mutating func readBot(_ map: YAMLMap<Key>) throws(ConfigurationError) {
    strategy = try map.optional(.strategy)?.text("a strategy's name")
    family = try map.optional(.family)?.text("a family's name")
    lots = try map.optional(.lots)?.positiveDecimal()
    balance = try map.optional(.balance)?.positiveDecimal()
    leverage = try map.optional(.leverage)?.integer(in: 1...1_000_000)
    seed = try map.optional(.seed)?.integer(in: 0...Int64.max).magnitude
    latencyNanoseconds = try map.optional(.latency)?.latency()
    for (name, value) in try map.optional(.params)?.entries() ?? [] {
      params.append(
        Parameter(name: name, value: try value.text("a number or text"), line: value.place.line ?? 1))
    }
    if let name = try map.optional(.broker)?.text("a broker profile's name or path") {
      broker = BrokerProfiles.isPath(name) ? place.resolve(name) : name
    }
  }

  private mutating func readData(_ map: YAMLMap<Key>) throws(ConfigurationError) {
    for file in try map.optional(.ticks)?.list("a list of tick files") ?? [] {
      ticks.append(place.resolve(try file.text("the path of a tick file")))
    }
    mergeSources = try map.optional(.mergeSources)?.boolean()
    for name in try map.optional(.symbols)?.list("a list of symbols") ?? [] {
      symbols.append(try name.text("a symbol's name"))
    }
    from = try map.optional(.from)?.timestamp()
    to = try map.optional(.to)?.timestamp()
    if let from, let to, from >= to, let value = map.optional(.to) {
      throw value.mismatch("a time after 'from', \(from.iso8601)")
    }
    report = try map.optional(.report).map(resolved)
    trades = try map.optional(.trades).map(resolved)
    equity = try map.optional(.equity).map(resolved)
  }
}

extension RunConfiguration {
  private var place: ConfigurationPlace { ConfigurationPlace(path: path, line: nil) }

  private func resolved(_ value: YAMLValue) throws(ConfigurationError) -> String {
    place.resolve(try value.text("a path"))
  }
}

extension RiskLimits {
  private enum Key: String, YAMLKey {
    case maxLots = "max_lots"
    case maxOpenPositions = "max_open_positions"
    case maxPriceDistancePercent = "max_price_distance_percent"
    case staleQuoteSeconds = "stale_quote_seconds"
  }

  /// The limits that a map states; `nil` for a map without any.
  fileprivate init?(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    self.init()
    maximumLots = try map.optional(.maxLots)?.positiveUnits()
    maximumOpenPositions = try map.optional(.maxOpenPositions).map { value throws(ConfigurationError) in
      Int(try value.integer(in: 1...1_000_000))
    }
    if let distance = map.optional(.maxPriceDistancePercent) {
      maximumPriceDistanceMillionths = try distance.decimal(
        digits: 4, in: 1...1_000_000, "a percentage from 0.0001 to 100")
    }
    staleQuoteSeconds = try map.optional(.staleQuoteSeconds)?.integer(in: 1...1_000_000)
    if map.keys.isEmpty { return nil }
  }
}

extension YAMLValue {
  /// A positive number of at most eight decimals, in units of 1e-8.
  fileprivate func positiveUnits() throws(ConfigurationError) -> Int64 {
    try decimal(digits: 8, in: 1...Int64.max, "a positive number of at most eight decimals")
  }

  /// The text of a positive number of at most eight decimals.
  fileprivate func positiveDecimal() throws(ConfigurationError) -> String {
    _ = try positiveUnits()
    return try text()
  }

  /// An instant, with its zone.
  fileprivate func timestamp() throws(ConfigurationError) -> Timestamp {
    guard let scalar, let time = try? Timestamp(iso8601: scalar) else {
      throw mismatch("a time with its zone such as '2024-03-01T00:00:00Z'")
    }
    return time
  }
}
