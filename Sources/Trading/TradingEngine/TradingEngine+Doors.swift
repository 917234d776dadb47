import RiskControl
import StrategyKit
public import TradingCore

/// What reaches a bot beside quotes: the clock, commands and what a broker reports. Each takes effect as it comes in, at the
/// last quotes.
extension TradingEngine {
  /// When the clock has something to do that no quote has done, at the earliest; `distantFuture` when nothing rests on it.
  @usableFromInline
  package var dueTime: Timestamp {
    guard record.firstTime != nil else { return .distantFuture }
    // While a close-out is on, the schedule is due at every quote; on the clock it has a rhythm of its own.
    let closing = isIdle ? .distantFuture : closeOut?.dueTime ?? .distantFuture
    let scheduled = closeOut == nil && isStarted ? schedule.nextTime : .distantFuture
    return min(venue.dueTime, scheduled, closing, riskWakeTime)
  }

  /// Orders that wait at the venue, as last reported.
  @usableFromInline
  package var workingOrders: [WorkingOrder] { venue.workingOrders }

  /// Time has passed without a quote: what is on its way arrives, orders expire, nights are charged, bars end, timers fire,
  /// and what is to be closed out is asked for again.
  ///
  /// The strategy sees the last quotes, and this time as now. A time that is not after the last one, or before the first
  /// quote, changes nothing.
  /// - Throws: `ArithmeticError` when an amount no longer fits: the bot stops there.
  @usableFromInline
  package mutating func passTime(to time: Timestamp) throws(ArithmeticError) {
    guard record.firstTime != nil, time > context.now else { return }
    if isGuarded, time >= riskWakeTime { tellClock(at: time) }
    context.current.eventTime = time
    context.isOnClock = true
    if rollTime != .distantPast, time >= rollTime {
      recordDay(endingAt: rollTime)
      // The next quote begins another day.
      rollTime = .distantPast
    }
    let balance = context.fullAccount.balance
    try venue.onClock(doorMoment, account: &context.fullAccount)
    let isNews = !venue.events.isEmpty || context.fullAccount.balance != balance
    deliverEvents()
    if !pendingCommands.isEmpty { carryOutPending() }
    if isStarted, time >= schedule.nextTime { deliverSchedule(at: time) }
    try answerDoor(isNews: isNews)
  }

  /// Does what somebody outside of the strategy has asked for, at the last quotes and the time at hand.
  ///
  /// - Throws: as `passTime`.
  @usableFromInline
  package mutating func obey(_ command: EngineCommand) throws(ArithmeticError) {
    carryOut(command)
    switch command {
    case .halt, .resume: return
    default: break
    }
    guard record.firstTime != nil else { return }
    try answerDoor(isNews: false)
  }

  /// Halts at once; what is to be canceled and closed becomes an intent.
  mutating func carryOut(_ command: EngineCommand) {
    switch command {
    case .halt(let code, let symbolIndex): halts.halt(code, symbolIndex: symbolIndex)
    case .resume(let code, let symbolIndex): halts.resume(code, symbolIndex: symbolIndex)
    case .cancel(let order): context.cancel(order)
    case .cancelAll(let symbolIndex):
      for order in venue.openOrders(symbolIndex: symbolIndex) { context.cancel(order) }
    case .close(let position, let quantity, let reason): askToClose(position, quantity, reason.fillReason)
    case .closeAll(let symbolIndex, let reason):
      for position in context.fullAccount.positions
      where (symbolIndex ?? position.symbolIndex) == position.symbolIndex && position.unitsToClose > 0
        && !isAskedToClose(position.id)
      {
        askToClose(position.id, nil, reason.fillReason)
      }
    case .reduce(let symbolIndex, let units, let reason):
      for side in OrderSide.allCases { reduce(symbolIndex, side, to: units, reason.fillReason) }
    case .protect(let position, let protection): tighten(position, by: protection)
    case .flatten(let reason): flatten(reason.fillReason)
    case .windDown(let symbolIndex, let style, let reason): windDown(symbolIndex, style, reason)
    }
  }

  /// Asks for tighter levels of a position; nothing where they are as tight already, or it is gone.
  private mutating func tighten(_ id: ClientOrderID, by protection: Protection) {
    guard let position = context.fullAccount.position(id) else { return }
    let tightened = position.protection.tightened(
      by: protection, side: position.side,
      openPrice: context.fullAccount.openingPrice(of: id) ?? position.openPrice)
    if tightened != position.protection { context.protect(id, with: tightened) }
  }

  /// Takes what a broker reports; the time at hand stays that of the last quote or of the clock.
  ///
  /// - Throws: as `passTime`.
  @usableFromInline
  package mutating func take(_ report: VenueReport) throws(ArithmeticError) {
    let balance = context.fullAccount.balance
    try venue.take(report, at: doorMoment, account: &context.fullAccount)
    let isNews = !venue.events.isEmpty || context.fullAccount.balance != balance
    deliverEvents()
    guard record.firstTime != nil else { return }
    try answerDoor(isNews: isNews)
  }

  private mutating func flatten(_ reason: FillReason) {
    closeOut = closeOut.map { $0.saying(reason) } ?? CloseOut(reason)
    schedule.wakeAtNextQuote()
    askToCloseOut(at: context.now)
  }

  /// Asks for a close that says why in its fills.
  mutating func askToClose(_ position: ClientOrderID, _ quantity: Quantity?, _ reason: FillReason) {
    let id = context.close(position, quantity: quantity)
    if reason != .strategy { commanded[id] = reason }
  }

  /// Whether somebody outside of the strategy has asked to close all of a position, and it has not been handled.
  private mutating func isAskedToClose(_ position: ClientOrderID) -> Bool {
    guard !commanded.isEmpty else { return false }
    return (context.intents + asked).contains {
      guard case .close(let close) = $0 else { return false }
      return close.position == position && close.quantity == nil && commanded[close.id] != nil
    }
  }

  private mutating func reduce(
    _ symbolIndex: Int, _ side: OrderSide, to units: Int64, _ reason: FillReason
  ) {
    let open = context.fullAccount.positions.filter { $0.symbolIndex == symbolIndex && $0.side == side }
    let step =
      symbols.indices.contains(symbolIndex) ? account.instrument(symbolIndex: symbolIndex).stepUnits : 1
    var excess = open.reduce(0) { $0 + $1.unitsToClose } - max(units, 0)
    for position in open where excess > 0 && position.unitsToClose > 0 {
      // Up to the lot step, so that no more than the limit is left.
      let steps = (min(excess, position.unitsToClose) + step - 1) / step * step
      let part = min(steps, position.unitsToClose)
      askToClose(position.id, part == position.quantity.units ? nil : Quantity(units: part), reason)
      excess -= part
    }
  }

  /// Lets the venue have what was asked for, and the strategy answer to what came of it.
  mutating func answerDoor(isNews: Bool) throws(ArithmeticError) {
    let asks = !context.intents.isEmpty
    if asks { try handleIntents(at: doorMoment) }
    if asks || isNews { mark(at: context.now) }
    if isGuarded, noteEquity() { try settleRisk(at: doorMoment) }
  }

  /// The last quotes, at the time at hand.
  private var doorMoment: MarketMoment {
    doorMoment(context.quotes[context.currentSymbol] ?? context.current, size: nil)
  }

  /// The same with a quote that the stretch at hand has come to, and what it offers.
  @usableFromInline
  func doorMoment(_ quote: Quote, size: QuoteSize?) -> MarketMoment {
    let index = context.currentSymbol
    let size = lastSizes.isEmpty ? QuoteSize.zero : size ?? lastSizes[index]
    return MarketMoment(
      symbolIndex: index, quote: quote, cycle: cycle, isFirstAfterClose: false, before: quote,
      quotes: context.quotes,
      sizes: lastSizes.isEmpty ? nil : MomentSizes(now: size, before: size, last: lastSizes),
      time: context.now)
  }
}

extension Position {
  /// What is not being closed already, for whatever reason.
  fileprivate var unitsToClose: Int64 { max(0, quantity.units - closingUnits) }
}
