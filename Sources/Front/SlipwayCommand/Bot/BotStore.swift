import BotAssembly
import FileSystem
import JSONText
import Journal
import ModeManager
import TradingCore
import YAMLConfiguration

/// The registered bots of a home. Every change is one transaction: the event and what follows from it.
struct BotStore {
  let home: String

  /// Opens the journal for writing, making home and journal where they are missing, and runs one transaction.
  ///
  /// - Throws: `JournalError`, and what `body` throws.
  func write<T>(at time: Timestamp, _ body: (inout JournalTransaction) throws -> T) throws -> T {
    let journal = try Journal(home: home, mode: .create)
    return try journal.write { transaction in
      if transaction.head == .genesis {
        // What is signed in one home must mean nothing in another one that was made in the same instant.
        let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        _ = try transaction.append(
          .homeCreated,
          payload: ["version": .string(Version.current), "home": .string(Hexadecimal.text(nonce))], at: time)
      }
      return try body(&transaction)
    }
  }

  /// Reads one consistent view; `nil` when the home has no journal.
  ///
  /// - Throws: `JournalError`, and what `body` throws.
  func read<T>(_ body: (JournalReading) throws -> T) throws -> T? {
    let journal: Journal
    do throws(JournalError) {
      journal = try Journal(home: home, mode: .readOnly)
    } catch .missing {
      return nil
    } catch {
      throw error
    }
    return try journal.read(body)
  }

  /// A registered bot.
  ///
  /// - Throws: `CommandError.usage` for one that is not there, with a name like it.
  static func bot(_ id: String, _ reading: JournalReading) throws -> BotRecord {
    if let record = try reading.bot(id) { return record }
    throw unknown(id, among: try reading.bots().map(\.id))
  }

  /// The error for a bot that is not there.
  static func unknown(_ id: String, among known: [String]) -> CommandError {
    let advice =
      if let near = nearestMatch(to: id, among: known) { "did you mean '\(near)'?" } else if known.isEmpty {
        "register one with 'slipway bot register', or name another --home"
      } else {
        "see 'slipway bot list --all'"
      }
    return .usage(what: "there is no bot '\(id)'", option: "bot", advice: advice)
  }

  /// Stores a new bot.
  ///
  /// - Throws: `CommandError.usage` for a name that is taken, or `JournalError`.
  func add(
    _ registration: BotRegistration, kind: EventKind, payload: [JSONMember] = [], at time: Timestamp
  ) throws {
    do {
      try write(at: time) { transaction in
        try BotRegistry.add(
          registration.spec, identity: registration.resolved.identity, kind: kind, payload: payload,
          at: time, to: &transaction)
      }
    } catch let error as BotRegistry.NameTaken { throw Self.taken(error.name) }
  }

  /// The error for a name that is taken.
  static func taken(_ id: String) -> CommandError {
    .usage(
      what: "there is a bot '\(id)' already", option: "bot",
      advice: "choose another name, or look at it with 'slipway bot show \(id)'")
  }

  /// Moves a bot to another status.
  ///
  /// - Throws: `CommandError.usage` for an unknown bot or a move that is not possible, or `JournalError`.
  func change(_ id: String, by move: BotMove, at time: Timestamp) throws -> BotRecord {
    guard let known = try read({ try $0.bots().map(\.id) }) else { throw Self.unknown(id, among: []) }
    guard known.contains(id) else { throw Self.unknown(id, among: known) }
    return try write(at: time) { transaction in
      var record = try Self.bot(id, transaction.reading)
      let before = record.status
      guard let after = move.status(from: before) else { throw move.refusal(of: id, from: before) }
      record.status = after
      record.updatedAt = time
      let payload: JSONValue = ["from": .string(before.rawValue), "to": .string(after.rawValue)]
      _ = try transaction.record(
        NewEvent(move.event, subject: id, payload: payload, at: time), [.bot(record)])
      return record
    }
  }
}

/// What an operator does to a registered bot.
enum BotMove: String {
  case pause, resume, retire

  /// The event that tells of it.
  var event: EventKind {
    switch self {
    case .pause: .botPaused
    case .resume: .botResumed
    case .retire: .botRetired
    }
  }

  /// Where it leads, `nil` where it is not possible.
  func status(from status: BotStatus) -> BotStatus? {
    switch (self, status) {
    case (.pause, .active): .paused
    case (.resume, .paused): .active
    case (.retire, .active), (.retire, .paused): .retired
    default: nil
    }
  }

  /// Why not, and what is possible.
  func refusal(of id: String, from status: BotStatus) -> CommandError {
    let (what, advice) =
      switch status {
      case .active: ("bot '\(id)' is active already", "it can be paused or retired")
      case .paused: ("bot '\(id)' is paused already", "it can be resumed or retired")
      case .retired:
        (
          "bot '\(id)' is retired, which is final", "register a copy with 'slipway bot clone \(id) NEW'"
        )
      }
    return .usage(what: what, option: "slipway bot \(rawValue)", advice: advice)
  }
}
