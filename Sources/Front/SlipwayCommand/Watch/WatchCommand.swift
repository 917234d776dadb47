import ArgumentParser
import FileSystem
import JSONText
import Operations
import Reports
import TradingCore

/// `slipway watch`
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Look at the desk live: level, bots, lockouts, limits, sessions, fees.",
    discussion: """
      It only looks: it takes no lock, and a run is not disturbed. On a terminal it is a screen of its own until Ctrl-C; \
      elsewhere, on a dumb terminal and with --lines it says what has changed. With --json it prints a document a line. \
      docs/watch.md says what is what.

      Examples:
        slipway watch
        slipway watch --once
        slipway watch --json --interval 5
      """)

  @Flag(help: "Print one screen and end.")
  var once = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seconds from one look to the next, 0.2 to 3600.", valueName: "seconds"))
  var interval: TypedNumber = "1"

  @Flag(help: "Print lines, also on a terminal that could show a screen.")
  var lines = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let nanoseconds = Int64(try interval.real(0.2...3_600, "--interval") * Double(Timestamp.second))
    let watch = shared.operations.watch
    if once {
      let screen = try watch.look()
      if shared.json {
        return try StandardOutput.write(ShownText.json(screen.json.prettyText) + "\n")
      }
      return try StandardOutput.write(WatchLog.text(screen))
    }
    do {
      if shared.json {
        try documents(watch, nanoseconds)
      } else if !lines, let terminal = WatchTerminal() {
        try terminal.follow(watch, every: nanoseconds)
      } else {
        try log(watch, nanoseconds)
      }
    } catch OperationError.stopped(let signal) {
      throw ExitCode(128 + signal)
    }
  }

  /// One document a look, each on a line.
  private func documents(_ watch: WatchOperations, _ nanoseconds: Int64) throws {
    try watch.follow(every: nanoseconds) { screen in
      try StandardOutput.write(ShownText.json(screen.json.compactText) + "\n")
      return true
    }
  }

  /// What has changed, look by look.
  private func log(_ watch: WatchOperations, _ nanoseconds: Int64) throws {
    var log = WatchLog()
    try watch.follow(every: nanoseconds) { screen in
      if let text = log.change(to: screen) { try StandardOutput.write(text) }
      return true
    }
  }
}
