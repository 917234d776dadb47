package import JSONText

extension PromotionLedger {
  /// The payload of `proposal_filed`.
  package static func filing(id: String, by filer: String, document: JSONValue) -> JSONValue {
    ["proposal": .string(id), "by": .string(filer), "document": document]
  }

  /// The payload of `proposal_refused`.
  package static func refusing(id: String, reason: String) -> JSONValue {
    ["proposal": .string(id), "reason": .string(reason)]
  }

  /// Proposals about a bot that nobody has decided.
  package func openProposals(of bot: String) -> [ProposalRecord] {
    proposals.filter { $0.bot == bot && $0.state == .filed }
  }

  mutating func file(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the proposal", names: ["proposal", "by", "document"])
    let id = try fields.text("proposal")
    guard id == nextProposalID else { throw .proposalUnknown(id) }
    let document = fields.value("document")
    proposals.append(
      ProposalRecord(
        id: id, bot: event.subject, by: try fields.text("by"), document: document,
        digest: CanonicalJSON.digest(document)))
  }

  mutating func refuseProposal(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the event", names: ["proposal", "reason"])
    let index = try openProposal(try fields.text("proposal"), bot: event.subject)
    proposals[index].state = .refused
    proposals[index].reason = try fields.text("reason")
  }

  mutating func decide(
    _ id: String, _ digest: String, _ state: ProposalRecord.State, _ reason: String, _ signed: SignedAct
  ) throws(PromotionRefusal) {
    let index = try openProposal(id, bot: signed.event.subject)
    guard proposals[index].digest == digest else { throw .documentChanged(id) }
    let filer = operatorRecord(proposals[index].by)?.person ?? proposals[index].by
    if state == .accepted, samePerson(filer, signed.signer.person) { throw .requesterApproves }
    proposals[index].state = state
    proposals[index].reason = reason
  }

  private func openProposal(_ id: String, bot: String) throws(PromotionRefusal) -> Int {
    guard let index = Self.place(ofNumbered: id), proposals.indices.contains(index),
      proposals[index].id == id, proposals[index].bot == bot
    else { throw .proposalUnknown(id) }
    guard proposals[index].state == .filed else { throw .proposalDecided(id) }
    return index
  }
}
