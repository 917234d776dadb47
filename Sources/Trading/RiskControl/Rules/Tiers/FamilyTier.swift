package import TradingCore

/// The kill switch's second tier: a family of which several bots fail at the same time, or that has lost too much, is halted
/// until a person has reviewed it. Other families go on.
///
/// A bot fails while it is in quarantine or its own level is BLACK, until somebody releases it.
package struct FamilyTier: RiskRule {
  /// The limits; what is `nil` is not looked at.
  package struct Settings: Sendable, Hashable, Codable {
    /// Bots that fail at the same time.
    package var failingBots: Int?
    /// The loss of all of its bots together.
    package var loss: LossLimit?
    /// Whether a halt closes what is open.
    package var closesPositions: Bool

    private enum CodingKeys: String, CodingKey {
      case failingBots = "failing_bots"
      case loss = "loss"
      case closesPositions = "closes_positions"
    }

    /// Limits; without a word those of docs/risk.md.
    package init(
      failingBots: Int? = 3, loss: LossLimit? = LossLimit(200_000, per: .open), closesPositions: Bool = true
    ) {
      self.failingBots = failingBots
      self.loss = loss
      self.closesPositions = closesPositions
    }
  }

  /// What has come together.
  package struct State: Sendable, Hashable, Codable {
    /// Bots that fail, in the order in which they began to.
    var failing: [String] = []
    /// The family's loss.
    var loss = LossMeter()
    /// Whether it has halted the family, and nobody has reviewed it.
    var isHalted = false

    private enum CodingKeys: String, CodingKey {
      case failing = "failing"
      case loss = "loss"
      case isHalted = "halted"
    }
  }

  /// `family_tier`.
  package static let name = "family_tier"
  /// Halts of its bots, equity and acts.
  package static let hears: RiskEvent.Kinds = [.halted, .equityLeftBand, .closed, .clock, .flows, .operated]
  /// The loss is money.
  package static let usesMoney = true
  /// The limits.
  package let settings: Settings
  /// What has come together.
  package var state = State()

  /// A rule of a family in which nothing fails.
  ///
  /// - Throws: `RiskSettingFault` for a count below 1, and for what is wrong with the loss.
  package init(_ settings: Settings = Settings()) throws(RiskSettingFault) {
    self.settings = settings
    if let count = settings.failingBots, count < 1 {
      throw RiskSettingFault(Self.name, "the failing bots have to be 1 at least, were \(count)")
    }
    if let fault = settings.loss?.fault(of: Self.name) { throw fault }
  }

  /// The end of the loss's period, where it has one.
  package var wakeTime: Timestamp { settings.loss.map { state.loss.wakeTime($0) } ?? .distantFuture }

  /// Counts what fails, and halts the family at a limit.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    var actions: [RiskAction] = []
    switch event.what {
    case .halted(.botQuarantine), .halted(.alertBlack):
      if let bot = scene.bot, !state.failing.contains(bot) {
        state.failing.append(bot)
        if let limit = settings.failingBots, state.failing.count >= limit, !state.isHalted {
          actions += halt(
            limit: "fewer than \(Counted.text(limit, "bot", "bots")) that fail at a time",
            value: state.failing.joined(separator: ", "), in: scene)
        }
      }
    case .operated(let act) where act.unlocks(.botQuarantine) || act.unlocks(.alertBlack):
      state.failing.removeAll { event.scope == .bot($0) }
    default: break
    }
    // Who has reviewed it gives it the limits anew.
    if case .operated(let act) = event.what, act.unlocks(.familyHalt), event.scope == scene.scope {
      (state.failing, state.isHalted) = ([], false)
    }
    if let limit = settings.loss, state.loss.hear(event, in: scene, limit, code: .familyHalt) {
      actions += halt(limit: "a loss below \(limit.text)", value: state.loss.text(in: scene), in: scene)
    }
    return actions
  }

  private mutating func halt(limit: String, value: String, in scene: RiskScene) -> [RiskAction] {
    state.isHalted = true
    return [.lock(symbol: nil, until: nil, flattens: settings.closesPositions), .tell].map {
      scene.action($0, .familyHalt, by: Self.self, limit: limit, value: value)
    }
  }

  /// Equities at which the loss is no news.
  package func band(in scene: RiskScene) -> EquityBand {
    settings.loss.map { state.loss.band(in: scene, $0) } ?? .unlimited
  }

  /// What is left of each limit.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    var allowances = settings.loss.map { state.loss.allowance("loss", of: Self.name, in: scene, $0) } ?? []
    if let limit = settings.failingBots {
      allowances.append(
        RiskAllowance(
          rule: Self.name, scope: scene.scope, name: "failing_bots", limit: Int128(limit),
          left: Int128(max(0, limit - state.failing.count)), unit: .count))
    }
    return allowances
  }
}
