import ArgumentParser
import FileSystem
import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import TradingCore
import YAMLConfiguration

/// `slipway promote propose`
struct ProposeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "propose", abstract: "File advice for a bot: other parameters, or a promotion.",
    discussion: """
      A program or a person may advise; nothing happens until an approver or admin agrees. What breaks a hard limit \
      (parameters that the strategy can't use, larger lots than the bot may have, a step that is not the next, more \
      capital than the ladder allows) is refused at once; either way it is in the journal.
      """)

  @Argument(help: "The bot's name.")
  var id: String

  @Option(help: ArgumentHelp("Who advises: a person's or a program's name.", valueName: "name"))
  var by: String

  @Option(
    name: .customLong("param"), parsing: .singleValue,
    help: ArgumentHelp("Another value of a parameter; may be repeated.", valueName: "name=value"))
  var params: [String] = []

  @Option(help: ArgumentHelp("A promotion: demo or live.", valueName: "mode"))
  var to: String?

  @Option(help: ArgumentHelp("The capital of a promotion to live.", valueName: "amount"))
  var capital: String?

  @Option(help: "Why.")
  var reason = ""

  @Option(
    help: ArgumentHelp(
      "The advice as a JSON object instead, as 'promote proposals --json' shows it.", valueName: "file"))
  var file: String?

  @OptionGroup var shared: SharedOptions

  private static let longestFile = 1 << 16

  func run() throws {
    let proposal = try proposal()
    let filed = try shared.gatekeeper(of: id).propose(proposal, for: id, by: by)
    try shared.printResult(json: filed.json) { _ in
      "filed \(filed.id) for \(id): an approver or admin agrees with 'slipway promote accept \(filed.id)'\n"
    }
  }

  private func proposal() throws -> BotProposal {
    guard [file != nil, !params.isEmpty, to != nil].filter({ $0 }).count == 1 else {
      throw CommandError.usage(
        what: "expected one kind of advice", option: "--param, --to, --file", advice: "give one of them")
    }
    if let file { return try Self.read(file) }
    guard let to else {
      guard capital == nil else {
        throw CommandError.usage(
          what: "a capital is part of a promotion", option: "--capital", advice: "leave it out")
      }
      let values = try BotChoices.named(params).map { ($0.name, $0.value) }
      return BotProposal(.parameters(Dictionary(values, uniquingKeysWith: { $1 })), reason: reason)
    }
    let step = try OptionValues.choice(to, option: "--to", of: GateStep.self)
    return BotProposal(.promotion(to: step, capital: capital), reason: reason)
  }

  private static func read(_ path: String) throws -> BotProposal {
    let input = try InputFile(path: path)
    guard input.size <= longestFile else {
      throw CommandError.usage(
        what: "'\(path)' is larger than \(longestFile) bytes", option: "--file", advice: "shorten the advice")
    }
    let json: JSONValue
    do { json = try JSONValue(json: try input.read(at: 0, count: input.size)) } catch {
      throw CommandError.usage(
        what: "'\(path)' is no JSON (\(error))", option: "--file", advice: "write one object")
    }
    do { return try BotProposal(json: json) } catch {
      throw CommandError.usage(
        what: "'\(path)' is no proposal: \(error)", option: "--file",
        advice: "see 'slipway promote proposals --json'")
    }
  }
}

/// `slipway promote proposals`
struct ProposalsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals", abstract: "Show what was advised, and what became of it.")

  @OptionGroup var list: GateListOptions

  func run() throws {
    let found = try list.ledger().proposals.filter { list.wants($0.bot, isOpen: $0.state == .filed) }
    try list.shared.printResult(json: ["proposals": .array(found.map(\.json))]) { colored in
      guard !found.isEmpty else { return "no proposals\n" }
      var table = TextTable([
        .init("ID"), .init("BOT"), .init("BY"), .init("STATE"), .init("WHAT"), .init("REASON"),
      ])
      for proposal in found {
        table.add([
          TextCell(proposal.id, .strong), TextCell(proposal.bot), TextCell(proposal.by),
          TextCell(proposal.state.rawValue), TextCell(proposal.summary),
          TextCell(proposal.reason.isEmpty ? proposal.advice : proposal.reason),
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
      A promotion to DEMO becomes a request, which has to be eligible and approved as any other; one to LIVE is left \
      to a quant, who has to sign for it.
      """)

  @Argument(help: "The proposal, as in P1.")
  var proposal: String

  @Option(
    help: ArgumentHelp("The new bot's name (default: the bot's with the proposal's).", valueName: "bot"))
  var name: String?

  @OptionGroup var signer: SignerOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let outcome: Gatekeeper.ProposalOutcome
    do {
      outcome = try shared.atGate { gate in
        try gate.accept(proposal, by: try signer.unlock(gate, act: "proposal_accepted"), name: name)
      }
    } catch let error as BotRegistry.NameTaken { throw BotStore.taken(error.name) }
    let (bot, request, words): (String?, String?, String) =
      switch outcome {
      case .clone(let bot): (bot, nil, "\(bot) is registered on paper")
      case .request(let id): (nil, id, "\(id) waits for approval")
      case .mayBeRequested: (nil, nil, "a quant may ask for it with 'slipway promote request'")
      }
    let document: JSONValue = [
      "proposal": .string(proposal), "bot": bot.map { .string($0) } ?? .null,
      "request": request.map { .string($0) } ?? .null,
    ]
    try shared.printResult(json: document) { _ in "accepted \(proposal): \(words)\n" }
  }
}

/// `slipway promote decline`
struct DeclineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline", abstract: "Sign against a proposal.")

  @Argument(help: "The proposal, as in P1.")
  var proposal: String

  @Option(help: "Why.")
  var reason = ""

  @OptionGroup var signer: SignerOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let gate = try shared.gatekeeper()
    try gate.decline(
      proposal, reason: reason, by: try signer.unlock(gate, act: "proposal_declined"))
    try shared.printResult(json: ["proposal": .string(proposal), "state": "declined"]) { _ in
      "declined \(proposal)\n"
    }
  }
}

extension ProposalRecord {
  /// The proposal, for programs.
  fileprivate var json: JSONValue {
    [
      "id": .string(id), "bot": .string(bot), "by": .string(by), "state": .string(state.rawValue),
      "decision": .string(reason), "proposal": document,
    ]
  }

  /// Why, by whoever filed it.
  fileprivate var advice: String { (try? BotProposal(json: document))?.reason ?? "" }

  /// What is advised, in a line.
  fileprivate var summary: String {
    guard let proposal = try? BotProposal(json: document) else { return "?" }
    switch proposal.change {
    case .parameters(let values):
      return values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    case .promotion(let step, let capital):
      return "promotion to \(step.rawValue)" + (capital.map { ", capital \($0)" } ?? "")
    }
  }
}
