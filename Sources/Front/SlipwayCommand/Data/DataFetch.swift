import ArgumentParser
import Operations
import Reports

/// `slipway data fetch`: ticks from services that publish them.
struct DataFetch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download published ticks and make one tick file of them.",
    subcommands: [FetchDukascopy.self])
}

/// `slipway data fetch dukascopy`
struct FetchDukascopy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dukascopy", abstract: "Download Dukascopy's public hours of ticks.",
    discussion: """
      Hours are checked as they arrive and kept in a cache, so that a run which was stopped goes on where it was. \
      Weekends are not asked for. Dukascopy's terms of use apply to what is downloaded.

      Example:
        slipway data fetch dukascopy EURUSD --from 2019-02-04T00:00Z \\
          --to 2019-02-09T00:00Z -o eurusd.ticks
      """)

  @Argument(
    help: ArgumentHelp("The instrument, as in EURUSD.", valueName: "symbol"), completion: .names(.symbols))
  var symbol: String

  @Option(help: ArgumentHelp("The first hour, as in 2019-02-04T00:00Z.", valueName: "time"))
  var from: String

  @Option(help: ArgumentHelp("The first hour that is not wanted any more.", valueName: "time"))
  var to: String

  @OptionGroup var output: OutputOption

  @Option(
    help: ArgumentHelp("Where hours are kept (default: cache/dukascopy in the home).", valueName: "dir"),
    completion: .directory)
  var cache: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Requests a second, \(TypedFetch.rates.words).", valueName: "x"))
  var rate: TypedNumber = "4"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How often an hour is asked for before giving up, \(TypedFetch.attemptCounts.words).", valueName: "n"))
  var attempts: TypedNumber = "6"

  @Option(help: ArgumentHelp("A mirror with the same folders.", valueName: "url"))
  var baseURL: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Decimals of the prices, \(NumberRange.digits.words), for symbols that are not known.", valueName: "n"))
  var digits: TypedNumber?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var typed = TypedFetch(symbol: symbol, from: from, to: to, output: output.path)
    (typed.cache, typed.baseURL) = (cache, baseURL)
    typed.rate = try rate.real(TypedFetch.rates, "--rate")
    typed.attempts = try attempts.whole(TypedFetch.attemptCounts, "--attempts")
    typed.digits = try digits?.whole(NumberRange.digits, "--digits")
    let fetched = try shared.operations.ticks.fetch(
      typed, downloading: shared.progress("Downloading", unit: "hours"),
      importing: shared.progress("Importing", unit: "bytes"))
    try shared.print(fetched) { TextTable.keyValue(fetched.rows).text(colored: $0) }
  }
}
