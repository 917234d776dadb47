import FileSystem

/// A file that is only ever extended by whole records.
struct LogFile: ~Copyable {
  /// Writes every byte at an offset of a file, or throws; tests put a full disk in its place.
  typealias Write = @Sendable (borrowing OpenFile, ArraySlice<UInt8>, Int) throws(SystemError) -> Void

  let path: String
  /// Bytes of whole records.
  private(set) var size: Int
  private let file: OpenFile
  private let write: Write
  /// Bytes of a failed write may lie beyond `size`.
  private var hasLeftovers = false

  /// Opens a file for extending it after its first `size` bytes; what lies beyond is cut off.
  init(path: String, size: Int, write: @escaping Write = LogFile.systemWrite) throws(FileError) {
    file = try Self.open(path, cutOffAt: size)
    self.path = path
    self.size = size
    self.write = write
  }

  private static func open(_ path: String, cutOffAt size: Int) throws(FileError) -> OpenFile {
    let file: OpenFile
    do { file = try OpenFile(path, .readAndWrite) } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    do { try file.resize(to: size) } catch { throw .writeFailed(path: path, reason: error.reason) }
    return file
  }

  static let systemWrite: Write = { (file, bytes, offset) throws(SystemError) in
    try file.write(bytes, at: offset)
  }

  /// Hands bytes to the system, after which a kill of the process can't lose them.
  ///
  /// - Throws: `writeFailed`; nothing of the bytes is in the file then, and they may be given again.
  mutating func append(_ bytes: [UInt8]) throws(FileError) {
    if hasLeftovers { try cut() }
    do { try write(file, bytes[...], size) } catch {
      hasLeftovers = true
      // When even this fails, it is tried again before the next write, and a reader cuts the end off.
      try? cut()
      throw .writeFailed(path: path, reason: error.reason)
    }
    size += bytes.count
  }

  /// Makes what was appended durable.
  ///
  /// - Throws: `writeFailed`.
  func sync() throws(FileError) {
    do { try file.syncContents() } catch { throw .writeFailed(path: path, reason: error.reason) }
  }

  private mutating func cut() throws(FileError) {
    do { try file.resize(to: size) } catch { throw .writeFailed(path: path, reason: error.reason) }
    hasLeftovers = false
  }
}
