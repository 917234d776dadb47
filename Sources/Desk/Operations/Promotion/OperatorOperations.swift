package import JSONText
import Journal
import ModeManager
import Promotion
package import TradingCore

/// Those who may request, approve and administer.
package struct OperatorOperations {
  let home: Home

  /// Characters that a passphrase has at least.
  package static let minimumPassphrase = OperatorKeyFile.minimumPassphrase

  private var gate: HomeGate { HomeGate(home: home) }

  /// Adds somebody with a new key. The first operator of a home is an admin and signs for itself; every other one is
  /// added by an admin's signature.
  ///
  /// `person`: who that is, by default the name. `passphrase`: gives the new key's, told whether it is the first.
  /// - Throws: `OperationError.usage`, `GateError`, `JournalError`, and what the passphrases' givers throw.
  package func add(
    _ name: String, role: String, person: String?, signed by: Signature,
    passphrase: (_ isFirst: Bool) throws -> [UInt8]
  ) throws -> AddedOperator {
    let role: OperatorRole = try TypedValues.choice(role, place: "--role")
    try home.journal.write(at: home.now()) { _ in }
    let keeper = try gate.keeper()
    let isFirst = try keeper.ledger().operators.isEmpty
    // Before anybody is asked for a passphrase that would come to nothing.
    if isFirst, role != .admin {
      try keeper.refuse(
        .firstMustBeAdmin, act: EventKind.operatorAdded.rawValue, subject: LedgerEvent.operatorsSubject)
    }
    let admin = isFirst ? nil : try by.unlock(keeper, act: .operatorAdded)
    let pending = try keeper.addOperator(
      name: name, person: person ?? name, role: role, passphrase: try passphrase(isFirst), by: admin)
    if let pending, case .addOperator(let name, let person, let role, let key) = pending.act {
      let waiting = ShownOperator(
        name: name, person: person, role: role.rawValue, key: key, addedAt: pending.at, retiredAt: nil)
      return AddedOperator(operator: waiting, pending: pending.id)
    }
    guard let record = try keeper.ledger().operatorRecord(name) else {
      throw OperationError.no(
        what: "the journal has no operator '\(name)'", place: home.folder,
        advice: "run 'slipway audit verify'")
    }
    return AddedOperator(operator: ShownOperator(record), pending: nil)
  }

  /// Agrees, as a second admin, to what another one has signed.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func confirm(_ id: String, signed by: Signature) throws -> ConfirmedAct {
    let keeper = try gate.keeper()
    try keeper.require(.unknownAct(id), act: .actConfirmed) { $0.pendingActs.contains { $0.id == id } }
    let act = try keeper.confirm(id, by: try by.unlock(keeper, act: try keeper.kind(ofConfirming: id)))
    return ConfirmedAct(id: id, what: ShownPendingAct.words(act.act), isDone: true)
  }

  /// Everybody whose signature counts or counted.
  ///
  /// - Throws: `JournalError`.
  package func list() throws -> OperatorListing {
    let ledger = try gate.keeper(.readOnly).ledger()
    let time = home.now()
    return OperatorListing(
      operators: ledger.operators.map(ShownOperator.init),
      pending: ledger.pendingActs.filter { $0.isOpen(at: time) }.map(ShownPendingAct.init),
      notes: ledger.notes)
  }

  /// Ends somebody's right to sign; what was acted on stays.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func retire(_ name: String, signed by: Signature) throws -> RetiredOperator {
    let keeper = try gate.keeper()
    let pending = try keeper.retireOperator(name, by: try by.unlock(keeper, act: .operatorRetired))
    return RetiredOperator(name: name, pending: pending?.id)
  }
}

/// Somebody whose signature counts or counted.
package struct ShownOperator: Sendable {
  /// The short name.
  package let name: String
  /// Who that is.
  package let person: String
  /// `quant`, `approver` or `admin`.
  package let role: String
  /// The public key in hexadecimal.
  package let key: String
  /// Since when.
  package let addedAt: Timestamp
  /// Until when; `nil` for one who may still sign.
  package let retiredAt: Timestamp?

}

extension ShownOperator {
  init(_ record: OperatorRecord) {
    self.init(
      name: record.name, person: record.person, role: record.role.rawValue, key: record.key,
      addedAt: record.addedAt, retiredAt: record.retiredAt)
  }
}

extension ShownOperator: Document {
  /// The operator, for programs.
  package var json: JSONValue {
    [
      "name": .string(name), "person": .string(person), "role": .string(role), "key": .string(key),
      "added_at": .string(addedAt.iso8601), "retired_at": retiredAt.map { .string($0.iso8601) } ?? .null,
    ]
  }
}

/// Everybody whose signature counts or counted.
package struct OperatorListing: Sendable {
  /// In the order they were added.
  package let operators: [ShownOperator]
  /// What waits for a second admin.
  package let pending: [ShownPendingAct]
  /// What the reader should know besides.
  package let notes: [String]
}

extension OperatorListing: Document {
  /// The operators, for programs.
  package var json: JSONValue {
    ["operators": .array(operators.map(\.json)), "pending": .array(pending.map(\.json))]
  }
}

/// Somebody who was added, or waits for a second admin.
package struct AddedOperator: Sendable {
  /// Who.
  package let `operator`: ShownOperator
  /// The act that waits for a second admin; `nil` when it is done.
  package let pending: String?
}

extension AddedOperator: Document {
  /// The operator, for programs.
  package var json: JSONValue {
    pending.map { `operator`.json.adding("pending", .string($0)) } ?? `operator`.json
  }
}

/// An act of an admin that waits for a second one.
package struct ShownPendingAct: Sendable {
  /// `A` and a number.
  package let id: String
  /// What it is, in words.
  package let what: String
  /// Who signed it.
  package let signer: String
  /// Until when another admin can agree.
  package let expiresAt: Timestamp

  init(_ act: PendingAct) {
    (id, what, signer, expiresAt) = (act.id, Self.words(act.act), act.signer, act.expiresAt)
  }

  static func words(_ act: OperatorAct) -> String {
    switch act {
    case .addOperator(let name, let person, let role, _): "add \(role.rawValue) \(name) (\(person))"
    case .retireOperator(let name): "retire \(name)"
    case .adoptCriteria(let digest, _, _): "adopt criteria \(digest.prefix(16))…"
    case .freeRisk(let scope, let code, _): "let \(scope) go on after \(code)"
    case .setClock: "set the gate's clock to now"
    case .resumeGrants(let lost):
      "let grants hold again after a restore"
        + (lost.isEmpty
          ? ""
          : ", giving up " + lost.map { "row \($0.seq) (\($0.hash.prefix(16))…)" }.joined(separator: ", "))
    case .addWitness(let witness): "add the witness \(witness.place)"
    case .removeWitness(let id): "remove the witness \(id)"
    default: act.kind.rawValue
    }
  }
}

extension ShownPendingAct: Document {
  /// The act, for programs.
  package var json: JSONValue {
    [
      "id": .string(id), "what": .string(what), "signer": .string(signer),
      "expires_at": .string(expiresAt.iso8601),
    ]
  }
}

/// An act of an admin that was signed.
package struct ConfirmedAct: Sendable {
  /// Its id, where it waits or waited for a second admin.
  package let id: String?
  /// What it is, in words.
  package let what: String
  /// Whether it is done.
  package let isDone: Bool
}

extension ConfirmedAct: Document {
  /// The act, for programs.
  package var json: JSONValue {
    ["act": id.map { .string($0) } ?? .null, "what": .string(what), "done": .boolean(isDone)]
  }
}

/// Somebody who may not sign any more, once a second admin agrees where there is one.
package struct RetiredOperator: Sendable {
  /// The short name.
  package let name: String
  /// The act that waits for a second admin; `nil` when it is done.
  package let pending: String?
}

extension RetiredOperator: Document {
  /// The operator, for programs.
  package var json: JSONValue {
    [
      "name": .string(name), "status": pending == nil ? "retired" : "waits",
      "pending": pending.map { .string($0) } ?? .null,
    ]
  }
}
