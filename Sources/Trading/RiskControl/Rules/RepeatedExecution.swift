package import TradingCore
package import YAMLText

/// Takes entries off when the same has been executed so often in a window: a strategy that runs away. They stay off until
/// a person unlocks them.
///
/// The same is an entry of the same bot, symbol and side; an order that is filled in parts counts once.
package struct RepeatedExecution: ConfiguredRiskRule {
  /// How often is too often.
  package struct Settings: Sendable, Hashable, Codable {
    /// Executions at which entries are taken off, 2 or more.
    package var limit: Int
    /// The window in seconds, 1 or more.
    package var windowSeconds: Int64

    private enum CodingKeys: String, CodingKey {
      case limit = "limit"
      case windowSeconds = "window_seconds"
    }

    /// So many in so many seconds.
    package init(limit: Int, windowSeconds: Int64) {
      self.limit = limit
      self.windowSeconds = windowSeconds
    }
  }

  /// An entry that was executed.
  package struct Execution: Sendable, Hashable, Codable {
    let bot: String
    let symbol: Int
    let side: OrderSide
    let order: ClientOrderID
    let time: Timestamp

    private enum CodingKeys: String, CodingKey {
      case bot = "bot"
      case symbol = "symbol"
      case side = "side"
      case order = "order"
      case time = "time"
    }
  }

  /// What was executed.
  package struct State: Sendable, Hashable, Codable {
    /// Executions of the window, the oldest first.
    var executions: [Execution] = []

    private enum CodingKeys: String, CodingKey { case executions = "executions" }
  }

  /// `repeated_execution`.
  package static let name = "repeated_execution"
  /// Executions, and who unlocks.
  package static let hears: RiskEvent.Kinds = [.filled, .operated]
  /// How often is too often.
  package let settings: Settings
  /// What was executed.
  package var state = State()

  /// A rule of a limit.
  ///
  /// - Throws: `RiskSettingFault` for less than 2 executions, and for a window out of range.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard (2...10_000).contains(settings.limit) else {
      throw RiskSettingFault(
        Self.name, "the limit has to be from 2 to 10,000 executions, was \(settings.limit)")
    }
    guard (1...86_400).contains(settings.windowSeconds) else {
      throw RiskSettingFault(
        Self.name, "the window has to be from 1 to 86,400 seconds, was \(settings.windowSeconds)")
    }
  }

  /// Counts executions, and locks at the limit.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .operated(let act) where act.unlocks(.repeatedExecution) && event.scope == scene.scope:
      state.executions = []
    case .filled(let fill) where fill.reason == .entry: return note(fill, in: scene)
    default: break
    }
    return []
  }

  private mutating func note(_ fill: Fill, in scene: RiskScene) -> [RiskAction] {
    let start = scene.at.advanced(by: -settings.windowSeconds * Timestamp.second)
    state.executions.removeAll { $0.time <= start }
    let execution = Execution(
      bot: scene.bot ?? "", symbol: fill.symbolIndex, side: fill.side, order: fill.order, time: scene.at)
    guard !state.executions.contains(where: { $0.bot == execution.bot && $0.order == execution.order }) else {
      return []
    }
    state.executions.append(execution)
    let same = state.executions.filter {
      $0.bot == execution.bot && $0.symbol == execution.symbol && $0.side == execution.side
    }
    guard same.count >= settings.limit else { return [] }
    let symbol = scene.symbol(at: fill.symbolIndex).map { " \($0)" } ?? ""
    return [
      scene.action(
        .lock(symbol: nil, until: nil, flattens: false), .repeatedExecution, by: Self.self,
        limit: "less than \(settings.limit) executions alike within \(settings.windowSeconds) s",
        value: "\(same.count) of \(execution.bot) to \(fill.side.rawValue)\(symbol)")
    ]
  }
}

extension RepeatedExecution {
  private enum Key: String, YAMLKey {
    case enabled, limit
    case windowSeconds = "window_seconds"
  }

  /// `limit` and `window_seconds`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    return Settings(
      limit: Int(try map.required(.limit, example: "10").integer(in: 2...10_000)),
      windowSeconds: try map.required(.windowSeconds, example: "60").integer(in: 1...86_400))
  }
}
