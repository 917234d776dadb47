import ArgumentParser
import Operations
import Reports

/// `slipway promote propose`
struct ProposeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "propose", abstract: "File advice for a bot: other parameters, or a promotion.",
    usage: """
      slipway promote propose <bot> --by <name> --param <name=value> ...
        [--reason <text>] [<options>]
      slipway promote propose <bot> --by <name> --to <mode>
        [--capital <amount>] [--reason <text>] [<options>]
      slipway promote propose <bot> --by <name> --file <file> [<options>]
      """,
    discussion: """
      A program or a person may advise; nothing happens until an approver or admin agrees. What breaks a hard limit \
      (parameters that the strategy can't use, larger lots than the bot may have, a step that is not the next, more \
      capital than the ladder allows) is refused at once; either way it is in the journal.

      Examples:
        slipway promote propose trend --param channel=30 --by optimizer \\
          --reason 'walk-forward of October'
        slipway promote propose trend --to demo --by quin
      """)

  @Argument(help: ArgumentHelp("The bot's name.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @Option(help: ArgumentHelp("Who advises: a person's or a program's name.", valueName: "name"))
  var by: String

  @Option(
    name: .customLong("param"), parsing: .singleValue,
    help: ArgumentHelp("Another value of a parameter; may be repeated.", valueName: "name=value"))
  var params: [String] = []

  @Option(
    help: ArgumentHelp("A promotion: demo or live.", valueName: "mode"), completion: .list(["demo", "live"]))
  var to: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The capital of a promotion to live, in the account's currency; only with --to.", valueName: "amount"))
  var capital: String?

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason = ""

  @Option(
    help: ArgumentHelp(
      "The advice as a JSON object instead, as 'promote proposals --json' shows it.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var file: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var typed = TypedProposal()
    (typed.params, typed.to, typed.capital) = (params, to, capital)
    (typed.reason, typed.file) = (reason, file)
    let filed = try shared.operations.promotion.propose(typed, for: id, by: by)
    try shared.print(filed) { _ in
      "filed \(filed.id) for \(id): an approver or admin agrees with 'slipway promote accept \(filed.id)'\n"
    }
  }
}

/// `slipway promote proposals`
struct ProposalsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals", abstract: "Show what was advised, and what became of it.",
    discussion: """
      Example:
        slipway promote proposals trend --open
      """)

  @OptionGroup var list: GateListOptions

  func run() throws {
    let listing = try list.shared.operations.promotion.proposals(of: list.id, open: list.open)
    listing.notes.forEach(list.shared.note)
    try list.shared.print(listing) { colored in
      guard !listing.proposals.isEmpty else { return "no proposals\n" }
      var table = TextTable([
        .init("ID"), .init("BOT"), .init("BY"), .init("STATE"), .init("WHAT"),
      ])
      for proposal in listing.proposals {
        table.add([
          TextCell(proposal.id, .strong), TextCell(proposal.bot), TextCell(proposal.by),
          TextCell(proposal.state),
          TextCell(proposal.summary + (proposal.reason.isEmpty ? "" : ": \(proposal.reason)")),
        ])
      }
      return table.text(colored: colored)
    }
  }
}

/// `slipway promote accept`
struct AcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Sign for a proposal: parameters become a new bot on paper.",
    discussion: """
      Signed by an approver or admin (--as). A promotion is left to a quant, who has to sign the request for it; it has to be eligible and approved as any \
      other.

      Example:
        slipway promote accept P1 --as bob --name trend_30
      """)

  @Argument(
    help: ArgumentHelp("The proposal, as in P1; see 'slipway promote proposals'.", valueName: "proposal"),
    completion: .names(.proposals))
  var proposal: String

  @Option(
    help: ArgumentHelp(
      "The new bot's name (default: the bot's and the proposal's, as in trend-p1).", valueName: "bot"))
  var name: String?

  @OptionGroup var signer: SignerOptions<ByApproverOrAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let accepted = try shared.operations.promotion.accept(proposal, name: name, signed: signer.signature)
    let words =
      accepted.bot.map { "\($0) is registered on paper" }
      ?? "a quant may ask for it with 'slipway promote request'"
    try shared.print(accepted) { _ in "accepted \(proposal): \(words)\n" }
  }
}

/// `slipway promote decline`
struct DeclineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline", abstract: "Sign against a proposal.",
    discussion: """
      Signed by an approver or admin (--as).

      Example:
        slipway promote decline P2 --as bob --reason 'not again'
      """)

  @Argument(
    help: ArgumentHelp("The proposal, as in P1; see 'slipway promote proposals'.", valueName: "proposal"),
    completion: .names(.proposals))
  var proposal: String

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason = ""

  @OptionGroup var signer: SignerOptions<ByApproverOrAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let declined = try shared.operations.promotion.decline(
      proposal, reason: reason, signed: signer.signature)
    try shared.print(declined) { _ in "declined \(proposal)\n" }
  }
}
