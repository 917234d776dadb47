import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway operator`: who may request, approve and administer.
struct OperatorCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operator", abstract: "Keep the list of people whose signatures count.",
    subcommands: [OperatorAdd.self, OperatorList.self, OperatorRetire.self, OperatorConfirm.self])
}

/// What is said of an act that one admin has signed where there are two.
enum SecondAdmin {
  /// What is left to be done.
  static func words(_ id: String) -> String {
    "it waits for a second admin ('slipway operator confirm \(id)')"
  }
}

/// `slipway operator add`
struct OperatorAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add somebody, with a new key under a passphrase.",
    discussion: """
      A quant asks for promotions; an approver agrees to them or refuses; an admin revokes them and keeps operators, \
      criteria and witnesses; approvers and admins vouch for datasets and profiles and answer proposals.

      The first operator of a home is an admin and signs for itself, without --as; every other is added by an admin (--as). \
      The key is kept in the home's operators/ folder, encrypted; take it elsewhere if you like.

      Examples:
        slipway operator add ann --role admin --person 'Ann Example'
        slipway operator add bob --role approver --as ann
      """)

  @Argument(help: "The new operator's short name.")
  var name: String

  @Option(
    help: ArgumentHelp("What they may sign for: quant, approver or admin.", valueName: "role"),
    completion: .list(["quant", "approver", "admin"]))
  var role: String

  @Option(
    help: ArgumentHelp("Who that is (default: the name); a person counts once.", valueName: "full name"))
  var person: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Read the new operator's passphrase, a line, from this open file descriptor instead of asking for it.",
      valueName: "n"))
  var newPassphraseFd: TypedNumber?

  @OptionGroup var signer: SignerOptions<ByFirstOrAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let descriptor = try newPassphraseFd?.whole(NumberRange.descriptors, "--new-passphrase-fd")
    let signers = try signer.passphrase.descriptor
    guard descriptor == nil || descriptor != signers else {
      throw CommandError.usage(
        what: "it is the descriptor of --passphrase-fd", option: "--new-passphrase-fd",
        advice: "give each passphrase on one of its own, as in: 3<mine 4<theirs")
    }
    let given = try signer.passphrase.given()
    let new = try Passphrase.given(on: descriptor, option: "--new-passphrase-fd")
    let added = try shared.operations.operators.add(
      name, role: role, person: person, signed: signer.signature(given: given)
    ) { isFirst in
      // Alone, the one passphrase there is to give is the new key's.
      try Passphrase.new(
        for: name, given: new ?? (isFirst ? given : nil),
        option: new == nil && isFirst ? "--passphrase-fd" : "--new-passphrase-fd")
    }
    try shared.print(added) { _ in
      let record = added.operator
      let words = "\(record.name) (\(record.person)), \(record.role), key \(record.key.prefix(16))…"
      guard let pending = added.pending else { return "added \(words)\n" }
      return "signed for \(words): \(SecondAdmin.words(pending))\n"
    }
  }
}

/// `slipway operator list`
struct OperatorList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show whose signatures count.",
    discussion: """
      Note the first admin's key elsewhere: everything else rests on it.

      Example:
        slipway operator list
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let listing = try shared.operations.operators.list()
    listing.notes.forEach(shared.note)
    try shared.print(listing) { colored in
      guard !listing.operators.isEmpty else {
        return "nobody yet: add the first with 'slipway operator add NAME --role admin'\n"
      }
      var table = TextTable([
        .init("NAME"), .init("ROLE"), .init("SINCE"), .init("STATUS"), .init("PERSON"),
      ])
      // A key fills a line.
      var keys = TextTable([.init("NAME"), .init("KEY")])
      for record in listing.operators {
        table.add([
          TextCell(record.name, .strong), TextCell(record.role), TextCell(DateText.minute(record.addedAt)),
          TextCell(record.retiredAt == nil ? "active" : "retired"), TextCell(record.person),
        ])
        keys.add([TextCell(record.name, .strong), TextCell(record.key)])
      }
      let waiting = listing.pending.map {
        "\($0.id) waits for a second admin until \(DateText.minute($0.expiresAt)): \($0.what), signed by \($0.signer)\n"
      }
      return table.text(colored: colored) + "\n" + keys.text(colored: colored) + waiting.joined()
    }
  }
}

/// `slipway operator confirm`
struct OperatorConfirm: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Agree, as a second admin, to what another one has signed.",
    discussion: """
      'slipway operator list' shows what waits. Whoever signed first can't be the second, under another name either.

      Example:
        slipway operator confirm A1 --as cy
      """)

  @Argument(help: "The act, as in A1.")
  var act: String

  @OptionGroup var signer: SignerOptions<BySecondAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let confirmed = try shared.operations.operators.confirm(act, signed: signer.signature)
    try shared.print(confirmed) { _ in "confirmed \(act): \(confirmed.what)\n" }
  }
}

/// `slipway operator retire`
struct OperatorRetire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "End somebody's right to sign, by an admin's signature; what was acted on stays.",
    discussion: """
      Example:
        slipway operator retire bob --as ann
      """)

  @Argument(
    help: ArgumentHelp("The operator's short name.", valueName: "operator"), completion: .names(.operators))
  var name: String

  @OptionGroup var signer: SignerOptions<ByAdmins>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let retired = try shared.operations.operators.retire(name, signed: signer.signature)
    try shared.print(retired) { _ in
      retired.pending.map { "signed for the end of \(name): \(SecondAdmin.words($0))\n" }
        ?? "\(name) is retired\n"
    }
  }
}
