package import FileSystem

/// Hours that were downloaded and found sound, in folders like the feed's. An hour without ticks is an empty file.
package struct HourCache: Sendable {
  /// What is known about an hour.
  package enum State: Sendable, Hashable {
    /// It was not downloaded yet.
    case missing
    /// It has no ticks.
    case empty
    /// It has some.
    case ticks
  }

  /// The folder.
  package let folder: String

  /// A cache in a folder, which need not exist.
  package init(folder: String) { self.folder = folder }

  /// The path of an hour's file.
  package func path(of file: HourFile) -> String { "\(folder)/\(file.path)" }

  /// What is known about an hour.
  ///
  /// - Throws: `unreadable`.
  package func state(of file: HourFile) throws(FileError) -> State {
    guard let size = try Folders.sizeOfFile(path(of: file)) else { return .missing }
    return size == 0 ? .empty : .ticks
  }

  /// Keeps an hour: its file appears whole or not at all.
  ///
  /// - Throws: `uncreatable` or `writeFailed`.
  package func store(_ bytes: [UInt8], for file: HourFile) throws(FileError) {
    let path = path(of: file)
    try Folders.make(
      path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
    let output = try AtomicFile(path: path)
    try output.write(bytes)
    try output.commit()
  }
}
