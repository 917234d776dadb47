import FillSimulator
import Logging
import Journal
import JSONText
import TradingCore

extension Desk {
  /// Journals that a session begins, with every bot's state at its start.
  ///
  /// - Throws: `DeskError`, `journal(.busy)` when another process holds the journal for longer than its patience: nothing
  ///   has begun then.
  @discardableResult
  func startSession(_ kind: SessionKind, source: JSONValue) throws(DeskError) -> Session {
    let states = try startStates()
    let now = clock.now()
    let source = try risk.added(
      to: source.adding(SessionRecord.fillRulesKey, .count(FillRules.current)))
    try crew.beginRisk(under: risk)
    let row = try transact { transaction in
      let row = SessionRecord(
        id: try transaction.reading.nextSessionID(), kind: kind, source: source, startedAt: now)
      var changes: [ProjectionChange] = [.newSession(row)]
      for bot in crew.bots {
        guard let record = evidence[bot.id] else { continue }
        changes.append(.newSessionBot(part(of: bot, record, session: row.id, state: states[bot.id])))
      }
      try transaction.record(
        NewEvent(.sessionStarted, subject: "\(row.id)", payload: source, at: now), changes)
      let notice = DeskNotice(
        .start, subject: "session \(row.id)", text: "\(crowd), \(kind.rawValue)")
      try post(notice, at: now, &transaction)
      return row
    }
    log.info("session", metadata: ["session": "\(row.id)", "bots": "\(crew.bots.count)"])
    let session = Session(row, of: self)
    begin(session)
    return session
  }

  /// Every bot's state, before anything begins; those whose strategy programs can't say what they remember are left out.
  private func startStates() throws(DeskError) -> [String: [UInt8]] {
    var isAnyOut = false
    var states: [String: [UInt8]] = [:]
    for bot in crew.bots {
      do throws(DeskError) { states[bot.id] = try bot.checkpoint() } catch {
        guard case .program(_, let problem) = error else { throw error }
        crew.remove(bot)
        evidence[bot.id] = nil
        leaveOut(bot.id, problem)
        isAnyOut = true
      }
    }
    if isAnyOut { try requireBots() }
    return states
  }

  /// `3 bots on paper`, or `3 bots (2 paper, 1 demo)`.
  private var crowd: String {
    let modes = crew.bots.compactMap { evidence[$0.id]?.mode }
    let counts = TradingMode.allCases.compactMap { mode -> String? in
      let count = modes.count { $0 == mode }
      return count > 0 ? "\(count) \(mode.rawValue)" : nil
    }
    let isPaper = modes.allSatisfy { $0 == .paper }
    return
      "\(Counted.text(crew.bots.count, "bot")) \(isPaper ? "on paper" : "(\(counts.joined(separator: ", ")))")"
  }

  /// How a bot stands at the start of a session.
  func part(
    of bot: HostedBot, _ record: EvidenceRecord, session: Int64, state: [UInt8]?
  ) -> SessionBotRecord {
    SessionBotRecord(
      session: session, evidence: record.id, startState: state, startCursor: record.cursor,
      startEvents: record.eventCount, startFills: record.fillCount, startFingerprint: record.fingerprint)
  }

  /// Commits everything and journals that the session is over.
  ///
  /// `dropped`: what its feed sent and nobody was given; `nil` for one over files.
  /// - Returns: what the journal has of it now.
  /// - Throws: `DeskError`; the session stays open then, with all that was committed, and the next start recovers it.
  @discardableResult
  func endSession(
    _ session: Session, _ status: SessionStatus = .ended, dropped: DroppedQuotes? = nil
  ) throws(DeskError) -> SessionRecord {
    try commit(checkpoints: true)
    var row = session.row
    // What the commit judged of bots is in the recording, too.
    let recorded = row.kind == .feed ? unsealed(in: row.id) : []
    let facts = dropped.map { [JSONMember("dropped", $0.json)] } ?? []
    let now = clock.now()
    row.status = status
    row.endedAt = now
    try transact { transaction in
      var changes: [ProjectionChange] = [.session(row)]
      for var part in try transaction.reading.bots(ofSession: row.id) {
        guard let record = try transaction.reading.evidence(part.evidence) else { continue }
        part.endEvents = record.eventCount
        part.endFingerprint = record.fingerprint
        changes.append(.sessionBot(part))
      }
      for event in recorded { try transaction.record(event, []) }
      let kind: EventKind = status == .recovered ? .sessionRecovered : .sessionEnded
      try transaction.record(
        NewEvent(
          kind, subject: "\(row.id)",
          payload: .object([JSONMember("quotes", .count(row.quotes))] + facts), at: now), changes)
      guard status == .ended else { return }
      let notice = DeskNotice(
        .stop, subject: "session \(row.id)", text: "ended after \(Counted.text(row.quotes, "quote"))")
      try post(notice, at: now, &transaction)
    }
    dismissSession()
    return row
  }
}
