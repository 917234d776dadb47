package import TradingCore
package import YAMLText

/// No order that is worth more than a limit at its price. One whose value can't be reckoned is denied.
package struct OrderValue: ConfiguredRiskRule {
  /// The most of an order.
  package struct Settings: Sendable, Hashable, Codable {
    /// In the scope's currency.
    package var limit: Money

    private enum CodingKeys: String, CodingKey { case limit = "limit" }

    /// A limit.
    package init(limit: Money) { self.limit = limit }
  }

  /// `order_value`.
  package static let name = "order_value"
  /// Orders.
  package static let hears: RiskEvent.Kinds = [.asked]
  /// The limit is of one currency.
  package static let usesMoney = true
  /// The most of an order.
  package let settings: Settings
  /// Nothing.
  package var state = NoState()

  /// A rule of a limit.
  ///
  /// - Throws: `RiskSettingFault` for one that is not above 0.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard settings.limit > .zero else { throw RiskSettingFault(Self.name, "the limit has to be above 0") }
  }

  /// Denies what is worth too much.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    guard case .asked(let ask) = event.what, ask.effect == .opens || ask.price != nil else { return [] }
    if let value = ask.value, value <= settings.limit { return [] }
    return [
      scene.action(
        .deny(ask.order), .orderValue, by: Self.self,
        limit: "\(scene.text(Int128(settings.limit.units))) an order",
        value: ask.value.map { scene.text(Int128($0.units)) } ?? "a value that can't be reckoned")
    ]
  }
}

extension OrderValue {
  private enum Key: String, YAMLKey { case enabled, limit }

  /// `limit` in money.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    return Settings(limit: try map.required(.limit, example: "100000").moneyLimit(in: context))
  }
}
