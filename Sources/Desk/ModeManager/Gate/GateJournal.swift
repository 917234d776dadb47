import Crypto
package import Journal
import JSONText
package import Promotion
import TradingCore

/// The gate's state in a home's journal.
package enum GateJournal {
  /// The digest of criteria, in hexadecimal.
  package static func digest(of criteria: GateCriteria) -> String {
    Hexadecimal.text(SHA256.hash(data: Array(criteria.canonicalText.utf8)))
  }

  /// The ladder of criteria.
  ///
  /// - Throws: `malformed` for steps that don't rise.
  package static func ladder(of criteria: GateCriteria) throws(PromotionRefusal) -> LadderPolicy {
    let steps = criteria.ladder.stepsUSD.map { Money(units: $0 * 1_000_000) }
    guard
      let ladder = LadderPolicy(currency: .usd, steps: steps, days: Int(criteria.ladder.daysPerStep))
    else { throw .malformed("the ladder's steps have to rise, with a week at each") }
    return ladder
  }

  /// The ledger as of one view of the journal, every signature verified.
  ///
  /// - Throws: `JournalError`.
  package static func read(_ reading: JournalReading) throws -> PromotionLedger {
    let standard = GateCriteria(.standard)
    return PromotionLedger(
      folding: try events(reading), home: try home(reading), criteria: digest(of: standard),
      ladder: try ladder(of: standard))
  }

  /// The ledger for somebody who acts at the gate in this transaction: it goes by the present rules from here on.
  ///
  /// - Throws: `JournalError`.
  static func readToAct(_ transaction: inout JournalTransaction, at time: Timestamp) throws -> PromotionLedger
  {
    var ledger = try read(transaction.reading)
    guard ledger.fault == nil, ledger.rules < .present else { return ledger }
    let event = LedgerEvent(seq: transaction.head.seq + 1, at: time, rules: .present)
    _ = try transaction.append(event.kind, subject: event.subject, payload: event.payload, at: event.at)
    ledger.fold(event)
    return ledger
  }

  /// What stands for the home in everything that is signed: the hash of the chain's first row.
  package static func home(_ reading: JournalReading) throws -> String {
    guard let first = try reading.events(after: 0, limit: 1).first else { return "" }
    return Hexadecimal.text(first.hash)
  }

  /// Adds an event that the rules allow, with what it makes of the bot's row; else the refusal.
  ///
  /// - Returns: the ledger after it.
  /// - Throws: `JournalError`.
  static func append(
    _ event: LedgerEvent, facts: PromotionFacts? = nil, to ledger: PromotionLedger,
    _ transaction: inout JournalTransaction
  ) throws -> Result<PromotionLedger, PromotionRefusal> {
    if let refusal = ledger.refusal(appending: event, facts: facts) {
      try transaction.append(
        note(
          refusal.code, "\(refusal)", act: event.kind.rawValue, subject: event.subject, at: event.at))
      return .failure(refusal)
    }
    var after = ledger
    after.fold(event)
    var changes: [ProjectionChange] = []
    let mode = after.standing(of: event.subject).mode
    if mode != ledger.standing(of: event.subject).mode,
      var row = try transaction.reading.bot(event.subject), row.mode != mode
    {
      (row.mode, row.updatedAt) = (mode, event.at)
      changes.append(.bot(row))
    }
    try transaction.record(
      NewEvent(event.kind, subject: event.subject, payload: event.payload, at: event.at), changes)
    return .success(after)
  }

  /// What is journaled of a refusal, without anything that was only half understood.
  static func note(
    _ code: String, _ reason: String, act: String, subject: String, at time: Timestamp
  ) -> NewEvent {
    NewEvent(
      .promotionRefused, subject: subject,
      payload: ["act": .string(act), "code": .string(code), "reason": .string(reason)], at: time)
  }

  /// The gate's events in order.
  package static func events(_ reading: JournalReading) throws -> [LedgerEvent] {
    let subjects =
      [
        LedgerEvent.operatorsSubject, LedgerEvent.criteriaSubject, LedgerEvent.gateSubject,
        LedgerEvent.riskSubject, LedgerEvent.homeSubject,
      ]
      + (try reading.bots().map(\.id))
    var found: [LedgerEvent] = []
    for subject in Set(subjects).sorted() { found += try events(of: subject, reading) }
    return found.sorted { $0.seq < $1.seq }
  }

  /// The gate's events about somebody.
  package static func events(of subject: String, _ reading: JournalReading) throws -> [LedgerEvent] {
    var found: [LedgerEvent] = []
    var last: Int64 = 0
    while true {
      let events = try reading.events(of: subject, kinds: EventKind.gate, after: last)
      guard let end = events.last else { return found }
      last = end.seq
      found += events.compactMap { event in
        event.kind.map { kind in
          LedgerEvent(
            seq: event.seq, at: event.recordedAt, kind: kind, subject: event.subject,
            payload: event.json ?? .null, previous: Hexadecimal.text(event.previous))
        }
      }
    }
  }
}
