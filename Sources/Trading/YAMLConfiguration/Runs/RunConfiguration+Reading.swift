import TradingCore

extension RunConfiguration {
  private enum Key: String, YAMLKey {
    case strategy, params, ticks, symbols, broker, lots, balance, leverage, family, seed, latency, from, to,
      report
    case trades, equity, risk
    case mergeSources = "merge_sources"
  }

  /// The configuration in a file.
  ///
  /// - Throws: `file` when it can't be read, else what `parse` throws.
  package static func load(path: String) throws(ConfigurationError) -> RunConfiguration {
    try parse(text: try YAMLParser.text(path: path), path: path)
  }

  /// The configuration in a text that stands at the path.
  ///
  /// - Throws: every case of `ConfigurationError` but `file` and `unknownProfile`.
  package static func parse(text: String, path: String) throws(ConfigurationError) -> RunConfiguration {
    let root = YAMLValue(root: try YAMLParser.parse(text, path: path), path: path)
    let map = try YAMLMap(root, keys: Key.self)
    var run = RunConfiguration(path: path)
    try run.readBot(map)
    try run.readData(map)
    if let risk = map.optional(.risk) { run.risk = try RiskSettings(risk) }
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
      broker = BrokerProfiles.isPath(name) ? resolve(name) : name
    }
  }

  private mutating func readData(_ map: YAMLMap<Key>) throws(ConfigurationError) {
    for file in try map.optional(.ticks)?.list("a list of tick files") ?? [] {
      ticks.append(resolve(try file.text("the path of a tick file")))
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
    report = try map.optional(.report)?.text("a path").resolved(in: self)
    trades = try map.optional(.trades)?.text("a path").resolved(in: self)
    equity = try map.optional(.equity)?.text("a path").resolved(in: self)
  }
}

extension RiskSettings {
  private enum Key: String, YAMLKey {
    case maxLots = "max_lots"
    case maxOpenPositions = "max_open_positions"
    case maxPriceDistancePercent = "max_price_distance_percent"
    case staleQuoteSeconds = "stale_quote_seconds"
  }

  init(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    maxLots = try map.optional(.maxLots)?.positiveDecimal()
    maxOpenPositions = try map.optional(.maxOpenPositions)?.integer(in: 1...1_000_000)
    maxPriceDistanceMillionths = try map.optional(.maxPriceDistancePercent)?.decimal(
      digits: 4, in: 1...1_000_000, "a percentage from 0.0001 to 100")
    staleQuoteSeconds = try map.optional(.staleQuoteSeconds)?.integer(in: 1...1_000_000)
  }
}

extension String {
  fileprivate func resolved(in run: RunConfiguration) -> String { run.resolve(self) }
}

extension YAMLValue {
  /// The text of a positive number of at most eight decimals.
  fileprivate func positiveDecimal() throws(ConfigurationError) -> String {
    let expected = "a positive number of at most eight decimals"
    _ = try decimal(digits: 8, in: 1...Int64.max, expected)
    return try text(expected)
  }
}
