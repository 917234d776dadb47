import BotAssembly
import Journal
import JSONText
import Logging
import RiskControl
import SessionRecording
import TradingCore

/// Bots that failed on a feed and may do better now, as a strategy program may that had hung or was ended by somebody.
extension Desk {
  /// Brings a bot of which the journal knows more than its checkpoint up to the last of what the journal has, by the
  /// session's recording, and commits its state there: what came after that, it has missed as after any pause.
  ///
  /// Only on paper and without risk between bots: elsewhere a bot did not act alone.
  /// - Returns: whether it is there. Where it is not, it must not go on.
  /// - Throws: `DeskError`.
  func catchUp(_ bot: HostedBot) throws(DeskError) -> Bool {
    guard let row = evidence[bot.id], row.mode == .paper, bot.risk?.saved == nil,
      let record = try lastSession(of: row), record.kind == .feed
    else { return false }
    let (id, place) = (record.id, place(of: bot, in: record.id) ?? .start)
    let risk = try DeskRisk(of: record)
    guard risk.policy.isEmpty else { return false }
    let wanted = UInt64(row.eventCount)
    var end = SessionPosition()
    do {
      var reader = try SessionLogReader(folder: Self.folder(ofSession: id, home: home))
      let start = SessionPosition(quotes: place.quotes, controls: place.inputs ?? 0)
      try reader.skip(to: start)
      var feeder = SessionFeeder([(place, bot)], symbols: reader.symbols.map(\.symbol), from: start)
      try feeder.begin(under: risk)
      var isGoing: Bool { bot.failure == nil && bot.runner.eventCount < wanted }
      while isGoing,
        try reader.next({ item in
          switch item {
          case .quotes(let index, let quotes, let sizes):
            // One by one: it must not do more than the journal has.
            for place in quotes.indices where isGoing {
              let one = place...place
              feeder.take(
                UnsafeBufferPointer(rebasing: quotes[one]),
                sizes: sizes.map { UnsafeBufferPointer(rebasing: $0[one]) }, symbolIndex: index)
            }
          case .event: try feeder.take(item)
          }
        })
      {}
      end = feeder.position
    } catch {
      log.warning(
        "a bot can't be brought up to the journal", metadata: ["bot": "\(bot.id)", "reason": "\(error)"])
      return false
    }
    let known = try DeskError.journaling {
      try journal.read { try $0.botEvents(of: row, after: row.checkpointEvents) }
    }
    guard bot.failure == nil, bot.takeEvents() == known else { return false }
    let session = Session(
      cutOff: record, after: SessionPlace(quotes: end.quotes, inputs: end.controls), of: self)
    begin(session)
    defer { dismissSession() }
    try commit(checkpoints: true)
    log.notice(
      "a bot that had failed goes on behind the last of what it did",
      metadata: ["bot": "\(bot.id)", "session": "\(id)"])
    return true
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
