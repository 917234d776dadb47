/// Folders that a program keeps its own files in.
package enum Folders {
  /// Makes a folder and those above it, where they are not there yet.
  ///
  /// - Throws: `uncreatable`, also when a file is in the way.
  package static func make(_ path: String) throws(FileError) {
    if let found = FileStatus.find(path) {
      guard found.kind == .folder else { throw .uncreatable(path: path, reason: "a file is in the way") }
      return
    }
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    if !parent.isEmpty { try make(parent) }
    // Another process may have made it in between.
    do { try Paths.makeFolder(path) } catch { throw .uncreatable(path: path, reason: error.reason) }
  }

  /// Whether there is a folder at the path.
  package static func isFolder(_ path: String) -> Bool { FileStatus.find(path)?.kind == .folder }

  /// Whether there is anything at the path.
  package static func isThere(_ path: String) -> Bool { FileStatus.find(path) != nil }

  /// Whether there is anything at the path, a link to nowhere too, or nobody can say that there is not.
  package static func mayBeThere(_ path: String) -> Bool {
    do throws(SystemError) {
      _ = try FileStatus(of: path, followsLinks: false)
      return true
    } catch { return error != .missing && error != .notAFolder }
  }

  /// Whether there is a file at the path.
  package static func isFile(_ path: String) -> Bool { FileStatus.find(path)?.kind == .file }

  /// The names in a folder but for hidden ones, sorted; none when it isn't there or can't be read.
  package static func names(in folder: String) -> [String] {
    do { return try Paths.names(in: folder).filter { !$0.hasPrefix(".") } } catch { return [] }
  }

  /// The path from the root, for whoever looks at it from another working directory; links stay as they are.
  package static func absolutePath(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let base = Paths.workingFolder else { return path }
    var rest = path[...]
    while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
    return base == "/" ? "/\(rest)" : "\(base)/\(rest)"
  }

  /// The size of a file, `nil` when there is none.
  ///
  /// - Throws: `unreadable` when that can't be told.
  package static func sizeOfFile(_ path: String) throws(FileError) -> Int? {
    let status: FileStatus
    do { status = try FileStatus(of: path) } catch {
      if error == .missing { return nil }
      throw .unreadable(path: path, reason: error.reason)
    }
    guard status.kind == .file else { throw .unreadable(path: path, reason: "expected a file") }
    return status.size
  }

  /// Takes back a file that was just made; one that is not there is no error.
  package static func discard(_ path: String) { _ = try? Paths.removeFile(path) }

  /// Takes a file, or a folder with all that is in it, away, as far as that can be done. Links are not followed.
  package static func discardAll(_ path: String) {
    guard let found = FileStatus.find(path, followsLinks: false) else { return }
    guard found.kind == .folder else { return discard(path) }
    for name in (try? Paths.names(in: path)) ?? [] { discardAll(path + "/" + name) }
    try? Paths.removeFolder(path)
  }

  /// Makes durable which names a folder has. Where that can't be done, nobody can do anything about it.
  package static func syncNames(_ folder: String) { try? OpenFile(folder, .folder).sync() }
}
