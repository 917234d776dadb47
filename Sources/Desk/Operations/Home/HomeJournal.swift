import BotAssembly
import FileSystem
import JSONText
import Journal
import ModeManager
import TradingCore
import YAMLText

/// The journal of a home, opened for one look or one change at a time.
struct HomeJournal {
  let home: Home

  /// Opens the journal for writing, making home and journal where they are missing, and runs one transaction.
  ///
  /// - Throws: `JournalError`, and what `body` throws.
  func write<T>(at time: Timestamp, _ body: (inout JournalTransaction) throws -> T) throws -> T {
    let journal = try Journal(home: home.folder, mode: .create)
    return try journal.write { transaction in
      if transaction.head == .genesis {
        // What is signed in one home must mean nothing in another one that was made in the same instant.
        let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        _ = try transaction.append(
          .homeCreated,
          payload: ["version": .string(ProgramVersion.current), "home": .string(Hexadecimal.text(nonce))],
          at: time)
      }
      return try body(&transaction)
    }
  }

  /// Reads one consistent view; `nil` when the home has no journal.
  ///
  /// - Throws: `JournalError`, and what `body` throws.
  func read<T>(_ body: (JournalReading) throws -> T) throws -> T? {
    try existing().map { try $0.read(body) }
  }

  /// The journal, to be read; `nil` when the home has none.
  ///
  /// - Throws: `JournalError`.
  func existing() throws(JournalError) -> Journal? {
    do throws(JournalError) { return try Journal(home: home.folder, mode: .readOnly) } catch .missing {
      return nil
    }
  }

  /// Refuses a home without a journal.
  ///
  /// - Throws: `JournalError`.
  func require() throws {
    guard try read({ _ in true }) != nil else { throw JournalError.missing(home: home.folder) }
  }

  /// The journal that a bot is in, to be read.
  ///
  /// - Throws: `JournalError`; a home without journal has no such bot, which is an `OperationError.usage`.
  func journal(of bot: String) throws -> Journal {
    do throws(JournalError) {
      return try Journal(home: home.folder, mode: .readOnly)
    } catch .missing {
      throw Self.unknown(bot, among: [])
    }
  }

  /// A registered bot.
  ///
  /// - Throws: `OperationError.usage` for one that is not there, with a name like it.
  static func bot(_ id: String, _ reading: JournalReading) throws -> BotRecord {
    if let record = try reading.bot(id) { return record }
    throw unknown(id, among: try reading.bots().map(\.id))
  }

  /// The error for a bot that is not there.
  static func unknown(_ id: String, among known: [String]) -> OperationError {
    let advice =
      if let near = nearestMatch(to: id, among: known) { "did you mean '\(near)'?" } else if known.isEmpty {
        "register one with 'slipway bot register', or name another --home"
      } else {
        "see 'slipway bot list --all'"
      }
    return .usage(what: "there is no bot '\(id)'", place: "bot", advice: advice)
  }

  /// The error for a name that is taken.
  static func taken(_ id: String) -> OperationError {
    .usage(
      what: "there is a bot '\(id)' already", place: "bot",
      advice: "choose another name, or look at it with 'slipway bot show \(id)'")
  }
}
