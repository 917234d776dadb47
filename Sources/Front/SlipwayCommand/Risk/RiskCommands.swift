import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway risk`: the guard.
struct RiskCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk", abstract: "The guard: limits, what is left of them, lockouts.",
    subcommands: [
      RiskStatusCommand.self, RiskLockouts.self, RiskLimitsCommand.self, RiskLockCommand.self,
      RiskUnlock.self,
      RiskExplain.self,
    ])
}

/// `slipway risk status`
struct RiskStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how the guard stands: locks, and what is left of each limit.",
    discussion: """
      It reads the journal, as the last run committed it: a run is not disturbed.

      Examples:
        slipway risk status
        slipway risk status --json
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let status = try shared.operations.risk.status()
    try shared.print(status) { RiskText.status(status, colored: $0) }
  }
}

/// `slipway risk lockouts`
struct RiskLockouts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lockouts", abstract: "Show what keeps new risk away, why and until when.",
    discussion: """
      Example:
        slipway risk lockouts
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let status = try shared.operations.risk.status()
    try shared.print(RiskLockoutListing(status)) { RiskText.lockouts(status, colored: $0) }
  }
}

/// `slipway risk limits`
struct RiskLimitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limits", abstract: "Show the rules of the home's risk.yaml, and check the file.",
    discussion: """
      They hold from the next run on. docs/risk.md has every rule with its keys.

      Example:
        slipway risk limits
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let listing = try shared.operations.risk.limits()
    try shared.print(listing) { RiskText.limits(listing, colored: $0) }
  }
}

/// `slipway risk lock`
struct RiskLockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Take new risk from something; what is open stays managed.",
    discussion: """
      Anybody may; an admin takes it off again ('slipway risk unlock'), or its time does.

      Examples:
        slipway risk lock bot:trend --reason 'under review'
        slipway risk lock desk --until 2026-01-02T15:00:00Z --reason 'payrolls'
      """)

  @Argument(help: "What to lock: desk, account:NAME, family:NAME or bot:NAME.")
  var scope: String

  @Option(
    help: ArgumentHelp("Until when, as in 2026-01-02T15:00:00Z (default: until unlocked).", valueName: "time")
  )
  var until: String?

  @OptionGroup var order: OrderOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let ordered = try shared.operations.risk.lock(
      scope, until: until, reason: order.reason, by: order.person)
    try shared.print(ordered) { _ in RiskText.ordered(ordered) }
  }
}

/// `slipway risk unlock`
struct RiskUnlock: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Take locks off, by an admin's signature; the limits are given anew.",
    discussion: """
      A kill is released with 'slipway kill release'.

      Examples:
        slipway risk unlock bot:trend --reason 'reviewed' --as ann
        slipway risk unlock account:A1 --code daily_loss_limit --reason 'a wrong price' --as ann
      """)

  @Argument(help: "What to unlock: desk, account:NAME, family:NAME or bot:NAME.")
  var scope: String

  @Option(help: ArgumentHelp("Only locks of this code (default: all but a kill).", valueName: "code"))
  var code = "all"

  @Option(help: ArgumentHelp("Why, in words.", valueName: "why"))
  var reason: String

  @OptionGroup var signer: SignerOptions<ByAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let ordered = try shared.operations.risk.free(
      scope, code: code, reason: reason, signed: signer.signature)
    try shared.print(ordered) { _ in RiskText.ordered(ordered) }
  }
}

/// `slipway risk explain`
struct RiskExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show the way that an order took: asked, refused and why, filled.",
    discussion: """
      A denial says its code, the layer and rule that decided, limit, value and decision cycle. Orders are numbered \
      by bot, from 1.

      Example:
        slipway risk explain trend 17
      """)

  @Argument(help: "The bot's name.", completion: .names(.bots))
  var id: String

  @Argument(help: "The order's number.")
  var order: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let explained = try shared.operations.risk.explain(id, order: order)
    try shared.print(explained) { colored in
      var table = TextTable([.init("TIME"), .init("WHAT"), .init("HOW")])
      for step in explained.steps {
        table.add([TextCell(DateText.second(step.at)), TextCell(step.what, .strong), TextCell(step.text)])
      }
      return "Order \(explained.order) of \(explained.bot)\n\n" + table.text(colored: colored)
    }
  }
}
