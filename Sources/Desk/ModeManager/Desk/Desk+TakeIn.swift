import BotAssembly
import BrokerBridges
import FileSystem
import Journal
import JSONText
import Logging
import Promotion
import StateCoding
import StrategyKit
import TradingCore
import TradingEngine

extension Desk {
  /// Takes one bot in, in the mode that the signed ledger says. One whose strategy program does not come to where it was is
  /// left out: others don't wait for it.
  func takeIn(_ record: BotRecord) throws(DeskError) {
    do throws(DeskError) { try admit(record) } catch {
      // A program that is told everything again can be broken off.
      do throws(FileError) { try cancellation.check() } catch { throw .file(error) }
      guard case .program(_, let problem) = error else { throw error }
      evidence[record.id] = nil
      leaveOut(record.id, problem)
    }
  }

  private func admit(_ record: BotRecord) throws(DeskError) {
    if record.status == .paused { paused.insert(record.id) }
    try noteClosing(record.id)
    let bot: HostedBot
    let resolved: ResolvedBot
    do {
      resolved = try resolve(try BotSpec(json: record.spec))
      bot = try Self.host(record.id, resolved, nil)
    } catch {
      if record.mode != .paper, venueAccounts[record.mode] == nil {
        return leaveOutVenueless(record.id, record.mode)
      }
      return leaveOut(record.id, "\(error)")
    }
    if let conflict = digitsConflict(bot) { return leaveOut(bot.id, "\(conflict)") }
    let rows = try DeskError.journaling {
      try journal.read { try $0.evidence(of: record.id) }.filter { $0.identity == resolved.identity.bytes }
    }
    let lastBroker: BrokerSettings?
    let scratch: HostedBot
    do {
      lastBroker = try broker(of: rows.last)
      scratch = lastBroker == nil ? bot : try Self.host(record.id, resolved, lastBroker)
    } catch { return leaveOut(record.id, "\(error)") }
    if try takeInWinding(scratch, rows.last, lastBroker) { return }
    guard let mode = try admittedMode(of: record, resolved, rows.last, scratch: scratch) else { return }
    let known = rows.last { $0.mode == mode && !gate.isOver($0) }
    let broker = known == nil ? bridges[mode]?.settings : try broker(of: known)
    guard hasVenue(mode, broker) else { return leaveOutVenueless(record.id, mode) }
    let fresh: HostedBot
    do {
      fresh =
        scratch.isRestored || broker != lastBroker ? try Self.host(record.id, resolved, broker) : scratch
    } catch { return leaveOut(record.id, "\(error)") }
    if mode != .paper, let criteria = gate.criteria { fresh.watch(by: criteria) }
    if let known {
      try restore(fresh, known)
    } else {
      try startEvidence(of: fresh, mode, resolved, behind: try seen(by: fresh, rows.last))
    }
    if mode != .paper, let criteria = gate.criteria { fresh.watch(by: criteria) }
    crew.add(fresh)
  }

  private static func host(
    _ id: String, _ resolved: ResolvedBot, _ broker: BrokerSettings?
  ) throws -> HostedBot {
    let runner = try BotAssembler.bot(
      resolved.entry, resolved.configuration, curvePoints: curvePoints, broker: broker)
    let bot = HostedBot(
      id: id, runner: runner, instruments: resolved.instruments,
      currency: resolved.configuration.profile.accountCurrency, isProgram: resolved.entry.isProgram)
    _ = try bot.checkpoint()
    return bot
  }

  func restore(_ bot: HostedBot, _ row: EvidenceRecord) throws(DeskError) {
    evidence[bot.id] = row
    let state = try DeskError.journaling { try journal.read { try $0.checkpoint(ofEvidence: row.id) } }
    if let state { try bot.restore(state) }
  }

  /// Takes in a bot that was taken back and has something open, or not all of it journaled: it goes on there.
  private func takeInWinding(
    _ bot: HostedBot, _ row: EvidenceRecord?, _ broker: BrokerSettings?
  ) throws(DeskError) -> Bool {
    guard let row, gate.isOver(row) else { return false }
    try restore(bot, row)
    guard try !isDone(bot, row) else {
      evidence[bot.id] = nil
      return false
    }
    guard hasVenue(row.mode, broker) else {
      evidence[bot.id] = nil
      leaveOutVenueless(bot.id, row.mode)
      return true
    }
    gate.winding.insert(bot.id)
    log.notice("was taken back, and has something open", metadata: ["bot": "\(bot.id)"])
    crew.add(bot)
    return true
  }

  /// Whether a bot's evidence has come to its end: nothing open, and nothing that a recording could still bring.
  func isDone(_ bot: HostedBot, _ row: EvidenceRecord) throws(DeskError) -> Bool {
    guard bot.runner.isIdle, row.eventCount == row.checkpointEvents else { return false }
    return try DeskError.journaling {
      try journal.read { reading in
        for session in try reading.sessions() where session.status == .open && session.kind == .feed {
          // What the session at hand had for it has been seen.
          if session.id == self.session?.id { continue }
          if try reading.bots(ofSession: session.id).contains(where: { $0.evidence == row.id }) {
            return false
          }
        }
        return true
      }
    }
  }

  /// Lets bots that were taken back and have nothing open any more start anew in their new mode.
  func startAnew() throws(DeskError) {
    try retireDone()
    for bot in crew.bots where gate.winding.contains(bot.id) {
      guard let row = evidence[bot.id], try isDone(bot, row) else { continue }
      let record = try DeskError.journaling { try journal.read { try $0.bot(bot.id) } }
      guard let record else { continue }
      crew.remove(bot.id)
      gate.winding.remove(bot.id)
      evidence[bot.id] = nil
      try takeIn(record)
    }
    try requireBots()
  }

  private func digitsConflict(_ bot: HostedBot) -> DeskError? {
    for instrument in bot.instruments {
      guard let other = crew.instrument(instrument.symbol), other.digits != instrument.digits else {
        continue
      }
      let holder = crew.bots.first { $0.instruments.contains(other) }
      return .digits(symbol: instrument.symbol.name, bots: [holder?.id ?? "", bot.id])
    }
    return nil
  }

  /// What new evidence begins behind in each symbol: what the bot has seen as what it is; once its identity was taken back
  /// from anybody, what any bot of it has, as a copy must not begin on the same ticks again.
  ///
  /// - Returns: `nil` where nobody has seen anything.
  private func seen(by bot: HostedBot, _ own: EvidenceRecord?) throws(DeskError) -> [TickCursor]? {
    let identity = bot.runner.identity
    var rows = own.map { [$0] } ?? []
    if gate.ledger.wasTakenBack(identity: identity.text) {
      let all = try DeskError.journaling { try journal.read { try $0.evidence(ofIdentity: identity.bytes) } }
      rows += all.filter { $0.id != own?.id }
    }
    let now = clock.now()
    var furthest: [TickCursor]?
    for row in rows {
      guard let cursors = try cursors(of: row, by: bot) else { continue }
      // Ticks of the future, which a copy was played once, would stop all others for good.
      guard row.bot == bot.id || cursors.allSatisfy({ $0.time <= now }) else { continue }
      let merged = furthest.map { TickCursor.furthest($0, cursors) } ?? cursors
      if row.bot != bot.id, merged != furthest, let last = merged.map(\.time).max(), last > .distantPast {
        log.notice(
          "begins behind what another bot of its identity has seen",
          metadata: ["bot": "\(bot.id)", "until": "\(last.iso8601)", "seen_by": "\(row.bot)"])
      }
      furthest = merged
    }
    return furthest
  }

  /// How far an evidence came; `nil` where it has seen nothing, or where a copy's checkpoint can't be read: that is no reason
  /// for others not to start.
  private func cursors(of row: EvidenceRecord, by bot: HostedBot) throws(DeskError) -> [TickCursor]? {
    // A row that has moved is another one.
    if let known = gate.cursors[[row.id, row.seq]] { return known }
    let state = try DeskError.journaling { try journal.read { try $0.checkpoint(ofEvidence: row.id) } }
    var found: [TickCursor]?
    do throws(DeskError) { if let state { found = try bot.cursors(of: state) } } catch {
      guard row.bot != bot.id else { throw error }
      log.warning("a copy's checkpoint can't be read", metadata: ["bot": "\(row.bot)", "reason": "\(error)"])
    }
    gate.cursors[[row.id, row.seq]] = .some(found)
    return found
  }

  /// Begins evidence, behind ticks that were seen already: what was done on them must not be done on them again.
  private func startEvidence(
    of bot: HostedBot, _ mode: TradingMode, _ resolved: ResolvedBot, behind cursors: [TickCursor]?
  ) throws(DeskError) {
    var recipe = EvidenceRecipe(resolved)
    recipe.broker = bridges[mode]?.settings
    let bytes: [UInt8]
    do { bytes = try StateEncoder.encode(recipe) } catch { throw .state(bot: bot.id, problem: "\(error)") }
    var first: [UInt8]?
    if let cursors {
      bot.begin(behind: cursors)
      first = try bot.checkpoint()
    }
    let now = clock.now()
    evidence[bot.id] = try DeskError.journaling {
      try journal.write { transaction in
        let reading = transaction.reading
        let row = EvidenceRecord(
          id: try reading.nextEvidenceID(), bot: bot.id, mode: mode, identity: resolved.identity.bytes,
          number: try reading.evidence(of: bot.id).count + 1, startedAt: now,
          fingerprint: bot.runner.state.record.fingerprint.text, summary: bot.summary.json)
        let event = NewEvent(
          .evidenceStarted, subject: bot.id,
          payload: [
            "evidence": .integer(row.id), "identity": .string(resolved.identity.text),
            "strategy": .string(recipe.strategy), "version": .count(recipe.version),
            "broker": .string(resolved.configuration.profileIdentity.name),
            "recipe": .string(Hexadecimal.text(bytes)),
          ], at: now)
        try transaction.record(event, [.newEvidence(row, checkpoint: first)])
        return try transaction.reading.evidence(row.id) ?? row
      }
    }
    log.info(
      "new evidence", metadata: ["bot": "\(bot.id)", "identity": "\(resolved.identity.text.prefix(12))"])
  }
}
