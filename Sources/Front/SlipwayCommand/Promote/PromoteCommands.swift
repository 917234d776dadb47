import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway promote`: from paper to demo to live, on evidence and signatures.
struct PromoteCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Review bots, ask for promotions, approve them.",
    discussion: """
      From paper to demo to live: 'review' shows the checklist, a quant asks with 'request', approvers sign with \
      'approve'. Whose signatures count is up to 'slipway operator'; docs/promotion.md has the rules.
      """,
    subcommands: [
      PromoteReview.self, PromoteStudy.self, PromoteRequest.self, PromoteApprove.self, PromoteReject.self,
      PromoteRevoke.self, PromoteHistory.self, PromoteAdopt.self, PromoteClock.self, PromoteResume.self,
      DatasetCommands.self, ProfileCommands.self,
      RequestsCommand.self,
      ProposeCommand.self,
      ProposalsCommand.self,
      AcceptCommand.self, DeclineCommand.self,
    ])
}

/// `slipway promote review`
struct PromoteReview: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "Show what speaks for and against a bot's next step.",
    discussion: """
      The next step of a bot on paper is demo, of one on demo live; of one in live it is the ladder's next. Exit code 3 says that it is not eligible. Nothing is written but the page that -o names.

      Examples:
        slipway promote review trend -o review.html
        slipway promote review trend --replay --json
      """)

  @Argument(help: ArgumentHelp("The bot's name.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write a page to this file, - for standard output; one that is there is replaced.",
      valueName: "out.html"), completion: .pages)
  var output: String?

  @Flag(help: "Run every session again that the evidence is from, and compare it with the journal.")
  var replay = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What would be at stake, in the account's currency (default: what an open request asks for, else the ladder's step).",
      valueName: "amount"))
  var capital: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let found = try shared.operations.promotion.review(id, capital: capital, replaying: replay)
    var review = found.review
    review.commandLine = CommandText.current
    let target = try output.map { try OutputTarget($0, option: "-o", against: found.inputs, shared: shared) }
    try target?.write(review.htmlPage())
    if shared.json { review.notes.forEach(shared.note) }
    let print = { try shared.printResult(json: review.json()) { review.summaryText(colored: $0) } }
    if let target { try target.printResult(print) } else { try print() }
    if !review.isEligible { throw CommandError.answerIsNo }
  }
}

/// `slipway promote request`
struct PromoteRequest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request", abstract: "Ask for a promotion, a step of the ladder, or a renewal.",
    discussion: """
      Signed by a quant (--as). Refused with 3 when the checklist ('slipway promote review') does not pass. One for LIVE \
      names the broker's account.

      Example:
        slipway promote request trend --to demo --as quin --reason 'a month on paper'
      """)

  @Argument(help: ArgumentHelp("The bot's name.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @Option(
    help: ArgumentHelp("Where to: demo or live.", valueName: "mode"), completion: .list(["demo", "live"]))
  var to: String

  @Option(help: ArgumentHelp("Why, for those who decide.", valueName: "text"))
  var reason = ""

  @Option(help: ArgumentHelp("The broker's account; needed for LIVE.", valueName: "account"))
  var account: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most that may be at stake, in the account's currency (default: the ladder's step).",
      valueName: "amount"))
  var capital: String?

  @OptionGroup var signer: SignerOptions<ByQuant>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    var typed = TypedRequest(bot: id, to: to)
    (typed.reason, typed.account, typed.capital) = (reason, account, capital)
    let request = try shared.operations.promotion.request(typed, signed: signer.signature)
    try shared.print(request) { _ in
      "requested \(request.id): \(id) from \(request.from) to \(request.to), "
        + "\(DecimalText.groupingThousands(in: request.capital)) \(request.currency), open until \(DateText.minute(request.expiresAt)) UTC\n"
    }
  }
}

/// The request that is decided on.
struct RequestArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The request, as in R1; see 'slipway promote requests'.", valueName: "request"),
    completion: .names(.requests))
  var id: String
}

/// What decisions on a request share besides.
struct DecisionOptions<Role: SigningRole>: ParsableArguments {
  @OptionGroup var signer: SignerOptions<Role>
  @OptionGroup var shared: SharedOptions

  /// Has the signer decide, and tells what the request is then.
  func decide(
    _ decision: (PromotionOperations, Signature) throws -> DecidedRequest, words: (DecidedRequest) -> String
  ) throws {
    let decided = try decision(shared.operations.promotion, signer.signature)
    try shared.print(decided) { _ in words(decided) + "\n" }
  }
}

/// `slipway promote approve`
struct PromoteApprove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Sign for a request; the last signature needed promotes the bot.",
    discussion: """
      Signed by an approver (--as), who may not be the person who asked.

      Example:
        slipway promote approve R1 --as bob
      """)

  @OptionGroup var request: RequestArgument
  @OptionGroup var decision: DecisionOptions<ByApprover>

  func run() throws {
    let request = request.id
    try decision.decide {
      try $0.approve(request, signed: $1)
    } words: { decided in
      let missing = decided.approvalsNeeded - decided.approvals
      return decided.isPromoted
        ? "approved \(request): \(decided.bot) is in \(decided.mode) now"
        : "approved \(request): \(missing) more \(Counted.noun(missing, "approval is", "approvals are")) needed"
    }
  }
}

/// `slipway promote reject`
struct PromoteReject: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Sign against a request.",
    discussion: """
      Signed by an approver (--as). One is enough, and the request is over.

      Example:
        slipway promote reject R1 --as bob --reason 'too few trades at night'
      """)

  @OptionGroup var request: RequestArgument

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason = ""

  @OptionGroup var decision: DecisionOptions<ByApprover>

  func run() throws {
    try decision.decide {
      try $0.reject(request.id, reason: reason, signed: $1)
    } words: {
      "rejected \($0.id)"
    }
  }
}

/// `slipway promote revoke`
struct PromoteRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take a request back, and what it led to: the bot is on paper again.",
    discussion: """
      Signed by an admin (--as), before the request was acted on or after.

      Example:
        slipway promote revoke R1 --as bob --reason 'the broker changed its terms'
      """)

  @OptionGroup var request: RequestArgument

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason = ""

  @OptionGroup var decision: DecisionOptions<ByAdmin>

  func run() throws {
    try decision.decide {
      try $0.revoke(request.id, reason: reason, signed: $1)
    } words: {
      "revoked \($0.id): \($0.bot) is in \($0.mode)"
    }
  }
}

/// `slipway promote adopt`
struct PromoteAdopt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt", abstract: "Make the home's promotion.yaml count, by an admin's signature.",
    discussion: """
      The keys of promotion.yaml are in docs/promotion.md. Open requests were made for other criteria then, and have to be \
      made anew.

      Example:
        slipway promote adopt --as ann
      """)

  @OptionGroup var signer: SignerOptions<ByAdmins>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let adopted = try shared.operations.promotion.adoptCriteria(signed: signer.signature)
    try shared.print(adopted) { _ in
      let words = "\(adopted.path), criteria \(adopted.digest.prefix(16))…"
      guard let pending = adopted.pending else { return "adopted \(words)\n" }
      return "signed for \(words): " + SecondAdmin.words(pending) + "\n"
    }
  }
}

/// `slipway promote clock`
struct PromoteClock: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Set the gate's clock to now, where an act of the future keeps others from acting.",
    discussion: """
      What takes rights away (reject, revoke, retire) never waits for it.

      Example:
        slipway promote clock --as ann
      """)

  @OptionGroup var signer: SignerOptions<ByAdmins>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let set = try shared.operations.promotion.setClock(signed: signer.signature)
    try shared.print(set) { _ in
      set.isDone ? "the gate's clock is set\n" : "signed: \(SecondAdmin.words(set.id ?? ""))\n"
    }
  }
}

/// `slipway promote resume`
struct PromoteResume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let the grants of a restored home hold again, by an admin's signature.",
    discussion: """
      A backup does not know what happened since it was made: a grant in it may have been revoked. See 'slipway promote history' \
      of the home that it took the place of before you sign.

      Example:
        slipway promote resume --as ann
      """)

  @OptionGroup var signer: SignerOptions<ByAdmins>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let resumed = try shared.operations.promotion.resumeGrants(signed: signer.signature)
    try shared.print(resumed) { _ in
      resumed.isDone ? "grants hold again\n" : "signed: \(SecondAdmin.words(resumed.id ?? ""))\n"
    }
  }
}

/// `slipway promote history`
struct PromoteHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Everything that happened to a bot at the gate, refusals too.",
    discussion: """
      PROOF says what each of it rests on: a signature that holds, or a row of the program's own; anything else is not \
      proven.

      Example:
        slipway promote history trend
      """)

  @Argument(help: ArgumentHelp("The bot's name.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let history = try shared.operations.promotion.history(of: id)
    try shared.print(history) { colored in
      var table = TextTable([
        .init("ROW", .right), .init("TIME"), .init("WHAT"), .init("WHO"), .init("PROOF"),
        .init("DETAIL"),
      ])
      for event in history.events {
        table.add([
          TextCell("\(event.row)"), TextCell(DateText.minute(event.time)), TextCell(event.kind, .strong),
          TextCell(event.signer ?? "slipway"),
          TextCell(event.isProven ? event.proof : "NOT PROVEN: \(event.proof)"), TextCell(event.detail),
        ])
      }
      return history.events.isEmpty
        ? "nothing happened to \(id) at the gate yet\n" : table.text(colored: colored)
    }
  }
}
