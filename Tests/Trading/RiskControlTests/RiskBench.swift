import RiskControl
import StateCoding
import TestSupport
import TradingCore

/// A tree with bots whose marks a test sets.
///
/// Money is in whole dollars, times in seconds after Wednesday 2024-01-10 12:00 UTC, 7:00 New York: ten hours before
/// the trading day ends.
struct RiskBench {
  var tree: RiskTree
  var marks: [String: BotMark] = [:]

  init(_ policy: RiskPolicy = RiskPolicy()) { tree = RiskTree(policy: policy) }

  init(_ rule: any RiskRule, toEach kind: RiskScope.Kind) {
    var policy = RiskPolicy()
    policy.add(rule, toEach: kind)
    self.init(policy)
  }

  static func at(_ seconds: Int64) -> Timestamp { Known.time(seconds * 1_000) }

  static func usd(_ dollars: Int64) -> Money { Money(units: dollars * 1_000_000) }

  static func mark(_ bot: String, _ equity: Int64, balance: Int64? = nil, isOpen: Bool = true) -> BotMark {
    BotMark(bot: bot, balance: usd(balance ?? equity), equity: usd(equity), isOpen: isOpen)
  }

  static func member(
    _ bot: String, account: String? = nil, family: String? = nil, currency: Currency = .usd
  ) -> RiskMember {
    RiskMember(
      bot: bot, account: account ?? bot, family: family, currency: currency,
      symbols: [Known.eurusd.symbol, Known.instrument("GBPUSD").symbol])
  }

  @discardableResult
  mutating func join(
    _ bot: String, account: String? = nil, family: String? = nil, equity: Int64 = 1_000, at seconds: Int64 = 0
  ) throws -> [RiskAction] {
    let mark = Self.mark(bot, equity, isOpen: false)
    marks[bot] = mark
    return try tree.join(Self.member(bot, account: account, family: family), mark: mark, at: Self.at(seconds))
  }

  @discardableResult
  mutating func take(
    _ what: RiskEvent.Happening, of bot: String? = nil, at seconds: Int64, marks: [BotMark] = []
  ) -> [RiskAction] {
    tree.take(
      RiskEvent(what, of: bot.map { .bot($0) } ?? .desk, at: Self.at(seconds), cycle: 7, marks: marks))
  }

  /// An order that opens: the denial, or `nil` once it is approved.
  mutating func enter(_ bot: String, at seconds: Int64, order: UInt64 = 1) -> Denial? {
    let ask = Self.ask(.opens, order: order)
    if let denial = take(.asked(ask), of: bot, at: seconds).denial { return denial }
    take(.approved(ask), of: bot, at: seconds)
    return nil
  }

  /// A bot's equity moves; risk hears of it only where it leaves the bot's band, with the marks of its companions.
  @discardableResult
  mutating func move(_ bot: String, to equity: Int64, at seconds: Int64) -> [RiskAction] {
    let mark = Self.mark(bot, equity)
    marks[bot] = mark
    guard !tree.view(of: bot).band.contains(Int128(mark.equity.units)) else { return [] }
    return take(
      .equityLeftBand, of: bot, at: seconds, marks: tree.companions(of: bot).compactMap { marks[$0] })
  }

  /// The clock comes by, with the marks of all.
  @discardableResult
  mutating func clock(at seconds: Int64) -> [RiskAction] {
    take(.clock, at: seconds, marks: marks.keys.sorted().compactMap { marks[$0] })
  }

  static func ask(_ effect: RiskAsk.Effect, order: UInt64 = 1, symbol: Int = 0) -> RiskAsk {
    RiskAsk(effect, order: ClientOrderID(ordinal: order), symbolIndex: symbol, side: .buy, units: 1_000)
  }

  static func fill(_ position: UInt64, reason: FillReason = .entry, symbol: Int = 0) -> Fill {
    Fill(
      ordinal: position, order: ClientOrderID(ordinal: position), position: ClientOrderID(ordinal: position),
      symbolIndex: symbol, eventTime: at(0), side: .buy, quantity: Quantity(units: 1_000),
      price: Price(points: 110_000), reason: reason, commission: .zero, spreadCost: .zero, slippageCost: .zero
    )
  }

  /// The codes of the locks that hold, with their scopes.
  var held: [String] { tree.locks.map { "\($0.scope) \($0.lock.code.rawValue)" } }

  /// The same tree, saved and read into a new one with the same bots.
  func restored(_ policy: RiskPolicy) throws -> RiskTree {
    let bytes = try StateEncoder.encode(with: tree.encodeState)
    var other = RiskTree(policy: policy)
    for member in tree.members {
      _ = try other.join(member, mark: Self.mark(member.bot, 0), at: .distantPast)
    }
    try StateDecoder.decode(from: bytes) { try other.restoreState(from: $0) }
    return other
  }
}

extension RiskAction {
  /// `lock desk kill_switch`: what it is, where and why.
  var brief: String {
    let name =
      switch verb {
      case .deny: "deny"
      case .lock: "lock"
      case .leave(_, _, _, let style): "leave \(style.rawValue)"
      case .coolDown: "cool_down"
      case .mode: "mode"
      case .size: "size"
      case .cancel: "cancel"
      case .close: "close"
      case .reduce: "reduce"
      case .trim: "trim"
      case .protect: "protect"
      case .stepDown(let mode, let step): "step_down \(mode.rawValue) \(step)"
      case .release: "release"
      case .tell: "tell"
      }
    return "\(name) \(scope) \(code.rawValue)"
  }
}

/// A rule of the tests' own: does with an event what it is told.
struct ScriptedRule: RiskRule {
  struct Settings: Codable, Sendable, Hashable {}
  struct State: Codable, Sendable, Hashable { var heard = 0 }

  static let name = "scripted"
  static let hears = RiskEvent.Kinds.all
  let settings = Settings()
  var state = State()
  var script: @Sendable (RiskEvent, RiskScene) throws(ArithmeticError) -> [RiskAction] = { _, _ in [] }

  init(_ settings: Settings) {}

  init(_ script: @escaping @Sendable (RiskEvent, RiskScene) throws(ArithmeticError) -> [RiskAction]) {
    self.script = script
  }

  mutating func take(_ event: RiskEvent, in scene: RiskScene) throws(ArithmeticError) -> [RiskAction] {
    state.heard += 1
    return try script(event, scene)
  }
}

/// What is held, in whole lots of 100,000 units of EURUSD.
extension RiskBench {
  /// A mark of 1,000 dollars with positions by number, opened in that order, and lots of orders that wait.
  static func holding(
    _ bot: String, _ positions: [(id: UInt64, side: OrderSide, lots: Int64)],
    waiting: [(side: OrderSide, lots: Int64)] = []
  ) -> BotMark {
    var mark = mark(bot, 1_000)
    let symbol = Known.eurusd.symbol
    mark.positions = positions.filter { $0.lots > 0 }.map { id, side, lots in
      PositionMark(
        id: ClientOrderID(ordinal: id), symbol: symbol, side: side, units: lots * 100_000,
        lots: lots * 100_000_000, stepUnits: 1_000, openTime: at(Int64(id)), openPrice: Price(points: 110_000)
      )
    }
    mark.orders = waiting.filter { $0.lots > 0 }.map { side, lots in
      OrderMark(symbol: symbol, side: side, units: lots * 100_000, lots: lots * 100_000_000)
    }
    return mark
  }

  /// An order for lots that opens.
  static func order(_ side: OrderSide, lots: Int64, id: UInt64 = 9, symbol: Int = 0) -> RiskAsk {
    RiskAsk(
      .opens, order: ClientOrderID(ordinal: id), symbolIndex: symbol, side: side, units: lots * 100_000,
      lots: lots * 100_000_000)
  }

  /// An entry that was filled.
  static func fill(position: UInt64, side: OrderSide = .buy, at seconds: Int64 = 1) -> Fill {
    let id = ClientOrderID(ordinal: position)
    return Fill(
      ordinal: position, order: id, position: id, symbolIndex: 0, eventTime: at(seconds), side: side,
      quantity: Quantity(units: 100_000), price: Price(points: 110_000), reason: .entry, commission: .zero,
      spreadCost: .zero, slippageCost: .zero)
  }
}

/// What tiers of the kill switch hear.
extension RiskBench {
  /// A trade of a bot is closed.
  @discardableResult
  mutating func close(_ bot: String, result: Int64, position: UInt64 = 0, at seconds: Int64) -> [RiskAction] {
    let trade = Self.trade(
      Int(result), position: position == 0 ? UInt64(seconds) : position, at: Self.at(seconds))
    return take(.closed(trade), of: bot, at: seconds)
  }

  /// A trade that was closed, with its result in whole dollars.
  static func trade(_ result: Int, position: UInt64 = 1, at time: Timestamp) -> ClosedTrade {
    ClosedTrade(
      ordinal: 1, symbolIndex: 0, side: .buy, quantity: Quantity(units: 1_000),
      position: ClientOrderID(ordinal: position), openTime: at(0), openPrice: Price(points: 110_000),
      closeTime: time, closePrice: Price(points: 110_000), grossResult: usd(Int64(result)), commission: .zero,
      swap: .zero, spreadCost: .zero, slippageCost: .zero, exitReason: .strategy,
      maximumAdverseExcursion: .zero, maximumFavorableExcursion: .zero, netResult: usd(Int64(result)))
  }

  /// An operator's act about a bot, or about the desk.
  @discardableResult
  mutating func act(
    _ verb: OperatorAct.Verb, of bot: String? = nil, by who: String = "ann (admin)",
    reason: String = "reviewed",
    at seconds: Int64
  ) -> [RiskAction] {
    take(.operated(OperatorAct(verb, by: who, reason: reason)), of: bot, at: seconds)
  }

  /// The same about any scope.
  @discardableResult
  mutating func act(_ verb: OperatorAct.Verb, of scope: RiskScope, at seconds: Int64) -> [RiskAction] {
    tree.take(
      RiskEvent(
        .operated(OperatorAct(verb, by: "ann (admin)", reason: "reviewed")), of: scope, at: Self.at(seconds)))
  }

  /// What a bot's engine says of the climate of EURUSD, or of GBPUSD.
  @discardableResult
  mutating func climate(
    _ chaos: Int64, _ regime: MarketRegime = .rangeStable, symbol: String = "EURUSD", of bot: String = "a",
    at seconds: Int64
  ) -> [RiskAction] {
    let climate = RiskClimate(
      chaosMillionths: chaos, regime: regime.rawValue, symbol: Known.instrument(symbol).symbol, timeframe: .m5
    )
    return take(.climate(climate), of: bot, at: seconds)
  }
}
