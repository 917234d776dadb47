import FileSystem
import JSONText
package import Journal
package import Promotion
package import TradingCore

/// Asks and tells those who keep the heads of a home's chain outside of it.
///
/// What a witness last kept has to be in the chain at its place, with its hash. A chain that ends before it, or has
/// another row there, is not the one that the witness was told of: the home was put back to an earlier state, its chain was
/// written anew, or a copy of it went on elsewhere. Only where an admin has signed since, after a restore, that this is
/// the chain that counts (`promote resume`), the witness is told to go on from it.
package struct Witnesses: Sendable {
  /// What a witness says of the home.
  package struct Finding: Sendable {
    /// The witness.
    package let record: WitnessRecord
    /// What it last kept; `nil` where it knows nothing of the home, or can't be asked.
    package let kept: KeptHead?
    /// Why the home may not go on; `nil` where it may.
    package let refusal: PromotionRefusal?
    /// Whether the chain does not have what the witness knows, and an admin has signed for that.
    package let isFork: Bool
  }

  let journal: Journal
  let now: @Sendable () -> Timestamp
  /// The value of an environment variable.
  var environment: @Sendable (String) -> String? = { Machine.variable($0) }

  /// The witnesses of a home, by its journal. `now`: the machine's clock.
  package init(_ journal: Journal, now: @escaping @Sendable () -> Timestamp) {
    (self.journal, self.now) = (journal, now)
  }

  /// Whether the home has, or had, any.
  ///
  /// - Throws: `JournalError`.
  package func exist() throws -> Bool {
    try journal.read { try $0.latestEvent(of: LedgerEvent.gateSubject, kind: .witnessAdded) } != nil
  }

  /// Asks every witness.
  ///
  /// - Throws: `JournalError` for the home's own journal.
  package func findings(_ ledger: PromotionLedger) throws -> [Finding] {
    try ledger.activeWitnesses.map { try finding(of: $0, ledger) }
  }

  /// Asks a witness.
  ///
  /// - Throws: `JournalError` for the home's own journal.
  package func finding(of record: WitnessRecord, _ ledger: PromotionLedger) throws -> Finding {
    // Before it is asked, as a run may tell it something at any time.
    let told = try journal.read {
      try $0.latestEvent(of: Self.subject(record.id), kind: .witnessTold)?.json?["seq"]
    }
    let known: Int64 = if case .integer(let seq)? = told { seq } else { 0 }
    let kept: KeptHead?
    do throws(WitnessFault) { kept = try keeper(of: record.witness).last(of: ledger.home) } catch {
      return Finding(record: record, kept: nil, refusal: error.refusal(of: record.id), isFork: false)
    }
    let refusal = try journal.read { try Self.refusal(kept, of: record, toldOf: known, $0) }
    let isFork = refusal?.isOfHistory == true && kept.map { Self.isGivenUp($0, ledger) } == true
    return Finding(record: record, kept: kept, refusal: isFork ? nil : refusal, isFork: isFork)
  }

  /// Whether an admin has signed, after the witness was told, that grants hold in this chain.
  private static func isGivenUp(_ kept: KeptHead, _ ledger: PromotionLedger) -> Bool {
    ledger.resumedAt.map { $0 > kept.at } ?? false
  }

  private static func refusal(
    _ kept: KeptHead?, of record: WitnessRecord, toldOf known: Int64, _ reading: JournalReading
  ) throws(JournalError) -> PromotionRefusal? {
    guard let last = kept, last.head.seq >= known else {
      guard known > 0 else { return nil }
      return .witnessFaulty(
        record.id,
        reason: kept == nil
          ? "it knows nothing of this home, but was told of row \(known)"
          : "it was told of row \(known), and knows of row \(kept?.head.seq ?? 0) at most: its end was cut off"
      )
    }
    let present = try reading.head().seq
    guard last.head.seq <= present else {
      return .historyBehindWitness(record.id, kept: last.head.seq, present: present)
    }
    let row = try reading.events(after: last.head.seq - 1, limit: 1).first
    return row?.hash == last.head.hash ? nil : .historyNotWitnessed(record.id, seq: last.head.seq)
  }

  /// The subject of rows about a witness; no bot can have such a name.
  private static func subject(_ id: String) -> String { ":witness:\(id)" }

  private func keeper(of witness: Witness) throws(WitnessFault) -> any HeadKeeper {
    switch witness.kind {
    case .file: return FileWitness(path: witness.place)
    case .home: return HomeWitness(path: witness.place, identity: witness.home ?? "")
    case .webhook:
      guard let secret = witness.secret else { throw .unreachable("nothing says where its secret is") }
      return try WebhookWitness(url: witness.place, secret: secret, environment: environment, now: now)
    }
  }

  // MARK: telling

  /// Tells every witness where the chain has come to; a home that was restored says nothing before an admin has signed.
  ///
  /// - Returns: what could not be told, and why.
  /// - Throws: `JournalError` for the home's own journal.
  package func tell(_ ledger: PromotionLedger) throws -> [PromotionRefusal] {
    guard ledger.fault == nil, ledger.restoredBy == nil else { return [] }
    return try ledger.activeWitnesses.compactMap { try tell($0, ledger) }
  }

  private func tell(_ record: WitnessRecord, _ ledger: PromotionLedger) throws -> PromotionRefusal? {
    // Somebody else in this home may tell it something at the same time.
    for _ in 0..<5 {
      let found = try finding(of: record, ledger)
      if let refusal = found.refusal { return refusal }
      if let kept = found.kept, !found.isFork, try !hasNews(after: kept.head.seq) { return nil }
      let times = [now(), found.kept?.at, ledger.resumedAt].compactMap { $0 }
      let head = KeptHead(head: try journal.head(), at: times.max() ?? now())
      let kept: KeptHead?
      do throws(WitnessFault) {
        kept = try keeper(of: record.witness).keep(
          head, of: ledger.home, after: found.kept, isFork: found.isFork)
      } catch { return error.refusal(of: record.id) }
      guard kept == head else { continue }
      try note(head, instead: found.isFork ? found.kept : nil, of: record)
      return nil
    }
    return .witnessUnreachable(record.id, reason: "others keep telling it something else")
  }

  /// Whether anything has happened in the chain besides telling witnesses.
  private func hasNews(after seq: Int64) throws -> Bool {
    let most = 2 * PromotionLedger.mostWitnesses
    let rows = try journal.read { try $0.events(after: seq, limit: most) }
    return rows.count == most || rows.contains { $0.kind != .witnessTold }
  }

  /// The chain says what a witness was told, so that one whose end was cut off is found.
  private func note(_ head: KeptHead, instead lost: KeptHead?, of record: WitnessRecord) throws {
    var payload: JSONValue = ["seq": .integer(head.head.seq), "hash": .string(head.head.text)]
    if let lost {
      payload = payload.adding("gave_up_seq", .integer(lost.head.seq)).adding(
        "gave_up_hash", .string(lost.head.text))
    }
    try journal.write { transaction in
      try transaction.append(.witnessTold, subject: Self.subject(record.id), payload: payload, at: now())
    }
  }
}

extension WitnessFault {
  fileprivate func refusal(of id: String) -> PromotionRefusal {
    switch self {
    case .unreachable(let reason): .witnessUnreachable(id, reason: reason)
    case .faulty(let reason): .witnessFaulty(id, reason: reason)
    }
  }
}

extension PromotionRefusal {
  /// Whether the chain is not the one that a witness was told of.
  package var isOfHistory: Bool {
    switch self {
    case .historyBehindWitness, .historyNotWitnessed: true
    default: false
    }
  }
}
