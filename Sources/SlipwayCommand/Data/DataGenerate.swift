import ArgumentParser
import TickStore
import TradingCore

/// `slipway data generate`
struct DataGenerate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Make ticks of a synthetic market, to try things out with.",
    discussion: """
      The same symbol, days, seed and start give the same ticks on every machine. They look like recorded ones \
      and nothing in them can be forecast: no strategy can be judged by them.
      """)

  @Option(help: ArgumentHelp("The instrument, as in EURUSD.", valueName: "name"))
  var symbol: String

  @Option(help: ArgumentHelp("How many days, weekends included.", valueName: "n"))
  var days: Int

  @Option(help: ArgumentHelp("What the random numbers hang on.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The first day, from midnight UTC (default: 2024-01-01).", valueName: "date"))
  var start: String?

  @OptionGroup var output: OutputOption
  @OptionGroup var shared: SharedOptions

  private static let daysAllowed = 1...36_500

  func run() throws {
    let instrument = try OptionValues.instrument(symbol)
    guard Self.daysAllowed.contains(days) else {
      throw CommandError.usage(
        what: "expected 1 to 36500 days, was \(days)", option: "--days", advice: "give a number in that range"
      )
    }
    let first = try start.map { try OptionValues.date($0, option: "--start") }
    let market = SyntheticMarket(
      instrument, seed: seed, start: first ?? SyntheticMarket.standardStart)
    let bar = ProgressBar("Generating", unit: "days", quiet: shared.quiet)
    let summary = try market.generate(days: days, to: output.path) { bar.update(done: $0, of: days) }
    bar.finish()
    let document = TickFileDocument(info: try TickFileReader(path: summary.path).info())
    try shared.printResult(json: document.json) { document.text(colored: $0) }
  }
}
