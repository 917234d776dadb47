import FileSystem
package import JSONText
import Journal
import ModeManager
import Promotion
package import TradingCore

/// A witness as it was typed.
package struct TypedWitness {
  /// The path of a file or of another home, or a URL.
  package var place: String
  /// `file`, `home` or `webhook`; `nil` for what the place looks like.
  package var kind: String?
  /// The environment variable that has the secret a server shares.
  package var secretVariable: String?
  /// The file that has it.
  package var secretFile: String?

  /// A witness at a place.
  package init(
    _ place: String, kind: String? = nil, secretVariable: String? = nil, secretFile: String? = nil
  ) {
    (self.place, self.kind) = (place, kind)
    (self.secretVariable, self.secretFile) = (secretVariable, secretFile)
  }
}

/// Those who keep the heads of a home's chain outside of it.
extension AuditOperations {
  private var gate: HomeGate { HomeGate(home: home) }

  /// Has somebody outside of the home keep the heads of its chain, by an admin's signature.
  ///
  /// - Throws: `OperationError.usage`, `GateError`, `JournalError`.
  package func addWitness(_ typed: TypedWitness, signed by: Signature) throws -> WitnessChange {
    let witness = try witness(typed)
    return try gate.act { keeper in
      let pending = try keeper.addWitness(witness, by: try by.unlock(keeper, act: .witnessAdded))
      let record = try keeper.ledger().witnesses.last { $0.witness == witness }
      return WitnessChange(id: record?.id, place: witness.place, pending: pending?.id)
    }
  }

  /// Ends that, by an admin's signature.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func removeWitness(_ id: String, signed by: Signature) throws -> WitnessChange {
    try gate.act { keeper in
      try keeper.require(.unknownWitness(id), act: .witnessRemoved) { $0.witnesses.contains { $0.id == id } }
      let pending = try keeper.removeWitness(id, by: try by.unlock(keeper, act: .witnessRemoved))
      let record = try keeper.ledger().witnesses.first { $0.id == id }
      return WitnessChange(id: id, place: record?.witness.place ?? "", pending: pending?.id)
    }
  }

  /// The witnesses that the ledger has, those that were removed, too. None of them is asked.
  ///
  /// - Throws: `JournalError`.
  package func witnesses() throws -> WitnessListing {
    let ledger = try gate.keeper(.readOnly).ledger()
    return WitnessListing(witnesses: ledger.witnesses.map(ShownWitness.init), notes: ledger.notes)
  }

  /// Asks the witnesses what they know of the home; `typed`: one that may not be among them, as a home that was put
  /// back to an earlier state does not know who was added since.
  ///
  /// - Throws: `OperationError.usage`, `JournalError`.
  package func checkWitnesses(_ typed: TypedWitness? = nil) throws -> WitnessCheck {
    let keeper = try gate.keeper(.readOnly)
    let ledger = try keeper.ledger()
    guard let typed else {
      return WitnessCheck(
        findings: try keeper.witnesses.findings(ledger).map(AskedWitness.init), notes: ledger.notes)
    }
    let record = WitnessRecord(unsigned: try witness(typed))
    return WitnessCheck(
      findings: [AskedWitness(try keeper.witnesses.finding(of: record, ledger))], notes: ledger.notes)
  }

  private func witness(_ typed: TypedWitness) throws -> Witness {
    try OutputRules.checkNamed(typed.place, place: "PLACE", advice: "name a file, another home or a URL")
    let isURL = ["http://", "https://"].contains { typed.place.lowercased().hasPrefix($0) }
    let likely: Witness.Kind =
      isURL ? .webhook : Folders.isFolder(typed.place) ? .home : .file
    let kind: Witness.Kind = try typed.kind.map { try TypedValues.choice($0, place: "--kind") } ?? likely
    let secrets = [
      typed.secretVariable.map { Witness.SecretPlace.environment($0) },
      typed.secretFile.map { Witness.SecretPlace.file(Folders.absolutePath($0)) },
    ].compactMap { $0 }
    guard secrets.count == (kind == .webhook ? 1 : 0) else {
      throw OperationError.usage(
        what: kind == .webhook
          ? "a server's answers count by a secret that it shares" : "a \(kind.rawValue) shares no secret",
        place: "--secret-env, --secret-file",
        advice: kind == .webhook ? "say where it is, by one of the two" : "leave them out")
    }
    guard kind != .webhook else {
      try secrets.first.map(checkSecret)
      return Witness(.webhook, place: typed.place, secret: secrets.first)
    }
    let path = Folders.absolutePath(typed.place)
    guard !OutputPath.isPlace(path, inside: home.folder) else {
      throw OperationError.usage(
        what: "what lies in the home is no witness of it", place: path,
        advice: "name a place that whoever can write into the home can't")
    }
    guard kind == .home else {
      // It is written to: nobody's key, other home or backup is.
      try OutputRules.checkFile(path, place: "PLACE", against: [], home: home.folder)
      return Witness(.file, place: path)
    }
    let (own, other) = (try Self.identity(home.folder), try Self.identity(path))
    guard own != other else {
      throw OperationError.usage(
        what: "a copy of a home is no witness of it", place: path, advice: "name another home")
    }
    return Witness(.home, place: path, home: other)
  }

  /// Who has the home's files must not have the secret with them.
  private func checkSecret(_ place: Witness.SecretPlace) throws {
    guard case .file(let path) = place else { return }
    guard !OutputPath.isPlace(path, inside: home.folder) else {
      throw OperationError.usage(
        what: "a secret in the home is one of whoever has the home's files", place: path,
        advice: "keep it elsewhere")
    }
    guard try InputFile(path: path).isPrivate else {
      throw OperationError.usage(
        what: "others can read the secret", place: path, advice: "take their rights away (chmod 600)")
    }
  }

  private static func identity(_ folder: String) throws -> String {
    try Journal(home: folder, mode: .readOnly).read { try GateJournal.home($0) }
  }
}

/// A witness that was added or removed, or will be once a second admin agrees.
package struct WitnessChange: Sendable {
  /// `W` and a number; `nil` for one that nobody has agreed to yet.
  package let id: String?
  /// Where it is.
  package let place: String
  /// The act that waits for a second admin; `nil` when it is done.
  package let pending: String?
}

extension WitnessChange: Document {
  /// The witness, for programs.
  package var json: JSONValue {
    [
      "id": id.map { .string($0) } ?? .null, "place": .string(place),
      "pending": pending.map { .string($0) } ?? .null,
    ]
  }
}

/// A witness that the ledger has.
package struct ShownWitness: Sendable {
  private let record: WitnessRecord

  init(_ record: WitnessRecord) { self.record = record }

  /// `W` and a number.
  package var id: String { record.id }
  /// `file`, `home` or `webhook`.
  package var kind: String { record.witness.kind.rawValue }
  /// Where it is.
  package var place: String { record.witness.place }
  /// Who added it.
  package var signer: String { record.signer }
  /// Since when it is asked.
  package var addedAt: Timestamp { record.at }
  /// Until when it was; `nil` for one that is asked.
  package var removedAt: Timestamp? { record.removedAt }
}

extension ShownWitness: Document {
  /// The witness, for programs.
  package var json: JSONValue {
    [
      "id": .string(id), "witness": record.witness.json, "signer": .string(signer),
      "added_at": .string(addedAt.iso8601), "removed_at": removedAt.map { .string($0.iso8601) } ?? .null,
    ]
  }
}

/// The witnesses of a home.
package struct WitnessListing: Sendable {
  /// In the order they were added.
  package let witnesses: [ShownWitness]
  /// What the reader should know besides.
  package let notes: [String]
}

extension WitnessListing: Document {
  /// The witnesses, for programs.
  package var json: JSONValue { ["witnesses": .array(witnesses.map(\.json))] }
}

/// What a witness said.
package struct AskedWitness: Sendable {
  /// `W` and a number, or that it is a new one.
  package let id: String
  /// Where it is.
  package let place: String
  /// The last row that it knows; `nil` where it knows nothing, or can't be asked.
  package let row: Int64?
  /// When it was told of that.
  package let toldAt: Timestamp?
  /// Why the home may not go on, by its stable code; `nil` where it may.
  package let code: String?
  /// The same in words.
  package let problem: String?
  /// Whether it can't be asked.
  package let isUnreachable: Bool
  private let hash: String?

  init(_ finding: Witnesses.Finding) {
    (id, place) = (finding.record.id, finding.record.witness.place)
    (row, hash, toldAt) = (finding.kept?.head.seq, finding.kept?.head.text, finding.kept?.at)
    (code, problem) = (finding.refusal?.code, finding.refusal.map { "\($0)" })
    isUnreachable = if case .witnessUnreachable? = finding.refusal { true } else { false }
  }

  fileprivate var json: JSONValue {
    [
      "id": .string(id), "place": .string(place), "row": row.map { .integer($0) } ?? .null,
      "hash": hash.map { .string($0) } ?? .null, "told_at": toldAt.map { .string($0.iso8601) } ?? .null,
      "code": code.map { .string($0) } ?? .null, "detail": problem.map { .string($0) } ?? .null,
    ]
  }
}

/// What witnesses said of a home.
package struct WitnessCheck: Sendable {
  /// In the order they were added.
  package let findings: [AskedWitness]
  /// What the reader should know besides.
  package let notes: [String]

  /// Whether none of them knows of another history.
  package var isWitnessed: Bool { findings.allSatisfy { $0.code == nil } }
  /// Whether all that is wrong is that some can't be asked.
  package var isUnreachable: Bool {
    !isWitnessed && findings.allSatisfy { $0.code == nil || $0.isUnreachable }
  }
}

extension WitnessCheck: Document {
  /// The answers, for programs.
  package var json: JSONValue {
    ["witnessed": .boolean(isWitnessed), "witnesses": .array(findings.map(\.json))]
  }
}
