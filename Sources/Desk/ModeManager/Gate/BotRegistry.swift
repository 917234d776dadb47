package import BotAssembly
package import JSONText
package import Journal
package import TradingCore

/// Puts new bots into a home.
package enum BotRegistry {
  /// The name is another bot's.
  package struct NameTaken: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name.
    package let name: String

    /// `WHAT (WHERE): WHAT TO DO`.
    package var description: String {
      "there is a bot '\(name)' already (bot): choose another name, or look at it with 'slipway bot show \(name)'"
    }
  }

  /// Adds a bot on paper: the event and the row.
  ///
  /// - Throws: `NameTaken`, `JournalError`.
  package static func add(
    _ spec: BotSpec, identity: BotIdentity, kind: EventKind, payload: [JSONMember] = [], at time: Timestamp,
    to transaction: inout JournalTransaction
  ) throws {
    guard try transaction.reading.bot(spec.id) == nil else { throw NameTaken(name: spec.id) }
    let record = BotRecord(
      id: spec.id, family: spec.family, spec: spec.json, createdAt: time, updatedAt: time)
    let members = [
      JSONMember("spec", spec.json), JSONMember("mode", .string(record.mode.rawValue)),
      JSONMember("identity", .string(identity.text)),
    ]
    _ = try transaction.record(
      NewEvent(kind, subject: spec.id, payload: .object(members + payload), at: time), [.newBot(record)])
  }
}
