public import TradingCore

/// How large a strategy's orders are, as whoever runs it chooses: the fixed `lots`, by risk, by a volatility target
/// or by Kelly's criterion.
///
/// ```swift
/// static let descriptor = StrategyDescriptor(…, parameters: [.riskPercent])
/// sizing = try OrderSizing(parameters: parameters)
/// …
/// let quantity = sizing.quantity(stopDistancePoints: 200, context)
/// guard quantity > .zero else { return }
/// ```
/// With `parameters: […] + ParameterSpec.orderSizing` there are all four; then give `quantity` the volatility and
/// `add` every fill.
public struct OrderSizing: Sendable, Hashable {
  /// What decides on the size.
  public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
    /// `lots`.
    case fixed
    /// What is lost at the stop, as a share of equity.
    case risk
    /// The expected deviation of the result, as a share of equity.
    case volatility
    /// The edge that the bot's own record shows.
    case kelly
  }

  /// What decides.
  public let rule: Rule
  /// The fixed size, and that of a bot sized by Kelly whose record is too short to say anything.
  public let lots: LotCount
  /// The share of equity at risk; 0 for the fixed size.
  public let risk: Percentage
  /// The deviation aimed at.
  public let volatility: VolatilityTarget
  /// How much of Kelly's stake is taken.
  public let kelly: KellyStake
  /// What the bot's trades brought; kept where Kelly decides.
  public private(set) var record: TradeRecord

  /// A sizing from its parts.
  public init(lots: LotCount, risk: Percentage = .zero) {
    self.init(risk.hundredMillionths > 0 ? .risk : .fixed, lots: lots, risk: risk)
  }

  /// A sizing by a volatility target.
  public init(lots: LotCount, volatility: VolatilityTarget) {
    self.init(.volatility, lots: lots, volatility: volatility)
  }

  /// A sizing by Kelly's criterion.
  public init(lots: LotCount, kelly: KellyStake) { self.init(.kelly, lots: lots, kelly: kelly) }

  private init(
    _ rule: Rule, lots: LotCount, risk: Percentage = .zero, volatility: VolatilityTarget = .none,
    kelly: KellyStake = KellyStake()
  ) {
    self.rule = rule
    self.lots = lots
    self.risk = risk
    self.volatility = volatility
    self.kelly = kelly
    record = TradeRecord(length: max(kelly.trades, 200))
  }

  /// The sizing of the parameters `lots` and `risk_percent`, and of the others of `ParameterSpec.orderSizing` where
  /// the description has them.
  ///
  /// - Throws: `ParameterError` when the description lacks `ParameterSpec.riskPercent`, for a rule without its number
  ///   and for the numbers of another rule.
  public init(parameters: ParameterValues) throws(ParameterError) {
    let lots = try parameters.lots()
    let risk = try parameters.percentage(ParameterSpec.riskPercent.name)
    guard let rule = try parameters.sizingRule() else {
      self.init(lots: lots, risk: risk)
      return
    }
    try parameters.checkSizing(rule)
    self.init(
      rule, lots: lots, risk: risk,
      volatility: VolatilityTarget(
        share: try parameters.percentage("volatility_percent"),
        bars: try parameters.integer("volatility_bars")),
      kelly: KellyStake(
        fraction: try parameters.percentage("kelly_percent"),
        cap: try parameters.percentage("kelly_cap_percent"), trades: try parameters.integer("kelly_trades")))
  }

  /// The size of an order with a stop at that distance; zero means: do not trade.
  ///
  /// `volatility`: of the price now, which a volatility target needs; without one it trades nothing. By Kelly's
  /// criterion the order is worth the stake that the record justifies; while that is too short, the fixed `lots`, at
  /// most the cap, so that it can grow.
  public func quantity(
    stopDistancePoints distance: Int64, volatility current: PriceVolatility? = nil, symbolIndex: Int = 0,
    _ context: borrowing Context
  ) -> Quantity {
    switch rule {
    case .fixed: return context.quantity(lots, symbolIndex: symbolIndex)
    case .risk:
      return context.quantity(risking: risk, stopDistancePoints: distance, symbolIndex: symbolIndex)
    case .volatility:
      guard let deviation = current?.points(overBars: volatility.bars) else { return .zero }
      return context.quantity(
        deviatingBy: volatility.share, deviationPoints: deviation, symbolIndex: symbolIndex)
    case .kelly:
      guard record.results.count >= kelly.trades, let estimate = record.estimate else {
        return min(
          context.quantity(lots, symbolIndex: symbolIndex),
          context.quantity(worth: kelly.cap, symbolIndex: symbolIndex))
      }
      return context.quantity(
        worth: kelly.share(ofLeverage: estimate.leverage), symbolIndex: symbolIndex)
    }
  }

  /// Takes a fill of the bot's own into the record, for `onFill`; does nothing unless Kelly decides.
  public mutating func add(_ fill: Fill, _ context: borrowing Context) {
    if rule == .kelly { record.add(fill, context) }
  }

  /// Takes the result of a trade into the record, as a share of its notional, after cost; does nothing unless Kelly
  /// decides.
  public mutating func add(_ result: Double) {
    if rule == .kelly { record.add(result) }
  }
}

extension OrderSizing: Codable {
  private enum CodingKeys: String, CodingKey {
    case lots = "lots"
    case risk = "risk"
    case rule = "rule"
    case volatility = "volatility"
    case kelly = "kelly"
    case record = "record"
  }

  /// Reads a sizing, also one of before there were rules.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let known = OrderSizing(
      lots: try container.decode(LotCount.self, forKey: .lots),
      risk: try container.decode(Percentage.self, forKey: .risk))
    self.init(
      try container.decodeNewer(.rule, default: known.rule), lots: known.lots, risk: known.risk,
      volatility: try container.decodeNewer(.volatility, default: known.volatility),
      kelly: try container.decodeNewer(.kelly, default: known.kelly))
    record = try container.decodeNewer(.record, default: record)
  }

  /// Writes what differs from a sizing of before there were rules.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let known = OrderSizing(lots: lots, risk: risk)
    try container.encode(lots, forKey: .lots)
    try container.encode(risk, forKey: .risk)
    try container.encodeNewer(rule, forKey: .rule, default: known.rule)
    try container.encodeNewer(volatility, forKey: .volatility, default: known.volatility)
    try container.encodeNewer(kelly, forKey: .kelly, default: known.kelly)
    try container.encodeNewer(record, forKey: .record, default: known.record)
  }
}
