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
  static func columns(at stream: Descriptor) -> Int? { size(at: stream)?.columns }

  /// Its columns, and its rows where it says so; `nil` where it doesn't say its columns.
  static func size(at stream: Descriptor) -> (columns: Int, rows: Int?)? {
    var size = winsize()
    guard ioctl(stream.number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : nil)
  }

  /// Does something while it does not show what is typed.
  static func withoutEcho<T>(
    on terminal: borrowing OpenFile, _ body: (borrowing OpenFile) throws -> T
  ) rethrows -> T {
    let before = silence(terminal.number)
    defer { restore(before, terminal.number) }
    return try body(terminal)
  }

  /// Likewise, on a stream.
  static func withoutEcho<T>(on stream: Descriptor, _ body: () throws -> T) rethrows -> T {
    let before = silence(stream.number)
    defer { restore(before, stream.number) }
    return try body()
  }

  /// Stops showing what is typed; gives how it was before.
  private static func silence(_ number: Int32) -> termios {
    var before = termios()
    tcgetattr(number, &before)
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(number, TCSAFLUSH, &silent)
    return before
  }

  private static func restore(_ before: termios, _ number: Int32) {
    var before = before
    tcsetattr(number, TCSAFLUSH, &before)
  }
}
