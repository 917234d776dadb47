import BotAssembly
package import Journal
package import JSONText
import Logging
import SessionRecording
import TradingCore

/// Bots that an operator retires with what they have open: it is closed first. The order to do so is a row of the
/// journal, which holds until the bot is retired, however often a run is cut off in between.
extension Desk {
  /// Notes that a bot is closing, where somebody has said so.
  func noteClosing(_ id: String) throws(DeskError) {
    if try DeskError.journaling({ try journal.read { try $0.isClosing(id) } }) { closing.insert(id) }
  }

  /// What closes all that a bot has open: entries stop, orders are canceled, positions closed.
  func closeOut(_ id: String) -> DeskControl {
    DeskControl(.closeOut(.botPaused, .at(.risk)), bot: id)
  }

  /// Retires bots that were to be closed and have nothing open any more.
  func retireClosed() throws(DeskError) {
    guard !closing.isEmpty else { return }
    for bot in crew.bots where closing.contains(bot.id) && bot.failure == nil && bot.runner.isIdle {
      // What it did up to here ends its evidence.
      try commit(checkpoints: true)
      try retire(bot)
    }
  }

  /// The same before a session begins: a run may have been cut off just before.
  func retireDone() throws(DeskError) {
    for bot in crew.bots where closing.contains(bot.id) && bot.failure == nil {
      guard let row = evidence[bot.id], try isDone(bot, row) else { continue }
      try retire(bot)
    }
  }

  private func retire(_ bot: HostedBot) throws(DeskError) {
    let now = clock.now()
    try DeskError.journaling {
      try journal.write { transaction in
        guard var record = try transaction.reading.bot(bot.id), record.status != .retired else { return }
        let payload = JSONValue.retiring(from: record.status, closed: true)
        (record.status, record.updatedAt) = (.retired, now)
        _ = try transaction.record(
          NewEvent(.botRetired, subject: bot.id, payload: payload, at: now), [.bot(record)])
      }
    }
    crew.remove(bot)
    closing.remove(bot.id)
    gate.winding.remove(bot.id)
    log.info("closed and retired", metadata: ["bot": "\(bot.id)"])
  }
}

extension JournalReading {
  /// Whether an operator has everything closed that a bot has open, after which it is retired.
  ///
  /// - Throws: `JournalError`.
  package func isClosing(_ id: String) throws(JournalError) -> Bool {
    guard let bot = try bot(id), bot.status != .retired else { return false }
    return try latestEvent(of: id, kind: .botClosing) != nil
  }
}

extension JSONValue {
  /// What the row says that retires a bot.
  package static func retiring(from status: BotStatus, closed: Bool) -> JSONValue {
    let payload: JSONValue = ["from": .string(status.rawValue), "to": .string(BotStatus.retired.rawValue)]
    return closed ? payload.adding("closed", .boolean(true)) : payload
  }
}
