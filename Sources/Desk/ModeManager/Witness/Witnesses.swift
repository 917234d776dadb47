import Crypto
import FileSystem
import JSONText
package import Journal
package import Promotion
package import TradingCore

/// Asks and tells those who keep the heads of a home's chain outside of it.
///
/// What a witness has kept has to be in the chain at its place, with its hash. A chain that ends before it, or has
/// another row there, is not the one that the witness was told of: the home was put back to an earlier state, its chain was
/// written anew, or a copy of it went on elsewhere. Only where an admin has signed since, after a restore, that what the
/// witness knows is given up (`promote resume`), the witness is told to go on from this chain.
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
    let told = try told(record)
    let heads: [KeptHead]
    do throws(WitnessFault) { heads = try keeper(of: record.witness).heads(of: ledger.home) } catch {
      return Finding(record: record, kept: nil, refusal: error.refusal(of: record.id), isFork: false)
    }
    // All of them are held against the chain: whoever can add to a witness could let it go on from somewhere else.
    // A head was given up once: whoever repeats it behind that gains nothing.
    let lost = ledger.lostHeads.compactMap { lost in heads.firstIndex { $0.lost == lost } }.max()
    let refusal = try journal.read {
      try Self.refusal(heads[((lost ?? -1) + 1)...], heads, of: record, told, $0)
    }
    return Finding(
      record: record, kept: heads.last, refusal: refusal, isFork: lost != nil && lost == heads.count - 1)
  }

  /// `heads`: what nobody has given up of `all`; `told`: what the chain says that the witness was told last.
  private static func refusal(
    _ heads: ArraySlice<KeptHead>, _ all: [KeptHead], of record: WitnessRecord, _ told: Told?,
    _ reading: JournalReading
  ) throws(JournalError) -> PromotionRefusal? {
    let present = try reading.head().seq
    for head in heads.map(\.head) where head.seq > present {
      return .historyBehindWitness(record.id, kept: head.seq, present: present)
    }
    for head in heads.map(\.head) {
      guard try reading.events(after: head.seq - 1, limit: 1).first?.hash == head.hash else {
        return .historyNotWitnessed(record.id, seq: head.seq)
      }
    }
    // A server says its last head only.
    let isKnown = told.map { told in
      record.witness.kind == .webhook
        ? (all.last?.head.seq ?? 0) >= told.head.seq : all.contains { $0.lost == told.head }
    }
    guard let told, isKnown == false else { return nil }
    return .witnessFaulty(
      record.id,
      reason: all.isEmpty
        ? "it knows nothing of this home, but was told of row \(told.head.seq)"
        : "it was told of row \(told.head.seq), and does not know it: its end was cut off")
  }

  /// What the chain says that a witness was told.
  private struct Told {
    let head: LostHead
    /// Where the home was then.
    let place: String

    init?(_ event: JournalEvent) {
      guard let row = event.json, case .integer(let seq)? = row["seq"], case .string(let hash)? = row["hash"],
        case .string(let place)? = row["place"]
      else { return nil }
      (head, self.place) = (LostHead(seq: seq, hash: hash), place)
    }
  }

  private func told(_ record: WitnessRecord) throws -> Told? {
    try journal.read { try $0.latestEvent(of: Self.subject(record.id), kind: .witnessTold) }
      .flatMap(Told.init)
  }

  /// Whether the witness was told by the home where it lies now, or by nobody: a home may be signed for from another
  /// machine than it runs on.
  private func isKnownHere(_ record: WitnessRecord) throws -> Bool {
    let rows = try journal.read {
      try $0.events(of: Self.subject(record.id), kinds: [.witnessTold], limit: .max)
    }
    return rows.isEmpty || rows.contains { Told($0)?.place == place }
  }

  /// The subject of rows about a witness; no bot can have such a name.
  private static func subject(_ id: String) -> String { ":witness:\(id)" }

  private func keeper(of witness: Witness) throws(WitnessFault) -> any HeadKeeper {
    switch witness.kind {
    case .file: return FileWitness(path: witness.place)
    case .home: return HomeWitness(path: witness.place, identity: witness.home ?? "", now: now)
    case .webhook:
      guard let secret = witness.secret else { throw .unreachable("nothing says where its secret is") }
      return try WebhookWitness(url: witness.place, secret: secret, environment: environment, now: now)
    }
  }

  // MARK: telling

  /// Tells every witness where the chain has come to; a home that was restored says nothing before an admin has signed.
  ///
  /// `isSigned`: whether a person's signature is the reason. Nobody else has a home that lies elsewhere than before speak for
  /// the one that it may be a copy of.
  /// - Returns: what could not be told, and why.
  /// - Throws: `JournalError` for the home's own journal.
  package func tell(_ ledger: PromotionLedger, isSigned: Bool) throws -> [PromotionRefusal] {
    try ledger.activeWitnesses.compactMap { try tell($0, ledger, isSigned: isSigned) }
  }

  /// Tells a witness. `after`: what it has just said.
  ///
  /// - Returns: why it could not be told, or `nil`.
  /// - Throws: `JournalError` for the home's own journal.
  package func tell(
    _ record: WitnessRecord, _ ledger: PromotionLedger, isSigned: Bool, after known: Finding? = nil
  ) throws -> PromotionRefusal? {
    guard ledger.fault == nil, ledger.restoredBy == nil else { return nil }
    guard try isSigned || isKnownHere(record) else { return nil }
    var known = known
    // Somebody else in this home may tell it something at the same time.
    for _ in 0..<5 {
      let found = try known ?? finding(of: record, ledger)
      known = nil
      if let refusal = found.refusal { return refusal }
      if let kept = found.kept, !found.isFork, try !hasNews(after: kept.head.seq) { return nil }
      let head = KeptHead(head: try journal.head(), at: now())
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

  /// Asks a witness and, where it knows the chain, has it take what happened since: one that takes nothing any more is none. A
  /// home that lies elsewhere than before is asked only.
  ///
  /// - Returns: what it said, and why nobody may go on, or `nil`.
  /// - Throws: `JournalError` for the home's own journal.
  func check(
    _ record: WitnessRecord, _ ledger: PromotionLedger
  ) throws -> (found: Finding, refusal: PromotionRefusal?) {
    let found = try finding(of: record, ledger)
    return (found, try found.refusal ?? tell(record, ledger, isSigned: false, after: found))
  }

  /// Witnesses that only a signed act tells, as the home lies elsewhere than when they were told before.
  ///
  /// - Throws: `JournalError`.
  package func untoldElsewhere(_ ledger: PromotionLedger) throws -> [String] {
    try ledger.activeWitnesses.filter { try !isKnownHere($0) }.map(\.id)
  }

  /// Where the home lies: a copy of it lies elsewhere. A digest, as the chain may be shown to anybody.
  private var place: String {
    let machine = Machine.id ?? ""
    let home = Folders.absolutePath(journal.home)
    let path = (try? Paths.resolved(home)) ?? home
    return Hexadecimal.text(SHA256.hash(data: Array("slipway.place.v1\0\(machine)\0\(path)".utf8)))
  }

  /// Whether anything has happened in the chain besides telling witnesses.
  private func hasNews(after seq: Int64) throws -> Bool {
    let most = 2 * PromotionLedger.mostWitnesses
    let rows = try journal.read { try $0.events(after: seq, limit: most) }
    return rows.count == most || rows.contains { $0.kind != .witnessTold }
  }

  /// The chain says what a witness was told, so that one whose end was cut off is found.
  private func note(_ head: KeptHead, instead lost: KeptHead?, of record: WitnessRecord) throws {
    var payload: JSONValue = [
      "seq": .integer(head.head.seq), "hash": .string(head.head.text), "place": .string(place),
    ]
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
