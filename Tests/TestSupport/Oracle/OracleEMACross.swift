package import TradingCore

/// `ema_cross` with the profile `reference`, calculated without the engine: one pass, one position.
///
/// Left out: margin and stop-out. `touchesMargin` says when a run came to where they would have mattered.
package struct OracleEMACross: Sendable {
  /// Trades, fills and totals; trade ids count from 1.
  package private(set) var result: OracleResult
  /// Equity was at or below the used margin (leverage 1:100) at some mark: the comparison does not hold.
  package private(set) var touchesMargin = false
  /// The state changed while orders of an earlier change still waited for an uncrossed quote: what then happens
  /// is the strategy's affair, and the comparison does not hold.
  package private(set) var isAmbiguous = false

  private let money: OracleMoney
  private let quotes: [Quote]
  private let units: Int64
  private var balance: Int64
  private var equity: OracleEquity
  private var position: OraclePosition?
  private var lastUncrossed: Int?
  private var waitingSide: OracleSide?
  private var trades: [OracleTrade] = []
  private var fills: [OracleFill] = []

  /// Runs it over the quotes. `units` is the size of each order, `commissionPerLot` and `startBalance` are
  /// money units.
  package init(
    quotes: [Quote], instrument: Instrument, units: Int64, fast: Int = 50, slow: Int = 200,
    commissionPerLot: Int64 = 3_500_000, startBalance: Int64 = 1_000_000_000
  ) {
    var settings = OracleSettings()
    settings.commissionPerLot = commissionPerLot
    settings.startBalance = startBalance
    money = OracleMoney(instrument: instrument, settings: settings)
    self.quotes = quotes
    self.units = units
    balance = startBalance
    equity = OracleEquity(start: startBalance)
    result = OracleResult(
      trades: [], fills: [], refusals: [],
      summary: OracleSummary(trades: [], balance: startBalance, equity: equity))
    run(fast: fast, slow: slow)
    result = OracleResult(
      trades: trades, fills: fills, refusals: [],
      summary: OracleSummary(trades: trades, balance: balance, equity: equity))
  }

  private mutating func run(fast: Int, slow: Int) {
    guard let first = quotes.first else { return }
    let fastWeight = 2 / (Double(fast) + 1)
    let slowWeight = 2 / (Double(slow) + 1)
    var fastAverage = Double(first.bid.points + first.ask.points) / 2
    var slowAverage = fastAverage
    var state: OracleSide?
    for (index, quote) in quotes.enumerated() {
      if !quote.isCrossed { lastUncrossed = index }
      if let side = waitingSide, !quote.isCrossed {
        waitingSide = nil
        turn(to: side, at: index)
      }
      let mid = Double(quote.bid.points + quote.ask.points) / 2
      if index > 0 {
        fastAverage = fastWeight * mid + (1 - fastWeight) * fastAverage
        slowAverage = slowWeight * mid + (1 - slowWeight) * slowAverage
      }
      if index + 1 >= slow, fastAverage != slowAverage {
        let next: OracleSide = fastAverage > slowAverage ? .buy : .sell
        if let state, state != next { change(to: next, at: index) }
        state = next
      }
      mark(at: index)
    }
    finish()
  }

  private mutating func change(to side: OracleSide, at index: Int) {
    if waitingSide != nil { isAmbiguous = true }
    if quotes[index].isCrossed {
      waitingSide = side
    } else {
      turn(to: side, at: index)
    }
  }

  private mutating func turn(to side: OracleSide, at index: Int) {
    close(at: index, time: quotes[index].eventTime, reason: .strategy, lastIndex: index)
    let price = money.marketPrice(quotes[index], side: side)
    let commission = money.commission(units: units)
    balance -= commission
    fills.append(
      OracleFill(time: quotes[index].eventTime, side: side, units: units, price: price, closeReason: nil))
    position = OraclePosition(
      number: trades.count + 1, id: trades.count + 1, side: side, units: units, openPrice: price,
      openTime: quotes[index].eventTime, openIndex: index, commission: commission,
      spreadCost: money.spreadCost(quotes[index], units: units, fill: price), slippageCost: 0)
  }

  private mutating func close(at index: Int, time: Timestamp, reason: OracleReason, lastIndex: Int) {
    guard let open = position else { return }
    let price = money.marketPrice(quotes[index], side: open.side.opposite)
    let trade = money.trade(
      closing: open, price: price, time: time, reason: reason, quotes: quotes, closeIndex: index,
      lastIndex: lastIndex)
    balance += trade.gross - money.commission(units: units)
    trades.append(trade)
    fills.append(
      OracleFill(time: time, side: open.side.opposite, units: units, price: price, closeReason: reason))
    position = nil
  }

  private mutating func mark(at index: Int) {
    var total = balance
    if let open = position {
      total += money.result(
        side: open.side, open: open.openPrice,
        close: money.closingPrice(quotes[index], side: open.side), units: units)
      let margin = money.notional(price: open.openPrice, units: units)
      if Int128(total) * 100 * margin.denominator <= margin.numerator { touchesMargin = true }
    }
    equity.mark(total, at: quotes[index].eventTime)
  }

  private mutating func finish() {
    guard let last = quotes.indices.last, let index = lastUncrossed else { return }
    let time = quotes[last].eventTime
    close(at: index, time: time, reason: .endOfData, lastIndex: last)
    equity.mark(balance, at: time)
  }
}
