import ArgumentParser
import FileSystem
import JSONText
import Journal
import ModeManager
import Reports
import TradingCore

/// `slipway replay SESSION`
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a recorded session again and compare it with the journal.",
    discussion: """
      Every bot starts from its state at the session's start, with the parameters and broker values it had then, \
      over the ticks it was given. All events and the fingerprint must be the same; exit code 3 says they are not.
      """)

  @Argument(help: ArgumentHelp("The session's number, see 'slipway session list'.", valueName: "session"))
  var session: Int64

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The session's tick files, when they are no longer where they were.", valueName: "file"))
  var files: [String] = []

  @OptionGroup var program: ProgramOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let home = shared.homeFolder
    let journal = try Journal(home: home, mode: .readOnly)
    let limits = try program.limits
    let quiet = shared.quiet
    var replay = try SessionReplay(session, journal: journal, home: home) {
      try StrategyRegistry.strategy($0, option: "session", limits: limits, quiet: quiet)
    }
    guard files.isEmpty || replay.session.kind == .replay else {
      throw CommandError.usage(
        what: "session \(session) was live, its quotes are in the home", option: "--files",
        advice: "leave it out")
    }
    replay.files = files.isEmpty ? nil : files
    let bar = ProgressBar("Replaying", unit: "ticks", quiet: quiet)
    let outcomes = try replay.run { bar.update(done: $0, of: $1) }
    bar.finish()
    try shared.printResult(json: document(replay.session, outcomes)) { text(replay.session, outcomes, $0) }
    guard outcomes.allSatisfy(\.isSame) else { throw CommandError.answerIsNo }
  }

  private func document(_ session: SessionRecord, _ outcomes: [SessionReplay.Outcome]) -> JSONValue {
    [
      "session": .integer(session.id), "kind": .string(session.kind.rawValue),
      "ticks": .count(session.quotes),
      "same": .boolean(outcomes.allSatisfy(\.isSame)), "fill_rules": .count(session.fillRules),
      "changed_fill_rules": .array(changedRules(session, outcomes).map { .string($0) }),
      "bots": .array(
        outcomes.map {
          [
            "id": .string($0.bot), "mode": .string($0.mode.rawValue), "identity": .string($0.identity),
            "events": .count($0.events),
            "fills": .count($0.fills), "journaled": .string($0.journaled), "replayed": .string($0.replayed),
            "same": .boolean($0.isSame), "first_difference": $0.firstDifference.map { .count($0) } ?? .null,
            "problem": $0.problem.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }

  private func text(_ session: SessionRecord, _ outcomes: [SessionReplay.Outcome], _ colored: Bool) -> String
  {
    var table = TextTable([
      .init("BOT"), .init("EVENTS", .right), .init("FILLS", .right), .init("JOURNALED"), .init("REPLAYED"),
      .init("VERDICT"),
    ])
    for outcome in outcomes {
      let verdict =
        outcome.isSame
        ? "the same"
        : outcome.problem ?? outcome.firstDifference.map { "differs from event \($0)" } ?? "differs"
      let place = outcome.mode == .paper ? "" : ", \(outcome.mode.rawValue)"
      table.add([
        TextCell(outcome.bot + place, .strong), TextCell(NumberText.grouped(outcome.events)),
        TextCell(NumberText.grouped(outcome.fills)), TextCell(String(outcome.journaled.prefix(16))),
        TextCell(String(outcome.replayed.prefix(16))), TextCell(verdict, outcome.isSame ? .gain : .loss),
      ])
    }
    let rules = changedRules(session, outcomes)
    let note =
      rules.isEmpty
      ? ""
      : "\nThe session was run under fill rules \(session.fillRules); what has changed since:\n"
        + rules.map { "- \($0)\n" }.joined()
    return "session \(session.id), \(session.kind.rawValue), \(NumberText.grouped(session.quotes)) ticks\n\n"
      + table.text(colored: colored) + note
  }

  /// What may be why the session came out differently: what has changed in the fill rules since; nothing where it
  /// came out the same.
  private func changedRules(_ session: SessionRecord, _ outcomes: [SessionReplay.Outcome]) -> [String] {
    outcomes.allSatisfy(\.isSame) ? [] : session.changedFillRules
  }
}

/// `slipway session`: what has been run.
struct SessionCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session", abstract: "Look at the sessions that 'slipway run' has recorded.",
    subcommands: [SessionList.self])
}

/// `slipway session list`
struct SessionList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the sessions, the newest last.")

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let sessions = try BotStore(home: shared.homeFolder).read(lines) ?? []
    try shared.printResult(json: ["sessions": .array(sessions.map(json))]) { colored in
      guard !sessions.isEmpty else { return "no sessions: nothing has been run in this home yet\n" }
      return table(sessions).text(colored: colored)
    }
  }

  /// A session, and what its feed sent and was not used, where its end says so.
  private struct Line {
    let session: SessionRecord
    let dropped: DroppedQuotes?
  }

  private func lines(_ reading: JournalReading) throws -> [Line] {
    try reading.sessions().map { session in
      guard session.kind == .live else { return Line(session: session, dropped: nil) }
      let end = try reading.events(of: "\(session.id)", kinds: [.sessionEnded], after: session.seq - 1).last
      return Line(session: session, dropped: DroppedQuotes(json: end?.json?["dropped"]))
    }
  }

  private func json(_ line: Line) -> JSONValue {
    let session = line.session
    return [
      "id": .integer(session.id), "kind": .string(session.kind.rawValue),
      "status": .string(session.status.rawValue), "started": .time(session.startedAt),
      "ended": .time(session.endedAt), "ticks": .count(session.quotes), "source": session.source,
      "dropped": line.dropped?.json ?? .null,
    ]
  }

  private func table(_ lines: [Line]) -> TextTable {
    var table = TextTable([
      .init("SESSION", .right), .init("KIND"), .init("STATUS"), .init("STARTED"), .init("ENDED"),
      .init("TICKS", .right), .init("NOT USED"),
    ])
    for line in lines {
      let session = line.session
      table.add([
        TextCell("\(session.id)", .strong), TextCell(session.kind.rawValue),
        TextCell(session.status.rawValue),
        TextCell(session.startedAt.iso8601), TextCell(session.endedAt?.iso8601 ?? ""),
        TextCell(NumberText.grouped(session.quotes)), TextCell(line.dropped?.text ?? ""),
      ])
    }
    return table
  }
}
