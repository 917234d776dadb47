import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway replay SESSION`
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a recorded session again and compare it with the journal.",
    discussion: """
      Every bot starts from its state at the session's start, with the parameters and broker values it had then, \
      over the ticks it was given. All events and the fingerprint must be the same; exit code 3 says they are not.

      Examples:
        slipway replay 3
        slipway replay 3 --files datasets/eurusd-30d.ticks
      """)

  @Argument(
    help: ArgumentHelp("The session's number, see 'slipway session list'.", valueName: "session"),
    completion: .names(.sessions))
  var session: TypedNumber

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The session's tick files, when they are no longer where they were.", valueName: "file"),
    completion: .tickFiles)
  var files: [String] = []

  @OptionGroup var program: ProgramOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let replayed = try shared.operations.sessions.replay(
      try session.whole(1...Int64.max, "SESSION", advice: "see 'slipway session list'"), files: files,
      execTimeout: program.execTimeout,
      shared.progress("Replaying", unit: "ticks"))
    try shared.print(replayed) { text(replayed, $0) }
    guard replayed.isSame else { throw CommandError.answerIsNo }
  }

  private func text(_ session: ReplayedSession, _ colored: Bool) -> String {
    var table = TextTable([
      .init("BOT"), .init("EVENTS", .right), .init("FILLS", .right), .init("JOURNALED"), .init("REPLAYED"),
      .init("VERDICT"),
    ])
    for outcome in session.outcomes {
      let verdict =
        outcome.isSame
        ? "the same"
        : outcome.problem ?? outcome.firstDifference.map { "differs from event \($0)" } ?? "differs"
      let place = outcome.mode == "paper" ? "" : ", \(outcome.mode)"
      table.add([
        TextCell(outcome.bot + place, .strong), TextCell(NumberText.grouped(outcome.events)),
        TextCell(NumberText.grouped(outcome.fills)), TextCell(String(outcome.journaled.prefix(16))),
        TextCell(String(outcome.replayed.prefix(16))), TextCell(verdict, outcome.isSame ? .gain : .loss),
      ])
    }
    let rules = session.changedFillRules
    let note =
      rules.isEmpty
      ? ""
      : "\nThe session was run under fill rules \(session.fillRules); what has changed since:\n"
        + rules.map { "- \($0)\n" }.joined()
    return "session \(session.id), \(session.kind), \(NumberText.counted(session.ticks, "tick"))\n\n"
      + table.text(colored: colored) + note
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
    commandName: "list", abstract: "List the sessions, the newest last.",
    discussion: """
      Example:
        slipway session list
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let listing = try shared.operations.sessions.list()
    try shared.print(listing) { colored in
      guard !listing.sessions.isEmpty else { return "no sessions: nothing has been run in this home yet\n" }
      return table(listing.sessions).text(colored: colored)
    }
  }

  private func table(_ sessions: [SessionListing.Row]) -> TextTable {
    var table = TextTable([
      .init("SESSION", .right), .init("KIND"), .init("STATUS"), .init("STARTED"), .init("ENDED"),
      .init("TICKS", .right), .init("NOT USED"),
    ])
    for session in sessions {
      table.add([
        TextCell("\(session.id)", .strong), TextCell(session.kind), TextCell(session.status),
        TextCell(DateText.minute(session.startedAt)),
        TextCell(session.endedAt.map(DateText.minute) ?? ""),
        TextCell(NumberText.grouped(session.ticks)), TextCell(session.dropped ?? ""),
      ])
    }
    return table
  }
}
