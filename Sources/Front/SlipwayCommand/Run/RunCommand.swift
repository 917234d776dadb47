import ArgumentParser
import FileSystem
import Operations
import Reports
import TradingCore

/// `slipway run`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Host every registered bot: on recorded ticks, or on a live feed.",
    usage: """
      slipway run --replay <file> ... [--speed <x|max>] [--merge-sources]
        [--until <time>] [--log-level <level>] [<options>]
      slipway run --feed <name|address> [--until <time>] [--log-level <level>]
        [<options>]
      """,
    discussion: """
      Recorded ticks end the run by themselves and leave positions open; run again with the same files, every bot \
      goes on after its last tick. Ctrl-C or SIGTERM stops between two quotes, and nothing is lost. Commands of \
      other terminals (bot pause, resume, retire) are obeyed at once. Feeds are described in docs/feeds.md.

      Examples:
        slipway run --replay datasets/eurusd-30d.ticks datasets/xauusd-30d.ticks \\
          --speed max
        slipway run --replay datasets/eurusd-30d.ticks --speed 600
        slipway run --feed tcp://127.0.0.1:7001 --until 2024-02-02T21:00Z
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Tick files to play to the bots.", valueName: "file"),
    completion: .tickFiles)
  var replay: [String] = []

  @OptionGroup var sources: SourceOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How fast recorded ticks are played: 1 is real time (the default), 60 an hour in a minute, 0.001 to 1000000; max does not wait.",
      valueName: "x|max"), completion: .list(["1", "60", "600", "3600", "max"]))
  var speed: String?

  @Option(
    help: ArgumentHelp(
      "A live feed: its name in the home's feeds/, or tcp://host:port, tls://host:port, pipe:path, - for standard input.",
      valueName: "name|address"), completion: .names(.feeds))
  var feed: String?

  @Option(
    help: ArgumentHelp(
      "Stop at this time, as in 2024-02-02T21:00Z: of the ticks of --replay, of the clock on a feed.",
      valueName: "time"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "What is logged at least: trace, debug, info, notice, warning, error, critical.", valueName: "level"),
    completion: .list(["trace", "debug", "info", "notice", "warning", "error", "critical"]))
  var logLevel = "info"

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let display = RunDisplay(quiet: shared.quiet)
    let result = try host(display)
    if shared.json { result.notes.forEach(shared.note) }
    try shared.print(result) { result.text(colored: $0) }
  }

  private func host(_ display: RunDisplay) throws -> RunDocument {
    do {
      defer { display.finish() }
      return try shared.operations.sessions.run(typed(display))
    } catch OperationError.stopped(let signal) {
      shared.note("stopped: everything is kept, run again to go on")
      throw ExitCode(128 + signal)
    }
  }

  private func typed(_ display: RunDisplay) -> TypedRun {
    var typed = TypedRun()
    (typed.replay, typed.mergeSources, typed.speed) = (replay, sources.mergeSources, speed)
    (typed.feed, typed.until, typed.logLevel) = (feed, until, logLevel)
    typed.logsToStandardError = !shared.quiet && !StandardError.isTerminal
    typed.environment = { Machine.variable($0) }
    typed.status = display.isEnabled ? display.show : nil
    return typed
  }
}

extension RunDocument {
  /// What the run has come to, for people.
  fileprivate func text(colored: Bool) -> String {
    var table = TextTable([
      .init("BOT"), .init("TRADES", .right), .init("FILLS", .right), .init("OPEN", .right),
      .init("BALANCE", .right), .init("EQUITY", .right), .init("LAST TICK"), .init("FINGERPRINT"),
    ])
    for bot in bots {
      table.add([
        TextCell(bot.id, .strong), TextCell(NumberText.grouped(bot.trades)),
        TextCell(NumberText.grouped(bot.fills)), TextCell("\(bot.openPositions)"),
        TextCell(DecimalText.groupingThousands(in: bot.balance)),
        TextCell(DecimalText.groupingThousands(in: bot.equity)),
        TextCell(bot.lastTick.map(DateText.minute) ?? "never"),
        TextCell(bot.failure.map { "failed: \($0)" } ?? String(bot.fingerprint.prefix(12))),
      ])
    }
    let speed = NumberText.short(ticksPerSecond)
    return table.text(colored: colored)
      + "\nsession \(session): \(NumberText.counted(quotes, "tick")) in \(NumberText.fixed(elapsed, decimals: 2)) s, "
      + "\(speed) a second\n" + (dropped.map { "not used: \($0)\n" } ?? "")
      + Notes.once(notes).map { "Note: \($0)\n" }.joined()
  }
}
