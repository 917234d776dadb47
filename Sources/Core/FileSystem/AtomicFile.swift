#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An output file that appears whole or not at all.
///
/// Links are followed to the file they name, the target. Bytes go to `.NAME.partial-PID` beside it; `commit` syncs
/// that, renames it over the target and syncs the folder. Dropping the value without `commit` removes the partial
/// file.
package final class AtomicFile {
  /// Where the file will be, as it was named.
  package let path: String
  private let target: OutputPath
  private let partialPath: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var isCommitted = false
  /// Bytes handed over so far.
  package private(set) var size = 0

  private static let bufferLimit = 1 << 16

  /// Opens the partial file; a private one is for its owner's eyes alone (mode 0600), any other keeps the mode of
  /// the file it replaces.
  ///
  /// - Throws: `uncreatable` when the folder is missing or can't be written, the target is no file, or a link leads
  ///   nowhere.
  package init(path: String, isPrivate: Bool = false) throws(FileError) {
    self.path = path
    target = try OutputPath(following: path)
    partialPath = "\(target.folder)/.\(target.name).partial-\(getpid())"
    descriptor = open(partialPath, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
    guard descriptor >= 0 else { throw .uncreatable(path: path, reason: String(cString: strerror(errno))) }
    // A partial file left by a killed process of the same number keeps its mode otherwise.
    if isPrivate {
      fchmod(descriptor, 0o600)
    } else if let mode = target.mode {
      fchmod(descriptor, mode)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isCommitted { unlink(partialPath) }
  }

  /// Appends bytes.
  ///
  /// - Throws: `writeFailed`, with a full disk most often.
  package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    buffer.append(contentsOf: bytes)
    size += bytes.count
    if buffer.count >= Self.bufferLimit { try flush() }
  }

  /// Appends text as UTF-8.
  ///
  /// - Throws: `writeFailed`.
  package func write(_ text: String) throws(FileError) { try write(text.utf8) }

  /// Replaces bytes already handed over, for headers that are only known at the end.
  ///
  /// - Throws: `writeFailed`.
  package func overwrite(at offset: Int, with bytes: [UInt8]) throws(FileError) {
    try flush()
    var done = 0
    while done < bytes.count {
      let written = bytes[done...].withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + done))
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure() }
      done += written
    }
  }

  /// Bytes already handed over, for digests over a finished file.
  ///
  /// - Returns: fewer than `count` bytes at the end.
  /// - Throws: `writeFailed` when they can't be read back.
  package func readBack(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    try flush()
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = bytes[done...].withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(offset + done))
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw failure() }
      if got == 0 { break }
      done += got
    }
    return Array(bytes.prefix(done))
  }

  /// Starts over with an empty file.
  ///
  /// - Throws: `writeFailed`.
  package func reset() throws(FileError) {
    buffer.removeAll()
    size = 0
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure() }
  }

  /// Makes the file appear under its name, durably.
  ///
  /// - Throws: `writeFailed` when a sync fails, `uncreatable` when the rename does; nothing is left then.
  package func commit() throws(FileError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw failure() }
    try appear()
    let folder = open(target.folder, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Makes the file appear under its name, whole for whoever reads it; after a loss of power it may be the old one, or
  /// empty.
  ///
  /// - Throws: as `commit`.
  package func publish() throws(FileError) {
    try flush()
    try appear()
  }

  private func appear() throws(FileError) {
    guard rename(partialPath, target.path) == 0 else {
      throw .uncreatable(path: path, reason: String(cString: strerror(errno)))
    }
    isCommitted = true
  }

  private func flush() throws(FileError) {
    var done = 0
    while done < buffer.count {
      let written = buffer[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure() }
      done += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failure() -> FileError {
    .writeFailed(path: path, reason: String(cString: strerror(errno)))
  }
}
