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
    try output.check(home: shared.homeFolder)
    let market = SyntheticMarket(instrument, seed: seed, start: try firstDay())
    let bar = ProgressBar("Generating", unit: "days", quiet: shared.quiet)
    let summary = try market.generate(days: days, to: output.path) { bar.update(done: $0, of: days) }
    bar.finish()
    let document = TickFileDocument(info: try TickFileReader(path: summary.path).info())
    try shared.printResult(json: document.json) { document.text(colored: $0) }
  }

  /// Timestamps reach from 1678 to 2262; a century of days has to fit in behind the first one.
  private func firstDay() throws(CommandError) -> CivilDate {
    guard let start else { return SyntheticMarket.standardStart }
    let date = try OptionValues.date(start, option: "--start")
    guard (1_700...2_100).contains(date.components.year) else {
      throw .usage(
        what: "expected a day of the years 1700 to 2100, was \(date)", option: "--start",
        advice: "give one as in 2024-01-01")
    }
    return date
  }
}
