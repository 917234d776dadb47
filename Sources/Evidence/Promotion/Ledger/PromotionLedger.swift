import JSONText
import Journal
package import TradingCore

/// The state of the gate, folded from the chain's events; every signature and rule is verified again.
///
/// The first event that breaks a rule makes the ledger faulty for good: it takes no event and grants nothing. Each event
/// is held to the rules that the gate went by when it came (`GateRules`).
/// What it can't see: a chain cut off at its end (the journal's part).
package struct PromotionLedger: Sendable {
  /// The event that broke a rule.
  package struct Fault: Sendable, Hashable {
    /// Its place in the chain.
    package let seq: Int64
    /// The rule.
    package let refusal: PromotionRefusal
  }

  /// Nanoseconds that may pass between signing and journaling.
  package static let signingWindow = 10 * Timestamp.minute

  /// The hash of the chain's first row.
  package let home: String
  /// What is wrong with the chain, if anything.
  package private(set) var fault: Fault?
  /// The last event's number.
  package private(set) var lastSeq: Int64 = 0
  /// The latest time of an act that gave a right. Rows that nobody signed, or that were refused, don't move it.
  package internal(set) var lastAt = Timestamp.distantPast
  /// The rules that the gate goes by.
  package private(set) var rules = GateRules.first
  /// Operators in order of being added, the retired too.
  package internal(set) var operators: [OperatorRecord] = []
  /// The digest of the criteria in force.
  package internal(set) var criteria: String
  /// The ladder in force.
  package internal(set) var ladder: LadderPolicy
  /// Requests in order.
  package internal(set) var requests: [RequestRecord] = []
  /// Proposals in order.
  package internal(set) var proposals: [ProposalRecord] = []
  /// Acts of admins that wait, or waited, for a second one, in order.
  package internal(set) var pendingActs: [PendingAct] = []
  /// Recorded ticks that count as evidence, or did, in order.
  package internal(set) var datasets: [DatasetRecord] = []
  /// The event by which the home was restored from a backup, until an admin lets its grants hold again: what happened
  /// since the backup was made, a revocation maybe, it does not know.
  package internal(set) var restoredBy: Int64?
  /// Profiles of brokers that somebody vouches for, or did, in order.
  package internal(set) var profiles: [ProfileRecord] = []
  /// Heads of what this chain lost by restores, which admins have given up for it.
  package internal(set) var lostHeads: Set<LostHead> = []
  /// Those who keep the heads of this chain outside of the home, or did, in order.
  package internal(set) var witnesses: [WitnessRecord] = []
  var standings: [String: BotStanding] = [:]
  /// Every reduction under the third rules by the identity that the bot had, in order.
  var reductionsByIdentity: [String: [BotStanding.Reduction]] = [:]
  /// Requests of each bot that may be open, as places in `requests`.
  var openPlaces: [String: [Int]] = [:]
  /// The rows by which an admin has let something go on that risk held.
  package private(set) var freed: Set<Int64> = []
  /// When the latest requests came, by bot and by operator.
  var askedAt: [String: [Timestamp]] = [:]
  private var seen: Set<String> = []

  /// The ledger of a home without events; `criteria` is the digest of those in force until an adoption.
  package init(home: String, criteria: String, ladder: LadderPolicy = .standard) {
    self.home = home
    self.criteria = criteria
    self.ladder = ladder
  }

  /// The ledger after a chain's events in order.
  package init(
    folding events: [LedgerEvent], home: String, criteria: String, ladder: LadderPolicy = .standard
  ) {
    self.init(home: home, criteria: criteria, ladder: ladder)
    // In place, as a copy for each event would cost its square.
    for (place, event) in events.enumerated() {
      do { try take(event) } catch {
        var whole = PromotionLedger(
          folding: Array(events[..<place]), home: home, criteria: criteria, ladder: ladder)
        whole.fault = Fault(seq: event.seq, refusal: error)
        self = whole
        return
      }
    }
  }

  /// Takes the next event of the chain; one that breaks a rule becomes the fault: nothing after it counts.
  package mutating func fold(_ event: LedgerEvent) {
    guard fault == nil else { return }
    var next = self
    do {
      try next.take(event)
      self = next
    } catch { fault = Fault(seq: event.seq, refusal: error) }
  }

  /// Why an event may not be appended, or `nil`: the rules that folding will hold it to, and then the facts.
  ///
  /// Requests, approvals and promotions need the facts; without them the bot is not eligible.
  package func refusal(appending event: LedgerEvent, facts: PromotionFacts?) -> PromotionRefusal? {
    do {
      try checkWhole()
      var next = self
      try next.take(event)
      try next.check(facts, for: event)
      return nil
    } catch { return error }
  }

  /// The standing of a bot; one that was never promoted trades paper.
  ///
  /// By the third rules what is taken from a bot is taken from every bot of its identity, as far as evidence goes.
  package func standing(of bot: String) -> BotStanding {
    var standing = ownStanding(of: bot)
    standing.reductionsElsewhere = reductionsByIdentity.compactMapValues { found in
      let others = found.filter { $0.bot != bot }
      return others.isEmpty ? nil : others
    }
    return standing
  }

  /// The same without what others have lost.
  package func ownStanding(of bot: String) -> BotStanding { standings[bot] ?? BotStanding() }

  /// The row that evidence of a bot has to begin behind, which was taken back with what the bot, or another one of its
  /// identity, has lost.
  func evidenceSince(_ mode: TradingMode, bot: String, identity: String) -> Int64 {
    let other = reductionsByIdentity[identity]?.last { $0.mode.rank <= mode.rank }
    return max(ownStanding(of: bot).evidenceSince(mode), other?.seq ?? 0)
  }

  /// Whether a bot of an identity was taken back, so that none of them sees the same ticks again.
  package func wasTakenBack(identity: String) -> Bool { reductionsByIdentity[identity] != nil }

  /// The request of an id.
  package func request(_ id: String) -> RequestRecord? { place(ofRequest: id).map { requests[$0] } }

  /// Where a request is: its number says it.
  func place(ofRequest id: String) -> Int? {
    guard let place = Self.place(ofNumbered: id), requests.indices.contains(place),
      requests[place].request.id == id
    else { return nil }
    return place
  }

  /// The place that a letter and a number counted from 1 stand for.
  static func place(ofNumbered id: String) -> Int? {
    Int(id.dropFirst()).flatMap { $0 > 0 ? $0 - 1 : nil }
  }

  /// Where a request stands at a time, running out included.
  package func state(of record: RequestRecord, at time: Timestamp) -> RequestState {
    let isOpen = record.state == .pending || record.state == .approved
    return isOpen && time >= record.request.expiresAt ? .expired : record.state
  }

  /// The id that the next request has.
  package var nextRequestID: String { PromotionRequest.id(number: requests.count + 1) }

  /// The id that the next proposal has.
  package var nextProposalID: String { "P\(proposals.count + 1)" }

  func checkWhole() throws(PromotionRefusal) {
    if let fault { throw .ledgerFaulty(seq: fault.seq, reason: fault.refusal.code) }
  }

  func index(ofRequest id: String) throws(PromotionRefusal) -> Int {
    guard let place = place(ofRequest: id) else { throw .unknownRequest(id) }
    return place
  }

  private mutating func take(_ event: LedgerEvent) throws(PromotionRefusal) {
    guard event.seq > lastSeq else { throw .outOfOrder(after: lastSeq) }
    if needsClock(event), event.at < lastAt { throw .clockBack(latest: lastAt) }
    try apply(event)
    lastSeq = event.seq
    if event.kind.movesClock { lastAt = max(lastAt, event.at) }
  }

  /// A second admin's word needs the clock as the act does that it is about.
  private func needsClock(_ event: LedgerEvent) -> Bool {
    guard event.kind == .actConfirmed,
      case .string(let id)? = event.payload["statement"]?["body"]?["about"]?["act"],
      let pending = pendingActs.first(where: { $0.id == id })
    else { return event.kind.needsClock }
    return pending.act.kind.needsClock
  }

  private mutating func apply(_ event: LedgerEvent) throws(PromotionRefusal) {
    switch event.kind {
    case .passphraseWrong: try noteWrongPassphrase(event)
    case .promotionRefused, .renewalLacking: break
    case .promotionExpired: try expire(event)
    case .promoted, .stepRaised: try promote(event)
    case .steppedDown: try stepDown(event)
    case .demoted: try demote(event)
    case .proposalFiled: try file(event)
    case .proposalRefused: try refuseProposal(event)
    case .gateRules: try goBy(event)
    case .restored:
      // An older backup may be of a home that goes by the first rules still: whoever restores says so.
      if rules >= .second || event.payload["suspends"] == .boolean(true) { restoredBy = event.seq }
    case .promotionRequested where event.payload["statement"] == nil: try openUnsigned(event)
    default: try applySigned(event)
    }
  }

  private mutating func applySigned(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the event", names: ["statement"])
    guard let statement = SignedStatement(json: fields.value("statement")) else {
      throw .malformed("expected a signed statement")
    }
    let body = try StatementBody(json: statement.body)
    guard body.act.kind == event.kind else { throw .malformed("the statement is of another kind") }
    guard body.home == home else { throw .foreignHome }
    if rules >= .second {
      guard let head = body.head, head == event.previous else { throw .historyChanged }
    }
    let age = event.at.nanoseconds.subtractingReportingOverflow(body.at.nanoseconds)
    guard !age.overflow, (0...Self.signingWindow).contains(age.partialValue) else {
      throw .staleStatement(at: body.at)
    }
    guard seen.insert(CanonicalJSON.digest(statement.body)).inserted else { throw .replayed }
    let signer = try verifiedSigner(of: body, statement)
    try apply(SignedAct(event: event, statement: statement, body: body, signer: signer))
    clearWrongPassphrases(of: signer.name)
  }

  private mutating func apply(_ signed: SignedAct) throws(PromotionRefusal) {
    switch signed.act {
    case .addOperator, .retireOperator, .adoptCriteria, .setClock, .resumeGrants, .addWitness, .removeWitness:
      try administer(signed)
    case .confirm(let id, let digest): try confirm(id, digest, signed)
    case .admitDataset(let dataset): try admit(dataset, signed)
    case .retireDataset(let id): try retireDataset(id, signed)
    case .admitProfile(let profile): try admit(profile, signed)
    case .retireProfile(let id): try retireProfile(id, signed)
    case .request(let request): try open(request, signed)
    case .approve(let request): try approve(request, signed)
    case .reject(let request, let reason): try reject(request, reason, signed)
    case .revoke(let request, let reason): try revoke(request, reason, signed)
    case .freeRisk(_, _, let reason):
      try signed.checkSubject(LedgerEvent.riskSubject)
      guard reason.contains(where: \.isLetter) else { throw .malformed("expected a reason in words") }
      freed.insert(signed.event.seq)
    case .acceptProposal(let id, let digest): try decide(id, digest, .accepted, "", signed)
    case .declineProposal(let id, let digest, let reason): try decide(id, digest, .declined, reason, signed)
    }
  }
}

extension PromotionLedger {
  /// Later rules hold from here on; earlier ones never again.
  private mutating func goBy(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the event", names: ["version"])
    let number = try fields.count("version", in: 0...Int64(Int32.max))
    guard let rules = GateRules(rawValue: number) else {
      throw .malformed("the gate goes by rules \(number), which only a later program knows")
    }
    guard event.subject == LedgerEvent.gateSubject else { throw .wrongSubject(event.subject) }
    guard rules > self.rules else {
      throw .malformed("the gate goes by rules \(self.rules.rawValue) already")
    }
    self.rules = rules
  }
}

/// A statement whose signature holds, and the event that carries it.
struct SignedAct {
  let event: LedgerEvent
  let statement: SignedStatement
  let body: StatementBody
  let signer: OperatorRecord

  /// What is said.
  var act: OperatorAct { body.act }

  /// The event must be filed where its document belongs.
  func checkSubject(_ subject: String) throws(PromotionRefusal) {
    guard event.subject == subject else { throw .wrongSubject(event.subject) }
  }
}

extension EventKind {
  /// Whether the event may be refused for a clock that was set back. What takes rights away or merely notes something
  /// never is.
  package var needsClock: Bool {
    switch self {
    case .passphraseWrong, .promotionExpired, .promotionRefused, .renewalLacking, .promotionRejected,
      .promotionRevoked,
      .steppedDown, .demoted, .operatorRetired, .proposalFiled, .proposalRefused, .proposalDeclined,
      .gateRules,
      .gateClockSet, .datasetRetired, .profileRetired, .restored:
      false
    default: true
    }
  }

  /// Whether the gate's clock is at least at the event's time behind it: where an approver or an admin gave a right.
  var movesClock: Bool {
    switch self {
    case .operatorAdded, .criteriaAdopted, .promotionApproved, .actConfirmed, .proposalAccepted: true
    default: false
    }
  }
}
