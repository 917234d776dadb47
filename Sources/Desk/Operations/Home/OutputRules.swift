import FileSystem

/// What may become an output file.
package enum OutputRules {
  /// Whether an output of that name is standard output. What stands for it as a file must not be replaced by one.
  package static func isStandardOutput(_ path: String) -> Bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path)
  }

  /// Refuses what can't be a file, what is being read, and whatever belongs to the home.
  ///
  /// - Throws: `OperationError.usage`, or `FileError.uncreatable`.
  package static func checkFile(_ path: String, place: String, against inputs: [String], home: String) throws
  {
    try checkNamed(path, place: place, advice: "name the file to make")
    try refuseInputs(path, place: place, inputs)
    try refuse(try OutputPath(following: path).isInside(home), path: path, home: home)
  }

  /// Refuses a path without a letter.
  ///
  /// - Throws: `usage`.
  package static func checkNamed(_ path: String, place: String, advice: String) throws(OperationError) {
    guard path.isEmpty else { return }
    throw .usage(what: "the path is empty", place: place, advice: advice)
  }

  /// Refuses a folder to be made without a name, or inside of the home.
  ///
  /// - Throws: `OperationError.usage`, or `FileError.uncreatable`.
  static func checkFolder(_ path: String, place: String, home: String) throws {
    try checkNamed(path, place: place, advice: "name the folder to make")
    try refuse(OutputPath.isPlace(path, inside: home), path: path, home: home)
  }

  private static func refuse(_ isInside: Bool, path: String, home: String) throws(FileError) {
    guard isInside else { return }
    throw .uncreatable(path: path, reason: "it is inside of the home (\(home)), which is the program's own")
  }

  private static func refuseInputs(_ path: String, place: String, _ inputs: [String]) throws(OperationError) {
    guard let output = FileStatus.find(path), output.kind == .file else { return }
    for input in inputs where FileStatus.find(input)?.identity == output.identity {
      throw .usage(
        what: "the output '\(path)' is an input", place: place, advice: "choose another name for the output")
    }
  }
}
