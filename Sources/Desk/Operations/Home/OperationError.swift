package import FileSystem
package import Journal

/// Why something can't be done as it was asked for. Lower layers have errors of their own, which are passed on.
///
/// `place` is what the caller gave the value as: an option, a file and line, a name.
package enum OperationError: Error, Sendable, Hashable {
  /// It asks for something that isn't there, or for too much.
  case usage(what: String, place: String, advice: String)
  /// A row of an input file is wrong; `place` is its file and line.
  case badRow(what: String, place: String, advice: String)
  /// The rules were asked, and the answer is no.
  case no(what: String, place: String, advice: String)
  /// A backtest can't be kept as a trial, and so shows no result.
  case notKept(JournalError)
  /// A signal of this number asked to stop; all that was done until then is kept.
  case stopped(signal: Int32)
}

extension OperationError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .usage(let what, let place, let advice), .badRow(let what, let place, let advice),
      .no(let what, let place, let advice):
      "\(what) (\(place)): \(advice)"
    case .notKept(let error):
      "\(error); a backtest that can't be kept as a trial shows no result: --untracked runs one that counts for nothing"
    case .stopped: "stopped: everything is kept, run again to go on"
    }
  }
}

extension OperationError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .usage: .usage
    case .badRow: .data
    case .no: .no
    case .notKept(let error): error.failureKind
    case .stopped(let signal): .interrupted(signal: signal)
    }
  }
}
