import JSONText
import Journal
import Promotion
import Testing
import TradingCore

@Suite("Ways round the approvals, each refused and, in the chain, a fault")
struct GateAttackTests {
  /// A home with a request to LIVE that nobody has approved.
  private func asked() throws -> (home: GateHome, request: PromotionRequest) {
    var home = try GateHome.onDemo()
    let request = home.request(to: .live)
    try home.file(request)
    return (home, request)
  }

  @Test("a promotion without a request")
  func noRequest() throws {
    let home = try GateHome()
    let request = home.request()
    let forged = home.event(.promoted, PromotionLedger.promotion(by: request))
    #expect(code(home, forged) == "unknown_request")
  }

  @Test("a promotion without approvals")
  func noApprovals() throws {
    let (home, request) = try asked()
    let forged = home.event(.promoted, PromotionLedger.promotion(by: request))
    #expect(code(home, forged) == "request_not_pending")
  }

  @Test("a promotion to live with one approval of two")
  func oneApproval() throws {
    var (home, request) = try asked()
    try home.sign(.approve(request), by: "bea")
    let forged = home.event(.promoted, PromotionLedger.promotion(by: request))
    #expect(code(home, forged) == "request_not_pending")
  }

  @Test("an approval of an expired request")
  func expired() throws {
    var (home, request) = try asked()
    home.wait(8 * Timestamp.day)
    #expect(code(home, try home.event(.approve(request), by: "bea")) == "request_expired")
  }

  @Test("a promotion after the approvals ran out")
  func expiredApprovals() throws {
    var (home, request) = try asked()
    for name in ["bea", "cal"] { try home.sign(.approve(request), by: name) }
    home.wait(8 * Timestamp.day)
    let late = home.event(.promoted, PromotionLedger.promotion(by: request))
    #expect(code(home, late) == "request_expired")
  }

  @Test("an approval moved to another bot's events")
  func otherBot() throws {
    let (home, request) = try asked()
    let moved = try home.event(.approve(request), by: "bea", subject: "other")
    #expect(code(home, moved) == "wrong_subject")
  }

  @Test("an approval made for another home")
  func otherHome() throws {
    let (home, request) = try asked()
    let foreign = try home.event(.approve(request), by: "bea", home: String(repeating: "b2", count: 32))
    #expect(code(home, foreign) == "foreign_home")
  }

  @Test("a request made for another home in a statement for this one")
  func foreignRequest() throws {
    let home = try GateHome.onDemo()
    let foreign = home.request(to: .live) { $0.home = String(repeating: "b2", count: 32) }
    #expect(code(home, try home.event(.request(foreign), by: "quin")) == "foreign_home")
  }

  @Test("the same approval appended twice")
  func replayed() throws {
    var (home, request) = try asked()
    var event = try home.event(.approve(request), by: "bea")
    try home.append(event)
    event.seq += 100
    event.at = home.now
    #expect(code(home, event) == "replayed")
  }

  @Test("an old approval kept for later")
  func stale() throws {
    var (home, request) = try asked()
    var event = try home.event(.approve(request), by: "bea")
    home.wait(Timestamp.hour)
    event.at = home.now
    #expect(code(home, event) == "stale_statement")
  }

  @Test("an approval from the future")
  func future() throws {
    let (home, request) = try asked()
    var later = home
    later.wait(Timestamp.minute)
    var event = try later.event(.approve(request), by: "bea")
    event.at = home.now
    #expect(code(home, event) == "stale_statement")
  }

  @Test("half an approval", arguments: ["body", "key", "signature"])
  func halfWritten(_ missing: String) throws {
    let (home, request) = try asked()
    var event = try home.event(.approve(request), by: "bea")
    let statement = try #require(event.payload["statement"])
    guard case .object(let members) = statement else { return }
    event.payload = ["statement": .object(members.filter { $0.name != missing })]
    #expect(code(home, event) == "malformed")
  }

  @Test("an approval under an operator's name with another key")
  func otherKey() throws {
    let (home, request) = try asked()
    let forged = try home.event(.approve(request), by: "bea", key: try GateHome.key("mallory"))
    #expect(code(home, forged) == "key_mismatch")
  }

  @Test("an approval naming the right key, signed with another")
  func resigned() throws {
    let (home, request) = try asked()
    let body = StatementBody(
      home: GateHome.id, signer: "bea", key: try GateHome.key("bea").publicKey, at: home.now,
      act: .approve(request))
    let other = try SignedStatement(signing: body.json, with: try GateHome.key("mallory"))
    func event(_ statement: SignedStatement) -> LedgerEvent {
      LedgerEvent(
        seq: home.nextSeq, at: home.now, subject: "trend", kind: .promotionApproved, signed: statement)
    }
    #expect(code(home, event(other)) == "key_mismatch")
    let relabeled = SignedStatement(body: other.body, signature: other.signature, key: body.key)
    #expect(code(home, event(relabeled)) == "bad_signature")
  }

  @Test("an approval whose document was edited after signing")
  func edited() throws {
    let (home, request) = try asked()
    let signed = try home.event(.approve(request), by: "bea")
    let payload = try #require(signed.payload["statement"])
    let old = try #require(SignedStatement(json: payload))
    var body = try StatementBody(json: old.body)
    var more = request
    more.capital = "100"
    body.act = .approve(more)
    var event = signed
    event.payload = [
      "statement": SignedStatement(body: body.json, signature: old.signature, key: old.key).json
    ]
    #expect(code(home, event) == "bad_signature")
  }

  @Test("a request put under another's approval: the capital, account or identity differs")
  func substituted() throws {
    let (home, request) = try asked()
    let edits: [(inout PromotionRequest) -> Void] = [
      { $0.capital = "99" }, { $0.account = "broker-2" }, { $0.identity = GateHome.evidence },
      { $0.grantUntil = $0.grantUntil.advanced(by: 1) },
    ]
    for edit in edits {
      var other = request
      edit(&other)
      #expect(code(home, try home.event(.approve(other), by: "bea")) == "document_changed")
    }
  }

  @Test("a member given twice, so that two readers see two documents")
  func doubleName() throws {
    let (home, request) = try asked()
    var event = try home.event(.approve(request), by: "bea")
    let statement = try #require(event.payload["statement"])
    event.payload = .object([JSONMember("statement", statement), JSONMember("statement", statement)])
    #expect(code(home, event) == "malformed")
  }

  @Test("a rejection passed off as an approval")
  func relabeled() throws {
    let (home, request) = try asked()
    var event = try home.event(.reject(request, reason: "no"), by: "bea")
    event.kind = .promotionApproved
    #expect(code(home, event) == "malformed")
  }

  @Test("a requester who approves: roles keep them apart, and so does the person")
  func requesterApproves() throws {
    var (home, request) = try asked()
    #expect(code(home, try home.event(.approve(request), by: "quin")) == "wrong_role")
    try home.add("quin2", .approver, person: " quin ")
    #expect(code(home, try home.event(.approve(request), by: "quin2")) == "same_person")
  }

  @Test("two keys of one person")
  func twoKeys() throws {
    var (home, request) = try asked()
    try home.add("bea2", .approver, person: "BEA")
    try home.sign(.approve(request), by: "bea")
    #expect(code(home, try home.event(.approve(request), by: "bea2")) == "same_person")
  }

  @Test("an approver who signs twice")
  func signsTwice() throws {
    var (home, request) = try asked()
    try home.sign(.approve(request), by: "bea")
    #expect(code(home, try home.event(.approve(request), by: "bea")) == "already_signed")
  }

  @Test("an admin who approves")
  func adminApproves() throws {
    let (home, request) = try asked()
    #expect(code(home, try home.event(.approve(request), by: "ada")) == "wrong_role")
  }

  @Test("an approver who requests in their own name")
  func approverRequests() throws {
    let home = try GateHome.onDemo()
    let request = home.request(to: .live, signer: "bea")
    #expect(code(home, try home.event(.request(request), by: "bea")) == "wrong_role")
  }

  @Test("a request in another's name, so that the real requester may approve")
  func borrowedName() throws {
    var home = try GateHome.onDemo()
    try home.add("quinn", .quant, person: "Somebody Else")
    let request = home.request(to: .live, signer: "quinn")
    #expect(code(home, try home.event(.request(request), by: "quin")) == "requester_mismatch")
  }

  @Test("a request to live that nobody signed")
  func unsignedLive() throws {
    let home = try GateHome.onDemo()
    let request = home.request(to: .live) { $0.requester = nil }
    let event = LedgerEvent(seq: home.nextSeq, at: home.now, unsigned: request)
    #expect(code(home, event) == "live_needs_signature")
  }

  @Test("a retired operator's approval")
  func retired() throws {
    var (home, request) = try asked()
    try home.sign(.retireOperator(name: "bea"), by: "ada")
    #expect(code(home, try home.event(.approve(request), by: "bea")) == "retired_operator")
  }

  @Test("an approval whose signer was retired before anybody acted on it")
  func retiredSince() throws {
    var (home, request) = try asked()
    for name in ["bea", "cal"] { try home.sign(.approve(request), by: name) }
    try home.sign(.retireOperator(name: "cal"), by: "ada")
    let event = home.event(.promoted, PromotionLedger.promotion(by: request))
    #expect(code(home, event) == "request_not_pending")
  }

  @Test("a revoked request")
  func revoked() throws {
    var (home, request) = try asked()
    for name in ["bea", "cal"] { try home.sign(.approve(request), by: name) }
    try home.sign(.revoke(request, reason: "news"), by: "ada")
    let event = home.event(.promoted, PromotionLedger.promotion(by: request))
    #expect(code(home, event) == "request_not_pending")
  }

  @Test("a request that a later one superseded")
  func superseded() throws {
    var (home, request) = try asked()
    try home.file(home.request(to: .live))
    #expect(code(home, try home.event(.approve(request), by: "bea")) == "request_not_pending")
  }

  @Test("an approved request acted on twice")
  func actedTwice() throws {
    var home = try GateHome.onDemo()
    try home.append(home.event(.demoted, PromotionLedger.demotion(to: .paper, reason: "degraded")))
    let first = try #require(home.ledger.request("R1")).request
    let again = home.event(.promoted, PromotionLedger.promotion(by: first))
    #expect(code(home, again) == "request_not_pending")
  }

  @Test("a clock set back, to sign before an expiry or to outlive a grant")
  func clockBack() throws {
    var home = try GateHome.onDemo()
    let request = home.request(to: .live)
    try home.file(request)
    home.wait(-Timestamp.hour)
    #expect(code(home, try home.event(.approve(request), by: "bea")) == "clock_back")
    #expect(throws: PromotionRefusal.clockBack(latest: home.ledger.lastAt)) { try home.grant() }
  }

  @Test("a demotion goes through although the clock was set back")
  func demotionWithClockBack() throws {
    var home = try GateHome.onDemo()
    home.wait(-Timestamp.hour)
    try home.append(home.event(.demoted, PromotionLedger.demotion(to: .paper, reason: "degraded")))
    #expect(home.ledger.standing(of: "trend").mode == .paper)
  }

  @Test("an event slipped in between others")
  func outOfOrder() throws {
    let (home, request) = try asked()
    var event = try home.event(.approve(request), by: "bea")
    event.seq = 2
    #expect(code(home, event) == "out_of_order")
  }

  @Test("after a fault nothing is granted, and nothing can be appended")
  func faulty() throws {
    let home = try GateHome.live()
    let forged = home.event(.promoted, ["request": "R9", "digest": .string(GateHome.evidence)])
    let ledger = home.folding(forged)
    let fault = PromotionRefusal.ledgerFaulty(seq: forged.seq, reason: "unknown_request")
    #expect(throws: fault) {
      try ledger.grant(bot: "trend", identity: GateHome.identity, account: "broker-1", at: home.now)
    }
    let request = home.request(to: .live, step: 1)
    #expect(
      ledger.refusal(appending: try home.event(.request(request), by: "quin"), facts: home.facts) == fault)
    #expect(ledger.refusal(unlocking: "bea", at: home.now) == fault)
  }
}
