/// Who may import whom: a target imports targets of lower layers only.
enum Layers {
  static let layer: [String: Int] = [
    "TradingCore": 0, "FileSystem": 0, "JSONText": 0, "YAMLText": 0, "StateCoding": 0,
    "TickStore": 1, "StrategyKit": 1, "RiskControl": 1, "Statistics": 1, "BrokerProfiles": 1,
    "MarketClimate": 1, "Journal": 1,
    "FillSimulator": 2, "BrokerBridges": 2, "TradingEngine": 2, "SessionRecording": 2,
    "StrategyPrograms": 2, "Promotion": 2, "Reports": 2, "Feeds": 2, "Downloads": 2, "Vault": 2,
    "Notifications": 2,
    "BotAssembly": 3,
    "Backtesting": 4, "ModeManager": 4,
    "Operations": 5,
    "Gateway": 6, "SlipwayCommand": 6,
    "slipway": 7,
  ]

  /// Modules from elsewhere that belong behind one of our targets.
  static let owners: [String: Set<String>] = [
    "BigInt": ["Statistics"],
    "Yams": ["YAMLText"],
    "GRDB": ["Journal"],
    "CZlib": ["TickStore"],
    "CDeflate": ["TickStore"],
    "CLZMA": ["TickStore"],
    "CSandbox": ["StrategyPrograms"],
    "CLocaleData": ["slipway"],
    "ArgumentParser": ["SlipwayCommand"],
    "AsyncHTTPClient": ["Downloads", "Notifications"],
    "NIOSSL": ["Feeds", "Notifications"],
  ]

  /// The only modules that a front end imports: it parses, calls Operations and shows. Whatever else it needs is an
  /// operation, so that another front end has it, too.
  static let front: [String: Set<String>] = [
    "SlipwayCommand": [
      "ArgumentParser", "Operations", "TradingCore", "FileSystem", "JSONText", "Reports",
      // What a quant's own program states its strategies with, and what strategies say of themselves.
      "BotAssembly", "StrategyKit",
      "Synchronization", "Glibc", "Musl", "Darwin",
    ],
    "slipway": ["SlipwayCommand", "CLocaleData"],
  ]

  /// Layers that are functions of what they are given: no clock, no randomness, no environment.
  static let pure: Set<String> = [
    "TradingCore", "TickStore", "StrategyKit", "RiskControl", "FillSimulator", "BrokerBridges",
    "TradingEngine", "JSONText", "StateCoding", "Promotion", "MarketClimate",
  ]

  /// Why a target may not import a module, or `nil` when it may.
  static func objection(to module: String, in target: String) -> String? {
    guard let own = layer[target] else { return "target \(target) has no layer in Layers.swift" }
    if let allowed = front[target], !allowed.contains(module) {
      return "\(target) only parses, calls Operations and shows: it may not import \(module)"
    }
    if let owners = owners[module], !owners.contains(target) {
      return "only \(owners.sorted().joined(separator: ", ")) may import \(module)"
    }
    guard let theirs = layer[module], theirs >= own else { return nil }
    return "layer \(own) may not import \(module) of layer \(theirs)"
  }
}
