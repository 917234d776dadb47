/// What a row of the chain says. Text codes are stable and never reused.
package enum EventKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// The home was made; the first row of every chain.
  case homeCreated = "home_created"
  /// A bot was registered.
  case botRegistered = "bot_registered"
  /// A bot was made as a copy of another.
  case botCloned = "bot_cloned"
  /// An operator paused a bot.
  case botPaused = "bot_paused"
  /// An operator let a paused bot go on.
  case botResumed = "bot_resumed"
  /// A bot was retired for good.
  case botRetired = "bot_retired"
  /// A bot began to collect evidence under an identity.
  case evidenceStarted = "evidence_started"
  /// `run` began a session.
  case sessionStarted = "session_started"
  /// A session ended in order.
  case sessionEnded = "session_ended"
  /// A session that a crash had ended was brought up to its last input.
  case sessionRecovered = "session_recovered"
  /// A batch of what a bot did; the only kind with a binary payload.
  case botEvents = "bot_events"
  /// What a bot wants of its broker, before it leaves.
  case intentCommitted = "intent_committed"
  /// Something that a broker reported does not fit a bot's books.
  case venueDiscrepancy = "venue_discrepancy"
  /// A bot stopped because of a fault.
  case botFailed = "bot_failed"
  /// A feed began to deliver.
  case feedConnected = "feed_connected"
  /// The connection to a feed broke.
  case feedLost = "feed_lost"
  /// A feed has been silent for too long.
  case feedStale = "feed_stale"
  /// A stale feed delivers again.
  case feedFresh = "feed_fresh"
  /// Quotes are missing in a feed.
  case feedGap = "feed_gap"
  /// A feed sent what can't be taken.
  case feedFault = "feed_fault"
  /// The machine's clock jumped.
  case clockJump = "clock_jump"
  /// New entries were stopped.
  case entriesHalted = "entries_halted"
  /// New entries are possible again.
  case entriesResumed = "entries_resumed"
  /// Orders were canceled or positions closed from outside of a strategy.
  case commandObeyed = "command_obeyed"
  /// Risk locked, released, canceled, closed or took something back.
  case riskDecided = "risk_decided"
  /// An operator has stopped something: what anybody may.
  case riskOrdered = "risk_ordered"
  /// An admin has signed that something may go on.
  case riskFreed = "risk_freed"
  /// A backtest was run, which counts as a trial of its family.
  case trial
  /// A message to the operator could not be delivered and was given up.
  case notificationDead = "notification_dead"
  /// A backup of the home was made.
  case backupMade = "backup_made"
  /// The home was restored from a backup.
  case restored
  /// An older part of the chain was sealed.
  case sealed
  /// Somebody may sign from now on.
  case operatorAdded = "operator_added"
  /// Somebody may no longer sign.
  case operatorRetired = "operator_retired"
  /// A wrong passphrase was given for a key.
  case passphraseWrong = "passphrase_wrong"
  /// Other criteria hold for promotions from here on.
  case criteriaAdopted = "criteria_adopted"
  /// A promotion or a step up was asked for.
  case promotionRequested = "promotion_requested"
  /// Somebody signed for a request.
  case promotionApproved = "promotion_approved"
  /// Somebody signed against a request.
  case promotionRejected = "promotion_rejected"
  /// A request or what it led to was taken back.
  case promotionRevoked = "promotion_revoked"
  /// A request or a grant has run out.
  case promotionExpired = "promotion_expired"
  /// The gate refused what somebody tried.
  case promotionRefused = "promotion_refused"
  /// A bot has another mode, up.
  case promoted
  /// A bot may use more capital.
  case stepRaised = "step_raised"
  /// A bot may use less capital.
  case steppedDown = "stepped_down"
  /// A bot has another mode, down.
  case demoted
  /// A program or a person proposed something.
  case proposalFiled = "proposal_filed"
  /// A proposal broke a hard limit.
  case proposalRefused = "proposal_refused"
  /// Somebody signed for a proposal.
  case proposalAccepted = "proposal_accepted"
  /// Somebody signed against a proposal.
  case proposalDeclined = "proposal_declined"
  /// The gate goes by a later program's rules from here on.
  case gateRules = "gate_rules"
  /// A second admin agreed to what another one had signed.
  case actConfirmed = "act_confirmed"
  /// An admin set the gate's clock, which an act of the future had put out of reach.
  case gateClockSet = "gate_clock_set"
  /// Recorded ticks were admitted as evidence.
  case datasetAdmitted = "dataset_admitted"
  /// They no longer are.
  case datasetRetired = "dataset_retired"
  /// An admin let the grants of a restored home hold again.
  case grantsResumed = "grants_resumed"
  /// Evidence that is made with a broker profile counts.
  case profileAdmitted = "profile_admitted"
  /// It no longer does.
  case profileRetired = "profile_retired"
  /// Somebody else keeps the heads of this chain from here on.
  case witnessAdded = "witness_added"
  /// They no longer do.
  case witnessRemoved = "witness_removed"
  /// A witness was told where this chain had come to.
  case witnessTold = "witness_told"
  /// This home is a witness: where another home's chain had come to.
  case headWitnessed = "head_witnessed"
  /// What a part of a session's recording consists of.
  case recordingKept = "recording_kept"
  /// A message to the operator is to be delivered.
  case messagePosted = "message_posted"
  /// It was.
  case messageSent = "message_sent"
  /// What a promoted bot lacks for a renewal, which its grant did not ask for.
  case renewalLacking = "renewal_lacking"
  /// An operator had everything closed that a bot has open; it is retired when nothing is.
  case botClosing = "bot_closing"
}
