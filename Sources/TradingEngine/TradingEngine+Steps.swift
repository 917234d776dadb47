import RiskControl
import StrategyKit
public import TradingCore

extension TradingEngine {
  /// Passes the ends of trading days and the closings of markets that lie before or at this quote.
  ///
  /// - Returns: whether the symbol's market closed since its previous quote.
  @usableFromInline
  mutating func pass(_ quote: Quote, symbolIndex: Int) throws(ArithmeticError) -> Bool {
    let time = quote.eventTime
    if record.firstTime == nil { start(at: quote, symbolIndex: symbolIndex) }
    if time >= rollTime {
      if rollTime != .distantPast { recordDay(endingAt: rollTime) }
      rollTime = NewYorkCalendar.nextRoll(after: time)
    }
    guard time >= closings[symbolIndex] else { return false }
    let hasHistory = closings[symbolIndex] != .distantPast
    closings[symbolIndex] = account.instrument(symbolIndex: symbolIndex).hours.nextClosing(after: time)
    return hasHistory
  }

  private mutating func start(at quote: Quote, symbolIndex: Int) {
    record.firstTime = quote.eventTime
    record.curve.add(
      EquityCurve.Point(
        cycle: 0, time: quote.eventTime, balance: account.balance, scaledEquity: markedEquity))
    context.current = quote
    strategy.onStart(&context)
  }

  private mutating func recordDay(endingAt roll: Timestamp) {
    let date = NewYorkCalendar.tradingDay(at: roll.advanced(by: -1))
    record.days.append(RunRecord.Day(date: date, equity: account.equity))
  }

  @usableFromInline
  mutating func noteCrossed(_ previous: Quote?, symbolIndex: Int) {
    record.crossedCount += 1
    if let previous, !previous.isCrossed { lastUncrossed[symbolIndex] = previous }
  }

  /// Steps 1 to 3: arrivals, expiries, triggers.
  @usableFromInline
  mutating func runVenue(
    _ quote: Quote, _ symbolIndex: Int, _ previous: Quote?, _ isFirstAfterClose: Bool
  ) throws(ArithmeticError) {
    context.current = quote
    let moment = moment(symbolIndex, previous, isFirstAfterClose)
    try venue.onQuote(moment, account: &context.ledger)
    deliverEvents()
  }

  /// Step 4.
  @usableFromInline
  mutating func stopOut(
    _ symbolIndex: Int, _ previous: Quote?, _ isFirstAfterClose: Bool
  ) throws(ArithmeticError) {
    let moment = moment(symbolIndex, previous, isFirstAfterClose)
    try venue.onStopOut(moment, account: &context.ledger)
    deliverEvents()
  }

  /// Step 5, bars.
  @usableFromInline
  mutating func closeBars(at time: Timestamp) {
    for index in bars.indices {
      if let bar = bars[index].close(at: time) { strategy.onBar(bar, &context) }
    }
    barTime = bars.map(\.endTime).min() ?? .distantFuture
  }

  @usableFromInline
  mutating func addToBars(_ quote: Quote, symbolIndex: Int) {
    for index in bars.indices where bars[index].subscription.symbolIndex == symbolIndex {
      bars[index].add(quote)
      barTime = min(barTime, bars[index].endTime)
    }
  }

  private func moment(_ symbolIndex: Int, _ previous: Quote?, _ isFirstAfterClose: Bool) -> MarketMoment {
    var quotes = context.quotes
    quotes[symbolIndex] = previous
    return MarketMoment(
      symbolIndex: symbolIndex, quote: context.current, cycle: cycle, isFirstAfterClose: isFirstAfterClose,
      hasUncrossed: !context.current.isCrossed || lastUncrossed[symbolIndex] != nil, previous: quotes)
  }

  /// Step 6: risk, venue, and the strategy's answers to its fills.
  @usableFromInline
  mutating func handleIntents(
    _ symbolIndex: Int, _ previous: Quote?, _ isFirstAfterClose: Bool
  ) throws(ArithmeticError) {
    let moment = moment(symbolIndex, previous, isFirstAfterClose)
    var rounds = 0
    while !context.intents.isEmpty {
      let batch = context.intents
      context.intents.removeAll(keepingCapacity: true)
      rounds += 1
      guard rounds <= Self.roundLimit else {
        for intent in batch { denyCascade(intent) }
        return
      }
      for intent in batch { try handle(intent, at: moment) }
      deliverEvents()
    }
  }

  private mutating func handle(_ intent: Intent, at moment: MarketMoment) throws(ArithmeticError) {
    switch intent {
    case .submit(let order):
      switch try gate.evaluate(order, account: account, at: moment) {
      case .approved(let approved): try venue.submit(approved, at: moment, account: &context.ledger)
      case .denied(let denial): deny(denial)
      }
    case .close(let close):
      switch gate.evaluate(close, reason: .strategy, account: account, at: moment) {
      case .approved(let approved): try venue.close(approved, at: moment, account: &context.ledger)
      case .denied(let denial): deny(denial)
      }
    case .modify(let change):
      let working = venue.workingOrders
      switch gate.evaluate(change, account: account, workingOrders: working, at: moment) {
      case .approved(let approved): try venue.modify(approved, at: moment, account: &context.ledger)
      case .denied(let denial): deny(denial)
      }
    case .cancel(let order): try venue.cancel(order, at: moment, account: &context.ledger)
    }
  }

  private mutating func deny(_ denial: Denial) {
    record.denied[denial.code, default: 0] += 1
    strategy.onReject(.denied(denial), &context)
  }

  private mutating func denyCascade(_ intent: Intent) {
    record.denied[.cascadeLimit, default: 0] += 1
  }

  /// Tells the strategy what the venue reports, in order.
  private mutating func deliverEvents() {
    guard !venue.events.isEmpty else { return }
    let events = venue.events
    venue.events.removeAll(keepingCapacity: true)
    context.workingOrders = venue.workingOrders
    for event in events {
      note(event)
      switch event {
      case .filled(let fill): strategy.onFill(fill, &context)
      case .rejected(let rejection): strategy.onReject(.rejected(rejection), &context)
      case .accepted, .delayed, .canceled, .expired: break
      }
    }
  }

  private mutating func note(_ event: VenueEvent) {
    switch event {
    case .filled(let fill):
      record.fillCount += 1
      record.fingerprint.add(fill, symbol: symbols[fill.symbolIndex])
      if keepsFills { fills.append(fill) }
    case .rejected(let rejection): record.rejected[rejection.code, default: 0] += 1
    case .delayed: record.crossedWaits += 1
    case .accepted, .canceled, .expired: break
    }
  }

  /// Ends the run: cancels orders and, for a backtest, closes what is open.
  ///
  /// - Throws: `ArithmeticError` when an amount no longer fits.
  @usableFromInline
  package mutating func finish(closesPositions: Bool) throws(ArithmeticError) {
    guard record.firstTime != nil else { return }
    strategy.onStop(&context)
    context.intents = []
    var quotes = context.quotes
    for index in quotes.indices {
      guard let last = quotes[index], last.isCrossed else { continue }
      quotes[index] = lastUncrossed[index].map { Quote(eventTime: last.eventTime, bid: $0.bid, ask: $0.ask) }
    }
    try venue.finish(quotes: quotes, closesPositions: closesPositions, account: &context.ledger)
    for event in venue.events { note(event) }
    venue.events = []
    context.workingOrders = []
    mark(at: context.now)
    recordDay(endingAt: rollTime)
  }
}
