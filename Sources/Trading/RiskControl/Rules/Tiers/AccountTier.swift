package import TradingCore

/// The kill switch's third tier: an account that has lost too much of its day or week, has too many trades open or too much at
/// risk, is closed and halted until a person has reviewed it.
///
/// An entry that would lead beyond the trades or the heat is denied, what waits counted as if filled. Only what is beyond
/// them all the same, as on an account that is traded by hand, halts the account.
///
/// Heat is what is lost if every position closes at its stop, as a share of equity. A position without a stop counts with its
/// whole value, as nothing says where its loss ends; where that can't be reckoned no entry is let pass.
package struct AccountTier: RiskRule {
  /// The limits; what is `nil` is not looked at.
  package struct Settings: Sendable, Hashable, Codable {
    /// The loss of a day.
    package var dailyLoss: LossLimit?
    /// The loss of a week.
    package var weeklyLoss: LossLimit?
    /// Trades that may be open at a time.
    package var openTrades: Int?
    /// What may be at risk, in millionths of equity.
    package var heatMillionths: Int64?

    private enum CodingKeys: String, CodingKey {
      case dailyLoss = "daily_loss"
      case weeklyLoss = "weekly_loss"
      case openTrades = "open_trades"
      case heatMillionths = "heat_millionths"
    }

    /// Limits; without a word those of docs/risk.md.
    package init(
      dailyLoss: LossLimit? = LossLimit(30_000, per: .day),
      weeklyLoss: LossLimit? = LossLimit(100_000, per: .week), openTrades: Int? = 8,
      heatMillionths: Int64? = 40_000
    ) {
      self.dailyLoss = dailyLoss
      self.weeklyLoss = weeklyLoss
      self.openTrades = openTrades
      self.heatMillionths = heatMillionths
    }
  }

  /// What is lost and on its way.
  package struct State: Sendable, Hashable, Codable {
    /// The day's loss.
    var day = LossMeter()
    /// The week's loss.
    var week = LossMeter()
    /// Entries on their way.
    var pending = PendingEntries()
    /// Whether it has halted the account, and nobody has released that.
    var isHalted = false

    private enum CodingKeys: String, CodingKey {
      case day = "day"
      case week = "week"
      case pending = "pending"
      case isHalted = "halted"
    }
  }

  /// `account_tier`.
  package static let name = "account_tier"
  /// Entries, executions, equity and acts.
  package static let hears: RiskEvent.Kinds = [
    .asked, .approved, .rejected, .filled, .closed, .equityLeftBand, .clock, .flows, .operated,
  ]
  /// Losses and risks are added up.
  package static let usesMoney = true
  /// Trades and their stops are looked at.
  package static let looksAtHoldings = true
  /// The limits.
  package let settings: Settings
  /// What is lost and on its way.
  package var state = State()

  /// A rule that has heard nothing.
  ///
  /// - Throws: `RiskSettingFault` for a limit that is not above 0, and for what is wrong with a loss.
  package init(_ settings: Settings = Settings()) throws(RiskSettingFault) {
    self.settings = settings
    if let count = settings.openTrades, count < 1 {
      throw RiskSettingFault(Self.name, "the open trades have to be 1 at least, were \(count)")
    }
    if let heat = settings.heatMillionths, !(1...1_000_000_000).contains(heat) {
      throw RiskSettingFault(Self.name, "the heat has to be 1 to 1,000,000,000 millionths, was \(heat)")
    }
    let fault = settings.dailyLoss?.fault(of: Self.name) ?? settings.weeklyLoss?.fault(of: Self.name)
    if let fault { throw fault }
  }

  /// The end of the day or week.
  package var wakeTime: Timestamp {
    min(
      settings.dailyLoss.map { state.day.wakeTime($0) } ?? .distantFuture,
      settings.weeklyLoss.map { state.week.wakeTime($0) } ?? .distantFuture)
  }

  /// Denies what would lead beyond a limit, and halts the account beyond one.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    state.pending.hear(event, in: scene) { Self.risk($0) }
    if case .operated(let act) = event.what, act.unlocks(.accountHalt), event.scope == scene.scope {
      state.isHalted = false
    }
    if case .asked(let ask) = event.what { return ask.effect == .opens ? refusal(of: ask, in: scene) : [] }
    if let limit = settings.dailyLoss, state.day.hear(event, in: scene, limit, code: .accountHalt) {
      return halt(limit: "a loss below \(limit.text)", value: state.day.text(in: scene), in: scene)
    }
    if let limit = settings.weeklyLoss, state.week.hear(event, in: scene, limit, code: .accountHalt) {
      return halt(limit: "a loss below \(limit.text)", value: state.week.text(in: scene), in: scene)
    }
    return excess(in: scene)
  }

  // MARK: Trades and heat

  /// What an order puts at risk; `nil` where that can't be reckoned.
  private static func risk(_ ask: RiskAsk) -> Money? { ask.risk ?? ask.value }

  /// What positions put at risk; `nil` where that of one can't be reckoned.
  private static func heat(in scene: RiskScene) -> Int128? {
    var sum: Int128 = 0
    for (_, position) in scene.positions {
      guard let risk = position.risk ?? position.value else { return nil }
      sum += Int128(risk.units)
    }
    return sum
  }

  /// The most that may be at risk, in money units.
  private func mostHeat(in scene: RiskScene) -> Int128? {
    settings.heatMillionths.map { max(0, scene.equity) * Int128($0) / 1_000_000 }
  }

  private func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    func deny(_ code: DenialCode, limit: String, value: String) -> [RiskAction] {
      [scene.action(.deny(ask.order), code, by: Self.self, limit: limit, value: value)]
    }
    let pending = state.pending.sum(in: scene)
    if let most = settings.openTrades {
      let count = scene.positions.count + pending.count + 1
      if count > most { return deny(.openTrades, limit: tradesText(most), value: "\(count) with this one") }
    }
    guard let most = mostHeat(in: scene) else { return [] }
    guard let heat = Self.heat(in: scene), let waiting = pending.risk, let own = Self.risk(ask) else {
      return deny(.portfolioHeat, limit: heatText(most, in: scene), value: "a risk that can't be reckoned")
    }
    let sum = heat + waiting + Int128(own.units)
    guard sum > most else { return [] }
    let why = ask.risk == nil ? ", as an order without a stop counts with its value" : ""
    return deny(
      .portfolioHeat, limit: heatText(most, in: scene), value: "\(scene.text(sum)) with this one\(why)")
  }

  private mutating func excess(in scene: RiskScene) -> [RiskAction] {
    guard !state.isHalted else { return [] }
    let count = scene.positions.count
    if let most = settings.openTrades, count > most {
      return halt(limit: tradesText(most), value: "\(count) open", in: scene)
    }
    if count > 0, let most = mostHeat(in: scene), let heat = Self.heat(in: scene), heat > most {
      return halt(limit: heatText(most, in: scene), value: "\(scene.text(heat)) at risk", in: scene)
    }
    return []
  }

  private func tradesText(_ most: Int) -> String { "\(Counted.text(most, "open trade", "open trades"))" }

  private func heatText(_ most: Int128, in scene: RiskScene) -> String {
    "\(LossLimit.percent(settings.heatMillionths ?? 0)) of equity at risk, \(scene.text(most))"
  }

  private mutating func halt(limit: String, value: String, in scene: RiskScene) -> [RiskAction] {
    state.isHalted = true
    return [.lock(symbol: nil, until: nil, flattens: true), .tell].map {
      scene.action($0, .accountHalt, by: Self.self, limit: limit, value: value)
    }
  }

  // MARK: What is left

  /// Equities at which no loss and no share of equity is news.
  package func band(in scene: RiskScene) -> EquityBand {
    var band = settings.dailyLoss.map { state.day.band(in: scene, $0) } ?? .unlimited
    if let limit = settings.weeklyLoss { band = band.intersection(state.week.band(in: scene, limit)) }
    if let limit = settings.heatMillionths, let heat = Self.heat(in: scene), heat > 0 {
      // The least equity of which that much is no more than the share.
      let least = (heat * 1_000_000 + Int128(limit) - 1) / Int128(limit)
      if scene.equity >= least { band = band.intersection(EquityBand(lowest: least)) }
    }
    return band
  }

  /// What is left of each limit.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    var allowances =
      settings.dailyLoss.map { state.day.allowance("daily_loss", of: Self.name, in: scene, $0) } ?? []
    allowances +=
      settings.weeklyLoss.map { state.week.allowance("weekly_loss", of: Self.name, in: scene, $0) } ?? []
    let pending = state.pending.sum(in: scene)
    if let most = settings.openTrades {
      let used = scene.positions.count + pending.count
      allowances.append(
        RiskAllowance(
          rule: Self.name, scope: scene.scope, name: "open_trades", limit: Int128(most),
          left: Int128(max(0, most - used)), unit: .count))
    }
    if let most = mostHeat(in: scene), let currency = scene.currency {
      let used = Self.heat(in: scene).flatMap { heat in pending.risk.map { heat + $0 } } ?? most
      allowances.append(
        RiskAllowance(
          rule: Self.name, scope: scene.scope, name: "portfolio_heat", limit: most, left: max(0, most - used),
          unit: .money(currency)))
    }
    return allowances
  }
}
