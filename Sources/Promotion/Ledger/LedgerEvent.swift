package import JSONText
package import TradingCore

/// What happens at the gate. Text codes are stable: they are the journal's event kinds.
package enum PromotionEventKind: String, Sendable, Hashable, CaseIterable {
  /// An admin, or the first operator itself, adds an operator.
  case operatorAdded = "operator_added"
  /// An admin retires one.
  case operatorRetired = "operator_retired"
  /// Somebody gave a wrong passphrase.
  case passphraseWrong = "passphrase_wrong"
  /// An admin adopts criteria and ladder.
  case criteriaAdopted = "criteria_adopted"
  /// A promotion is asked for.
  case promotionRequested = "promotion_requested"
  /// An approver agrees.
  case promotionApproved = "promotion_approved"
  /// An approver does not.
  case promotionRejected = "promotion_rejected"
  /// An admin takes a promotion back.
  case promotionRevoked = "promotion_revoked"
  /// The program notes that a request ran out.
  case promotionExpired = "promotion_expired"
  /// The program refused something, and says what.
  case promotionRefused = "promotion_refused"
  /// The program acts on an approved request for another mode, or renews.
  case promoted
  /// The program acts on an approved request for the next step.
  case stepRaised = "step_raised"
  /// The program reduces a bot's step.
  case steppedDown = "stepped_down"
  /// The program reduces a bot's mode.
  case demoted
  /// A program or a person proposes something.
  case proposalFiled = "proposal_filed"
  /// The program refuses a proposal that breaks a hard limit.
  case proposalRefused = "proposal_refused"
  /// A human agrees to a proposal.
  case proposalAccepted = "proposal_accepted"
  /// A human turns a proposal down.
  case proposalDeclined = "proposal_declined"
}

/// One of the gate's events as it stands in the journal's chain.
package struct LedgerEvent: Sendable, Hashable {
  /// The subject of operators' events.
  package static let operatorsSubject = "operators"
  /// The subject of criteria.
  package static let criteriaSubject = "criteria"

  /// Its place in the chain, rising.
  package var seq: Int64
  /// When it was journaled.
  package var at: Timestamp
  /// What it is.
  package var kind: PromotionEventKind
  /// `operators`, `criteria` or the bot's id.
  package var subject: String
  /// The rest.
  package var payload: JSONValue

  /// An event.
  package init(seq: Int64, at: Timestamp, kind: PromotionEventKind, subject: String, payload: JSONValue) {
    self.seq = seq
    self.at = at
    self.kind = kind
    self.subject = subject
    self.payload = payload
  }

  /// The event of a signed act.
  package init(seq: Int64, at: Timestamp, subject: String, kind: PromotionEventKind, signed: SignedStatement)
  {
    self.init(seq: seq, at: at, kind: kind, subject: subject, payload: ["statement": signed.json])
  }

  /// The event of a request that nobody signs, for DEMO.
  package init(seq: Int64, at: Timestamp, unsigned request: PromotionRequest) {
    self.init(
      seq: seq, at: at, kind: .promotionRequested, subject: request.bot, payload: ["request": request.json])
  }
}
