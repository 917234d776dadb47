package import FileSystem
import Statistics
import TradingCore

/// The moments of returns as they were typed: a file of returns or of equity, or the numbers themselves.
package struct TypedMoments: Sendable {
  /// A CSV file with one return a row.
  package var returns: String?
  /// A CSV file with values of an account.
  package var equity: String?
  /// Which column of the file, by name or number.
  package var column: String?
  /// Without a file: the Sharpe ratio per period.
  package var ratio: Double?
  /// Without a file: how many returns.
  package var count: Int?
  /// Without a file: their skewness.
  package var skewness: Double?
  /// Without a file: their kurtosis, not in excess.
  package var kurtosis: Double?

  /// Asked while standard input is waited for.
  package var cancellation = Cancellation.never

  /// Nothing typed yet.
  package init() {}

  /// The moments; a count of 0 when none is stated and none is needed.
  ///
  /// - Throws: `OperationError`, or `FileError`.
  func moments(needsCount: Bool = true) throws -> SharpeMoments {
    guard let place = returns != nil ? "--returns" : equity != nil ? "--equity" : nil else {
      if column != nil {
        throw OperationError.usage(
          what: "no file is given", place: "--column", advice: "give it with --returns or --equity")
      }
      return try stated(needsCount: needsCount)
    }
    if returns != nil, equity != nil {
      throw OperationError.usage(
        what: "two files are given", place: "--equity", advice: "give either --returns or --equity")
    }
    let others = [("--sr", ratio != nil), ("--n", count != nil), ("--skewness", skewness != nil)]
    if let other = (others + [("--kurtosis", kurtosis != nil)]).first(where: \.1) {
      throw OperationError.usage(
        what: "the file already says it", place: other.0, advice: "give either \(place) or the moments")
    }
    let (values, path) = try series()
    guard let moments = SharpeMoments(returns: values) else {
      throw OperationError.badRow(
        what: values.count < 2 ? "one return has no deviation" : "the returns have no usable deviation",
        place: path, advice: "give two or more returns that differ")
    }
    return moments
  }

  /// The returns of the file, or those from value to value, or day to day, of an equity curve.
  private func series() throws -> (values: [Double], path: String) {
    if let returns {
      let file = try NumberFile(path: returns, .returns, column: column, cancellation: cancellation)
      return (file.values, file.path)
    }
    let curve = try EquityFile(path: equity ?? "", column: column, cancellation: cancellation)
    guard let values = curve.returns else {
      throw OperationError.badRow(
        what: "equity falls to zero or below, so that its returns have no meaning", place: curve.path,
        advice: "give the part before that")
    }
    return (values, curve.path)
  }

  private func stated(needsCount: Bool) throws(OperationError) -> SharpeMoments {
    guard let ratio else {
      throw .usage(
        what: "neither returns nor a Sharpe ratio is given", place: "--returns",
        advice: "give --returns FILE.csv, --equity FILE.csv, or --sr and --n")
    }
    if count == nil, needsCount {
      throw .usage(what: "the number of returns is not given", place: "--n", advice: "give it with --sr")
    }
    if let count, count < 2 {
      throw .usage(what: "\(Counted.text(count, "return"))", place: "--n", advice: "give 2 or more")
    }
    let kurtosis = try StatisticsChecks.finite(kurtosis ?? 3, place: "--kurtosis")
    guard kurtosis >= 1 else {
      throw .usage(
        what: "no returns have a kurtosis of \(kurtosis)", place: "--kurtosis",
        advice: "give it not in excess of 3: 1 or more")
    }
    return SharpeMoments(
      ratio: try StatisticsChecks.finite(ratio, place: "--sr"),
      skewness: try StatisticsChecks.finite(skewness ?? 0, place: "--skewness"), kurtosis: kurtosis,
      count: count ?? 0)
  }

  /// The error for moments that leave the ratio's variance at zero or below.
  func impossible() -> OperationError {
    guard let file = returns ?? equity else {
      return .usage(
        what: "no returns have this Sharpe ratio, skewness and kurtosis together", place: "--skewness",
        advice: "give the moments of one series")
    }
    return .badRow(
      what: "the Sharpe ratio of these returns has no variance", place: file, advice: "give more returns")
  }
}

/// Bounds of what is typed.
enum StatisticsChecks {
  /// A number that is neither infinite nor NaN.
  ///
  /// - Throws: `usage`.
  static func finite(_ value: Double, place: String) throws(OperationError) -> Double {
    guard value.isFinite else {
      throw .usage(what: "expected a finite number, was \(value)", place: place, advice: "give a number")
    }
    return value
  }

  /// A probability that is neither impossible nor certain.
  ///
  /// - Throws: `usage`.
  static func probability(_ value: Double, place: String) throws(OperationError) -> Double {
    guard value > 0, value < 1 else {
      throw .usage(
        what: "expected a number between 0 and 1, was \(value)", place: place,
        advice: "give a share, as in 0.95 for 95 %")
    }
    return value
  }

  /// Successes among trials.
  ///
  /// - Throws: `usage`.
  static func record(successes: Int, trials: Int, fewest: Int) throws(OperationError) {
    guard trials >= fewest else {
      throw .usage(
        what: "\(Counted.text(trials, "trial"))", place: "--trials", advice: "give \(fewest) or more")
    }
    guard (0...trials).contains(successes) else {
      throw .usage(
        what: "\(Counted.text(successes, "success", "successes")) in \(Counted.text(trials, "trial"))",
        place: "--successes",
        advice: "give 0 to \(trials)"
      )
    }
  }
}
