import ArgumentParser
import FileSystem
import Operations
import Reports

/// `slipway kill`: the kill switch.
struct KillCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kill", abstract: "Pull the kill switch, look at it, and re-arm.",
    subcommands: [KillStatus.self, KillEngage.self, KillRelease.self])
}

/// `slipway kill engage`
struct KillEngage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engage",
    abstract: "No new risk, everything canceled and closed, until an admin releases it.",
    discussion: """
      Anybody may. The run under way obeys within 100 ms, else the next one does before it opens anything. A file named \
      STOP in the home does the same for the whole desk.

      Examples:
        slipway kill engage --reason 'the broker sends nonsense'
        slipway kill engage bot:trend --reason 'it trades too often'
      """)

  @Argument(help: "What to stop: desk, account:NAME, family:NAME or bot:NAME (default: desk).")
  var scope = "desk"

  @OptionGroup var order: OrderOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let ordered = try shared.operations.risk.engage(scope, reason: order.reason, by: order.person)
    try shared.print(ordered) { _ in RiskText.ordered(ordered) }
  }
}

/// `slipway panic`: everything off, now.
struct PanicCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "panic", abstract: "Stop everything now: 'slipway kill engage' for the whole desk.",
    discussion: """
      Example:
        slipway panic
      """)

  @OptionGroup var order: OrderOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let ordered = try shared.operations.risk.engage(
      "desk", reason: order.reason, by: order.person)
    try shared.print(ordered) { _ in RiskText.ordered(ordered) }
  }
}

/// `slipway kill release`
struct KillRelease: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Re-arm after a kill, by an admin's signature.",
    discussion: """
      Nothing that was closed is opened again; strategies may open anew from here on.

      Examples:
        slipway kill release --reason 'the feed is right again' --as ann
        slipway kill release bot:trend --reason 'reviewed' --as ann
      """)

  @Argument(help: "What to release: desk, account:NAME, family:NAME or bot:NAME (default: desk).")
  var scope = "desk"

  @Option(help: ArgumentHelp("Why, in words.", valueName: "why"))
  var reason: String

  @OptionGroup var signer: SignerOptions<ByAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let ordered = try shared.operations.risk.free(
      scope, code: "kill_switch", reason: reason, signed: signer.signature)
    try shared.print(ordered) { _ in RiskText.ordered(ordered) }
  }
}

/// `slipway kill status`
struct KillStatus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what is killed, since when and why.",
    discussion: """
      It reads the journal: a run is not disturbed.

      Example:
        slipway kill status --json
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let status = try shared.operations.risk.status()
    try shared.print(KilledRisk(status)) { RiskText.killed(status, colored: $0) }
  }
}

/// Who orders, and why.
struct OrderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Why, in words; it is journaled (default: by hand).", valueName: "why"))
  var reason = "by hand"

  @Option(help: ArgumentHelp("Who orders it (default: the user of this machine).", valueName: "name"))
  var by: String?

  /// Who orders it.
  var person: String { by ?? Machine.variable("USER") ?? Machine.variable("LOGNAME") ?? "somebody" }
}
