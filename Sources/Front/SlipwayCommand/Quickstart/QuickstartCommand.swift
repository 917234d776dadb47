import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway quickstart`: the tour.
struct QuickstartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quickstart", abstract: "The tour: ticks, their check, backtests with real costs, a report.",
    discussion: """
      Uses the sample ticks under datasets/, or makes the same ones when they are not there. Writes \
      reports/quickstart.html and nothing else.

      Example:
        slipway quickstart
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let tour = try Tour(
      shared.operations, making: shared.progress("Making the sample ticks", unit: "days"),
      backtesting: { shared.progress("Backtesting", unit: "ticks") })
    try shared.print(tour) { QuickstartText(tour: tour).text(colored: $0) }
  }
}

/// What the tour says on a terminal.
struct QuickstartText {
  let tour: Tour

  func text(colored: Bool) -> String {
    [
      heading("1. Ticks", colored), "A month of EURUSD from a synthetic market; each block is checked.\n",
      TextTable.keyValue(tour.ticks.rows, indent: 2).text(colored: colored),
      heading("2. Backtests", colored), "The same strategies, from the compressed file, with exact costs.\n",
      results.text(colored: colored),
      heading("3. Report", colored), "Open it in a browser: \(Tour.reportPath)\n",
      heading("Next", colored), next,
    ].joined(separator: "\n")
  }

  private func heading(_ text: String, _ colored: Bool) -> String {
    TextStyle.strong.applied(to: text, colored: colored)
  }

  private var results: TextTable {
    var table = TextTable([
      .init("STRATEGY"), .init("BROKER"), .init("TRADES", .right), .init("WIN RATE", .right),
      .init("BEFORE COSTS", .right), .init("COSTS", .right), .init("NET", .right), .init("DRAWDOWN", .right),
      .init("TICKS/S", .right),
    ])
    table.indent = 2
    for report in tour.reports { table.add(cells(report)) }
    return table
  }

  private func cells(_ report: BacktestReport) -> [TextCell] {
    let figures = report.figures
    let waterfall = try? report.costWaterfall()
    let gross = waterfall?.steps.first?.amount ?? figures.netProfit
    let costs = (try? gross.subtracting(figures.netProfit)) ?? .zero
    func money(_ value: Money, signed: Bool = true) -> String {
      NumberText.money(value, in: report.currency, decimals: 2, signed: signed)
    }
    return [
      TextCell(report.strategy), TextCell(report.broker), TextCell(NumberText.grouped(figures.trades)),
      TextCell(figures.winRate.map { NumberText.percent($0) } ?? NumberText.absent), TextCell(money(gross)),
      TextCell(money(costs, signed: false)),
      TextCell(money(figures.netProfit), figures.netProfit < .zero ? .loss : .gain),
      TextCell(NumberText.percent(figures.maximumDrawdown)),
      TextCell(NumberText.short(figures.ticksPerSecond)),
    ]
  }

  private var next: String {
    """
      your own ticks   slipway data import FILES --symbol EURUSD -o eurusd.ticks
      strategies       slipway strategy list
      brokers          slipway broker list
      a backtest       \(Tour.stops[0].commandLine(ticks: tour.ticksName))

    """
  }
}
