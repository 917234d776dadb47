import BrokerProfiles
import FileSystem
import RiskControl
import TradingCore
package import YAMLText

extension RunConfiguration {
  private enum Key: String, YAMLKey {
    case strategy, params, ticks, symbols, broker, lots, balance, leverage, family, seed, latency, from, to,
      report
    case trades, equity, daily, benchmark, news, risk
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
    if let risk = map.optional(.risk) { run.typed.bot.risk = try RiskLimits(risk) }
    return run
  }

  private mutating func readBot(_ map: YAMLMap<Key>) throws(ConfigurationError) {
    var bot = TypedBot()
    bot.strategy = try map.optional(.strategy)?.text("a strategy's name")
    bot.family = try map.optional(.family)?.text("a family's name")
    bot.lots = try map.optional(.lots)?.positiveDecimal()
    bot.balance = try map.optional(.balance)?.positiveDecimal()
    bot.leverage = try map.optional(.leverage)?.integer(in: 1...1_000_000)
    bot.seed = try map.optional(.seed)?.integer(in: 0...Int64.max).magnitude
    if let latency = map.optional(.latency) {
      _ = try latency.latency()
      bot.latency = latency.scalar
    }
    for (name, value) in try map.optional(.params)?.entries() ?? [] {
      params.append(
        Parameter(name: name, value: try value.text("a number or text"), line: value.place.line ?? 1))
    }
    if let name = try map.optional(.broker)?.text("a broker profile's name or path") {
      bot.broker = BrokerProfiles.isPath(name) ? place.resolve(name) : name
    }
    typed.bot = bot
  }

  private mutating func readData(_ map: YAMLMap<Key>) throws(ConfigurationError) {
    for file in try map.optional(.ticks)?.list("a list of tick files") ?? [] {
      typed.ticks.append(place.resolve(try file.text("the path of a tick file")))
    }
    if let merge = map.optional(.mergeSources) { typed.mergeSources = try merge.boolean() }
    for name in try map.optional(.symbols)?.list("a list of symbols") ?? [] {
      typed.bot.symbols.append(try name.text("a symbol's name"))
    }
    let (from, to) = (map.optional(.from), map.optional(.to))
    let start = try from?.timestamp()
    if let to {
      let end = try to.timestamp()
      if let start, start >= end { throw to.mismatch("a time after 'from', \(start.iso8601)") }
    }
    (typed.from, typed.to) = (from?.scalar, to?.scalar)
    typed.report = try map.optional(.report).map(resolved)
    typed.trades = try map.optional(.trades).map(resolved)
    typed.equity = try map.optional(.equity).map(resolved)
    typed.daily = try map.optional(.daily).map(resolved)
    typed.benchmark = try map.optional(.benchmark)?.text("a symbol's name")
    typed.bot.news = try (map.optional(.news)?.list("a list of files of news") ?? []).map(resolved)
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
