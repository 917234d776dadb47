import ArgumentParser
import Operations

/// `slipway stats summary`
struct StatsSummary: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Figures of returns, of R multiples or of an equity curve.",
    discussion: """
      Give one of --returns, --multiples and --equity. Numbers are read from the last column, one a row, or from --column; '-' is standard input. With times or \
      dates in the first column an equity curve is brought to days, as 'slipway backtest' does. 'sharpe' and \
      'sortino' are brought to a year by --periods-per-year, else by the dates, else by 252 periods; 'sr' is the \
      ratio per period that the other commands take.

      Examples:
        slipway stats summary --equity equity.csv
        slipway stats summary --returns monthly.csv --periods-per-year 12
      """)

  @Option(
    help: ArgumentHelp("A CSV file with one return a row.", valueName: "file.csv"), completion: .csvFiles)
  var returns: String?

  @Option(
    help: ArgumentHelp(
      "A CSV file with one trade a row: its result as a multiple of what was at risk.", valueName: "file.csv"),
    completion: .csvFiles)
  var multiples: String?

  @Option(
    help: ArgumentHelp(
      "A CSV file with one value of the account a row, such as 'slipway backtest --equity' writes.",
      valueName: "file.csv"), completion: .csvFiles)
  var equity: String?

  @Option(
    help: ArgumentHelp(
      "Which column of the file, by name or number from 1 (default: the last one, 'equity' of a curve).",
      valueName: "column"))
  var column: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many returns make a year, above 0, such as 365, 252, 52 or 12 (default: by the file's dates, else 252); not with --multiples.",
      valueName: "x"))
  var periodsPerYear: TypedNumber?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var typed = TypedSummary()
    (typed.returns, typed.multiples, typed.equity) = (returns, multiples, equity)
    typed.column = column
    typed.periodsPerYear = try periodsPerYear?.real("--periods-per-year")
    typed.cancellation = Signals.cancellation
    try shared.print(StatisticsOperations.summary(typed))
  }
}
