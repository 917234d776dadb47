import ArgumentParser
import Operations
import Reports

/// `slipway scan`
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Show what moves in the present session, and which bots may act in it.",
    discussion: """
      Of each symbol: how far it has gone since the session opened, its range and spread beside the median of \
      the same hours on earlier days of the ticks, and its regimes. Then the home's active bots, by the sessions \
      and regimes that their strategies say they suit. Holidays are those of the home's calendar. Without ticks \
      it is what the home's run has taken, or the last one where none goes on, as of its last tick; a run is \
      not disturbed.

      Examples:
        slipway scan
        slipway scan --ticks datasets/eurusd-30d.ticks --at 2024-01-10T13:30Z
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Ticks of the symbols to look at (default: those that the home's run has taken).", valueName: "file"),
    completion: .tickFiles)
  var ticks: [String] = []

  @Option(
    help: ArgumentHelp(
      "The instant to look at (default: the end of the ticks); nothing after it counts.", valueName: "time"))
  var at: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let climate = shared.operations.climate
    let progress = shared.progress("Reading", unit: "ticks")
    let scan =
      ticks.isEmpty
      ? try climate.scan(at: at, progress) : try climate.scan(ticks: ticks, at: at, progress)
    scan.notes.forEach(shared.note)
    try shared.print(scan) { colored in
      let bots = scan.bots.isEmpty ? "" : "\n" + scan.botTable.text(colored: colored)
      return scan.heading + "\n\n" + scan.symbolTable.text(colored: colored) + bots
    }
  }
}
