import FileSystem

/// Folders in the making, beside the one they are to become.
extension FileTree {
  /// The path without slashes at its end.
  static func trimmed(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// Where a folder is put together until it is whole.
  static func stage(of folder: String, _ purpose: String) -> String {
    "\(folder).\(purpose)-\(Machine.process)"
  }

  /// Makes the stage, empty; what a killed process of the same number left there goes.
  static func startStage(_ stage: String) throws(JournalError) {
    Folders.discardAll(stage)
    let parent = parent(of: stage)
    do { try Paths.makeFolder(parent, permissions: 0o700) } catch {
      if error == .missing { try makeAll(parent) }
    }
    try make(stage)
  }

  private static func makeAll(_ path: String) throws(JournalError) {
    if path != ".", path != "/", FileStatus.find(path) == nil {
      try makeAll(parent(of: path))
      try make(path)
    }
  }

  /// The first of `PATH.before-restore-1`, `-2`, … that isn't taken.
  static func freeAside(of path: String) -> String {
    var number = 1
    while FileStatus.find("\(path).before-restore-\(number)", followsLinks: false) != nil { number += 1 }
    return "\(path).before-restore-\(number)"
  }
}
