import RiskControl
import TradingCore

/// What the broker's account holds, held against our books.
///
/// A snapshot can be older than what has been reported since, and newer than what is still on its way. So a difference
/// counts when two of them in a row show it with nothing booked between; until then the symbol takes no entries.
extension BrokerVenue {
  mutating func reconcile(
    _ snapshot: VenueSnapshot, _ taking: inout Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    let since = book.search?.since
    let tries = book.search?.tries ?? 0
    book.search = nil
    let isOld = instruments.indices.map { symbol in
      // By the broker's clock, if it says of when this is; else it is of after it was asked for.
      taking.report.eventTime.map { $0 <= book.told[symbol] } ?? since.map { $0 <= book.taken[symbol] }
        ?? true
    }
    try observePositions(snapshot, &taking, &account)
    try observeOrders(snapshot, isOld, &taking, &account)
    let gaps = account.mode == .netting ? netGaps(snapshot, account) : positionGaps(snapshot, isOld, account)
    try judge(gaps, in: snapshot, isOld, taking, &account)
    if settings.keepsLevels { takeLevels(snapshot, &account) }
    clearDoubts(isOld)
    if !isOld.contains(true) { try judgeBalance(snapshot, &account) }
    if !book.doubts.isEmpty || !book.gaps.isEmpty || !book.alive.isEmpty {
      // Longer each time, so that what only an operator can settle is not asked for without end.
      book.search = BrokerTicket.Search(
        due: book.now.advanced(by: settings.pause(afterTries: tries)), tries: tries)
    }
  }

  /// Positions tell which orders have filled, where the broker can tell which order opened one.
  private mutating func observePositions(
    _ snapshot: VenueSnapshot, _ taking: inout Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    guard account.mode == .hedging else { return }
    for shown in snapshot.positions {
      guard let order = shown.order, let index = book.ticketIndex(OrderKey(order), nil),
        book.tickets[index].entry?.symbolIndex == shown.symbolIndex,
        book.tickets[index].record.side == shown.side
      else { continue }
      if shown.quantity > book.tickets[index].record.cumulative {
        let notice = OrderNotice(
          OrderKey(order), symbolIndex: shown.symbolIndex, cumulative: shown.quantity,
          averagePrice: shown.openPrice)
        try take(.observed, notice, &taking, &account)
      }
      if account.position(order) != nil { link(order, shown.symbolIndex, shown.venuePosition) }
    }
  }

  private mutating func observeOrders(
    _ snapshot: VenueSnapshot, _ isOld: [Bool], _ taking: inout Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    var shown: [OrderKey] = []
    var alive: [OrderKey] = []
    for notice in snapshot.orders {
      guard let index = book.ticketIndex(notice.order, notice.venueOrder) else {
        try take(.working, notice, &taking, &account)
        continue
      }
      let key = book.tickets[index].key
      shown.append(key)
      guard book.tickets[index].record.state.isEnded else {
        // Of what is unknown only its own lookup says how it stands: this may be from before it was asked for.
        let isUnknown = book.tickets[index].record.state == .unknown
        try take(isUnknown ? .observed : .working, notice, &taking, &account)
        continue
      }
      guard !isOld[faultSymbol(at: index)] else { continue }
      alive.append(key)
      if book.alive.contains(key) {
        find(
          .orderAlive, key, faultSymbol(at: index),
          "\(book.tickets[index].record.state.rawValue) by our books, but it works: it is to be canceled")
        queue(.cancel(key, notice.venueOrder))
      }
    }
    book.alive =
      alive
      + book.alive.filter { key in
        book.ticketIndex(key, nil).map { isOld[faultSymbol(at: $0)] } ?? false
      }
    for index in book.tickets.indices {
      let record = book.tickets[index].record
      // One that has just been asked for may be newer than the snapshot.
      guard !record.state.isEnded, record.state != .unknown, !shown.contains(record.key),
        !isOld[record.symbolIndex], !isAsked(record.key, .submit)
      else { continue }
      find(.orderMissing, record.key, record.symbolIndex, "\(record.state.rawValue), but not at the broker")
      _ = book.tickets[index].record.take(.unanswered, OrderNotice(record.key))
      touchWorking()
    }
  }

  // MARK: Positions

  private func netGaps(_ snapshot: VenueSnapshot, _ account: Account) -> [BrokerBook.Gap] {
    (0..<account.symbolCount).compactMap { symbol in
      let there = snapshot.positions.reduce(0 as Int64) {
        $1.symbolIndex == symbol ? Self.sum($0, $1.side.sign, $1.quantity.units) : $0
      }
      return there == account.netUnits(symbolIndex: symbol)
        ? nil : BrokerBook.Gap(symbolIndex: symbol, position: nil, units: there)
    }
  }

  private static func sum(_ sum: Int64, _ sign: Int64, _ units: Int64) -> Int64 {
    let bounded = min(max(units, 0), Quantity.magnitudeLimit)
    let (next, overflowed) = sum.addingReportingOverflow(sign * bounded)
    return overflowed ? sum : next
  }

  /// Names the positions whose opening was never reported, where only one at the broker can be meant.
  private mutating func matchNameless(_ snapshot: VenueSnapshot, _ account: Account) {
    for position in account.positions where venuePosition(of: position.id) == nil {
      let namesakes = account.positions.filter {
        $0.symbolIndex == position.symbolIndex && $0.side == position.side && $0.quantity == position.quantity
          && venuePosition(of: $0.id) == nil
      }
      let candidates = snapshot.positions.filter {
        $0.symbolIndex == position.symbolIndex && $0.side == position.side && $0.quantity == position.quantity
          && $0.order == nil && book.linkIndex($0.venuePosition) == nil
      }
      guard namesakes.count == 1, candidates.count == 1, let name = candidates[0].venuePosition else {
        continue
      }
      link(position.id, position.symbolIndex, name)
    }
  }

  private mutating func positionGaps(
    _ snapshot: VenueSnapshot, _ isOld: [Bool], _ account: Account
  ) -> [BrokerBook.Gap] {
    var there: [BrokerBook.Gap] = []
    matchNameless(snapshot, account)
    for shown in snapshot.positions where (0..<account.symbolCount).contains(shown.symbolIndex) {
      let link = book.linkIndex(shown.venuePosition)
      if let link, let name = shown.venuePosition, !isOld[shown.symbolIndex] {
        book.links[link].name(name, isCertain: true)
      }
      guard let id = link.map({ book.links[$0].position }) ?? shown.order else {
        find(.foreignPosition, nil, shown.symbolIndex, "\(shown.quantity.units) that no order of ours opened")
        continue
      }
      // What one order opened can lie in several of the broker's.
      let known = there.first { $0.position == id }?.units ?? 0
      there.removeAll { $0.position == id }
      let units = Self.sum(known, shown.side.sign, shown.quantity.units)
      there.append(BrokerBook.Gap(symbolIndex: shown.symbolIndex, position: id, units: units))
    }
    for position in account.positions where !there.contains(where: { $0.position == position.id }) {
      there.append(BrokerBook.Gap(symbolIndex: position.symbolIndex, position: position.id, units: 0))
    }
    return there.filter { shown in
      let position = shown.position.flatMap { account.position($0) }
      return shown.units != position.map { $0.side.sign * $0.quantity.units } ?? 0
    }
  }

  /// Books closes that were lost, once it is sure that they were.
  private mutating func judge(
    _ found: [BrokerBook.Gap], in snapshot: VenueSnapshot, _ isOld: [Bool], _ taking: Taking,
    _ account: inout Account
  ) throws(ArithmeticError) {
    let before = book.gaps
    let gaps = found.filter { !isOld[$0.symbolIndex] }
    book.gaps = gaps + before.filter { isOld[$0.symbolIndex] }
    let hasStrangers = snapshot.positions.contains {
      $0.order == nil && book.linkIndex($0.venuePosition) == nil
    }
    for gap in gaps {
      // An order that is on its way or unknown can still explain it.
      guard before.contains(gap), !mayExplain(gap) else { continue }
      let id = gap.position ?? account.positions.first { $0.symbolIndex == gap.symbolIndex }?.id
      let position = id.flatMap { account.position($0) }
      let here = position.map { $0.side.sign * $0.quantity.units } ?? 0
      if let position, venuePosition(of: position.id) == nil, account.mode == .hedging, hasStrangers {
        // One of those that are not known by name may be it.
        find(.positionDiffers, OrderKey(position.id), gap.symbolIndex, "it can't be told which one it is")
        continue
      }
      let left = here.signum() == gap.units.signum() ? abs(gap.units) : 0
      guard let position, gap.units == 0 || here.signum() == gap.units.signum(),
        left < position.quantity.units
      else {
        find(
          .positionDiffers, gap.position.map { OrderKey($0) }, gap.symbolIndex,
          "\(here) units by our books, \(gap.units) at the broker")
        continue
      }
      try inferClose(of: position, left: left, taking, &account)
      noteNews(of: gap.symbolIndex, taking)
    }
  }

  private func mayExplain(_ gap: BrokerBook.Gap) -> Bool {
    book.tickets.contains { ticket in
      // What works is in the snapshot, with what of it has been executed.
      let state = ticket.record.state
      guard ticket.record.symbolIndex == gap.symbolIndex, state == .unknown || isAsked(ticket.key, .submit)
      else { return false }
      return gap.position.map { $0 == ticket.position ?? ticket.key.order } ?? true
    }
  }

  private mutating func inferClose(
    of position: Position, left: Int64, _ taking: Taking, _ account: inout Account
  ) throws(ArithmeticError) {
    let symbol = position.symbolIndex
    let side = position.side.opposite
    let units = position.quantity.units - left
    let quote = taking.quote(symbol)
    let price = quote.map { side.price(of: $0) } ?? position.openPrice
    find(
      .positionMissing, OrderKey(position.id), symbol,
      "\(position.quantity.units) units by our books, \(left) at the broker: booked as closed at \(price.points) points"
    )
    try bookBrokersClose(of: position.id, units, price, .stopOut, .none, taking, &account)
    link(position.id, symbol, nil)
    guard let index = book.linkIndex(position.id) else { return }
    book.links[index].guesses.append(BrokerBook.Guess(units: units, side: side, price: price))
  }

  /// What the broker says of levels on positions, where a change of them was not answered.
  private mutating func takeLevels(_ snapshot: VenueSnapshot, _ account: inout Account) {
    for shown in snapshot.positions {
      guard let levels = shown.protection, let index = book.linkIndex(shown.venuePosition) else { continue }
      let id = book.links[index].position
      guard !isAsked(OrderKey(id), .levels) else { continue }
      let change = book.links[index].change
      book.links[index].change = nil
      if let change, change.protection != levels { reject(change.id, .unanswered, at: book.now) }
      setLevels(levels, of: id, from: change?.id ?? book.links[index].levelsFrom, &account)
    }
  }

  // MARK: Verdict

  private mutating func clearDoubts(_ isOld: [Bool]) {
    let alive = book.alive.compactMap { book.ticketIndex($0, nil) }.map(faultSymbol)
    let symbols = book.gaps.map(\.symbolIndex) + alive + isOld.indices.filter { isOld[$0] }
    book.doubts.removeAll { doubt in
      guard let symbol = doubt.symbolIndex else { return symbols.isEmpty }
      return !symbols.contains(symbol)
    }
  }

  /// Where all else agrees and two snapshots in a row show the same difference, the broker's balance is right.
  private mutating func judgeBalance(
    _ snapshot: VenueSnapshot, _ account: inout Account
  ) throws(ArithmeticError) {
    guard let balance = snapshot.balance, Account.isBookable(balance), book.doubts.isEmpty, book.gaps.isEmpty,
      !book.tickets.contains(where: {
        $0.record.state == .unknown || $0.record.state == .pendingNew || isAsked($0.key, .submit)
      })
    else {
      book.balanceGap = nil
      return
    }
    let difference = try balance.subtracting(account.balance)
    defer { book.balanceGap = difference == .zero ? nil : difference }
    guard difference != .zero else { return }
    guard book.balanceGap == difference else { return wantSnapshot(after: settings.lookupPause) }
    find(
      .balanceDiffers, nil, nil,
      "\(account.balance.units) by our books, \(balance.units) at the broker: the difference is booked")
    try account.adjust(by: difference, .cash)
  }
}
