import FileSystem
package import TradingCore
package import YAMLText

/// Reads a broker profile from YAML. `docs/broker-profiles.md` lists the keys.
package enum BrokerProfileLoader {
  private enum Key: String, YAMLKey {
    case title
    case accountMode = "account_mode"
    case accountCurrency = "account_currency"
    case leverage, spread, slippage, commission, swap, depth
    case latencyMilliseconds = "latency_ms"
    case latencyRule = "latency_rule"
    case limitFill = "limit_fill"
    case marginCallPercent = "margin_call_percent"
    case stopOutPercent = "stop_out_percent"
    case enforceTradingHours = "enforce_trading_hours"
    case bookingDigits = "booking_digits"
    case stopsLevel = "stops_level"
    case staleQuoteSeconds = "stale_quote_seconds"
    case costsFor = "costs_for"
    case classes, instruments
  }

  /// The profile in a file, named as the file is without its ending.
  ///
  /// - Throws: `FileError` when it can't be read, else what `parse` throws.
  package static func load(path: String) throws -> BrokerProfile {
    try parse(text: try TextFile.yaml(path), path: path)
  }

  /// The profile in a text. The path names it, without folders and ending, and stands in errors.
  ///
  /// What costs money or closes positions must be stated; the rest has the defaults of `BrokerProfile.init`.
  ///
  /// - Throws: `ConfigurationError`; `FileError` for a file that it names.
  package static func parse(text: String, path: String) throws -> BrokerProfile {
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    var profile = BrokerProfile(name: root.place.fileName)
    if let title = map.optional(.title) { profile.title = try title.text() }
    try readAccount(map, into: &profile)
    try readExecution(map, into: &profile)
    let entries = try map.optional(.instruments).map { value throws(ConfigurationError) in
      try InstrumentReader.entries(value)
    }
    profile.instruments = (entries ?? []).compactMap(\.instrument)
    try readCosts(map, into: &profile)
    try readTerms(map.optional(.classes), entries ?? [], into: &profile)
    if let fault = profile.fault {
      throw ConfigurationError.fault(
        root.place(of: fault.field), field: fault.field, problem: fault.problem, remedy: fault.remedy)
    }
    return profile
  }

  private static func readAccount(
    _ map: YAMLMap<Key>, into profile: inout BrokerProfile
  ) throws(ConfigurationError) {
    profile.accountMode = try map.required(.accountMode, example: "hedging").choice()
    profile.accountCurrency = try map.required(.accountCurrency, example: "USD").currency()
    profile.leverage = try map.required(.leverage, example: "100").integer(in: 1...1_000_000)
    profile.marginCallPercent =
      try map.required(.marginCallPercent, example: "100").integer(in: 0...1_000)
    profile.stopOutPercent = try map.required(.stopOutPercent, example: "50").integer(in: 0...1_000)
    let moneyDigits = Int64(profile.accountCurrency.moneyDigits)
    profile.bookingDigits =
      Int(try map.optional(.bookingDigits)?.integer(in: 0...moneyDigits) ?? moneyDigits)
  }

  private static func readCosts(_ map: YAMLMap<Key>, into profile: inout BrokerProfile) throws {
    let context = CostContext(profile: profile, file: map.place)
    profile.spread = try CostReader.spread(try map.required(.spread, example: "recorded"))
    let slippage = try SlippageReader(context).terms(try map.required(.slippage, example: "none"))
    profile.slippage = slippage.model
    for (symbol, model) in slippage.bySymbol {
      profile.symbolTerms[symbol] = TradingTerms(slippage: model)
    }
    profile.commission = try CommissionReader.commission(
      try map.required(.commission, example: "{model: per_lot_and_side, amount: 3.50 USD}"),
      account: profile.accountCurrency)
    if let classes = map.optional(.costsFor) { profile.costClasses = try Self.classes(classes) }
    if let swap = map.optional(.swap) { profile.swap = try SwapReader.swap(swap) }
    if let depth = map.optional(.depth) { profile.depth = try CostReader.depth(depth) }
  }

  /// Classes in the order of their declaration, each once.
  private static func classes(_ value: YAMLValue) throws(ConfigurationError) -> [AssetClass] {
    let expected = "a list of classes such as '[fx, metal]'"
    let items = try value.list(expected)
    guard !items.isEmpty else { throw value.mismatch(expected) }
    var named: Set<AssetClass> = []
    for item in items { named.insert(try item.choice()) }
    return AssetClass.allCases.filter(named.contains)
  }

  /// Terms of classes and instruments. What is nearer to an instrument goes first: its own terms, fills of its
  /// own in its class's file, its class's terms, fills of its own in the profile's file.
  private static func readTerms(
    _ classes: YAMLValue?, _ entries: [InstrumentReader.Entry], into profile: inout BrokerProfile
  ) throws {
    for (name, value) in try classes?.entries() ?? [] {
      guard let assetClass = AssetClass(rawValue: name) else {
        throw ConfigurationError.unknownKey(
          value.place, key: name, nearest: nearestMatch(to: name, among: AssetClass.allCases.map(\.rawValue)),
          allowed: AssetClass.allCases.map(\.rawValue))
      }
      let context = CostContext(profile: profile, file: value.place, assetClass: assetClass)
      let read = try TermsReader(context).terms(try YAMLMap(value, keys: TermsKey.self))
      profile.classTerms[assetClass] = read.terms
      guard read.terms.slippage != nil else { continue }
      for (symbol, terms) in profile.symbolTerms
      where terms.slippage != nil && profile.instrument(symbol)?.assetClass == assetClass {
        profile.symbolTerms[symbol] = nil
      }
      for (symbol, model) in read.slippageBySymbol {
        profile.symbolTerms[symbol] = TradingTerms(slippage: model)
      }
    }
    for entry in entries {
      let instrument = profile.instrument(entry.symbol)
      let context = CostContext(profile: profile, file: entry.map.place, instrument: instrument)
      var terms = try TermsReader(context).terms(entry.map).terms
      terms.slippage = terms.slippage ?? profile.symbolTerms[entry.symbol]?.slippage
      if !terms.isEmpty { profile.symbolTerms[entry.symbol] = terms }
    }
  }

  private static func readExecution(
    _ map: YAMLMap<Key>, into profile: inout BrokerProfile
  ) throws(ConfigurationError) {
    if let latency = map.optional(.latencyMilliseconds) {
      profile.latencyNanoseconds = try latency.latency()
    }
    if let rule = map.optional(.latencyRule) { profile.latencyRule = try rule.choice() }
    if let fill = map.optional(.limitFill) { profile.limitFill = try fill.choice() }
    if let enforce = map.optional(.enforceTradingHours) {
      profile.enforcesTradingHours = try enforce.boolean()
    }
    if let level = map.optional(.stopsLevel) { profile.stopsLevel = try level.distance() }
    if let seconds = map.optional(.staleQuoteSeconds) {
      profile.staleQuoteSeconds = try seconds.integer(in: 1...1_000_000)
    }
  }
}

extension YAMLValue {
  /// Milliseconds, with a fraction if need be, as nanoseconds; at most an hour.
  package func latency() throws(ConfigurationError) -> Int64 {
    try decimal(
      digits: 6, in: 0...3_600_000_000_000, "a number of milliseconds from 0 to 3600000")
  }
}
