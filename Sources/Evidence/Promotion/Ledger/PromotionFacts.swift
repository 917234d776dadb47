import JSONText
import Journal

/// What the caller finds to be so now, for checks that events alone can't answer.
package struct PromotionFacts: Sendable, Hashable {
  /// The bot's identity digest as its files are now.
  package var identity: String
  /// The digests of the request's evidence, computed again from the journal, in the request's order.
  package var evidence: [String]
  /// Whether every required check passes on it.
  package var isEligible: Bool
  /// Whether the bot is retired.
  package var isRetired: Bool

  /// Facts.
  package init(identity: String, evidence: [String], isEligible: Bool, isRetired: Bool = false) {
    self.identity = identity
    self.evidence = evidence
    self.isEligible = isEligible
    self.isRetired = isRetired
  }
}

extension PromotionLedger {
  /// Holds the facts against the request that an accepted event is about.
  func check(_ facts: PromotionFacts?, for event: LedgerEvent) throws(PromotionRefusal) {
    guard let request = try requestConcerned(by: event) else { return }
    guard let facts else { throw .notEligible }
    guard !facts.isRetired else { throw .retiredBot(request.bot) }
    guard facts.identity == request.identity else { throw .identityChanged }
    guard facts.isEligible else { throw .notEligible }
    guard facts.evidence == request.evidence.map(\.digest) else { throw .evidenceChanged }
  }

  private func requestConcerned(by event: LedgerEvent) throws(PromotionRefusal) -> PromotionRequest? {
    switch event.kind {
    case .promotionRequested: return requests.last?.request
    case .promotionApproved:
      guard let body = event.payload["statement"]?["body"] else { return nil }
      guard case .approve(let request) = try StatementBody(json: body).act else { return nil }
      return request
    case .promoted, .stepRaised:
      guard case .string(let id)? = event.payload["request"] else { return nil }
      return request(id)?.request
    default: return nil
    }
  }
}
