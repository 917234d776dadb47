#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard input as a file that can be read at any place.
package enum StandardInput {
  /// Its name in messages.
  package static let name = "standard input"

  /// Whether a path stands for it.
  package static func isNamed(_ path: String) -> Bool { path == "-" || path == "/dev/stdin" }

  private static let portion = 1 << 18
  /// Longest wait between two looks at whether somebody asked to stop, in milliseconds.
  private static let nap: Int32 = 100

  /// Opens it: a redirected file as it is, anything else by copying it to its end into a file without a name in the
  /// folder, which is gone when it is closed.
  ///
  /// - Parameters:
  ///   - folder: where the copy is made; `nil` for the system's folder of temporary files.
  ///   - descriptor: what is read; standard input unless said.
  ///   - cancellation: asked while something is waited for.
  /// - Returns: the file, called by `name`.
  /// - Throws: `unreadable`, `uncreatable` and `writeFailed` of the copy, `interrupted`.
  package static func open(
    folder: String?, descriptor: Int32 = STDIN_FILENO, cancellation: Cancellation = .never
  ) throws(FileError) -> InputFile {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: name, reason: String(cString: strerror(errno)))
    }
    if status.st_mode & S_IFMT == S_IFREG, lseek(descriptor, 0, SEEK_CUR) == 0 {
      return try InputFile(adopting: dup(descriptor), path: name)
    }
    let copy = try makeCopy(in: folder ?? temporaryFolder)
    do throws(FileError) {
      try fill(copy, from: descriptor, cancellation)
    } catch {
      close(copy)
      throw error
    }
    return try InputFile(adopting: copy, path: name)
  }

  private static var temporaryFolder: String {
    if let folder = getenv("TMPDIR"), folder.pointee != 0 { return String(cString: folder) }
    return "/tmp"
  }

  private static func makeCopy(in folder: String) throws(FileError) -> Int32 {
    let path = "\(folder)/.standard-input.partial-\(getpid())"
    // A killed process of the same number may have left one.
    unlink(path)
    let copy = Self.openFile(path)
    guard copy >= 0 else { throw .uncreatable(path: path, reason: String(cString: strerror(errno))) }
    unlink(path)
    return copy
  }

  private static func openFile(_ path: String) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    #elseif canImport(Musl)
      Musl.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    #elseif canImport(Darwin)
      Darwin.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    #endif
  }

  private static func fill(
    _ copy: Int32, from descriptor: Int32, _ cancellation: Cancellation
  ) throws(FileError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: portion, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      try cancellation.check()
      var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&event, 1, nap) != 0 else { continue }
      let got = read(descriptor, buffer.baseAddress, buffer.count)
      if got == 0 { return }
      if got < 0, errno == EINTR || errno == EAGAIN { continue }
      guard got > 0 else { throw .unreadable(path: name, reason: String(cString: strerror(errno))) }
      var done = 0
      while done < got {
        let written = write(copy, buffer.baseAddress?.advanced(by: done), got - done)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else {
          throw .writeFailed(path: "the copy of \(name)", reason: String(cString: strerror(errno)))
        }
        done += written
      }
    }
  }
}
