import GRDB
package import JSONText
package import TradingCore

/// What a bot wants of its broker, as it was committed before it left.
///
/// A row says that it was committed and nothing more: whether it arrived only the broker can say, so one that nobody
/// has answered when a host starts again is looked up, and never sent a second time.
package struct IntentRecord: Sendable, Hashable {
  /// The journal's number of it; the journal gives it.
  package internal(set) var id: Int64 = 0
  /// The evidence it belongs to.
  package var evidence: Int64
  /// Its number in the evidence, from 1 without gaps.
  package var number: UInt64
  /// What is wanted, as its owner encodes it; the journal compares it and reads nothing of it.
  package var content: [UInt8]
  /// When it was committed.
  package var committedAt: Timestamp
  /// The event that explains it; the journal sets it.
  package internal(set) var seq: Int64 = 0

  /// An intent from its parts.
  package init(evidence: Int64, number: UInt64, content: [UInt8], committedAt: Timestamp) {
    self.evidence = evidence
    self.number = number
    self.content = content
    self.committedAt = committedAt
  }
}

extension IntentRecord: ProjectedRow {
  static var table: ProjectedTable { .intents }
  var key: Int64 { id }
  var label: String { "\(number) of evidence \(evidence)" }
  var values: [DatabaseValue] {
    [
      evidence.databaseValue, Int64(bitPattern: number).databaseValue, content.blobValue,
      committedAt.nanoseconds.databaseValue,
    ]
  }

  init(_ reader: inout ColumnReader) throws(JournalError) {
    let id = try reader.integer()
    self.init(
      evidence: try reader.integer(), number: UInt64(bitPattern: try reader.integer()),
      content: try reader.bytes(), committedAt: try reader.timestamp())
    self.id = id
    seq = try reader.integer()
  }
}

extension JournalReading {
  /// The intents of an evidence behind a number, in order of their numbers.
  ///
  /// - Throws: `JournalError`.
  package func intents(ofEvidence id: Int64, after number: UInt64 = 0) throws(JournalError) -> [IntentRecord]
  {
    guard try hasIntents() else { return [] }
    return try all(
      ProjectedTable.intents.selection + " WHERE evidence = ? AND number > ? ORDER BY number",
      [id, Int64(bitPattern: number)], table: "intents"
    ) { try IntentRecord(&$0) }
  }

  /// The intent of an evidence that was committed last.
  ///
  /// - Throws: `JournalError`.
  package func lastIntent(ofEvidence id: Int64) throws(JournalError) -> IntentRecord? {
    guard try hasIntents() else { return nil }
    return try first(
      ProjectedTable.intents.selection + " WHERE evidence = ? ORDER BY number DESC LIMIT 1", [id],
      table: "intents"
    ) { try IntentRecord(&$0) }
  }

  private func hasIntents() throws(JournalError) -> Bool {
    try JournalError.mapping(path) {
      try JournalSchema.version(of: database) >= ProjectedTable.intents.schema
    }
  }
}

extension JournalTransaction {
  /// Commits intents of an evidence, each as a row of the chain with its content and a row of its own.
  ///
  /// What was committed before and is the same is passed over. `describe`: what the chain says of each for people.
  /// - Returns: those that are new.
  /// - Throws: `intentDiffers` for another content under a number that was committed, `conflict` for a number that does
  ///   not follow on the last one, and what the database reports.
  @discardableResult
  package mutating func commit(
    _ intents: [IntentRecord], of bot: String, describe: (IntentRecord) -> JSONValue = { _ in [:] }
  ) throws(JournalError) -> [IntentRecord] {
    guard let first = intents.first else { return [] }
    let known = try reading.intents(ofEvidence: first.evidence, after: first.number &- 1)
    var last = try reading.lastIntent(ofEvidence: first.evidence)?.number ?? 0
    var new: [IntentRecord] = []
    for intent in intents {
      if let old = known.first(where: { $0.number == intent.number }) {
        guard old.content == intent.content else {
          throw .intentDiffers(evidence: intent.evidence, number: intent.number)
        }
        continue
      }
      guard intent.number == last + 1 else { throw .conflict(table: "intents", id: intent.label) }
      last = intent.number
      var payload: JSONValue = [
        "evidence": .integer(intent.evidence), "number": .integer(Int64(bitPattern: intent.number)),
      ]
      if case .object(let members) = describe(intent) {
        for member in members { payload = payload.adding(member.name, member.value) }
      }
      payload = payload.adding("content", .string(Hexadecimal.text(intent.content)))
      try record(
        NewEvent(.intentCommitted, subject: bot, payload: payload, at: intent.committedAt),
        [.newIntent(intent)])
      new.append(intent)
    }
    return new
  }
}
