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
}
