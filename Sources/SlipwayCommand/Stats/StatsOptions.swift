import ArgumentParser
import Statistics

/// The moments of returns, from a file or as stated.
struct MomentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A CSV file with one return a row, in its last column.", valueName: "file.csv"))
  var returns: String?

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
    guard let returns else { return try stated(needsCount: needsCount) }
    let others = [("--sr", ratio != nil), ("--n", count != nil), ("--skewness", skewness != nil)]
    if let other = (others + [("--kurtosis", kurtosis != nil)]).first(where: \.1) {
      throw CommandError.usage(
        what: "the file already says it", option: other.0, advice: "give either --returns or the moments")
    }
    let file = try NumberFile(path: returns, columns: .last)
    guard let moments = SharpeMoments(returns: file.values) else {
      throw CommandError.badRow(
        what: file.rows.count < 2 ? "one return has no deviation" : "the returns have no usable deviation",
        place: returns, advice: "give two or more returns that differ")
    }
    return moments
  }

  private func stated(needsCount: Bool) throws(CommandError) -> SharpeMoments {
    guard let ratio else {
      throw .usage(
        what: "neither returns nor a Sharpe ratio is given", option: "--returns",
        advice: "give --returns FILE.csv, or --sr and --n")
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
    guard let returns else {
      return .usage(
        what: "no returns have this Sharpe ratio, skewness and kurtosis together", option: "--skewness",
        advice: "give the moments of one series")
    }
    return .badRow(
      what: "the Sharpe ratio of these returns has no variance", place: returns, advice: "give more returns")
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
