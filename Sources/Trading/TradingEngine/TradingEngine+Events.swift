import RiskControl
import StrategyKit
public import TradingCore

/// What the bot does, as events: not inlined, as most bots run without.
extension TradingEngine {
  /// Sets whether events are kept; trades closed before are not among them.
  @usableFromInline
  package mutating func keepEvents(_ keeps: Bool) {
    keepsEvents = keeps
    reportedTrades = context.fullAccount.closedTrades.count
  }

  /// The events since the last call, in order.
  ///
  /// Within a round of requests those come first that were asked for or denied, then what the venue made of them.
  @usableFromInline
  package mutating func takeEvents() -> [BotEvent] {
    defer { events = [] }
    return events
  }

  private mutating func add(_ event: BotEvent) {
    events.append(event)
    eventCount += 1
  }

  /// Something asked for goes to the venue.
  @usableFromInline
  @inline(never)
  mutating func report(_ intent: Intent) { add(.asked(intent, at: context.now)) }

  /// Something asked for was denied.
  @usableFromInline
  @inline(never)
  mutating func report(_ denial: Denial) { add(.denied(denial, at: context.now)) }

  /// What the venue has said, with the time of the quote at hand; a close is followed by its trades.
  @usableFromInline
  @inline(never)
  mutating func report(_ event: VenueEvent) {
    let now = context.now
    switch event {
    case .accepted(let id): add(.accepted(id, at: now))
    case .delayed(let id): add(.delayed(id, at: now))
    case .canceled(let id): add(.canceled(id, at: now))
    case .expired(let id): add(.expired(id, at: now))
    case .rejected(let rejection): add(.rejected(rejection))
    case .marginCall(let time): add(.marginCall(time))
    case .filled(let fill):
      add(.filled(fill))
      if fill.reason != .entry { reportTrades(of: fill) }
    }
  }

  private mutating func reportTrades(of fill: Fill) {
    let closed = trades(of: fill, after: reportedTrades)
    reportedTrades = closed.upperBound
    for index in closed { add(.closed(context.fullAccount.closedTrades[index])) }
  }

  /// The closed trades of a fill, behind so many that are known. Several fills may have been booked by now: the trades of
  /// each add up to its quantity.
  mutating func trades(of fill: Fill, after known: Int) -> Range<Int> {
    var (units, end) = (fill.quantity.units, known)
    while units > 0, end < context.fullAccount.closedTrades.count {
      units -= context.fullAccount.closedTrades[end].quantity.units
      end += 1
    }
    return known..<end
  }

  /// Denies what is asked for beyond the rounds of one quote; the strategy is not told, it would answer again.
  @usableFromInline
  @inline(never)
  mutating func denyCascade(_ intent: Intent) {
    record.countDenial(.cascadeLimit)
    guard keepsEvents || isGuarded else { return }
    let denial = Denial(
      order: intent.order, code: .cascadeLimit, layer: "risk", limit: "\(Self.roundLimit) rounds on a quote",
      value: "another one", cycle: cycle)
    if keepsEvents { report(denial) }
    if isGuarded { tellDenied(denial) }
  }

  /// Why something can't be asked for while entries are halted, or the venue is not sure of what it has.
  @usableFromInline
  @inline(never)
  mutating func haltDenial(_ intent: Intent) -> Denial? {
    var halts = halts
    for index in 0..<tradedCount {
      if let code = venue.unsettled(symbolIndex: index) { halts.halt(code, symbolIndex: index) }
    }
    return switch intent {
    case .submit(let order):
      halts.denial(
        of: order, account: context.fullAccount,
        pendingUnits: venue.pendingUnits(symbolIndex: order.symbolIndex, side: order.side), cycle: cycle)
    case .modify(let change):
      halts.denial(
        of: change, account: context.fullAccount, workingOrders: venue.workingOrders, cycle: cycle)
    case .close, .cancel: nil
    }
  }
}

extension Intent {
  /// The number of what is asked for; of a cancel that of the order.
  fileprivate var order: ClientOrderID {
    switch self {
    case .submit(let order): order.id
    case .close(let close): close.id
    case .modify(let change): change.id
    case .cancel(let id): id
    }
  }
}
