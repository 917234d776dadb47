import FileSystem
import Journal
import Logging
import RiskControl
import SessionRecording
import TradingCore

/// Bots that failed on a feed and may do better now, as a strategy program may that had hung or was ended by somebody.
extension Desk {
  /// Brings a bot of which the journal knows more than its checkpoint up to the last of what the journal has, by the
  /// session's recording, and commits its state there: what came after it failed, it has missed as after any pause.
  ///
  /// Only on paper and without risk between bots: elsewhere a bot did not act alone.
  /// - Returns: whether it is there. Where it is not, it must not go on.
  /// - Throws: `DeskError`.
  func catchUp(_ bot: HostedBot) throws(DeskError) -> Bool {
    guard let row = evidence[bot.id], row.mode == .paper, bot.risk?.saved == nil,
      let record = try lastSession(of: row), record.kind == .feed
    else { return false }
    let risk = try DeskRisk(of: record)
    let failure = try DeskError.journaling {
      try journal.read { try $0.failure(ofEvidence: row.id, of: bot.id, in: record.id) }
    }
    guard risk.policy.isEmpty, let end = failure?.place else { return false }
    do {
      guard try rerun(bot, in: record.id, under: risk, to: end) else { return false }
    } catch {
      do throws(FileError) { try cancellation.check() } catch { throw .file(error) }
      log.warning(
        "a bot can't be brought up to the journal", metadata: ["bot": "\(bot.id)", "reason": "\(error)"])
      return false
    }
    let known = try DeskError.journaling {
      try journal.read { try $0.botEvents(of: row, after: row.checkpointEvents) }
    }
    guard bot.failure == nil, bot.takeEvents() == known else { return false }
    let session = Session(cutOff: record, after: end, of: self)
    begin(session)
    defer { dismissSession() }
    try commit(checkpoints: true)
    log.notice(
      "a bot that had failed goes on behind the last of what it did",
      metadata: ["bot": "\(bot.id)", "session": "\(record.id)"])
    return true
  }

  /// Gives a bot a session's inputs again, from its checkpoint to where it failed.
  ///
  /// - Returns: `false` where it fails again, or something was closed or canceled after it had: it can't undo that it was
  ///   not there.
  private func rerun(
    _ bot: HostedBot, in id: Int64, under risk: DeskRisk, to end: SessionPlace
  ) throws -> Bool {
    let place = place(of: bot, in: id) ?? .start
    let start = SessionPosition(quotes: place.quotes, controls: place.inputs ?? 0)
    var reader = try SessionLogReader(folder: Self.folder(ofSession: id, home: home))
    try reader.skip(to: start)
    var feeder = SessionFeeder([(place, bot)], symbols: reader.symbols.map(\.symbol), from: start)
    try feeder.begin(under: risk)
    var position = start
    var isCommanded = false
    while try reader.next({ item in
      switch item {
      case .quotes(let index, let quotes, let sizes):
        let count = min(quotes.count, max(0, end.quotes - position.quotes))
        if count > 0, !end.isReached(at: position) {
          feeder.take(
            UnsafeBufferPointer(rebasing: quotes[..<count]),
            sizes: sizes.map { UnsafeBufferPointer(rebasing: $0[..<count]) }, symbolIndex: index)
        }
        position.quotes += quotes.count
      case .event(let event):
        if !end.isReached(at: position) {
          try feeder.take(item)
        } else if case .control(let control) = try SessionInput(event, at: position), control.acts {
          isCommanded = isCommanded || control.bot == nil || control.bot == bot.id
        }
        position.controls += 1
      }
    }) { try cancellation.check() }
    return bot.failure == nil && !isCommanded
  }

  /// The last session in which evidence was gathered.
  private func lastSession(of row: EvidenceRecord) throws(DeskError) -> SessionRecord? {
    try DeskError.journaling {
      try journal.read { reading in
        try reading.sessions().last { session in
          try reading.bots(ofSession: session.id).contains { $0.evidence == row.id }
        }
      }
    }
  }
}
