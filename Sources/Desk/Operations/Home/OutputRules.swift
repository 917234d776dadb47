import FileSystem
import Promotion

/// What may become an output file.
package enum OutputRules {
  /// Whether an output of that name is standard output. What stands for it as a file must not be replaced by one.
  package static func isStandardOutput(_ path: String) -> Bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path)
  }

  /// Refuses what can't be a file, what is being read, whatever belongs to the home or another one, and operators' keys
  /// wherever they lie.
  ///
  /// - Throws: `OperationError.usage`, or `FileError.uncreatable`.
  package static func checkFile(_ path: String, place: String, against inputs: [String], home: String) throws
  {
    try checkNamed(path, place: place, advice: "name the file to make")
    try refuseInputs(path, place: place, inputs)
    let output = try OutputPath(following: path)
    try refuse(output.isInside(home), path: path, home: home)
    if let other = Self.home(around: output.folder) { try refuse(true, path: path, home: other) }
    guard try !isKey(output.path) else {
      throw FileError.uncreatable(path: path, reason: "it is an operator's key, which nothing replaces")
    }
  }

  /// The home, or its backup, that a folder lies in, whosever it is.
  private static func home(around folder: String) -> String? {
    var place = folder
    while true {
      if Folders.isFile(place + "/journal.sqlite") { return place }
      guard let slash = place.lastIndex(of: "/"), slash != place.startIndex else { return nil }
      place = String(place[..<slash])
    }
  }

  /// - Throws: `FileError.uncreatable` for a file of a key's size that can't be read: nobody can say that it is none.
  private static func isKey(_ path: String) throws(FileError) -> Bool {
    let bytes: [UInt8]
    do throws(FileError) {
      guard let size = try Folders.sizeOfFile(path), size <= OperatorKeyFile.sizeLimit else { return false }
      bytes = try InputFile.contents(of: path)
    } catch {
      throw .uncreatable(path: path, reason: "the file there can't be read, and may be an operator's key")
    }
    do {
      _ = try OperatorKeyFile(json: bytes, path: path)
      return true
    } catch { return false }
  }

  /// Refuses a path without a letter.
  ///
  /// - Throws: `usage`.
  package static func checkNamed(_ path: String, place: String, advice: String) throws(OperationError) {
    guard path.isEmpty else { return }
    throw .usage(what: "the path is empty", place: place, advice: advice)
  }

  /// Refuses a folder to be made without a name, or inside of the home or another one.
  ///
  /// - Throws: `OperationError.usage`, or `FileError.uncreatable`.
  package static func checkFolder(_ path: String, place: String, home: String) throws {
    try checkNamed(path, place: place, advice: "name the folder to make")
    try refuse(OutputPath.isPlace(path, inside: home), path: path, home: home)
    guard let other = OutputPath.nearestPlace(path).flatMap({ Self.home(around: $0) }) else { return }
    try refuse(true, path: path, home: other)
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
