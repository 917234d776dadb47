package import TradingCore

/// Which capital entries may use: a reserve that they never touch, caps of an order, a decision cycle and a position, and
/// how much of a profit may be risked again.
///
/// The reserve is held against margin: what is left of the lower of balance and equity, once all positions, orders that
/// wait and the one asked for have theirs, must not be less. Open gains are no capital yet, open losses are capital lost.
/// Of each trade's profit the part that is not to be risked again is added to the reserve; losses are borne by the rest.
/// Money that is paid out is taken from that part first. Caps are of what orders are worth. What can't be reckoned is
/// denied.
package struct CapitalPolicy: RiskRule {
  /// What entries may use. Money is in the scope's currency.
  package struct Settings: Sendable, Hashable, Codable {
    /// What is kept; `nil` for a share or nothing.
    package var reserve: Money?
    /// What is kept as a share of the balance, in millionths; `nil` for an amount or nothing.
    package var reserveMillionths: Int64?
    /// The most value of an order; `nil` for any.
    package var orderCap: Money?
    /// The most value of the orders of a bot's decision cycle; `nil` for any.
    package var cycleCap: Money?
    /// The most value that is open on a side of a symbol, orders that wait among it; `nil` for any.
    package var positionCap: Money?
    /// The share of a profit that may be risked again, in millionths.
    package var reinvestMillionths: Int64

    private enum CodingKeys: String, CodingKey {
      case reserve = "reserve"
      case reserveMillionths = "reserve_millionths"
      case orderCap = "order_cap"
      case cycleCap = "cycle_cap"
      case positionCap = "position_cap"
      case reinvestMillionths = "reinvest_millionths"
    }

    /// A policy, one limit at least.
    package init(
      reserve: Money? = nil, reserveMillionths: Int64? = nil, orderCap: Money? = nil, cycleCap: Money? = nil,
      positionCap: Money? = nil, reinvestMillionths: Int64 = 1_000_000
    ) {
      self.reserve = reserve
      self.reserveMillionths = reserveMillionths
      self.orderCap = orderCap
      self.cycleCap = cycleCap
      self.positionCap = positionCap
      self.reinvestMillionths = reinvestMillionths
    }
  }

  /// What has been used.
  package struct State: Sendable, Hashable, Codable {
    /// Profits that are not to be risked again, in money units.
    var secured: Int128 = 0
    /// The bot whose cycle it is.
    var bot: String?
    /// Its decision cycle.
    var cycle: UInt64 = 0
    /// What entries of the cycle are worth, in money units.
    var cycleValue: Int128 = 0

    private enum CodingKeys: String, CodingKey {
      case secured = "secured"
      case bot = "bot"
      case cycle = "cycle"
      case cycleValue = "cycle_value"
    }
  }

  /// `capital_policy`.
  package static let name = "capital_policy"
  /// Entries, results and payments.
  package static let hears: RiskEvent.Kinds = [.asked, .approved, .closed, .flows]
  /// Capital is added up.
  package static let usesMoney = true
  /// Margin and positions are looked at.
  package static let looksAtHoldings = true
  /// What entries may use.
  package let settings: Settings
  /// What has been used.
  package var state = State()

  /// A rule of a policy.
  ///
  /// - Throws: `RiskSettingFault` for one that limits nothing, and for limits that make no sense.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    let amounts = [settings.reserve, settings.orderCap, settings.cycleCap, settings.positionCap]
      .compactMap { $0 }
    let isSplit = settings.reinvestMillionths != 1_000_000
    if amounts.isEmpty, settings.reserveMillionths == nil, !isSplit {
      throw RiskSettingFault(Self.name, "it limits nothing")
    }
    if let least = amounts.min(), least <= .zero {
      throw RiskSettingFault(Self.name, "an amount has to be above 0")
    }
    guard settings.reserve == nil || settings.reserveMillionths == nil else {
      throw RiskSettingFault(Self.name, "the reserve is an amount and a share")
    }
    guard (1...1_000_000).contains(settings.reserveMillionths ?? 1) else {
      throw RiskSettingFault(Self.name, "the reserve has to be a share above 0 and up to 1")
    }
    guard (0...1_000_000).contains(settings.reinvestMillionths) else {
      throw RiskSettingFault(Self.name, "the share of profits has to be from 0 to 1")
    }
  }

  /// Denies what would use too much, and keeps what is secured.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .asked(let ask) where ask.effect == .opens: return refusal(of: ask, in: scene)
    case .asked(let ask) where ask.effect == .raises && ask.price != nil:
      return refusal(of: ask, by: settings.orderCap, used: 0, .orderCap, "an order", in: scene)
    case .approved(let ask) where ask.effect == .opens:
      let isSame = state.bot == scene.bot && state.cycle == scene.cycle
      state.cycleValue = (isSame ? state.cycleValue : 0) + Int128(ask.value?.units ?? 0)
      state.bot = scene.bot
      state.cycle = scene.cycle
    case .closed(let trade) where trade.netResult > .zero:
      let kept = Int128(1_000_000 - settings.reinvestMillionths)
      state.secured += (Int128(trade.netResult.units) * kept + 999_999) / 1_000_000
    case .funded(let amount) where amount < .zero:
      state.secured = max(0, state.secured + Int128(amount.units))
    default: break
    }
    return []
  }

  private func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    var denial = refusal(of: ask, by: settings.orderCap, used: 0, .orderCap, "an order", in: scene)
    if denial.isEmpty {
      let isSame = state.bot == scene.bot && state.cycle == scene.cycle
      denial = refusal(
        of: ask, by: settings.cycleCap, used: isSame ? state.cycleValue : 0, .cycleCap, "a decision cycle",
        in: scene)
    }
    if denial.isEmpty, settings.positionCap != nil {
      denial = refusal(
        of: ask, by: settings.positionCap, used: value(besides: ask, in: scene), .positionCap, "a position",
        in: scene)
    }
    return denial.isEmpty ? reserveRefusal(of: ask, in: scene) : denial
  }

  /// `used`: `nil` where it can't be reckoned.
  private func refusal(
    of ask: RiskAsk, by cap: Money?, used: Int128?, _ code: DenialCode, _ what: String, in scene: RiskScene
  ) -> [RiskAction] {
    guard let cap else { return [] }
    let value = used.flatMap { used in ask.value.map { used + Int128($0.units) } }
    if let value, value <= Int128(cap.units) { return [] }
    return [
      scene.action(
        .deny(ask.order), code, by: Self.self, limit: "\(scene.text(Int128(cap.units))) \(what)",
        value: value.map { scene.text($0) } ?? "a value that can't be reckoned")
    ]
  }

  /// What is open, or waits, on the ask's side of its symbol; `nil` where that can't be reckoned.
  private func value(besides ask: RiskAsk, in scene: RiskScene) -> Int128? {
    guard let symbol = scene.symbol(of: ask) else { return nil }
    var sum: Int128 = 0
    for bot in scene.bots {
      let open = bot.mark.positions.filter { $0.symbol == symbol && $0.side == ask.side }.map(\.value)
      let waiting = bot.mark.orders.filter { $0.symbol == symbol && $0.side == ask.side }.map(\.value)
      for value in open + waiting {
        guard let value else { return nil }
        sum += Int128(value.units)
      }
    }
    return sum
  }

  /// What is kept now.
  private func reserve(in scene: RiskScene) -> Int128 {
    let share = Int128(settings.reserveMillionths ?? 0)
    let part = (max(scene.balance, 0) * share + 999_999) / 1_000_000
    return Int128(settings.reserve?.units ?? 0) + part + state.secured
  }

  private func reserveRefusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    guard
      settings.reserve != nil || settings.reserveMillionths != nil || settings.reinvestMillionths < 1_000_000
    else { return [] }
    let reserve = reserve(in: scene)
    func deny(_ value: String) -> [RiskAction] {
      [
        scene.action(
          .deny(ask.order), .cashReserve, by: Self.self, limit: "\(scene.text(reserve)) in reserve",
          value: value)
      ]
    }
    var margin = ask.margin.map { Int128($0.units) }
    for bot in scene.bots {
      let waiting = bot.mark.orders.map(\.margin)
      for amount in [bot.mark.usedMargin] + waiting {
        margin = margin.flatMap { sum in amount.map { sum + Int128($0.units) } }
      }
    }
    guard let margin else { return deny("a margin that can't be reckoned") }
    let left = min(scene.balance, scene.equity) - margin
    return left < reserve ? deny("\(scene.text(left)) left") : []
  }
}
