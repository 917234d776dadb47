import ArgumentParser
import JSONText
import Operations
import Reports

/// `slipway fees`
struct FeesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fees", abstract: "What trading costs today against the limit, and what that comes to.",
    discussion: """
      Fees are commission less rebate and the spread paid, of the trading day (17:00 to 17:00 New York) that \
      the desk is in: the day of a run's last tick, or the one that --at names. Shown are the projected day and \
      month of 20 days, the return that breaks even, the level (green, from 50 % of the limit yellow, from \
      70 % orange, from 85 % red), volume and rebate tier, for the desk, each broker and each bot. \
      Currencies are never added up. Everything comes from the journal: a run is not disturbed. \
      The home's fees.yaml sets limits, see docs/fees.md.

      Examples:
        slipway fees
        slipway fees trend --limit 5 --report fees.html
        slipway fees --at 2024-01-08T20:59:00Z --json
      """)

  @Argument(help: "The bot's name (default: the whole desk).", completion: .names(.bots))
  var id: String?

  @Option(
    help: ArgumentHelp(
      "Look at the trading day of this time, as of then, as in 2024-01-08T20:59:00Z.", valueName: "time"))
  var at: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What may be paid a day (default: as fees.yaml has it, else 1 % of the capital).", valueName: "x"))
  var limit: String?

  @Option(
    help: ArgumentHelp("Only accounts of this mode: paper, demo or live.", valueName: "mode"),
    completion: .list(["paper", "demo", "live"]))
  var mode: String?

  @Option(
    help: ArgumentHelp(
      "Write a page to this file, - for standard output; one that is there is replaced.",
      valueName: "out.html"), completion: .pages)
  var report: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var typed = TypedFeeLook()
    (typed.bot, typed.at, typed.limit, typed.mode) = (id, at, limit, mode)
    let fees = shared.operations.fees
    let target = try report.map {
      try OutputTarget($0, option: "--report", against: fees.inputs, shared: shared)
    }
    var found = try fees.look(typed)
    found.commandLine = CommandText.current
    try target?.write(found.htmlPage())
    let print = {
      try shared.printResult(json: found.json().adding("report", report.map { .string($0) } ?? .null)) {
        let text = found.text(colored: $0)
        return report.map { text + "\nThe page is in \($0)\n" } ?? text
      }
    }
    if let target { try target.printResult(print) } else { try print() }
  }
}
