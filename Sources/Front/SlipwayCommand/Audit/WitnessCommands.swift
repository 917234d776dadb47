import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway audit witness`
struct WitnessCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Those who keep the heads of the journal outside of the home, and go back for nobody.",
    discussion: """
      The gate and 'slipway run' ask every one of them: a home that was put back to an earlier state, whose journal was \
      written anew, or whose copy went on elsewhere, gets no new rights.
      """,
    subcommands: [WitnessAdd.self, WitnessList.self, WitnessRemove.self, WitnessCheckCommand.self])
}

/// Where a witness is.
struct WitnessOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What it is: file, home or webhook (default: what the place looks like).", valueName: "kind"),
    completion: .list(["file", "home", "webhook"]))
  var kind: String?

  @Option(
    help: ArgumentHelp(
      "The environment variable with the secret that a server shares, or --secret-file.", valueName: "name"))
  var secretEnv: String?

  @Option(help: ArgumentHelp("The file with that secret.", valueName: "file"), completion: .file())
  var secretFile: String?

  func witness(_ place: String) -> TypedWitness {
    TypedWitness(place, kind: kind, secretVariable: secretEnv, secretFile: secretFile)
  }
}

/// `slipway audit witness add`
struct WitnessAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Have a file, another home or a server keep the journal's heads.",
    discussion: """
      Signed by an admin. Choose a place that whoever can write into the home \
      can't: another machine, or a file that may only be appended to.

      Examples:
        slipway audit witness add /mnt/elsewhere/heads --as ann
        slipway audit witness add https://heads.example.org/desk --as ann \\
          --secret-env HEADS_SECRET
      """)

  @Argument(help: "The path of a file or of another home, or a URL.", completion: .file())
  var place: String

  @OptionGroup var witness: WitnessOptions
  @OptionGroup var signer: SignerOptions<ByAdmins>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let added = try shared.operations.audit.addWitness(witness.witness(place), signed: signer.signature)
    try shared.print(added) { _ in
      guard let pending = added.pending else {
        return "\(added.id ?? "") keeps the journal's heads: \(added.place)\n"
      }
      return "signed for the witness \(added.place): \(SecondAdmin.words(pending))\n"
    }
  }
}

/// `slipway audit witness list`
struct WitnessList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show the witnesses that the ledger has; 'check' asks them.",
    discussion: """
      Example:
        slipway audit witness list
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let listing = try shared.operations.audit.witnesses()
    listing.notes.forEach(shared.note)
    try shared.print(listing) { colored in
      guard !listing.witnesses.isEmpty else {
        return "no witnesses: add one with 'slipway audit witness add PLACE'\n"
      }
      var table = TextTable([
        .init("ID"), .init("KIND"), .init("WHO"), .init("SINCE"), .init("STATUS"), .init("PLACE"),
      ])
      for witness in listing.witnesses {
        table.add([
          TextCell(witness.id, .strong), TextCell(witness.kind), TextCell(witness.signer),
          TextCell(DateText.minute(witness.addedAt)),
          TextCell(witness.removedAt == nil ? "asked" : "removed"),
          TextCell(witness.place),
        ])
      }
      return table.text(colored: colored)
    }
  }
}

/// `slipway audit witness remove`
struct WitnessRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Ask a witness no more, by an admin's signature.",
    discussion: """
      What it keeps stays where it is. Whatever it says, it does not keep an admin from removing it.

      Example:
        slipway audit witness remove W1 --as ann
      """)

  @Argument(
    help: ArgumentHelp("The witness, as in W1.", valueName: "witness"), completion: .names(.witnesses))
  var id: String

  @OptionGroup var signer: SignerOptions<ByAdmins>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let removed = try shared.operations.audit.removeWitness(id, signed: signer.signature)
    try shared.print(removed) { _ in
      removed.pending.map { "signed for the end of \(id): \(SecondAdmin.words($0))\n" }
        ?? "\(id) is asked no more\n"
    }
  }
}

/// `slipway audit witness check`
struct WitnessCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Ask the witnesses whether the journal is the one they were told of.",
    discussion: """
      Ends with 3 when one of them knows of another history, with 69 when one can't be asked. A home that was put back to \
      a time before a witness was added does not ask it: name its place here.

      Examples:
        slipway audit witness check
        slipway audit witness check /mnt/elsewhere/heads
      """)

  @Argument(help: "A place to ask instead: a file, another home, or a URL.", completion: .file())
  var place: String?

  @OptionGroup var witness: WitnessOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let check = try shared.operations.audit.checkWitnesses(place.map(witness.witness))
    check.notes.forEach(shared.note)
    try shared.print(check) { colored in
      guard !check.findings.isEmpty else {
        return "no witnesses: add one with 'slipway audit witness add PLACE'\n"
      }
      var table = TextTable([
        .init("ID"), .init("KNOWS ROW", .right), .init("TOLD AT"), .init("ANSWER"), .init("PLACE"),
      ])
      for asked in check.findings {
        table.add([
          TextCell(asked.id, .strong), TextCell(asked.row.map { "\($0)" } ?? ""),
          TextCell(asked.toldAt.map(DateText.minute) ?? ""),
          TextCell(asked.code ?? (asked.row == nil ? "knows nothing yet" : "the same history")),
          TextCell(asked.place),
        ])
      }
      let problems = check.findings.compactMap { asked in asked.problem.map { "\(asked.code ?? ""): \($0)\n" }
      }
      return table.text(colored: colored) + problems.joined()
    }
    if check.isUnreachable { throw ExitCode(ExitStatus.unavailable.rawValue) }
    if !check.isWitnessed { throw CommandError.answerIsNo }
  }
}
