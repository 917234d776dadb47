package import TradingCore

/// Tightens the levels of open positions: the stop goes to break-even once there is enough profit, and follows the market.
///
/// Levels are the venue's own, given once to each position as risk first sees it; a trail that begins at a profit is given
/// when marks show that profit, looked at every second while one waits for it. A strategy's tighter stop stays, and so
/// does its take profit; what a change of its own takes away is given again.
package struct TradeManagement: RiskRule {
  /// When the stop goes to break-even.
  package struct BreakEvenTerms: Sendable, Hashable, Codable {
    /// Profit in ticks at which it does.
    package var triggerTicks: Int64
    /// Ticks on the winning side of the entry at which it is then, below the trigger.
    package var offsetTicks: Int64

    private enum CodingKeys: String, CodingKey {
      case triggerTicks = "profit_trigger_ticks"
      case offsetTicks = "offset_ticks"
    }

    /// A move from its ticks.
    package init(triggerTicks: Int64, offsetTicks: Int64 = 0) {
      self.triggerTicks = triggerTicks
      self.offsetTicks = offsetTicks
    }
  }

  /// When and how the stop follows.
  package struct Trail: Sendable, Hashable, Codable {
    /// Profit in ticks at which it begins; 0 for at once.
    package var activationTicks: Int64
    /// Its distance to the market in ticks.
    package var trailTicks: Int64

    private enum CodingKeys: String, CodingKey {
      case activationTicks = "activation_ticks"
      case trailTicks = "trail_ticks"
    }

    /// A trail from its ticks.
    package init(activationTicks: Int64 = 0, trailTicks: Int64) {
      self.activationTicks = activationTicks
      self.trailTicks = trailTicks
    }
  }

  /// What is done to positions.
  package struct Settings: Sendable, Hashable, Codable {
    /// `nil` for no break-even.
    package var breakEven: BreakEvenTerms?
    /// `nil` for no trail.
    package var trail: Trail?

    private enum CodingKeys: String, CodingKey {
      case breakEven = "break_even"
      case trail = "trail"
    }

    /// Both, or one of them.
    package init(breakEven: BreakEvenTerms? = nil, trail: Trail? = nil) {
      self.breakEven = breakEven
      self.trail = trail
    }
  }

  /// A position that has been given its levels.
  package struct Managed: Sendable, Hashable, Codable {
    let bot: String
    let position: ClientOrderID
    /// Whether its trail has begun, or there is none.
    var trails: Bool
    /// Whether its bot has changed something since: it may have lost its levels.
    var isChanged = false

    private enum CodingKeys: String, CodingKey {
      case bot = "bot"
      case position = "position"
      case trails = "trails"
      case isChanged = "changed"
    }
  }

  /// What is managed.
  package struct State: Sendable, Hashable, Codable {
    /// Open positions that risk has seen.
    var managed: [Managed] = []
    /// When they are looked at again.
    var look = Timestamp.distantFuture

    private enum CodingKeys: String, CodingKey {
      case managed = "managed"
      case look = "look"
    }
  }

  /// `trade_management`.
  package static let name = "trade_management"
  /// Executions, bots that come, and changes.
  package static let hears: RiskEvent.Kinds = [.approved, .filled, .closed, .flows]
  /// Positions are looked at.
  package static let looksAtHoldings = true
  /// How long it is between two looks at positions whose trail is to begin.
  package static let pause = Timestamp.second
  /// What is done to positions.
  package let settings: Settings
  /// What is managed.
  package var state = State()

  /// A rule of break-even, trail or both.
  ///
  /// - Throws: `RiskSettingFault` without either, and for ticks that make no sense.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    if settings.breakEven == nil, settings.trail == nil {
      throw RiskSettingFault(Self.name, "neither break-even nor a trailing stop is on")
    }
    let most: Int64 = 1_000_000_000
    if let terms = settings.breakEven {
      guard (1...most).contains(terms.triggerTicks), (-most..<terms.triggerTicks).contains(terms.offsetTicks)
      else {
        throw RiskSettingFault(
          Self.name, "break-even needs a trigger above 0 ticks, and an offset below the trigger")
      }
    }
    if let trail = settings.trail {
      guard (0...most).contains(trail.activationTicks), (1...most).contains(trail.trailTicks) else {
        throw RiskSettingFault(
          Self.name, "a trailing stop needs an activation of 0 ticks or more, and a trail above 0")
      }
    }
  }

  /// When positions are looked at again.
  package var wakeTime: Timestamp { state.look }

  /// Gives positions their levels.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    if case .approved(let ask) = event.what {
      guard ask.effect == .changes || ask.effect == .raises else { return [] }
      for index in state.managed.indices where state.managed[index].bot == scene.bot {
        // What the venue makes of it shows in later marks.
        state.managed[index].isChanged = true
        state.look = min(state.look, scene.at.advanced(by: Self.pause))
      }
      return []
    }
    let isLook = state.look <= scene.at
    var actions: [RiskAction] = []
    state.managed = scene.positions.map { bot, position in
      let known = state.managed.first { $0.bot == bot && $0.position == position.id }
      var managed = known ?? Managed(bot: bot, position: position.id, trails: settings.trail == nil)
      let trailed = managed.trails
      managed.trails = trailed || isActive(position)
      let levels = levels(of: position, trails: managed.trails)
      let isDue = known == nil || managed.trails != trailed || managed.isChanged && isLook
      if isLook { managed.isChanged = false }
      let isTighter =
        position.levels.tightened(by: levels, side: position.side, openPrice: position.openPrice)
        != position.levels
      if isDue, isTighter { actions.append(action(levels, bot, position, in: scene)) }
      return managed
    }
    if isLook { state.look = .distantFuture }
    if state.managed.contains(where: { !$0.trails || $0.isChanged }) {
      state.look = min(state.look, scene.at.advanced(by: Self.pause))
    }
    return actions
  }

  private func isActive(_ position: PositionMark) -> Bool {
    guard let trail = settings.trail else { return true }
    guard trail.activationTicks > 0 else { return true }
    guard let price = position.price else { return false }
    let profit = (Int128(price.points) - Int128(position.openPrice.points)) * Int128(position.side.sign)
    return profit >= Int128(trail.activationTicks) * Int128(position.tickPoints)
  }

  private func levels(of position: PositionMark, trails: Bool) -> Protection {
    let tick = max(position.tickPoints, 1)
    var levels = Protection.none
    if let terms = settings.breakEven {
      levels.breakEven = BreakEven(
        triggerPoints: terms.triggerTicks.multipliedSaturating(by: tick),
        offsetPoints: terms.offsetTicks.multipliedSaturating(by: tick))
    }
    if trails, let trail = settings.trail {
      levels.trailPoints = trail.trailTicks.multipliedSaturating(by: tick)
    }
    return levels
  }

  private func action(
    _ levels: Protection, _ bot: String, _ position: PositionMark, in scene: RiskScene
  ) -> RiskAction {
    var texts: [String] = []
    if let terms = settings.breakEven { texts.append("break-even at \(terms.triggerTicks) ticks") }
    if levels.trailPoints != nil, let trail = settings.trail {
      texts.append("a trail of \(trail.trailTicks) ticks")
    }
    return scene.action(
      .protect(bot: bot, position.id, levels), .tradeManagement, by: Self.self,
      limit: texts.joined(separator: ", "), value: "position \(position.id.ordinal) of \(bot)")
  }
}

extension Int64 {
  fileprivate func multipliedSaturating(by other: Int64) -> Int64 {
    let (product, overflowed) = multipliedReportingOverflow(by: other)
    return overflowed ? (self < 0) == (other < 0) ? .max : .min : product
  }
}
