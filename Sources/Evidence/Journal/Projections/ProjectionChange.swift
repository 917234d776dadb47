import Crypto
import GRDB
import JSONText
package import TradingCore

/// A change to how things stand, always made together with the event that explains it.
package enum ProjectionChange: Sendable {
  /// A bot that is not there yet.
  case newBot(BotRecord)
  /// A bot's new state.
  case bot(BotRecord)
  /// An evidence that is not there yet, with its first checkpoint if it has one.
  case newEvidence(EvidenceRecord, checkpoint: [UInt8]? = nil)
  /// An evidence's new state outside of a batch.
  case evidence(EvidenceRecord, CheckpointChange = .keep)
  /// A session that is not there yet.
  case newSession(SessionRecord)
  /// A session's new state.
  case session(SessionRecord)
  /// A bot that takes part in a session from now on.
  case newSessionBot(SessionBotRecord)
  /// The new state of a bot in a session.
  case sessionBot(SessionBotRecord)
  /// A trial.
  case trial(TrialRecord)
  /// An intent that is not there yet; `JournalTransaction.commit` makes sure of that.
  case newIntent(IntentRecord)
}

extension JournalTransaction {
  /// Appends an event and makes the changes it explains.
  ///
  /// The journal sets each row's `seq`, a new evidence's `firstSeq`, and the ids of trials; an evidence's counts of
  /// events and fills stay as they were, only batches change them.
  ///
  /// - Throws: `conflict` for a new row that exists or refers to nothing, `absent` for a change of a row that is
  ///   not there, `unstorable` for text with a NUL character, and what the database reports.
  @discardableResult
  package mutating func record(
    _ event: NewEvent, _ changes: [ProjectionChange]
  ) throws(JournalError) -> Int64 {
    let seq = head.seq + 1
    var steps: [RowStep] = []
    var keys: [ProjectedTable: Int64] = [:]
    for change in changes { steps.append(try step(for: change, seq: seq, keys: &keys)) }
    let effects = steps.flatMap { $0.effect(seq: seq) }
    _ = try append(event, payload: Array(event.payload.compactText.utf8), effects: effects)
    for step in steps { try make(step, seq: seq) }
    return seq
  }

  /// Appends a batch of what a bot did and brings its evidence up to it; the hot path of every commit.
  ///
  /// Counts, `seq` and `updatedAt` are set here; the caller has set cursor, summary, fingerprint and
  /// `checkpointEvents`. A batch may be empty, when only the cursor has moved on.
  ///
  /// - Throws: `absent` when the evidence is not at the count of events the caller believes, for instance because
  ///   another process wrote to it; else as `record`.
  @discardableResult
  package mutating func record(
    _ events: [BotEvent], of evidence: inout EvidenceRecord, checkpoint: CheckpointChange = .keep,
    at time: Timestamp
  ) throws(JournalError) -> Int64 {
    let seq = head.seq + 1
    let before = evidence.eventCount
    let payload = BotEventBatch.encode(events, evidence: evidence.id, firstNumber: before + 1)
    var after = evidence
    after.eventCount += events.count
    after.fillCount += events.reduce(0) { if case .filled = $1 { $0 + 1 } else { $0 } }
    after.updatedAt = time
    after.seq = seq
    if case .replace(let state) = checkpoint { after.checkpointDigest = Array(SHA256.hash(data: state)) }
    let step = RowStep(row: after, key: after.id, isNew: false, checkpoint: checkpoint, eventCount: before)
    let event = NewEvent(.botEvents, subject: after.bot, payload: nil, at: time)
    _ = try append(event, payload: payload, effects: step.effect(seq: seq))
    try make(step, seq: seq)
    evidence = after
    return seq
  }
}

/// A row to write, and what it depends on.
private struct RowStep {
  let row: any ProjectedRow
  let key: Int64
  let isNew: Bool
  let values: [DatabaseValue]
  var checkpoint = CheckpointChange.keep
  /// The count of events the row has to have before the change.
  var eventCount: Int?

  init(
    row: any ProjectedRow, key: Int64, isNew: Bool, checkpoint: CheckpointChange = .keep,
    eventCount: Int? = nil
  ) {
    self.row = row
    self.key = key
    self.isNew = isNew
    self.checkpoint = checkpoint
    self.eventCount = eventCount
    values = row.values
  }

  var table: ProjectedTable { type(of: row).table }

  func effect(seq: Int64) -> [UInt8] {
    let digest = RowEffect.digest(table, key: key, values: values, seq: seq)
    return RowEffect.bytes(table, key: key, digest: digest)
  }
}

extension JournalTransaction {
  private func step(
    for change: ProjectionChange, seq: Int64, keys: inout [ProjectedTable: Int64]
  ) throws(JournalError) -> RowStep {
    switch change {
    case .newBot(let row): return RowStep(row: row, key: try freshKey(.bots, &keys), isNew: true)
    case .bot(let row):
      let key = try existingKey("SELECT number FROM bots WHERE id = ?", [row.id.databaseValue], row)
      return RowStep(row: row, key: key, isNew: false)
    case .newEvidence(var row, let state):
      row.firstSeq = seq
      row.checkpointDigest = state.map { Array(SHA256.hash(data: $0)) }
      return RowStep(row: row, key: row.id, isNew: true, checkpoint: state.map { .replace($0) } ?? .keep)
    case .evidence(var row, let checkpoint):
      if case .replace(let state) = checkpoint { row.checkpointDigest = Array(SHA256.hash(data: state)) }
      return RowStep(
        row: row, key: row.id, isNew: false, checkpoint: checkpoint, eventCount: row.eventCount)
    case .newSession(let row): return RowStep(row: row, key: row.id, isNew: true)
    case .session(let row): return RowStep(row: row, key: row.id, isNew: false)
    case .newSessionBot(let row):
      return RowStep(row: row, key: try freshKey(.sessionBots, &keys), isNew: true)
    case .sessionBot(let row):
      let sql = "SELECT number FROM session_bots WHERE session = ? AND evidence = ?"
      let key = try existingKey(sql, [row.session.databaseValue, row.evidence.databaseValue], row)
      return RowStep(row: row, key: key, isNew: false)
    case .trial(let row): return RowStep(row: row, key: try freshKey(.trials, &keys), isNew: true)
    case .newIntent(let row): return RowStep(row: row, key: try freshKey(.intents, &keys), isNew: true)
    }
  }

  private func freshKey(
    _ table: ProjectedTable, _ keys: inout [ProjectedTable: Int64]
  ) throws(JournalError) -> Int64 {
    let key = if let last = keys[table] { last + 1 } else { try reading.nextKey(table) }
    keys[table] = key
    return key
  }

  private func existingKey(
    _ sql: String, _ arguments: [DatabaseValue], _ row: some ProjectedRow
  ) throws(JournalError) -> Int64 {
    let name = type(of: row).table.name
    let key = try reading.first(sql, arguments, table: name) { try $0.integer() }
    guard let key else { throw .absent(table: name, id: row.label) }
    return key
  }

  private func make(_ step: RowStep, seq: Int64) throws(JournalError) {
    let key = step.key.databaseValue
    if step.isNew {
      try execute(step.table.insertion, [key] + step.values + [seq.databaseValue], row: step.row)
    } else {
      let sql = step.eventCount == nil ? step.table.update : step.table.countedUpdate
      var arguments = step.values + [seq.databaseValue, key]
      if let count = step.eventCount { arguments.append(count.databaseValue) }
      try execute(sql, arguments, row: step.row)
      guard database.changesCount == 1 else { throw .absent(table: step.table.name, id: step.row.label) }
    }
    if case .replace(let state) = step.checkpoint {
      try execute(
        "INSERT INTO checkpoints VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
        [key, state.blobValue])
    }
  }
}
