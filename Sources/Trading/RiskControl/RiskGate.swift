public import TradingCore

/// The only way to a venue: checks what a strategy asks for and approves or denies it.
///
/// Opening checks volume, prices and distances, the state of the market, and margin, in that order; the first
/// fault is the denial's code. Closing is never denied for want of margin, a closed market or an old quote:
/// exits stay possible.
@usableFromInline
package struct RiskGate: Sendable {
  private let limits: RiskLimits
  private let instruments: [Instrument]
  private let stopsLevels: [Int64]
  private let enforcesHours: Bool
  private let staleAfter: Int64?

  /// A gate for a bot's instruments at its broker.
  ///
  /// - Throws: `ProfileFault` when the profile's stops level is no whole number of points.
  package init(
    limits: RiskLimits, profile: BrokerProfile, instruments: [Instrument]
  ) throws(ProfileFault) {
    self.limits = limits
    self.instruments = instruments
    var levels: [Int64] = []
    for instrument in instruments { levels.append(try profile.stopsLevel.points(on: instrument)) }
    stopsLevels = levels
    enforcesHours = profile.enforcesTradingHours
    staleAfter = [limits.staleQuoteSeconds, profile.staleQuoteSeconds].compactMap { $0 }.min()
      .map { $0 * Timestamp.second }
  }

  /// Approves an opening order or says why not.
  ///
  /// - Throws: `ArithmeticError` when margin does not fit.
  @usableFromInline
  package func evaluate(
    _ order: OrderRequest, account: Account, at moment: MarketMoment
  ) throws(ArithmeticError) -> RiskDecision<ApprovedOrder> {
    let check = Check(order: order.id, cycle: moment.cycle)
    guard instruments.indices.contains(order.symbolIndex),
      let quote = moment.latest(symbolIndex: order.symbolIndex)
    else {
      return .denied(check.denial(.quoteMissing, limit: "a quote", value: "none yet"))
    }
    var denial = volumeDenial(order, account, check) ?? priceDenial(order, quote, check)
    denial = denial ?? stateDenial(order, account, quote, moment, check)
    if denial == nil { denial = try marginDenial(order, account, quote, check) }
    return denial.map { .denied($0) } ?? .approved(ApprovedOrder(order))
  }

  /// Approves a close or says why not.
  @usableFromInline
  package func evaluate(
    _ close: CloseRequest, reason: FillReason, account: Account, at moment: MarketMoment
  ) -> RiskDecision<ApprovedClose> {
    let check = Check(order: close.id, cycle: moment.cycle)
    guard let position = account.position(close.position) else {
      return .denied(
        check.denial(.unknownPosition, limit: "an open position", value: "\(close.position.ordinal)"))
    }
    guard let units = close.quantity?.units, units != position.quantity.units else {
      return .approved(ApprovedClose(close, reason: reason))
    }
    let instrument = account.instrument(symbolIndex: position.symbolIndex)
    var open: String { "\(instrument.lotsText(units: position.quantity.units)) lots open" }
    var asked: String { "\(instrument.lotsText(units: units)) lots" }
    if units <= 0 { return .denied(check.denial(.volumeNotPositive, limit: "above 0", value: asked)) }
    if units > position.quantity.units {
      return .denied(check.denial(.volumeAboveLimit, limit: open, value: asked))
    }
    if units % instrument.stepUnits != 0 {
      return .denied(check.denial(.volumeOffStep, limit: Self.step(instrument), value: asked))
    }
    return .approved(ApprovedClose(close, reason: reason))
  }

  /// Approves a modification or says why not.
  @usableFromInline
  package func evaluate(
    _ modification: ModifyRequest, account: Account, workingOrders: [WorkingOrder], at moment: MarketMoment
  ) -> RiskDecision<ApprovedModification> {
    let check = Check(order: modification.id, cycle: moment.cycle)
    let instrument: Instrument
    switch modification.target {
    case .order(let id):
      guard let order = workingOrders.first(where: { $0.id == id }) else {
        return .denied(check.denial(.unknownOrder, limit: "a working order", value: "\(id.ordinal)"))
      }
      instrument = instruments[order.symbolIndex]
    case .position(let id):
      guard let position = account.position(id) else {
        return .denied(check.denial(.unknownPosition, limit: "an open position", value: "\(id.ordinal)"))
      }
      instrument = instruments[position.symbolIndex]
    }
    for price in [modification.price, modification.limitPrice] {
      let kind: OrderKind = price.map { .limit($0) } ?? .market
      guard OrderRules.arePricesInRange(kind, modification.protection, lowest: instrument.lowestPoints) else {
        return .denied(check.outOfRange(instrument, value: "\(modification)"))
      }
      guard OrderRules.arePricesOnTick(kind, modification.protection, tick: instrument.tickPoints) else {
        return .denied(check.offTick(instrument))
      }
    }
    return .approved(ApprovedModification(modification))
  }

  private func volumeDenial(_ order: OrderRequest, _ account: Account, _ check: Check) -> Denial? {
    let units = order.quantity.units
    let index = order.symbolIndex
    let fault = OrderRules.volumeFault(
      units: units, minimum: instruments[index].minimumUnits, maximum: instruments[index].maximumUnits,
      step: instruments[index].stepUnits)
    if fault == nil, limits.maximumLots == nil { return nil }
    let instrument = instruments[order.symbolIndex]
    var asked: String { "\(instrument.lotsText(units: units)) lots" }
    switch fault {
    case .notPositive: return check.denial(.volumeNotPositive, limit: "above 0", value: asked)
    case .belowMinimum:
      let least = "\(instrument.lotsText(units: instrument.minimumUnits)) lots"
      return check.denial(.volumeBelowMinimum, limit: least, value: asked)
    case .aboveMaximum:
      let most = "\(instrument.lotsText(units: instrument.maximumUnits)) lots"
      return check.denial(.volumeAboveLimit, limit: most, value: asked)
    case .offStep: return check.denial(.volumeOffStep, limit: Self.step(instrument), value: asked)
    case nil: break
    }
    if let most = limits.maximumLots,
      Int128(units) * 100_000_000 > Int128(most) * Int128(instrument.unitsPerLot)
    {
      let limit = "\(DecimalText.format(most, digits: 8, minimumFraction: 2)) lots"
      return check.denial(.volumeAboveLimit, limit: limit, value: asked)
    }
    return nil
  }

  private static func step(_ instrument: Instrument) -> String {
    "a multiple of \(instrument.lotsText(units: instrument.stepUnits)) lots"
  }

  private func priceDenial(_ order: OrderRequest, _ quote: Quote, _ check: Check) -> Denial? {
    let instrument = instruments[order.symbolIndex]
    guard OrderRules.arePricesInRange(order.kind, order.protection, lowest: instrument.lowestPoints) else {
      return check.outOfRange(instrument, value: "\(order.kind)")
    }
    guard
      OrderRules.arePricesOnTick(
        order.kind, order.protection, tick: instrument.tickPoints)
    else { return check.offTick(instrument) }
    let market = order.side.price(of: quote)
    let base = Self.distanceBase(market, instrument)
    for case let price? in [order.kind.price, OrderRules.ownPrice(of: order.kind)] {
      let distance = abs(price.points - market.points)
      if Int128(distance) * 1_000_000 > Int128(limits.maximumPriceDistanceMillionths) * Int128(base) {
        let percent = DecimalText.format(limits.maximumPriceDistanceMillionths, digits: 4, minimumFraction: 0)
        let limit = "\(percent) % of the market"
        return check.denial(.priceTooFar, limit: limit, value: "\(distance) points away")
      }
    }
    let level = stopsLevels[order.symbolIndex]
    let reference =
      OrderRules.ownPrice(of: order.kind) ?? OrderRules.closingPrice(of: order.side, quote: quote)
    let levels = OrderRules.distances(of: order.protection, side: order.side, reference: reference)
    let pending = OrderRules.pendingDistance(of: order.kind, side: order.side, quote: quote)
    // What is on the wrong side is the venue's to reject; here only what is right but too near.
    for distance in [pending, levels.stopLoss, levels.takeProfit] {
      if let distance, distance > 0, distance < level {
        return check.denial(.priceTooNear, limit: "\(level) points", value: "\(distance) points")
      }
    }
    return nil
  }

  /// What the distance of a price from the market is a share of: the market. Where prices may be below zero, and the
  /// market is nearer to it than 1,000 price steps, it is 10,000 of them, as a share of next to nothing says nothing.
  private static func distanceBase(_ market: Price, _ instrument: Instrument) -> Int64 {
    guard instrument.allowsNegativePrices else { return market.points }
    let isNearZero = abs(market.points) < 1_000 * instrument.tickPoints
    return isNearZero ? 10_000 * instrument.tickPoints : abs(market.points)
  }

  private func stateDenial(
    _ order: OrderRequest, _ account: Account, _ quote: Quote, _ moment: MarketMoment, _ check: Check
  ) -> Denial? {
    let now = moment.quote.eventTime
    let hours = instruments[order.symbolIndex].hours
    if enforcesHours, !hours.isOpen(at: now) {
      return check.denial(.marketClosed, limit: hours.rawValue, value: now.iso8601)
    }
    if let staleAfter {
      let age = now.nanoseconds - quote.eventTime.nanoseconds
      if age > staleAfter {
        return check.denial(
          .quoteStale, limit: "\(staleAfter / Timestamp.second) s", value: "\(age / Timestamp.second) s")
      }
    }
    if let most = limits.maximumOpenPositions, account.positions.count >= most, !Self.closes(order, account) {
      return check.denial(.openPositionsLimit, limit: "\(most)", value: "\(account.positions.count + 1)")
    }
    return nil
  }

  /// Whether an order closes first, as the one of a netting account on the other side of what is open.
  private static func closes(_ order: OrderRequest, _ account: Account) -> Bool {
    account.mode == .netting
      && account.netUnits(symbolIndex: order.symbolIndex) * order.side.sign < 0
  }

  private func marginDenial(
    _ order: OrderRequest, _ account: Account, _ quote: Quote, _ check: Check
  ) throws(ArithmeticError) -> Denial? {
    // Without a conversion there is no margin to speak of: the venue says so.
    guard account.canConvert(symbolIndex: order.symbolIndex) else { return nil }
    // What closes is never denied for want of margin; what is left to open then, the venue checks.
    guard !Self.closes(order, account) else { return nil }
    let price = OrderRules.ownPrice(of: order.kind) ?? order.side.price(of: quote)
    let units = order.quantity.units
    let affords = try account.affords(
      symbolIndex: order.symbolIndex, side: order.side, units: units, price: price, countsClosing: true)
    guard !affords else { return nil }
    let needed = try account.marginNeeded(
      symbolIndex: order.symbolIndex, side: order.side, units: units, price: price)
    return check.denial(
      .marginInsufficient, limit: "\(account.freeMargin.text(in: account.currency)) free",
      value: "\(needed.text(in: account.currency)) needed")
  }
}

/// Makes the denials of one decision.
private struct Check {
  let order: ClientOrderID
  let cycle: UInt64

  func denial(_ code: DenialCode, limit: String, value: String) -> Denial {
    Denial(order: order, code: code, layer: "risk", limit: limit, value: value, cycle: cycle)
  }

  func outOfRange(_ instrument: Instrument, value: String) -> Denial {
    let bounds = instrument.allowsNegativePrices ? "within 2^40 points of 0" : "above 0 and below 2^40 points"
    return denial(.priceOutOfRange, limit: bounds, value: value)
  }

  func offTick(_ instrument: Instrument) -> Denial {
    let step = instrument.text(Price(points: instrument.tickPoints))
    return denial(.priceOffTick, limit: "multiples of \(step)", value: "a price between two of them")
  }
}
