import FillSimulator
import RiskControl
import TradingCore

/// What an audited venue writes down. Used by one engine on one thread.
final class AuditLog: @unchecked Sendable {
  /// A fill and what was known when it was reported.
  struct Report {
    let fill: Fill
    /// The number of the quote; `nil` for the final closes.
    let cycle: UInt64?
    /// The quote at hand as the broker shows it, and the one before.
    let quote: Quote?
    let previous: Quote?
    /// Whether a working limit order or a take profit was filled.
    let isMaker: Bool
  }

  /// What was sent: when, of what kind, and the prices it has had.
  struct Sent {
    let time: Timestamp
    let kind: OrderKind
    var prices: [Int64]
    var units: Int64?
    /// How often it was said to be working.
    var acceptances = 0
  }

  var reports: [Report] = []
  var sent: [ClientOrderID: Sent] = [:]
  /// Every take profit anybody asked for.
  var targets: [Int64] = []

  /// A stop-limit is accepted a second time when it has become a limit order.
  fileprivate func isMaker(_ fill: Fill) -> Bool {
    if fill.reason == .takeProfit { return true }
    guard fill.reason == .entry || fill.reason == .strategy, let order = sent[fill.order] else {
      return false
    }
    switch order.kind {
    case .limit: return order.acceptances > 0
    case .stopLimit: return order.acceptances > 1
    case .market, .stop: return false
    }
  }
}

/// A venue that hands everything to the simulator and writes down what went in and what came out, so that
/// each fill can be held against the quotes there were.
struct AuditVenue: ExecutionVenue {
  private var inner: SimulatedVenue
  private let log: AuditLog

  init(_ inner: SimulatedVenue, log: AuditLog) {
    self.inner = inner
    self.log = log
  }

  var events: [VenueEvent] {
    get { inner.events }
    set { inner.events = newValue }
  }
  var workingOrders: [WorkingOrder] { inner.workingOrders }
  var workingRevision: UInt64 { inner.workingRevision }
  var needsSizes: Bool { inner.needsSizes }
  var altersQuotes: Bool { inner.altersQuotes }

  var state: SimulatedVenue.State { inner.state }
  mutating func restore(_ state: SimulatedVenue.State, account: Account) throws(StateMismatch) {
    try inner.restore(state, account: account)
  }
  var dueTime: Timestamp { inner.dueTime }
  func openOrders(symbolIndex: Int?) -> [ClientOrderID] { inner.openOrders(symbolIndex: symbolIndex) }
  mutating func onClock(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    try inner.onClock(moment, account: &account)
  }
  mutating func take(
    _ report: VenueReport, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) { try inner.take(report, at: moment, account: &account) }
  mutating func takeIntents() -> [VenueIntent] { inner.takeIntents() }
  func pendingUnits(symbolIndex: Int, side: OrderSide) -> Int64 {
    inner.pendingUnits(symbolIndex: symbolIndex, side: side)
  }

  func shown(_ quote: Quote, symbolIndex: Int) -> Quote { inner.shown(quote, symbolIndex: symbolIndex) }
  func needsQuote(_ quote: Quote, symbolIndex: Int) -> Bool {
    inner.needsQuote(quote, symbolIndex: symbolIndex)
  }

  private func note(from start: Int, _ moment: MarketMoment?) {
    for event in inner.events[start...] {
      switch event {
      case .accepted(let id): log.sent[id]?.acceptances += 1
      case .filled(let fill):
        log.reports.append(
          AuditLog.Report(
            fill: fill, cycle: moment?.cycle, quote: moment?.quote,
            previous: moment.flatMap { $0.previous(symbolIndex: fill.symbolIndex) },
            isMaker: log.isMaker(fill)))
      default: break
      }
    }
  }

  mutating func onQuote(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    let start = inner.events.count
    try inner.onQuote(moment, account: &account)
    note(from: start, moment)
  }

  mutating func onStopOut(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    let start = inner.events.count
    try inner.onStopOut(moment, account: &account)
    note(from: start, moment)
  }

  mutating func submit(
    _ order: ApprovedOrder, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    let request = order.request
    log.sent[request.id] = AuditLog.Sent(
      time: moment.quote.eventTime, kind: request.kind, prices: request.kind.price.map { [$0.points] } ?? [],
      units: request.quantity.units)
    if let target = request.protection.takeProfit { log.targets.append(target.points) }
    let start = inner.events.count
    try inner.submit(order, at: moment, account: &account)
    note(from: start, moment)
  }

  mutating func close(
    _ close: ApprovedClose, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    log.sent[close.request.id] = AuditLog.Sent(
      time: moment.quote.eventTime, kind: .market, prices: [])
    let start = inner.events.count
    try inner.close(close, at: moment, account: &account)
    note(from: start, moment)
  }

  mutating func modify(
    _ modification: ApprovedModification, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    let request = modification.request
    if case .order(let id) = request.target, let price = request.price {
      log.sent[id]?.prices.append(price.points)
    }
    if let target = request.protection.takeProfit { log.targets.append(target.points) }
    let start = inner.events.count
    try inner.modify(modification, at: moment, account: &account)
    note(from: start, moment)
  }

  mutating func cancel(
    _ order: ClientOrderID, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) { try inner.cancel(order, at: moment, account: &account) }

  mutating func finish(
    quotes: [Quote?], closesPositions: Bool, account: inout Account
  ) throws(ArithmeticError) {
    let start = inner.events.count
    try inner.finish(quotes: quotes, closesPositions: closesPositions, account: &account)
    note(from: start, nil)
  }
}
