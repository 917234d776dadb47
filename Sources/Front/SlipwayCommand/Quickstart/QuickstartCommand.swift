import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway quickstart`: the tour.
struct QuickstartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quickstart",
    abstract: "The tour: ticks, backtests, bots on paper, a kill, a replay, the gate, and a page of it.",
    discussion: """
      Makes its own ticks, in some seconds and without a network. Writes reports/quickstart.html, the same to the \
      byte each time. All else happens in a temporary folder, which goes at the end, with homes of its own: no \
      home of yours is touched. --keep makes a folder that stays, to look around in.

      Example:
        slipway quickstart --keep tour
      """)

  @Option(help: ArgumentHelp("A folder to make and keep: ticks, homes, pages.", valueName: "dir"))
  var keep: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let tour = try Tour(shared.operations, keep: keep) { shared.progress($0, unit: $1) }
    let text = try QuickstartText(tour: tour)
    try shared.print(tour) { text.text(colored: $0) }
  }
}
