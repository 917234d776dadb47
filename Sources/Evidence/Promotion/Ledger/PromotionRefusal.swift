package import FileSystem
package import TradingCore

/// Why the gate refuses; cases in order of precedence. Text codes are stable.
package enum PromotionRefusal: Error, Sendable, Hashable {
  /// The chain holds an event that breaks a rule; nothing is granted.
  case ledgerFaulty(seq: Int64, reason: String)
  /// A document is half-written or edited.
  case malformed(_ reason: String)
  /// An event's number does not follow the last one's.
  case outOfOrder(after: Int64)
  /// The event belongs to another bot or list than its document.
  case wrongSubject(_ subject: String)
  /// The document was made for another home.
  case foreignHome
  /// The clock is behind what is already journaled.
  case clockBack(latest: Timestamp)
  /// The signature's time is not that of the event.
  case staleStatement(at: Timestamp)
  /// The statement was used before.
  case replayed
  /// Nobody signs.
  case signatureMissing
  /// No operator has the name.
  case unknownOperator(_ name: String)
  /// The operator may not sign any more.
  case retiredOperator(_ name: String)
  /// The key is not the operator's.
  case keyMismatch(_ name: String)
  /// The signature is not that of the document.
  case badSignature
  /// Something in the journal is not as it was written.
  case historyFaulty(_ reason: String)
  /// A session that the evidence is from does not come out the same when it is run again.
  case notReplayed(_ reason: String)
  /// The statement was not made for this place of the chain.
  case historyChanged
  /// Too many wrong passphrases.
  case passphraseLocked(until: Timestamp)
  /// The first operator is an admin who adds itself.
  case firstMustBeAdmin
  /// The operator's role does not allow the act.
  case wrongRole(_ role: OperatorRole, needed: [OperatorRole])
  /// A name or person can't be used.
  case badName(_ name: String)
  /// The name is or was another operator's.
  case nameTaken(_ name: String)
  /// The key is or was another operator's.
  case keyTaken
  /// No admin would be left.
  case noAdmin
  /// The criteria are not those the home adopted.
  case criteriaChanged(adopted: String)
  /// A request for LIVE is signed.
  case liveNeedsSignature
  /// The bot is retired.
  case retiredBot(_ bot: String)
  /// Too many requests came within a day.
  case tooManyRequests(until: Timestamp)
  /// The request names another requester than signed it.
  case requesterMismatch
  /// Somebody's signed request is open.
  case requestOpen(_ id: String)
  /// The request's id is not a new one.
  case requestIDTaken(_ id: String)
  /// PAPER does not go to LIVE directly.
  case skipping
  /// The bot is not in the mode the request starts from, or the request goes down.
  case wrongMode(is: TradingMode)
  /// The ladder is climbed a step at a time.
  case stepSkipped(next: Int)
  /// The bot has not been at its step for long enough.
  case stepTooSoon(until: Timestamp)
  /// The bot has not been on DEMO for long enough, by the clock.
  case demoTooShort(until: Timestamp)
  /// The request names no broker account.
  case accountMissing
  /// The capital is not a positive amount.
  case capitalInvalid
  /// The capital is more than the step allows.
  case capitalOverStep(limit: String)
  /// The request or its grant would end too soon or too late.
  case expiryOutOfBounds
  /// The request rests on nothing.
  case evidenceMissing
  /// The evidence began before the last demotion.
  case evidenceTooOld(since: Int64)
  /// The checklist does not pass.
  case notEligible
  /// There is no such request.
  case unknownRequest(_ id: String)
  /// The request can't be decided any more, or is not approved.
  case requestNotPending(_ id: String, state: RequestState)
  /// The request ran out.
  case requestExpired(_ id: String)
  /// What was signed is not the request.
  case documentChanged(_ id: String)
  /// The requester can't approve.
  case requesterApproves
  /// The operator has approved already.
  case alreadySigned(_ name: String)
  /// The person has requested or approved already, under another name.
  case samePerson(_ person: String)
  /// The bot is not what the request or the grant is for.
  case identityChanged
  /// The evidence is not what the request says.
  case evidenceChanged
  /// The program's own acts only ever reduce.
  case mustReduce
  /// The bot has no promotion in force.
  case notGranted(_ bot: String)
  /// The grant ran out.
  case grantExpired(at: Timestamp)
  /// The grant is for another account.
  case accountChanged
  /// The capital is more than the grant allows.
  case capitalOverGrant(limit: String)
  /// What decides for a bot in LIVE is not covered by its identity.
  case unpinned(_ strategy: String)
  /// No act of that id waits for a second admin.
  case unknownAct(_ id: String)
  /// The act was confirmed already, or nobody did in time.
  case actNotPending(_ id: String)
  /// The home was restored from a backup, and no admin has looked at it since.
  case grantsSuspended(since: Int64)
  /// Criteria ask for less than any may.
  case criteriaBelowFloor(_ what: String)
  /// Ticks of that time were admitted for the family already.
  case datasetOverlaps(_ id: String)
  /// The ticks are generated.
  case datasetGenerated
  /// The ticks have holes while the market was open.
  case datasetHoles(covered: Double, least: Double)
  /// There is no such dataset.
  case unknownDataset(_ id: String)
  /// Somebody vouches for the profile already.
  case profileKnown(_ id: String)
  /// The profile pays whoever trades at it.
  case profilePaysTrader(_ what: String)
  /// There is no such profile.
  case unknownProfile(_ id: String)
  /// The chain ends before a row that a witness knows.
  case historyBehindWitness(_ id: String, kept: Int64, present: Int64)
  /// The chain has another row in the place of one that a witness knows.
  case historyNotWitnessed(_ id: String, seq: Int64)
  /// A witness can't be asked.
  case witnessUnreachable(_ id: String, reason: String)
  /// A witness is not as it was left.
  case witnessFaulty(_ id: String, reason: String)
  /// There is no such witness.
  case unknownWitness(_ id: String)
  /// The place is a witness already.
  case witnessKnown(_ id: String)
  /// The signer's program has not looked at what an approval takes.
  case notChecked(_ what: String)
  /// There is no such proposal, or its id is taken.
  case proposalUnknown(_ id: String)
  /// The proposal breaks a hard limit.
  case proposalLimit(_ reason: String)
  /// The proposal was decided already.
  case proposalDecided(_ id: String)
}

extension PromotionRefusal: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .notEligible: .no
    case .witnessUnreachable: .unavailable
    case .unknownRequest, .unknownDataset, .unknownProfile, .unknownAct, .unknownWitness, .witnessKnown,
      .proposalUnknown, .badName, .nameTaken,
      .capitalInvalid,
      .accountMissing:
      .usage
    case .ledgerFaulty, .malformed, .outOfOrder, .wrongSubject, .foreignHome, .clockBack, .staleStatement,
      .replayed, .historyChanged, .grantsSuspended, .criteriaBelowFloor, .datasetOverlaps, .datasetGenerated,
      .datasetHoles, .profileKnown, .profilePaysTrader, .historyFaulty,
      .notReplayed, .tooManyRequests, .demoTooShort, .historyBehindWitness, .historyNotWitnessed,
      .witnessFaulty, .notChecked,
      .actNotPending, .signatureMissing,
      .unknownOperator, .retiredOperator, .keyMismatch, .badSignature,
      .passphraseLocked, .firstMustBeAdmin, .wrongRole, .keyTaken, .noAdmin, .criteriaChanged,
      .liveNeedsSignature, .retiredBot, .requesterMismatch, .requestOpen, .requestIDTaken, .skipping,
      .wrongMode, .stepSkipped, .stepTooSoon, .capitalOverStep, .expiryOutOfBounds, .evidenceMissing,
      .evidenceTooOld, .requestNotPending, .requestExpired, .documentChanged, .requesterApproves,
      .alreadySigned, .samePerson, .identityChanged, .evidenceChanged, .mustReduce, .notGranted,
      .grantExpired, .accountChanged, .capitalOverGrant, .unpinned, .proposalLimit, .proposalDecided:
      .notPermitted
    }
  }
}
