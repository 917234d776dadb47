import BrokerBridges
import RiskControl
import TestSupport
import TradingCore

/// A broker venue and a scripted broker that answers at once, together in the place of the simulator.
struct PromptVenue: ExecutionVenue {
  private var inner: BrokerVenue
  private var broker: ScriptedBroker
  private let found: Found

  /// What did not fit. Used by one engine on one thread.
  final class Found: @unchecked Sendable {
    var discrepancies: [VenueDiscrepancy] = []
  }

  init(_ inner: BrokerVenue, broker: ScriptedBroker, found: Found) {
    self.inner = inner
    self.broker = broker
    self.found = found
  }

  /// Hands over intents and reports until there are no more.
  private mutating func settle(_ moment: MarketMoment, _ account: inout Account) throws(ArithmeticError) {
    while true {
      for intent in inner.takeIntents() { broker.receive(intent) }
      let reports = broker.takeReports(at: moment.quote.eventTime)
      for report in reports { try inner.take(report, at: moment, account: &account) }
      found.discrepancies += inner.takeDiscrepancies()
      if reports.isEmpty { return }
    }
  }

  var events: [VenueEvent] {
    get { inner.events }
    set { inner.events = newValue }
  }
  var workingOrders: [WorkingOrder] { inner.workingOrders }
  var workingRevision: UInt64 { inner.workingRevision }
  var needsSizes: Bool { false }
  var altersQuotes: Bool { false }
  func shown(_ quote: Quote, symbolIndex: Int) -> Quote { quote }
  func needsQuote(_ quote: Quote, symbolIndex: Int) -> Bool { true }
  var state: BrokerBook { inner.state }
  mutating func restore(_ state: BrokerBook, account: Account) throws(StateMismatch) {
    try inner.restore(state, account: account)
  }
  func pendingUnits(symbolIndex: Int, side: OrderSide) -> Int64 {
    inner.pendingUnits(symbolIndex: symbolIndex, side: side)
  }

  mutating func onQuote(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    try account.value(symbolIndex: moment.symbolIndex, quote: moment.quote)
    try inner.onQuote(moment, account: &account)
    broker.meet(moment.quote, symbolIndex: moment.symbolIndex)
    // On paper what a fill ends is gone before the same quote meets it.
    repeat { try settle(moment, &account) } while broker.triggerNext()
  }

  var dueTime: Timestamp { inner.dueTime }
  func openOrders(symbolIndex: Int?) -> [ClientOrderID] { inner.openOrders(symbolIndex: symbolIndex) }

  mutating func onClock(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    try inner.onClock(moment, account: &account)
    try settle(moment, &account)
  }

  mutating func take(
    _ report: VenueReport, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) { try inner.take(report, at: moment, account: &account) }

  mutating func takeIntents() -> [VenueIntent] { [] }

  mutating func onStopOut(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {}

  mutating func submit(
    _ order: ApprovedOrder, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    try inner.submit(order, at: moment, account: &account)
    try settle(moment, &account)
  }

  mutating func close(
    _ close: ApprovedClose, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    try inner.close(close, at: moment, account: &account)
    try settle(moment, &account)
  }

  mutating func modify(
    _ modification: ApprovedModification, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    try inner.modify(modification, at: moment, account: &account)
    try settle(moment, &account)
  }

  mutating func cancel(
    _ order: ClientOrderID, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    try inner.cancel(order, at: moment, account: &account)
    try settle(moment, &account)
  }

  mutating func finish(
    quotes: [Quote?], closesPositions: Bool, account: inout Account
  ) throws(ArithmeticError) {
    guard let quote = quotes.compactMap({ $0 }).max(by: { $0.eventTime < $1.eventTime }) else { return }
    let moment = MarketMoment(
      symbolIndex: 0, quote: quotes.first.flatMap { $0 } ?? quote, cycle: 0, isFirstAfterClose: false,
      before: nil,
      quotes: quotes)
    try inner.finish(quotes: quotes, closesPositions: closesPositions, account: &account)
    try settle(moment, &account)
  }
}
