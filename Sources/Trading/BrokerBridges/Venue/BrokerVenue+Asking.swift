import RiskControl
import TradingCore

/// Intents, their deadlines, and what is done when nobody answers.
extension BrokerVenue {
  /// Takes the time of a moment; it never goes back.
  mutating func pass(_ moment: MarketMoment) { book.now = max(book.now, moment.time) }

  /// Queues an intent and waits for its answer.
  mutating func ask(_ action: VenueIntent.Action, _ key: OrderKey, _ kind: BrokerBook.Ask.Kind) {
    let number = queue(action)
    if kind == .change, let index = book.ticketIndex(key, nil) { book.tickets[index].changeIntent = number }
    book.asks.append(
      BrokerBook.Ask(
        intent: number, key: key, kind: kind, due: book.now.advanced(by: settings.answerTimeout)))
  }

  @discardableResult
  mutating func queue(_ action: VenueIntent.Action) -> UInt64 {
    book.lastIntent += 1
    book.intents.append(VenueIntent(number: book.lastIntent, askedAt: book.now, action: action))
    return book.lastIntent
  }

  /// Stops waiting for an answer.
  mutating func settle(_ key: OrderKey, _ kinds: Set<BrokerBook.Ask.Kind>) {
    book.asks.removeAll { $0.key == key && kinds.contains($0.kind) }
  }

  func isAsked(_ key: OrderKey, _ kind: BrokerBook.Ask.Kind) -> Bool {
    book.asks.contains { $0.key == key && $0.kind == kind }
  }

  /// Gives up waiting for what is over its time.
  mutating func expireAsks() {
    let due = book.asks.filter { $0.due <= book.now }
    guard !due.isEmpty else { return }
    for ask in due { giveUp(ask, "nobody answered in time") }
  }

  /// Something asked for was delivered or not: nobody knows. It is never asked for again, but looked up.
  mutating func giveUp(_ ask: BrokerBook.Ask, _ why: String) {
    book.asks.removeAll { $0 == ask }
    let what =
      switch ask.kind {
      case .submit: "the order"
      case .cancel: "its cancel"
      case .change: "its change"
      case .levels: "the change of its levels"
      }
    let symbol =
      book.ticketIndex(ask.key, nil).map { book.tickets[$0].record.symbolIndex }
      ?? book.linkIndex(ask.key.order).map { book.links[$0].symbolIndex }
    find(.outcomeUnknown, ask.key, symbol, "\(what): \(why)")
    if ask.kind == .levels { return wantSnapshot() }
    guard let index = book.ticketIndex(ask.key, nil) else { return }
    let event: OrderEvent =
      switch ask.kind {
      case .submit: .unanswered
      case .cancel: .cancelUnanswered
      case .change, .levels: .replaceUnanswered
      }
    let isEntry = book.tickets[index].entry != nil
    let verdict = book.tickets[index].record.take(event, OrderNotice(ask.key))
    if ask.kind == .cancel, isEntry, !book.tickets[index].record.state.isEnded {
      reject(ask.key.order, .unanswered, at: book.now)
    }
    if verdict.meaning == .news { touchWorking() }
  }

  /// Looks up what is unknown and due.
  mutating func pursue() {
    for index in book.tickets.indices {
      guard book.tickets[index].record.state == .unknown else {
        book.tickets[index].search = nil
        continue
      }
      guard book.isConnected, isDue(book.tickets[index].search) else { continue }
      book.tickets[index].search = next(book.tickets[index].search)
      let record = book.tickets[index].record
      queue(.lookup(.order(record.key, record.venueOrder)))
    }
    if let search = book.search, book.isConnected, isDue(search) {
      book.search = next(search)
      queue(.lookup(.snapshot))
    }
  }

  private func isDue(_ search: BrokerTicket.Search?) -> Bool { search.map { $0.due <= book.now } ?? true }

  private func next(_ search: BrokerTicket.Search?) -> BrokerTicket.Search {
    let tries = (search?.tries ?? 0) + 1
    return BrokerTicket.Search(
      due: book.now.advanced(by: settings.pause(afterTries: tries)), tries: tries,
      since: search?.since ?? book.now)
  }

  /// Wants a snapshot now, or after a pause.
  mutating func wantSnapshot(after pause: Int64 = 0) {
    let due = book.now.advanced(by: pause)
    guard let search = book.search else {
      book.search = BrokerTicket.Search(due: due, tries: 0)
      return
    }
    // One that waits for its turn is brought forward; one that was asked for is under way.
    if search.since == nil { book.search?.due = min(search.due, due) }
  }

  /// Works out when something is due, and forgets what has ended long ago.
  mutating func rearm() {
    forget()
    var wake = Timestamp.distantFuture
    for ask in book.asks { wake = min(wake, ask.due) }
    if book.isConnected {
      for ticket in book.tickets where ticket.record.state == .unknown {
        wake = min(wake, ticket.search?.due ?? .distantPast)
      }
      if let search = book.search { wake = min(wake, search.due) }
    }
    for ticket in book.tickets where !ticket.record.state.isEnded {
      for pause in [ticket.cancelPause, ticket.changePause] {
        if let pause, pause > book.now { wake = min(wake, pause) }
      }
    }
    wakeTime = wake
  }

  private mutating func forget() {
    let ended = book.tickets.count { $0.record.state.isEnded }
    guard ended > settings.memory + settings.memory / 4 else { return }
    var surplus = ended - settings.memory
    book.tickets.removeAll { ticket in
      guard surplus > 0, ticket.record.state.isEnded else { return false }
      surplus -= 1
      if ticket.isLeg {
        book.forgottenLegs = max(book.forgottenLegs, ticket.key.order.ordinal)
      } else {
        book.forgotten = max(book.forgotten, ticket.key.order.ordinal)
      }
      return true
    }
  }

  // MARK: Telling

  mutating func reject(_ id: ClientOrderID, _ code: RejectionCode, at time: Timestamp) {
    events.append(.rejected(Rejection(order: id, code: code, eventTime: time)))
  }

  /// Tells of something that does not fit; what makes books and broker doubtful halts entries and wants a snapshot.
  mutating func find(
    _ code: VenueDiscrepancyCode, _ order: OrderKey?, _ symbolIndex: Int?, _ detail: String
  ) {
    book.discrepancies.append(
      VenueDiscrepancy(code, order: order, symbolIndex: symbolIndex, at: book.now, detail))
    guard code.isUnsettling else { return }
    let known = symbolIndex.flatMap { instruments.indices.contains($0) ? $0 : nil }
    let doubt = BrokerBook.Doubt(symbolIndex: known)
    if !book.doubts.contains(doubt) { book.doubts.append(doubt) }
    wantSnapshot()
  }

  mutating func touchWorking() { book.workingRevision &+= 1 }

  func venuePosition(of position: ClientOrderID) -> VenuePositionID? {
    book.linkIndex(position).flatMap { book.links[$0].venuePosition }
  }
}
