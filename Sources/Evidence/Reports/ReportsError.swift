/// Why a report can't be read.
package enum ReportsError: Error, Sendable, Hashable {
  /// The file is no report of a backtest.
  case notAReport(path: String)
  /// The report was made by a program whose reports are written differently.
  case otherVersion(path: String, found: Int64, known: Int64)
  /// The report's figures are damaged or were changed.
  case damaged(path: String, problem: String)
}

extension ReportsError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .notAReport(let path):
      "the file holds no figures of a backtest (\(path)): give a page made by 'slipway backtest --report'"
    case .otherVersion(let path, let found, let known):
      "expected a report of version \(known), was \(found) (\(path)): make the report again with this program"
    case .damaged(let path, let problem):
      "the report's figures can't be read: \(problem) (\(path)): make the report again"
    }
  }
}
