package import TradingCore
package import YAMLText

/// No order that a bot has sent just now: same symbol, side, size and price, within a window.
///
/// Orders that name no price are alike whatever the market is. Only orders that risk has let pass count, so that one may be
/// asked for again that was denied.
package struct DuplicateOrder: ConfiguredRiskRule {
  /// How long an order is not to be repeated.
  package struct Settings: Sendable, Hashable, Codable {
    /// Seconds, 1 or more.
    package var windowSeconds: Int64

    private enum CodingKeys: String, CodingKey { case windowSeconds = "window_seconds" }

    /// A window in seconds.
    package init(windowSeconds: Int64) { self.windowSeconds = windowSeconds }
  }

  /// An order as it is compared.
  package struct Entry: Sendable, Hashable, Codable {
    let order: ClientOrderID
    let bot: String
    let symbol: Int?
    let side: OrderSide?
    let units: Int64
    /// `nil` for one at market.
    let price: Price?
    let time: Timestamp

    private enum CodingKeys: String, CodingKey {
      case order = "order"
      case bot = "bot"
      case symbol = "symbol"
      case side = "side"
      case units = "units"
      case price = "price"
      case time = "time"
    }

    func isSame(as other: Entry) -> Bool {
      bot == other.bot && symbol == other.symbol && side == other.side && units == other.units
        && price == other.price
    }
  }

  /// What was sent.
  package struct State: Sendable, Hashable, Codable {
    /// Orders of the window, the oldest first.
    var sent: [Entry] = []
    /// The one that was asked for last: it counts once it is approved, by the size that was asked for.
    var asked: Entry?

    private enum CodingKeys: String, CodingKey {
      case sent = "sent"
      case asked = "asked"
    }
  }

  /// `duplicate_order`.
  package static let name = "duplicate_order"
  /// Orders.
  package static let hears: RiskEvent.Kinds = [.asked, .approved]
  /// How long an order is not to be repeated.
  package let settings: Settings
  /// What was sent.
  package var state = State()

  /// A rule of a window.
  ///
  /// - Throws: `RiskSettingFault` for one below a second, and beyond a day.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard (1...86_400).contains(settings.windowSeconds) else {
      throw RiskSettingFault(
        Self.name, "the window has to be from 1 to 86,400 seconds, was \(settings.windowSeconds)")
    }
  }

  /// Denies what has just been sent.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .asked(let ask) where ask.effect == .opens:
      let start = scene.at.advanced(by: -settings.windowSeconds * Timestamp.second)
      state.sent.removeAll { $0.time <= start }
      let entry = Entry(
        order: ask.order, bot: scene.bot ?? "", symbol: ask.symbolIndex, side: ask.side, units: ask.units,
        price: ask.isAtMarket ? nil : ask.price, time: scene.at)
      state.asked = entry
      guard let first = state.sent.last(where: { $0.isSame(as: entry) }) else { return [] }
      return [
        scene.action(
          .deny(ask.order), .duplicateOrder, by: Self.self,
          limit: "no order twice within \(settings.windowSeconds) s",
          value: "the same as order \(first.order.ordinal) at \(first.time.iso8601)")
      ]
    case .approved(let ask) where ask.effect == .opens:
      guard let asked = state.asked, asked.order == ask.order, asked.bot == scene.bot else { return [] }
      state.sent.append(asked)
      state.asked = nil
    default: break
    }
    return []
  }
}

extension DuplicateOrder {
  private enum Key: String, YAMLKey {
    case enabled
    case windowSeconds = "window_seconds"
  }

  /// `window_seconds`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    return Settings(
      windowSeconds: try map.required(.windowSeconds, example: "5").integer(in: 1...86_400))
  }
}
