package import TradingCore

/// `scripted` on a hedging account, calculated without the engine, from docs/fill-semantics.md alone: one
/// pass over the quotes, every list searched from its start.
///
/// One symbol. Left out: trading hours and quote age as reasons to reject, stops level, `day`, `ioc`, `fok`.
package struct OracleScripted {
  /// A limit or stop order at the broker.
  struct Working {
    var number: Int
    var row: OracleRow
    /// Index of the first quote that may fill it.
    var worksFrom: Int
  }

  /// An order on its way to the broker.
  struct InFlight {
    var number: Int
    var row: OracleRow
    var arrival: Timestamp
  }

  /// Something that fills at market on the next uncrossed quote.
  struct Waiting {
    enum Kind {
      /// An opening order; a stop order carries the index of the quote that triggered it.
      case opening(OracleRow, triggeredAt: Int?)
      case close(OracleRow)
      /// A stop loss of the position with the same number.
      case stopLoss(OracleReason)
    }
    var number: Int
    var kind: Kind
  }

  let settings: OracleSettings
  let money: OracleMoney
  let hours: TradingHours
  let quotes: [Quote]
  let rows: [OracleRow]

  var balance: Int64
  var equity: OracleEquity
  var positions: [OraclePosition] = []
  var working: [Working] = []
  var inFlight: [InFlight] = []
  var waiting: [Waiting] = []
  var trades: [OracleTrade] = []
  var fills: [OracleFill] = []
  var refusals: [String] = []
  var hasActed: [Bool]
  /// The earliest time of a row that has not acted, so that most quotes need no search.
  var nextRowTime: Timestamp
  var lastNumber = 0

  /// Runs the rows over the quotes. Rows of other symbols are to be left out by the caller.
  package static func run(
    quotes: [Quote], rows: [OracleRow], instrument: Instrument, settings: OracleSettings = OracleSettings()
  ) -> OracleResult {
    var run = OracleScripted(quotes: quotes, rows: rows, instrument: instrument, settings: settings)
    for index in run.quotes.indices { run.process(index) }
    run.finish()
    return OracleResult(
      trades: run.trades, fills: run.fills, refusals: run.refusals,
      summary: OracleSummary(trades: run.trades, balance: run.balance, equity: run.equity))
  }

  private init(quotes: [Quote], rows: [OracleRow], instrument: Instrument, settings: OracleSettings) {
    self.settings = settings
    money = OracleMoney(instrument: instrument, settings: settings)
    hours = instrument.hours
    self.quotes = quotes.map(settings.brokerQuote)
    self.rows = rows
    balance = settings.startBalance
    equity = OracleEquity(start: settings.startBalance)
    hasActed = rows.map { _ in false }
    nextRowTime = rows.map(\.time).min() ?? .distantFuture
  }

  /// "One quote, in this order": the numbers are those of the document.
  private mutating func process(_ index: Int) {
    if settings.latencyRule == .lastBefore { deliver(at: index) }  // 1, stamped before this quote
    fillWaiting(at: index)  // 1, those that were there before this quote
    if settings.latencyRule == .firstAfter { deliver(at: index) }  // 1, those that come with this quote
    cancelExpired(at: index)  // 2
    checkTriggers(at: index)  // 3
    moveTrails(at: index)  // 3
    stopOut(at: index)  // 4
    act(at: index)  // 5 and 6
    equity.mark(currentEquity(at: index), at: quotes[index].eventTime)  // 7
  }

  // MARK: Asking

  /// The id of no order: a cancel that names nothing sent before finds nothing when it arrives.
  private static let nobody = -1

  /// Rows whose time has come, in file order; each is dealt with before the next one is looked at.
  private mutating func act(at index: Int) {
    let now = quotes[index].eventTime
    guard now >= nextRowTime else { return }
    for rowIndex in rows.indices where !hasActed[rowIndex] && rows[rowIndex].time <= now {
      hasActed[rowIndex] = true
      lastNumber += 1
      send(rows[rowIndex], number: lastNumber, at: index)
    }
    nextRowTime = rows.indices.filter { !hasActed[$0] }.map { rows[$0].time }.min() ?? .distantFuture
  }

  private mutating func send(_ row: OracleRow, number: Int, at index: Int) {
    let now = quotes[index].eventTime
    var row = row
    if row.action == .cancel, !isKnown(row.id) { row.id = Self.nobody }
    if row.action == .close, !isKnown(row.id) {
      refusals.append("unknown_order")
    } else if settings.latency == 0 {
      arrive(row, number: number, meeting: index, time: now)
    } else if row.action == .close, !positions.contains(where: { $0.id == row.id }) {
      refusals.append("unknown_position")
    } else if row.action.side != nil, let refusal = riskRefusal(row, at: index) {
      refusals.append(refusal)
    } else {
      let arrival = now.advanced(by: settings.latency)
      inFlight.append(InFlight(number: number, row: row, arrival: arrival))
    }
  }

  /// What our own risk control sees before sending: closes in flight, and stop losses that wait, count as done.
  private func riskRefusal(_ row: OracleRow, at index: Int) -> String? {
    let closing = (inFlight.map(\.row) + waitingCloses).filter { $0.action == .close }.map(\.id)
    let stopped = positions.filter { $0.waitingReason != nil }.map(\.id)
    return volumeRefusal(row) ?? marginRefusal(row, at: index, without: closing + stopped)
  }

  private var waitingCloses: [OracleRow] {
    waiting.compactMap { if case .close(let row) = $0.kind { row } else { nil } }
  }

  /// Whether an opening row of that id has acted.
  private func isKnown(_ id: Int) -> Bool {
    rows.indices.contains { hasActed[$0] && rows[$0].id == id && rows[$0].action.side != nil }
  }

  /// Orders in flight whose time has come, in order of sending.
  private mutating func deliver(at index: Int) {
    let now = quotes[index].eventTime
    let all = inFlight
    inFlight = []
    for order in all {
      switch settings.latencyRule {
      case .lastBefore where order.arrival < now:
        arrive(order.row, number: order.number, meeting: index - 1, time: order.arrival)
      case .firstAfter where order.arrival <= now:
        arrive(order.row, number: order.number, meeting: index, time: now)
      default:
        inFlight.append(order)
      }
    }
  }

  // MARK: The end

  private mutating func finish() {
    guard let last = quotes.indices.last else { return }
    let time = quotes[last].eventTime
    let met = quotes.indices.last { !quotes[$0].isCrossed } ?? last
    for position in positions.sorted(by: { $0.number < $1.number }) {
      close(position.number, meeting: met, time: time, reason: .endOfData, lastIndex: last)
    }
    equity.mark(balance, at: time)
  }

  // MARK: Accounts

  func currentEquity(at index: Int) -> Int64 {
    positions.reduce(balance) { $0 + openResult($1, at: index) }
  }

  func openResult(_ position: OraclePosition, at index: Int) -> Int64 {
    money.result(
      side: position.side, open: position.openPrice,
      close: money.closingPrice(quotes[index], side: position.side), units: position.units)
  }

  /// The larger of the long and the short notional, with an order of the given side, size and price added.
  func usedNotional(
    adding side: OracleSide? = nil, units: Int64 = 0, price: Int64 = 0, without ids: [Int] = []
  ) -> Fraction {
    func total(_ wanted: OracleSide) -> Fraction {
      var sum = Fraction(numerator: 0, denominator: 1)
      for position in positions where position.side == wanted && !ids.contains(position.id) {
        let part = money.notional(price: position.openPrice, units: position.units)
        sum = sum.plus(part)
      }
      return wanted == side ? sum.plus(money.notional(price: price, units: units)) : sum
    }
    let long = total(.buy)
    let short = total(.sell)
    return long.isLess(than: short) ? short : long
  }

  mutating func open(
    _ row: OracleRow, number: Int, side: OracleSide, price: Int64, meeting met: Int, time: Timestamp,
    trailFrom: Int
  ) {
    let quote = quotes[met]
    let commission = money.commission(units: row.units)
    balance -= commission
    fills.append(OracleFill(time: time, side: side, units: row.units, price: price, closeReason: nil))
    let distance = row.trailPoints ?? 0
    let start = money.closingPrice(quotes[trailFrom], side: side)
    let level = side == .buy ? start - distance : start + distance
    positions.append(
      OraclePosition(
        number: number, id: row.id, side: side, units: row.units, openPrice: price, openTime: time,
        openIndex: met, commission: commission,
        spreadCost: money.spreadCost(quote, units: row.units, fill: price),
        slippageCost: money.slippageCost(quote, side: side, units: row.units, fill: price),
        stopLoss: row.stopLoss, takeProfit: row.takeProfit, trailPoints: row.trailPoints,
        trailLevel: row.trailPoints == nil ? nil : level))
  }

  /// Closes at market, or at the given price.
  mutating func close(
    _ number: Int, at price: Int64? = nil, meeting met: Int, time: Timestamp, reason: OracleReason,
    lastIndex: Int? = nil
  ) {
    guard let place = positions.firstIndex(where: { $0.number == number }) else { return }
    let position = positions.remove(at: place)
    let side = position.side.opposite
    let fill = price ?? money.marketPrice(quotes[met], side: side)
    let trade = money.trade(
      closing: position, price: fill, time: time, reason: reason, quotes: quotes, closeIndex: met,
      lastIndex: lastIndex ?? met)
    balance += trade.gross - money.commission(units: position.units)
    trades.append(trade)
    fills.append(
      OracleFill(time: time, side: side, units: position.units, price: fill, closeReason: reason))
  }
}
