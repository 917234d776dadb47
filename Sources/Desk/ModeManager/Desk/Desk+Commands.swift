import BotAssembly
import RiskControl
import Logging
import Journal
import JSONText
import TradingCore
import SessionRecording

extension Desk {
  /// Looks whether somebody has appended a command to the journal, and obeys.
  ///
  /// `takesIn`: whether bots registered meanwhile may still join.
  /// - Returns: the controls that took effect, to be recorded with their place.
  func obeyCommands(takesIn: Bool) throws(DeskError) -> [DeskControl] {
    try heedStopFile()
    guard try DeskError.journaling({ try journal.lastSeq() }) > seenSeq else { return [] }
    var controls: [DeskControl] = []
    var changesGate = false
    while true {
      let events = try DeskError.journaling { try journal.read { try $0.events(after: seenSeq) } }
      guard let last = events.last else { break }
      for event in events {
        try obey(event, takesIn: takesIn, &controls)
        changesGate = changesGate || event.kind?.changesGate == true
      }
      seenSeq = last.seq
    }
    return changesGate ? controls + (try followGate()) : controls
  }

  private func obey(
    _ event: JournalEvent, takesIn: Bool, _ controls: inout [DeskControl]
  ) throws(DeskError) {
    switch event.kind {
    case .botPaused, .botResumed:
      guard crew.bot(event.subject) != nil else { return }
      let isPaused = event.kind == .botPaused
      if isPaused { paused.insert(event.subject) } else { paused.remove(event.subject) }
      controls.append(DeskControl(.botPaused, isOn: isPaused, bot: event.subject))
      log.info("\(isPaused ? "paused" : "resumed")", metadata: ["bot": "\(event.subject)"])
    case .botClosing:
      guard let bot = crew.bot(event.subject) else { return }
      closing.insert(bot.id)
      controls.append(closeOut(bot.id))
      log.info("closing", metadata: ["bot": "\(bot.id)"])
    case .riskOrdered, .riskFreed:
      controls += try DeskError.journaling { try journal.read { try orders(after: event.seq - 1, $0) } }
        .filter { $0.seq == event.seq }.map(control)
    case .botRetired:
      guard crew.bot(event.subject) != nil else { return }
      // What it did up to here is kept; its positions stay as they are.
      try commit(checkpoints: true)
      crew.remove(event.subject)
      closing.remove(event.subject)
      log.info("retired", metadata: ["bot": "\(event.subject)"])
    case .botRegistered, .botCloned:
      guard crew.bot(event.subject) == nil else { return }
      guard takesIn else {
        log.info("a bot was registered; it takes part in the next run", metadata: ["bot": "\(event.subject)"])
        return
      }
      try join(event.subject)
    default: return
    }
  }

  /// What operators have said to risk since a row, that risk has to be told.
  func orders(after seq: Int64, _ reading: JournalReading) throws -> [RiskOrder] {
    try RiskOrder.all(reading).due(after: seq)
  }

  /// Has risk hear an order.
  func control(_ order: RiskOrder) -> DeskControl {
    log.notice(
      "ordered",
      metadata: ["scope": "\(order.scope)", "by": "\(order.act.by)", "reason": "\(order.act.reason)"])
    return .risk(.operated(order.act), of: order.scope)
  }

  /// Journals a kill of the desk once a file in the home says so; once it is gone another one is another kill.
  func heedStopFile() throws(DeskError) {
    let isThere = stopFile.isThere
    guard isThere != isStopped else { return }
    isStopped = isThere
    guard isThere else { return }
    let standing = try DeskError.journaling { try journal.read { try orders(after: 0, $0) } }
    if standing.contains(where: { $0.scope == .desk && $0.act.verb == .kill }) { return }
    let (reason, now) = (stopFile.reason, clock.now())
    _ = try transact { transaction in
      try RiskOrder.stop(
        .kill, .desk, by: "the file \(StopFile.name)", reason: reason, at: now, &transaction)
    }
  }

  /// Lets bots that were taken back start anew in their new mode as soon as nothing is open any more.
  func rejoin() throws(DeskError) {
    guard !gate.winding.isEmpty else { return }
    for bot in crew.bots where gate.winding.contains(bot.id) && bot.failure == nil && bot.runner.isIdle {
      // Whom the gate gives nothing stays where it is, so that the session can be run again, and is told at the next
      // start.
      guard try isWelcome(bot) else { continue }
      // What it did up to here ends its evidence, at this place of the session.
      try commit(checkpoints: true)
      guard bot.failure == nil else { continue }
      crew.remove(bot)
      gate.winding.remove(bot.id)
      evidence[bot.id] = nil
      try join(bot.id, halts: bot.runner.halts.filter { Self.feedHalts.contains($0.code) })
    }
  }

  /// Halts that are the feed's or the home's, not the bot's.
  static let feedHalts: [DenialCode] = [.feedStale, .feedLate, .clockJump, .journalFault]

  /// Takes a bot into a session that goes on.
  private func join(_ id: String, halts: [EntryHalts.Halt] = []) throws(DeskError) {
    guard let record = try DeskError.journaling({ try journal.read { try $0.bot(id) } }), let session else {
      return
    }
    // The others' states are of the place at which they were joined, so that a crash brings all to one place.
    if crew.isGuarded { try commit(checkpoints: true) }
    try takeIn(record)
    guard let bot = crew.bot(id), let row = evidence[id] else { return }
    bot.apply(DeskControl(.botPaused, isOn: paused.contains(id)))
    for halt in halts {
      bot.apply(DeskControl(halt.code, isOn: true, symbol: halt.symbolIndex.map { bot.symbols[$0] }))
    }
    guard bot.symbols.allSatisfy(crew.symbols.contains) else {
      crew.remove(id)
      return leaveOut(id, "the feed of this run was not asked for its symbols: it takes part in the next run")
    }
    // Who was taken back has another right now, or needs none.
    if crew.isLocked(id, .botDemoted) {
      try session.put(granting(gate.mandates[id]?.told, to: id))
      try session.sync()
    }
    try crew.stampRisk()
    let state: [UInt8]
    do throws(DeskError) { state = try bot.checkpoint() } catch {
      guard case .program(_, let problem) = error else { throw error }
      crew.remove(id)
      evidence[id] = nil
      return leaveOut(id, problem)
    }
    // Its place in the session has to be known when the session is run again.
    evidence[id] = try DeskError.journaling {
      try journal.write { transaction in
        var row = row
        row.cursor = cursor(of: bot)
        row.checkpointEvents = row.eventCount
        try transaction.record([], of: &row, checkpoint: .replace(state), at: clock.now())
        try transaction.record(
          NewEvent(
            .sessionStarted, subject: "\(session.id)",
            payload: ["joined": .string(id), "after_quotes": .count(session.place.quotes)], at: clock.now()),
          [.newSessionBot(part(of: bot, row, session: session.id, state: state))])
        return row
      }
    }
    greet(id)
  }
}

extension EventKind {
  /// Whether rights, requests or criteria are others after it.
  fileprivate var changesGate: Bool {
    switch self {
    case .operatorAdded, .operatorRetired, .criteriaAdopted, .promotionRequested, .promotionApproved,
      .promotionRejected, .promotionRevoked, .promotionExpired, .promoted, .stepRaised, .steppedDown,
      .demoted:
      true
    default: false
    }
  }
}
