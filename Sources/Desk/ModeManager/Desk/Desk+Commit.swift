import BotAssembly
import RiskControl
import TradingEngine
import Logging
import Journal
import JSONText
import TradingCore
import SessionRecording

extension Desk {
  /// What one bot adds to a commit.
  private struct Contribution {
    let bot: HostedBot
    let events: [BotEvent]
    let intents: [VenueIntent]
    let state: [UInt8]?
  }

  /// Writes what has happened since the last commit in one transaction, then lets go what bots want of their brokers.
  ///
  /// `checkpoints`: whether the bots' states go with it; over recorded ticks always, on a feed now and then.
  /// - Throws: `DeskError.journal`, and `unwritten` where there is no room for what a program was told; nothing is lost
  ///   then, the next commit offers the same again.
  func commit(checkpoints: Bool) throws(DeskError) {
    try judge()
    try decide(crew.takeDecisions())
    // Durable before anything that they caused.
    try session?.sync()
    for bot in crew.bots { reportFailure(of: bot) }
    noteDiscrepancies()
    var contributions: [Contribution] = []
    let reduced = Set(gate.reductions.map(\.bot))
    // Under one tree all states are of one place, or none is new.
    let areJoint = crew.isGuarded && (checkpoints || !reduced.isEmpty)
    if areJoint { try crew.stampRisk() }
    do throws(DeskError) {
      for bot in crew.bots where bot.failure == nil {
        // What a bot lost and the state without it belong together.
        let isReduced = areJoint || reduced.contains(bot.id)
        let isDue = checkpoints && bot.inputsSinceCheckpoint > 0
        guard bot.hasNews || isDue || isReduced else { continue }
        if let contribution = try contribution(of: bot, withState: checkpoints || isReduced) {
          contributions.append(contribution)
        }
      }
      // What it came to when it failed is part of the recording, and no checkpoint will tell it.
      for bot in crew.bots where bot.failure != nil && session?.isRecorded == true && bot.hasNews {
        let events = bot.takeEvents()
        if !events.isEmpty {
          contributions.append(Contribution(bot: bot, events: events, intents: [], state: nil))
        }
      }
      guard !contributions.isEmpty || !notes.isEmpty || !notices.isEmpty || !reduced.isEmpty else { return }
      carry(try write(contributions))
    } catch {
      for contribution in contributions {
        contribution.bot.giveBack(contribution.events)
        contribution.bot.giveBack(contribution.intents)
      }
      throw error
    }
  }

  /// - Returns: `nil` when its strategy program can't say what it remembers: the bot stays at its last checkpoint.
  private func contribution(
    of bot: HostedBot, withState: Bool
  ) throws(DeskError) -> Contribution? {
    let (events, intents) = (bot.takeEvents(), bot.takeIntents())
    do throws(DeskError) {
      let state = withState ? try bot.checkpoint() : nil
      return Contribution(bot: bot, events: events, intents: intents, state: state)
    } catch {
      bot.giveBack(events)
      bot.giveBack(intents)
      guard case .program(_, let problem) = error else { throw error }
      bot.fail(problem)
      bot.failurePlace = session?.place
      reportFailure(of: bot)
      return nil
    }
  }

  /// - Returns: what may leave now.
  private func write(_ contributions: [Contribution]) throws(DeskError) -> [CommittedIntent] {
    let now = clock.now()
    var intents: [CommittedIntent] = []
    var updated: [String: EvidenceRecord] = [:]
    try transact { transaction in
      try record(gate.reductions, &transaction, at: now)
      for note in notes { try transaction.append(note) }
      for (notice, time) in notices { try post(notice, at: time, &transaction) }
      for contribution in contributions {
        let bot = contribution.bot
        guard var row = evidence[bot.id] else { continue }
        row.fingerprint = bot.runner.state.record.fingerprint.text
        row.summary = bot.summary.json
        if contribution.state != nil {
          row.checkpointEvents = row.eventCount + contribution.events.count
          row.cursor = cursor(of: bot)
        }
        try transaction.record(
          contribution.events, of: &row, checkpoint: contribution.state.map { .replace($0) } ?? .keep,
          at: now)
        intents += try record(contribution.intents, of: row, &transaction, at: now)
        updated[bot.id] = row
      }
    }
    evidence.merge(updated) { _, new in new }
    if !gate.reductions.isEmpty { try readGate() }
    forgetNews()
    gate.reductions = []
    return intents
  }

  /// Makes one transaction. Where only the anchor could not be moved behind it, it is made all the same, and the next one
  /// moves the anchor on.
  func transact<T>(_ body: (inout JournalTransaction) throws -> T) throws(DeskError) -> T {
    var made: T?
    do throws(DeskError) {
      return try DeskError.journaling {
        try journal.write { transaction in
          let result = try body(&transaction)
          made = result
          return result
        }
      }
    } catch .journal(.anchorFailed(let path, let reason)) {
      guard let made else { throw .journal(.anchorFailed(path: path, reason: reason)) }
      log.warning("the anchor is behind", metadata: ["path": "\(path)", "reason": "\(reason)"])
      return made
    }
  }

  /// Has the operator told of something, with this transaction.
  func post(
    _ notice: DeskNotice, at time: Timestamp, _ transaction: inout JournalTransaction
  ) throws(JournalError) {
    for message in announce(notice, time) { try transaction.insert(message) }
  }

  /// Where a bot is: in the session, and in each symbol's ticks.
  func cursor(of bot: HostedBot) -> JSONValue {
    var members = (session?.place ?? .start).members(session: session?.id)
    for (symbol, place) in zip(bot.symbols, bot.places) where place.cursor.count > 0 {
      members.append(
        JSONMember(
          symbol.name,
          ["time_ns": .integer(place.cursor.time.nanoseconds), "count": .count(place.cursor.count)]))
    }
    return .object(members)
  }

  private func reportFailure(of bot: HostedBot) {
    guard let failure = bot.failure, isNewFailure(of: bot.id) else { return }
    note(
      NewEvent(
        .botFailed, subject: bot.id,
        payload: .object(
          [JSONMember("reason", .string(failure))] + placeOfFailure(of: bot).members(session: session?.id)
            + (evidence[bot.id].map { [JSONMember("evidence", .integer($0.id))] } ?? [])), at: clock.now()))
    log.error(
      "a bot has failed; it stays at its last checkpoint",
      metadata: ["bot": "\(bot.id)", "reason": "\(failure)"])
    notify(DeskNotice(.botFailed, subject: bot.id, text: failure))
  }

  /// Where in the session ends what the journal has of a bot that has failed: where it failed, where that is recorded, else
  /// its last checkpoint.
  private func placeOfFailure(of bot: HostedBot) -> SessionPlace {
    guard let session else { return .start }
    if session.isRecorded { return bot.failurePlace ?? session.place }
    return (evidence[bot.id]?.cursor).flatMap { SessionPlace(cursor: $0, session: session.id) } ?? .start
  }
}
