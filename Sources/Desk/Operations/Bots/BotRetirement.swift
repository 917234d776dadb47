import JSONText
import Journal
import ModeManager
import TradingCore

/// What becomes of what a retired bot has open.
package enum OpenChoice: Sendable, Hashable {
  /// It is closed by a run, the one at work or the next one; the bot is retired when that is done.
  case close
  /// It stays as it is: nothing looks after it any more.
  case leave
}

extension BotOperations {
  /// Takes a bot out for good.
  ///
  /// `choice`: what becomes of what it has open; `asking`: asked where that was not said and something is open, `nil` for no
  /// answer.
  /// - Throws: `OperationError.usage` for an unknown bot, one that is retired, or open positions without a choice;
  ///   `JournalError`, `DeskError`.
  package func retire(
    _ id: String, _ choice: OpenChoice?, asking: (OpenListing) throws -> OpenChoice?
  ) throws -> MovedBot {
    guard let record = try home.journal.read({ try HomeJournal.bot(id, $0) }) else {
      throw HomeJournal.unknown(id, among: [])
    }
    guard record.status != .retired else { throw BotMove.retire.refusal(of: id, from: .retired) }
    if choice == .leave { return try move(id, .retire) }
    let open = try open(id)
    guard open.mayHaveAny else { return try move(id, .retire) }
    if try home.journal.read({ try $0.isClosing(id) }) ?? false {
      throw BotMove.closing(id, "slipway bot retire")
    }
    guard let choice = try choice ?? asking(open) else {
      throw OperationError.usage(
        what: "bot '\(id)' has \(open.counts) open", place: "slipway bot retire",
        advice:
          "say --close (a run closes it, then the bot is retired) or --leave (nothing looks after it any more)"
      )
    }
    return choice == .leave ? try move(id, .retire) : try markClosing(id)
  }

  /// The mark is a row of the journal: whatever happens to a run, the next one sees it.
  private func markClosing(_ id: String) throws -> MovedBot {
    let time = home.now()
    return try home.journal.write(at: time) { transaction in
      let record = try HomeJournal.bot(id, transaction.reading)
      guard record.status != .retired else { throw BotMove.retire.refusal(of: id, from: .retired) }
      _ = try transaction.record(
        NewEvent(.botClosing, subject: id, payload: .retiring(from: record.status, closed: true), at: time),
        [])
      return MovedBot(id: id, status: record.status.rawValue, isClosing: true)
    }
  }
}

extension OpenListing {
  /// Whether anything is open, or nobody knows.
  var mayHaveAny: Bool { !positions.isEmpty || !orders.isEmpty || isUncertain }

  /// How much is open, in words.
  package var counts: String {
    let counted = [
      positions.isEmpty ? nil : Counted.text(positions.count, "position"),
      orders.isEmpty ? nil : Counted.text(orders.count, "order"),
    ].compactMap { $0 }
    return counted.isEmpty ? "perhaps something" : counted.joined(separator: " and ")
  }
}
