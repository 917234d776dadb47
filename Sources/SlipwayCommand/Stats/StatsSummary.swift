import ArgumentParser
import Statistics

/// `slipway stats summary`
struct StatsSummary: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Figures of returns, of R multiples or of an equity curve.",
    discussion: """
      Numbers are read from the last column, one a row. 'sharpe' and 'sortino' take returns as daily and bring \
      them to a year of 252 days, as 'slipway backtest' does; 'sr' is the ratio per period that the other \
      commands take.
      """)

  @Option(help: ArgumentHelp("A CSV file with one return a row.", valueName: "file.csv"))
  var returns: String?

  @Option(
    help: ArgumentHelp(
      "A CSV file with one trade a row: its result as a multiple of what was at risk.", valueName: "file.csv")
  )
  var multiples: String?

  @Option(help: ArgumentHelp("A CSV file with one value of the account a row.", valueName: "file.csv"))
  var equity: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let given = [returns, multiples, equity].compactMap { $0 }
    guard given.count == 1 else {
      throw CommandError.usage(
        what: given.isEmpty ? "no file is given" : "more than one file is given", option: "--returns",
        advice: "give one of --returns, --multiples and --equity")
    }
    let values = try NumberFile(path: given[0], columns: .last).values
    var figures = StatsFigures()
    figures.add(
      "of", "Of", word: returns != nil ? "returns" : multiples != nil ? "multiples" : "equity")
    figures.add("count", "Count", count: values.count)
    if returns != nil {
      figures.addReturns(values)
    } else if multiples != nil {
      figures.addMultiples(values)
    } else {
      figures.addEquity(values, shared)
    }
    try figures.print(shared)
  }
}

extension StatsFigures {
  fileprivate mutating func addDistribution(_ values: [Double]) {
    let moments = SharpeMoments(returns: values)
    add("mean", "Mean", Moments.mean(values))
    add("deviation", "Sample deviation", Moments.sampleDeviation(values))
    add("skewness", "Skewness", moments?.skewness)
    add("kurtosis", "Kurtosis", moments?.kurtosis)
    add("sr", "Sharpe ratio per period", moments?.ratio)
  }

  fileprivate mutating func addReturns(_ values: [Double]) {
    addDistribution(values)
    add("sharpe", "Sharpe ratio, annual", PerformanceRatios.sharpe(dailyReturns: values))
    add("sortino", "Sortino ratio, annual", PerformanceRatios.sortino(dailyReturns: values))
  }

  fileprivate mutating func addMultiples(_ values: [Double]) {
    addDistribution(values)
    let wins = values.filter { $0 > 0 }
    let losses = values.filter { $0 < 0 }
    let lost = -losses.reduce(0, +)
    add("wins", "Wins", count: wins.count)
    add("losses", "Losses", count: losses.count)
    add("win_rate", "Win rate", Double(wins.count) / Double(values.count))
    add("profit_factor", "Profit factor", lost > 0 ? wins.reduce(0, +) / lost : nil)
    add("expectancy", "Expectancy (R)", Moments.mean(values), isResult: true)
    let quality = TradeRatios.systemQuality(values, mostTrades: TradeRatios.systemQualityCap)
    add("sqn", "System quality (SQN)", quality, isResult: true)
  }

  fileprivate mutating func addEquity(_ values: [Double], _ shared: SharedOptions) {
    let start = values[0]
    let returns = PerformanceRatios.dailyReturns(startBalance: start, dayEnds: Array(values.dropFirst()))
    if returns == nil { shared.note("equity falls to zero or below: its returns have no meaning") }
    addReturns(returns ?? [])
    add("start", "Start", start)
    add("end", "End", values[values.count - 1])
    add("ulcer", "Ulcer index", Drawdowns.ulcerIndex(start: start, values: values), isResult: true)
    add("max_drawdown", "Max drawdown", Drawdowns.deepest(start: start, values: values), isResult: true)
  }
}
