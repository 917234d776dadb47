#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import FileSystem

/// Where results go. Commands collect theirs and write once, so that an error leaves it empty.
enum StandardOutput {
  /// Whether somebody reads it on a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether tables may be colored: on a terminal, unless `NO_COLOR` is set to anything.
  static var isColored: Bool {
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    return isTerminal
  }

  /// Writes text; ends the process quietly when the reader has gone away.
  ///
  /// - Throws: `writeFailed`, with a full disk behind a redirection for instance.
  static func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

  /// Writes bytes, likewise.
  ///
  /// - Throws: `writeFailed`.
  static func write(_ bytes: [UInt8]) throws(FileError) {
    let problem = writeAll(bytes, to: STDOUT_FILENO)
    if problem == EPIPE { Signals.endOnBrokenPipe() }
    if problem != 0 {
      throw .writeFailed(path: "standard output", reason: String(cString: strerror(problem)))
    }
  }
}

/// Where errors, notes and progress go.
enum StandardError {
  /// Whether somebody reads it on a terminal that can redraw a line.
  static var isTerminal: Bool {
    guard isatty(STDERR_FILENO) == 1, let kind = getenv("TERM") else { return false }
    return String(cString: kind) != "dumb"
  }

  /// Columns of the terminal, 80 where it doesn't say.
  static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes text; there is nowhere left to report a failure.
  static func write(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }
}

/// Writes every byte.
///
/// - Returns: 0, or the `errno` of what failed.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  var done = 0
  while done < bytes.count {
    let written = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if written < 0 {
      if errno == EINTR { continue }
      return errno
    }
    done += written
  }
  return 0
}
