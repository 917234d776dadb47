#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file opened for reading at any place.
package final class InputFile: Sendable {
  /// Where it is.
  package let path: String
  /// Its length when it was opened.
  package let size: Int
  /// Whether only its owner may read or write it.
  package let isPrivate: Bool
  private let descriptor: Int32

  /// Opens the file.
  ///
  /// - Throws: `missing`, or `unreadable` also for a folder.
  package init(path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missing(path: path) }
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw .unreadable(path: path, reason: "it is a folder")
    }
    size = Int(status.st_size)
    isPrivate = status.st_mode & 0o077 == 0
  }

  /// Takes over an open file that can be read at any place, and closes it in the end.
  ///
  /// - Throws: `unreadable` when it can't be looked at, or is none.
  init(adopting descriptor: Int32, path: String) throws(FileError) {
    self.path = path
    self.descriptor = descriptor
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    size = Int(status.st_size)
    isPrivate = status.st_mode & 0o077 == 0
  }

  deinit { close(descriptor) }

  /// Fills the buffer from an offset.
  ///
  /// - Returns: the bytes read, fewer than the buffer holds only at the end of the file.
  /// - Throws: `unreadable`.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    var done = 0
    while done < buffer.count {
      let got = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
      if got == 0 { break }
      done += got
    }
    return done
  }

  /// Up to `count` bytes from an offset.
  ///
  /// - Throws: `unreadable`.
  package func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var failure: FileError?
    let got = bytes.withUnsafeMutableBytes { buffer in
      do { return try read(into: buffer, at: offset) } catch {
        failure = error as? FileError ?? .unreadable(path: path, reason: "\(error)")
        return 0
      }
    }
    if let failure { throw failure }
    return got == count ? bytes : Array(bytes.prefix(got))
  }

  /// The whole file.
  ///
  /// - Throws: `missing` or `unreadable`.
  package static func contents(of path: String) throws(FileError) -> [UInt8] {
    let file = try InputFile(path: path)
    return try file.read(at: 0, count: file.size)
  }
}
