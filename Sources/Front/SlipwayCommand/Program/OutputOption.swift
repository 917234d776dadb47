#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser
import FileSystem

/// `-o`, for commands that make one file of ticks.
struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to make; one that is there is replaced.", valueName: "out"))
  var path: String

  /// Refuses what can't be a file, what is being read, and whatever belongs to the home.
  ///
  /// - Throws: `CommandError.usage`, or `FileError.uncreatable`.
  func check(against inputs: [String] = [], home: String) throws {
    guard !OutputTarget.isStandardOutput(path) else {
      throw CommandError.usage(
        what: "a tick file is no text to be printed", option: "-o", advice: "name the file to make")
    }
    _ = try OutputTarget(path, option: "-o", against: inputs, home: home)
  }
}

/// `-o`, for commands that make one file of text.
struct TextOutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The file to make, - for standard output; one that is there is replaced.", valueName: "out"))
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

  /// Whether an output of that name is standard output. What stands for it as a file must not be replaced by one.
  static func isStandardOutput(_ path: String) -> Bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path)
  }

  /// The target of an option, which leaves no room for results in JSON when it is standard output.
  ///
  /// - Throws: `CommandError.usage`, or `FileError.uncreatable`.
  init(_ path: String, option: String, against inputs: [String], shared: SharedOptions) throws {
    self = try OutputTarget(path, option: option, against: inputs, home: shared.homeFolder)
    if case .standardOutput = self, shared.json {
      throw CommandError.usage(
        what: "standard output can't take both the file and the results", option: "\(option), --json",
        advice: "name a file, or leave --json out")
    }
  }

  /// The target of an option. Refuses what can't be a file, what is being read, and whatever belongs to the home.
  ///
  /// - Throws: `CommandError.usage`, or `FileError.uncreatable`.
  init(_ path: String, option: String, against inputs: [String], home: String) throws {
    guard !path.isEmpty else {
      throw CommandError.usage(what: "the path is empty", option: option, advice: "name the file to make")
    }
    guard !Self.isStandardOutput(path) else {
      self = .standardOutput
      return
    }
    try Self.refuseInputs(path, option: option, inputs)
    try Self.refuse(try OutputPath(following: path).isInside(home), path: path, home: home)
    self = .file(path)
  }

  /// Refuses a folder to be made inside of the home.
  ///
  /// - Throws: `FileError.uncreatable`.
  static func checkFolder(_ path: String, home: String) throws(FileError) {
    try refuse(OutputPath.isPlace(path, inside: home), path: path, home: home)
  }

  private static func refuse(_ isInside: Bool, path: String, home: String) throws(FileError) {
    guard isInside else { return }
    throw .uncreatable(path: path, reason: "it is inside of the home (\(home)), which is the program's own")
  }

  private static func refuseInputs(_ path: String, option: String, _ inputs: [String]) throws {
    var output = stat()
    guard stat(path, &output) == 0 else { return }
    for input in inputs {
      var status = stat()
      guard stat(input, &status) == 0, status.st_dev == output.st_dev, status.st_ino == output.st_ino,
        status.st_mode & S_IFMT == S_IFREG
      else { continue }
      throw CommandError.usage(
        what: "the output '\(path)' is an input", option: option, advice: "choose another name for the output"
      )
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
    try Interruption.check()
    try file.commit()
  }

  /// Prints a command's result, unless standard output has the text itself.
  func printResult(_ print: () throws -> Void) rethrows {
    if case .file = self { try print() }
  }
}
