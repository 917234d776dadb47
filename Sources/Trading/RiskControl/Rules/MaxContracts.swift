package import TradingCore
package import YAMLText

/// At most so many lots open in the scope, whatever they are of: net or gross, orders that wait counted as if filled.
///
/// An order that would lead beyond the limit is denied. Where more is open all the same, as on an account that is traded by
/// hand, everything is closed, or as much of what was opened last as brings it back.
package struct MaxContracts: ConfiguredRiskRule {
  /// How lots are added up. Text codes are stable.
  package enum CountType: String, Sendable, Hashable, Codable, CaseIterable {
    /// What was bought less what was sold, symbol by symbol.
    case net
    /// Both added up.
    case gross
  }

  /// What happens where more is open. Text codes are stable.
  package enum Enforcement: String, Sendable, Hashable, Codable, CaseIterable {
    /// Everything is closed.
    case closeAll = "close_all"
    /// What is too much is closed, the last opened first.
    case reduceToLimit = "reduce_to_limit"
  }

  /// The limit.
  package struct Settings: Sendable, Hashable, Codable {
    /// The most 1e-8 lots.
    package var limit: Int64
    /// How they are added up.
    package var countType: CountType
    /// What happens beyond.
    package var enforcement: Enforcement

    private enum CodingKeys: String, CodingKey {
      case limit = "limit"
      case countType = "count_type"
      case enforcement = "enforcement"
    }

    /// A limit in 1e-8 lots.
    package init(limit: Int64, countType: CountType = .net, enforcement: Enforcement = .closeAll) {
      self.limit = limit
      self.countType = countType
      self.enforcement = enforcement
    }
  }

  /// It remembers nothing.
  package struct State: Sendable, Hashable, Codable {
    private enum CodingKeys: CodingKey {}

    /// Nothing.
    package init() {}

    /// Reads nothing.
    package init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: CodingKeys.self) }

    /// Writes an object without members.
    package func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: CodingKeys.self) }
  }

  /// `max_contracts`.
  package static let name = "max_contracts"
  /// Orders and executions.
  package static let hears: RiskEvent.Kinds = [.asked, .filled, .flows]
  /// Lots are counted.
  package static let looksAtHoldings = true
  /// The limit.
  package let settings: Settings
  /// Nothing.
  package var state = State()

  /// A rule of a limit.
  ///
  /// - Throws: `RiskSettingFault` for a limit that is not above 0.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard settings.limit > 0 else { throw RiskSettingFault(Self.name, "the limit has to be above 0 lots") }
  }

  /// Denies what would lead beyond the limit, and closes what is beyond it.
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
    guard let side = ask.side, let symbol = scene.symbol(of: ask) else { return [] }
    let lots = LotCount(scene, with: (symbol, side, ask.lots)).lots(settings.countType)
    return lots > Int128(settings.limit) ? [action(.deny(ask.order), lots, in: scene)] : []
  }

  private func enforcement(in scene: RiskScene) -> [RiskAction] {
    let lots = LotCount(scene, countsOrders: false).lots(settings.countType)
    guard lots > Int128(settings.limit) else { return [] }
    switch settings.enforcement {
    case .closeAll:
      return [action(.cancel(.all), lots, in: scene), action(.close(.all), lots, in: scene)]
    case .reduceToLimit:
      return LotCount.trims(scene, to: settings.limit, settings.countType).map { action($0, lots, in: scene) }
    }
  }

  private func action(_ verb: RiskAction.Verb, _ lots: Int128, in scene: RiskScene) -> RiskAction {
    scene.action(
      verb, .maxContracts, by: Self.self,
      limit: "\(LotCount.text(Int128(settings.limit))) lots \(settings.countType.rawValue)",
      value: "\(LotCount.text(lots)) lots")
  }
}

extension MaxContracts {
  private enum Key: String, YAMLKey {
    case enabled, limit
    case countType = "count_type"
    case closeAll = "close_all"
    case reduceToLimit = "reduce_to_limit"
  }

  /// `limit`, `count_type`, and one of `close_all` and `reduce_to_limit`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    let reduces = try map.optional(.reduceToLimit)?.boolean() ?? false
    let closes = try map.optional(.closeAll)?.boolean() ?? !reduces
    guard reduces != closes else {
      throw .fault(
        value.place, field: value.field, problem: "close_all and reduce_to_limit are both \(reduces)",
        remedy: "set one of them to true")
    }
    return Settings(
      limit: try map.required(.limit, example: "5").lots(),
      countType: try map.optional(.countType)?.choice() ?? .net,
      enforcement: reduces ? .reduceToLimit : .closeAll)
  }
}
