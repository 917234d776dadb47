import GRDB
package import JSONText
package import TradingCore

/// Whether a bot takes part in `run`. Text codes are stable.
package enum BotStatus: String, Sendable, Hashable, Codable, CaseIterable {
  /// Runs.
  case active
  /// Is hosted and makes no new entries.
  case paused
  /// Is kept for its records only.
  case retired
}

/// A registered bot.
package struct BotRecord: Sendable, Hashable {
  /// The number of its row; the journal gives it.
  var number: Int64 = 0
  /// What people call it.
  package var id: String
  /// Whether it runs.
  package var status: BotStatus
  /// Where its orders go.
  package var mode: TradingMode
  /// The family its trials count for.
  package var family: String
  /// What it is made of: strategy, parameters, symbols, broker, risk.
  package var spec: JSONValue
  /// When it was registered.
  package var createdAt: Timestamp
  /// When this row was last changed.
  package var updatedAt: Timestamp
  /// The event that last changed it; the journal sets it.
  package internal(set) var seq: Int64 = 0

  /// A bot from its parts.
  package init(
    id: String, status: BotStatus = .active, mode: TradingMode = .paper, family: String, spec: JSONValue,
    createdAt: Timestamp, updatedAt: Timestamp
  ) {
    self.id = id
    self.status = status
    self.mode = mode
    self.family = family
    self.spec = spec
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

extension BotRecord: ProjectedRow {
  static var table: ProjectedTable { .bots }
  var key: Int64 { number }
  var label: String { id }
  var values: [DatabaseValue] {
    [
      id.databaseValue, status.rawValue.databaseValue, mode.rawValue.databaseValue, family.databaseValue,
      spec.compactText.databaseValue, createdAt.nanoseconds.databaseValue,
      updatedAt.nanoseconds.databaseValue,
    ]
  }

  init(_ reader: inout ColumnReader) throws(JournalError) {
    let number = try reader.integer()
    self.init(
      id: try reader.text(), status: try reader.code(BotStatus.self), mode: try reader.code(TradingMode.self),
      family: try reader.text(), spec: try reader.json(), createdAt: try reader.timestamp(),
      updatedAt: try reader.timestamp())
    self.number = number
    seq = try reader.integer()
  }
}

extension ColumnReader {
  mutating func code<Code: RawRepresentable<String>>(_ type: Code.Type) throws(JournalError) -> Code {
    let text = try text()
    guard let code = Code(rawValue: text) else { throw fault("unknown code \(text)") }
    return code
  }

  mutating func timestamp() throws(JournalError) -> Timestamp { Timestamp(nanoseconds: try integer()) }

  mutating func json() throws(JournalError) -> JSONValue {
    let text = try text()
    do { return try JSONValue(json: Array(text.utf8)) } catch { throw fault("JSON: \(error)") }
  }

  mutating func count() throws(JournalError) -> Int { Int(try integer()) }
}

extension JournalReading {
  /// A bot by its id.
  ///
  /// - Throws: `JournalError`.
  package func bot(_ id: String) throws(JournalError) -> BotRecord? {
    try first(ProjectedTable.bots.selection + " WHERE id = ?", [id], table: "bots") { try BotRecord(&$0) }
  }

  /// Every bot in order of registration.
  ///
  /// - Throws: `JournalError`.
  package func bots() throws(JournalError) -> [BotRecord] {
    try all(ProjectedTable.bots.selection + " ORDER BY number", table: "bots") { try BotRecord(&$0) }
  }
}
