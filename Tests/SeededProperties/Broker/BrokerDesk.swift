import BrokerBridges
import RiskControl
import StateCoding
import TestSupport
import TradingCore

/// A bot with a broker, led as the engine leads it: quotes, ticks of the clock and reports in, intents out. Everything
/// it knows is in its state, so that it can be thrown away and made anew.
struct BrokerDesk {
  /// What comes in, in the form that a session's log has it.
  enum Input {
    case quote(Quote, symbolIndex: Int)
    case clock(Timestamp)
    case report(VenueReport)
  }

  private struct State: Codable {
    var account: Account.State
    var venue: BrokerBook
    var random: StoredRandom
    var lastOrdinal: UInt64
    var quotes: [Quote?]
    var symbolIndex: Int
    var cycle: UInt64
    var fillCount: Int
    var fold: UInt64
    var alive: [OrderKey]
  }

  private(set) var account: Account
  private(set) var venue: BrokerVenue
  private let gate: RiskGate
  private let instruments: [Instrument]
  private var random: StoredRandom
  private var lastOrdinal: UInt64 = 0
  private var quotes: [Quote?]
  private var before: Quote?
  private var symbolIndex = 0
  private var cycle: UInt64 = 0
  /// Fills that were told.
  private(set) var fillCount = 0
  /// All that was told to the strategy, folded into a number.
  private(set) var fold: UInt64 = 0
  /// Orders that were taken for canceled, and then told of under another name.
  private(set) var alive: [OrderKey] = []
  /// Codes of what did not fit, counted.
  private(set) var found: [VenueDiscrepancyCode: Int] = [:]

  init(seed: UInt64, profile: BrokerProfile, settings: BrokerSettings, instruments: [Instrument]) throws {
    account = try Account(
      profile: profile, leverage: profile.leverage, startBalance: BrokerSession.startBalance,
      instruments: instruments)
    venue = BrokerVenue(settings: settings, instruments: instruments)
    gate = try RiskGate(limits: RiskLimits(), profile: profile, instruments: instruments)
    self.instruments = instruments
    random = StoredRandom(seed: seed, purpose: 7)
    quotes = instruments.map { _ in nil }
  }

  /// Everything that it knows, as bytes.
  func saved() throws -> [UInt8] {
    try StateEncoder.encode(
      State(
        account: account.state, venue: venue.state, random: random, lastOrdinal: lastOrdinal, quotes: quotes,
        symbolIndex: symbolIndex, cycle: cycle, fillCount: fillCount, fold: fold, alive: alive))
  }

  /// Goes on where another desk stood.
  mutating func restore(_ bytes: [UInt8]) throws {
    let state = try StateDecoder.decode(State.self, from: bytes)
    try account.restore(state.account)
    try venue.restore(state.venue, account: account)
    (random, lastOrdinal, quotes) = (state.random, state.lastOrdinal, state.quotes)
    (symbolIndex, cycle) = (state.symbolIndex, state.cycle)
    (fillCount, fold, alive) = (state.fillCount, state.fold, state.alive)
  }

  /// Takes something in.
  ///
  /// - Returns: what is to be asked of the broker.
  mutating func take(_ input: Input) throws -> [VenueIntent] {
    switch input {
    case .quote(let quote, let symbolIndex): try take(quote, symbolIndex)
    case .clock(let time):
      guard let moment = moment(at: time) else { break }
      try venue.onClock(moment, account: &account)
    case .report(let report):
      guard let moment = moment(at: report.receiveTime) else { break }
      try venue.take(report, at: moment, account: &account)
    }
    listen()
    return venue.takeIntents()
  }

  private func moment(at time: Timestamp) -> MarketMoment? {
    guard var quote = quotes[symbolIndex] else { return nil }
    quote.eventTime = max(quote.eventTime, time)
    return MarketMoment(
      symbolIndex: symbolIndex, quote: quote, cycle: cycle, isFirstAfterClose: false, before: before,
      quotes: quotes)
  }

  private mutating func take(_ quote: Quote, _ symbolIndex: Int) throws {
    cycle += 1
    account.select(symbolIndex: symbolIndex)
    before = quotes[symbolIndex]
    quotes[symbolIndex] = quote
    self.symbolIndex = symbolIndex
    guard let moment = moment(at: quote.eventTime) else { return }
    if venue.needsQuote(quote, symbolIndex: symbolIndex) { try venue.onQuote(moment, account: &account) }
    _ = account.see(quote)
    try account.revalueSelected()
    account.markDrawdown()
    while random.chance(22) { try act(moment) }
  }

  private mutating func listen() {
    for event in venue.events {
      if case .filled(let fill) = event {
        fillCount += 1
        mix(UInt64(bitPattern: fill.price.points ^ fill.quantity.units << 20))
        mix(fill.order.ordinal << 8 | UInt64(fill.reason.rawValue))
        mix(UInt64(bitPattern: fill.commission.units ^ fill.eventTime.nanoseconds))
      }
      if case .rejected(let rejection) = event { mix(rejection.order.ordinal) }
      if case .canceled(let id) = event { mix(id.ordinal &* 3) }
      if case .accepted(let id) = event { mix(id.ordinal &* 5) }
    }
    venue.events = []
    for discrepancy in venue.takeDiscrepancies() {
      found[discrepancy.code, default: 0] += 1
      if discrepancy.code == .orderAlive, let key = discrepancy.order, !alive.contains(key) {
        alive.append(key)
      }
    }
  }

  private mutating func mix(_ value: UInt64) {
    fold = (fold ^ value) &* 0x0000_0100_0000_01B3
  }

  // MARK: The bot

  private mutating func nextID() -> ClientOrderID {
    lastOrdinal += 1
    return ClientOrderID(ordinal: lastOrdinal)
  }

  private mutating func act(_ moment: MarketMoment) throws {
    switch random.number(0...99) {
    case ..<50: try submit(moment)
    case ..<72: try close(moment)
    case ..<82: try protect(moment)
    case ..<90: try change(moment)
    default: try cancel(moment)
    }
  }

  private mutating func submit(_ moment: MarketMoment) throws {
    if venue.unsettled(symbolIndex: symbolIndex) != nil, random.chance(80) { return }
    let side: OrderSide = random.chance(50) ? .buy : .sell
    let market = side.price(of: moment.quote)
    let away = side.sign * random.number(1...25)
    let kind: OrderKind =
      switch random.number(0...9) {
      case ..<5: .market
      case ..<8: .limit(market.offset(by: random.chance(85) ? -away : away))
      case ..<9: .stop(market.offset(by: away))
      default: .stopLimit(stop: market.offset(by: away), limit: market.offset(by: away))
      }
    let forces: [TimeInForce] = [
      .goodTillCanceled, .goodTillCanceled,
      .goodTill(moment.quote.eventTime.advanced(by: 20 * Timestamp.second)),
      .immediateOrCancel,
    ]
    let reference = OrderRules.ownPrice(of: kind) ?? side.opposite.price(of: moment.quote)
    let order = OrderRequest(
      id: nextID(), symbolIndex: symbolIndex, side: side,
      quantity: Quantity(units: 1_000 * random.number(1...5)), kind: kind,
      timeInForce: kind.price == nil ? .goodTillCanceled : forces[Int(random.number(0...3))],
      protection: levels(side, reference))
    guard case .approved(let approved) = try gate.evaluate(order, account: account, at: moment) else {
      return
    }
    try venue.submit(approved, at: moment, account: &account)
  }

  private mutating func levels(_ side: OrderSide, _ price: Price) -> Protection {
    Protection(
      stopLoss: random.chance(50) ? price.offset(by: -side.sign * random.number(10...60)) : nil,
      takeProfit: random.chance(50) ? price.offset(by: side.sign * random.number(10...60)) : nil)
  }

  private mutating func close(_ moment: MarketMoment) throws {
    guard let position = anyPosition() else { return }
    let part = 1_000 * random.number(1...max(1, position.quantity.units / 1_000))
    let close = CloseRequest(
      id: nextID(), position: position.id, quantity: random.chance(60) ? nil : Quantity(units: part))
    let decision = gate.evaluate(close, reason: .strategy, account: account, at: moment)
    guard case .approved(let approved) = decision else { return }
    try venue.close(approved, at: moment, account: &account)
  }

  private mutating func anyPosition() -> Position? {
    guard !account.positions.isEmpty else { return nil }
    return account.positions[Int(random.number(0...Int64(account.positions.count) - 1))]
  }

  private mutating func protect(_ moment: MarketMoment) throws {
    guard let position = anyPosition(), let quote = quotes[position.symbolIndex] else { return }
    let levels = levels(position.side, position.side.opposite.price(of: quote))
    try modify(ModifyRequest(id: nextID(), target: .position(position.id), protection: levels), moment)
  }

  private mutating func change(_ moment: MarketMoment) throws {
    let working = venue.workingOrders
    guard !working.isEmpty else { return }
    let order = working[Int(random.number(0...Int64(working.count) - 1))]
    let price = order.kind.price?.offset(by: random.number(-10...10))
    try modify(
      ModifyRequest(id: nextID(), target: .order(order.id), price: price, protection: order.protection),
      moment)
  }

  private mutating func modify(_ request: ModifyRequest, _ moment: MarketMoment) throws {
    let decision = gate.evaluate(
      request, account: account, workingOrders: venue.workingOrders, at: moment)
    guard case .approved(let approved) = decision else { return }
    try venue.modify(approved, at: moment, account: &account)
  }

  private mutating func cancel(_ moment: MarketMoment) throws {
    let working = venue.workingOrders
    guard !working.isEmpty else { return }
    try venue.cancel(
      working[Int(random.number(0...Int64(working.count) - 1))].id, at: moment, account: &account)
  }
}
