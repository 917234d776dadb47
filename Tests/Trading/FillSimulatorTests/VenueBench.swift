import FillSimulator
import RiskControl
import TestSupport
import Testing
import TradingCore

/// A simulated broker of one instrument, EURUSD unless told otherwise, led by hand: quotes in, what it reports out, as the engine leads it.
struct VenueBench {
  var account: Account
  var venue: SimulatedVenue
  private let gate: RiskGate
  private var cycle: UInt64 = 0
  private var lastID: UInt64 = 0
  private var quotes: (previous: Quote?, current: Quote)?
  private var closing = Timestamp.distantPast

  init(
    balance: Int64 = 1_000_000_000, seed: UInt64 = 1, instrument: Instrument = Known.eurusd,
    gateInstrument: Instrument? = nil, change: (inout BrokerProfile) -> Void = { _ in }
  ) throws {
    var profile = BrokerProfile(name: "bench", commission: .none)
    change(&profile)
    account = try Account(
      profile: profile, leverage: profile.leverage, startBalance: Money(units: balance),
      instruments: [instrument])
    venue = try SimulatedVenue(
      profile: profile, instruments: [instrument], latencyNanoseconds: profile.latencyNanoseconds,
      random: CounterRandom(seed: seed, stream: 1))
    gate = try RiskGate(
      limits: RiskLimits(), profile: profile, instruments: [gateInstrument ?? instrument])
  }

  private var moment: MarketMoment {
    MarketMoment(
      symbolIndex: 0, quote: quotes?.current ?? Known.quote(0, 0, 0), cycle: cycle,
      isFirstAfterClose: isFirstAfterClose, before: quotes?.previous, quotes: [nil],
      sizes: MomentSizes(now: sizes.current, before: sizes.previous, last: []))
  }
  private var isFirstAfterClose = false
  private var sizes = (previous: QuoteSize.zero, current: QuoteSize.zero)

  /// Steps 1 to 4 on a quote.
  @discardableResult
  mutating func quote(
    _ milliseconds: Int64, _ bid: Int64, _ ask: Int64, sizes size: (bid: Int64, ask: Int64) = (0, 0)
  ) throws -> [String] {
    cycle += 1
    sizes = (sizes.current, QuoteSize(bidUnits: size.bid, askUnits: size.ask))
    let shown = venue.shown(Known.quote(milliseconds, bid, ask), symbolIndex: 0)
    quotes = (quotes?.current, shown)
    isFirstAfterClose = closing != .distantPast && shown.eventTime >= closing
    if shown.eventTime >= closing { closing = TradingHours.fxWeek.nextClosing(after: shown.eventTime) }
    if venue.needsQuote(shown, symbolIndex: 0) { try venue.onQuote(moment, account: &account) }
    _ = account.see(shown)
    try account.revalueSelected()
    if account.isStoppedOut { try venue.onStopOut(moment, account: &account) }
    return take()
  }

  @discardableResult
  mutating func submit(
    _ side: OrderSide, _ units: Int64 = 1_000, _ kind: OrderKind = .market,
    _ timeInForce: TimeInForce = .goodTillCanceled, sl: Int64? = nil, tp: Int64? = nil, trail: Int64? = nil,
    be: BreakEven? = nil
  ) throws -> [String] {
    lastID += 1
    let order = OrderRequest(
      id: ClientOrderID(ordinal: lastID), symbolIndex: 0, side: side, quantity: Quantity(units: units),
      kind: kind, timeInForce: timeInForce,
      protection: Protection(
        stopLoss: sl.map { Price(points: $0) }, takeProfit: tp.map { Price(points: $0) }, trailPoints: trail,
        breakEven: be))
    switch try gate.evaluate(order, account: account, at: moment) {
    case .approved(let approved): try venue.submit(approved, at: moment, account: &account)
    case .denied(let denial): return ["denied \(denial.code.rawValue)"]
    }
    return take()
  }

  @discardableResult
  mutating func close(_ position: UInt64, _ units: Int64? = nil) throws -> [String] {
    lastID += 1
    let close = CloseRequest(
      id: ClientOrderID(ordinal: lastID), position: ClientOrderID(ordinal: position),
      quantity: units.map { Quantity(units: $0) })
    switch gate.evaluate(close, reason: .strategy, account: account, at: moment) {
    case .approved(let approved): try venue.close(approved, at: moment, account: &account)
    case .denied(let denial): return ["denied \(denial.code.rawValue)"]
    }
    return take()
  }

  @discardableResult
  mutating func modify(
    _ target: ModifyRequest.Target, price: Int64? = nil, limit: Int64? = nil, sl: Int64? = nil,
    tp: Int64? = nil, trail: Int64? = nil, be: BreakEven? = nil
  ) throws -> [String] {
    lastID += 1
    let change = ModifyRequest(
      id: ClientOrderID(ordinal: lastID), target: target, price: price.map { Price(points: $0) },
      limitPrice: limit.map { Price(points: $0) },
      protection: Protection(
        stopLoss: sl.map { Price(points: $0) }, takeProfit: tp.map { Price(points: $0) }, trailPoints: trail,
        breakEven: be))
    switch gate.evaluate(change, account: account, workingOrders: venue.workingOrders, at: moment) {
    case .approved(let approved): try venue.modify(approved, at: moment, account: &account)
    case .denied(let denial): return ["denied \(denial.code.rawValue)"]
    }
    return take()
  }

  /// The end of a run: everything open is closed on the last quote.
  mutating func finish() throws -> [String] {
    try venue.finish(quotes: [quotes?.current], closesPositions: true, account: &account)
    return take()
  }

  mutating func cancel(_ order: UInt64) throws -> [String] {
    try venue.cancel(ClientOrderID(ordinal: order), at: moment, account: &account)
    return take()
  }

  var positions: [Position] { account.positions }

  /// Takes what was reported, in words: `filled 1 buy 1000 at 110010 entry`, `rejected 2 no_margin`.
  private mutating func take() -> [String] {
    defer { venue.events = [] }
    return venue.events.map { event in
      switch event {
      case .filled(let fill):
        "filled \(fill.order.ordinal) \(fill.side.rawValue) \(fill.quantity.units) at \(fill.price.points) "
          + fill.reason.code
      case .rejected(let rejection): "rejected \(rejection.order.ordinal) \(rejection.code.rawValue)"
      case .accepted(let id): "accepted \(id.ordinal)"
      case .delayed(let id): "delayed \(id.ordinal)"
      case .canceled(let id): "canceled \(id.ordinal)"
      case .expired(let id): "expired \(id.ordinal)"
      case .marginCall: "margin call"
      }
    }
  }
}

extension OrderKind {
  static func limit(at points: Int64) -> OrderKind { .limit(Price(points: points)) }
  static func stop(at points: Int64) -> OrderKind { .stop(Price(points: points)) }
  static func stop(at stop: Int64, limit: Int64) -> OrderKind {
    .stopLimit(stop: Price(points: stop), limit: Price(points: limit))
  }
}
