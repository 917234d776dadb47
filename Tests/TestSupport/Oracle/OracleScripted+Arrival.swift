import TradingCore

/// What happens to a row when it reaches the broker.
extension OracleScripted {
  /// Meets `quotes[met]`; what it does is stamped with `time`.
  mutating func arrive(_ row: OracleRow, number: Int, meeting met: Int, time: Timestamp) {
    guard let side = row.action.side else {
      if row.action == .cancel {
        cancel(row.id)
      } else {
        arriveClose(row, number: number, meeting: met, time: time)
      }
      return
    }
    if let refusal = refusal(row, side: side, meeting: met, time: time) {
      refusals.append(refusal)
      return
    }
    let quote = quotes[met]
    let isMarket = row.action == .buy || row.action == .sell
    if isMarket, quote.isCrossed {
      waiting.append(Waiting(number: number, kind: .opening(row, triggeredAt: nil)))
    } else if isMarket {
      open(
        row, number: number, side: side, price: money.marketPrice(quote, side: side), meeting: met,
        time: time, trailFrom: met)
    } else if isMarketableLimit(row, quote) {
      open(
        row, number: number, side: side, price: openingSide(quote, side), meeting: met, time: time,
        trailFrom: met)
    } else {
      working.append(Working(number: number, row: row, worksFrom: met + 1))
    }
  }

  private mutating func arriveClose(_ row: OracleRow, number: Int, meeting met: Int, time: Timestamp) {
    guard let position = positions.first(where: { $0.id == row.id }) else {
      refusals.append("position_gone")
      return
    }
    if quotes[met].isCrossed {
      waiting.append(Waiting(number: number, kind: .close(row)))
    } else {
      close(position.number, meeting: met, time: time, reason: .strategy)
    }
  }

  /// Takes back an order that is not filled: one that works, or one that waits for an uncrossed quote.
  private mutating func cancel(_ id: Int) {
    if let place = working.firstIndex(where: { $0.row.id == id }) {
      working.remove(at: place)
      return
    }
    for place in waiting.indices {
      if case .opening(let row, _) = waiting[place].kind, row.id == id {
        waiting.remove(at: place)
        return
      }
    }
    refusals.append("order_gone")
  }

  // MARK: Rejections, in the document's order

  func refusal(_ row: OracleRow, side: OracleSide, meeting met: Int, time: Timestamp) -> String? {
    let quote = quotes[met]
    if let refusal = volumeRefusal(row) { return refusal }
    if hasWrongSideProtection(row, side: side, quote) { return "protection_on_wrong_side" }
    if isPassedStop(row, quote) { return "stop_already_passed" }
    if let expiry = row.expiry, expiry < time { return "expiry_past" }
    return marginRefusal(row, at: met)
  }

  func volumeRefusal(_ row: OracleRow) -> String? {
    let instrument = money.instrument
    if row.units < instrument.minimumUnits { return "volume_below_minimum" }
    if row.units > instrument.maximumUnits { return "volume_above_maximum" }
    return row.units % instrument.stepUnits == 0 ? nil : "volume_off_step"
  }

  /// Market orders against the closing side of the quote, limit and stop orders against their price.
  private func hasWrongSideProtection(_ row: OracleRow, side: OracleSide, _ quote: Quote) -> Bool {
    let reference = row.price ?? money.closingPrice(quote, side: side)
    if side == .buy {
      if let stopLoss = row.stopLoss, stopLoss >= reference { return true }
      if let takeProfit = row.takeProfit, takeProfit <= reference { return true }
    } else {
      if let stopLoss = row.stopLoss, stopLoss <= reference { return true }
      if let takeProfit = row.takeProfit, takeProfit >= reference { return true }
    }
    return false
  }

  private func isPassedStop(_ row: OracleRow, _ quote: Quote) -> Bool {
    guard let price = row.price else { return false }
    if row.action == .buyStop { return quote.ask.points >= price }
    if row.action == .sellStop { return quote.bid.points <= price }
    return false
  }

  /// Equity on the quote must cover the used margin with the order's in it.
  func marginRefusal(
    _ row: OracleRow, at index: Int, price given: Int64? = nil, without ids: [Int] = []
  ) -> String? {
    guard let side = row.action.side else { return nil }
    let quote = quotes[index]
    let price = given ?? row.price ?? openingSide(quote, side)
    let needed = usedNotional(adding: side, units: row.units, price: price, without: ids)
    let equity = Int128(currentEquity(at: index)) * Int128(settings.leverage) * needed.denominator
    return equity >= needed.numerator ? nil : "margin"
  }

  func isMarketableLimit(_ row: OracleRow, _ quote: Quote) -> Bool {
    guard let price = row.price else { return false }
    if row.action == .buyLimit { return quote.ask.points <= price }
    if row.action == .sellLimit { return quote.bid.points >= price }
    return false
  }

  /// The side of the quote an opening order trades on.
  func openingSide(_ quote: Quote, _ side: OracleSide) -> Int64 {
    side == .buy ? quote.ask.points : quote.bid.points
  }
}

extension Fraction {
  func plus(_ other: Fraction) -> Fraction {
    if denominator == other.denominator {
      return Fraction(numerator: numerator + other.numerator, denominator: denominator)
    }
    return Fraction(
      numerator: numerator * other.denominator + other.numerator * denominator,
      denominator: denominator * other.denominator)
  }

  func isLess(than other: Fraction) -> Bool {
    numerator * other.denominator < other.numerator * denominator
  }
}
