import JSONText
package import Statistics
package import TradingCore

/// What a report says of its run in a form that programs read: settings, figures and equity by day. It is in every
/// report's page, and is what runs are compared by.
package struct RunSnapshot: Sendable, Hashable {
  /// The version of the form; changed when a reader of the one before would be misled.
  package static let schema: Int64 = 1
  /// The `id` of the element that holds it.
  static let blockID = "slipway-run"

  /// Ticks a run went over.
  package struct Source: Sendable, Hashable {
    /// The file, as it was named.
    package var file: String
    /// Its symbol.
    package var symbol: String
    /// Digest of its decoded ticks, hex.
    package var contentDigest: String
  }

  /// The report's title.
  package var title: String
  /// The strategy's name.
  package var strategy: String
  /// The broker profile's name.
  package var broker: String
  /// The program that made it.
  package var generator: String
  /// Digest of all that defines the bot.
  package var identity: String
  /// Digest of the fills.
  package var fingerprint: String
  /// The account's currency.
  package var currency: Currency
  /// The strategy's parameters, by name and text.
  package var params: [BacktestReport.Line]
  /// The run's settings and the broker profile's lines, by name and text.
  package var settings: [BacktestReport.Line]
  /// Where the ticks came from.
  package var sources: [Source]
  /// The first tick's time.
  package var first: Timestamp?
  /// The last tick's time.
  package var last: Timestamp?
  /// Balance before the first tick.
  package var startBalance: Money
  /// Figures by `RunMetric.key`; those without a value are left out.
  package var metrics: [String: Double]
  /// Equity at the ends of trading days.
  package var days: [DayEquity]

  /// The snapshot of a report.
  package init(_ report: BacktestReport, _ analysis: BacktestAnalysis) {
    title = report.title
    strategy = report.strategy
    broker = report.broker
    generator = report.generator
    identity = report.identity
    fingerprint = report.fingerprint
    currency = report.currency
    params = report.params.map { .init($0.name, BacktestReport.plainText($0.value)) }
    settings =
      [
        .init("Symbols", report.symbols.map(\.name).joined(separator: ", ")), .init("Family", report.family),
        .init("Seed", String(report.seed)),
      ] + (report.figures.year == .everyDay ? [.init("Trading days a year", "365")] : [])
      + report.configurationLines + report.brokerLines.map { .init("Broker: \($0.label)", $0.text) }
    sources = report.dataSources.map {
      Source(file: $0.file, symbol: $0.symbol.name, contentDigest: $0.contentDigest)
    }
    (first, last) = (report.figures.first, report.figures.last)
    startBalance = report.figures.startBalance
    days = report.days
    metrics = Self.metrics(report.figures, analysis)
  }

  private static func metrics(_ figures: BacktestFigures, _ analysis: BacktestAnalysis) -> [String: Double] {
    let currency = analysis.currency
    let values: [String: Double?] = [
      "net_profit": figures.netProfit.value(in: currency), "return": figures.netReturn,
      "annual_growth": analysis.annualGrowth, "profit_per_day": analysis.profitPerDay,
      "max_drawdown": figures.maximumDrawdown,
      "max_drawdown_money": figures.maximumDrawdownMoney.value(in: currency),
      "longest_drawdown_days": Double(analysis.longestDrawdown?.days ?? 0),
      "ulcer_index": analysis.ulcerIndex,
      "annual_volatility": analysis.annualDeviation, "sharpe": figures.sharpe, "sortino": figures.sortino,
      "calmar": figures.calmar, "recovery_factor": analysis.recovery, "trades": Double(figures.trades),
      "win_rate": figures.winRate, "profit_factor": figures.profitFactor, "payoff_ratio": analysis.payoff,
      "expectancy": figures.expectancy?.value(in: currency), "system_quality": analysis.systemQuality,
      "commission": figures.commission.value(in: currency),
      "spread_cost": figures.spreadCost.value(in: currency),
      "slippage_cost": figures.slippageCost.value(in: currency), "swap": figures.swap.value(in: currency),
      "time_in_market": analysis.timeShare, "median_holding_seconds": analysis.holding.quantile(0.5),
      "days": Double(analysis.days.count), "ticks": Double(figures.ticks),
    ]
    return values.compactMapValues { $0 }
  }

  /// Whether both show the very same run: the same bot, ticks and fills.
  package func isSameRun(as other: RunSnapshot) -> Bool {
    identity == other.identity && fingerprint == other.fingerprint && days == other.days
      && sources.map(\.contentDigest) == other.sources.map(\.contentDigest) && params == other.params
      && settings == other.settings
  }

  /// Day-on-day returns by trading day; empty when equity was zero or less on the way.
  var returnsByDay: [CivilDate: Double] {
    var previous = startBalance.value(in: currency)
    var returns: [CivilDate: Double] = [:]
    for day in days {
      guard previous > 0 else { return [:] }
      let equity = day.equity.value(in: currency)
      returns[day.date] = equity / previous - 1
      previous = equity
    }
    return returns
  }
}
