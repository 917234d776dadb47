import Statistics
package import TradingCore

/// What can be worked out of a report's trades and days: worked out once, shown in several places.
package struct BacktestAnalysis: Sendable {
  /// Windows of the rolling Sharpe ratio in trading days, the longest that fits being shown.
  static let rollingWindows = [60, 20]

  let outcomes: [TradeOutcome]
  let days: [DayEquity]
  let startBalance: Double
  let currency: Currency
  /// Day-on-day returns; `nil` when equity was zero or less on the way.
  let dailyReturns: [Double]?
  let streaks: Streaks
  let holding: HoldingTimes
  let sessions: [(session: EntrySession, tally: TradeTally)]
  let hours: [(zone: ClockZone, hours: EntryHours)]
  let periods: PeriodReturns
  /// Wins, losses and net result over all trades.
  let tally: TradeTally
  /// Nanoseconds with at least one position open.
  let timeInMarket: Int64
  private let figures: BacktestFigures

  /// The analysis of a report.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package init(_ report: BacktestReport) throws(ArithmeticError) {
    figures = report.figures
    currency = report.currency
    outcomes =
      report.outcomes.isEmpty
      ? report.trades.map {
        TradeOutcome(openTime: $0.openTime, closeTime: $0.closeTime, netProfit: $0.netProfit)
      } : report.outcomes
    days = report.days
    startBalance = figures.startBalance.value(in: currency)
    let currency = currency
    dailyReturns = PerformanceRatios.dailyReturns(
      startBalance: startBalance, dayEnds: days.map { $0.equity.value(in: currency) })
    streaks = Streaks(signs: outcomes.lazy.map(\.netProfit.units))
    holding = HoldingTimes(outcomes)
    sessions = try Self.sessions(outcomes)
    hours = [
      (.utc, try EntryHours(outcomes, zone: .utc)), (.newYork, try EntryHours(outcomes, zone: .newYork)),
    ]
    periods = PeriodReturns(startBalance: startBalance, days: days, currency: currency)
    timeInMarket = TimeInMarket.covered(by: outcomes.map { ($0.openTime, $0.closeTime) })
    var tally = TradeTally()
    for outcome in outcomes { try tally.add(net: outcome.netProfit) }
    self.tally = tally
  }

  private static func sessions(
    _ outcomes: [TradeOutcome]
  ) throws(ArithmeticError) -> [(session: EntrySession, tally: TradeTally)] {
    var tallies: [EntrySession: TradeTally] = [:]
    for outcome in outcomes {
      try tallies[EntrySession(at: outcome.openTime), default: TradeTally()].add(net: outcome.netProfit)
    }
    return EntrySession.allCases.map { ($0, tallies[$0] ?? TradeTally()) }
  }

  /// Equity at the ends of days.
  var dayEnds: [Double] { days.map { $0.equity.value(in: currency) } }

  /// Changes of equity from day to day as amounts.
  var dailyChanges: [Double] {
    zip(dayEnds, [startBalance] + dayEnds).map { $0 - $1 }
  }

  /// Net results of all trades.
  var results: [Double] { outcomes.map { $0.netProfit.value(in: currency) } }
}

extension BacktestAnalysis {
  /// Trading days in a year, which depend on what was traded.
  var year: TradingYear { figures.year }

  /// Yearly growth by the time that passed; `nil` under two days.
  var annualGrowth: Double? {
    guard days.count >= 2, let last = dayEnds.last else { return nil }
    return PerformanceRatios.compoundAnnualGrowth(
      from: startBalance, to: last, elapsedNanoseconds: figures.elapsedNanoseconds)
  }

  /// The root mean square of daily drawdowns.
  var ulcerIndex: Double? { Drawdowns.ulcerIndex(start: startBalance, values: dayEnds) }

  /// The longest stretch of days under a peak.
  var longestDrawdown: Drawdowns.Stretch? { Drawdowns.longest(start: startBalance, values: dayEnds) }

  /// System quality number over all trades.
  var systemQuality: Double? { TradeRatios.systemQuality(results) }

  /// Mean win over mean loss.
  var payoff: Double? { TradeRatios.payoff(tally) }

  /// Net profit over the largest drawdown.
  var recovery: Double? {
    TradeRatios.recovery(netProfit: figures.netProfit, maximumDrawdown: figures.maximumDrawdownMoney)
  }

  /// The sample deviation of daily returns, brought to a year.
  var annualDeviation: Double? {
    dailyReturns.flatMap(Moments.sampleDeviation).map {
      $0 * year.days.squareRoot()
    }
  }

  /// Net profit over trading days with ticks, in money.
  var profitPerDay: Double? {
    days.isEmpty ? nil : figures.netProfit.value(in: currency) / Double(days.count)
  }

  /// The share of the time from the first to the last tick with a position open.
  var timeShare: Double? {
    guard let first = figures.first, let last = figures.last, last > first else { return nil }
    return min(Double(timeInMarket) / Double(last.nanoseconds - first.nanoseconds), 1)
  }

  /// The day with the largest gain, or loss when `worst`; the earliest of equals.
  func extremeDay(worst: Bool) -> (date: CivilDate, change: Double, rate: Double?)? {
    let changes = dailyChanges
    guard var best = changes.indices.first else { return nil }
    for index in changes.indices where worst ? changes[index] < changes[best] : changes[index] > changes[best]
    {
      best = index
    }
    return (days[best].date, changes[best], dailyReturns?[best])
  }

  /// The longest window that the days fill.
  var rollingDays: Int? {
    Self.rollingWindows.first { days.count > $0 }
  }
}
