import FileSystem
import JSONText
package import Journal
package import Promotion
import TradingCore

/// Somebody whose key is open.
package struct Signer: Sendable {
  /// The operator's short name.
  package let name: String
  let key: OperatorKey
}

extension Gatekeeper {
  /// Opens an operator's key.
  ///
  /// `passphrase` is asked only where one may be given now; a wrong one is journaled, and after three there is a wait.
  /// - Throws: `GateError`, and what `passphrase` throws.
  package func unlock(
    _ name: String, keyPath: String? = nil, act kind: EventKind, passphrase: () throws -> [UInt8]
  ) throws -> Signer {
    let act = kind.rawValue
    let ledger = try ledger()
    if let refusal = ledger.refusal(unlocking: name, for: kind, at: now(), uptime: uptime()) {
      try refuse(refusal, act: act, subject: LedgerEvent.operatorsSubject)
    }
    guard let record = ledger.operatorRecord(name) else {
      throw GateError.refused(.unknownOperator(name), act: act)
    }
    let path = keyPath ?? Self.keyPath(home: home, name: record.name)
    let file = try attempting(act, subject: LedgerEvent.operatorsSubject) { try Self.keyFile(path) }
    let secret = try passphrase()
    // One guess at a time: those who guess beside each other have to wait like those who guess in a row.
    let lock = try FolderLock(folder: Self.operatorsFolder(home: home))
    defer { withExtendedLifetime(lock) {} }
    if let refusal = try self.ledger().refusal(unlocking: name, for: kind, at: now(), uptime: uptime()) {
      try refuse(refusal, act: act, subject: LedgerEvent.operatorsSubject)
    }
    switch Self.opened(file, secret, path) {
    case .success(let key): return Signer(name: record.name, key: key)
    case .failure(let fault):
      if case .wrongPassphrase = fault { try noteWrongPassphrase(record.name) }
      throw GateError.key(.content(fault))
    }
  }

  private static func keyFile(_ path: String) throws(GateError) -> OperatorKeyFile {
    do { return try OperatorKeyFile(path: path) } catch { throw .key(error) }
  }

  private static func opened(
    _ file: OperatorKeyFile, _ passphrase: [UInt8], _ path: String
  ) -> Result<OperatorKey, SigningError> {
    Result { () throws(SigningError) in try file.key(passphrase: passphrase, path: path) }
  }

  private func noteWrongPassphrase(_ name: String) throws {
    try journal.write { transaction in
      try transaction.append(
        .passphraseWrong, subject: LedgerEvent.operatorsSubject,
        payload: PromotionLedger.wrongPassphrase(of: name, uptime: uptime()), at: now())
    }
  }

  /// Adds an operator with a new key, signed by an admin; the first operator of a home signs for itself.
  ///
  /// - Throws: `GateError`, `JournalError`. The key file is there before the chain knows of it, and goes again when
  ///   the chain refuses.
  ///
  /// - Returns: what waits for a second admin, `nil` when it is done.
  package func addOperator(
    name: String, person: String, role: OperatorRole, passphrase: [UInt8], cost: ScryptCost = .standard,
    by admin: Signer?
  ) throws -> PendingAct? {
    // Before the name becomes part of a path.
    for (text, isFine) in [(name, PromotionLedger.isName), (person, PromotionLedger.isPerson)]
    where !isFine(text) {
      try refuse(
        .badName(text), act: EventKind.operatorAdded.rawValue, subject: LedgerEvent.operatorsSubject)
    }
    var generator = SystemRandomNumberGenerator()
    let key: OperatorKey
    let file: OperatorKeyFile
    do throws(SigningError) {
      key = try OperatorKey(using: &generator)
      file = try OperatorKeyFile(
        sealing: key, name: name, person: person, role: role, passphrase: passphrase, cost: cost,
        using: &generator)
    } catch { throw GateError.signing(error) }
    let act = OperatorAct.addOperator(name: name, person: person, role: role, key: key.publicKey)
    let path = Self.keyPath(home: home, name: name)
    do throws(FileError) { try Folders.make(Self.operatorsFolder(home: home)) } catch {
      throw GateError.key(.file(error))
    }
    do throws(OperatorKeyFileFault) { try file.write(to: path) } catch { throw GateError.key(error) }
    do {
      return try administer(act, by: admin ?? Signer(name: name, key: key))
    } catch {
      Folders.discard(path)
      throw error
    }
  }

  /// Ends an operator's right to sign.
  ///
  /// - Returns: what waits for a second admin, `nil` when it is done.
  /// - Throws: `GateError`, `JournalError`.
  package func retireOperator(_ name: String, by admin: Signer) throws -> PendingAct? {
    try administer(.retireOperator(name: name), by: admin)
  }

  /// Lets something go on that risk holds; an admin's signature is enough, as whoever has stopped it may be gone.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func freeRisk(_ scope: String, code: String, reason: String, by admin: Signer) throws {
    try append(
      .freeRisk(scope: scope, code: code, reason: reason), by: admin, subject: LedgerEvent.riskSubject)
  }

  /// Sets the gate's clock to now, where an act of the future keeps others from acting.
  ///
  /// - Returns: what waits for a second admin, `nil` when it is done.
  /// - Throws: `GateError`, `JournalError`.
  package func setClock(by admin: Signer) throws -> PendingAct? { try administer(.setClock, by: admin) }

  /// Lets the grants of a restored home hold again, and gives up for it what witnesses know and it does not have.
  ///
  /// - Returns: what waits for a second admin, `nil` when it is done.
  /// - Throws: `GateError`, `JournalError`.
  package func resumeGrants(by admin: Signer) throws -> PendingAct? {
    try administer(.resumeGrants(givesUp: try lostHeads()), by: admin)
  }

  /// The kind of act that a second admin's key is opened for: what takes rights away, or sets the clock, does not wait for
  /// the clock there either.
  ///
  /// - Throws: `JournalError`.
  package func kind(ofConfirming id: String) throws -> EventKind {
    let pending = try ledger().pendingActs.first { $0.id == id }
    return pending.map { $0.act.kind.needsClock ? .actConfirmed : $0.act.kind } ?? .actConfirmed
  }

  /// Agrees to another admin's act: it is done.
  ///
  /// - Returns: the act.
  /// - Throws: `GateError`, `JournalError`.
  package func confirm(_ id: String, by admin: Signer) throws -> PendingAct {
    let ledger = try ledger()
    guard let pending = ledger.pendingActs.first(where: { $0.id == id }) else {
      throw GateError.refused(.unknownAct(id), act: EventKind.actConfirmed.rawValue)
    }
    try append(
      .confirm(id: id, digest: pending.digest), by: admin, subject: pending.act.administrativeSubject)
    return pending
  }

  /// Signs an act of an admin.
  ///
  /// - Returns: what waits for a second admin, `nil` when it is done.
  func administer(_ act: OperatorAct, by admin: Signer) throws -> PendingAct? {
    let before = try ledger().pendingActs.count
    let after = try append(act, by: admin, subject: act.administrativeSubject)
    return after.pendingActs.dropFirst(before).last { $0.act == act }
  }
}
