/// Keeps other processes that take it too out of a folder, until the value is gone or the process ends.
package final class FolderLock: Sendable {
  private let folder: OpenFile

  /// Makes the folder and those above it where they are missing, and waits for the lock.
  ///
  /// - Throws: `uncreatable` when the folder can't be made or opened, `unreadable` when another process keeps the lock for a
  ///   minute, or for `milliseconds`.
  package init(folder: String, milliseconds: Int = 60_000) throws(FileError) {
    var made = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      made += part
      do { try Paths.makeFolder(made) } catch { throw .uncreatable(path: made, reason: error.reason) }
      made += "/"
    }
    do { self.folder = try OpenFile(folder, .folder) } catch {
      throw .uncreatable(path: folder, reason: error.reason)
    }
    do { try self.folder.lock(milliseconds: milliseconds) } catch {
      // A file system without locks has none to wait for.
      guard error == .wouldBlock else { return }
      throw .unreadable(path: folder, reason: "another process has kept its lock for too long: try again")
    }
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
