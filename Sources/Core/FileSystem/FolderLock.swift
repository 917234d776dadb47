#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keeps other processes that take it too out of a folder, until the value is gone or the process ends.
package final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Makes the folder and those above it where they are missing, and waits for the lock.
  ///
  /// - Throws: `uncreatable` when the folder can't be made or opened.
  package init(folder: String) throws(FileError) {
    var made = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      made += part
      if mkdir(made, 0o755) != 0, errno != EEXIST {
        throw .uncreatable(path: made, reason: String(cString: strerror(errno)))
      }
      made += "/"
    }
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .uncreatable(path: folder, reason: String(cString: strerror(errno))) }
    var result = flock(descriptor, LOCK_EX)
    while result != 0, errno == EINTR { result = flock(descriptor, LOCK_EX) }
  }

  deinit { close(descriptor) }

  /// Takes a file away, durably.
  ///
  /// - Throws: `missing`, or `writeFailed` when it can't be done.
  package func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 else {
      if errno == ENOENT { throw .missing(path: path) }
      throw .writeFailed(path: path, reason: String(cString: strerror(errno)))
    }
    fsync(descriptor)
  }
}
