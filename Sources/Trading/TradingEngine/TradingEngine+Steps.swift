public import RiskControl
public import StrategyKit
public import TradingCore

extension TradingEngine {
  /// Passes the ends of trading days and the closings of markets that lie before or at this quote.
  ///
  /// - Returns: when one of them comes next.
  @inlinable
  @inline(never)
  mutating func pass(_ quote: Quote, symbolIndex: Int) throws(ArithmeticError) -> Timestamp {
    let time = quote.eventTime
    if !isStarted { start(at: quote, symbolIndex: symbolIndex) }
    if time >= rollTime {
      if rollTime != .distantPast { recordDay(endingAt: rollTime) }
      rollTime = NewYorkCalendar.nextRoll(after: time)
    }
    if time >= closings[symbolIndex] {
      if closings[symbolIndex] != .distantPast { firstAfterClose = cycle }
      closings[symbolIndex] = account.instrument(symbolIndex: symbolIndex).hours.nextClosing(after: time)
    }
    if isGuarded, time >= riskWakeTime { tellClock(at: time) }
    return nextWake(symbolIndex)
  }

  /// Begins the record at the first quote, and the strategy at the first one that it sees.
  @inlinable
  mutating func start(at quote: Quote, symbolIndex: Int) {
    if record.firstTime == nil {
      record.firstTime = quote.eventTime
      record.curve.add(
        EquityCurve.Point(
          cycle: 0, time: quote.eventTime, balance: context.fullAccount.balance,
          scaledEquity: context.fullAccount.scaledEquity))
    }
    guard symbolIndex < tradedCount else { return }
    isStarted = true
    context.current = quote
    schedule.start(at: quote.eventTime)
    schedule.wake(by: climate.nextTime)
    if closeOut != nil { schedule.wakeAtNextQuote() }
    strategy.onStart(&context)
  }

  @inlinable
  mutating func recordDay(endingAt roll: Timestamp) {
    record.addDay(endingAt: roll, equity: context.fullAccount.equity)
  }

  @inlinable
  @inline(never)
  mutating func noteCrossed(_ quotes: UnsafeBufferPointer<Quote>, _ index: Int, _ symbolIndex: Int) {
    record.crossedCount += 1
    if let previous = previous(quotes, index, symbolIndex), !previous.isCrossed {
      lastUncrossed[symbolIndex] = previous
    }
  }

  // Not inlined, as all that few quotes need: it would take registers from the loop.
  /// Steps 1 to 3: arrivals, expiries, triggers.
  @inlinable
  @inline(never)
  mutating func runVenue(
    _ quote: Quote, _ quotes: UnsafeBufferPointer<Quote>, _ index: Int, _ symbolIndex: Int
  ) throws(ArithmeticError) {
    let previous = previous(quotes, index, symbolIndex)
    // Conversions go by the quote before this one until the venue has taken what was in flight.
    if let previous, context.fullAccount.isFlat { context.fullAccount.keep(previous) }
    context.current = quote
    let moment = moment(symbolIndex, previous)
    try venue.onQuote(moment, account: &context.fullAccount)
    deliverEvents()
  }

  /// Step 4: values what is open, warns at the margin-call level and closes at the stop-out level.
  @inlinable
  @inline(never)
  mutating func revalue(
    _ quotes: UnsafeBufferPointer<Quote>, _ index: Int, _ symbolIndex: Int
  ) throws(ArithmeticError) {
    try context.fullAccount.revalueSelected()
    let isCalled = context.fullAccount.meetsMarginCall()
    guard isCalled || context.fullAccount.isStoppedOut else { return }
    if isCalled { venue.events.append(.marginCall(context.current.eventTime)) }
    if context.fullAccount.isStoppedOut {
      let moment = moment(symbolIndex, previous(quotes, index, symbolIndex))
      try venue.onStopOut(moment, account: &context.fullAccount)
    }
    deliverEvents()
  }

  /// Step 5, bars and timers.
  @inlinable
  @inline(never)
  mutating func deliverSchedule(at time: Timestamp) {
    if !pendingCommands.isEmpty { carryOutPending() }
    if closeOut != nil { askToCloseOut(at: time) }
    if !climate.isEmpty { closeClimate(at: time) }
    schedule.deliver(at: time, to: &strategy, &context)
    schedule.wake(by: climate.nextTime)
    if closeOut != nil { schedule.wakeAtNextQuote() }
  }

  @inlinable
  mutating func moment(_ symbolIndex: Int, _ previous: Quote?) -> MarketMoment {
    MarketMoment(
      symbolIndex: symbolIndex, quote: context.current, cycle: cycle,
      isFirstAfterClose: firstAfterClose == cycle, before: previous, quotes: context.quotes,
      sizes: stretchSizes == nil ? nil : momentSizes(symbolIndex))
  }

  @inlinable
  @inline(never)
  mutating func momentSizes(_ symbolIndex: Int) -> MomentSizes {
    MomentSizes(
      now: stretchSizes?.size(at: cycle) ?? .zero,
      before: stretchSizes?.size(at: cycle &- 1) ?? lastSizes[symbolIndex], last: lastSizes)
  }

  /// Step 6: risk, venue, and the strategy's answers to its fills.
  @inlinable
  @inline(never)
  mutating func handleIntents(
    _ quotes: UnsafeBufferPointer<Quote>, _ index: Int, _ symbolIndex: Int
  ) throws(ArithmeticError) {
    let moment = moment(symbolIndex, previous(quotes, index, symbolIndex))
    if context.fullAccount.isFlat { context.fullAccount.keep(context.current) }
    try handleIntents(at: moment)
  }

  @inlinable
  mutating func handleIntents(at moment: MarketMoment) throws(ArithmeticError) {
    var rounds = 0
    while !context.intents.isEmpty {
      swap(&asked, &context.intents)
      defer { asked.removeAll(keepingCapacity: true) }
      rounds += 1
      guard rounds <= Self.roundLimit else {
        for intent in asked {
          // What closes risk is denied by no limit.
          if isGuarded, isCommanded(intent) { try handle(intent, at: moment) } else { denyCascade(intent) }
        }
        if isGuarded { deliverEvents() }
        continue
      }
      for intent in asked { try handle(intent, at: moment) }
      deliverEvents()
    }
  }

  @inlinable
  mutating func handle(_ intent: Intent, at moment: MarketMoment) throws(ArithmeticError) {
    var intent = intent
    if isGuarded {
      if let denial = askRisk(&intent) { return deny(denial) }
    } else if !halts.isEmpty || venue.mayBeUnsettled, let denial = haltDenial(intent) {
      return deny(denial)
    }
    switch intent {
    case .submit(let order):
      switch try gate.evaluate(order, account: context.fullAccount, at: moment) {
      case .approved(let approved):
        if keepsEvents { report(intent) }
        if isGuarded { tellApproved() }
        try venue.submit(approved, at: moment, account: &context.fullAccount)
        if isGuarded { tellSent(order.id) }
      case .denied(let denial): deny(denial)
      }
    case .close(let close):
      let reason = commanded.isEmpty ? .strategy : commanded.removeValue(forKey: close.id) ?? .strategy
      switch gate.evaluate(close, reason: reason, account: context.fullAccount, at: moment) {
      case .approved(let approved):
        if keepsEvents { report(intent) }
        if isGuarded { tellApproved() }
        try venue.close(approved, at: moment, account: &context.fullAccount)
        if isGuarded { tellSent(close.id) }
      case .denied(let denial): deny(denial)
      }
    case .modify(let change):
      let working = venue.workingOrders
      switch gate.evaluate(change, account: context.fullAccount, workingOrders: working, at: moment) {
      case .approved(let approved):
        if keepsEvents { report(intent) }
        if isGuarded { tellApproved() }
        try venue.modify(approved, at: moment, account: &context.fullAccount)
      case .denied(let denial): deny(denial)
      }
    case .cancel(let order):
      if keepsEvents { report(intent) }
      try venue.cancel(order, at: moment, account: &context.fullAccount)
    }
  }

  @inlinable
  mutating func deny(_ denial: Denial) {
    record.countDenial(denial.code)
    if keepsEvents { report(denial) }
    if isGuarded { tellDenied(denial) }
    strategy.onReject(.denied(denial), &context)
  }

  /// Tells the strategy what the venue reports, in order.
  @inlinable
  mutating func deliverEvents() {
    if venue.workingRevision != workingRevision {
      workingRevision = venue.workingRevision
      context.workingOrders = venue.workingOrders
    }
    guard !venue.events.isEmpty else { return }
    swap(&told, &venue.events)
    for event in told {
      note(event)
      switch event {
      case .filled(let fill):
        if isGuarded { tellFill(fill) }
        strategy.onFill(fill, &context)
      case .rejected(let rejection):
        if isGuarded { tellRejected(rejection) }
        strategy.onReject(.rejected(rejection), &context)
      case .marginCall: strategy.onMarginCall(&context)
      case .accepted, .delayed, .canceled, .expired: break
      }
    }
    told.removeAll(keepingCapacity: true)
  }

  @inlinable
  mutating func note(_ event: VenueEvent) {
    switch event {
    case .filled(let fill):
      record.addFill(fill, symbol: symbols[fill.symbolIndex])
    case .rejected(let rejection): record.countRejection(rejection.code)
    case .delayed: record.crossedWaits += 1
    case .marginCall: record.marginCalls += 1
    case .canceled: record.canceled += 1
    case .expired: record.expired += 1
    case .accepted: break
    }
    if keepsEvents { report(event) }
  }

  /// Ends the run: cancels orders and, for a backtest, closes what is open.
  ///
  /// - Throws: `ArithmeticError` when an amount no longer fits.
  @inlinable
  package mutating func finish(closesPositions: Bool) throws(ArithmeticError) {
    guard record.firstTime != nil else { return }
    if isStarted { strategy.onStop(&context) }
    context.intents = []
    var quotes = context.quotes
    for index in quotes.indices {
      guard let last = quotes[index], last.isCrossed, let uncrossed = lastUncrossed[index] else { continue }
      quotes[index] = Quote(eventTime: last.eventTime, bid: uncrossed.bid, ask: uncrossed.ask)
    }
    try venue.finish(quotes: quotes, closesPositions: closesPositions, account: &context.fullAccount)
    let canceled = record.canceled
    for event in venue.events { note(event) }
    record.canceledAtEnd = record.canceled - canceled
    venue.events = []
    context.workingOrders = []
    context.fullAccount.markDrawdown()
    record.curve.finish(curvePoint(at: context.now))
    // The clock has ended a day that no quote has followed.
    if rollTime != .distantPast { recordDay(endingAt: rollTime) }
  }
}
