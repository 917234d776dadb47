import ArgumentParser
import FileSystem
import Operations

/// `-o`, for commands that make one file of ticks.
struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to make; one that is there is replaced.", valueName: "out"),
    completion: .tickFiles)
  var path: String
}

/// `-o`, for commands that make one file of text.
struct TextOutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The file to make, - for standard output; one that is there is replaced.", valueName: "out"),
    completion: .file())
  var path: String

  /// Where the text goes.
  ///
  /// - Throws: `CommandError.usage`, or `FileError.uncreatable`.
  func target(against inputs: [String], shared: SharedOptions) throws -> OutputTarget {
    try OutputTarget(path, option: "-o", against: inputs, shared: shared)
  }
}

/// Where a command's text goes: a file, or standard output in the place of its results.
enum OutputTarget {
  /// A file, by the path it was named.
  case file(String)
  /// Standard output.
  case standardOutput

  /// The target of an option, which leaves no room for results in JSON when it is standard output. Refuses what can't be
  /// a file, what is being read, and whatever belongs to the home.
  ///
  /// - Throws: `CommandError.usage`, `OperationError.usage`, or `FileError.uncreatable`.
  init(_ path: String, option: String, against inputs: [String], shared: SharedOptions) throws {
    guard OutputRules.isStandardOutput(path) else {
      try OutputRules.checkFile(path, place: option, against: inputs, home: shared.homeFolder)
      self = .file(path)
      return
    }
    self = .standardOutput
    if shared.json {
      throw CommandError.usage(
        what: "standard output can't take both the file and the results", option: "\(option), --json",
        advice: "name a file, or leave --json out")
    }
  }

  /// Where the text is to be found, for results.
  var name: String {
    switch self {
    case .file(let path): path
    case .standardOutput: "standard output"
    }
  }

  /// Writes a text; a file appears whole or not at all.
  ///
  /// - Throws: `FileError`, also when somebody asked to stop.
  func write(_ text: String) throws(FileError) {
    guard case .file(let path) = self else { return try StandardOutput.write(text) }
    let file = try AtomicFile(path: path)
    try file.write(text)
    // Reading at the end first writes what is still buffered: a full disk shows before the file appears.
    _ = try file.readBack(at: file.size, count: 0)
    try Signals.cancellation.check()
    try file.commit()
  }

  /// Prints a command's result, unless standard output has the text itself.
  func printResult(_ print: () throws -> Void) rethrows {
    if case .file = self { try print() }
  }
}
