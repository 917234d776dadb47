import BotAssembly
import JSONText
import Journal
package import Promotion
import TradingCore

extension Gatekeeper {
  /// What came of agreeing to a proposal.
  package enum ProposalOutcome: Sendable, Hashable {
    /// A bot with the proposed parameters, on paper.
    case clone(bot: String)
    /// A quant may ask for it now.
    case mayBeRequested
  }

  /// Files a proposal; one that breaks a hard limit is filed and refused in the same instant.
  ///
  /// `filer`: the name of the program or person.
  /// - Throws: `GateError.refused`; all of it is journaled.
  package func propose(_ proposal: BotProposal, for bot: String, by filer: String) throws -> ProposalRecord {
    let act = EventKind.proposalFiled
    let (record, ledger) = try known(bot: bot)
    guard PromotionLedger.isPerson(filer) else {
      try refuse(.badName(filer), act: act.rawValue, subject: bot)
    }
    guard ledger.openProposals(of: bot).count < ProposalLimits.mostOpen else {
      try refuse(
        .proposalLimit("\(ProposalLimits.mostOpen) proposals of this bot wait already"), act: act.rawValue,
        subject: bot)
    }
    let violation = ProposalLimits(record: record, ledger: ledger, resolve: resolve).violation(of: proposal)
    let result = try journal.write { transaction in
      let time = now()
      let ledger = try GateJournal.read(transaction.reading)
      let id = ledger.nextProposalID
      let filed = try add(
        LedgerEvent(
          seq: transaction.head.seq + 1, at: time, kind: act, subject: bot,
          payload: PromotionLedger.filing(id: id, by: filer, document: proposal.json)), facts: nil, ledger,
        &transaction)
      guard let violation, case .success(let after) = filed else { return filed }
      return try add(
        LedgerEvent(
          seq: transaction.head.seq + 1, at: time, kind: .proposalRefused, subject: bot,
          payload: PromotionLedger.refusing(id: id, reason: violation)), facts: nil, after, &transaction)
    }
    if let violation { throw GateError.refused(.proposalLimit(violation), act: act.rawValue) }
    guard let filed = try result.get().proposals.last else { throw GateError.unknownBot(bot, known: []) }
    return filed
  }

  /// Signs for a proposal: parameters become a bot on paper in the same instant, a promotion may be asked for by a quant.
  ///
  /// `name`: of the bot on paper, by default the bot's with the proposal's id.
  /// - Throws: `GateError.refused`; the hard limits are looked at again.
  package func accept(
    _ id: String, by signer: Signer, name: String? = nil
  ) throws -> ProposalOutcome {
    let act = EventKind.proposalAccepted.rawValue
    let (known, record, ledger) = try proposal(id, act: act)
    let proposal: BotProposal
    do { proposal = try BotProposal(json: known.document) } catch {
      try refuse(error, act: act, subject: known.bot)
    }
    let limits = ProposalLimits(record: record, ledger: ledger, resolve: resolve)
    if let violation = limits.violation(of: proposal) {
      try refuse(.proposalLimit(violation), act: act, subject: known.bot)
    }
    let acceptance = OperatorAct.acceptProposal(id: id, digest: known.digest)
    switch proposal.change {
    case .parameters(let values):
      let new = try limits.changed(values, id: name ?? "\(known.bot)-\(id.lowercased())")
      try append(
        acceptance, by: signer, subject: known.bot,
        also: { transaction in
          try BotRegistry.add(
            new.spec, identity: new.bot.identity, kind: .botCloned,
            payload: [JSONMember("from", .string(known.bot)), JSONMember("proposal", .string(id))], at: now(),
            to: &transaction)
        })
      return .clone(bot: new.spec.id)
    case .promotion:
      try append(acceptance, by: signer, subject: known.bot)
      return .mayBeRequested
    }
  }

  /// Signs against a proposal.
  ///
  /// - Throws: `GateError.refused`.
  package func decline(_ id: String, reason: String, by signer: Signer) throws {
    let known = try proposal(id, act: EventKind.proposalDeclined.rawValue).proposal
    try append(
      .declineProposal(id: id, digest: known.digest, reason: reason), by: signer, subject: known.bot)
  }

  private func proposal(
    _ id: String, act: String
  ) throws -> (proposal: ProposalRecord, bot: BotRecord, ledger: PromotionLedger) {
    let ledger = try ledger()
    guard let found = ledger.proposals.first(where: { $0.id == id }) else {
      throw GateError.refused(.proposalUnknown(id), act: act)
    }
    return (found, try known(bot: found.bot).record, ledger)
  }
}
