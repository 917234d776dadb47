import Journal
package import Promotion
import TradingCore

extension Gatekeeper {
  /// What a request asks for besides the step.
  package struct Terms: Sendable {
    /// The broker's account; `nil` for the simulated one of a DEMO.
    package var account: String?
    /// The most that may be at stake, a decimal; `nil` for what the ladder allows.
    package var capital: String?
    /// Why.
    package var reason = ""

    /// Nothing but the step.
    package init() {}
  }

  /// Asks for a bot's promotion, for the next step of the ladder, or to renew what it has.
  ///
  /// - Throws: `GateError.refused` with `not_eligible` and every other rule; all of it is journaled.
  package func request(
    _ found: PromotionCase, terms: Terms, by signer: Signer
  ) throws -> PromotionRequest {
    var found = found
    let bot = found.record.id
    do throws(PromotionRefusal) { try found.weigh(capital: terms.capital) } catch {
      try refuse(error, act: "promotion_requested", subject: bot)
    }
    let facts = found.facts(evidence: found.references.map(\.digest))
    if found.record.status == .retired {
      try refuse(.retiredBot(bot), act: "promotion_requested", subject: bot)
    }
    guard found.result.isEligible else {
      try refuse(.notEligible, act: "promotion_requested", subject: bot)
    }
    try checkTicks(
      of: [found.paper, found.demo, found.live].compactMap { $0 }, bot: bot, act: .promotionRequested)
    let made = try document(found, terms, by: signer)
    try append(.request(made), by: signer, subject: bot, facts: facts)
    return made
  }

  private func document(
    _ found: PromotionCase, _ terms: Terms, by signer: Signer
  ) throws -> PromotionRequest {
    let (ledger, standing, time) = (found.ledger, found.standing, now())
    let approvals = found.criteria.approvals
    let isLive = found.step == .live
    let currency = ledger.ladder.currency
    let person = ledger.operatorRecord(signer.name)?.person
    let days = isLive ? approvals.liveDays : approvals.demoDays
    return PromotionRequest(
      home: ledger.home, id: ledger.nextRequestID, bot: found.record.id, from: standing.mode,
      to: isLive ? .live : .demo, step: found.nextStep, identity: found.identity, evidence: found.references,
      criteria: ledger.criteria, account: terms.account ?? (isLive ? "" : "simulated"),
      capital: terms.capital ?? found.mostCapital.text(in: currency), currency: currency,
      requester: person.map { .init(name: signer.name, person: $0) },
      requestedAt: time, expiresAt: time.advanced(by: approvals.requestDays * Timestamp.day),
      grantUntil: time.advanced(by: days * Timestamp.day), reason: terms.reason)
  }

  /// The request of an id, with where it stands.
  ///
  /// - Throws: `GateError.refused` for one that is not there.
  package func known(_ id: String, act: String) throws -> (record: RequestRecord, ledger: PromotionLedger) {
    let ledger = try ledger()
    guard let record = ledger.request(id) else { throw GateError.refused(.unknownRequest(id), act: act) }
    return (record, ledger)
  }

  /// Signs for a request; the last signature that is needed promotes the bot in the same instant.
  ///
  /// - Returns: whether the bot was promoted by it.
  /// - Throws: `GateError.refused`; the bot's identity, evidence and eligibility are looked at again.
  package func approve(_ id: String, by signer: Signer) throws -> Bool {
    let (record, _) = try known(id, act: "promotion_approved")
    let request = record.request
    let found = try review(
      request.bot, step: request.to == .live ? .live : .demo, capital: request.capital,
      for: .promotionApproved)
    var digests: [String] = []
    for part in request.evidence {
      digests.append(try digest(of: request.bot, from: part.firstSeq, to: part.lastSeq))
    }
    // Before the signature that gives the right: what it rests on is run again.
    let isLast = record.approvals.count + 1 >= record.approvalsNeeded
    if isLast { try replayEvidence(of: request) }
    let after = try append(
      .approve(request), by: signer, subject: request.bot, facts: found.facts(evidence: digests),
      checked: isLast ? ["chain", "replay"] : ["chain"]
    ) { ledger in
      guard ledger.request(id)?.state == .approved else { return nil }
      return (ledger.kind(actingOn: request), PromotionLedger.promotion(by: request))
    }
    return after.request(id)?.state == .promoted
  }

  /// Signs against a request.
  ///
  /// - Throws: `GateError.refused`.
  package func reject(_ id: String, reason: String, by signer: Signer) throws {
    let request = try known(id, act: "promotion_rejected").record.request
    try append(.reject(request, reason: reason), by: signer, subject: request.bot)
  }

  /// Takes a request back; what it led to ends, the bot is on paper again and starts anew.
  ///
  /// - Throws: `GateError.refused`.
  package func revoke(_ id: String, reason: String, by signer: Signer) throws {
    let request = try known(id, act: "promotion_revoked").record.request
    try append(.revoke(request, reason: reason), by: signer, subject: request.bot)
  }

  /// Makes the home's criteria file the one that counts, once a second admin agrees where there is one.
  ///
  /// - Returns: what waits for a second admin, `nil` when it is done.
  /// - Throws: `GateError`.
  package func adopt(_ criteria: GateCriteria, by admin: Signer) throws -> PendingAct? {
    let ledger = try ledger()
    if let what = criteria.belowFloor {
      try refuse(.criteriaBelowFloor(what), act: "criteria_adopted", subject: LedgerEvent.criteriaSubject)
    }
    let ladder: LadderPolicy
    do { ladder = try GateJournal.ladder(of: criteria) } catch {
      try refuse(error, act: "criteria_adopted", subject: LedgerEvent.criteriaSubject)
    }
    return try administer(
      .adoptCriteria(
        digest: GateJournal.digest(of: criteria), replaces: ledger.criteria, ladder: ladder), by: admin)
  }
}
