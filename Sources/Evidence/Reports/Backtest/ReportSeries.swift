package import TradingCore

/// What every trade's statistics need of it, small enough to keep of all trades.
package struct TradeOutcome: Sendable, Hashable {
  /// When it was opened.
  package var openTime: Timestamp
  /// When it was closed.
  package var closeTime: Timestamp
  /// Its net result.
  package var netProfit: Money

  /// An outcome.
  package init(openTime: Timestamp, closeTime: Timestamp, netProfit: Money) {
    self.openTime = openTime
    self.closeTime = closeTime
    self.netProfit = netProfit
  }
}

/// How much of a trading day's market hours had ticks.
package struct CoverageDay: Sendable, Hashable {
  /// The trading day.
  package var date: CivilDate
  /// Minutes the market was open, within the run.
  package var openMinutes: Int
  /// Those of them with a tick.
  package var coveredMinutes: Int
  /// Ticks of the day.
  package var ticks: Int

  /// A day.
  package init(date: CivilDate, openMinutes: Int, coveredMinutes: Int, ticks: Int) {
    self.date = date
    self.openMinutes = openMinutes
    self.coveredMinutes = coveredMinutes
    self.ticks = ticks
  }
}

/// One symbol's history quality over the run.
package struct CoverageSeries: Sendable, Hashable {
  /// Whose.
  package var symbol: Symbol
  /// The days its market was open, in order, those without ticks too.
  package var days: [CoverageDay]

  /// A series.
  package init(symbol: Symbol, days: [CoverageDay]) {
    self.symbol = symbol
    self.days = days
  }

  /// Minutes with a tick over minutes the market was open; `nil` without open minutes.
  package var coveredShare: Double? {
    let open = days.reduce(0) { $0 + $1.openMinutes }
    return open > 0 ? Double(days.reduce(0) { $0 + $1.coveredMinutes }) / Double(open) : nil
  }
}
