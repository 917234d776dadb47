#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser
import FileSystem

/// `-o`, for commands that make one file.
struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to make; one that is there is replaced.", valueName: "out"))
  var path: String

  /// Refuses to replace what is being read, and devices.
  ///
  /// - Throws: `CommandError.usage`, or `FileError.uncreatable`.
  func check(against inputs: [String] = []) throws { try Self.check(path, option: "-o", against: inputs) }

  /// Writes a text, which appears whole or not at all.
  ///
  /// - Throws: `FileError`, also when somebody asked to stop.
  static func write(_ text: String, to path: String) throws(FileError) {
    let file = try AtomicFile(path: path)
    try file.write(text)
    // Reading at the end first writes what is still buffered: a full disk shows before the file appears.
    _ = try file.readBack(at: file.size, count: 0)
    try Interruption.check()
    try file.commit()
  }

  /// Refuses to replace what is being read, and devices: a file that appears whole takes the place of what was
  /// there, which would do away with `/dev/null` or somebody's pipe.
  ///
  /// - Throws: `CommandError.usage`, or `FileError.uncreatable`.
  static func check(_ path: String, option: String, against inputs: [String]) throws {
    guard !path.isEmpty else {
      throw CommandError.usage(what: "the path is empty", option: option, advice: "name the file to make")
    }
    var output = stat()
    guard stat(path, &output) == 0 else { return }
    guard [S_IFREG, S_IFDIR].contains(output.st_mode & S_IFMT) else {
      throw FileError.uncreatable(path: path, reason: "it is a device or a pipe, not a file")
    }
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
}
