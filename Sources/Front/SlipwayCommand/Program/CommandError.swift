/// What goes wrong at the command line itself. Lower layers have errors of their own.
enum CommandError: Error, Sendable, Hashable {
  /// The command line asks for something that isn't there, or for too much.
  case usage(what: String, option: String, advice: String)
  /// A row of an input file is wrong; `place` is its file and line.
  case badRow(what: String, place: String, advice: String)
  /// A signature, role, passphrase or grant is missing or invalid.
  case notPermitted(what: String, place: String, advice: String)
  /// The command did its work and the answer is no; its result is already printed.
  case answerIsNo
}

extension CommandError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  var description: String {
    switch self {
    case .usage(let what, let option, let advice): "\(what) (\(option)): \(advice)"
    case .badRow(let what, let place, let advice): "\(what) (\(place)): \(advice)"
    case .notPermitted(let what, let place, let advice): "\(what) (\(place)): \(advice)"
    case .answerIsNo: "the answer is no"
    }
  }
}
