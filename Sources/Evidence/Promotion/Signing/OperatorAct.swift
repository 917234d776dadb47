package import JSONText
package import Journal
package import TradingCore

/// What an operator signs: the act and the whole document it is about.
package enum OperatorAct: Sendable, Hashable {
  /// Adds an operator; the first one adds itself.
  case addOperator(name: String, person: String, role: OperatorRole, key: String)
  /// Ends an operator's right to sign.
  case retireOperator(name: String)
  /// Makes criteria and ladder those of the home; `replaces` is the digest of the ones before.
  case adoptCriteria(digest: String, replaces: String, ladder: LadderPolicy)
  /// Sets the gate's clock back to when it is signed, where an act of the future had moved it.
  case setClock
  /// Lets the grants of a restored home hold again.
  case resumeGrants(givesUp: [LostHead])
  /// Has somebody outside of the home keep the heads of its chain.
  case addWitness(Witness)
  /// Ends that.
  case removeWitness(id: String)
  /// Agrees, as a second admin, to an act of another one.
  case confirm(id: String, digest: String)
  /// Vouches for recorded ticks, so that they count as evidence.
  case admitDataset(Dataset)
  /// Ends that.
  case retireDataset(id: String)
  /// Vouches for a broker profile that is none of the program's own.
  case admitProfile(AdmittedProfile)
  /// Ends that.
  case retireProfile(id: String)
  /// Asks for a promotion.
  case request(PromotionRequest)
  /// Agrees to one.
  case approve(PromotionRequest)
  /// Refuses one.
  case reject(PromotionRequest, reason: String)
  /// Takes one back, also after it was acted on.
  case revoke(PromotionRequest, reason: String)
  /// Agrees to a proposal of the given digest.
  case acceptProposal(id: String, digest: String)
  /// Lets something go on that risk holds; what it is, is the guard's to read.
  case freeRisk(scope: String, code: String, reason: String)
  /// Turns one down.
  case declineProposal(id: String, digest: String, reason: String)

  /// The event that carries it.
  package var kind: EventKind {
    switch self {
    case .addOperator: .operatorAdded
    case .retireOperator: .operatorRetired
    case .adoptCriteria: .criteriaAdopted
    case .setClock: .gateClockSet
    case .resumeGrants: .grantsResumed
    case .addWitness: .witnessAdded
    case .removeWitness: .witnessRemoved
    case .confirm: .actConfirmed
    case .admitDataset: .datasetAdmitted
    case .retireDataset: .datasetRetired
    case .admitProfile: .profileAdmitted
    case .retireProfile: .profileRetired
    case .request: .promotionRequested
    case .approve: .promotionApproved
    case .reject: .promotionRejected
    case .revoke: .promotionRevoked
    case .freeRisk: .riskFreed
    case .acceptProposal: .proposalAccepted
    case .declineProposal: .proposalDeclined
    }
  }

  /// The roles that may.
  package var roles: [OperatorRole] {
    switch self {
    case .addOperator, .retireOperator, .adoptCriteria, .setClock, .resumeGrants, .addWitness, .removeWitness,
      .confirm, .revoke, .freeRisk:
      [.admin]
    case .request: [.quant]
    case .approve, .reject: [.approver]
    case .acceptProposal, .declineProposal, .admitDataset, .retireDataset, .admitProfile, .retireProfile:
      [.approver, .admin]
    }
  }

  /// What it is about, canonical.
  package var json: JSONValue {
    switch self {
    case .addOperator(let name, let person, let role, let key):
      ["name": .string(name), "person": .string(person), "role": .string(role.rawValue), "key": .string(key)]
    case .retireOperator(let name): ["name": .string(name)]
    case .adoptCriteria(let digest, let replaces, let ladder):
      ["digest": .string(digest), "replaces": .string(replaces), "ladder": ladder.json]
    case .setClock: [:]
    case .resumeGrants(let lost): lost.isEmpty ? [:] : ["gives_up": .array(lost.map(\.json))]
    case .addWitness(let witness): ["witness": witness.json]
    case .removeWitness(let id): ["witness": .string(id)]
    case .admitDataset(let dataset): ["dataset": dataset.json]
    case .retireDataset(let id): ["dataset": .string(id)]
    case .admitProfile(let profile): ["profile": profile.json]
    case .retireProfile(let id): ["profile": .string(id)]
    case .confirm(let id, let digest): ["act": .string(id), "digest": .string(digest)]
    case .request(let request), .approve(let request): ["request": request.json]
    case .reject(let request, let reason), .revoke(let request, let reason):
      ["request": request.json, "reason": .string(reason)]
    case .freeRisk(let scope, let code, let reason):
      ["scope": .string(scope), "code": .string(code), "reason": .string(reason)]
    case .acceptProposal(let id, let digest): ["proposal": .string(id), "digest": .string(digest)]
    case .declineProposal(let id, let digest, let reason):
      ["proposal": .string(id), "digest": .string(digest), "reason": .string(reason)]
    }
  }

  /// Where an act of an admin is filed.
  package var administrativeSubject: String {
    switch self {
    case .adoptCriteria: LedgerEvent.criteriaSubject
    case .setClock, .resumeGrants, .addWitness, .removeWitness: LedgerEvent.gateSubject
    default: LedgerEvent.operatorsSubject
    }
  }

  /// Reads what an event of a kind is about.
  init(kind: EventKind, json: JSONValue) throws(PromotionRefusal) {
    func fields(_ names: String...) throws(PromotionRefusal) -> DocumentFields {
      try DocumentFields(json, of: "what \(kind.rawValue) is about", names: names)
    }
    switch kind {
    case .operatorAdded:
      let fields = try fields("name", "person", "role", "key")
      guard let role = OperatorRole(rawValue: try fields.text("role")) else {
        throw .malformed("expected a role")
      }
      self = .addOperator(
        name: try fields.text("name"), person: try fields.text("person"), role: role,
        key: try fields.digest("key"))
    case .operatorRetired: self = .retireOperator(name: try fields("name").text("name"))
    case .criteriaAdopted:
      let fields = try fields("digest", "replaces", "ladder")
      self = .adoptCriteria(
        digest: try fields.digest("digest"), replaces: try fields.digest("replaces"),
        ladder: try LadderPolicy(json: fields.value("ladder")))
    case .gateClockSet:
      _ = try fields()
      self = .setClock
    case .grantsResumed: self = .resumeGrants(givesUp: try LostHead.heads(givenUpBy: json))
    case .witnessAdded: self = .addWitness(try Witness(json: fields("witness").value("witness")))
    case .witnessRemoved: self = .removeWitness(id: try fields("witness").text("witness"))
    case .datasetAdmitted: self = .admitDataset(try Dataset(json: fields("dataset").value("dataset")))
    case .datasetRetired: self = .retireDataset(id: try fields("dataset").text("dataset"))
    case .profileAdmitted: self = .admitProfile(try AdmittedProfile(json: fields("profile").value("profile")))
    case .profileRetired: self = .retireProfile(id: try fields("profile").text("profile"))
    case .actConfirmed:
      let fields = try fields("act", "digest")
      self = .confirm(id: try fields.text("act"), digest: try fields.digest("digest"))
    case .promotionRequested: self = .request(try PromotionRequest(json: fields("request").value("request")))
    case .promotionApproved: self = .approve(try PromotionRequest(json: fields("request").value("request")))
    case .promotionRejected, .promotionRevoked:
      let fields = try fields("request", "reason")
      let request = try PromotionRequest(json: fields.value("request"))
      let reason = try fields.text("reason")
      self = kind == .promotionRejected ? .reject(request, reason: reason) : .revoke(request, reason: reason)
    case .riskFreed:
      let fields = try fields("scope", "code", "reason")
      self = .freeRisk(
        scope: try fields.text("scope"), code: try fields.text("code"), reason: try fields.text("reason"))
    case .proposalAccepted:
      let fields = try fields("proposal", "digest")
      self = .acceptProposal(id: try fields.text("proposal"), digest: try fields.digest("digest"))
    case .proposalDeclined:
      let fields = try fields("proposal", "digest", "reason")
      self = .declineProposal(
        id: try fields.text("proposal"), digest: try fields.digest("digest"),
        reason: try fields.text("reason"))
    default: throw .malformed("\(kind.rawValue) is not signed")
    }
  }
}

/// Who signs what, where and when: the body of a signed statement.
package struct StatementBody: Sendable, Hashable {
  /// The home it is for.
  package var home: String
  /// The operator's short name.
  package var signer: String
  /// The public key that signs.
  package var key: String
  /// When it is signed.
  package var at: Timestamp
  /// What is said.
  package var act: OperatorAct
  /// The hash of the chain's last row when it was signed, in hexadecimal: whoever signs, signs all that came before.
  /// `nil` under the first rules.
  package var head: String?
  /// What the signer's program has looked at before: `chain`, that every row is as it was written; `replay`, that every
  /// session that the evidence is from comes out the same.
  package var checked: [String]

  /// A body.
  package init(
    home: String, signer: String, key: String, at: Timestamp, act: OperatorAct, head: String? = nil,
    checked: [String] = []
  ) {
    self.head = head
    self.checked = checked
    self.home = home
    self.signer = signer
    self.key = key
    self.at = at
    self.act = act
  }

  /// The canonical document.
  package var json: JSONValue {
    var document: JSONValue = [
      "home": .string(home), "action": .string(act.kind.rawValue), "operator": .string(signer),
      "key": .string(key), "at": .string(at.canonicalText), "about": act.json,
    ]
    if let head { document = document.adding("head", .string(head)) }
    guard !checked.isEmpty else { return document }
    return document.adding("checked", .array(checked.map { .string($0) }))
  }

  /// Reads the document.
  ///
  /// - Throws: `malformed`.
  package init(json: JSONValue) throws(PromotionRefusal) {
    let later = ["head", "checked"].filter { json[$0] != nil }
    let fields = try DocumentFields(
      json, of: "the statement", names: ["home", "action", "operator", "key", "at", "about"] + later)
    guard let kind = EventKind(rawValue: try fields.text("action")) else {
      throw .malformed("expected an action")
    }
    self.init(
      home: try fields.text("home"), signer: try fields.text("operator"), key: try fields.digest("key"),
      at: try fields.time("at"), act: try OperatorAct(kind: kind, json: fields.value("about")),
      head: later.contains("head") ? try fields.digest("head") : nil,
      checked: later.contains("checked") ? try Self.texts(try fields.list("checked")) : [])
  }

  private static func texts(_ values: [JSONValue]) throws(PromotionRefusal) -> [String] {
    let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    guard texts.count == values.count, !texts.isEmpty else { throw .malformed("expected texts in 'checked'") }
    return texts
  }

  /// The statement, signed.
  ///
  /// - Throws: `badKey` when the key is not the one the body names.
  package func signed(with pair: OperatorKey) throws(SigningError) -> SignedStatement {
    guard pair.publicKey == key else { throw .badKey(reason: "the statement names another key") }
    return try SignedStatement(signing: json, with: pair)
  }
}
