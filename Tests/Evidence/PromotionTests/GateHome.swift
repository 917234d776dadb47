import JSONText
import Journal
import Promotion
import Testing
import TradingCore

/// A home with an admin (ada), a quant (quin) and two approvers (bea, cal), and what happens at its gate.
struct GateHome {
  static let id = String(repeating: "a1", count: 32)
  static let criteria = String(repeating: "c0", count: 32)
  static let identity = String(repeating: "1d", count: 32)
  static let evidence = String(repeating: "e0", count: 32)
  static let bot = "trend"

  private(set) var events: [LedgerEvent] = []
  private(set) var ledger = PromotionLedger(home: Self.id, criteria: Self.criteria)
  /// What the caller finds to be so.
  var facts = PromotionFacts(identity: Self.identity, evidence: [Self.evidence], isEligible: true)
  var now = Timestamp(nanoseconds: 1_700_000_000 * Timestamp.second)

  /// A home with its operators.
  init() throws {
    try add("ada", .admin)
    try add("quin", .quant)
    try add("bea", .approver)
    try add("cal", .approver)
  }

  /// A home where nothing has happened.
  static let empty = GateHome(events: [])

  private init(events: [LedgerEvent]) { self.events = events }

  /// The key of an operator: a seed made of its name.
  static func key(_ name: String) throws -> OperatorKey {
    let letters = Array(name.utf8)
    return try OperatorKey(seed: (0..<32).map { letters[$0 % letters.count] })
  }

  var nextSeq: Int64 { ledger.lastSeq + 100 }

  /// Lets time pass.
  mutating func wait(_ nanoseconds: Int64) { now = now.advanced(by: nanoseconds) }

  /// The event of an act signed by an operator, one second later.
  func event(
    _ act: OperatorAct, by signer: String, key: OperatorKey? = nil, home: String = GateHome.id,
    subject: String? = nil, head: String? = nil, checked: [String] = ["chain", "replay"]
  ) throws -> LedgerEvent {
    let key = try key ?? Self.key(signer)
    let isLater = ledger.rules >= .second
    let isApproval = if case .approve = act { true } else { false }
    let body = StatementBody(
      home: home, signer: signer, key: key.publicKey, at: now, act: act,
      head: isLater ? head ?? previous : nil, checked: isLater && isApproval ? checked : [])
    return LedgerEvent(
      seq: nextSeq, at: now, subject: subject ?? Self.subject(of: act), kind: act.kind,
      signed: try body.signed(with: key), previous: previous)
  }

  /// What stands for the hash of the row before the next one.
  var previous: String { CanonicalJSON.digest(.integer(ledger.lastSeq)) }

  /// The gate goes by later rules from here on.
  mutating func goOn(to rules: GateRules = .present) throws {
    try append(LedgerEvent(seq: nextSeq, at: now, rules: rules))
  }

  /// An event of the program's own.
  func event(_ kind: EventKind, _ payload: JSONValue, subject: String = GateHome.bot) -> LedgerEvent {
    LedgerEvent(seq: nextSeq, at: now, kind: kind, subject: subject, payload: payload)
  }

  /// Appends an event as the program does: checked, then folded.
  mutating func append(_ event: LedgerEvent) throws {
    if let refusal = ledger.refusal(appending: event, facts: facts) { throw refusal }
    events.append(event)
    ledger.fold(event)
    wait(Timestamp.second)
  }

  mutating func sign(_ act: OperatorAct, by signer: String) throws {
    try append(try event(act, by: signer))
  }

  mutating func add(_ name: String, _ role: OperatorRole, person: String? = nil) throws {
    let key = try Self.key(name).publicKey
    let admin = ledger.operators.isEmpty ? name : "ada"
    try sign(.addOperator(name: name, person: person ?? name.uppercased(), role: role, key: key), by: admin)
  }

  /// What the next request says.
  func request(
    to: TradingMode = .demo, step: Int? = nil, bot: String = GateHome.bot, signer: String? = nil,
    capital: String? = nil, firstSeq: Int64? = nil, edit: (inout PromotionRequest) -> Void = { _ in }
  ) -> PromotionRequest {
    let standing = ledger.standing(of: bot)
    let first = firstSeq ?? max(1, (standing.reductions.last?.seq ?? 0) + 1)
    let signer = signer ?? (to == .live ? "quin" : nil)
    var request = PromotionRequest(
      home: Self.id, id: ledger.nextRequestID, bot: bot, from: standing.mode, to: to,
      step: step ?? (to == .live ? standing.step + 1 : 0), identity: Self.identity,
      evidence: [
        EvidenceReference(
          mode: standing.mode, digest: Self.evidence, trades: 60, days: 20, firstSeq: first,
          lastSeq: first + 1)
      ], criteria: ledger.criteria, account: "broker-1", capital: capital ?? "50", currency: .usd,
      requester: signer.flatMap { name in
        ledger.operatorRecord(name).map { .init(name: $0.name, person: $0.person) }
      }, requestedAt: now, expiresAt: now.advanced(by: 7 * Timestamp.day),
      grantUntil: now.advanced(by: 90 * Timestamp.day))
    edit(&request)
    return request
  }

  /// Files a request: signed where it names a requester.
  mutating func file(_ request: PromotionRequest) throws {
    if let requester = request.requester {
      try sign(.request(request), by: requester.name)
    } else {
      try append(LedgerEvent(seq: nextSeq, at: now, unsigned: request))
    }
  }

  /// Acts on an approved request.
  mutating func act(on request: PromotionRequest) throws {
    try append(
      event(ledger.kind(actingOn: request), PromotionLedger.promotion(by: request), subject: request.bot))
  }

  /// Files, approves and acts.
  mutating func promote(_ request: PromotionRequest, by approvers: String...) throws {
    try file(request)
    for name in approvers { try sign(.approve(request), by: name) }
    try act(on: request)
  }

  /// The bot on DEMO.
  static func onDemo() throws -> GateHome {
    var home = try GateHome()
    try home.promote(home.request(), by: "bea")
    return home
  }

  /// The bot at the ladder's first step.
  static func live() throws -> GateHome {
    var home = try onDemo()
    try home.promote(home.request(to: .live), by: "bea", "cal")
    return home
  }

  func grant(
    identity: String = GateHome.identity, account: String = "broker-1", bot: String = GateHome.bot
  ) throws(PromotionRefusal) -> PromotionGrant {
    try ledger.grant(bot: bot, identity: identity, account: account, at: now)
  }

  /// The ledger that a program starting now would fold, with an event put at the end unchecked.
  func folding(_ event: LedgerEvent) -> PromotionLedger {
    PromotionLedger(folding: events + [event], home: Self.id, criteria: Self.criteria)
  }

  private static func subject(of act: OperatorAct) -> String {
    switch act {
    case .addOperator, .retireOperator: LedgerEvent.operatorsSubject
    case .adoptCriteria: LedgerEvent.criteriaSubject
    case .request(let request), .approve(let request), .reject(let request, _), .revoke(let request, _):
      request.bot
    case .acceptProposal, .declineProposal: bot
    case .setClock, .resumeGrants, .addWitness, .removeWitness, .admitDataset, .retireDataset, .admitProfile,
      .retireProfile:
      LedgerEvent.gateSubject
    case .confirm: LedgerEvent.operatorsSubject
    case .freeRisk: LedgerEvent.riskSubject
    }
  }
}

/// The refusal's code, also when the program forgot to check: the fold must find the same.
func code(_ home: GateHome, _ event: LedgerEvent) -> String? {
  let refusal = home.ledger.refusal(appending: event, facts: home.facts)?.code
  let fault = home.folding(event).fault?.refusal.code
  return refusal == fault ? refusal : "\(refusal ?? "accepted") but folded \(fault ?? "accepted")"
}
