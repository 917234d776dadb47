import ArgumentParser
import Statistics

/// The moments of returns, from a file or as stated.
struct MomentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A CSV file with one return a row, or - for standard input.", valueName: "file.csv"))
  var returns: String?

  @Option(
    help: ArgumentHelp(
      "A CSV file with values of an account, such as 'slipway backtest --equity' writes; with times in its first column "
        + "they are brought to days.", valueName: "file.csv"))
  var equity: String?

  @Option(
    help: ArgumentHelp(
      "Which column of the file, by name or number (default: the last one).", valueName: "name"))
  var column: String?

  @Option(
    name: .customLong("sr"), parsing: .unconditional,
    help: ArgumentHelp("Without a file: the Sharpe ratio per period.", valueName: "x"))
  var ratio: Double?

  @Option(
    name: .customLong("n"), parsing: .unconditional,
    help: ArgumentHelp("Without a file: how many returns.", valueName: "count"))
  var count: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Without a file: their skewness (default: 0).", valueName: "x"))
  var skewness: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Without a file: their kurtosis, not in excess (default: 3).", valueName: "x"))
  var kurtosis: Double?

  /// The moments; a count of 0 when none is stated and none is needed.
  ///
  /// - Throws: `CommandError`, or `FileError`.
  func moments(needsCount: Bool = true) throws -> SharpeMoments {
    guard let option = returns != nil ? "--returns" : equity != nil ? "--equity" : nil else {
      if column != nil {
        throw CommandError.usage(
          what: "no file is given", option: "--column", advice: "give it with --returns or --equity")
      }
      return try stated(needsCount: needsCount)
    }
    if returns != nil, equity != nil {
      throw CommandError.usage(
        what: "two files are given", option: "--equity", advice: "give either --returns or --equity")
    }
    let others = [("--sr", ratio != nil), ("--n", count != nil), ("--skewness", skewness != nil)]
    if let other = (others + [("--kurtosis", kurtosis != nil)]).first(where: \.1) {
      throw CommandError.usage(
        what: "the file already says it", option: other.0, advice: "give either \(option) or the moments")
    }
    let (values, place) = try series()
    guard let moments = SharpeMoments(returns: values) else {
      throw CommandError.badRow(
        what: values.count < 2 ? "one return has no deviation" : "the returns have no usable deviation",
        place: place, advice: "give two or more returns that differ")
    }
    return moments
  }

  /// The returns of the file, or those from value to value, or day to day, of an equity curve.
  private func series() throws -> (values: [Double], place: String) {
    if let returns {
      let file = try NumberFile(path: returns, .returns, column: column)
      return (file.values, file.path)
    }
    let curve = try EquityFile(path: equity ?? "", column: column)
    guard let values = curve.returns else {
      throw CommandError.badRow(
        what: "equity falls to zero or below, so that its returns have no meaning", place: curve.path,
        advice: "give the part before that")
    }
    return (values, curve.path)
  }

  private func stated(needsCount: Bool) throws(CommandError) -> SharpeMoments {
    guard let ratio else {
      throw .usage(
        what: "neither returns nor a Sharpe ratio is given", option: "--returns",
        advice: "give --returns FILE.csv, --equity FILE.csv, or --sr and --n")
    }
    if count == nil, needsCount {
      throw .usage(what: "the number of returns is not given", option: "--n", advice: "give it with --sr")
    }
    if let count, count < 2 {
      throw .usage(what: "\(count) returns", option: "--n", advice: "give 2 or more")
    }
    let kurtosis = try StatsChecks.finite(kurtosis ?? 3, option: "--kurtosis")
    guard kurtosis >= 1 else {
      throw .usage(
        what: "no returns have a kurtosis of \(kurtosis)", option: "--kurtosis",
        advice: "give it not in excess of 3: 1 or more")
    }
    return SharpeMoments(
      ratio: try StatsChecks.finite(ratio, option: "--sr"),
      skewness: try StatsChecks.finite(skewness ?? 0, option: "--skewness"), kurtosis: kurtosis,
      count: count ?? 0)
  }

  /// The error for moments that leave the ratio's variance at zero or below.
  func impossible() -> CommandError {
    guard let file = returns ?? equity else {
      return .usage(
        what: "no returns have this Sharpe ratio, skewness and kurtosis together", option: "--skewness",
        advice: "give the moments of one series")
    }
    return .badRow(
      what: "the Sharpe ratio of these returns has no variance", place: file, advice: "give more returns")
  }
}

/// Bounds of the options.
enum StatsChecks {
  /// A number that is neither infinite nor NaN.
  ///
  /// - Throws: `usage`.
  static func finite(_ value: Double, option: String) throws(CommandError) -> Double {
    guard value.isFinite else {
      throw .usage(what: "expected a finite number, was \(value)", option: option, advice: "give a number")
    }
    return value
  }

  /// A probability that is neither impossible nor certain.
  ///
  /// - Throws: `usage`.
  static func probability(_ value: Double, option: String) throws(CommandError) -> Double {
    guard value > 0, value < 1 else {
      throw .usage(
        what: "expected a number between 0 and 1, was \(value)", option: option,
        advice: "give a share, as in 0.95 for 95 %")
    }
    return value
  }

  /// Successes among trials.
  ///
  /// - Throws: `usage`.
  static func record(successes: Int, trials: Int, fewest: Int) throws(CommandError) {
    guard trials >= fewest else {
      throw .usage(what: "\(trials) trials", option: "--trials", advice: "give \(fewest) or more")
    }
    guard (0...trials).contains(successes) else {
      throw .usage(
        what: "\(successes) successes in \(trials) trials", option: "--successes",
        advice: "give 0 to \(trials)"
      )
    }
  }
}
