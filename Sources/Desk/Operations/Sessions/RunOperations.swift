import BotAssembly
import FileSystem
import Feeds
import Journal
import Logging
import ModeManager
import TickStore
import TradingCore

/// A run as it was typed: where the ticks come from, how fast, and how long.
package struct TypedRun {
  /// Tick files to play to the bots.
  package var replay: [String] = []
  /// Whether sources of one symbol that hold the same time are mixed.
  package var mergeSources = false
  /// `max`, or how many times as fast as they came.
  package var speed: String?
  /// A feed's name in the home, or its address.
  package var feed: String?
  /// When to stop: a time of the ticks, or of day on a feed.
  package var until: String?
  /// What is logged at least.
  package var logLevel = "info"
  /// Whether the log goes to standard error, too.
  package var logsToStandardError = false
  /// The value of an environment variable, for a feed's token.
  package var environment: (_ name: String) -> String? = { _ in nil }
  /// Shown how the run goes, often; `nil` where nobody looks.
  package var status: ((RunStatus) -> Void)?

  /// A run that is not told where its ticks come from.
  package init() {}
}

/// How a run goes, for a line on a terminal.
package struct RunStatus {
  let line: StatusLine

  /// The line, cut to so many columns.
  package func text(width: Int) -> String { line.text(width: width) }
}

extension SessionOperations {
  /// Where the ticks come from.
  private enum Source {
    case files(RecordedTicks)
    case feed(FeedConfiguration, FeedToken?)
  }

  /// Hosts every registered bot: on recorded ticks, or on a live feed, until they end or somebody asks to stop.
  ///
  /// - Throws: `OperationError.stopped` when somebody did, `OperationError.usage`, `DeskError`, `HomeLockError` while
  ///   another run goes on.
  package func run(_ typed: TypedRun) throws -> RunDocument {
    let level = try Self.logLevel(typed.logLevel)
    let source = try source(typed)
    let journal = try Journal(home: home.folder, mode: .open)
    let lock = try HomeLock(home: home.folder, since: home.now().iso8601)
    defer { withExtendedLifetime(lock) {} }
    let log = try RunLog(home: home.folder, level: level, toStandardError: typed.logsToStandardError)
    let pump = try NotificationPump(
      home: home.folder, configuration: try NotificationPump.configuration(home: home.folder),
      log: log.logger("notify"))
    defer { pump.stop() }
    let (home, programs, news) = (home, log.logger("programs"), log.logger("news"))
    let resolver = home.resolver.hosting { programs.notice("\($0)") }
    let desk = Desk(
      journal: journal, home: home.folder, log: log.logger("desk"), cancellation: home.cancellation
    ) { spec in
      let bot = try resolver.resolve(spec)
      // What is known must reach the present only where the ticks do.
      if typed.feed != nil,
        let warning = spec.news.flatMap({ ShownNews($0).warning(at: home.now(), of: spec.id) })
      {
        news.warning("\(warning)")
        home.listener.note(warning)
      }
      if let kept = try home.sandbox(of: spec.strategy) {
        programs.info("a strategy program", metadata: ["bot": "\(spec.id)", "kept_from_it": "\(kept)"])
      }
      return bot
    }
    if let file = try RiskSettings.load(home: home.folder) {
      desk.risk = DeskRisk(file)
      let bots = try journal.read { try $0.bots().map(\.id) }
      for remark in RiskSettings.remarks(file, bots: bots) { home.listener.note(remark) }
    }
    desk.announce = { pump.records(of: $0, at: $1) }
    pump.start()
    let beat = WitnessBeat(home: home.folder, now: home.now, log: log.logger("witness")) {
      _ = try? pump.post($0)
    }
    beat.start()
    // Before the pump goes, as it may have something to say.
    defer { beat.stop() }
    let start = ContinuousClock.now
    let finished: FinishedSession
    do {
      try desk.open()
      finished = try host(source, typed, on: desk)
    } catch DeskError.file(.interrupted(let signal)) {
      throw OperationError.stopped(signal: signal)
    } catch {
      try? pump.post(DeskNotice(.error, subject: "run", text: "\(error)"))
      throw error
    }
    return try RunDocument(finished, desk: desk, elapsed: (ContinuousClock.now - start) / .seconds(1))
  }

  private func host(_ source: Source, _ typed: TypedRun, on desk: Desk) throws -> FinishedSession {
    let until = try Self.time(typed.until)
    switch source {
    case .files(let files):
      let display = RunDisplay(desk, typed.status, pace: files.pace)
      var isAnnounced = false
      return try desk.play(files) { progress in
        if !isAnnounced, let plan = ReplayTime.plan(progress, files.pace) { home.listener.note(plan) }
        isAnnounced = true
        display.show(progress)
      }
    case .feed(let configuration, let token):
      let display = RunDisplay(desk, typed.status, pace: nil)
      let now = home.now
      let setup = FeedSetup(
        configuration: configuration, instruments: [], token: token, clock: { now() },
        jitter: { Double.random(in: 0...1) })
      return try desk.live(setup, until: until ?? .distantFuture) { display.show($0) }
    }
  }

  private func source(_ typed: TypedRun) throws -> Source {
    guard typed.replay.isEmpty != (typed.feed == nil) else {
      throw OperationError.usage(
        what: typed.replay.isEmpty
          ? "nothing says where the ticks come from" : "--replay and --feed exclude each other",
        place: "slipway run", advice: "give --replay FILE... or --feed NAME")
    }
    guard let feed = typed.feed else {
      return .files(
        RecordedTicks(
          paths: typed.replay, pace: try Self.pace(typed.speed),
          until: try Self.time(typed.until) ?? .distantFuture,
          overlapping: typed.mergeSources ? .merge : .refuse))
    }
    guard !typed.mergeSources else {
      throw OperationError.usage(
        what: "a feed is one source", place: "--merge-sources",
        advice: "leave it out, or play files with --replay")
    }
    guard typed.speed == nil else {
      throw OperationError.usage(
        what: "a feed has its own speed", place: "--speed",
        advice: "leave it out, or play files with --replay")
    }
    let configuration = try FeedConfiguration.find(feed, home: home.folder)
    return .feed(configuration, try configuration.token(environment: typed.environment))
  }

  private static func time(_ text: String?) throws(OperationError) -> Timestamp? {
    guard let text else { return nil }
    return try TypedValues.time(text, place: "--until")
  }

  private static func pace(_ speed: String?) throws(OperationError) -> Pace {
    guard let speed else { return .times(thousandths: 1_000) }
    if speed == "max" { return .unlimited }
    guard let thousandths = try? DecimalText.parse(speed, digits: 3),
      (1...1_000_000_000).contains(thousandths)
    else {
      throw .usage(
        what: "expected a speed from 0.001 to 1000000, was '\(speed)'", place: "--speed",
        advice: "give a number such as 60, or max")
    }
    return .times(thousandths: thousandths)
  }

  private static func logLevel(_ text: String) throws(OperationError) -> Logger.Level {
    guard let level = Logger.Level(rawValue: text) else {
      throw .usage(
        what: "unknown level '\(text)'", place: "--log-level",
        advice: "choose one of " + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return level
  }
}
