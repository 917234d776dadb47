import BrokerBridges
import RiskControl
import TestSupport
import TradingCore

/// A bot at a broker that a test plays: what is asked for comes out as text, what the test reports goes in.
///
/// It is noon; EURUSD is at 1.10000/1.10010, GBPUSD at 1.27000/1.27010; the account has 100,000 USD.
struct BrokerBench {
  static let noon = Known.time(0)
  static let instruments = [Known.eurusd, Known.instrument("GBPUSD")]

  private(set) var account: Account
  private(set) var venue: BrokerVenue
  private let gate: RiskGate
  private var lastOrder: UInt64 = 0
  private var now = noon
  private var quotes = [110_000, 127_000].map {
    Quote(eventTime: noon, bid: Price(points: $0), ask: Price(points: $0 + 10))
  }

  init(_ mode: AccountMode = .hedging, settings: BrokerSettings = BrokerSettings()) throws {
    let profile = BrokerProfile(name: "bench", accountMode: mode, commission: .none)
    account = try Account(
      profile: profile, leverage: 100, startBalance: Money(units: 100_000_000_000),
      instruments: Self.instruments)
    gate = try RiskGate(limits: RiskLimits(), profile: profile, instruments: Self.instruments)
    venue = BrokerVenue(settings: settings, instruments: Self.instruments)
  }

  var moment: MarketMoment {
    MarketMoment(
      symbolIndex: 0, quote: quotes[0], cycle: 1, isFirstAfterClose: false, before: nil, quotes: quotes,
      time: now)
  }

  /// What is open: `1 buy 10000 at 110012`, with its levels.
  var positions: [String] {
    account.positions.map {
      "\($0.id.ordinal) \($0.side.rawValue) \($0.quantity.units) at \($0.openPrice.points)\($0.protection.short)"
    }
  }

  /// How far an order has come.
  func state(_ order: UInt64, _ leg: OrderLeg = .own) -> OrderState? { venue.state(of: .key(order, leg)) }

  // MARK: What the bot does

  /// Asks for an order; they are numbered from 1.
  mutating func submit(
    _ side: OrderSide, _ units: Int64, _ kind: OrderKind = .market, symbolIndex: Int = 0,
    stop: Int64? = nil, target: Int64? = nil
  ) throws {
    let order = OrderRequest(
      id: nextOrder(), symbolIndex: symbolIndex, side: side, quantity: Quantity(units: units), kind: kind,
      timeInForce: .goodTillCanceled, protection: .levels(stop, target))
    guard case .approved(let approved) = try gate.evaluate(order, account: account, at: moment) else {
      throw BenchDenial()
    }
    try venue.submit(approved, at: moment, account: &account)
  }

  /// Asks to close a position, or so many units of it.
  mutating func close(_ position: UInt64, _ units: Int64? = nil) throws {
    let request = CloseRequest(
      id: nextOrder(), position: ClientOrderID(ordinal: position), quantity: units.map { Quantity(units: $0) }
    )
    guard
      case .approved(let approved) = gate.evaluate(request, reason: .strategy, account: account, at: moment)
    else { throw BenchDenial() }
    try venue.close(approved, at: moment, account: &account)
  }

  /// Asks for another price of an order that works.
  mutating func move(_ order: UInt64, to points: Int64) throws {
    try modify(
      ModifyRequest(
        id: nextOrder(), target: .order(ClientOrderID(ordinal: order)), price: Price(points: points),
        protection: .none))
  }

  /// Asks for other levels of a position.
  mutating func protect(_ position: UInt64, with protection: Protection) throws {
    try modify(
      ModifyRequest(
        id: nextOrder(), target: .position(ClientOrderID(ordinal: position)), protection: protection))
  }

  private mutating func modify(_ request: ModifyRequest) throws {
    let decision = gate.evaluate(
      request, account: account, workingOrders: venue.workingOrders, at: moment)
    guard case .approved(let approved) = decision else { throw BenchDenial() }
    try venue.modify(approved, at: moment, account: &account)
  }

  /// Asks to cancel an order.
  mutating func cancel(_ order: UInt64) throws {
    try venue.cancel(ClientOrderID(ordinal: order), at: moment, account: &account)
  }

  private mutating func nextOrder() -> ClientOrderID {
    lastOrder += 1
    return ClientOrderID(ordinal: lastOrder)
  }

  // MARK: What happens

  /// Lets seconds pass without a quote.
  mutating func pass(seconds: Int64) throws {
    now = now.advanced(by: seconds * Timestamp.second)
    try venue.onClock(moment, account: &account)
  }

  /// The broker reports something, of now unless a second after noon is given.
  ///
  /// - Returns: the codes of what did not fit.
  @discardableResult
  mutating func report(
    _ content: VenueReport.Content, at second: Int64? = nil, answers: UInt64? = nil
  ) throws -> [VenueDiscrepancyCode] {
    let time = second.map { Self.noon.advanced(by: $0 * Timestamp.second) } ?? now
    let report = VenueReport(content, eventTime: time, receiveTime: now, answers: answers)
    try venue.take(report, at: moment, account: &account)
    return venue.takeDiscrepancies().map(\.code)
  }

  /// An order is executed, whole and at 1.10012, unless something else is said.
  @discardableResult
  mutating func execute(
    _ order: UInt64?, _ side: OrderSide, _ units: Int64, at points: Int64 = 110_012, trade: String? = nil,
    leg: OrderLeg = .own, position: String? = nil, commission: Int64? = nil
  ) throws -> [VenueDiscrepancyCode] {
    try report(
      .executed(
        .of(
          order, side, units, at: points, trade: trade, leg: leg, position: position, commission: commission))
    )
  }

  /// The broker shows what the account holds.
  @discardableResult
  mutating func show(
    _ positions: [VenueSnapshot.OpenPosition] = [], orders: [OrderNotice] = [], balance: Int64? = nil,
    at second: Int64? = nil
  ) throws -> [VenueDiscrepancyCode] {
    try report(
      .snapshot(
        VenueSnapshot(
          positions: positions, orders: orders, balance: balance.map { Money(units: $0) })), at: second)
  }

  /// Throws the venue away and goes on with another one from its saved state.
  mutating func restart() throws {
    let state = venue.state
    venue = BrokerVenue(settings: BrokerSettings(), instruments: Self.instruments)
    try venue.restore(state, account: account)
  }

  // MARK: What comes out

  /// What has been asked of the broker since the last look, as text.
  mutating func asked() -> [String] { intents().map(\.short) }

  /// The same as it goes out.
  mutating func intents() -> [VenueIntent] { venue.takeIntents() }

  /// What the bot has been told since the last look, as text.
  mutating func told() -> [String] {
    defer { venue.events = [] }
    return venue.events.map(\.short)
  }
}

/// The gate said no, which no test here is about.
struct BenchDenial: Error {}

extension OrderKey {
  static func key(_ order: UInt64, _ leg: OrderLeg = .own) -> OrderKey {
    OrderKey(ClientOrderID(ordinal: order), leg: leg)
  }
}

extension OrderNotice {
  /// What a broker says of an order.
  static func of(
    _ order: UInt64, _ leg: OrderLeg = .own, name: String? = nil, executed: Int64? = nil,
    remaining: Int64? = nil, average: Int64? = nil, kind: OrderKind? = nil
  ) -> OrderNotice {
    OrderNotice(
      .key(order, leg), venueOrder: name.flatMap { VenueOrderID($0) },
      cumulative: executed.map { Quantity(units: $0) }, remaining: remaining.map { Quantity(units: $0) },
      averagePrice: average.map { Price(points: $0) }, kind: kind)
  }
}

extension VenueExecution {
  /// An execution; its name is made of what it is unless one is given.
  static func of(
    _ order: UInt64?, _ side: OrderSide, _ units: Int64, at points: Int64 = 110_012, trade: String? = nil,
    leg: OrderLeg = .own, symbolIndex: Int = 0, position: String? = nil, commission: Int64? = nil,
    effect: Effect? = nil
  ) throws -> VenueExecution {
    guard let name = TradeID(trade ?? "T\(order ?? 0)-\(units)-\(points)") else { throw BenchDenial() }
    return VenueExecution(
      trade: name, order: order.map { .key($0, leg) },
      venuePosition: position.flatMap { VenuePositionID($0) }, symbolIndex: symbolIndex, side: side,
      quantity: Quantity(units: units), price: Price(points: points),
      commission: commission.map { Money(units: $0) }, effect: effect)
  }
}

extension VenueSnapshot.OpenPosition {
  /// A position at the broker.
  static func of(
    _ order: UInt64?, _ side: OrderSide, _ units: Int64, at points: Int64 = 110_012, position: String? = nil
  ) -> Self {
    Self(
      venuePosition: position.flatMap { VenuePositionID($0) },
      order: order.map { ClientOrderID(ordinal: $0) }, symbolIndex: 0, side: side,
      quantity: Quantity(units: units), openPrice: Price(points: points))
  }
}

extension Protection {
  static func levels(_ stop: Int64?, _ target: Int64?) -> Protection {
    Protection(stopLoss: stop.map { Price(points: $0) }, takeProfit: target.map { Price(points: $0) })
  }

  fileprivate var short: String {
    (stopLoss.map { ", stop \($0.points)" } ?? "") + (takeProfit.map { ", target \($0.points)" } ?? "")
  }
}

extension OrderKind {
  fileprivate var short: String {
    switch self {
    case .market: ""
    case .limit(let price): " limit \(price.points)"
    case .stop(let price): " stop \(price.points)"
    case .stopLimit(let stop, let limit): " stop \(stop.points) limit \(limit.points)"
    }
  }
}

extension VenueIntent {
  /// `3: submit 1 buy 10000 limit 109900, stop 109800`.
  fileprivate var short: String {
    let what =
      switch action {
      case .submit(let order):
        "submit \(order.key) \(order.request.side.rawValue) \(order.request.quantity.units)"
          + order.request.kind.short + order.request.protection.short
          + (order.closes.map { " of \($0.ordinal)" } ?? "")
      case .close(let close):
        "close \(close.position.ordinal) by \(close.key): \(close.side.rawValue) \(close.quantity.units)"
      case .modify(let change):
        (change.isOfPosition ? "protect" : "change") + " \(change.target)\(change.kind.short)"
          + (change.isOfPosition ? change.protection.short : ", \(change.quantity.units) left")
      case .cancel(let key, _): "cancel \(key)"
      case .lookup(.order(let key, _)): "look up \(key)"
      case .lookup(.snapshot): "snapshot"
      }
    return "\(number): \(what)"
  }
}

extension VenueEvent {
  /// `filled 1 buy 10000 at 110012 (entry)`.
  fileprivate var short: String {
    switch self {
    case .filled(let fill):
      "filled \(fill.order.ordinal) \(fill.side.rawValue) \(fill.quantity.units) at \(fill.price.points) "
        + "(\(fill.reason.code))"
    case .rejected(let rejection): "rejected \(rejection.order.ordinal): \(rejection.code.rawValue)"
    case .accepted(let id): "accepted \(id.ordinal)"
    case .delayed(let id): "delayed \(id.ordinal)"
    case .canceled(let id): "canceled \(id.ordinal)"
    case .expired(let id): "expired \(id.ordinal)"
    case .marginCall: "margin call"
    }
  }
}
