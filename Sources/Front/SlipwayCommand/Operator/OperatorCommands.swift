import ArgumentParser
import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import TradingCore

/// `slipway operator`: who may request, approve and administer.
struct OperatorCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operator", abstract: "Keep the list of people whose signatures count.",
    subcommands: [OperatorAdd.self, OperatorList.self, OperatorRetire.self])
}

/// Whose signature a command needs.
struct SignerOptions: ParsableArguments {
  @Option(name: .customLong("as"), help: ArgumentHelp("Whose signature this needs.", valueName: "operator"))
  var signer: String?

  @Option(help: ArgumentHelp("The signer's key file, where it is not in the home.", valueName: "file"))
  var key: String?

  @OptionGroup var passphrase: PassphraseOptions

  /// The signer with an open key.
  ///
  /// - Throws: `GateError`, also when nobody is named.
  func unlock(_ gate: Gatekeeper, act: String) throws -> Signer {
    guard let signer else {
      try gate.refuse(.signatureMissing, act: act, subject: LedgerEvent.operatorsSubject)
    }
    return try gate.unlock(signer, keyPath: key, act: act) { try passphrase.passphrase(of: signer) }
  }
}

extension SharedOptions {
  /// The gatekeeper of the home.
  ///
  /// - Throws: `JournalError`.
  func gatekeeper(_ mode: Journal.Mode = .open) throws(JournalError) -> Gatekeeper {
    let resolver = BotResolver(home: homeFolder, quiet: quiet)
    return Gatekeeper(
      home: homeFolder, journal: try Journal(home: homeFolder, mode: mode), now: { WallClock.now }
    ) { try resolver.resolve($0) }
  }
}

extension SharedOptions {
  /// The gatekeeper of the home that a bot is in.
  ///
  /// - Throws: `JournalError`; a home without journal has no such bot.
  func gatekeeper(of bot: String, _ mode: Journal.Mode = .open) throws -> Gatekeeper {
    do throws(JournalError) {
      return try gatekeeper(mode)
    } catch .missing {
      throw BotStore.unknown(bot, among: [])
    }
  }

  /// The journal that a bot is in, to be read.
  ///
  /// - Throws: as above.
  func journal(of bot: String) throws -> Journal {
    do throws(JournalError) {
      return try Journal(home: homeFolder, mode: .readOnly)
    } catch .missing {
      throw BotStore.unknown(bot, among: [])
    }
  }
}

/// `slipway operator add`
struct OperatorAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add somebody, with a new key under a passphrase.",
    discussion: """
      The first operator of a home is an admin and signs for itself; every other is added by an admin's signature \
      (--as). The key is kept in the home's operators/ folder, encrypted; take it elsewhere if you like.
      """)

  @Argument(help: "The new operator's short name.")
  var name: String

  @Option(help: ArgumentHelp("What they may sign: quant, approver, admin.", valueName: "role"))
  var role: String

  @Option(
    help: ArgumentHelp("Who that is (default: the name); a person counts once.", valueName: "full name"))
  var person: String?

  @Option(
    help: ArgumentHelp(
      "Read the new operator's passphrase, a line, from this open file descriptor.", valueName: "number"))
  var newPassphraseFd: Int32?

  @OptionGroup var signer: SignerOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let role = try OptionValues.choice(role, option: "--role", of: OperatorRole.self)
    let now = WallClock.now
    try BotStore(home: shared.homeFolder).write(at: now) { _ in }
    let gate = try shared.gatekeeper()
    let isFirst = try gate.ledger().operators.isEmpty
    let admin = isFirst ? nil : try signer.unlock(gate, act: "operator_added")
    // Alone, the one passphrase there is to give is the new key's.
    let descriptor = newPassphraseFd ?? (isFirst ? signer.passphrase.passphraseFd : nil)
    let passphrase = try Passphrase.readNew(
      for: name, descriptor: descriptor,
      option: newPassphraseFd == nil && isFirst ? "--passphrase-fd" : "--new-passphrase-fd")
    try gate.addOperator(
      name: name, person: person ?? name, role: role, passphrase: passphrase, by: admin)
    guard let record = try gate.ledger().operatorRecord(name) else { throw CommandError.answerIsNo }
    try shared.printResult(json: record.json) { _ in
      "added \(record.name) (\(record.person)), \(record.role.rawValue), key \(record.key.prefix(16))…\n"
    }
  }
}

/// `slipway operator list`
struct OperatorList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show whose signatures count.",
    discussion: "Note the first admin's key elsewhere: everything else rests on it.")

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let ledger = try shared.gatekeeper(.readOnly).ledger()
    if let fault = ledger.fault {
      shared.note("row \(fault.seq) of the journal breaks a rule (\(fault.refusal.code)): nothing is granted")
    }
    try shared.printResult(json: ["operators": .array(ledger.operators.map(\.json))]) { colored in
      guard !ledger.operators.isEmpty else {
        return "nobody yet: add the first with 'slipway operator add NAME --role admin'\n"
      }
      var table = TextTable([
        .init("NAME"), .init("PERSON"), .init("ROLE"), .init("SINCE"), .init("STATUS"), .init("KEY"),
      ])
      for record in ledger.operators {
        table.add([
          TextCell(record.name, .strong), TextCell(record.person), TextCell(record.role.rawValue),
          TextCell(record.addedAt.iso8601), TextCell(record.retiredAt == nil ? "active" : "retired"),
          TextCell(record.key),
        ])
      }
      return table.text(colored: colored)
    }
  }
}

/// `slipway operator retire`
struct OperatorRetire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "End somebody's right to sign; what was acted on stays.")

  @Argument(help: "The operator's short name.")
  var name: String

  @OptionGroup var signer: SignerOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let gate = try shared.gatekeeper()
    try gate.retireOperator(name, by: try signer.unlock(gate, act: "operator_retired"))
    try shared.printResult(json: ["name": .string(name), "status": "retired"]) { _ in "\(name) is retired\n" }
  }
}

extension OperatorRecord {
  /// The operator, for programs.
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "person": .string(person), "role": .string(role.rawValue), "key": .string(key),
      "added_at": .time(addedAt), "retired_at": .time(retiredAt),
    ]
  }
}
