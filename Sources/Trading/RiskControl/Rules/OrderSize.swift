package import TradingCore
package import YAMLText

/// No order of more lots than a limit, which may be another one for some symbols.
package struct OrderSize: ConfiguredRiskRule {
  /// The limit of a symbol.
  package struct Own: Sendable, Hashable, Codable {
    /// The symbol.
    package var symbol: Symbol
    /// The most 1e-8 lots of an order.
    package var lots: Int64

    private enum CodingKeys: String, CodingKey {
      case symbol = "symbol"
      case lots = "lots"
    }

    /// A symbol with its limit.
    package init(_ symbol: Symbol, lots: Int64) {
      self.symbol = symbol
      self.lots = lots
    }
  }

  /// The most of an order.
  package struct Settings: Sendable, Hashable, Codable {
    /// In 1e-8 lots; `nil` leaves symbols without a limit of their own alone.
    package var lots: Int64?
    /// Symbols that have a limit of their own.
    package var own: [Own]

    private enum CodingKeys: String, CodingKey {
      case lots = "lots"
      case own = "own"
    }

    /// Limits, one at least.
    package init(lots: Int64? = nil, own: [Own] = []) {
      self.lots = lots
      self.own = own
    }
  }

  /// `order_size`.
  package static let name = "order_size"
  /// Orders.
  package static let hears: RiskEvent.Kinds = [.asked]
  /// The most of an order.
  package let settings: Settings
  /// Nothing.
  package var state = NoState()

  /// A rule of limits.
  ///
  /// - Throws: `RiskSettingFault` without one, and for one that is not above 0.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    let limits = (settings.lots.map { [$0] } ?? []) + settings.own.map(\.lots)
    if limits.isEmpty { throw RiskSettingFault(Self.name, "there is no limit") }
    if let least = limits.min(), least < 1 {
      throw RiskSettingFault(Self.name, "a limit has to be above 0 lots")
    }
  }

  /// Denies what is too large.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    guard case .asked(let ask) = event.what, ask.effect == .opens else { return [] }
    let symbol = scene.symbol(of: ask)
    let own = settings.own.first { $0.symbol == symbol }
    guard let most = own?.lots ?? settings.lots, ask.lots > most else { return [] }
    return [
      scene.action(
        .deny(ask.order), .orderSize, by: Self.self,
        limit: "\(Self.text(most)) lots an order" + (own.map { " of \($0.symbol)" } ?? ""),
        value: "\(Self.text(ask.lots)) lots")
    ]
  }

  private static func text(_ lots: Int64) -> String {
    DecimalText.format(lots, digits: 8, minimumFraction: 2)
  }
}

extension OrderSize {
  private enum Key: String, YAMLKey { case enabled, limit, limits }

  /// `limit` in lots, and `limits` by symbol.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var own: [Own] = []
    for entry in try map.optional(.limits)?.entries() ?? [] {
      guard let symbol = Symbol(entry.name) else {
        throw .fault(
          entry.value.place, field: entry.value.field, problem: "'\(entry.name)' is no symbol",
          remedy: "write a symbol like EURUSD")
      }
      own.append(Own(symbol, lots: try entry.value.lots()))
    }
    guard own.isEmpty else { return Settings(lots: try map.optional(.limit)?.lots(), own: own) }
    return Settings(lots: try map.required(.limit, example: "5").lots())
  }
}
