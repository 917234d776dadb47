import ArgumentParser
import Operations
import Reports

/// `slipway data generate`
struct DataGenerate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Make ticks of a synthetic market, to try things out with.",
    discussion: """
      The same symbol, days, seed and start give the same ticks on every machine. They look like recorded ones \
      and nothing in them can be forecast: no strategy can be judged by them.

      Example:
        slipway data generate --symbol EURUSD --days 30 --seed 7 -o eurusd.ticks
      """)

  @Option(
    help: ArgumentHelp("The instrument, as in EURUSD.", valueName: "symbol"), completion: .names(.symbols))
  var symbol: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many days, weekends included, \(TickOperations.dayCounts.words).", valueName: "n"))
  var days: TypedNumber

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed of every random draw, \(NumberRange.seeds.words).", valueName: "n"))
  var seed: TypedNumber = "1"

  @Option(
    help: ArgumentHelp(
      "The first day, from midnight UTC, of the years 1700 to 2100 (default: 2024-01-01).", valueName: "date")
  )
  var start: String?

  @Option(
    help: ArgumentHelp(
      "Plant an edge, which no market has. The only one is 'reversion': half of a move is taken back within four hours.",
      valueName: "edge"), completion: .list(["reversion"]))
  var plant: String?

  @OptionGroup var output: OutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let made = try shared.operations.ticks.generate(
      symbol, days: try days.whole(TickOperations.dayCounts, "--days"),
      seed: try seed.whole(NumberRange.seeds, "--seed"), start: start, plant: plant, output: output.path,
      shared.progress("Generating", unit: "days"))
    try shared.print(made) { TextTable.keyValue(made.rows).text(colored: $0) }
  }
}
