/// Keeps other processes that take it too out of a folder, until the value is gone or the process ends.
package final class FolderLock: Sendable {
  private let folder: OpenFile

  /// Makes the folder and those above it where they are missing, and waits for the lock.
  ///
  /// - Throws: `uncreatable` when the folder can't be made or opened.
  package init(folder: String) throws(FileError) {
    var made = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      made += part
      do { try Paths.makeFolder(made) } catch { throw .uncreatable(path: made, reason: error.reason) }
      made += "/"
    }
    do { self.folder = try OpenFile(folder, .folder) } catch {
      throw .uncreatable(path: folder, reason: error.reason)
    }
    // A file system without locks has none to wait for.
    try? self.folder.lock()
  }

  /// Takes a file away, durably.
  ///
  /// - Throws: `missing`, or `writeFailed` when it can't be done.
  package func remove(_ path: String) throws(FileError) {
    let wasThere: Bool
    do { wasThere = try Paths.removeFile(path) } catch {
      throw .writeFailed(path: path, reason: error.reason)
    }
    guard wasThere else { throw .missing(path: path) }
    try? folder.sync()
  }
}
