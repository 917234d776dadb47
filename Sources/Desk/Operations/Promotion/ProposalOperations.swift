import FileSystem
package import JSONText
import Journal
import ModeManager
import Promotion
import TradingCore

/// Advice for a bot: filed by a person or a program, put into force by an approver or admin.
extension PromotionOperations {
  private static let longestFile = 1 << 16

  /// Files advice for a bot.
  ///
  /// - Throws: `OperationError.usage` for what is no advice, `GateError` for what breaks a hard limit.
  package func propose(_ typed: TypedProposal, for bot: String, by filer: String) throws -> FiledProposal {
    let proposal = try Self.proposal(typed)
    return FiledProposal(try gate.keeper(of: bot, signs: false).propose(proposal, for: bot, by: filer))
  }

  /// What was advised, and what became of it; of one bot, and only what nobody has decided, where that is wanted.
  ///
  /// - Throws: `OperationError.usage` for a bot that is not there, `JournalError`.
  package func proposals(of bot: String? = nil, open: Bool = false) throws -> ProposalListing {
    let ledger = try ledger(of: bot)
    let found = ledger.proposals.filter { (bot == nil || $0.bot == bot) && (!open || $0.state == .filed) }
    return ProposalListing(proposals: found.map(FiledProposal.init), notes: ledger.notes)
  }

  /// Signs for a proposal: parameters become a new bot on paper. `name`: the new bot's, by default the bot's with the
  /// proposal's.
  ///
  /// - Throws: `GateError`, `JournalError`, `OperationError.usage` for a name that is taken.
  package func accept(_ proposal: String, name: String?, signed by: Signature) throws -> AcceptedProposal {
    do {
      let outcome = try gate.act { keeper in
        try keeper.accept(proposal, by: try by.unlock(keeper, act: .proposalAccepted), name: name)
      }
      return switch outcome {
      case .clone(let bot): AcceptedProposal(id: proposal, bot: bot)
      case .mayBeRequested: AcceptedProposal(id: proposal, bot: nil)
      }
    } catch let error as BotRegistry.NameTaken { throw HomeJournal.taken(error.name) }
  }

  /// Signs against a proposal.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func decline(_ proposal: String, reason: String, signed by: Signature) throws -> DeclinedProposal {
    let keeper = try gate.keeper()
    try keeper.decline(proposal, reason: reason, by: try by.unlock(keeper, act: .proposalDeclined))
    return DeclinedProposal(id: proposal)
  }

  private static func proposal(_ typed: TypedProposal) throws -> BotProposal {
    guard [typed.file != nil, !typed.params.isEmpty, typed.to != nil].filter({ $0 }).count == 1 else {
      throw OperationError.usage(
        what: "expected one kind of advice", place: "--param, --to, --file", advice: "give one of them")
    }
    if let file = typed.file { return try read(file) }
    guard let to = typed.to else {
      guard typed.capital == nil else {
        throw OperationError.usage(
          what: "a capital is part of a promotion", place: "--capital", advice: "leave it out")
      }
      let values = try BotChoices.named(typed.params).map { ($0.name, $0.value) }
      return BotProposal(.parameters(Dictionary(values, uniquingKeysWith: { $1 })), reason: typed.reason)
    }
    let step: GateStep = try TypedValues.choice(to, place: "--to")
    return BotProposal(.promotion(to: step, capital: typed.capital), reason: typed.reason)
  }

  private static func read(_ path: String) throws -> BotProposal {
    let input = try InputFile(path: path)
    guard input.size <= longestFile else {
      throw OperationError.usage(
        what: "'\(path)' is larger than \(longestFile) bytes", place: "--file", advice: "shorten the advice")
    }
    let json: JSONValue
    do { json = try JSONValue(json: try input.read(at: 0, count: input.size)) } catch {
      throw OperationError.badRow(what: "this is no JSON (\(error))", place: path, advice: "write one object")
    }
    do { return try BotProposal(json: json) } catch {
      throw OperationError.badRow(
        what: "this is no proposal: \(error)", place: path,
        advice: "write it as 'proposal' in 'slipway promote proposals --json'")
    }
  }
}

/// Advice as it was typed: other parameters, a promotion, or a file that says one of them.
package struct TypedProposal: Sendable, Hashable {
  /// Other values of parameters, as `name=value`.
  package var params: [String] = []
  /// A promotion: `demo` or `live`.
  package var to: String?
  /// The capital of a promotion to live.
  package var capital: String?
  /// Why.
  package var reason = ""
  /// The path of a JSON object instead.
  package var file: String?

  /// No advice yet.
  package init() {}
}

/// Advice that was filed.
package struct FiledProposal: Sendable {
  /// Its id, as in `P1`.
  package let id: String
  /// The bot.
  package let bot: String
  /// Who filed it.
  package let by: String
  /// Where it stands.
  package let state: String
  /// What is advised, in a line.
  package let summary: String
  /// Why it was decided as it was, else why it was filed.
  package let reason: String
  private let decision: String
  private let document: JSONValue

  init(_ record: ProposalRecord) {
    let proposal = try? BotProposal(json: record.document)
    (id, bot, by, state) = (record.id, record.bot, record.by, record.state.rawValue)
    summary = proposal.map(Self.summary) ?? "?"
    reason = record.reason.isEmpty ? proposal?.reason ?? "" : record.reason
    (decision, document) = (record.reason, record.document)
  }

  private static func summary(_ proposal: BotProposal) -> String {
    switch proposal.change {
    case .parameters(let values):
      values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    case .promotion(let step, let capital):
      "promotion to \(step.rawValue)" + (capital.map { ", capital \($0)" } ?? "")
    }
  }
}

extension FiledProposal: Document {
  /// The proposal, for programs.
  package var json: JSONValue {
    [
      "id": .string(id), "bot": .string(bot), "by": .string(by), "state": .string(state),
      "decision": .string(decision), "proposal": document,
    ]
  }
}

/// What was advised.
package struct ProposalListing: Sendable {
  /// In the order they were filed.
  package let proposals: [FiledProposal]
  /// What the reader should know besides.
  package let notes: [String]
}

extension ProposalListing: Document {
  /// The proposals, for programs.
  package var json: JSONValue { ["proposals": .array(proposals.map(\.json))] }
}

/// Advice that somebody signed for.
package struct AcceptedProposal: Sendable {
  /// The proposal's id.
  package let id: String
  /// The bot that came of it; without one, a quant may ask for the promotion now.
  package let bot: String?
}

extension AcceptedProposal: Document {
  /// What came of it, for programs.
  package var json: JSONValue {
    [
      "proposal": .string(id), "bot": bot.map { .string($0) } ?? .null, "request": .null,
    ]
  }
}

/// Advice that somebody signed against.
package struct DeclinedProposal: Sendable {
  /// The proposal's id.
  package let id: String
}

extension DeclinedProposal: Document {
  /// The proposal, for programs.
  package var json: JSONValue { ["proposal": .string(id), "state": "declined"] }
}
