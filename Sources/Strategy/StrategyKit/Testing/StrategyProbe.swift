public import TradingCore

/// Feeds a strategy with quotes by hand and shows what it asks for: what a strategy's tests are written with.
///
/// Callbacks come in the engine's order: `onStart` at the first quote, then for each quote the bars it closes,
/// the timers it reaches, and the quote. Nothing is executed until the test says so with `fill`; there is no
/// risk control, latency or venue. Limit and stop orders count as working once they were asked for; every entry
/// is a position of its own, as on a hedging account.
///
/// ```swift
/// var probe = try StrategyProbe(BuyTheOpen.self, parameters: ["lots": "0.10"])
/// let asked = try probe.quote(bid: 110_000, ask: 110_010, at: Timestamp(iso8601: "2024-01-10T08:00:00Z"))
/// #expect(asked.count == 1)
/// try probe.fill(asked)
/// #expect(probe.context.positions.count == 1)
/// ```
public struct StrategyProbe<S: Strategy>: Sendable {
  /// The strategy under test.
  public var strategy: S
  /// What the strategy sees.
  public private(set) var context: Context
  private var schedule: EventSchedule
  private var hasStarted = false
  private var orders: [OrderRequest] = []
  private var closes: [CloseRequest] = []

  /// A strategy made from texts, as the command line does, over instruments of the standard catalog and a flat
  /// account.
  ///
  /// `parameters`: missing ones take their defaults. `files`: the texts of files that `file` parameters name, by
  /// parameter. `symbols`: names of the catalog. `balance`: in whole units of the profile's account currency.
  /// - Throws: `ParameterError` for parameters that are wrong or do not fit the instruments, and for a symbol
  ///   that the profile does not know.
  public init(
    _ type: S.Type = S.self, parameters: [String: String] = [:], files: [String: String] = [:],
    symbols: [String] = ["EURUSD"], balance: Int64 = 10_000,
    profile: BrokerProfile = BrokerProfile(name: "probe")
  ) throws(ParameterError) {
    var instruments: [Instrument] = []
    for name in symbols {
      guard let symbol = Symbol(name), let instrument = profile.instrument(symbol) else {
        throw ParameterError("symbols", "the broker profile has no instrument '\(name)'")
      }
      instruments.append(instrument)
    }
    let values = try ParameterValues(for: S.descriptor, given: parameters, files: files)
    try self.init(try S(parameters: values), instruments: instruments, balance: balance, profile: profile)
  }

  /// A strategy that was made, over any instruments.
  ///
  /// `balance`: in whole units of the profile's account currency.
  /// - Throws: `ParameterError` when the strategy refuses the instruments or the balance can't be kept.
  public init(
    _ strategy: S, instruments: [Instrument], balance: Int64 = 10_000,
    profile: BrokerProfile = BrokerProfile(name: "probe")
  ) throws(ParameterError) {
    self.strategy = strategy
    try self.strategy.prepare(for: instruments)
    let (units, overflowed) = balance.multipliedReportingOverflow(by: profile.accountCurrency.moneyScale)
    guard !overflowed, !instruments.isEmpty,
      let account = try? Account(
        profile: profile, leverage: profile.leverage, startBalance: Money(units: units),
        instruments: instruments)
    else { throw ParameterError("balance", "is too large, or there is no instrument") }
    context = Context(account: account)
    schedule = EventSchedule(of: self.strategy)
  }

  /// Gives the strategy a quote in points, and with it the bars it closes and the timers it reaches.
  ///
  /// Quotes are given in order of time.
  /// - Returns: what the strategy asks for, in order.
  @discardableResult
  public mutating func quote(
    bid: Int64, ask: Int64, at time: Timestamp, symbolIndex: Int = 0
  ) -> [Intent] {
    quote(
      Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: ask)), symbolIndex: symbolIndex)
  }

  /// Gives the strategy a quote.
  ///
  /// - Precondition: the account is not worth more than 64 bits of money hold.
  /// - Returns: what the strategy asks for, in order.
  @discardableResult
  public mutating func quote(_ quote: Quote, symbolIndex: Int = 0) -> [Intent] {
    context.currentSymbol = symbolIndex
    context.tradedSymbol = symbolIndex
    context.current = quote
    context.fullAccount.select(symbolIndex: symbolIndex)
    if !context.fullAccount.isFlat {
      _ = context.fullAccount.see(quote)
      do throws(ArithmeticError) {
        try context.fullAccount.revalueSelected()
      } catch {
        preconditionFailure("\(error)")
      }
    }
    if !hasStarted {
      hasStarted = true
      schedule.start(at: quote.eventTime)
      strategy.onStart(&context)
    }
    if quote.eventTime >= schedule.nextTime {
      schedule.deliver(at: quote.eventTime, to: &strategy, &context)
    }
    strategy.onQuote(quote, &context)
    schedule.add(quote, symbolIndex: symbolIndex)
    context.quotes[symbolIndex] = quote
    return take()
  }

  /// Gives the strategy a bar that no quotes were given for.
  ///
  /// - Returns: what the strategy asks for, in order.
  @discardableResult
  public mutating func bar(_ bar: Bar) -> [Intent] {
    strategy.onBar(bar, &context)
    return take()
  }

  /// Has a symbol be in a regime on a timeframe from now on, as if a bar had just closed in it.
  ///
  /// Quotes bring no readings here. What the strategy's `regimes` do not name it does not see, as in a run.
  public mutating func regime(_ regime: MarketRegime, on timeframe: Timeframe, symbolIndex: Int = 0) {
    climate(
      ClimateReading(timeframe: timeframe, at: context.now, regime: regime, since: context.now),
      symbolIndex: symbolIndex)
  }

  /// Gives the strategy a reading to see, figures and all.
  public mutating func climate(_ reading: ClimateReading, symbolIndex: Int = 0) {
    let isNamed = strategy.regimes.contains {
      $0.timeframe == reading.timeframe && $0.symbolIndex == symbolIndex
    }
    guard isNamed, context.account.symbolCount > symbolIndex,
      let place = Context.climatePlace(reading.timeframe, symbolIndex: symbolIndex)
    else { return }
    if context.climate.isEmpty {
      let count = context.account.symbolCount * Timeframe.ofRegimes.count
      context.climate = Array(repeating: nil, count: count)
    }
    context.climate[place] = reading
  }

  /// Refuses an order that was asked for, as the venue would.
  ///
  /// - Returns: what the strategy asks for then.
  @discardableResult
  public mutating func reject(_ order: ClientOrderID, _ code: RejectionCode) -> [Intent] {
    forget(order)
    strategy.onReject(
      .rejected(Rejection(order: order, code: code, eventTime: context.now)), &context)
    return take()
  }

  /// Tells the strategy that equity has come down to the margin-call level.
  ///
  /// - Returns: what the strategy asks for then.
  @discardableResult
  public mutating func marginCall() -> [Intent] {
    strategy.onMarginCall(&context)
    return take()
  }

  /// Ends the run.
  public mutating func stop() {
    strategy.onStop(&context)
    context.intents = []
  }

  /// Takes what was asked for, and remembers it for `fill`.
  private mutating func take() -> [Intent] {
    let asked = context.intents
    context.intents = []
    for intent in asked {
      switch intent {
      case .submit(let order):
        orders.append(order)
      case .close(let close): closes.append(close)
      case .modify(let change): modify(change)
      case .cancel(let order): forget(order)
      }
    }
    showWorking()
    return asked
  }

  private mutating func modify(_ change: ModifyRequest) {
    switch change.target {
    case .position(let id):
      guard let index = context.fullAccount.positions.firstIndex(where: { $0.id == id }) else { return }
      context.fullAccount.positions[index].protection = change.protection
    case .order(let id):
      guard let index = orders.firstIndex(where: { $0.id == id }) else { return }
      orders[index].protection = change.protection
      orders[index].kind = orders[index].kind.moved(to: change.price, limit: change.limitPrice)
    }
  }

  private mutating func forget(_ order: ClientOrderID) {
    orders.removeAll { $0.id == order }
    closes.removeAll { $0.id == order }
    showWorking()
  }

  /// Shows the strategy its limit and stop orders as a venue would.
  private mutating func showWorking() {
    context.workingOrders = orders.filter { $0.kind.price != nil }.map { order in
      let expiry: Timestamp
      switch order.timeInForce {
      case .goodTill(let instant): expiry = instant
      case .day: expiry = NewYorkCalendar.nextRoll(after: context.now)
      case .goodTillCanceled, .immediateOrCancel, .fillOrKill: expiry = .distantFuture
      }
      return WorkingOrder(
        id: order.id, symbolIndex: order.symbolIndex, side: order.side, kind: order.kind,
        quantity: order.quantity, expiry: expiry, protection: order.protection)
    }
  }
}

extension StrategyProbe {
  /// Fills every order and close among what was asked for, in order, at the prices of `fill(_:at:)`.
  ///
  /// - Returns: what the strategy asks for then.
  /// - Throws: `ProbeError`.
  @discardableResult
  public mutating func fill(_ asked: [Intent]) throws(ProbeError) -> [Intent] {
    var answers: [Intent] = []
    for intent in asked {
      switch intent {
      case .submit(let order): answers += try fill(order.id)
      case .close(let close): answers += try fill(close.id)
      case .modify, .cancel: break
      }
    }
    return answers
  }

  /// Fills an order or close that was asked for, whole, without commission, and tells the strategy.
  ///
  /// `price`: in points; else the order's own price, of a stop-limit the limit; else that of its side in the symbol's last quote.
  /// - Returns: what the strategy asks for then.
  /// - Throws: `ProbeError` for an order that was not asked for, was filled or was canceled, for a position that
  ///   is gone, without a quote of the symbol, and when the account can't book it.
  @discardableResult
  public mutating func fill(_ order: ClientOrderID, at price: Int64? = nil) throws(ProbeError) -> [Intent] {
    if let entry = orders.first(where: { $0.id == order }) {
      try book(entry, price: price.map { Price(points: $0) } ?? OrderRules.ownPrice(of: entry.kind))
    } else if let close = closes.first(where: { $0.id == order }) {
      guard let position = context.account.position(close.position) else {
        throw ProbeError("position \(close.position.ordinal) is not open")
      }
      try book(position, order: order, quantity: close.quantity, price: price, reason: .strategy)
    } else {
      throw ProbeError("order \(order.ordinal) was not asked for, or was filled or canceled")
    }
    return take()
  }

  /// Closes a position as its protection would, and tells the strategy.
  ///
  /// `price`: in points; else that of the closing side in the symbol's last quote.
  /// - Returns: what the strategy asks for then.
  /// - Throws: `ProbeError` for a position that is not open.
  @discardableResult
  public mutating func close(
    _ position: ClientOrderID, _ reason: FillReason, at price: Int64? = nil
  ) throws(ProbeError) -> [Intent] {
    guard let open = context.account.position(position) else {
      throw ProbeError("position \(position.ordinal) is not open")
    }
    try book(open, order: position, quantity: nil, price: price, reason: reason)
    return take()
  }

  private mutating func book(_ order: OrderRequest, price: Price?) throws(ProbeError) {
    let quote = try lastQuote(of: order.symbolIndex)
    try book(
      Execution(
        order: order.id, position: order.id, symbolIndex: order.symbolIndex, eventTime: context.now,
        side: order.side, quantity: order.quantity, price: price ?? order.side.price(of: quote),
        reason: .entry, quote: quote, commission: .zero))
    guard let index = context.fullAccount.positions.firstIndex(where: { $0.id == order.id }) else { return }
    context.fullAccount.positions[index].protection = order.protection
  }

  private mutating func book(
    _ position: Position, order: ClientOrderID, quantity: Quantity?, price: Int64?, reason: FillReason
  ) throws(ProbeError) {
    let quote = try lastQuote(of: position.symbolIndex)
    let side = position.side.opposite
    try book(
      Execution(
        order: order, position: position.id, symbolIndex: position.symbolIndex, eventTime: context.now,
        side: side, quantity: min(quantity ?? position.quantity, position.quantity),
        price: price.map { Price(points: $0) } ?? side.price(of: quote), reason: reason, quote: quote,
        commission: .zero))
  }

  private mutating func book(_ execution: Execution) throws(ProbeError) {
    let fill: Fill
    do throws(ArithmeticError) {
      fill = try context.fullAccount.book(execution)
    } catch {
      throw ProbeError("\(error)")
    }
    forget(execution.order)
    strategy.onFill(fill, &context)
  }

  private func lastQuote(of symbolIndex: Int) throws(ProbeError) -> Quote {
    guard let quote = context.quote(symbolIndex: symbolIndex) else {
      throw ProbeError("symbol \(symbolIndex) has had no quote")
    }
    return quote
  }
}

/// What a probe can't do, and why.
public struct ProbeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The reason.
  public var problem: String

  init(_ problem: String) { self.problem = problem }

  /// The reason.
  public var description: String { problem }
}
