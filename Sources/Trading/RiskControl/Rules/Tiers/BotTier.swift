package import TradingCore

/// The kill switch's first tier: a bot that keeps losing, trades too often or has lost too much of its day goes into
/// quarantine, which a person takes it out of.
///
/// Losing trades count until one wins, over days; those of a close that ends several at once are one. Trades of a day are
/// entries that risk has approved. What is open is left to the strategy, but closed after the day's loss.
package struct BotTier: RiskRule {
  /// So many trades a day, from an equity on.
  package struct Trades: Sendable, Hashable, Codable {
    /// From which equity of the bot on, in its currency.
    package var from: Money
    /// How many; one at least.
    package var count: Int

    private enum CodingKeys: String, CodingKey {
      case from = "from"
      case count = "count"
    }

    /// So many from an equity on.
    package init(from: Money = .zero, _ count: Int) {
      self.from = from
      self.count = count
    }
  }

  /// The limits; what is `nil` or empty is not looked at.
  package struct Settings: Sendable, Hashable, Codable {
    /// Losing trades in a row that bring quarantine.
    package var consecutiveLosses: Int?
    /// Trades a day that are allowed, by equity in rising order.
    package var dailyTrades: [Trades]
    /// The loss of the day that brings quarantine.
    package var drawdown: LossLimit?
    /// Whether the day's loss closes what is open.
    package var closesPositions: Bool
    /// When a day ends.
    package var reset: DailyReset

    private enum CodingKeys: String, CodingKey {
      case consecutiveLosses = "consecutive_losses"
      case dailyTrades = "daily_trades"
      case drawdown = "drawdown"
      case closesPositions = "closes_positions"
      case reset = "reset"
    }

    /// Limits; without a word those of docs/risk.md.
    package init(
      consecutiveLosses: Int? = 5, dailyTrades: [Trades] = [Trades(20)],
      drawdown: LossLimit? = LossLimit(150_000, per: .day), closesPositions: Bool = true,
      reset: DailyReset = .newYorkClose
    ) {
      self.consecutiveLosses = consecutiveLosses
      self.dailyTrades = dailyTrades
      self.drawdown = drawdown
      self.closesPositions = closesPositions
      self.reset = reset
    }
  }

  /// What has been counted.
  package struct State: Sendable, Hashable, Codable {
    /// Losing trades since the last one that won.
    var losses = 0
    /// The close that lost last.
    var lastLoss: Close?
    /// Trades since the day began.
    var trades = 0
    /// When the day ends; not known before the first event with a time.
    var nextReset = Timestamp.distantPast
    /// The day's loss.
    var drawdown = LossMeter()
    /// Whether it has put the bot into quarantine, and nobody has released it.
    var isQuarantined = false

    private enum CodingKeys: String, CodingKey {
      case losses = "losses"
      case lastLoss = "last_loss"
      case trades = "trades"
      case nextReset = "next_reset"
      case drawdown = "drawdown"
      case isQuarantined = "quarantined"
    }

    /// A close, whatever entries it matched.
    struct Close: Sendable, Hashable, Codable {
      let position: ClientOrderID
      let time: Timestamp

      private enum CodingKeys: String, CodingKey {
        case position = "position"
        case time = "time"
      }
    }
  }

  /// `bot_tier`.
  package static let name = "bot_tier"
  /// Entries, closed trades, equity and acts.
  package static let hears: RiskEvent.Kinds = [
    .asked, .approved, .closed, .equityLeftBand, .clock, .flows, .operated,
  ]
  /// The day's loss is money.
  package static let usesMoney = true
  /// The limits.
  package let settings: Settings
  /// What has been counted.
  package var state = State()

  /// A rule that has counted nothing.
  ///
  /// - Throws: `RiskSettingFault` for a count below 1, equities that do not rise, and what is wrong with the loss.
  package init(_ settings: Settings = Settings()) throws(RiskSettingFault) {
    self.settings = settings
    let counts = settings.dailyTrades.map { $0.count } + [settings.consecutiveLosses].compactMap { $0 }
    if let least = counts.min(), least < 1 {
      throw RiskSettingFault(Self.name, "a count has to be 1 at least, was \(least)")
    }
    guard zip(settings.dailyTrades, settings.dailyTrades.dropFirst()).allSatisfy({ $0.from < $1.from }) else {
      throw RiskSettingFault(Self.name, "the equities of daily trades have to rise")
    }
    if let fault = settings.drawdown?.fault(of: Self.name) ?? settings.reset.fault(of: Self.name) {
      throw fault
    }
  }

  /// The end of the day.
  package var wakeTime: Timestamp {
    min(
      settings.dailyTrades.isEmpty ? .distantFuture : state.nextReset,
      settings.drawdown.map { state.drawdown.wakeTime($0) } ?? .distantFuture)
  }

  /// Counts, and puts the bot into quarantine at a limit.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock where scene.at >= state.nextReset:
      state.trades = 0
      state.nextReset = settings.reset.next(after: scene.at)
    case .approved(let ask) where ask.effect == .opens: state.trades += 1
    case .operated(let act) where act.unlocks(.botQuarantine) && event.scope == scene.scope:
      (state.losses, state.trades, state.isQuarantined) = (0, 0, false)
    default: break
    }
    var actions: [RiskAction] = []
    if case .closed(let trade) = event.what { actions += count(trade, in: scene) }
    if case .asked(let ask) = event.what, ask.effect == .opens { actions += refusal(of: ask, in: scene) }
    if let limit = settings.drawdown, state.drawdown.hear(event, in: scene, limit, code: .botQuarantine) {
      actions += quarantine(
        limit: "a loss below \(limit.text)", value: state.drawdown.text(in: scene),
        flattens: settings.closesPositions, in: scene)
    }
    return actions
  }

  private mutating func count(_ trade: ClosedTrade, in scene: RiskScene) -> [RiskAction] {
    guard trade.netResult != .zero else { return [] }
    guard trade.netResult < .zero else {
      (state.losses, state.lastLoss) = (0, nil)
      return []
    }
    let close = State.Close(position: trade.position, time: trade.closeTime)
    guard close != state.lastLoss else { return [] }
    state.losses += 1
    state.lastLoss = close
    guard let limit = settings.consecutiveLosses, state.losses >= limit, !state.isQuarantined else {
      return []
    }
    return quarantine(
      limit: "fewer than \(Counted.text(limit, "loss", "losses")) in a row",
      value: "\(state.losses) in a row",
      flattens: false, in: scene)
  }

  private mutating func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    guard let limit = tradeLimit(in: scene), state.trades >= limit else { return [] }
    let limitText = "\(Counted.text(limit, "trade", "trades")) a day"
    return [
      scene.action(.deny(ask.order), .dailyTrades, by: Self.self, limit: limitText, value: "one more")
    ] + quarantine(limit: limitText, value: "one more", flattens: false, in: scene)
  }

  /// The trades of a day that the bot's equity allows; below the first step those of the first.
  private func tradeLimit(in scene: RiskScene) -> Int? {
    let step =
      settings.dailyTrades.last { Int128($0.from.units) <= scene.equity } ?? settings.dailyTrades.first
    return step?.count
  }

  private mutating func quarantine(
    limit: String, value: String, flattens: Bool, in scene: RiskScene
  ) -> [RiskAction] {
    state.isQuarantined = true
    return [.lock(symbol: nil, until: nil, flattens: flattens), .tell].map {
      scene.action($0, .botQuarantine, by: Self.self, limit: limit, value: value)
    }
  }

  /// Equities at which the day's loss is no news.
  package func band(in scene: RiskScene) -> EquityBand {
    settings.drawdown.map { state.drawdown.band(in: scene, $0) } ?? .unlimited
  }

  /// What is left of each limit.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    func count(_ name: String, _ used: Int, _ limit: Int?, _ unit: RiskAllowance.Unit) -> [RiskAllowance] {
      guard let limit else { return [] }
      return [
        RiskAllowance(
          rule: Self.name, scope: scene.scope, name: name, limit: Int128(limit),
          left: Int128(max(0, limit - used)), unit: unit)
      ]
    }
    return count("consecutive_losses", state.losses, settings.consecutiveLosses, .count)
      + count("daily_trades", state.trades, tradeLimit(in: scene), .entries)
      + (settings.drawdown.map { state.drawdown.allowance("daily_drawdown", of: Self.name, in: scene, $0) }
        ?? [])
  }
}
