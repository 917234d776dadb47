import JSONText
import ArgumentParser
import FileSystem
import Reports
import TickStore
import TradingCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `slipway quickstart`: the tour.
struct QuickstartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quickstart", abstract: "The tour: ticks, their check, backtests with real costs, a report.",
    discussion: """
      Uses the sample ticks under datasets/, or makes the same ones when they are not there. Writes \
      reports/quickstart.html and nothing else.
      """)

  @OptionGroup var shared: SharedOptions

  private static let reportFolder = "reports"
  private static let reportPath = "reports/quickstart.html"

  func run() throws {
    let sample = try QuickstartSample(quiet: shared.quiet)
    defer { sample.discard() }
    let isNewFolder = try makeReportFolder()
    // A tour that is broken off leaves nothing; rmdir removes empty folders only.
    defer { if isNewFolder { rmdir(Self.reportFolder) } }
    var reports: [BacktestReport] = []
    for stop in QuickstartStop.all {
      var options = try BacktestOptions.parse(stop.arguments(ticks: sample.path))
      options.report = stop.isShown ? Self.reportPath : nil
      let plan = try BacktestPlan(options, home: shared.homeFolder)
      let command = stop.commandLine(ticks: sample.name)
      reports.append(try BacktestRun(plan: plan, commandLine: command).run(quiet: shared.quiet))
    }
    try shared.printResult(json: document(sample, reports)) { colored in
      QuickstartText(sample: sample, reports: reports, reportPath: Self.reportPath).text(colored: colored)
    }
  }

  /// - Returns: whether it was not there before.
  private func makeReportFolder() throws(FileError) -> Bool {
    if mkdir(Self.reportFolder, 0o755) == 0 { return true }
    guard errno == EEXIST else {
      throw .uncreatable(path: Self.reportFolder, reason: String(cString: strerror(errno)))
    }
    return false
  }

  private func document(_ sample: QuickstartSample, _ reports: [BacktestReport]) -> JSONValue {
    [
      "ticks": TickFileDocument(info: sample.info).json, "backtests": .array(reports.map { $0.json() }),
      "report": .string(Self.reportPath),
    ]
  }
}

/// One backtest of the tour.
struct QuickstartStop {
  let strategy: String
  let broker: String
  let params: [String]
  /// Whether its report is the one that is written.
  let isShown: Bool

  static let all = [
    QuickstartStop(
      strategy: "ema_cross", broker: "reference", params: ["fast=500", "slow=2000"], isShown: false),
    QuickstartStop(
      strategy: "donchian_breakout", broker: "reference", params: ["timeframe=M15"], isShown: false),
    QuickstartStop(
      strategy: "donchian_breakout", broker: "exness_raw", params: ["timeframe=M15"], isShown: true),
  ]

  func arguments(ticks: String) -> [String] {
    ["--strategy", strategy] + params.flatMap { ["--param", $0] } + ["--broker", broker, "--lots", "0.05"]
      + ["--ticks", ticks]
  }

  func commandLine(ticks: String) -> String {
    (["slipway", "backtest"] + arguments(ticks: ticks) + ["--report", "report.html"]).joined(separator: " ")
  }
}

/// What the tour says on a terminal.
struct QuickstartText {
  let sample: QuickstartSample
  let reports: [BacktestReport]
  let reportPath: String

  func text(colored: Bool) -> String {
    [
      heading("1. Ticks", colored), "A month of EURUSD from a synthetic market; each block is checked.\n",
      TextTable.keyValue(TickFileDocument(info: sample.info).rows, indent: 2).text(colored: colored),
      heading("2. Backtests", colored), "The same strategies, from the compressed file, with exact costs.\n",
      results.text(colored: colored),
      heading("3. Report", colored), "Open it in a browser: \(reportPath)\n",
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
    for report in reports { table.add(cells(report)) }
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
      a backtest       \(QuickstartStop.all[0].commandLine(ticks: sample.name))

    """
  }
}
