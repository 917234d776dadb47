package import FileSystem
package import Logging

/// The log of a `slipway run`: `logs/run.jsonl` in its home, and standard error where that is no terminal.
package struct RunLog: Sendable {
  /// Where lines go.
  package let destinations: [any LogDestination]
  /// Messages below this level are left out.
  package let level: Logger.Level

  /// Opens the log of a home.
  ///
  /// - Throws: `uncreatable`.
  package init(home: String, level: Logger.Level, toStandardError: Bool) throws(FileError) {
    let file = try RotatingLogFile(path: home + "/logs/run.jsonl")
    destinations = toStandardError ? [file, StreamLog()] : [file]
    self.level = level
  }

  /// The logger of a part of the program.
  package func logger(_ label: String) -> Logger {
    Logger(label: label) { label in
      JSONLinesLogHandler(
        label: label, level: level, destinations: destinations, now: { .wallClock() })
    }
  }

  /// Lines that found no room anywhere they should have gone.
  package var droppedLines: Int { destinations.reduce(0) { $0 + $1.droppedLines } }
}
