/// An execution that a venue has decided on, before it is booked.
package struct Execution: Sendable, Hashable {
  /// The order filled; the position's own for closes the venue makes.
  package var order: ClientOrderID
  /// The position to close or add to; for an entry the order itself unless it adds to one.
  package var position: ClientOrderID
  /// Which of the bot's symbols.
  package var symbolIndex: Int
  /// When.
  package var eventTime: Timestamp
  /// Buy or sell.
  package var side: OrderSide
  /// How much.
  package var quantity: Quantity
  /// At what price.
  package var price: Price
  /// Why; `entry` opens, everything else closes.
  package var reason: FillReason
  /// The quote it met.
  package var quote: Quote
  /// What the venue charges, booked in the account's unit; below zero for a credit.
  package var commission: Money

  /// An execution from its parts.
  package init(
    order: ClientOrderID, position: ClientOrderID, symbolIndex: Int, eventTime: Timestamp, side: OrderSide,
    quantity: Quantity, price: Price, reason: FillReason, quote: Quote, commission: Money
  ) {
    self.order = order
    self.position = position
    self.symbolIndex = symbolIndex
    self.eventTime = eventTime
    self.side = side
    self.quantity = quantity
    self.price = price
    self.reason = reason
    self.quote = quote
    self.commission = commission
  }
}

extension Account {
  /// Books an execution: charges the commission, opens or closes, and brings sums and margin up to date.
  ///
  /// An error is the end of the account: amounts that no longer fit can't be traded with, and what was booked
  /// half is not looked at again.
  /// What comes from outside is held against `bookingFault` first.
  /// - Throws: `overflow` or `divisionByZero` when an amount does not fit, `exceedsPosition` when a close takes more
  ///   than is open.
  package mutating func book(_ execution: Execution) throws(ArithmeticError) -> Fill {
    let costs = try executionCosts(execution)
    marking.markLowest()
    marking.forgetQuietRange()
    settleExtremes(symbolIndex: execution.symbolIndex)
    fillCount += 1
    let fill = Fill(
      ordinal: fillCount, order: execution.order, position: execution.position,
      symbolIndex: execution.symbolIndex, eventTime: execution.eventTime, side: execution.side,
      quantity: execution.quantity, price: execution.price, reason: execution.reason,
      commission: execution.commission, spreadCost: Money(units: costs.spread),
      slippageCost: Money(units: costs.slippage))
    balance = try balance.subtracting(execution.commission)
    if execution.reason == .entry {
      try open(fill, quote: execution.quote)
    } else {
      try close(fill, quote: execution.quote)
    }
    var quote = execution.quote
    if usesPairs, execution.reason == .endOfData {
      // The final close meets the last uncrossed quote, conversions stay at the last one.
      let mark = marking.mark(of: execution.symbolIndex)
      quote = Quote(
        eventTime: quote.eventTime, bid: Price(points: mark.bid), ask: Price(points: mark.ask))
    }
    try refresh(symbolIndex: execution.symbolIndex, quote: quote)
    return fill
  }

  // Mutating though they change nothing: the compiler copies a value this large to call what is not.
  private mutating func executionCosts(
    _ execution: Execution
  ) throws(ArithmeticError) -> (spread: Int64, slippage: Int64) {
    let valuation = valuations[execution.symbolIndex]
    let rate = try resultRate(symbolIndex: execution.symbolIndex, at: execution.price)
    let units = Int128(execution.quantity.units)
    let spread = try valuation.money(
      pointUnits: Int128(execution.quote.spreadPoints) * units, divisor: 2, rate: rate)
    let side = execution.side.price(of: execution.quote)
    let worse = (execution.price.points - side.points) * execution.side.sign
    let slippage = try valuation.money(pointUnits: Int128(worse) * units, rate: rate)
    return (spread, slippage)
  }

  private mutating func open(_ fill: Fill, quote: Quote) throws(ArithmeticError) {
    let isLong = fill.side == .buy
    let close = isLong ? quote.bid.points : quote.ask.points
    let rate = try resultRate(symbolIndex: fill.symbolIndex, at: fill.price)
    let margin = try valuations[fill.symbolIndex].margin(
      units: fill.quantity.units, price: fill.price, rate: rate)
    let mid = pairMid(symbolIndex: fill.symbolIndex)
    lots.append(
      OpenLot(
        position: fill.position, symbolIndex: fill.symbolIndex, isLong: isLong, units: fill.quantity.units,
        openTime: fill.eventTime, openPrice: fill.price, commission: fill.commission.units,
        spreadCost: fill.spreadCost.units, slippageCost: fill.slippageCost.units, swap: 0,
        margin: margin, lowestClose: close, highestClose: close, openMid: mid, lowestMid: mid,
        highestMid: mid))
    if let index = positions.firstIndex(where: { $0.id == fill.position }) {
      positions[index].quantity.units += fill.quantity.units
    } else {
      positions.append(
        Position(
          id: fill.position, symbolIndex: fill.symbolIndex, side: fill.side, quantity: fill.quantity,
          openTime: fill.eventTime, openPrice: fill.price))
    }
  }

  private mutating func close(_ fill: Fill, quote: Quote) throws(ArithmeticError) {
    var remaining = fill.quantity.units
    var exit = (
      commission: fill.commission.units, spread: fill.spreadCost.units, slippage: fill.slippageCost.units
    )
    while remaining > 0 {
      guard let index = lots.firstIndex(where: { $0.position == fill.position }) else {
        throw .exceedsPosition
      }
      let portion = min(remaining, lots[index].units)
      let shares = (
        commission: try OpenLot.takeShare(of: &exit.commission, portion: portion, units: remaining),
        spread: try OpenLot.takeShare(of: &exit.spread, portion: portion, units: remaining),
        slippage: try OpenLot.takeShare(of: &exit.slippage, portion: portion, units: remaining)
      )
      try match(lotIndex: index, portion: portion, fill: fill, quote: quote, exit: shares)
      remaining -= portion
    }
    guard let index = positions.firstIndex(where: { $0.id == fill.position }) else { return }
    positions[index].quantity.units -= fill.quantity.units
    if positions[index].quantity.units == 0 { positions.remove(at: index) }
  }

  /// Closes a portion of one lot and records it as a trade.
  private mutating func match(
    lotIndex: Int, portion: Int64, fill: Fill, quote: Quote,
    exit: (commission: Int64, spread: Int64, slippage: Int64)
  ) throws(ArithmeticError) {
    var lot = lots[lotIndex]
    let commission =
      exit.commission
      + (try OpenLot.takeShare(of: &lot.commission, portion: portion, units: lot.units))
    let spread =
      exit.spread + (try OpenLot.takeShare(of: &lot.spreadCost, portion: portion, units: lot.units))
    let slippage =
      exit.slippage + (try OpenLot.takeShare(of: &lot.slippageCost, portion: portion, units: lot.units))
    let swap = try OpenLot.takeShare(of: &lot.swap, portion: portion, units: lot.units)
    _ = try OpenLot.takeShare(of: &lot.margin, portion: portion, units: lot.units)
    let gross = try result(of: lot, units: portion, at: fill.price.points)
    let extremes = try extremes(of: lot, units: portion, fill: fill, quote: quote, gross: gross)
    balance = try balance.adding(Money(units: gross))
    tradeCount += 1
    let net = try Money(units: gross).subtracting(Money(units: commission)).adding(Money(units: swap))
    closedTrades.append(
      ClosedTrade(
        ordinal: tradeCount, symbolIndex: fill.symbolIndex, side: fill.side.opposite,
        quantity: Quantity(units: portion), position: fill.position, openTime: lot.openTime,
        openPrice: lot.openPrice, closeTime: fill.eventTime, closePrice: fill.price,
        grossResult: Money(units: gross), commission: Money(units: commission), swap: Money(units: swap),
        spreadCost: Money(units: spread), slippageCost: Money(units: slippage), exitReason: fill.reason,
        maximumAdverseExcursion: Money(units: extremes.lowest),
        maximumFavorableExcursion: Money(units: extremes.highest), netResult: net))
    lot.units -= portion
    if lot.units == 0 { lots.remove(at: lotIndex) } else { lots[lotIndex] = lot }
  }

  /// The lowest and highest open result that a portion showed, the price that closes it included.
  private mutating func extremes(
    of lot: OpenLot, units: Int64, fill: Fill, quote: Quote, gross: Int64
  ) throws(ArithmeticError) -> (lowest: Int64, highest: Int64) {
    // The final close meets an earlier quote, which the lot has seen if it was open then.
    let isFinal = fill.reason == .endOfData
    let shown = isFinal ? fill.price.points : (lot.isLong ? quote.bid : quote.ask).points
    guard valuations[lot.symbolIndex].conversion.pairIndex != nil else {
      let low = min(lot.lowestClose, fill.price.points, shown)
      let high = max(lot.highestClose, fill.price.points, shown)
      let atLow = try result(of: lot, units: units, at: low)
      let atHigh = try result(of: lot, units: units, at: high)
      return (min(atLow, atHigh), max(atLow, atHigh))
    }
    let now = try result(of: lot, units: units, at: shown)
    let lowest = try result(of: lot, units: units, at: lot.lowestClose, mid: lot.lowestMid)
    let highest = try result(of: lot, units: units, at: lot.highestClose, mid: lot.highestMid)
    return (min(lowest, gross, now), max(highest, gross, now))
  }

  private mutating func result(
    of lot: OpenLot, units: Int64, at points: Int64, mid: Int64? = nil
  ) throws(ArithmeticError) -> Int64 {
    let difference = lot.isLong ? points - lot.openPrice.points : lot.openPrice.points - points
    let rate = try resultRate(symbolIndex: lot.symbolIndex, at: Price(points: points), mid: mid)
    return try valuations[lot.symbolIndex].money(
      pointUnits: Int128(difference) * Int128(units), rate: rate, step: bookingStep)
  }

  /// Rebuilds the sums of a symbol from its lots, and the account's margin and scaled balance.
  mutating func refresh(symbolIndex: Int, quote: Quote) throws(ArithmeticError) {
    marking.setBalance(scaled: Int128(balance.units) * Int128(scale))
    var exposure = Exposure()
    for lot in lots where lot.symbolIndex == symbolIndex {
      let cost = Int128(lot.openPrice.points) * Int128(lot.units)
      if lot.isLong {
        exposure.longUnits += lot.units
        exposure.longCost += cost
        exposure.longMargin = try Money(units: exposure.longMargin).adding(Money(units: lot.margin)).units
      } else {
        exposure.shortUnits += lot.units
        exposure.shortCost += cost
        exposure.shortMargin = try Money(units: exposure.shortMargin).adding(Money(units: lot.margin)).units
      }
    }
    if usesTiers, let tiers = marginTiers[symbolIndex] {
      exposure.longMargin = try tieredMargin(tiers, symbolIndex, isLong: true)
      exposure.shortMargin = try tieredMargin(tiers, symbolIndex, isLong: false)
    }
    exposures[symbolIndex] = exposure
    try refreshMark(symbolIndex: symbolIndex, exposure)
    refreshGuards(symbolIndex: symbolIndex)
    try refreshMargin()
    try value(symbolIndex: symbolIndex, quote: quote)
  }

  private mutating func refreshMark(symbolIndex: Int, _ exposure: Exposure) throws(ArithmeticError) {
    let rate = valuations[symbolIndex].rate
    let longRate = try Self.product(exposure.longUnits, rate)
    let shortRate = try Self.product(exposure.shortUnits, rate)
    let cost = try Checked.product(exposure.longCost - exposure.shortCost, Int128(rate), 1)
    marking.change(symbolIndex) { mark in
      mark.isOpen = exposure.longUnits != 0 || exposure.shortUnits != 0
      (mark.longRate, mark.shortRate, mark.cost) = (longRate, shortRate, cost)
      mark.refreshSmall()
      mark.convertedResult = 0
    }
  }

  private static func product(_ left: Int64, _ right: Int64) throws(ArithmeticError) -> Int64 {
    let (product, overflowed) = left.multipliedReportingOverflow(by: right)
    guard !overflowed else { throw .overflow }
    return product
  }
}
