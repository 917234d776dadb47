/// What goes wrong at the command line itself. Lower layers have errors of their own.
enum CommandError: Error, Sendable, Hashable {
  /// The command line asks for something that isn't there, or for too much.
  case usage(what: String, option: String, advice: String)
  /// The command did its work and the answer is no; its result is already printed.
  case answerIsNo
}

extension CommandError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  var description: String {
    switch self {
    case .usage(let what, let option, let advice): "\(what) (\(option)): \(advice)"
    case .answerIsNo: "the answer is no"
    }
  }
}
