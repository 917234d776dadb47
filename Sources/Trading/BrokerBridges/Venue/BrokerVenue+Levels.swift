import RiskControl
import TradingCore

/// Stop losses and take profits: on positions at the broker, or as two orders of which one cancels the other.
extension BrokerVenue {
  /// Takes a change of a position's levels.
  mutating func changeLevels(
    of id: ClientOrderID, _ request: ModifyRequest, _ account: inout Account
  ) {
    guard let position = account.position(id) else {
      return reject(request.id, .positionGone, at: book.now)
    }
    link(id, position.symbolIndex, nil)
    guard let index = book.linkIndex(id) else { return }
    guard settings.keepsLevels else {
      // What was refused once is asked for again when the strategy asks again.
      for index in book.tickets.indices where book.tickets[index].isLeg && book.tickets[index].position == id
      {
        book.tickets[index].refused = nil
      }
      setLevels(request.protection, of: id, from: request.id, &account)
      return tendLegs(account)
    }
    guard book.links[index].change == nil else {
      return reject(request.id, .changePending, at: book.now)
    }
    book.links[index].change = request
    let change = VenueIntent.Modification(
      id: request.id, target: OrderKey(id), isOfPosition: true, venueOrder: nil,
      venuePosition: book.links[index].venuePosition, symbolIndex: position.symbolIndex, kind: .market,
      quantity: position.quantity, protection: request.protection)
    ask(.modify(change), OrderKey(id), .levels)
  }

  /// Gives a position its levels.
  mutating func setLevels(
    _ protection: Protection, of id: ClientOrderID, from request: ClientOrderID, _ account: inout Account
  ) {
    guard let index = account.positions.firstIndex(where: { $0.id == id }) else { return }
    account.positions[index].protection = protection
    if let link = book.linkIndex(id) { book.links[link].levelsFrom = request }
  }

  /// Whether a notice answers a change of levels and not one of the order of the same number.
  func isOfLevels(_ notice: OrderNotice) -> Bool {
    guard let key = notice.order, let link = book.linkIndex(key.order) else { return false }
    let isReplaceAsked = book.ticketIndex(key, nil).map { book.tickets[$0].record.isReplaceAsked } ?? false
    return book.links[link].change != nil && !isReplaceAsked
  }

  /// Whether an answer is, as far as anybody says, one to the change of levels that is on its way.
  mutating func isOfLatestLevels(_ notice: OrderNotice, _ answers: UInt64?) -> Bool {
    guard let answers, let key = notice.order else { return true }
    let isAwaited = book.asks.contains { $0.intent == answers && $0.key == key }
    if !isAwaited { book.duplicates += 1 }
    return isAwaited
  }

  /// The levels that were asked for stand.
  mutating func confirmLevels(_ notice: OrderNotice, _ account: inout Account) {
    guard let key = notice.order, let index = book.linkIndex(key.order) else {
      return find(.unknownOrder, notice.order, notice.symbolIndex, "levels of a position that is not ours")
    }
    guard let change = book.links[index].change else { return book.duplicates += 1 }
    book.links[index].change = nil
    settle(key, [.levels])
    setLevels(change.protection, of: key.order, from: change.id, &account)
  }

  /// They do not: those that stood go on.
  mutating func refuseLevels(_ notice: OrderNotice, _ code: RejectionCode) {
    guard let key = notice.order, let index = book.linkIndex(key.order), let change = book.links[index].change
    else { return }
    book.links[index].change = nil
    settle(key, [.levels])
    reject(change.id, code, at: book.now)
    if code == .positionGone { wantSnapshot() }
  }

  // MARK: Legs

  /// Places, changes and cancels protecting orders until each position has those that its levels ask for.
  mutating func tendLegs(_ account: Account) {
    guard !settings.keepsLevels else { return }
    for index in book.tickets.indices where book.tickets[index].isLeg {
      guard let id = book.tickets[index].position, account.position(id) == nil else { continue }
      cancelLeg(at: index)
    }
    for position in account.positions {
      tend(.stopLoss, at: position.protection.stopLoss, of: position)
      tend(.takeProfit, at: position.protection.takeProfit, of: position)
    }
  }

  private mutating func tend(_ leg: OrderLeg, at price: Price?, of position: Position) {
    let present = book.tickets.lastIndex {
      $0.key.leg == leg && $0.position == position.id && !$0.record.state.isEnded
    }
    guard let price else {
      if let present { cancelLeg(at: present) }
      return
    }
    guard let present else { return place(leg, at: price, for: position) }
    let wanted = BrokerTicket.LegChange(price: price, units: position.quantity.units)
    guard case .leg(_, let waits) = book.tickets[present].purpose,
      waits != price || book.tickets[present].record.remaining != position.quantity,
      book.tickets[present].refused != wanted,
      book.tickets[present].changePause.map({ $0 <= book.now }) ?? true,
      book.tickets[present].record.askToReplace(remaining: position.quantity)
    else { return }
    book.tickets[present].legChange = wanted
    let record = book.tickets[present].record
    let change = VenueIntent.Modification(
      id: record.key.order, target: record.key, isOfPosition: false, venueOrder: record.venueOrder,
      venuePosition: venuePosition(of: position.id), symbolIndex: position.symbolIndex,
      kind: Self.kind(of: leg, at: price), quantity: position.quantity, protection: .none)
    ask(.modify(change), record.key, .change)
  }

  /// Cancels a leg that is known to be there, and once in a while again when that was refused.
  private mutating func cancelLeg(at index: Int) {
    let state = book.tickets[index].record.state
    guard state != .unknown, book.tickets[index].cancelPause.map({ $0 <= book.now }) ?? true,
      askToCancel(at: index)
    else { return }
    book.tickets[index].cancelPause = book.now.advanced(by: settings.answerTimeout)
  }

  /// A leg stays as it is: the position shows the level that stands.
  mutating func refuseLegChange(at index: Int, _ taking: Taking, _ account: inout Account) {
    guard let change = book.tickets[index].legChange,
      case .leg(let id, let waits) = book.tickets[index].purpose
    else { return }
    book.tickets[index].legChange = nil
    book.tickets[index].refused = change
    let key = book.tickets[index].key
    guard change.price != waits, let index = account.positions.firstIndex(where: { $0.id == id }) else {
      return
    }
    if key.leg == .stopLoss { account.positions[index].protection.stopLoss = waits }
    if key.leg == .takeProfit { account.positions[index].protection.takeProfit = waits }
    let asker = book.linkIndex(id).map { book.links[$0].levelsFrom } ?? id
    reject(asker, taking.code ?? .otherReason, at: taking.time(book.now))
  }

  /// What became of a leg's change is known by where it waits now, whatever was said of it before.
  mutating func noteLeg(at index: Int, _ notice: OrderNotice) {
    guard let position = book.tickets[index].position, book.tickets[index].isLeg else { return }
    if let price = notice.kind?.price { book.tickets[index].purpose = .leg(position, at: price) }
    guard let change = book.tickets[index].legChange else { return }
    book.tickets[index].legChange = nil
    if notice.kind?.price != change.price || book.tickets[index].record.remaining.units != change.units {
      book.tickets[index].changePause = book.now.advanced(by: settings.answerTimeout)
    }
  }

  private mutating func place(_ leg: OrderLeg, at price: Price, for position: Position) {
    link(position.id, position.symbolIndex, nil)
    guard let link = book.linkIndex(position.id) else { return }
    let asked = OrderKey(book.links[link].levelsFrom, leg: leg)
    guard !book.links[link].usedLegs.contains(asked) else { return }
    book.links[link].usedLegs.append(asked)
    let key = OrderKey(ClientOrderID(ordinal: book.lastIntent + 1), leg: leg)
    let request = OrderRequest(
      id: key.order, symbolIndex: position.symbolIndex, side: position.side.opposite,
      quantity: position.quantity, kind: Self.kind(of: leg, at: price))
    let record = OrderRecord(
      key: key, symbolIndex: position.symbolIndex, side: request.side, quantity: position.quantity,
      askedAt: book.now)
    book.tickets.append(BrokerTicket(record, .leg(position.id, at: price)))
    let submission = VenueIntent.Submission(
      key: key, request: request, closes: position.id, venuePosition: book.links[link].venuePosition)
    ask(.submit(submission), key, .submit)
  }

  private static func kind(of leg: OrderLeg, at price: Price) -> OrderKind {
    leg == .takeProfit ? .limit(price) : .stop(price)
  }

  /// A protecting order has filled, for less than what is open maybe, or has never arrived: what is open is to have
  /// another.
  mutating func renewLeg(_ ticket: BrokerTicket) {
    guard let id = ticket.position, let link = book.linkIndex(id) else { return }
    let asked = OrderKey(book.links[link].levelsFrom, leg: ticket.key.leg)
    book.links[link].usedLegs.removeAll { $0 == asked }
  }

  /// A protecting order has ended though nobody asked for that: the position no longer has the level.
  mutating func loseLeg(
    _ ticket: BrokerTicket, _ state: OrderState, _ taking: Taking, _ account: inout Account
  ) {
    guard let id = ticket.position, let index = account.positions.firstIndex(where: { $0.id == id }) else {
      return
    }
    if ticket.key.leg == .stopLoss { account.positions[index].protection.stopLoss = nil }
    if ticket.key.leg == .takeProfit { account.positions[index].protection.takeProfit = nil }
    find(.protectionLost, ticket.key, ticket.record.symbolIndex, "\(state.rawValue) without being asked for")
    let asker = book.linkIndex(id).map { book.links[$0].levelsFrom } ?? id
    reject(asker, taking.code ?? .otherReason, at: taking.time(book.now))
  }
}
