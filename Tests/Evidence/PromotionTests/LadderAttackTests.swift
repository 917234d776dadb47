import JSONText
import Journal
import Promotion
import Testing
import TradingCore

@Suite("Ways round the steps, the evidence and the grant")
struct LadderAttackTests {
  @Test("from paper to live at once")
  func skipping() throws {
    let home = try GateHome()
    let request = home.request(to: .live, step: 1)
    #expect(code(home, try home.event(.request(request), by: "quin")) == "skipping")
  }

  @Test("from a mode that the bot is not in")
  func wrongMode() throws {
    let home = try GateHome()
    let request = home.request(to: .live, step: 1) { $0.from = .demo }
    #expect(code(home, try home.event(.request(request), by: "quin")) == "wrong_mode")
  }

  @Test("onto a higher step than the first")
  func firstStepSkipped() throws {
    let home = try GateHome.onDemo()
    let request = home.request(to: .live, step: 3)
    #expect(code(home, try home.event(.request(request), by: "quin")) == "step_skipped")
  }

  @Test("over a step")
  func stepSkipped() throws {
    var home = try GateHome.live()
    home.wait(30 * Timestamp.day)
    let request = home.request(to: .live, step: 3)
    #expect(code(home, try home.event(.request(request), by: "quin")) == "step_skipped")
  }

  @Test("a step up before a week is over")
  func tooSoon() throws {
    var home = try GateHome.live()
    home.wait(7 * Timestamp.day - Timestamp.minute)
    let request = home.request(to: .live)
    #expect(code(home, try home.event(.request(request), by: "quin")) == "step_too_soon")
  }

  @Test("a week counts anew after a step down")
  func tooSoonAfterStepDown() throws {
    var home = try GateHome.live()
    home.wait(7 * Timestamp.day)
    try home.promote(home.request(to: .live, capital: "250"), by: "bea", "cal")
    try home.append(home.event(.steppedDown, PromotionLedger.stepDown(to: 1, reason: "degraded")))
    home.wait(6 * Timestamp.day)
    let request = home.request(to: .live)
    #expect(code(home, try home.event(.request(request), by: "quin")) == "step_too_soon")
  }

  @Test("a step raised under the name of a promotion, or the other way round")
  func otherKind() throws {
    var home = try GateHome.live()
    home.wait(7 * Timestamp.day)
    let request = home.request(to: .live)
    try home.file(request)
    for name in ["bea", "cal"] { try home.sign(.approve(request), by: name) }
    #expect(code(home, home.event(.promoted, PromotionLedger.promotion(by: request))) == "malformed")
  }

  @Test("more capital than the step allows, or in another currency")
  func capital() throws {
    let home = try GateHome.onDemo()
    let more = home.request(to: .live, capital: "100.01")
    #expect(code(home, try home.event(.request(more), by: "quin")) == "capital_over_step")
    let yen = home.request(to: .live) { $0.currency = .jpy }
    #expect(code(home, try home.event(.request(yen), by: "quin")) == "capital_over_step")
  }

  @Test("capital that is no positive amount", arguments: ["0", "-5", "", "1,000", "0.0000001"])
  func noCapital(_ text: String) throws {
    let home = try GateHome.onDemo()
    let request = home.request(to: .live, capital: text)
    #expect(code(home, try home.event(.request(request), by: "quin")) == "capital_invalid")
  }

  @Test("no account")
  func noAccount() throws {
    let home = try GateHome.onDemo()
    let request = home.request(to: .live) { $0.account = " " }
    #expect(code(home, try home.event(.request(request), by: "quin")) == "account_missing")
  }

  @Test("a request that stays open, or a grant that lasts, for too long")
  func tooLong() throws {
    let home = try GateHome.onDemo()
    let open = home.request(to: .live) { $0.expiresAt = home.now.advanced(by: 31 * Timestamp.day) }
    #expect(code(home, try home.event(.request(open), by: "quin")) == "expiry_out_of_bounds")
    let long = home.request(to: .live) { $0.grantUntil = home.now.advanced(by: 367 * Timestamp.day) }
    #expect(code(home, try home.event(.request(long), by: "quin")) == "expiry_out_of_bounds")
  }

  @Test("criteria of one's own")
  func ownCriteria() throws {
    let home = try GateHome()
    let request = home.request { $0.criteria = String(repeating: "00", count: 32) }
    let event = LedgerEvent(seq: home.nextSeq, at: home.now, unsigned: request)
    #expect(code(home, event) == "criteria_changed")
  }

  @Test("criteria tightened between request and approval")
  func criteriaChanged() throws {
    var home = try GateHome()
    let request = home.request()
    try home.file(request)
    let stricter = String(repeating: "c2", count: 32)
    try home.sign(
      .adoptCriteria(digest: stricter, replaces: GateHome.criteria, ladder: .standard), by: "ada")
    #expect(code(home, try home.event(.approve(request), by: "bea")) == "criteria_changed")
  }

  @Test("criteria adopted by somebody other than an admin, or over those in force")
  func criteriaAdopted() throws {
    let home = try GateHome()
    let loose = String(repeating: "c2", count: 32)
    let byQuant = OperatorAct.adoptCriteria(digest: loose, replaces: GateHome.criteria, ladder: .standard)
    #expect(code(home, try home.event(byQuant, by: "quin")) == "wrong_role")
    let blind = OperatorAct.adoptCriteria(digest: loose, replaces: loose, ladder: .standard)
    #expect(code(home, try home.event(blind, by: "ada")) == "criteria_changed")
  }

  @Test("no evidence, or that of another mode only")
  func noEvidence() throws {
    let home = try GateHome.onDemo()
    let none = home.request(to: .live) { $0.evidence = [] }
    #expect(code(home, try home.event(.request(none), by: "quin")) == "evidence_missing")
    let paper = home.request(to: .live) { $0.evidence[0].mode = .paper }
    #expect(code(home, try home.event(.request(paper), by: "quin")) == "evidence_missing")
  }

  @Test("old evidence after a demotion")
  func oldEvidence() throws {
    var home = try GateHome.onDemo()
    try home.append(home.event(.demoted, PromotionLedger.demotion(to: .paper, reason: "degraded")))
    let seq = home.ledger.lastSeq
    let old = home.request(firstSeq: seq)
    let event = LedgerEvent(seq: home.nextSeq, at: home.now, unsigned: old)
    #expect(code(home, event) == "evidence_too_old")
    #expect(home.ledger.standing(of: "trend").evidenceSince(.paper) == seq)
  }

  @Test("an approval gathered before a demotion")
  func approvedBeforeDemotion() throws {
    var home = try GateHome.onDemo()
    let request = home.request(to: .live)
    try home.file(request)
    for name in ["bea", "cal"] { try home.sign(.approve(request), by: name) }
    try home.append(home.event(.demoted, PromotionLedger.demotion(to: .paper, reason: "degraded")))
    let event = home.event(.promoted, PromotionLedger.promotion(by: request))
    #expect(code(home, event) == "request_not_pending")
  }

  @Test("a demotion that goes up, or a step down that does")
  func upwards() throws {
    let home = try GateHome.onDemo()
    let up = home.event(.demoted, PromotionLedger.demotion(to: .live, reason: "nice"))
    #expect(code(home, up) == "must_reduce")
    let step = home.event(.steppedDown, PromotionLedger.stepDown(to: 2, reason: "nice"))
    #expect(code(home, step) == "must_reduce")
  }

  @Test("an identity changed between request and approval, evidence that is not there, a bot retired")
  func facts() throws {
    var home = try GateHome()
    let request = home.request()
    try home.file(request)
    let event = try home.event(.approve(request), by: "bea")
    let good = PromotionFacts(identity: GateHome.identity, evidence: [GateHome.evidence], isEligible: true)
    #expect(home.ledger.refusal(appending: event, facts: good) == nil)
    #expect(home.ledger.refusal(appending: event, facts: nil) == .notEligible)
    var facts = good
    facts.identity = GateHome.evidence
    #expect(home.ledger.refusal(appending: event, facts: facts) == .identityChanged)
    facts = good
    facts.evidence = []
    #expect(home.ledger.refusal(appending: event, facts: facts) == .evidenceChanged)
    facts = good
    facts.isEligible = false
    #expect(home.ledger.refusal(appending: event, facts: facts) == .notEligible)
    facts.isRetired = true
    #expect(home.ledger.refusal(appending: event, facts: facts) == .retiredBot("trend"))
  }

  @Test("a renewal for another identity or account")
  func otherRenewal() throws {
    let home = try GateHome.live()
    let identity = home.request(to: .live, step: 1) { $0.identity = GateHome.evidence }
    #expect(code(home, try home.event(.request(identity), by: "quin")) == "identity_changed")
    let account = home.request(to: .live, step: 1) { $0.account = "broker-2" }
    #expect(code(home, try home.event(.request(account), by: "quin")) == "account_changed")
  }

  @Test("a grant for another identity, account or bot")
  func otherGrant() throws {
    let home = try GateHome.live()
    #expect(throws: PromotionRefusal.identityChanged) { try home.grant(identity: GateHome.evidence) }
    #expect(throws: PromotionRefusal.accountChanged) { try home.grant(account: "broker-2") }
    #expect(throws: PromotionRefusal.notGranted("other")) { try home.grant(bot: "other") }
  }

  @Test("a grant used for more capital, for something else, or after its end")
  func beyondGrant() throws {
    let home = try GateHome.live()
    let terms = try home.grant().terms
    func use(
      _ identity: String = GateHome.identity, _ account: String = "broker-1", _ units: Int64 = 50_000_000,
      at time: Timestamp? = nil
    ) -> String? {
      terms.refusal(
        identity: identity, account: account, capital: Money(units: units), currency: .usd,
        at: time ?? home.now)?.code
    }
    #expect(use() == nil)
    #expect(use(GateHome.evidence) == "identity_changed")
    #expect(use(GateHome.identity, "broker-2") == "account_changed")
    #expect(use(GateHome.identity, "broker-1", 50_000_001) == "capital_over_grant")
    #expect(use(at: terms.until) == "grant_expired")
  }

  @Test("a grant after its end")
  func expiredGrant() throws {
    var home = try GateHome.live()
    let until = try home.grant().terms.until
    home.now = until
    #expect(throws: PromotionRefusal.grantExpired(at: until)) { try home.grant() }
  }

  @Test("a grant after an admin revoked its request")
  func revokedGrant() throws {
    var home = try GateHome.live()
    let request = try #require(home.ledger.request("R2")).request
    try home.sign(.revoke(request, reason: "news"), by: "ada")
    #expect(throws: PromotionRefusal.notGranted("trend")) { try home.grant() }
    #expect(home.ledger.request("R2")?.state == .revoked)
    #expect(home.ledger.standing(of: "trend").mode == .paper)
  }

  @Test("a request's number used again")
  func takenNumber() throws {
    let home = try GateHome.onDemo()
    let request = home.request(to: .live) { $0.id = "R1" }
    #expect(code(home, try home.event(.request(request), by: "quin")) == "request_id_taken")
  }
}
