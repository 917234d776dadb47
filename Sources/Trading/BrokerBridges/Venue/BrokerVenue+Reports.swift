import RiskControl
public import TradingCore

extension BrokerVenue {
  /// Takes what the broker, or the bridge to it, reports.
  ///
  /// - Throws: `ArithmeticError` when an amount does not fit; the session ends.
  @usableFromInline
  package mutating func take(
    _ report: VenueReport, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    pass(moment)
    var taking = Taking(report: report, moment: moment)
    switch report.content {
    case .accepted(let notice): try take(.accepted, notice, &taking, &account)
    case .working(let notice): try take(.working, notice, &taking, &account)
    case .canceled(let notice): try take(.canceled, notice, &taking, &account)
    case .expired(let notice): try take(.expired, notice, &taking, &account)
    case .replaced(let notice): try take(.replaced, notice, &taking, &account)
    case .rejected(let notice, let code, _):
      taking.code = code
      try take(.rejected, notice, &taking, &account)
    case .cancelRejected(let notice, let code, _):
      taking.code = code
      try take(.cancelRejected, notice, &taking, &account)
    case .replaceRejected(let notice, let code, _):
      taking.code = code
      if isOfLevels(notice) {
        if isOfLatestLevels(notice, report.answers) { refuseLevels(notice, code) }
      } else {
        try take(.replaceRejected, notice, &taking, &account)
      }
    case .protected(let notice):
      if isOfLatestLevels(notice, report.answers) { confirmLevels(notice, &account) }
    case .executed(let execution): try take(execution, taking, &account)
    case .positionClosed(let execution, let reason):
      try takeBrokersClose(execution, reason, taking, &account)
    case .balanceChanged(let change): try take(change, &account)
    case .notSent(let intent): try takeNotSent(intent, &taking, &account)
    case .unknown(let intent, let why):
      if let ask = book.asks.first(where: { $0.intent == intent }) { giveUp(ask, why) }
    case .absent(let key):
      taking.code = .neverArrived
      try take(.absent, OrderNotice(key), &taking, &account)
    case .snapshot(let snapshot): try reconcile(snapshot, &taking, &account)
    case .connectionLost(let why): loseConnection(why)
    case .connectionRestored(let isGapless): restoreConnection(isGapless)
    }
    if !book.parked.isEmpty { try takeParked(taking, &account) }
    tendLegs(account)
    pursue()
    rearm()
  }

  private mutating func loseConnection(_ why: String) {
    guard book.isConnected else { return }
    book.isConnected = false
    find(.connectionLost, nil, nil, why)
  }

  private mutating func restoreConnection(_ isGapless: Bool) {
    book.isConnected = true
    for index in book.tickets.indices { book.tickets[index].search = nil }
    if let search = book.search {
      book.search = BrokerTicket.Search(due: book.now, tries: search.tries, since: search.since)
    }
    if !isGapless { wantSnapshot() }
  }

  // MARK: Orders

  /// Takes what is said of an order besides executions.
  mutating func take(
    _ event: OrderEvent, _ notice: OrderNotice, _ taking: inout Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    guard let index = book.ticketIndex(notice.order, notice.venueOrder) else {
      return findStray(notice, taking)
    }
    let before = book.tickets[index].record.state
    let answers = taking.report.answers
    let event = isBeforeChange(event, notice, answers, at: index) ? .observed : event
    let isCertain = answers != nil && answers == book.tickets[index].changeIntent
    let usable = usable(notice, at: index, taking)
    let verdict = book.tickets[index].record.take(event, usable, isCertain: isCertain)
    try apply(verdict, at: index, taking, &account)
    if before == .canceled, let name = notice.venueOrder,
      verdict.faults.contains(where: { $0.code == .orderAlive })
    {
      // The bot has been told that it ended: it must not fill any more.
      queue(.cancel(book.tickets[index].key, name))
    } else if before == .canceled, event == .cancelRejected {
      let record = book.tickets[index].record
      queue(.lookup(.order(record.key, record.venueOrder)))
    }
    answer(event, at: index)
    if verdict.meaning == .news {
      noteNews(of: faultSymbol(at: index), taking)
      tell(event, usable, at: index, taking, &account)
    }
    conclude(from: before, at: index, taking, &account)
    namePosition(of: index, notice.venuePosition, account)
  }

  /// Whether word of an order may be from before its latest change, or is known to be.
  ///
  /// `answers`: the intent that it answers, where anybody says: a lookup, or a change.
  private func isBeforeChange(
    _ event: OrderEvent, _ notice: OrderNotice, _ answers: UInt64?, at index: Int
  ) -> Bool {
    guard let change = book.tickets[index].changeIntent else { return false }
    let record = book.tickets[index].record
    switch event {
    case .accepted, .working:
      // How it stands after a change only a lookup says that was asked for after the change.
      if let answers { return answers < change }
      // What nobody asked for may be late, unless it has the name that only the change gives.
      return record.isReplaceAsked && notice.venueOrder.map(record.isNamed) ?? true
    case .replaced, .replaceRejected: return answers.map { $0 < change } ?? false
    case .canceled, .expired:
      // The first half of a change that was carried out as cancel and new order.
      return answers == nil && notice.venueOrder.map(record.wasNamed) ?? false
    default: return false
    }
  }

  /// Notes the broker's name of the position that an order has opened.
  private mutating func namePosition(of index: Int, _ name: VenuePositionID?, _ account: Account) {
    guard let name, book.tickets[index].entry != nil, book.tickets[index].record.cumulative > .zero else {
      return
    }
    let ticket = book.tickets[index]
    if account.mode == .hedging { link(ticket.key.order, ticket.record.symbolIndex, name) }
  }

  /// Something of a symbol has changed: no snapshot of before says anything of it.
  mutating func noteNews(of symbolIndex: Int, _ taking: Taking) {
    // A broker's clock that is far ahead would make every snapshot an old one.
    let time = min(taking.time(book.now), book.now.advanced(by: settings.clockTolerance))
    book.told[symbolIndex] = max(book.told[symbolIndex], time)
    book.taken[symbolIndex] = book.now
  }

  /// A notice without what can't be used of it.
  private func usable(_ notice: OrderNotice, at index: Int, _ taking: Taking) -> OrderNotice {
    var notice = notice
    let record = book.tickets[index].record
    if let average = notice.averagePrice, !isPrice(average, record.symbolIndex) { notice.averagePrice = nil }
    // Without any price there is nothing to book what was lost at; the next report or lookup tells more.
    if notice.averagePrice == nil, taking.quote(record.symbolIndex) == nil {
      notice.cumulative = notice.cumulative.map { min($0, record.cumulative) }
    }
    return notice
  }

  func isPrice(_ price: Price, _ symbolIndex: Int) -> Bool {
    price.points >= instruments[symbolIndex].lowestPoints && price.points < Price.magnitudeLimit
  }

  /// Whether an order may have been one that ended long ago.
  private func isForgotten(_ key: OrderKey) -> Bool {
    key.order.ordinal <= (key.leg == .own ? book.forgotten : book.forgottenLegs)
  }

  private mutating func findStray(_ notice: OrderNotice, _ taking: Taking) {
    guard let key = notice.order else {
      let name = notice.venueOrder?.text ?? "without a name"
      return find(.foreignOrder, nil, notice.symbolIndex, "an order that is not ours: \(name)")
    }
    if isForgotten(key) { return book.duplicates += 1 }
    find(.unknownOrder, key, notice.symbolIndex, "\(taking.report.content.kind), but it was never sent")
  }

  func faultSymbol(at index: Int) -> Int { book.tickets[index].record.symbolIndex }

  /// Tells what a verdict found, and books its fills.
  mutating func apply(
    _ verdict: OrderVerdict, at index: Int, _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    if verdict.meaning == .duplicate { book.duplicates += 1 }
    for fault in verdict.faults {
      find(fault.code, book.tickets[index].key, faultSymbol(at: index), fault.detail)
    }
    var charges = Charges(of: verdict.fills)
    for fill in verdict.fills { try book(fill, at: index, &charges, taking, &account) }
    if !verdict.fills.isEmpty { touchWorking() }
  }

  /// Stops waiting for what this answers.
  private mutating func answer(_ event: OrderEvent, at index: Int) {
    let key = book.tickets[index].key
    switch event {
    case .accepted, .working: settle(key, [.submit])
    case .replaced: settle(key, [.submit, .change])
    case .replaceRejected, .replaceNotSent: settle(key, [.change])
    case .cancelRejected, .cancelNotSent: settle(key, [.cancel])
    case .observed, .unanswered, .cancelUnanswered, .replaceUnanswered: break
    case .canceled, .rejected, .expired, .notSent, .absent:
      if book.tickets[index].record.state.isEnded { settle(key, [.submit, .cancel, .change]) }
    }
  }

  /// Tells the strategy of what is news and does not end the order.
  private mutating func tell(
    _ event: OrderEvent, _ notice: OrderNotice, at index: Int, _ taking: Taking, _ account: inout Account
  ) {
    touchWorking()
    switch event {
    case .accepted, .working:
      if let kind = notice.kind { move(to: kind, at: index) }
      if let change = book.tickets[index].change, !book.tickets[index].record.isReplaceAsked {
        // Looked up: it works, and whether it was changed its prices say.
        book.tickets[index].change = nil
        if !isDone(change, at: index, notice) { reject(change.id, .unanswered, at: taking.time(book.now)) }
      }
      if !book.tickets[index].record.isReplaceAsked { noteLeg(at: index, notice) }
      if event == .working { announce(at: index) }
    case .replaced: if !book.tickets[index].record.isReplaceAsked { carryOutChange(at: index, notice) }
    case .cancelRejected, .cancelNotSent:
      if book.tickets[index].entry != nil {
        reject(book.tickets[index].key.order, taking.code ?? .otherReason, at: taking.time(book.now))
      }
      if taking.code == .orderGone { doubt(at: index) }
    case .replaceRejected, .replaceNotSent:
      refuseLegChange(at: index, taking, &account)
      if let change = book.tickets[index].change {
        book.tickets[index].change = nil
        reject(change.id, taking.code ?? .otherReason, at: taking.time(book.now))
      }
      if taking.code == .orderGone { doubt(at: index) }
    case .canceled, .rejected, .expired, .notSent, .absent, .unanswered, .cancelUnanswered,
      .replaceUnanswered,
      .observed:
      break
    }
  }

  /// The broker says that it is gone, and not where to: it is looked up.
  private mutating func doubt(at index: Int) {
    _ = book.tickets[index].record.take(.unanswered, OrderNotice(book.tickets[index].key))
  }

  private mutating func announce(at index: Int) {
    guard let entry = book.tickets[index].entry, entry.kind != .market, !book.tickets[index].isAnnounced,
      !book.tickets[index].record.state.isEnded
    else { return }
    book.tickets[index].isAnnounced = true
    events.append(.accepted(entry.id))
  }

  private mutating func move(to kind: OrderKind, at index: Int) {
    guard var entry = book.tickets[index].entry else { return }
    entry.kind = kind
    book.tickets[index].purpose = .entry(entry)
  }

  private func isDone(_ change: ModifyRequest, at index: Int, _ notice: OrderNotice) -> Bool {
    guard let entry = book.tickets[index].entry, let kind = notice.kind else { return false }
    return kind == entry.kind.moved(to: change.price, limit: change.limitPrice)
  }

  private mutating func carryOutChange(at index: Int, _ notice: OrderNotice) {
    if let change = book.tickets[index].change, var entry = book.tickets[index].entry {
      entry.kind = notice.kind ?? entry.kind.moved(to: change.price, limit: change.limitPrice)
      entry.protection = change.protection
      book.tickets[index].purpose = .entry(entry)
      book.tickets[index].change = nil
    }
    if let change = book.tickets[index].legChange, let position = book.tickets[index].position {
      book.tickets[index].purpose = .leg(position, at: change.price)
      if notice.remaining == nil {
        book.tickets[index].record.resize(remaining: Quantity(units: change.units))
      }
      book.tickets[index].legChange = nil
    }
    announce(at: index)
  }

  /// Does what the end of an order brings with it.
  mutating func conclude(
    from before: OrderState, at index: Int, _ taking: Taking, _ account: inout Account
  ) {
    let ticket = book.tickets[index]
    let state = ticket.record.state
    guard !before.isEnded, state.isEnded else { return }
    touchWorking()
    settle(ticket.key, [.submit, .cancel, .change])
    release(ticket, &account)
    let time = taking.time(book.now)
    let id = ticket.fillOrder
    if ticket.isLeg {
      if state == .filled || taking.code == .neverArrived {
        renewLeg(ticket)
      } else if !ticket.record.isCancelAsked, ticket.cancelPause == nil {
        loseLeg(ticket, state, taking, &account)
      }
    } else {
      switch state {
      case .canceled: events.append(.canceled(id))
      case .expired: events.append(.expired(id))
      case .rejected: reject(id, taking.code ?? .otherReason, at: time)
      default: break
      }
    }
    if state == .rejected, taking.code == .positionGone, ticket.position.flatMap(account.position) != nil {
      // By our books it is open: it has another name there, or its close was not reported.
      wantSnapshot()
    }
    if let change = ticket.change {
      book.tickets[index].change = nil
      reject(change.id, .orderGone, at: time)
    }
    book.tickets[index].legChange = nil
  }

  /// A close that has ended takes no more of its position.
  private func release(_ ticket: BrokerTicket, _ account: inout Account) {
    guard case .close(let id, _) = ticket.purpose,
      let index = account.positions.firstIndex(where: { $0.id == id })
    else { return }
    let left = account.positions[index].closingUnits - ticket.record.remaining.units
    account.positions[index].closingUnits = max(0, left)
  }

  private mutating func takeNotSent(
    _ intent: UInt64, _ taking: inout Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    // A lookup that was not sent comes again by itself.
    guard let ask = book.asks.first(where: { $0.intent == intent }) else { return }
    book.asks.removeAll { $0 == ask }
    taking.code = .notSent
    switch ask.kind {
    case .submit: try take(.notSent, OrderNotice(ask.key), &taking, &account)
    case .cancel: try take(.cancelNotSent, OrderNotice(ask.key), &taking, &account)
    case .change: try take(.replaceNotSent, OrderNotice(ask.key), &taking, &account)
    case .levels: refuseLevels(OrderNotice(ask.key), .notSent)
    }
  }

  // MARK: Executions

  private mutating func take(
    _ execution: VenueExecution, _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    guard let index = book.ticketIndex(execution.order, execution.venueOrder) else {
      if let key = execution.order {
        if isForgotten(key), taking.report.isReplayed { return book.duplicates += 1 }
        return find(.unknownOrder, key, execution.symbolIndex, "executed, but it was never sent")
      }
      return try takeBrokersClose(execution, .risk, taking, &account)
    }
    let key = book.tickets[index].key
    if let fault = fault(of: execution, account) {
      return find(fault.code, key, faultSymbol(at: index), fault.detail)
    }
    if account.mode == .hedging, execution.effect == .closing, book.tickets[index].entry != nil {
      return find(.sideMismatch, key, faultSymbol(at: index), "expected to open, was to close")
    }
    let before = book.tickets[index].record.state
    let verdict = book.tickets[index].record.take(
      execution, eventTime: taking.report.eventTime, tolerance: settings.clockTolerance)
    if verdict.meaning != .contradiction { settle(key, [.submit]) }
    if verdict.meaning == .news { noteNews(of: execution.symbolIndex, taking) }
    try apply(verdict, at: index, taking, &account)
    conclude(from: before, at: index, taking, &account)
  }

  /// What no execution may be, whatever it is of.
  func fault(of execution: VenueExecution, _ account: Account) -> OrderVerdict.Fault? {
    guard instruments.indices.contains(execution.symbolIndex), execution.symbolIndex < account.symbolCount
    else { return OrderVerdict.Fault(.symbolMismatch, "no symbol of the bot's: \(execution.symbolIndex)") }
    guard isPrice(execution.price, execution.symbolIndex) else {
      return OrderVerdict.Fault(.priceOutOfRange, "\(execution.price.points) points")
    }
    for amount in [execution.commission, execution.swap, execution.fee] {
      if let amount, !Account.isBookable(amount) {
        return OrderVerdict.Fault(.amountOutOfRange, "\(amount.units) units of money")
      }
    }
    let execution = Execution(
      order: ClientOrderID(ordinal: 0), position: ClientOrderID(ordinal: 0),
      symbolIndex: execution.symbolIndex, eventTime: book.now, side: execution.side,
      quantity: Quantity(units: max(1, execution.quantity.units)), price: execution.price, reason: .entry,
      quote: Quote(eventTime: book.now, bid: execution.price, ask: execution.price), commission: .zero)
    return account.bookingFault(execution).map {
      OrderVerdict.Fault(.amountOutOfRange, "can't be booked: \($0.rawValue)")
    }
  }
}

/// A report as it is being taken.
struct Taking {
  let report: VenueReport
  let moment: MarketMoment
  /// Why something is refused.
  var code: RejectionCode?
  /// When it happened, where that is not the report's own time.
  var eventTime: Timestamp?

  /// The last quote of a symbol, if there has been one.
  func quote(_ symbolIndex: Int) -> Quote? {
    guard let quote = moment.latest(symbolIndex: symbolIndex), quote.bid.points != 0 || quote.ask.points != 0
    else { return nil }
    return quote
  }

  /// When it happened, as far as anybody says.
  func time(_ now: Timestamp) -> Timestamp { eventTime ?? report.eventTime ?? now }
}
