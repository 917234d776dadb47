package import JSONText
package import Journal
package import TradingCore

extension EventKind {
  /// What happens at the gate, in the journal's order.
  package static let gate: [EventKind] = [
    .operatorAdded, .operatorRetired, .passphraseWrong, .criteriaAdopted, .promotionRequested,
    .promotionApproved, .promotionRejected, .promotionRevoked, .promotionExpired, .promotionRefused,
    .promoted, .stepRaised, .steppedDown, .demoted, .proposalFiled, .proposalRefused, .proposalAccepted,
    .proposalDeclined,
  ]
}

/// One of the gate's events as it stands in the journal's chain.
package struct LedgerEvent: Sendable, Hashable {
  /// The subject of operators' events; no bot can have such a name.
  package static let operatorsSubject = ":operators"
  /// The subject of criteria.
  package static let criteriaSubject = ":criteria"

  /// Its place in the chain, rising.
  package var seq: Int64
  /// When it was journaled.
  package var at: Timestamp
  /// What it is.
  package var kind: EventKind
  /// Operators, criteria or the bot's id.
  package var subject: String
  /// The rest.
  package var payload: JSONValue

  /// An event.
  package init(seq: Int64, at: Timestamp, kind: EventKind, subject: String, payload: JSONValue) {
    self.seq = seq
    self.at = at
    self.kind = kind
    self.subject = subject
    self.payload = payload
  }

  /// The event of a signed act.
  package init(seq: Int64, at: Timestamp, subject: String, kind: EventKind, signed: SignedStatement) {
    self.init(seq: seq, at: at, kind: kind, subject: subject, payload: ["statement": signed.json])
  }

  /// The event of a request that nobody signs, for DEMO.
  package init(seq: Int64, at: Timestamp, unsigned request: PromotionRequest) {
    self.init(
      seq: seq, at: at, kind: .promotionRequested, subject: request.bot, payload: ["request": request.json])
  }
}
