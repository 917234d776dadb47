#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
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

  /// Refuses two outputs in one file, and one that would replace an input.
  ///
  /// - Throws: `CommandError.usage`, or `FileError.uncreatable` for a device.
  func check(against inputs: [String]) throws {
    let named = [("--report", report), ("--trades", trades), ("--equity", equity)]
    var taken: [Place: String] = [:]
    for (option, path) in named {
      guard let path else { continue }
      try OutputOption.check(path, option: option, against: inputs)
      guard let place = Place(path) else { continue }
      if let other = taken.updateValue(option, forKey: place) {
        throw CommandError.usage(
          what: "two outputs are named '\(path)'", option: "\(other), \(option)",
          advice: "give each a name of its own")
      }
    }
  }

  /// A name in a folder, however the path is spelled.
  private struct Place: Hashable {
    let device: UInt64
    let folder: UInt64
    let name: String

    /// `nil` where there is no such folder, which is found out on opening the file.
    init?(_ path: String) {
      let slash = path.lastIndex(of: "/")
      let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
      var status = stat()
      guard stat(parent, &status) == 0 else { return nil }
      device = UInt64(truncatingIfNeeded: status.st_dev)
      folder = UInt64(truncatingIfNeeded: status.st_ino)
      name = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
    }
  }
}
