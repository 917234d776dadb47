package import JSONText
package import Journal
package import TradingCore

extension EventKind {
  /// What happens at the gate, in the journal's order.
  package static let gate: [EventKind] = [
    .operatorAdded, .operatorRetired, .passphraseWrong, .criteriaAdopted, .promotionRequested,
    .promotionApproved, .promotionRejected, .promotionRevoked, .promotionExpired, .promotionRefused,
    .promoted, .stepRaised, .steppedDown, .demoted, .proposalFiled, .proposalRefused, .proposalAccepted,
    .proposalDeclined, .gateRules, .actConfirmed, .gateClockSet, .datasetAdmitted, .datasetRetired,
    .restored, .grantsResumed, .witnessAdded, .witnessRemoved, .profileAdmitted, .profileRetired,
    .renewalLacking, .riskFreed,
  ]
}

/// One of the gate's events as it stands in the journal's chain.
package struct LedgerEvent: Sendable, Hashable {
  /// The subject of operators' events; no bot can have such a name.
  package static let operatorsSubject = ":operators"
  /// The subject of a restored home.
  package static let homeSubject = ""
  /// The subject of what concerns the gate as a whole.
  package static let gateSubject = ":gate"
  /// The subject of what operators say to risk.
  package static let riskSubject = ":risk"
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
  /// The hash of the row before it in hexadecimal, which the second rules want to be signed; `nil` where nobody says.
  package var previous: String?

  /// An event.
  package init(
    seq: Int64, at: Timestamp, kind: EventKind, subject: String, payload: JSONValue, previous: String? = nil
  ) {
    self.previous = previous
    self.seq = seq
    self.at = at
    self.kind = kind
    self.subject = subject
    self.payload = payload
  }

  /// The event of a signed act.
  package init(
    seq: Int64, at: Timestamp, subject: String, kind: EventKind, signed: SignedStatement,
    previous: String? = nil
  ) {
    self.init(
      seq: seq, at: at, kind: kind, subject: subject, payload: ["statement": signed.json], previous: previous)
  }

  /// The event from which on the gate goes by the second rules.
  package init(seq: Int64, at: Timestamp, rules: GateRules) {
    self.init(
      seq: seq, at: at, kind: .gateRules, subject: Self.gateSubject,
      payload: ["version": .count(rules.rawValue)])
  }

  /// The event of a request that nobody signs, for DEMO.
  package init(seq: Int64, at: Timestamp, unsigned request: PromotionRequest) {
    self.init(
      seq: seq, at: at, kind: .promotionRequested, subject: request.bot, payload: ["request": request.json])
  }
}
