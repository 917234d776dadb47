import FileSystem
import YAMLConfiguration

/// Where a backtest's files go; `nil` where nobody asked.
struct BacktestOutputs {
  let report: String?
  let trades: String?
  let equity: String?

  /// The paths of the command line, else of the file.
  init(_ options: BacktestOptions, _ file: RunConfiguration?) {
    report = options.report ?? file?.report
    trades = options.trades ?? file?.trades
    equity = options.equity ?? file?.equity
  }

  /// Refuses two outputs in one file, one that would replace an input, and whatever belongs to the home.
  ///
  /// - Throws: `CommandError.usage`, or `FileError.uncreatable`.
  func check(against inputs: [String], home: String) throws {
    let named = [("--report", report), ("--trades", trades), ("--equity", equity)]
    var taken: [OutputPath: String] = [:]
    for (option, path) in named {
      guard let path else { continue }
      guard case .file = try OutputTarget(path, option: option, against: inputs, home: home) else {
        throw CommandError.usage(
          what: "standard output is for the results", option: option, advice: "name the file to make")
      }
      if let other = taken.updateValue(option, forKey: try OutputPath(following: path)) {
        throw CommandError.usage(
          what: "two outputs are named '\(path)'", option: "\(other), \(option)",
          advice: "give each a name of its own")
      }
    }
  }
}
