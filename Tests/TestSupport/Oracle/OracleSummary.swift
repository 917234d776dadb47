import Foundation
package import TradingCore

/// Equity as it is marked: drawdown and the last equity of each New York trading day.
struct OracleEquity {
  let start: Int64
  var peak: Int64
  var drawdownMoney: Int64 = 0
  var drawdownRatio: Double = 0
  var days: [OracleSummary.Day] = []
  private var dayEnd = Timestamp.distantPast
  /// The first mark and the last.
  private(set) var span: (first: Timestamp, last: Timestamp)?

  init(start: Int64) {
    self.start = start
    peak = start
  }

  mutating func mark(_ equity: Int64, at time: Timestamp) {
    peak = max(peak, equity)
    drawdownMoney = max(drawdownMoney, peak - equity)
    drawdownRatio = max(drawdownRatio, Double(peak - equity) / Double(peak))
    span = (span?.first ?? time, time)
    if time >= dayEnd {
      dayEnd = NewYorkCalendar.nextRoll(after: time)
      days.append(.init(date: NewYorkCalendar.tradingDay(at: time), equity: equity))
    }
    days[days.count - 1].equity = equity
  }
}

/// The totals of a run. Money in units of 10^-6.
package struct OracleSummary: Sendable, Hashable {
  /// A trading day with ticks and the equity at its end.
  package struct Day: Sendable, Hashable {
    /// The date on which the 17:00-to-17:00 day ends.
    package var date: CivilDate
    /// Money units.
    package var equity: Int64
  }

  /// Money units.
  package var startBalance: Int64
  /// Money units.
  package var endBalance: Int64
  /// Number of trades.
  package var trades: Int
  /// Trades with a positive net result.
  package var wins: Int
  /// Trades with a negative net result.
  package var losses: Int
  /// Sum of the positive net results.
  package var grossProfit: Int64
  /// Magnitude of the sum of the negative net results.
  package var grossLoss: Int64
  /// Sum of all net results.
  package var netProfit: Int64
  /// Sum over trades.
  package var commission: Int64
  /// Sum over trades.
  package var spreadCost: Int64
  /// Sum over trades, negative when better.
  package var slippageCost: Int64
  /// Largest fall from a peak, money units.
  package var maxDrawdownMoney: Int64
  /// Largest fall from a peak as a share of that peak.
  package var maxDrawdown: Double
  /// Days with ticks, in order.
  package var days: [Day]
  /// Mean daily return over the sample deviation, × √252.
  package var sharpe: Double?
  /// Mean daily return over the root mean square of the negative ones, × √252.
  package var sortino: Double?
  /// Compound annual growth (by the time from first to last quote, years of 365.25 days) over the largest drawdown
  /// ratio.
  package var calmar: Double?

  init(trades: [OracleTrade], balance: Int64, equity: OracleEquity) {
    startBalance = equity.start
    endBalance = balance
    self.trades = trades.count
    wins = trades.count { $0.net > 0 }
    losses = trades.count { $0.net < 0 }
    grossProfit = trades.filter { $0.net > 0 }.reduce(0) { $0 + $1.net }
    grossLoss = -trades.filter { $0.net < 0 }.reduce(0) { $0 + $1.net }
    netProfit = trades.reduce(0) { $0 + $1.net }
    commission = trades.reduce(0) { $0 + $1.commission }
    spreadCost = trades.reduce(0) { $0 + $1.spreadCost }
    slippageCost = trades.reduce(0) { $0 + $1.slippageCost }
    maxDrawdownMoney = equity.drawdownMoney
    maxDrawdown = equity.drawdownRatio
    days = equity.days
    setRatios(over: equity.span.map { Double($0.last.nanoseconds - $0.first.nanoseconds) } ?? 0)
  }

  /// Sharpe, Sortino and Calmar; the first day's return is measured from the start balance.
  private mutating func setRatios(over nanoseconds: Double) {
    guard days.count >= 2 else { return }
    let curve = [Double(startBalance)] + days.map { Double($0.equity) }
    var returns: [Double] = []
    for index in 1..<curve.count { returns.append(curve[index] / curve[index - 1] - 1) }
    let count = Double(returns.count)
    let mean = returns.reduce(0, +) / count
    let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / (count - 1)).squareRoot()
    let downside = (returns.reduce(0) { $0 + min($1, 0) * min($1, 0) } / count).squareRoot()
    let year = Double(252).squareRoot()
    if deviation > 0 { sharpe = mean / deviation * year }
    if downside > 0 { sortino = mean / downside * year }
    let growth = Double(endBalance) / Double(startBalance)
    let years = nanoseconds / (365.25 * 86_400e9)
    if maxDrawdown > 0, growth > 0, years > 0 { calmar = (pow(growth, 1 / years) - 1) / maxDrawdown }
  }
}
