import ArgumentParser
import Operations

/// `slipway bot`: the registered bots of a home.
struct BotCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bot", abstract: "Register bots, look at them, pause and retire them.",
    subcommands: [
      BotRegister.self, BotList.self, BotShow.self, BotPositions.self, BotOrders.self, BotClone.self,
      BotPause.self, BotResume.self,
      BotRetire.self,
    ])
}

/// `slipway bot register`
struct BotRegister: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Register a bot for 'slipway run'.",
    usage: """
      slipway bot register <bot> --strategy <name> --symbol <symbol>
        --broker <profile> [<options>]
      slipway bot register <bot> --config <file> [<options>]
      """,
    discussion: """
      Everything is checked and the bot put together once before it is stored. Broker profile, strategy and \
      files are looked up anew whenever the bot runs: a change in any of them makes it another bot, whose \
      evidence starts anew. News (--news) is kept as it was read.

      Examples:
        slipway bot register trend --strategy donchian_breakout \\
          --param timeframe=M15 --symbol EURUSD --broker exness_raw
        slipway bot register trend --config examples/run.yaml --balance 5000
        slipway bot register calm --strategy my_range --symbol EURUSD \\
          --broker exness_raw --news calendar.csv
      """)

  @Argument(
    help: ArgumentHelp(
      "The new bot's name: 1 to 64 letters, digits or _ - . with a letter or digit first.", valueName: "bot"))
  var id: String

  @OptionGroup var bot: BotOptions<RegisteredUse>

  @Option(
    help: ArgumentHelp("Only paper: every bot starts there, promotion leads on.", valueName: "mode"),
    completion: .list(["paper"]))
  var mode = "paper"

  @OptionGroup var shared: SharedOptions

  func run() throws {
    guard mode.lowercased() == "paper" else {
      throw CommandError.usage(
        what: "a bot can't be registered for '\(mode)'", option: "--mode",
        advice: "leave it out: every bot starts on paper")
    }
    let registered = try shared.operations.bots.register(id, try bot.typed)
    registered.notes.forEach(shared.note)
    try shared.print(registered) { _ in "registered \(registered.line)\n" }
  }
}

/// `slipway bot clone`
struct BotClone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clone", abstract: "Register a copy of a bot, with changes if you like.",
    usage: "slipway bot clone <bot> <new> [<options>]",
    discussion: """
      What no option says is the copied bot's. The copy has an account and evidence of its own. A retired bot can be \
      copied, too.

      Example:
        slipway bot clone trend trend_h1 --param timeframe=H1
      """)

  @Argument(help: ArgumentHelp("The bot to copy.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @Argument(help: "The copy's name.")
  var new: String

  @OptionGroup var changes: BotOptions<CopiedUse>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let registered = try shared.operations.bots.clone(id, as: new, try changes.typed)
    registered.notes.forEach(shared.note)
    try shared.print(registered) { _ in "cloned \(id): registered \(registered.line)\n" }
  }
}

extension RegisteredBot {
  /// What was registered, in a line.
  fileprivate var line: String {
    "\(id) (\(strategy) on \(symbols.joined(separator: ", ")) at \(broker))\nidentity \(identity)"
  }
}

/// What `pause`, `resume` and `retire` share.
struct BotMoveOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The bot's name.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @OptionGroup var shared: SharedOptions

  /// Makes the move and tells of it.
  ///
  /// - Throws: what the operation throws.
  func make(_ move: BotMove) throws {
    let moved = try shared.operations.bots.move(id, move)
    try shared.print(moved) { _ in "\(moved.id) is \(moved.status)\n" }
  }
}

/// `slipway bot pause`
struct BotPause: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Stop a bot's new entries; what is open stays managed.",
    discussion: """
      Example:
        slipway bot pause trend
      """)

  @OptionGroup var move: BotMoveOptions

  func run() throws { try move.make(.pause) }
}

/// `slipway bot resume`
struct BotResume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let a paused bot go on.",
    discussion: """
      Example:
        slipway bot resume trend
      """)

  @OptionGroup var move: BotMoveOptions

  func run() throws { try move.make(.resume) }
}
