#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser
import FileSystem
import Feeds
import JSONText
import Journal
import Logging
import ModeManager
import Reports
import TradingCore

/// `slipway run`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Host every registered bot: on recorded ticks, or on a live feed.",
    discussion: """
      Recorded ticks end the run by themselves and leave positions open; run again with the same files, every bot \
      goes on after its last tick. Ctrl-C or SIGTERM stops between two quotes, and nothing is lost. Commands of \
      other terminals (bot pause, resume, retire) are obeyed at once. Feeds are described in docs/feeds.md.
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Tick files to play to the bots.", valueName: "file"))
  var replay: [String] = []

  @OptionGroup var sources: SourceOptions

  @Option(
    help: ArgumentHelp(
      "How fast recorded ticks are played: 1 as they came, 60 an hour a minute, max at full speed.",
      valueName: "x|max"))
  var speed: String?

  @Option(
    help: ArgumentHelp(
      "The name of a feed in the home's feeds/, or tcp://host:port, tls://host:port, pipe:path, - for input.",
      valueName: "name|address"))
  var feed: String?

  @Option(help: ArgumentHelp("Stop at this time: of the ticks, or of day on a feed.", valueName: "time"))
  var until: String?

  @Option(
    help: ArgumentHelp("What is logged at least: debug, info, notice, warning, error.", valueName: "level"))
  var logLevel = "info"

  @OptionGroup var shared: SharedOptions

  /// Where the ticks come from.
  private enum Source {
    case files(ReplaySource)
    case feed(FeedConfiguration, FeedToken?)
  }

  func run() throws {
    let level = try logLevel(logLevel)
    let source = try source()
    let home = shared.homeFolder
    let journal = try Journal(home: home, mode: .open)
    let lock = try HomeLock(home: home, since: WallClock.now.iso8601)
    defer { withExtendedLifetime(lock) {} }
    let log = try RunLog(
      home: home, level: level, toStandardError: !shared.quiet && !StandardError.isTerminal)
    let pump = try NotificationPump(
      home: home, configuration: try NotificationPump.configuration(home: home), log: log.logger("notify"))
    defer { pump.stop() }
    let resolver = BotResolver(home: home, quiet: shared.quiet)
    let desk = Desk(journal: journal, home: home, log: log.logger("desk")) { try resolver.resolve($0) }
    desk.announce = { pump.records(of: $0, at: $1) }
    pump.start()
    let display = RunDisplay(desk, quiet: shared.quiet)
    let start = ContinuousClock.now
    do {
      defer { display.finish() }
      try desk.open()
      try host(source, on: desk, display)
    } catch DeskError.file(.interrupted(let signal)) {
      shared.note("stopped: everything is kept, run again to go on")
      throw ExitCode(128 + signal)
    } catch {
      try? pump.post(DeskNotice(.error, subject: "run", text: "\(error)"))
      throw error
    }
    let result = try RunResult(desk: desk, elapsed: (ContinuousClock.now - start) / .seconds(1))
    if shared.json { result.notes.forEach(shared.note) }
    try shared.printResult(json: result.json) { result.text(colored: $0) }
  }

  private func host(_ source: Source, on desk: Desk, _ display: RunDisplay) throws {
    switch source {
    case .files(let files): try desk.replay(files) { display.show($0) }
    case .feed(let configuration, let token):
      let setup = FeedSetup(
        configuration: configuration, instruments: [], token: token, clock: { WallClock.now },
        jitter: { Double.random(in: 0...1) })
      try desk.live(setup, until: try time() ?? .distantFuture) { display.show($0) }
    }
  }

  private func source() throws -> Source {
    guard replay.isEmpty != (feed == nil) else {
      throw CommandError.usage(
        what: replay.isEmpty
          ? "nothing says where the ticks come from" : "--replay and --feed exclude each other",
        option: "slipway run", advice: "give --replay FILE... or --feed NAME")
    }
    if let feed {
      guard !sources.mergeSources else {
        throw CommandError.usage(
          what: "a feed is one source", option: "--merge-sources",
          advice: "leave it out, or play files with --replay")
      }
      guard speed == nil else {
        throw CommandError.usage(
          what: "a feed has its own speed", option: "--speed",
          advice: "leave it out, or play files with --replay")
      }
      let configuration = try FeedConfiguration.find(feed, home: shared.homeFolder)
      return .feed(
        configuration,
        try configuration.token(environment: { name in getenv(name).map { String(cString: $0) } }))
    }
    return .files(
      ReplaySource(
        paths: replay, pace: try pace(), until: try time() ?? .distantFuture,
        overlapping: sources.overlapping))
  }

  private func time() throws(CommandError) -> Timestamp? {
    guard let until else { return nil }
    return try OptionValues.time(until, option: "--until")
  }

  private func pace() throws(CommandError) -> Pace {
    guard let speed else { return .times(thousandths: 1_000) }
    if speed == "max" { return .unlimited }
    guard let thousandths = try? DecimalText.parse(speed, digits: 3),
      (1...1_000_000_000).contains(thousandths)
    else {
      throw .usage(
        what: "expected a speed from 0.001 to 1000000, was '\(speed)'", option: "--speed",
        advice: "give a number such as 60, or max")
    }
    return .times(thousandths: thousandths)
  }

  private func logLevel(_ text: String) throws(CommandError) -> Logger.Level {
    guard let level = Logger.Level(rawValue: text) else {
      throw .usage(
        what: "unknown level '\(text)'", option: "--log-level",
        advice: "choose one of " + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return level
  }
}
