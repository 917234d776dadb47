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
  ) throws -> ShownOperator {
    let role: OperatorRole = try TypedValues.choice(role, place: "--role")
    try home.journal.write(at: home.now()) { _ in }
    let keeper = try gate.keeper()
    let isFirst = try keeper.ledger().operators.isEmpty
    let admin = isFirst ? nil : try by.unlock(keeper, act: "operator_added")
    try keeper.addOperator(
      name: name, person: person ?? name, role: role, passphrase: try passphrase(isFirst), by: admin)
    guard let record = try keeper.ledger().operatorRecord(name) else {
      throw OperationError.no(
        what: "the journal has no operator '\(name)'", place: home.folder,
        advice: "run 'slipway audit verify'")
    }
    return ShownOperator(record)
  }

  /// Everybody whose signature counts or counted.
  ///
  /// - Throws: `JournalError`.
  package func list() throws -> OperatorListing {
    let ledger = try gate.keeper(.readOnly).ledger()
    return OperatorListing(operators: ledger.operators.map(ShownOperator.init), notes: ledger.notes)
  }

  /// Ends somebody's right to sign; what was acted on stays.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func retire(_ name: String, signed by: Signature) throws -> RetiredOperator {
    let keeper = try gate.keeper()
    try keeper.retireOperator(name, by: try by.unlock(keeper, act: "operator_retired"))
    return RetiredOperator(name: name)
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

  init(_ record: OperatorRecord) {
    (name, person, role, key) = (record.name, record.person, record.role.rawValue, record.key)
    (addedAt, retiredAt) = (record.addedAt, record.retiredAt)
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
  /// What the reader should know besides.
  package let notes: [String]
}

extension OperatorListing: Document {
  /// The operators, for programs.
  package var json: JSONValue { ["operators": .array(operators.map(\.json))] }
}

/// Somebody who may not sign any more.
package struct RetiredOperator: Sendable {
  /// The short name.
  package let name: String
}

extension RetiredOperator: Document {
  /// The operator, for programs.
  package var json: JSONValue { ["name": .string(name), "status": "retired"] }
}
