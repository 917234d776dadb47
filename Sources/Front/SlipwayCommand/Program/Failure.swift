import ArgumentParser

/// An error as the user meets it: one line and an exit code.
struct Failure {
  /// `WHAT (WHERE): WHAT TO DO`, or `nil` when the result already said it.
  let message: String?
  /// The exit code.
  let status: Int32

  /// An error thrown by a command, or by the parser before one ran.
  init(_ error: any Error, arguments: [String] = []) {
    if case CommandError.answerIsNo = error {
      self.init(message: nil, status: ExitStatus.no.rawValue)
    } else if let code = error as? ExitCode {
      self.init(message: nil, status: code.rawValue)
    } else if SlipwayCommands.exitCode(for: error) == .validationFailure {
      self.init(parserError: error, arguments: arguments)
    } else {
      let status = ExitStatus.code(for: error)
      let text = Failure.oneLine(String(describing: error))
      guard status == ExitStatus.fault.rawValue else {
        self.init(message: text, status: status)
        return
      }
      self.init(
        message: "a fault of Slipway's own (\(text)): please report it with the command that led to it",
        status: status)
    }
  }

  /// A command that is not there.
  init(_ unknown: UnknownCommand) {
    let advice = unknown.near.map { "did you mean '\($0)'?" } ?? "see '\(unknown.group) --help'"
    self.init(
      message: "unknown command '\(unknown.word)' (\(unknown.group)): \(advice)",
      status: ExitStatus.usage.rawValue)
  }

  private init(message: String?, status: Int32) {
    self.message = message
    self.status = status
  }

  /// The parser's errors, in our form: what, in which command, where to read on.
  private init(parserError: any Error, arguments: [String]) {
    let command = Failure.command(named: Failure.helpHint(for: parserError))
    var what = Failure.oneLine(SlipwayCommands.message(for: parserError))
    while what.hasSuffix(".") { what.removeLast() }
    what = what.prefix(1).lowercased() + what.dropFirst()
    if let unknown = UnknownCommand(in: arguments) {
      self.init(unknown)
      return
    }
    let advice = Failure.negativeNumber(in: what).map {
      "write a value that begins with a dash as in --option=\($0)"
    }
    self.init(
      message: "\(what) (\(command)): \(advice ?? "see '\(command) --help'")",
      status: ExitStatus.usage.rawValue)
  }

  /// The number below zero that the parser took for an option.
  private static func negativeNumber(in what: String) -> Substring? {
    let opening = "unknown option '"
    guard what.hasPrefix(opening) else { return nil }
    let word = what.dropFirst(opening.count).prefix { $0 != "'" }
    return word.first == "-" && word.dropFirst().first?.isNumber == true ? word : nil
  }

  /// The parser's full message ends in `See 'slipway data info --help' for more information.`
  private static func helpHint(for error: any Error) -> String? {
    SlipwayCommands.fullMessage(for: error).split(separator: "\n").last { $0.contains("See '") }?
      .split(separator: "'").dropFirst().first.map(String.init)
  }

  private static func command(named hint: String?) -> String {
    let words = (hint ?? "slipway").split(separator: " ").prefix { !$0.hasPrefix("-") }
    return words.joined(separator: " ")
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
