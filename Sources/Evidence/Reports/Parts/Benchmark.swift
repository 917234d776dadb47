import JSONText
package import Statistics
package import TradingCore

/// What buying one symbol for the start balance and holding it would have come to: without leverage and costs but the spread
/// of the entry.
package struct Benchmark: Sendable, Hashable {
  /// What is held.
  package var symbol: Symbol
  /// Its worth over time, balance and equity alike.
  package var points: [EquityPoint]
  /// Its worth at the ends of trading days with ticks of the symbol.
  package var days: [DayEquity]
  /// The largest fall of its worth as a ratio to its highest, on every tick.
  package var maximumDrawdown: Double

  /// A benchmark of its parts.
  package init(symbol: Symbol, points: [EquityPoint], days: [DayEquity], maximumDrawdown: Double) {
    (self.symbol, self.points, self.days) = (symbol, points, days)
    self.maximumDrawdown = maximumDrawdown
  }

  /// Its worth at its last tick; `nil` where it had none.
  package var end: Money? { points.last?.equity }
}

extension Benchmark {
  /// What it came to beside a start balance.
  struct Figures {
    let net: Money
    let rate: Double
    let sharpe: Double?
  }

  /// `nil` without a tick or a start balance.
  func figures(start: Money, year: TradingYear, currency: Currency) -> Figures? {
    guard let end, start > .zero else { return nil }
    let returns = PerformanceRatios.dailyReturns(
      startBalance: start.value(in: currency), dayEnds: days.map { $0.equity.value(in: currency) })
    return Figures(
      net: Money(units: end.units - start.units), rate: Double(end.units) / Double(start.units) - 1,
      sharpe: returns.flatMap { PerformanceRatios.sharpe(dailyReturns: $0, perYear: year.days) })
  }

  /// The document of it.
  func json(start: Money, year: TradingYear, currency: Currency) -> JSONValue {
    let figures = figures(start: start, year: year, currency: currency)
    return [
      "symbol": .string(symbol.name), "net_profit": .money(figures?.net, in: currency),
      "return": .ratio(figures?.rate), "max_drawdown": .number(maximumDrawdown),
      "sharpe": .ratio(figures?.sharpe),
    ]
  }
}
