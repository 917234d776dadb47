#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser

/// `-o`, for commands that make one file.
struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to make; one that is there is replaced.", valueName: "out"))
  var path: String

  /// Refuses to replace what is being read.
  ///
  /// - Throws: `usage`.
  func check(against inputs: [String]) throws(CommandError) { try Self.check(path, against: inputs) }

  /// Refuses to replace what is being read.
  ///
  /// - Throws: `usage`.
  static func check(_ path: String, against inputs: [String]) throws(CommandError) {
    var output = stat()
    guard stat(path, &output) == 0 else { return }
    for input in inputs {
      var status = stat()
      guard stat(input, &status) == 0, status.st_dev == output.st_dev, status.st_ino == output.st_ino,
        status.st_mode & S_IFMT == S_IFREG
      else { continue }
      throw .usage(
        what: "the output '\(path)' is an input", option: "-o", advice: "choose another name for the output")
    }
  }
}
