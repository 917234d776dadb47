import FileSystem

/// Where results go. Commands collect theirs and write once, so that an error leaves it empty.
enum StandardOutput {
  /// Whether somebody reads it on a terminal.
  static var isTerminal: Bool { Terminal.isAt(.standardOutput) }

  /// Whether tables may be colored: on a terminal, unless `NO_COLOR` is set to anything or the terminal is a dumb one.
  static var isColored: Bool {
    (Machine.variable("NO_COLOR") ?? "").isEmpty && Machine.variable("TERM") != "dumb" && isTerminal
  }

  /// Writes text; ends the process quietly when the reader has gone away.
  ///
  /// - Throws: `writeFailed`, with a full disk behind a redirection for instance.
  static func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

  /// Writes bytes, likewise.
  ///
  /// - Throws: `writeFailed`.
  static func write(_ bytes: [UInt8]) throws(FileError) {
    do { try Descriptor.standardOutput.write(bytes) } catch {
      if error == .brokenPipe { Signals.endOnBrokenPipe() }
      throw .writeFailed(path: "standard output", reason: error.reason)
    }
  }
}

/// Where errors, notes and progress go.
enum StandardError {
  /// Whether somebody reads it on a terminal that can redraw a line.
  static var isTerminal: Bool {
    guard Terminal.isAt(.standardError), let kind = Machine.variable("TERM") else { return false }
    return kind != "dumb"
  }

  /// Columns of the terminal, 80 where it doesn't say.
  static var columns: Int { Terminal.columns(at: .standardError) ?? 80 }

  /// Writes text; there is nowhere left to report a failure.
  static func write(_ text: String) { try? Descriptor.standardError.write(Array(text.utf8)) }
}
