import ArgumentParser
import JSONText
import Operations
import Reports
import TradingCore

/// `slipway report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Report what a bot has done and has open: figures, trades, equity.",
    discussion: """
      Everything comes from the journal: nothing is run, and a bot that is running is not disturbed. What a bot \
      did under earlier identities is told apart. A trade is a round trip from flat to flat. What is open now \
      stands with it, as 'slipway bot positions' and 'slipway bot orders' show it.

      Examples:
        slipway report trend
        slipway report trend -o trend.html --from 2024-01-15T00:00Z
      """)

  @Argument(help: ArgumentHelp("The bot's name.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write a page to this file, - for standard output; one that is there is replaced.",
      valueName: "out.html"), completion: .pages)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Only trades closed at or after this time, as in 2024-01-08T00:00Z.", valueName: "time"))
  var from: String?

  @Option(
    help: ArgumentHelp("Only trades closed before this time, as in 2024-01-08T00:00Z.", valueName: "time"))
  var to: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let period = try ReportPeriod(from: from, to: to)
    let bots = shared.operations.bots
    let inputs = try bots.inputs(of: id)
    let target = try output.map { try OutputTarget($0, option: "-o", against: inputs, shared: shared) }
    var report = try bots.report(id, over: period)
    report.commandLine = CommandText.current
    try target?.write(report.htmlPage())
    if shared.json { report.notes.forEach(shared.note) }
    let print = {
      try shared.printResult(json: document(report, period)) { colored in
        output.map { "\(id): the report is in \($0)\n" } ?? report.summaryText(colored: colored)
      }
    }
    if let target { try target.printResult(print) } else { try print() }
  }

  private func document(_ report: BotReport, _ period: ReportPeriod) -> JSONValue {
    func time(_ time: Timestamp?) -> JSONValue { time.map { .string($0.iso8601) } ?? .null }
    return report.json().adding("from", time(period.from)).adding("to", time(period.to))
      .adding("report", output.map { .string($0) } ?? .null)
  }
}
