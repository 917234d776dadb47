import FileSystem
package import JSONText
package import Reports
import TickStore
import TradingCore

/// The tour for newcomers: ticks, their check, backtests with real costs, a report. No trial is kept of it.
package struct Tour {
  /// One backtest of the tour.
  package struct Stop: Sendable {
    let strategy: String
    let broker: String
    let params: [String]
    /// Whether its report is the one that is written.
    let isShown: Bool

    /// The backtest as a command over ticks of that name.
    package func commandLine(ticks: String) -> String {
      (["slipway", "backtest", "--strategy", strategy] + params.flatMap { ["--param", $0] }
        + ["--broker", broker, "--lots", Self.lots, "--ticks", ticks, "--report", "report.html"])
        .joined(separator: " ")
    }

    fileprivate static let lots = "0.05"

    fileprivate func typed(ticks: String) -> TypedBacktest {
      var typed = TypedBacktest()
      (typed.bot.strategy, typed.bot.params) = (strategy, params)
      (typed.bot.broker, typed.bot.lots) = (broker, Self.lots)
      typed.ticks = [ticks]
      typed.report = isShown ? Tour.reportPath : nil
      return typed
    }
  }

  /// The backtests, in order.
  package static let stops = [
    Stop(strategy: "ema_cross", broker: "reference", params: ["fast=500", "slow=2000"], isShown: false),
    Stop(strategy: "donchian_breakout", broker: "reference", params: ["timeframe=M15"], isShown: false),
    Stop(strategy: "donchian_breakout", broker: "exness_raw", params: ["timeframe=M15"], isShown: true),
  ]

  private static let reportFolder = "reports"
  /// Where the report goes, under the current folder.
  package static let reportPath = "reports/quickstart.html"

  /// What commands that are shown to the user call the ticks.
  package let ticksName: String
  /// What is known of the ticks.
  package let ticks: TickFileDocument
  /// What the backtests came to, in their order.
  package let reports: [BacktestReport]

  /// Takes the tour. `backtesting` makes a listener for each backtest.
  ///
  /// - Throws: what making the ticks and running the backtests throws; `uncreatable` for the report's folder.
  package init(_ home: Home, making: @escaping Progress, backtesting: () -> Progress) throws {
    let sample = try TourSample(home.cancellation, making)
    defer { sample.discard() }
    let isNewFolder = try Self.makeReportFolder()
    // A tour that is broken off leaves nothing; a folder with something in it stays.
    defer { if isNewFolder { try? Paths.removeFolder(Self.reportFolder) } }
    var reports: [BacktestReport] = []
    for stop in Self.stops {
      let plan = try BacktestPlan(stop.typed(ticks: sample.path), home: home)
      let command = stop.commandLine(ticks: sample.name)
      reports.append(
        try BacktestRun(plan: plan, commandLine: command, cancellation: home.cancellation).run(backtesting()))
    }
    (ticksName, ticks, self.reports) = (sample.name, TickFileDocument(info: sample.info), reports)
  }

  /// - Returns: whether it was not there before.
  private static func makeReportFolder() throws(FileError) -> Bool {
    do { return try Paths.makeFolder(reportFolder) } catch {
      throw .uncreatable(path: reportFolder, reason: error.reason)
    }
  }
}

extension Tour: Document {
  /// The document of `quickstart --json`.
  package var json: JSONValue {
    [
      "ticks": ticks.json, "backtests": .array(reports.map { $0.json() }),
      "report": .string(Self.reportPath),
    ]
  }
}
