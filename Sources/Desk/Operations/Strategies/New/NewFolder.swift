import FileSystem

/// A folder that appears with all its files or not at all.
///
/// Files go to `.NAME.partial-PID` beside it, which is renamed at the end; what is there already is never
/// touched.
enum NewFolder {
  /// Makes the folder.
  ///
  /// `files`: path and text of each, asked for with the partial folder, which lies as deep as the new one;
  /// `cancellation`: asked before it appears.
  /// - Returns: the paths of the files.
  /// - Throws: `FileError.uncreatable` also for a folder that is there, `writeFailed` or `interrupted`.
  static func write(
    _ path: String, _ cancellation: Cancellation, files: (String) throws -> [(path: String, text: String)]
  ) throws -> [String] {
    var target = path
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    guard FileStatus.find(target, followsLinks: false) == nil else {
      throw FileError.uncreatable(path: path, reason: "it is there already and is left as it is")
    }
    let slash = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
    let partial = target[..<slash] + ".\(target[slash...]).partial-\(Machine.process)"
    do {
      try makeFolder(String(partial), path)
      let files = try files(String(partial))
      for (name, text) in files {
        try makeParents(of: name, in: String(partial), path)
        let file = try AtomicFile(path: "\(partial)/\(name)")
        try file.write(text)
        try file.commit()
      }
      try cancellation.check()
      try moveIntoPlace(String(partial), target, path)
      return files.map(\.path)
    } catch {
      Folders.discardAll(String(partial))
      throw error
    }
  }

  private static func makeFolder(_ folder: String, _ path: String) throws(FileError) {
    do { try Paths.makeFolder(folder) } catch { throw .uncreatable(path: path, reason: error.reason) }
  }

  private static func makeParents(of name: String, in folder: String, _ path: String) throws(FileError) {
    var parent = folder
    for part in name.split(separator: "/").dropLast() {
      parent += "/\(part)"
      try makeFolder(parent, path)
    }
  }

  /// A folder can be renamed over an empty one only, so that nothing made meanwhile is lost.
  private static func moveIntoPlace(_ partial: String, _ target: String, _ path: String) throws(FileError) {
    do { try Paths.rename(partial, to: target) } catch {
      throw .uncreatable(path: path, reason: error.reason)
    }
  }
}
