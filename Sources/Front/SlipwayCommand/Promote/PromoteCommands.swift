import ArgumentParser
import FileSystem
import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import TradingCore
import YAMLConfiguration

/// `slipway promote`: from paper to demo to live, on evidence and signatures.
struct PromoteCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Review bots, ask for promotions, approve them.",
    subcommands: [
      PromoteReview.self, PromoteStudy.self, PromoteRequest.self, PromoteApprove.self, PromoteReject.self,
      PromoteRevoke.self, PromoteHistory.self, PromoteAdopt.self, RequestsCommand.self, ProposeCommand.self,
      ProposalsCommand.self,
      AcceptCommand.self, DeclineCommand.self,
    ])
}

/// `slipway promote review`
struct PromoteReview: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "Show what speaks for and against a bot's next step.",
    discussion: "Exit code 3 says that it is not eligible. Nothing is written but the page that -o names.")

  @Argument(help: "The bot's name.")
  var id: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write a page to this file, - for standard output; one that is there is replaced.",
      valueName: "out.html"))
  var output: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let gate = try shared.gatekeeper(of: id, .readOnly)
    let found = try gate.review(id)
    var review = ReviewMaker(found, try gate.background(of: found)).review(at: WallClock.now)
    review.commandLine = CommandText.current
    let inputs =
      try found.record.inputs(home: shared.homeFolder)
      + [Gatekeeper.criteriaPath(home: shared.homeFolder)]
    let target = try output.map { try OutputTarget($0, option: "-o", against: inputs, shared: shared) }
    try target?.write(review.htmlPage())
    if shared.json { review.notes.forEach(shared.note) }
    let print = { try shared.printResult(json: review.json()) { review.summaryText(colored: $0) } }
    if let target { try target.printResult(print) } else { try print() }
    if !found.result.isEligible { throw CommandError.answerIsNo }
  }
}

/// `slipway promote request`
struct PromoteRequest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request", abstract: "Ask for a promotion, a step of the ladder, or a renewal.",
    discussion: """
      Refused with 3 when the checklist does not pass. A request for DEMO may be unsigned; one for LIVE is signed by \
      a quant (--as), and names the broker's account.
      """)

  @Argument(help: "The bot's name.")
  var id: String

  @Option(help: ArgumentHelp("Where to: demo or live.", valueName: "mode"))
  var to: String

  @Option(help: "Why, for those who decide.")
  var reason = ""

  @Option(help: ArgumentHelp("The broker's account; needed for LIVE.", valueName: "account"))
  var account: String?

  @Option(
    help: ArgumentHelp("The most that may be at stake (default: the ladder's step).", valueName: "amount"))
  var capital: String?

  @OptionGroup var signer: SignerOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let step = try OptionValues.choice(to, option: "--to", of: GateStep.self)
    let request = try shared.atGate(of: id) { gate in try self.request(step, gate) }
    try shared.printResult(json: request.json.adding("digest", .string(request.digest))) { _ in
      "requested \(request.id): \(id) from \(request.from.rawValue) to \(request.to.rawValue), "
        + "\(request.capital) \(request.currency), open until \(request.expiresAt.iso8601)\n"
    }
  }

  private func request(_ step: GateStep, _ gate: Gatekeeper) throws -> PromotionRequest {
    let by = signer.signer == nil ? nil : try signer.unlock(gate, act: "promotion_requested")
    let found = try gate.review(id, step: step, for: .promotionRequested)
    var terms = Gatekeeper.Terms()
    (terms.account, terms.capital, terms.reason) = (account, capital, reason)
    do {
      return try gate.request(found, terms: terms, by: by)
    } catch GateError.refused(.notEligible, _) {
      let missing = found.result.missing.map { "\($0.name.rawValue) (\($0.detail))" }
      StandardError.write(
        "error: \(id) is not eligible for \(to) (\(missing.joined(separator: "; "))): see 'slipway promote review "
          + "\(id)'\n")
      throw CommandError.answerIsNo
    }
  }
}

/// What decisions on a request share.
struct DecisionOptions: ParsableArguments {
  @Argument(help: "The request, as in R1.")
  var request: String

  @OptionGroup var signer: SignerOptions
  @OptionGroup var shared: SharedOptions

  /// Has the signer decide, and tells what the request is then.
  func decide(
    _ act: String, _ decision: (Gatekeeper, Signer) throws -> Void,
    words: (RequestRecord, BotStanding) -> String
  ) throws {
    let (record, ledger) = try shared.atGate { gate in
      try decision(gate, try signer.unlock(gate, act: act))
      return try gate.known(request, act: act)
    }
    let bot = record.request.bot
    let document: JSONValue = [
      "request": .string(request), "bot": .string(bot),
      "state": .string(ledger.state(of: record, at: WallClock.now).rawValue),
      "approvals": .count(record.approvals.count), "approvals_needed": .count(record.approvalsNeeded),
      "mode": .string(ledger.standing(of: bot).mode.rawValue),
    ]
    let line = words(record, ledger.standing(of: bot))
    try shared.printResult(json: document) { _ in line + "\n" }
  }
}

/// `slipway promote approve`
struct PromoteApprove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Sign for a request; the last signature needed promotes the bot.")

  @OptionGroup var decision: DecisionOptions

  func run() throws {
    let request = decision.request
    try decision.decide("promotion_approved") { gate, signer in
      _ = try gate.approve(request, by: signer)
    } words: { record, standing in
      let missing = record.approvalsNeeded - record.approvals.count
      return record.state == .promoted
        ? "approved \(request): \(record.request.bot) is in \(standing.mode.rawValue) now"
        : "approved \(request): \(missing) more \(missing == 1 ? "approval is" : "approvals are") needed"
    }
  }
}

/// `slipway promote reject`
struct PromoteReject: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Sign against a request.")

  @Option(help: "Why.")
  var reason = ""

  @OptionGroup var decision: DecisionOptions

  func run() throws {
    try decision.decide("promotion_rejected") { gate, signer in
      try gate.reject(decision.request, reason: reason, by: signer)
    } words: { record, _ in
      "rejected \(record.request.id)"
    }
  }
}

/// `slipway promote revoke`
struct PromoteRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take a request back, and what it led to: the bot is on paper again.")

  @Option(help: "Why.")
  var reason = ""

  @OptionGroup var decision: DecisionOptions

  func run() throws {
    try decision.decide("promotion_revoked") { gate, signer in
      try gate.revoke(decision.request, reason: reason, by: signer)
    } words: { record, standing in
      "revoked \(record.request.id): \(record.request.bot) is in \(standing.mode.rawValue)"
    }
  }
}

/// `slipway promote adopt`
struct PromoteAdopt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt", abstract: "Make the home's promotion.yaml count, by an admin's signature.",
    discussion: "Open requests were made for other criteria then, and have to be made anew.")

  @OptionGroup var signer: SignerOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let path = Gatekeeper.criteriaPath(home: shared.homeFolder)
    let criteria = try GateCriteria.load(path: path)
    let gate = try shared.gatekeeper()
    try gate.adopt(criteria, by: try signer.unlock(gate, act: "criteria_adopted"))
    let digest = GateLedger.digest(of: criteria)
    try shared.printResult(json: ["path": .string(path), "criteria": .string(digest)]) { _ in
      "adopted \(path), criteria \(digest.prefix(16))…\n"
    }
  }
}

/// `slipway promote history`
struct PromoteHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Everything that happened to a bot at the gate, refusals too.")

  @Argument(help: "The bot's name.")
  var id: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let journal = try shared.journal(of: id)
    let (events, mode) = try journal.read { reading in
      let record = try BotStore.bot(id, reading)
      return (try GateLedger.events(of: id, reading), record.mode)
    }
    let document: JSONValue = [
      "id": .string(id), "mode": .string(mode.rawValue), "events": .array(events.map(\.document)),
    ]
    try shared.printResult(json: document) { colored in
      var table = TextTable([
        .init("ROW", .right), .init("TIME"), .init("WHAT"), .init("WHO"), .init("DETAIL"),
      ])
      for event in events {
        table.add([
          TextCell("\(event.seq)"), TextCell(event.at.iso8601), TextCell(event.kind.rawValue, .strong),
          TextCell(event.signer ?? "slipway"), TextCell(event.detail),
        ])
      }
      return events.isEmpty ? "nothing happened to \(id) at the gate yet\n" : table.text(colored: colored)
    }
  }
}

extension LedgerEvent {
  private var body: JSONValue? { payload["statement"]?["body"] }

  /// Who signed it.
  fileprivate var signer: String? {
    guard case .string(let name)? = body?["operator"] else { return nil }
    return name
  }

  /// The request it is about, and why.
  fileprivate var detail: String {
    let about = body?["about"] ?? payload
    var parts: [String] = []
    let request = about["request"]
    for value in [request?["id"] ?? request, about["code"], about["to"], about["step"], about["reason"]] {
      switch value {
      case .string(let text)? where !text.isEmpty: parts.append(text)
      case .integer(let number)?: parts.append("step \(number)")
      default: break
      }
    }
    return parts.joined(separator: ", ")
  }

  fileprivate var document: JSONValue {
    [
      "row": .integer(seq), "time": .time(at), "event": .string(kind.rawValue),
      "operator": signer.map { .string($0) } ?? .null, "detail": .string(detail), "payload": payload,
    ]
  }
}
