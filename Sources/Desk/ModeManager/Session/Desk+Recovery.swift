import FileSystem
import Logging
import Journal
import JSONText
import TradingCore
import SessionRecording

extension Desk {
  /// Brings sessions that were cut off to their last input, before anything new begins.
  ///
  /// Over recorded ticks nothing is to be done: what was not committed is run again from the files. A live
  /// session's log is run again from each bot's checkpoint on; what the journal has already must come out the same.
  /// - Throws: `DeskError`; `diverged` when it does not.
  func recover() throws(DeskError) {
    let sessions = try DeskError.journaling { try journal.read { try $0.sessions() } }
    for row in sessions where row.status == .open {
      let place =
        switch row.kind {
        case .files:
          SessionPlace(quotes: crew.bots.map { self.place(of: $0, in: row.id)?.quotes ?? 0 }.max() ?? 0)
        case .feed: try rerun(row)
        }
      let session = Session(cutOff: row, after: place, of: self)
      begin(session)
      try endSession(session, .recovered)
      log.notice("a session that was cut off is recovered", metadata: ["session": "\(row.id)"])
    }
    try leaveOutThoseBehind()
  }

  /// Leaves out bots that the journal says have done more than their checkpoint knows, and that no recording brings
  /// up to it: a bot that failed on a feed, and does again. Going on from the checkpoint, they would do it twice.
  private func leaveOutThoseBehind() throws(DeskError) {
    for bot in crew.bots where !isAtCheckpoint(bot) {
      if try catchUp(bot) { continue }
      crew.remove(bot.id)
      leaveOut(
        bot.id, "the journal is ahead of its checkpoint, as it failed: go on with a copy, 'slipway bot clone'"
      )
    }
  }

  private func isAtCheckpoint(_ bot: HostedBot) -> Bool {
    guard let row = evidence[bot.id] else { return true }
    return row.eventCount == row.checkpointEvents
  }

  /// How far a bot had come in a session at its last checkpoint; `nil` when that was before the session.
  func place(of bot: HostedBot, in session: Int64) -> SessionPlace? {
    (evidence[bot.id]?.cursor).flatMap { SessionPlace(cursor: $0, session: session) }
  }

  /// - Returns: the end of the session's recording.
  private func rerun(_ row: SessionRecord) throws(DeskError) -> SessionPlace {
    let folder = Self.folder(ofSession: row.id, home: home)
    let writer: SessionLogWriter
    do throws(SessionLogError) {
      writer = try SessionLogWriter(reopening: folder, at: clock.now())
    } catch .notASession {
      // Cut off before its first quote; or somebody has taken away what its bots would have to go on from.
      guard try participants(of: row).allSatisfy({ isAtCheckpoint($0.bot) }) else {
        throw .sessionTicks(row.id, problem: "its recording is gone (\(folder))")
      }
      return SessionPlace(quotes: row.quotes)
    } catch { throw .log(error) }
    if let torn = writer.tornTail {
      log.notice(
        "a half-written record was cut off", metadata: ["path": "\(torn.path)", "bytes": "\(torn.bytes)"])
    }
    let bots = try participants(of: row)
    let first = bots.map(\.place).min { $0.precedes($1) }
    let start = first.map { SessionPosition(quotes: $0.quotes, controls: $0.inputs ?? 0) } ?? writer.position
    var decisions: [RiskDecision] = []
    try DeskError.reading {
      var reader = try SessionLogReader(folder: folder)
      try reader.skip(to: start)
      var feeder = SessionFeeder(bots, symbols: reader.symbols.map(\.symbol), from: start)
      try feeder.begin(under: try DeskRisk(of: row))
      while try reader.next({ item in try feeder.take(item) }) { try cancellation.check() }
      decisions = feeder.takeDecisions()
      try feeder.end()
    }
    try decide(decisions, in: row.id)
    for (_, bot) in bots { try compare(bot, session: row) }
    do throws(SessionLogError) { _ = try writer.close() } catch { throw .log(error) }
    for closed in writer.unsealed { Background.seal(closed, log) }
    return SessionPlace(quotes: writer.position.quotes, inputs: writer.position.controls)
  }

  /// The session's bots that are here again under the same identity, each with its place.
  private func participants(of row: SessionRecord) throws(DeskError) -> [SessionFeeder.Placed] {
    let parts = try DeskError.journaling { try journal.read { try $0.bots(ofSession: row.id) } }
    var bots: [SessionFeeder.Placed] = []
    for part in parts {
      guard let bot = crew.bots.first(where: { evidence[$0.id]?.id == part.evidence }) else { continue }
      // What failed stays where it was: a program may do better the second time, which would be hindsight.
      let failure = try DeskError.journaling {
        try journal.read { try $0.failure(ofEvidence: part.evidence, of: bot.id, in: row.id) }
      }
      if failure != nil { continue }
      bots.append((place(of: bot, in: row.id) ?? .start, bot))
    }
    // Under risk all that still worked have their states of one place. Who failed before it stays where it is.
    guard bots.contains(where: { $0.bot.risk?.saved != nil }),
      let last = bots.map(\.place).max(by: { $0.precedes($1) })
    else { return bots }
    return bots.filter { !$0.place.precedes(last) }
  }

  /// Compares what came out with what the journal has, and leaves the rest to the next commit.
  private func compare(_ bot: HostedBot, session: SessionRecord) throws(DeskError) {
    guard bot.failure == nil, let row = evidence[bot.id] else { return }
    let events = bot.takeEvents()
    let known = try DeskError.journaling {
      try journal.read { try $0.botEvents(of: row, after: row.checkpointEvents) }
    }
    for (index, event) in known.enumerated() where index >= events.count || events[index] != event {
      throw .diverged(
        bot: bot.id, event: row.checkpointEvents + index + 1, session: session.id,
        rules: session.changedFillRules)
    }
    bot.giveBack(Array(events.dropFirst(known.count)))
    try compareIntents(of: bot, row, session: session)
  }
}

/// That a bot failed in a session, as the journal has it.
struct JournaledFailure {
  /// Where in the session ends what the journal has of it; `nil` in rows of earlier programs.
  let place: SessionPlace?
}

extension JournalReading {
  /// How a bot failed in a session; `nil` when it did not.
  func failure(
    ofEvidence evidence: Int64, of bot: String, in session: Int64
  ) throws(JournalError) -> JournaledFailure? {
    let rows = try events(of: bot, kinds: [.botFailed], limit: .max)
    return rows.last { row in
      guard let json = row.json, json["session"] == .integer(session) else { return false }
      return json["evidence"] == nil || json["evidence"] == .integer(evidence)
    }.map { JournaledFailure(place: $0.json.flatMap { SessionPlace(cursor: $0, session: session) }) }
  }
}
