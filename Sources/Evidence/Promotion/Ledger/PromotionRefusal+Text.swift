import TradingCore

extension PromotionRefusal {
  /// The stable text code.
  package var code: String {
    switch self {
    case .ledgerFaulty: "ledger_faulty"
    case .malformed: "malformed"
    case .outOfOrder: "out_of_order"
    case .wrongSubject: "wrong_subject"
    case .foreignHome: "foreign_home"
    case .clockBack: "clock_back"
    case .staleStatement: "stale_statement"
    case .replayed: "replayed"
    case .signatureMissing: "signature_missing"
    case .unknownOperator: "unknown_operator"
    case .retiredOperator: "retired_operator"
    case .keyMismatch: "key_mismatch"
    case .badSignature: "bad_signature"
    case .historyChanged: "history_changed"
    case .historyFaulty: "history_faulty"
    case .datasetOverlaps: "dataset_overlaps"
    case .datasetGenerated: "dataset_generated"
    case .datasetHoles: "dataset_holes"
    case .grantsSuspended: "grants_suspended"
    case .criteriaBelowFloor: "criteria_below_floor"
    case .unknownDataset: "unknown_dataset"
    case .profileKnown: "profile_known"
    case .profilePaysTrader: "profile_pays_trader"
    case .unknownProfile: "unknown_profile"
    case .notReplayed: "not_replayed"
    case .historyBehindWitness: "history_behind_witness"
    case .historyNotWitnessed: "history_not_witnessed"
    case .witnessUnreachable: "witness_unreachable"
    case .witnessFaulty: "witness_faulty"
    case .unknownWitness: "unknown_witness"
    case .witnessKnown: "witness_known"
    case .notChecked: "not_checked"
    case .tooManyRequests: "too_many_requests"
    case .demoTooShort: "demo_too_short"
    case .unknownAct: "unknown_act"
    case .actNotPending: "act_not_pending"
    case .passphraseLocked: "passphrase_locked"
    case .firstMustBeAdmin: "first_must_be_admin"
    case .wrongRole: "wrong_role"
    case .badName: "bad_name"
    case .nameTaken: "name_taken"
    case .keyTaken: "key_taken"
    case .noAdmin: "no_admin"
    case .criteriaChanged: "criteria_changed"
    case .liveNeedsSignature: "live_needs_signature"
    case .retiredBot: "retired_bot"
    case .requesterMismatch: "requester_mismatch"
    case .requestOpen: "request_open"
    case .requestIDTaken: "request_id_taken"
    case .skipping: "skipping"
    case .wrongMode: "wrong_mode"
    case .stepSkipped: "step_skipped"
    case .stepTooSoon: "step_too_soon"
    case .accountMissing: "account_missing"
    case .capitalInvalid: "capital_invalid"
    case .capitalOverStep: "capital_over_step"
    case .expiryOutOfBounds: "expiry_out_of_bounds"
    case .evidenceMissing: "evidence_missing"
    case .evidenceTooOld: "evidence_too_old"
    case .notEligible: "not_eligible"
    case .unknownRequest: "unknown_request"
    case .requestNotPending: "request_not_pending"
    case .requestExpired: "request_expired"
    case .documentChanged: "document_changed"
    case .requesterApproves: "requester_approves"
    case .alreadySigned: "already_signed"
    case .samePerson: "same_person"
    case .identityChanged: "identity_changed"
    case .evidenceChanged: "evidence_changed"
    case .mustReduce: "must_reduce"
    case .notGranted: "not_granted"
    case .grantExpired: "grant_expired"
    case .accountChanged: "account_changed"
    case .capitalOverGrant: "capital_over_grant"
    case .unpinned: "unpinned"
    case .proposalUnknown: "proposal_unknown"
    case .proposalLimit: "proposal_limit"
    case .proposalDecided: "proposal_decided"
    }
  }
}

extension PromotionRefusal: CustomStringConvertible {
  /// What is wrong, where, and what to do.
  package var description: String { early ?? witnessed ?? late }

  private var witnessed: String? {
    switch self {
    case .historyBehindWitness(let id, let kept, let present):
      "\(id) knows of row \(kept) of this home's journal, which ends at row \(present): the home was put back to an "
        + "earlier state, or its copy went on elsewhere; bring the later one back, or restore a backup "
        + "('slipway restore') and have it resumed ('slipway promote resume')"
    case .historyNotWitnessed(let id, let seq):
      "\(id) knows of another row \(seq) of this home's journal: it was written anew, or a copy of the home went on "
        + "elsewhere; find out who did it, or restore a backup ('slipway restore') and have it resumed "
        + "('slipway promote resume')"
    case .witnessUnreachable(let id, let reason):
      "\(id) can't be asked: \(reason); "
        + (id == WitnessRecord.unsignedID
          ? "name another place"
          : "bring it back ('slipway audit witness check'), or have an admin remove it ('slipway audit witness remove \(id)')")
    case .witnessFaulty(let id, let reason):
      id == WitnessRecord.unsignedID
        ? "\(id) can't be one: \(reason); name another place"
        : "\(id) is not as it was left: \(reason); find out who changed it, then have an admin remove it "
          + "('slipway audit witness remove \(id)') and add another one"
    case .unknownWitness(let id):
      "there is no witness '\(id)': see 'slipway audit witness list'"
    case .witnessKnown(let id):
      "that place is witness \(id) already: name another one"
    case .notChecked(let what):
      "the approval does not say that its signer's program has checked '\(what)': sign it with 'slipway promote approve'"
    default: nil
    }
  }

  private var early: String? {
    switch self {
    case .ledgerFaulty(let seq, let reason):
      "event \(seq) of the journal breaks a rule: \(reason); nothing is granted: find out who wrote "
        + "it ('slipway audit verify')"
    case .malformed(let reason):
      "the document can't be read: \(reason); make it anew with 'slipway promote'"
    case .outOfOrder(let after):
      "expected an event after number \(after): read the journal again"
    case .wrongSubject(let subject):
      "the document is not about '\(subject)': it was moved from another bot; make a new one"
    case .foreignHome:
      "the document is for another home: request and sign it in this one"
    case .clockBack(let latest):
      "the clock is behind the last act at the gate (\(latest.iso8601)): set it right and try again"
    case .staleStatement(let at):
      "the statement is of \(at.iso8601), expected one signed within ten minutes: sign it again"
    case .replayed:
      "this statement was used before: sign a new one"
    case .signatureMissing:
      "a signature is needed: name the operator who signs, as in --as alice"
    case .unknownOperator(let name):
      "there is no operator '\(name)': see 'slipway operator list'"
    case .retiredOperator(let name):
      "operator '\(name)' is retired: another one must sign"
    case .keyMismatch(let name):
      "the key is not that of operator '\(name)': use the key file made when the operator was added"
    case .badSignature:
      "the signature does not fit the document: it was edited or signed with another key; sign it again"
    case .historyFaulty(let reason):
      "the journal is not as it was written: \(reason); find out who changed it ('slipway audit verify')"
    case .notReplayed(let reason):
      "the evidence does not come out again: \(reason); put the recordings back, or gather new evidence"
    case .historyChanged:
      "the statement was signed over another history of the journal: sign it again in this home"
    case .passphraseLocked(let until):
      "too many wrong passphrases: wait until \(until.iso8601)"
    case .firstMustBeAdmin:
      "the first operator must be an admin and sign for itself: use --role admin"
    case .wrongRole(let role, let needed):
      "the operator is \(role.rawValue), this needs \(needed.map(\.rawValue).joined(separator: " or ")): "
        + "choose another operator"
    case .badName(let name):
      "'\(name)' is no name: use 1 to 32 letters, digits, dots, dashes or underscores, and 1 to 100 "
        + "characters for the person"
    case .nameTaken(let name):
      "there is or was an operator '\(name)': choose another name"
    case .keyTaken:
      "the key is or was another operator's: make a new one"
    case .noAdmin:
      "no admin would be left: add another one first"
    case .criteriaChanged(let adopted):
      "the criteria are not the adopted ones (\(adopted.prefix(12))): use those, or have an admin "
        + "adopt others, and request again"
    case .liveNeedsSignature:
      "a request for LIVE must be signed by its requester: use --as OPERATOR"
    case .retiredBot(let bot):
      "bot '\(bot)' is retired: it can't be promoted"
    case .requesterMismatch:
      "the request names another requester than its signature: request it under your own name"
    case .requestOpen(let id):
      "'\(id)' is open and signed: sign yours with --as OPERATOR, or have that one decided first"
    case .requestIDTaken(let id):
      "'\(id)' is not the next request's id: request again"
    case .skipping:
      "a paper bot can't go live: promote it to demo first"
    case .wrongMode(let mode):
      "the bot is in \(mode.rawValue), and the request does not go up from there: request again"
    case .stepSkipped(let next):
      "the next step of the ladder is \(next): request that one"
    default: nil
    }
  }

  private var late: String {
    switch self {
    case .stepTooSoon(let until):
      "the bot has not been at its step long enough: request after \(until.iso8601)"
    case .tooManyRequests(let until):
      "there have been too many requests within a day: request again after \(until.iso8601)"
    case .demoTooShort(let until):
      "the bot has not been on demo for \(PromotionLedger.fewestDemoDays) days: request after \(until.iso8601)"
    case .datasetOverlaps(let id):
      "ticks of that time were admitted for the family as \(id): a family has one history of an instrument"
    case .grantsSuspended(let seq):
      "the home was restored from a backup (event \(seq)): an admin has to see that nothing was taken back since, and "
        + "sign 'slipway promote resume'"
    case .criteriaBelowFloor(let what):
      "the criteria ask for less than any may: \(what); raise it, or say 'provenance: any', which leads nobody to a market"
    case .datasetGenerated:
      "the ticks are generated, no market made them: record or fetch some, or have criteria adopted with "
        + "'provenance: generated', as a tour has"
    case .datasetHoles(let covered, let least):
      "\(Int((covered * 100).rounded())) % of the minutes in which the market was open have a tick, expected "
        + "\(Int((least * 100).rounded())) %: admit the whole recording"
    case .unknownDataset(let id):
      "there is no dataset '\(id)' that counts: see 'slipway promote dataset list'"
    case .profileKnown(let id):
      "evidence that is made with the profile counts already: it is admitted as \(id)"
    case .profilePaysTrader(let what):
      "no broker pays its traders: \(what); give what the broker charges"
    case .unknownProfile(let id):
      "there is no profile '\(id)' that counts: see 'slipway promote profile list'"
    case .unknownAct(let id):
      "no act '\(id)' waits for a second admin: see 'slipway operator list'"
    case .actNotPending(let id):
      "'\(id)' was confirmed already, or waited longer than a week: sign it anew"
    case .accountMissing:
      "the request names no broker account: put one into the bot's file"
    case .capitalInvalid:
      "expected the capital as a positive decimal amount: correct it"
    case .capitalOverStep(let limit):
      "the capital is more than the step allows (\(limit)): ask for less"
    case .expiryOutOfBounds:
      "expected a request open for at most 30 days and a grant that ends after it and within 366 "
        + "days: correct them"
    case .evidenceMissing:
      "the request has no evidence: run the bot first"
    case .evidenceTooOld(let since):
      "the bot was demoted or revoked at event \(since): gather new evidence after it, then request "
        + "again"
    case .notEligible:
      "the bot is not eligible: see 'slipway promote review'"
    case .unknownRequest(let id):
      "there is no request '\(id)': see 'slipway promote requests'"
    case .requestNotPending(let id, let state):
      "request '\(id)' is \(state.rawValue): request again"
    case .requestExpired(let id):
      "request '\(id)' ran out: request again"
    case .documentChanged(let id):
      "what was signed is not request '\(id)' as it was journaled: sign that one"
    case .requesterApproves:
      "the requester can't approve: another operator must"
    case .alreadySigned(let name):
      "operator '\(name)' has approved already: another one must"
    case .samePerson(let person):
      "\(person) has requested or approved already under another name: another person must approve"
    case .identityChanged:
      "the bot has changed since: gather evidence for what it is now, and request again"
    case .evidenceChanged:
      "the evidence is not what the request says: check the journal ('slipway audit verify'), and "
        + "request again"
    case .mustReduce:
      "the program may only reduce a bot's mode or step: going up needs approvals"
    case .notGranted(let bot):
      "bot '\(bot)' has no promotion in force: it trades paper only"
    case .grantExpired(let at):
      "the grant ran out (\(at.iso8601)): request a renewal"
    case .accountChanged:
      "the grant is for another broker account: request a promotion for this one"
    case .capitalOverGrant(let limit):
      "the capital is more than the grant allows (\(limit)): lower it"
    case .unpinned(let strategy):
      "nothing says what strategy '\(strategy)' is built of, so that its code may be changed at any time: build it with "
        + "the plugin StrategySources ('sources: strategySources'), which makes another bot of it, and begin on paper"
    case .proposalUnknown(let id):
      "'\(id)' is not an open proposal of this bot: see the list of proposals"
    case .proposalLimit(let reason):
      "the proposal breaks a hard limit: \(reason); propose something within it"
    case .proposalDecided(let id):
      "proposal '\(id)' was decided already: file a new one"
    default: code
    }
  }
}
