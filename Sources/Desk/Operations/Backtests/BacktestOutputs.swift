import FileSystem

/// Where a backtest's files go; `nil` where nobody asked.
struct BacktestOutputs {
  let report: String?
  let trades: String?
  let equity: String?
  let daily: String?

  /// The paths that were typed.
  init(_ typed: TypedBacktest) {
    report = typed.report
    trades = typed.trades
    equity = typed.equity
    daily = typed.daily
  }

  /// Refuses two outputs in one file, one that would replace an input, and whatever belongs to the home.
  ///
  /// - Throws: `OperationError.usage`, or `FileError.uncreatable`.
  func check(against inputs: [String], home: String) throws {
    let named = [("--report", report), ("--trades", trades), ("--equity", equity), ("--daily", daily)]
    var taken: [OutputPath: String] = [:]
    for (option, path) in named {
      guard let path else { continue }
      guard !OutputRules.isStandardOutput(path) else {
        throw OperationError.usage(
          what: "standard output is for the results", place: option, advice: "name the file to make")
      }
      try OutputRules.checkFile(path, place: option, against: inputs, home: home)
      if let other = taken.updateValue(option, forKey: try OutputPath(following: path)) {
        throw OperationError.usage(
          what: "two outputs are named '\(path)'", place: "\(other), \(option)",
          advice: "give each a name of its own")
      }
    }
  }
}
