public import RiskControl
public import TradingCore

/// A broker that answers later: what risk approved becomes an intent for the host to commit and to send, and what the
/// broker reports is booked in the account with the broker's own prices and charges.
///
/// It is a value without clock, socket or randomness: the same quotes, reports and ticks of the clock give the same
/// bookings and intents, so a session with a broker replays from its log. It trusts no report: executions are told
/// apart by the broker's names of them, states never go back, and what does not fit becomes a discrepancy and halts
/// the entries of its symbol until a snapshot agrees. Nothing is ever asked for twice; what nobody answered is looked
/// up. `docs/broker-venue.md` has the rules.
@usableFromInline
package struct BrokerVenue: ExecutionVenue {
  /// What happened since the engine last took it.
  @usableFromInline package var events: [VenueEvent] = []

  let settings: BrokerSettings
  let instruments: [Instrument]
  /// Everything that changes.
  var book = BrokerBook()
  /// When something is due whatever is reported.
  @usableFromInline var wakeTime = Timestamp.distantFuture

  /// A venue for a bot's instruments.
  package init(settings: BrokerSettings, instruments: [Instrument]) {
    self.settings = settings
    self.instruments = instruments
    book.told = instruments.map { _ in .distantPast }
    book.taken = book.told
  }

  // MARK: What the engine asks for

  /// Takes an order: it becomes an intent, unless it would open something while the symbol is unsettled.
  @usableFromInline
  package mutating func submit(
    _ order: ApprovedOrder, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    pass(moment)
    let request = order.request
    if let code = refusal(of: request, account) { return reject(request.id, code, at: book.now) }
    let record = OrderRecord(
      key: OrderKey(request.id), symbolIndex: request.symbolIndex, side: request.side,
      quantity: request.quantity, askedAt: book.now)
    book.tickets.append(BrokerTicket(record, .entry(request)))
    var sent = request
    if !settings.keepsLevels { sent.protection = .none }
    ask(.submit(VenueIntent.Submission(key: record.key, request: sent)), record.key, .submit)
    rearm()
  }

  private func refusal(of request: OrderRequest, _ account: Account) -> RejectionCode? {
    guard instruments.indices.contains(request.symbolIndex), request.quantity.units > 0,
      request.quantity.units < Quantity.magnitudeLimit
    else { return .invalidVolume }
    if !settings.trailsStops, request.protection.trailPoints != nil { return .notSupported }
    if request.protection.breakEven != nil { return .notSupported }
    guard account.canConvert(symbolIndex: request.symbolIndex) else { return .noConversion }
    guard unsettled(symbolIndex: request.symbolIndex) != nil, !reduces(request, account) else { return nil }
    return .symbolUnsettled
  }

  /// Whether an order does no more than reduce what is open, whatever is on its way.
  private func reduces(_ request: OrderRequest, _ account: Account) -> Bool {
    guard account.mode == .netting else { return false }
    let net = account.netUnits(symbolIndex: request.symbolIndex) * request.side.sign
    let closing = account.positions.reduce(0) {
      $0 + ($1.symbolIndex == request.symbolIndex ? $1.closingUnits : 0)
    }
    let pending = pendingUnits(symbolIndex: request.symbolIndex, side: request.side)
    return request.quantity.units <= max(0, -net - closing - pending)
  }

  /// Takes a close, of what is open and not being closed already.
  @usableFromInline
  package mutating func close(
    _ close: ApprovedClose, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    pass(moment)
    askToClose(close.request, close.reason, &account)
    rearm()
  }

  mutating func askToClose(_ request: CloseRequest, _ reason: FillReason, _ account: inout Account) {
    guard let index = account.positions.firstIndex(where: { $0.id == request.position }) else {
      return reject(request.id, .positionGone, at: book.now)
    }
    let position = account.positions[index]
    let free = position.quantity.units - position.closingUnits
    let units = min(request.quantity?.units ?? free, free)
    guard units > 0 else { return reject(request.id, .positionGone, at: book.now) }
    account.positions[index].closingUnits += units
    let key = OrderKey(request.id)
    let side = position.side.opposite
    let quantity = Quantity(units: units)
    let record = OrderRecord(
      key: key, symbolIndex: position.symbolIndex, side: side, quantity: quantity, askedAt: book.now)
    book.tickets.append(BrokerTicket(record, .close(position.id, reason)))
    let closing = VenueIntent.Closing(
      key: key, position: position.id, venuePosition: venuePosition(of: position.id),
      symbolIndex: position.symbolIndex, side: side, quantity: quantity, reason: reason)
    ask(.close(closing), key, .submit)
  }

  /// Takes a modification of an order that works or of a position's levels.
  @usableFromInline
  package mutating func modify(
    _ modification: ApprovedModification, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    pass(moment)
    let request = modification.request
    if request.protection.breakEven != nil || (request.protection.trailPoints != nil && !settings.trailsStops)
    {
      return reject(request.id, .notSupported, at: book.now)
    }
    switch request.target {
    case .order(let id): changeOrder(id, request)
    case .position(let id): changeLevels(of: id, request, &account)
    }
    rearm()
  }

  private mutating func changeOrder(_ id: ClientOrderID, _ request: ModifyRequest) {
    guard let index = book.ticketIndex(OrderKey(id), nil), let entry = book.tickets[index].entry,
      !book.tickets[index].record.state.isEnded
    else { return reject(request.id, .orderGone, at: book.now) }
    guard book.tickets[index].record.askToReplace() else {
      return reject(request.id, .changePending, at: book.now)
    }
    book.tickets[index].change = request
    let record = book.tickets[index].record
    let change = VenueIntent.Modification(
      id: request.id, target: record.key, isOfPosition: false, venueOrder: record.venueOrder,
      venuePosition: nil, symbolIndex: record.symbolIndex,
      kind: entry.kind.moved(to: request.price, limit: request.limitPrice), quantity: record.remaining,
      protection: settings.keepsLevels ? request.protection : .none)
    ask(.modify(change), record.key, .change)
    touchWorking()
  }

  /// Takes a cancel, which needs no approval.
  @usableFromInline
  package mutating func cancel(
    _ order: ClientOrderID, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    pass(moment)
    guard let index = book.ticketIndex(OrderKey(order), nil), askToCancel(at: index) else {
      return reject(order, .orderGone, at: book.now)
    }
    rearm()
  }

  /// Asks for an order's cancel.
  ///
  /// - Returns: whether there was anything to cancel.
  mutating func askToCancel(at index: Int) -> Bool {
    guard book.tickets[index].record.askToCancel() else { return false }
    let record = book.tickets[index].record
    ask(.cancel(record.key, record.venueOrder), record.key, .cancel)
    touchWorking()
    return true
  }

  /// Asks for cancels of all orders and, when told so, for closes of all positions; nothing has been answered then.
  @usableFromInline
  package mutating func finish(
    quotes: [Quote?], closesPositions: Bool, account: inout Account
  ) throws(ArithmeticError) {
    for index in book.tickets.indices where book.tickets[index].entry != nil { _ = askToCancel(at: index) }
    if closesPositions {
      for position in account.positions.sorted(by: { $0.id < $1.id }) {
        askToClose(CloseRequest(id: position.id, position: position.id), .endOfData, &account)
      }
    }
    rearm()
  }

  // MARK: Time

  /// Whether something is due at this quote's time.
  @inlinable
  package func needsQuote(_ quote: Quote, symbolIndex: Int) -> Bool { quote.eventTime >= wakeTime }

  /// Takes note of the time: what nobody answered becomes unknown, what is unknown is looked up.
  @usableFromInline
  package mutating func onQuote(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    pass(moment)
    expireAsks()
    tendLegs(account)
    pursue()
    rearm()
  }

  /// When an answer is overdue or something is looked up next.
  @usableFromInline package var dueTime: Timestamp { wakeTime }

  /// As `onQuote`.
  @usableFromInline
  package mutating func onClock(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    try onQuote(moment, account: &account)
  }

  /// Does nothing: the broker closes for want of margin, and reports it.
  @usableFromInline
  package mutating func onStopOut(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {}

  // MARK: What the engine and its host look at

  /// Limit, stop and stop-limit orders that work as far as we know, in order of placement.
  @usableFromInline
  package var workingOrders: [WorkingOrder] {
    book.tickets.compactMap { ticket in
      guard ticket.isWorking, let request = ticket.entry else { return nil }
      var expiry = Timestamp.distantFuture
      if case .goodTill(let instant) = request.timeInForce { expiry = instant }
      if request.timeInForce == .day { expiry = NewYorkCalendar.nextRoll(after: ticket.record.askedAt) }
      return WorkingOrder(
        id: request.id, symbolIndex: request.symbolIndex, side: request.side, kind: request.kind,
        quantity: ticket.record.remaining, expiry: expiry, protection: request.protection)
    }
  }

  /// Orders that have not come to their end, as far as we know.
  @usableFromInline
  package func openOrders(symbolIndex: Int?) -> [ClientOrderID] {
    book.tickets.compactMap { ticket in
      guard let request = ticket.entry, !ticket.record.state.isEnded,
        symbolIndex == nil || request.symbolIndex == symbolIndex
      else { return nil }
      return request.id
    }.sorted()
  }

  /// Raised whenever a working order may have changed.
  @usableFromInline package var workingRevision: UInt64 { book.workingRevision }

  /// Never: what a broker has to offer is its own affair.
  @usableFromInline package var needsSizes: Bool { false }

  /// Never: the quotes are the broker's own.
  @usableFromInline package var altersQuotes: Bool { false }

  /// The quote itself.
  @inlinable
  package func shown(_ quote: Quote, symbolIndex: Int) -> Quote { quote }

  /// Units of a side that orders of a symbol that have not ended may still fill; closes and legs aside.
  @usableFromInline
  package func pendingUnits(symbolIndex: Int, side: OrderSide) -> Int64 {
    book.tickets.reduce(0) { sum, ticket in
      guard let entry = ticket.entry, entry.symbolIndex == symbolIndex, entry.side == side,
        !ticket.record.state.isEnded
      else { return sum }
      let (next, overflowed) = sum.addingReportingOverflow(ticket.record.remaining.units)
      return overflowed ? .max : next
    }
  }

  /// Yes, until it is asked.
  @inlinable package var mayBeUnsettled: Bool { true }

  /// Why nothing may be opened in a symbol: the connection is lost, an order of it is unknown, or broker and books
  /// are not known to agree.
  @usableFromInline
  package func unsettled(symbolIndex: Int) -> DenialCode? {
    if !book.isConnected { return .brokerDisconnected }
    let isDoubtful =
      book.doubts.contains { $0.symbolIndex == nil || $0.symbolIndex == symbolIndex }
      || book.gaps.contains { $0.symbolIndex == symbolIndex }
      || book.tickets.contains { $0.record.symbolIndex == symbolIndex && $0.record.state == .unknown }
    return isDoubtful ? .orderUnknown : nil
  }

  /// How far an order has come; `nil` for one that was never sent or is no longer remembered.
  package func state(of key: OrderKey) -> OrderState? {
    book.ticketIndex(key, nil).map { book.tickets[$0].record.state }
  }

  /// The orders that are remembered, in order of asking.
  package var orders: [OrderRecord] { book.tickets.map(\.record) }

  /// Reports that told what was known already.
  package var duplicateCount: Int { book.duplicates }

  /// What is to be asked of the broker since the last call, in order.
  @usableFromInline
  package mutating func takeIntents() -> [VenueIntent] {
    defer { book.intents = [] }
    return book.intents
  }

  /// Orders, closes, changes and cancels that nobody has answered yet, by the numbers of their intents.
  @usableFromInline package var awaitedIntents: [UInt64] { book.asks.map(\.intent) }

  /// What did not fit since the last call, in order.
  @usableFromInline
  package mutating func takeDiscrepancies() -> [VenueDiscrepancy] {
    defer { book.discrepancies = [] }
    return book.discrepancies
  }

  // MARK: State

  /// Everything that has changed since the venue was made; events have been told before.
  @usableFromInline
  package var state: BrokerBook { book }

  /// Goes on where another venue of the same configuration stood.
  ///
  /// - Throws: `StateMismatch` when it has symbols that the bot does not have; nothing has changed then.
  @usableFromInline
  package mutating func restore(_ state: BrokerBook, account: Account) throws(StateMismatch) {
    guard state.symbols.allSatisfy(instruments.indices.contains), state.told.count == instruments.count,
      state.taken.count == instruments.count
    else {
      throw StateMismatch("it has orders of symbols that the bot does not have")
    }
    book = state
    events = []
    rearm()
  }
}
