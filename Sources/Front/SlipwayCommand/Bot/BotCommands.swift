import ArgumentParser
import BotAssembly
import JSONText
import Journal
import Reports
import StrategyKit
import TradingCore

/// `slipway bot`: the registered bots of a home.
struct BotCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bot", abstract: "Register bots, look at them, pause and retire them.",
    subcommands: [
      BotRegister.self, BotList.self, BotShow.self, BotClone.self, BotPause.self, BotResume.self,
      BotRetire.self,
    ])
}

/// `slipway bot register`
struct BotRegister: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Register a bot for 'slipway run'.",
    discussion: """
      Everything is checked and the bot put together once before it is stored. Broker profile, strategy and \
      files are looked up anew whenever the bot runs: a change in any of them makes it another bot, whose \
      evidence starts anew.
      """)

  @Argument(help: "The new bot's name.")
  var id: String

  @OptionGroup var bot: BotOptions

  @Option(help: ArgumentHelp("Where its orders go; every bot starts on paper.", valueName: "mode"))
  var mode = "paper"

  @OptionGroup var shared: SharedOptions

  func run() throws {
    guard mode == "paper" else {
      throw CommandError.usage(
        what: "a bot can't be registered for '\(mode)'", option: "--mode",
        advice: "leave it out: every bot starts on paper")
    }
    let choices = try BotChoices(bot, command: "slipway bot register")
    let store = BotStore(home: shared.homeFolder)
    if try store.read({ try $0.bot(id) }) ?? nil != nil { throw BotStore.taken(id) }
    let registration = try BotRegistration(id: id, choices, home: shared.homeFolder, quiet: shared.quiet)
    try store.add(registration, kind: .botRegistered, at: WallClock.now)
    try shared.printResult(json: registration.document(action: "registered")) { _ in
      "registered \(registration.line)\n"
    }
  }
}

/// `slipway bot clone`
struct BotClone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clone", abstract: "Register a copy of a bot, with changes if you like.",
    discussion: "The copy has an account and evidence of its own. A retired bot can be copied, too.")

  @Argument(help: "The bot to copy.")
  var id: String

  @Argument(help: "The copy's name.")
  var new: String

  @OptionGroup var changes: BotOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let store = BotStore(home: shared.homeFolder)
    guard let record = try store.read({ try BotStore.bot(id, $0) }) else {
      throw BotStore.unknown(id, among: [])
    }
    if try store.read({ try $0.bot(new) }) ?? nil != nil { throw BotStore.taken(new) }
    let choices = try BotChoices(
      changes, base: try BotSpec(json: record.spec), command: "slipway bot clone")
    let registration = try BotRegistration(id: new, choices, home: shared.homeFolder, quiet: shared.quiet)
    try store.add(
      registration, kind: .botCloned, payload: [JSONMember("from", .string(id))], at: WallClock.now)
    let document = registration.document(action: "cloned").adding("from", .string(id))
    try shared.printResult(json: document) { _ in "cloned \(id): registered \(registration.line)\n" }
  }
}

extension BotRegistration {
  /// What was registered, in a line.
  fileprivate var line: String {
    let names = spec.symbols.map(\.name).joined(separator: ", ")
    return
      "\(spec.id) (\(resolved.entry.descriptor.name) on \(names) at \(resolved.configuration.profile.name)),"
      + " identity \(resolved.identity.text)"
  }

  /// What was registered, for programs.
  fileprivate func document(action: String) -> JSONValue {
    [
      "id": .string(spec.id), "action": .string(action), "identity": .string(resolved.identity.text),
      "family": .string(spec.family), "spec": spec.json,
    ]
  }
}

/// What `pause`, `resume` and `retire` share.
struct BotMoveOptions: ParsableArguments {
  @Argument(help: "The bot's name.")
  var id: String

  @OptionGroup var shared: SharedOptions

  /// Makes the move and tells of it.
  ///
  /// - Throws: `CommandError`, `JournalError` or `FileError`.
  func make(_ move: BotMove) throws {
    let record = try BotStore(home: shared.homeFolder).change(id, by: move, at: WallClock.now)
    let document: JSONValue = ["id": .string(id), "status": .string(record.status.rawValue)]
    try shared.printResult(json: document) { _ in "\(id) is \(record.status.rawValue)\n" }
  }
}

/// `slipway bot pause`
struct BotPause: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Stop a bot's new entries; what is open stays managed.")

  @OptionGroup var move: BotMoveOptions

  func run() throws { try move.make(.pause) }
}

/// `slipway bot resume`
struct BotResume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let a paused bot go on.")

  @OptionGroup var move: BotMoveOptions

  func run() throws { try move.make(.resume) }
}

/// `slipway bot retire`
struct BotRetire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "Take a bot out of 'slipway run' for good; its records stay.")

  @OptionGroup var move: BotMoveOptions

  func run() throws { try move.make(.retire) }
}
