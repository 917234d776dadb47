import BotAssembly
package import FileSystem
package import JSONText
package import Journal
package import Promotion
package import TradingCore

/// Does what people ask of the gate: every rule is checked, every act and every refusal is journaled.
///
/// Nothing here decides: the ledger's rules do, over the chain as it stands in the transaction that adds to it.
package struct Gatekeeper {
  let home: String
  let journal: Journal
  let resolve: Desk.Resolver
  let now: () -> Timestamp
  /// Told of what an operator may want to hear of; what it returns is stored together with the cause.
  package var announce: Desk.Announcer = { _, _ in [] }
  /// Runs a recorded session again; `nil` where nobody can, so that nothing that needs it can be signed.
  package var replay: ((Int64) throws -> [SessionReplay.Outcome])?
  /// The machine's time, which nobody can set.
  package var uptime: () -> Uptime? = {
    Machine.bootID.map { Uptime(boot: $0, nanoseconds: Machine.uptime) }
  }
  /// Takes a remark that is no error, a sentence without its full stop.
  package var remark: (String) -> Void = { _ in }
  /// Asked during long work.
  package var cancellation = Cancellation.never

  /// A gatekeeper of a home.
  package init(
    home: String, journal: Journal, now: @escaping () -> Timestamp, resolve: @escaping Desk.Resolver
  ) {
    self.home = home
    self.journal = journal
    self.now = now
    self.resolve = resolve
  }

  /// Where a home keeps its criteria.
  package static func criteriaPath(home: String) -> String { home + "/promotion.yaml" }

  /// Where the key file of an operator is, unless it was taken elsewhere.
  package static func keyPath(home: String, name: String) -> String {
    "\(operatorsFolder(home: home))/\(name).key"
  }

  static func operatorsFolder(home: String) -> String { home + "/operators" }

  /// The gate's state.
  ///
  /// - Throws: `JournalError`.
  package func ledger() throws -> PromotionLedger { try journal.read { try GateJournal.read($0) } }

  /// The criteria in force: those of the home's file where an admin adopted it, else the standard ones. A file that
  /// nobody adopted changes nothing and is refused, so that it can't be taken for what counts.
  ///
  /// - Throws: `GateError`.
  package func criteria(of ledger: PromotionLedger) throws(GateError) -> GateCriteria {
    let path = Self.criteriaPath(home: home)
    let standard = GateCriteria(.standard)
    let isThere: Bool
    do { isThere = try Folders.sizeOfFile(path) != nil } catch { throw .criteria(error) }
    guard isThere else {
      guard ledger.criteria == GateJournal.digest(of: standard) else { throw .criteriaMissing(path: path) }
      return standard
    }
    let criteria: GateCriteria
    do { criteria = try GateCriteria.load(path: path) } catch { throw .criteria(error) }
    guard ledger.criteria == GateJournal.digest(of: criteria) else {
      throw .criteriaNotAdopted(path: path)
    }
    return criteria
  }
}

extension Gatekeeper {
  /// Adds a signed act to the chain, or says why not, which is journaled, too.
  ///
  /// `checked`: what the signer's program has looked at before, which is signed, too.
  /// `following`: what the program does about it, given the ledger after it; `also`: what else is written then. All
  /// of it is one transaction.
  /// The home's witnesses are asked before, and told after it.
  /// - Returns: the ledger after all of it.
  /// - Throws: `GateError.refused`, `JournalError`.
  @discardableResult
  package func append(
    _ act: OperatorAct, by signer: Signer, subject: String, facts: PromotionFacts? = nil,
    checked: [String] = [],
    following: (PromotionLedger) -> (kind: EventKind, payload: JSONValue)? = { _ in nil },
    also: (inout JournalTransaction) throws -> Void = { _ in }
  ) throws -> PromotionLedger {
    try askWitnesses(about: act, subject: subject)
    let result: Result<PromotionLedger, PromotionRefusal> = try journal.write { transaction in
      // Here, as whoever had to wait for somebody else's act must not seem to have come before it.
      let time = now()
      let ledger = try GateJournal.readToAct(&transaction, at: time)
      let head = Hexadecimal.text(transaction.head.hash)
      let body = StatementBody(
        home: ledger.home, signer: signer.name, key: signer.key.publicKey, at: time, act: act, head: head,
        checked: checked)
      let statement: SignedStatement
      do throws(SigningError) { statement = try body.signed(with: signer.key) } catch {
        throw GateError.signing(error)
      }
      let event = LedgerEvent(
        seq: transaction.head.seq + 1, at: time, subject: subject, kind: act.kind, signed: statement,
        previous: head)
      let added = try add(event, facts: facts, ledger, &transaction)
      guard case .success(let after) = added else { return added }
      try also(&transaction)
      guard let next = following(after) else { return added }
      return try add(
        LedgerEvent(
          seq: transaction.head.seq + 1, at: time, kind: next.kind, subject: subject, payload: next.payload),
        facts: facts, after, &transaction)
    }
    switch result {
    case .success(let ledger):
      tellWitnesses(ledger)
      return ledger
    case .failure(let refusal): throw GateError.refused(refusal, act: act.kind.rawValue)
    }
  }

  /// Adds an event that the rules allow, and what the operator is told of it; else the refusal.
  ///
  /// - Returns: the ledger after it.
  func add(
    _ event: LedgerEvent, facts: PromotionFacts?, _ ledger: PromotionLedger,
    _ transaction: inout JournalTransaction
  ) throws -> Result<PromotionLedger, PromotionRefusal> {
    let added = try GateJournal.append(event, facts: facts, to: ledger, &transaction)
    if case .success(let after) = added, let notice = Self.notice(of: event, after) {
      for message in announce(notice, event.at) { try transaction.insert(message) }
    }
    return added
  }

  /// Refuses an act about something that is not there, before a key is opened for it.
  ///
  /// - Throws: `GateError.refused`, `JournalError`.
  package func require(
    _ refusal: PromotionRefusal, act: EventKind, unless isKnown: (PromotionLedger) -> Bool
  ) throws {
    guard isKnown(try ledger()) else { throw GateError.refused(refusal, act: act.rawValue) }
  }

  /// Journals a refusal of something that never became an event.
  package func refuse(_ refusal: PromotionRefusal, act: String, subject: String) throws -> Never {
    try journal.write { transaction in
      try transaction.append(
        GateJournal.note(refusal.code, "\(refusal)", act: act, subject: subject, at: now()))
    }
    throw GateError.refused(refusal, act: act)
  }

  /// Does what an act begins with; what keeps it from being made is journaled.
  func attempting<T>(_ act: String, subject: String, _ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as GateError {
      if let code = error.code {
        try journal.write { transaction in
          try transaction.append(
            GateJournal.note(code, "\(error)", act: act, subject: subject, at: now()))
        }
      }
      throw error
    }
  }
}
