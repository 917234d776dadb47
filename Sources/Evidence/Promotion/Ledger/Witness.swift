package import JSONText
import Journal
package import TradingCore

/// Somebody outside of a home who keeps the heads of its chain and goes back for nobody: a home that was put back to
/// an earlier state, or whose chain was written anew, does not have what the witness knows of it.
package struct Witness: Sendable, Hashable {
  /// What keeps the heads. Text codes are stable.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A text file.
    case file
    /// Another home, in whose chain they become rows.
    case home
    /// A server that is asked over HTTP.
    case webhook
  }

  /// Where the secret is that a server shares: never the secret.
  package enum SecretPlace: Sendable, Hashable {
    /// An environment variable.
    case environment(String)
    /// A file.
    case file(String)
  }

  /// What keeps them.
  package var kind: Kind
  /// The path of the file or of the other home, from the root; the server's URL.
  package var place: String
  /// The identity of the other home, by the hash of its first row in hexadecimal.
  package var home: String?
  /// Where the secret is that the server shares.
  package var secret: SecretPlace?

  /// Bytes of a place.
  static let longestPlace = 4_096

  /// A witness of its parts.
  package init(_ kind: Kind, place: String, home: String? = nil, secret: SecretPlace? = nil) {
    (self.kind, self.place, self.home, self.secret) = (kind, place, home, secret)
  }

  /// The canonical document.
  package var json: JSONValue {
    var document: JSONValue = ["kind": .string(kind.rawValue), "place": .string(place)]
    if let home { document = document.adding("home", .string(home)) }
    switch secret {
    case .environment(let name)?: return document.adding("secret_env", .string(name))
    case .file(let path)?: return document.adding("secret_file", .string(path))
    case nil: return document
    }
  }

  init(json: JSONValue) throws(PromotionRefusal) {
    let later = ["home", "secret_env", "secret_file"].filter { json[$0] != nil }
    let fields = try DocumentFields(json, of: "the witness", names: ["kind", "place"] + later)
    guard let kind = Kind(rawValue: try fields.text("kind")) else {
      throw .malformed("expected 'kind' as file, home or webhook")
    }
    let place = try fields.text("place")
    guard !place.isEmpty, place.utf8.count <= Self.longestPlace else {
      throw .malformed("expected 'place' as a path or a URL")
    }
    self.init(kind, place: place)
    switch (kind, later) {
    case (.file, []): break
    case (.home, ["home"]): home = try fields.digest("home")
    case (.webhook, ["secret_env"]): secret = .environment(try fields.text("secret_env"))
    case (.webhook, ["secret_file"]): secret = .file(try fields.text("secret_file"))
    default: throw .malformed("a witness that is a \(kind.rawValue) has other members")
    }
  }
}

/// Where a history had come to that a home's chain no longer has, as a witness keeps it.
package struct LostHead: Sendable, Hashable {
  /// Its last row.
  package let seq: Int64
  /// The hash of that in hexadecimal.
  package let hash: String

  /// A head of its parts.
  package init(seq: Int64, hash: String) { (self.seq, self.hash) = (seq, hash) }

  var json: JSONValue { ["seq": .integer(seq), "hash": .string(hash)] }

  /// The heads that an admin gives up who lets grants hold again; an earlier program named none.
  static func heads(givenUpBy json: JSONValue) throws(PromotionRefusal) -> [LostHead] {
    let what = "what \(EventKind.grantsResumed.rawValue) is about"
    guard json["gives_up"] != nil else {
      _ = try DocumentFields(json, of: what, names: [])
      return []
    }
    let heads = try DocumentFields(json, of: what, names: ["gives_up"]).list("gives_up")
    guard (1...PromotionLedger.mostWitnesses).contains(heads.count) else {
      throw .malformed("expected 'gives_up' as a list of heads")
    }
    var lost: [LostHead] = []
    for head in heads {
      let fields = try DocumentFields(head, of: "a head that is given up", names: ["seq", "hash"])
      lost.append(LostHead(seq: try fields.whole("seq"), hash: try fields.digest("hash")))
    }
    return lost
  }
}

/// A witness as the chain has it.
package struct WitnessRecord: Sendable, Hashable {
  /// `W` and a number.
  package let id: String
  /// What it is.
  package let witness: Witness
  /// Who added it.
  package let signer: String
  /// When.
  package let at: Timestamp
  /// When it was removed; `nil` for one that is asked.
  package internal(set) var removedAt: Timestamp?

  /// What stands for the number of one that nobody has signed for.
  static let unsignedID = "the new witness"

  /// A witness that is asked before anybody has signed for it.
  package init(unsigned witness: Witness) {
    self.init(id: Self.unsignedID, witness: witness, signer: "", at: .distantPast)
  }

  init(id: String, witness: Witness, signer: String, at: Timestamp) {
    (self.id, self.witness, self.signer, self.at) = (id, witness, signer, at)
  }
}

extension PromotionLedger {
  /// Witnesses that a home may have at a time, as every one of them is asked.
  package static let mostWitnesses = 8

  /// Those that are asked.
  package var activeWitnesses: [WitnessRecord] { witnesses.filter { $0.removedAt == nil } }

  mutating func add(_ witness: Witness, _ signed: SignedAct) throws(PromotionRefusal) {
    guard rules >= .second else { throw .malformed("the gate knows of no witnesses yet") }
    if let known = activeWitnesses.first(where: { $0.witness.place == witness.place }) {
      throw .witnessKnown(known.id)
    }
    guard activeWitnesses.count < Self.mostWitnesses else {
      throw .malformed("a home has at most \(Self.mostWitnesses) witnesses: remove one first")
    }
    witnesses.append(
      WitnessRecord(
        id: "W\(witnesses.count + 1)", witness: witness, signer: signed.signer.name, at: signed.event.at))
  }

  mutating func removeWitness(_ id: String, at time: Timestamp) throws(PromotionRefusal) {
    guard let place = witnesses.firstIndex(where: { $0.id == id && $0.removedAt == nil }) else {
      throw .unknownWitness(id)
    }
    witnesses[place].removedAt = time
  }

  /// Whether an act waits for the witnesses. What takes rights away never does; whoever agrees to an act is held to
  /// what holds for that.
  package func asksWitnesses(_ act: OperatorAct) -> Bool {
    switch act {
    case .reject, .revoke, .retireOperator, .retireDataset, .retireProfile, .declineProposal: false
    case .confirm(let id, _): pendingActs.first { $0.id == id }.map { asksWitnesses($0.act) } ?? true
    default: true
    }
  }

  /// The witness that an act, or the one that it agrees to, removes.
  package func witnessRemoved(by act: OperatorAct) -> String? {
    switch act {
    case .removeWitness(let id): id
    case .confirm(let id, _): pendingActs.first { $0.id == id }.flatMap { witnessRemoved(by: $0.act) }
    default: nil
    }
  }

  /// The heads that an act, or the one that it agrees to, gives up: after a restore the chain lacks what the witnesses
  /// know, and that is what the act is about.
  package func givenUp(by act: OperatorAct) -> Set<LostHead> {
    guard restoredBy != nil else { return [] }
    switch act {
    case .resumeGrants(let lost): return Set(lost)
    case .confirm(let id, _): return pendingActs.first { $0.id == id }.map { givenUp(by: $0.act) } ?? []
    default: return []
    }
  }
}
