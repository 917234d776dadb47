import FileSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is only ever extended by whole records.
struct LogFile: ~Copyable {
  /// Writes bytes of a buffer at an offset, as `pwrite` does; tests put a full disk in its place.
  typealias Write = @Sendable (Int32, UnsafeRawBufferPointer, Int) -> Int

  let path: String
  /// Bytes of whole records.
  private(set) var size: Int
  private let descriptor: Int32
  private let write: Write
  /// Bytes of a failed write may lie beyond `size`.
  private var hasLeftovers = false

  /// Opens a file for extending it after its first `size` bytes; what lies beyond is cut off.
  init(path: String, size: Int, write: @escaping Write = LogFile.systemWrite) throws(FileError) {
    self.path = path
    self.size = size
    self.write = write
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    try cut()
  }

  deinit { close(descriptor) }

  static let systemWrite: Write = { pwrite($0, $1.baseAddress, $1.count, off_t($2)) }

  /// Hands bytes to the system, after which a kill of the process can't lose them.
  ///
  /// - Throws: `writeFailed`; nothing of the bytes is in the file then, and they may be given again.
  mutating func append(_ bytes: [UInt8]) throws(FileError) {
    if hasLeftovers { try cut() }
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { raw in
        write(descriptor, UnsafeRawBufferPointer(rebasing: raw[done...]), size + done)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let reason = String(cString: strerror(written == 0 ? ENOSPC : errno))
        hasLeftovers = true
        // When even this fails, it is tried again before the next write, and a reader cuts the end off.
        try? cut()
        throw .writeFailed(path: path, reason: reason)
      }
      done += written
    }
    size += bytes.count
  }

  /// Makes what was appended durable.
  ///
  /// - Throws: `writeFailed`.
  func sync() throws(FileError) {
    guard fdatasync(descriptor) == 0 else {
      throw .writeFailed(path: path, reason: String(cString: strerror(errno)))
    }
  }

  private mutating func cut() throws(FileError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else {
      throw .writeFailed(path: path, reason: String(cString: strerror(errno)))
    }
    hasLeftovers = false
  }
}
