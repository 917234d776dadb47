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
  private let file: OpenFile
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
    partialPath = "\(target.folder)/.\(target.name).partial-\(Machine.process)"
    do {
      file = try OpenFile(
        partialPath, [.readAndWrite, .create, .empty], permissions: isPrivate ? 0o600 : 0o644)
    } catch { throw .uncreatable(path: path, reason: error.reason) }
    // A partial file left by a killed process of the same number keeps its mode otherwise.
    if let permissions = isPrivate ? 0o600 : target.permissions {
      try? file.setPermissions(permissions)
    }
  }

  deinit {
    if !isCommitted { _ = try? Paths.removeFile(partialPath) }
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
    do { try file.write(bytes, at: offset) } catch { throw failure(error) }
  }

  /// Bytes already handed over, for digests over a finished file.
  ///
  /// - Returns: fewer than `count` bytes at the end.
  /// - Throws: `writeFailed` when they can't be read back.
  package func readBack(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    try flush()
    do { return try file.read(count, at: offset) } catch { throw failure(error) }
  }

  /// Starts over with an empty file.
  ///
  /// - Throws: `writeFailed`.
  package func reset() throws(FileError) {
    buffer.removeAll()
    size = 0
    do {
      try file.resize(to: 0)
      try file.seek(to: 0)
    } catch { throw failure(error) }
  }

  /// Makes the file appear under its name, durably.
  ///
  /// - Throws: `writeFailed` when a sync fails, `uncreatable` when the rename does; nothing is left then.
  package func commit() throws(FileError) {
    try flush()
    do { try file.sync() } catch { throw failure(error) }
    try appear()
    Folders.syncNames(target.folder)
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
    do { try Paths.rename(partialPath, to: target.path) } catch {
      throw .uncreatable(path: path, reason: error.reason)
    }
    isCommitted = true
  }

  private func flush() throws(FileError) {
    do { try file.write(buffer) } catch { throw failure(error) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failure(_ error: SystemError) -> FileError {
    .writeFailed(path: path, reason: error.reason)
  }
}
