#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import FileSystem

/// What a terminal is asked and told.
enum Terminal {
  /// Whether a stream is one.
  static func isAt(_ stream: Descriptor) -> Bool { isatty(stream.number) == 1 }

  /// Its columns; `nil` where it doesn't say.
  static func columns(at stream: Descriptor) -> Int? {
    var size = winsize()
    guard ioctl(stream.number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Does something while it does not show what is typed.
  static func withoutEcho<T>(
    on terminal: borrowing OpenFile, _ body: (borrowing OpenFile) throws -> T
  ) rethrows -> T {
    let number = terminal.number
    var before = termios()
    tcgetattr(number, &before)
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(number, TCSAFLUSH, &silent)
    defer { tcsetattr(number, TCSAFLUSH, &before) }
    return try body(terminal)
  }
}
