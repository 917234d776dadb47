package import TradingCore
package import YAMLText

/// At most so many lots of each symbol open in the scope, orders that wait counted as if filled; symbols without a limit
/// are not traded at all, or freely.
///
/// An order that would lead beyond its symbol's limit is denied. Where more is open all the same, as on an account that is
/// traded by hand, what was opened last of that symbol is closed, or all of it.
package struct MaxContractsPerInstrument: ConfiguredRiskRule {
  /// What becomes of symbols without a limit. Text codes are stable.
  package enum UnknownSymbol: String, Sendable, Hashable, Codable, CaseIterable {
    /// None may be opened: a limit of 0.
    case block
    /// No limit.
    case allow
  }

  /// A symbol's limit.
  package struct Limit: Sendable, Hashable, Codable {
    /// The symbol.
    package var symbol: Symbol
    /// The most 1e-8 lots.
    package var lots: Int64

    private enum CodingKeys: String, CodingKey {
      case symbol = "symbol"
      case lots = "lots"
    }

    /// A limit in 1e-8 lots.
    package init(_ symbol: Symbol, lots: Int64) {
      self.symbol = symbol
      self.lots = lots
    }
  }

  /// The limits.
  package struct Settings: Sendable, Hashable, Codable {
    /// One for each symbol, by name.
    package var limits: [Limit]
    /// How lots are added up.
    package var countType: MaxContracts.CountType
    /// What happens beyond.
    package var enforcement: MaxContracts.Enforcement
    /// What becomes of other symbols.
    package var unknownSymbol: UnknownSymbol

    private enum CodingKeys: String, CodingKey {
      case limits = "limits"
      case countType = "count_type"
      case enforcement = "enforcement"
      case unknownSymbol = "unknown_symbol_action"
    }

    /// Limits of symbols, each named once.
    package init(
      limits: [Limit], countType: MaxContracts.CountType = .net,
      enforcement: MaxContracts.Enforcement = .reduceToLimit, unknownSymbol: UnknownSymbol = .block
    ) {
      self.limits = limits.sorted { $0.symbol < $1.symbol }
      self.countType = countType
      self.enforcement = enforcement
      self.unknownSymbol = unknownSymbol
    }
  }

  /// It remembers nothing.
  package typealias State = MaxContracts.State

  /// `max_contracts_per_instrument`.
  package static let name = "max_contracts_per_instrument"
  /// Orders and executions.
  package static let hears: RiskEvent.Kinds = [.asked, .filled, .flows]
  /// Lots are counted.
  package static let looksAtHoldings = true
  /// The limits.
  package let settings: Settings
  /// Nothing.
  package var state = State()

  /// A rule of limits.
  ///
  /// - Throws: `RiskSettingFault` without a limit, for one that is not above 0, and for a symbol with two.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard !settings.limits.isEmpty else {
      throw RiskSettingFault(Self.name, "a limit of a symbol is missing")
    }
    for (index, limit) in settings.limits.enumerated() {
      guard limit.lots > 0 else {
        throw RiskSettingFault(Self.name, "the limit of \(limit.symbol) has to be above 0 lots")
      }
      if index > 0, settings.limits[index - 1].symbol == limit.symbol {
        throw RiskSettingFault(Self.name, "\(limit.symbol) has two limits")
      }
    }
  }

  /// The limit of a symbol in 1e-8 lots; `nil` where there is none.
  private func limit(of symbol: Symbol) -> Int64? {
    if let limit = settings.limits.first(where: { $0.symbol == symbol }) { return limit.lots }
    return settings.unknownSymbol == .block ? 0 : nil
  }

  /// Denies what would lead beyond a limit, and closes what is beyond one.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .asked(let ask) where ask.effect == .opens: return refusal(of: ask, in: scene)
    case .filled, .joined: return enforcement(in: scene)
    default: return []
    }
  }

  private func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    guard let side = ask.side, let symbol = scene.symbol(of: ask) else {
      // What can't be held against a limit is not let through.
      return [action(.deny(ask.order), "lots of a known symbol", value: "an unknown one", in: scene)]
    }
    guard let limit = limit(of: symbol) else { return [] }
    let lots = LotCount(scene, with: (symbol, side, ask.lots)).lots(settings.countType, of: symbol)
    // Of a symbol that is blocked even an order that takes from what is open opens something.
    guard lots > Int128(limit) || limit == 0 else { return [] }
    return [action(.deny(ask.order), symbol, limit, lots, in: scene)]
  }

  private func enforcement(in scene: RiskScene) -> [RiskAction] {
    let count = LotCount(scene, countsOrders: false)
    return Set(scene.positions.map { $0.position.symbol }).sorted().flatMap { symbol -> [RiskAction] in
      guard let limit = limit(of: symbol) else { return [] }
      // What nets to nothing is open all the same.
      let lots = count.lots(limit == 0 ? .gross : settings.countType, of: symbol)
      guard lots > Int128(limit) else { return [] }
      let verbs: [RiskAction.Verb] =
        limit == 0 || settings.enforcement == .closeAll
        ? [.cancel(.symbol(symbol)), .close(.symbol(symbol))]
        : LotCount.trims(scene, to: limit, settings.countType, of: symbol)
      return verbs.map { action($0, symbol, limit, lots, in: scene) }
    }
  }

  private func action(
    _ verb: RiskAction.Verb, _ symbol: Symbol, _ limit: Int64, _ lots: Int128, in scene: RiskScene
  ) -> RiskAction {
    let text =
      limit == 0
      ? "no limit of \(symbol), and other symbols are blocked"
      : "\(LotCount.text(Int128(limit))) lots \(symbol) \(settings.countType.rawValue)"
    return action(verb, text, value: "\(LotCount.text(lots)) lots", in: scene)
  }

  private func action(
    _ verb: RiskAction.Verb, _ limit: String, value: String, in scene: RiskScene
  ) -> RiskAction {
    scene.action(verb, .maxContractsPerInstrument, by: Self.self, limit: limit, value: value)
  }
}

extension MaxContractsPerInstrument {
  private enum Key: String, YAMLKey {
    case enabled, limits, enforcement
    case countType = "count_type"
    case unknownSymbol = "unknown_symbol_action"
  }

  /// `limits` of symbols, `enforcement`, `unknown_symbol_action`, `count_type`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var limits: [Limit] = []
    for entry in try map.required(.limits, example: "{EURUSD: 2}").entries() {
      guard let symbol = Symbol(entry.name) else { throw entry.value.mismatch("a symbol like EURUSD") }
      limits.append(Limit(symbol, lots: try entry.value.lots()))
    }
    return Settings(
      limits: limits, countType: try map.optional(.countType)?.choice() ?? .net,
      enforcement: try map.optional(.enforcement)?.choice() ?? .reduceToLimit,
      unknownSymbol: try map.optional(.unknownSymbol)?.choice() ?? .block)
  }
}
