import RiskControl
import TradingCore

/// What an execution cost, to be shared out among the bookings that it makes.
struct Charges {
  private var commission: Int64 = 0
  private var swap: Int64 = 0
  private var units: Int64 = 0

  init(of fills: [OrderFill]) {
    for fill in fills {
      switch fill {
      case .inferred: break
      case .executed(let units, let execution), .confirmed(let units, _, let execution):
        self.units += units
        commission = (execution.commission?.units ?? 0) + (execution.fee?.units ?? 0)
        swap = execution.swap?.units ?? 0
      }
    }
  }

  init(_ execution: VenueExecution) {
    self.init(of: [.executed(units: execution.quantity.units, execution)])
  }

  /// Nothing.
  static let none = Charges(of: [])

  /// The part of so many units.
  mutating func take(_ part: Int64) throws(ArithmeticError) -> (commission: Money, swap: Money) {
    guard part > 0, units > 0 else { return (.zero, .zero) }
    let isLast = part >= units
    let share = (
      commission: isLast ? commission : try WideArithmetic.multiplyDivide(commission, part, by: units),
      swap: isLast ? swap : try WideArithmetic.multiplyDivide(swap, part, by: units)
    )
    commission -= share.commission
    swap -= share.swap
    units -= min(part, units)
    return (Money(units: share.commission), Money(units: share.swap))
  }
}

/// A fill that is to be netted or to open or close a position.
private struct Piece {
  /// The number that the fill carries, and the position that it opens if it opens one.
  let order: ClientOrderID
  let opens: ClientOrderID
  let symbolIndex: Int
  let side: OrderSide
  let price: Price
  let time: Timestamp
  /// Why, as far as it closes.
  let reason: FillReason
  let quote: Quote
}

extension BrokerVenue {
  /// Books what a verdict says of an order.
  mutating func book(
    _ fill: OrderFill, at index: Int, _ charges: inout Charges, _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    let symbol = book.tickets[index].record.symbolIndex
    switch fill {
    case .inferred(let units, let told):
      let price = told.flatMap { isPrice($0, symbol) ? $0 : nil } ?? guessedPrice(at: index, taking)
      book.tickets[index].record.priceLastGuess(at: price)
      var none = Charges.none
      try book(units, price, nil, at: index, &none, taking, &account)
    case .executed(let units, let execution):
      try book(units, execution.price, execution.venuePosition, at: index, &charges, taking, &account)
    case .confirmed(let units, let thought, let execution):
      try confirm(units, thought ?? execution.price, execution, at: index, &charges, taking, &account)
    }
  }

  private func guessedPrice(at index: Int, _ taking: Taking) -> Price {
    let record = book.tickets[index].record
    if let quote = taking.quote(record.symbolIndex) { return record.side.price(of: quote) }
    return Price(points: max(1, instruments[record.symbolIndex].lowestPoints))
  }

  private mutating func book(
    _ units: Int64, _ price: Price, _ name: VenuePositionID?, at index: Int, _ charges: inout Charges,
    _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    let ticket = book.tickets[index]
    let symbol = ticket.record.symbolIndex
    book.gaps.removeAll { $0.symbolIndex == symbol }
    book.balanceGap = nil
    let piece = Piece(
      order: ticket.fillOrder, opens: ticket.fillOrder, symbolIndex: symbol, side: ticket.record.side,
      price: price, time: max(taking.time(book.now), ticket.record.askedAt), reason: ticket.reason,
      quote: taking.quote(symbol)
        ?? Quote(eventTime: book.now, bid: price, ask: price))
    if case .close(let id, _) = ticket.purpose { shrinkClosing(of: id, by: units, &account) }
    guard account.mode == .hedging else {
      return try net(units, piece, name, at: index, &charges, &account)
    }
    if let position = ticket.position {
      let open = account.position(position)?.quantity.units ?? 0
      let part = min(units, open)
      if part > 0 { try close(position, part, piece, &charges, &account) }
      guard part < units else { return }
      find(.closeAbovePosition, ticket.key, symbol, "\(units) closed, \(open) were open")
    } else {
      try open(piece.opens, units, piece, name, at: index, &charges, &account)
    }
  }

  private func shrinkClosing(of id: ClientOrderID, by units: Int64, _ account: inout Account) {
    guard let index = account.positions.firstIndex(where: { $0.id == id }) else { return }
    account.positions[index].closingUnits = max(0, account.positions[index].closingUnits - units)
  }

  /// Under netting whatever is executed reduces what is open on the other side first.
  private mutating func net(
    _ units: Int64, _ piece: Piece, _ name: VenuePositionID?, at index: Int, _ charges: inout Charges,
    _ account: inout Account
  ) throws(ArithmeticError) {
    let ticket = book.tickets[index]
    var rest = units
    var position = piece.opens
    if let present = account.positions.first(where: { $0.symbolIndex == piece.symbolIndex }) {
      if present.side == piece.side {
        position = present.id
      } else {
        let part = min(rest, present.quantity.units)
        try close(present.id, part, piece, &charges, &account)
        rest -= part
      }
    }
    guard rest > 0 else { return }
    if ticket.entry == nil {
      find(
        .closeAbovePosition, ticket.key, piece.symbolIndex,
        "\(units) executed to close, of which \(rest) opened the other side")
    }
    try open(position, rest, piece, name, at: index, &charges, &account)
  }

  private mutating func open(
    _ position: ClientOrderID, _ units: Int64, _ piece: Piece, _ name: VenuePositionID?, at index: Int,
    _ charges: inout Charges, _ account: inout Account
  ) throws(ArithmeticError) {
    let isNew = account.position(position) == nil
    let (commission, swap) = try charges.take(units)
    try book(
      Execution(
        order: piece.order, position: position, symbolIndex: piece.symbolIndex,
        eventTime: piece.time, side: piece.side, quantity: Quantity(units: units), price: piece.price,
        reason: .entry, quote: piece.quote, commission: commission), &account)
    if swap != .zero { try account.adjust(by: swap, .swap(position)) }
    link(position, piece.symbolIndex, name)
    if isNew, let link = book.linkIndex(position) {
      // What was placed for an earlier part of the order, closed since, went with it.
      book.links[link].usedLegs = []
    }
    guard let request = book.tickets[index].entry else { return }
    if !request.protection.isEmpty, isNew || !book.tickets[index].hasEntered {
      setLevels(request.protection, of: position, from: request.id, &account)
    }
    book.tickets[index].hasEntered = true
  }

  private mutating func close(
    _ position: ClientOrderID, _ units: Int64, _ piece: Piece, _ charges: inout Charges,
    _ account: inout Account
  ) throws(ArithmeticError) {
    let (commission, swap) = try charges.take(units)
    if swap != .zero { try account.adjust(by: swap, .swap(position)) }
    let time = max(piece.time, account.lastEntryTime(of: position) ?? piece.time)
    try book(
      Execution(
        order: piece.order, position: position, symbolIndex: piece.symbolIndex, eventTime: time,
        side: piece.side, quantity: Quantity(units: units), price: piece.price, reason: piece.reason,
        quote: piece.quote, commission: commission), &account)
  }

  private mutating func book(_ execution: Execution, _ account: inout Account) throws(ArithmeticError) {
    if let fault = account.bookingFault(execution) {
      return find(
        .amountOutOfRange, OrderKey(execution.order), execution.symbolIndex,
        "can't be booked: \(fault.rawValue)")
    }
    events.append(.filled(try account.book(execution)))
  }

  /// Notes where a position is at the broker.
  mutating func link(_ position: ClientOrderID, _ symbolIndex: Int, _ name: VenuePositionID?) {
    if let index = book.linkIndex(position) {
      if let name { book.links[index].name(name) }
      return
    }
    if book.links.count >= settings.memory * 2 { book.links.removeFirst(settings.memory) }
    book.links.append(
      BrokerBook.Link(position: position, symbolIndex: symbolIndex, venuePosition: name))
  }

  // MARK: What was inferred

  /// The real execution of what was inferred and booked: its charges are booked, and what its price makes different.
  private mutating func confirm(
    _ units: Int64, _ thought: Price, _ execution: VenueExecution, at index: Int, _ charges: inout Charges,
    _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    let ticket = book.tickets[index]
    let symbol = ticket.record.symbolIndex
    let position = position(of: ticket, account)
    if ticket.entry != nil { link(position, symbol, execution.venuePosition) }
    book.balanceGap = nil
    let (commission, swap) = try charges.take(units)
    if swap != .zero { try account.adjust(by: swap, .swap(position)) }
    if commission != .zero {
      try account.adjust(by: try Money.zero.subtracting(commission), .commission(position))
    }
    guard thought != execution.price else { return }
    let quote =
      taking.quote(symbol)
      ?? Quote(eventTime: book.now, bid: execution.price, ask: execution.price)
    let amended =
      ticket.entry == nil
      ? 0
      : try account.amendEntry(
        of: position, units: units, from: thought, to: execution.price, quote: quote)
    try settleDifference(
      units - amended, thought, execution.price, ticket.record.side, symbol, quote, &account)
    find(
      .inferredDiffers, ticket.key, symbol,
      "\(units) were booked at \(thought.points) points, executed at \(execution.price.points)")
  }

  /// The position that an order's fills are in.
  private func position(of ticket: BrokerTicket, _ account: Account) -> ClientOrderID {
    if let position = ticket.position { return position }
    guard account.mode == .netting, account.position(ticket.key.order) == nil else { return ticket.key.order }
    return account.positions.first { $0.symbolIndex == ticket.record.symbolIndex }?.id ?? ticket.key.order
  }

  /// Books what another price of a fill would have made different in what is closed.
  private func settleDifference(
    _ units: Int64, _ thought: Price, _ price: Price, _ side: OrderSide, _ symbol: Int, _ quote: Quote,
    _ account: inout Account
  ) throws(ArithmeticError) {
    guard units > 0 else { return }
    let points = (thought.points - price.points) * side.sign
    let worth = try account.value(
      points: points, units: units, symbolIndex: symbol, price: side.opposite.price(of: quote))
    try account.adjust(by: worth, .cash)
  }

  // MARK: What is of no order

  /// Takes a close by the broker, or by somebody else at the broker.
  mutating func takeBrokersClose(
    _ execution: VenueExecution, _ reason: FillReason, _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    let units = execution.quantity.units
    guard isNew(execution.trade, units, execution.price.points, execution.symbolIndex) else { return }
    if units <= 0 {
      return find(
        .quantityNotPositive, nil, execution.symbolIndex, "expected more than 0, was \(units)")
    }
    if let fault = fault(of: execution, account) {
      return find(fault.code, nil, execution.symbolIndex, fault.detail)
    }
    guard let id = position(of: execution, account) else {
      find(
        .foreignExecution, nil, execution.symbolIndex,
        "\(execution.trade): to \(execution.side.rawValue) \(units), of no order or position of ours")
      if execution.effect != .opening { park(execution, reason, taking) }
      return
    }
    if try confirmGuess(of: id, execution, taking, &account) {
      noteNews(of: execution.symbolIndex, taking)
      return note(execution.trade, units, execution.price.points)
    }
    if account.mode == .netting {
      note(execution.trade, units, execution.price.points)
      noteNews(of: execution.symbolIndex, taking)
      return try netBrokersClose(of: id, execution, reason, taking, &account)
    }
    guard let position = account.position(id) else {
      park(execution, reason, taking)
      return find(.closeAbovePosition, OrderKey(id), execution.symbolIndex, "\(units) closed, none were open")
    }
    guard position.symbolIndex == execution.symbolIndex else {
      return find(
        .symbolMismatch, OrderKey(id), execution.symbolIndex,
        "expected symbol \(position.symbolIndex), was \(execution.symbolIndex)")
    }
    guard position.side != execution.side else {
      return find(.sideMismatch, OrderKey(id), execution.symbolIndex, "does not reduce the position")
    }
    guard units <= position.quantity.units else {
      park(execution, reason, taking)
      return find(
        .closeAbovePosition, OrderKey(id), execution.symbolIndex,
        "\(units) closed, \(position.quantity.units) were open")
    }
    note(execution.trade, units, execution.price.points)
    noteNews(of: execution.symbolIndex, taking)
    try bookBrokersClose(of: id, units, execution.price, reason, Charges(execution), taking, &account)
  }

  /// Under netting the broker's execution counts whatever we know of what it closed: its other side may have been
  /// reported first.
  private mutating func netBrokersClose(
    of id: ClientOrderID, _ execution: VenueExecution, _ reason: FillReason, _ taking: Taking,
    _ account: inout Account
  ) throws(ArithmeticError) {
    let symbol = execution.symbolIndex
    var rest = execution.quantity.units
    var charges = Charges(execution)
    let piece = Piece(
      order: id, opens: id, symbolIndex: symbol, side: execution.side, price: execution.price,
      time: taking.time(book.now), reason: reason,
      quote: taking.quote(symbol) ?? Quote(eventTime: book.now, bid: execution.price, ask: execution.price))
    book.gaps.removeAll { $0.symbolIndex == symbol }
    book.balanceGap = nil
    var position = id
    if let present = account.positions.first(where: { $0.symbolIndex == symbol }) {
      if present.side == execution.side {
        position = present.id
      } else {
        let part = min(rest, present.quantity.units)
        try close(present.id, part, piece, &charges, &account)
        rest -= part
      }
    }
    guard rest > 0 else { return }
    find(
      .closeAbovePosition, OrderKey(id), symbol,
      "\(execution.quantity.units) closed by the broker, of which \(rest) opened the other side by our books")
    let (commission, swap) = try charges.take(rest)
    if swap != .zero { try account.adjust(by: swap, .cash) }
    try book(
      Execution(
        order: id, position: position, symbolIndex: symbol, eventTime: piece.time, side: execution.side,
        quantity: Quantity(units: rest), price: execution.price, reason: .entry, quote: piece.quote,
        commission: commission), &account)
    link(position, symbol, nil)
  }

  /// Keeps a close whose opening has not been reported until there is something to close.
  private mutating func park(_ execution: VenueExecution, _ reason: FillReason, _ taking: Taking) {
    if book.parked.count >= 64 { book.parked.removeFirst() }
    book.parked.append(
      BrokerBook.Parked(execution: execution, reason: reason, time: taking.report.eventTime))
  }

  /// Takes closes that came too early and fit by now.
  mutating func takeParked(_ taking: Taking, _ account: inout Account) throws(ArithmeticError) {
    var index = 0
    while index < book.parked.count {
      let parked = book.parked[index]
      guard fits(parked.execution, account) else {
        index += 1
        continue
      }
      book.parked.remove(at: index)
      var taking = taking
      taking.eventTime = parked.time
      try takeBrokersClose(parked.execution, parked.reason, taking, &account)
      index = 0
    }
  }

  private func fits(_ execution: VenueExecution, _ account: Account) -> Bool {
    guard let id = position(of: execution, account) else { return false }
    let guessed = book.linkIndex(id).map { link in
      book.links[link].guesses.reduce(0) { $0 + ($1.side == execution.side ? $1.units : 0) }
    }
    if let guessed, guessed >= execution.quantity.units { return true }
    guard let position = account.position(id) else { return false }
    return position.side != execution.side && position.symbolIndex == execution.symbolIndex
      && position.quantity >= execution.quantity
  }

  mutating func bookBrokersClose(
    of id: ClientOrderID, _ units: Int64, _ price: Price, _ reason: FillReason, _ charges: Charges,
    _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    guard let position = account.position(id) else { return }
    let symbol = position.symbolIndex
    book.gaps.removeAll { $0.symbolIndex == symbol }
    book.balanceGap = nil
    var charges = charges
    let piece = Piece(
      order: id, opens: id, symbolIndex: symbol, side: position.side.opposite, price: price,
      time: taking.time(book.now), reason: reason,
      quote: taking.quote(symbol)
        ?? Quote(eventTime: book.now, bid: price, ask: price))
    try close(id, units, piece, &charges, &account)
  }

  /// The position that an execution of no order is of: by the broker's name of it, under netting the symbol's.
  private func position(of execution: VenueExecution, _ account: Account) -> ClientOrderID? {
    if let index = book.linkIndex(execution.venuePosition) { return book.links[index].position }
    guard account.mode == .netting, execution.effect != .opening else { return nil }
    let symbol = execution.symbolIndex
    if let open = account.positions.first(where: { $0.symbolIndex == symbol && $0.side != execution.side }) {
      return open.id
    }
    // It closed a position of ours, says the broker, and changes what is open: it goes under our last order's number.
    guard execution.effect == .closing else { return nil }
    return book.tickets.last { $0.entry?.symbolIndex == symbol }?.key.order
  }

  /// Takes the real close of what a snapshot had shown to be closed.
  private mutating func confirmGuess(
    of id: ClientOrderID, _ execution: VenueExecution, _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) -> Bool {
    guard let index = book.linkIndex(id) else { return false }
    let guesses = book.links[index].guesses
    let known = guesses.reduce(0) { $0 + ($1.side == execution.side ? $1.units : 0) }
    guard known >= execution.quantity.units else { return false }
    var charges = Charges(execution)
    let (commission, swap) = try charges.take(execution.quantity.units)
    if swap != .zero { try account.adjust(by: swap, .cash) }
    if commission != .zero { try account.adjust(by: try Money.zero.subtracting(commission), .cash) }
    book.balanceGap = nil
    var rest = execution.quantity.units
    var left: [BrokerBook.Guess] = []
    let quote =
      taking.quote(execution.symbolIndex)
      ?? Quote(eventTime: book.now, bid: execution.price, ask: execution.price)
    for var guess in guesses {
      let part = guess.side == execution.side ? min(rest, guess.units) : 0
      if part > 0, guess.price != execution.price {
        try settleDifference(
          part, guess.price, execution.price, guess.side, execution.symbolIndex, quote, &account)
        find(
          .inferredDiffers, OrderKey(id), execution.symbolIndex,
          "\(part) were booked at \(guess.price.points) points, closed at \(execution.price.points)")
      }
      rest -= part
      guess.units -= part
      if guess.units > 0 { left.append(guess) }
    }
    book.links[index].guesses = left
    return true
  }

  /// Whether an execution or booking of no order has not been taken yet.
  private mutating func isNew(_ id: TradeID, _ units: Int64, _ points: Int64, _ symbolIndex: Int?) -> Bool {
    if book.parked.contains(where: { $0.execution.trade == id }) {
      book.duplicates += 1
      return false
    }
    guard let known = book.seen.first(where: { $0.id == id }) else { return true }
    if known.units == units, known.points == points {
      book.duplicates += 1
    } else {
      find(.tradeChanged, nil, symbolIndex, "\(id) was \(known.units) at \(known.points)")
    }
    return false
  }

  private mutating func note(_ id: TradeID, _ units: Int64, _ points: Int64) {
    if book.seen.count >= 8 * settings.memory { book.seen.removeFirst(4 * settings.memory) }
    book.seen.append(BrokerBook.Seen(id: id, units: units, points: points))
  }

  /// Takes money that came or went.
  mutating func take(_ change: BalanceChange, _ account: inout Account) throws(ArithmeticError) {
    guard isNew(change.trade, change.amount.units, 0, nil) else { return }
    guard Account.isBookable(change.amount) else {
      return find(.amountOutOfRange, nil, nil, "\(change.trade): \(change.amount.units) units of money")
    }
    note(change.trade, change.amount.units, 0)
    book.balanceGap = nil
    let position = book.linkIndex(change.venuePosition).map { book.links[$0].position }
    switch (change.cause, position) {
    case (.swap, let position?): try account.adjust(by: change.amount, .swap(position))
    case (.commission, let position?), (.fee, let position?):
      try account.adjust(by: change.amount, .commission(position))
    default: try account.adjust(by: change.amount, .cash)
    }
  }
}
