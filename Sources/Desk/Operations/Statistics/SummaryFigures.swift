package import FileSystem
import Statistics

/// Numbers to be summed up as they were typed: the path of one file, of returns, of multiples of the risk or of equity.
package struct TypedSummary: Sendable {
  /// A CSV file with one return a row.
  package var returns: String?
  /// A CSV file with one trade a row: its result as a multiple of what was at risk.
  package var multiples: String?
  /// A CSV file with one value of the account a row.
  package var equity: String?
  /// Which column of the file, by name or number.
  package var column: String?
  /// How many returns make a year; `nil` for what the file's dates say, else 252.
  package var periodsPerYear: Double?

  /// Asked while standard input is waited for.
  package var cancellation = Cancellation.never

  /// Nothing typed yet.
  package init() {}
}

extension StatisticsOperations {
  /// Figures of returns, of R multiples or of an equity curve.
  package static func summary(_ typed: TypedSummary) throws -> StatisticsFigures {
    let given = [typed.returns, typed.multiples, typed.equity].compactMap { $0 }
    guard given.count == 1 else {
      throw OperationError.usage(
        what: given.isEmpty ? "no file is given" : "more than one file is given", place: "--returns",
        advice: "give one of --returns, --multiples and --equity")
    }
    try check(typed)
    var figures = StatisticsFigures()
    if let returns = typed.returns {
      let file = try NumberFile(
        path: returns, .returns, column: typed.column, cancellation: typed.cancellation)
      figures.begin("returns", file)
      let periods = try figures.periods(of: file, typed.periodsPerYear)
      figures.addReturns(file.values, perYear: periods)
    } else if let multiples = typed.multiples {
      let file = try NumberFile(
        path: multiples, .multiples, column: typed.column, cancellation: typed.cancellation)
      figures.begin("multiples", file)
      figures.addMultiples(file.values)
    } else {
      let curve = try EquityFile(path: given[0], column: typed.column, cancellation: typed.cancellation)
      figures.begin("equity", curve.file)
      figures.addEquity(curve, perYear: typed.periodsPerYear ?? curve.periodsPerYear)
    }
    return figures
  }

  private static func check(_ typed: TypedSummary) throws(OperationError) {
    guard let periods = typed.periodsPerYear else { return }
    guard typed.multiples == nil else {
      throw .usage(
        what: "multiples are not brought to a year", place: "--periods-per-year", advice: "leave it out")
    }
    guard periods > 0, periods <= 1e9 else {
      throw .usage(
        what: "expected a number above 0, was \(periods)", place: "--periods-per-year",
        advice: "give how many returns make a year, such as 252")
    }
  }
}

/// An equity curve from a file, brought to days where it has times.
struct EquityFile {
  let file: NumberFile
  private let dated: DatedRows?
  private let days: DatedRows.Days?

  /// - Throws: as `NumberFile` and `DatedRows`; `badRow` for a curve that is no longer than a day.
  init(path: String, column: String?, cancellation: Cancellation) throws {
    file = try NumberFile(path: path, .equity, column: column, cancellation: cancellation)
    dated = try DatedRows(file)
    days = dated?.byDay(file.values)
  }

  var path: String { file.path }

  /// The first value.
  var start: Double { file.values[0] }

  /// Values after the first: of each day, or of each row without times.
  var ends: [Double] { days?.ends ?? Array(file.values.dropFirst()) }

  /// From day to day, or from row to row without times; `nil` when equity is zero or less before the last.
  var returns: [Double]? { PerformanceRatios.dailyReturns(startBalance: start, dayEnds: ends) }

  /// How many of these make a year: by the dates 252, 365 with weekends among them; 252 without.
  var periodsPerYear: Double { (dated?.year ?? .weekdays).days }

  /// Days with values; `nil` without times.
  var dayCount: Int? { days?.ends.count }

  /// Compound growth a year by the time that passed; `nil` without times and under two days.
  var annualGrowth: Double? {
    guard let days, days.ends.count >= 2, let last = days.ends.last else { return nil }
    return PerformanceRatios.compoundAnnualGrowth(
      from: start, to: last, elapsedNanoseconds: days.elapsedNanoseconds)
  }
}

extension StatisticsFigures {
  /// How many of the returns make a year; `nil` where their times say that no number does.
  fileprivate mutating func periods(of file: NumberFile, _ stated: Double?) throws -> Double? {
    if let stated { return stated }
    let dated: DatedRows?
    // Whatever stands before the returns may be no time at all.
    do throws(OperationError) { dated = try DatedRows(file) } catch { dated = nil }
    guard let dated, file.rows.count > 1 else { return PerformanceRatios.tradingDaysPerYear }
    let found = dated.periodsPerYear
    if found == nil {
      notes.append(
        "the times of the returns are no days, weeks, months, quarters or years: --periods-per-year says how many "
          + "make a year")
    }
    return found
  }

  fileprivate mutating func begin(_ word: String, _ file: NumberFile) {
    add("of", "Of", word: word)
    if let column = file.column, let name = file.table.heading?[column] {
      add("column", "Column", word: name)
    }
    add("count", "Count", count: file.rows.count)
  }

  fileprivate mutating func addDistribution(_ values: [Double]) {
    let moments = SharpeMoments(returns: values)
    add("mean", "Mean", Moments.mean(values))
    add("deviation", "Sample deviation", Moments.sampleDeviation(values))
    add("skewness", "Skewness", moments?.skewness)
    add("kurtosis", "Kurtosis", moments?.kurtosis)
    add("sr", "Sharpe ratio per period", moments?.ratio)
  }

  fileprivate mutating func addReturns(_ values: [Double], perYear periods: Double?) {
    addDistribution(values)
    add("periods_per_year", "Returns a year", number: periods)
    add(
      "sharpe", "Sharpe ratio, annual",
      periods.flatMap { PerformanceRatios.sharpe(dailyReturns: values, perYear: $0) })
    add(
      "sortino", "Sortino ratio, annual",
      periods.flatMap { PerformanceRatios.sortino(dailyReturns: values, perYear: $0) })
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

  fileprivate mutating func addEquity(_ curve: EquityFile, perYear periods: Double) {
    let values = curve.file.values
    let returns = curve.returns
    if returns == nil { notes.append("equity falls to zero or below: its returns have no meaning") }
    if let days = curve.dayCount { add("days", "Days", count: days) }
    addReturns(returns ?? [], perYear: periods)
    add("start", "Start", curve.start)
    add("end", "End", values[values.count - 1])
    let deepest = Drawdowns.deepest(start: curve.start, values: values)
    if curve.dayCount != nil {
      let growth = curve.annualGrowth
      add("annual_growth", "Annual growth (CAGR)", growth)
      add(
        "calmar", "Calmar ratio", growth.flatMap { growth in deepest.flatMap { $0 > 0 ? growth / $0 : nil } })
    }
    let ends = curve.dayCount == nil ? values : curve.ends
    add("ulcer", "Ulcer index", Drawdowns.ulcerIndex(start: curve.start, values: ends), isResult: true)
    add("max_drawdown", "Maximum drawdown", deepest, isResult: true)
  }
}
