import JSONText
import Journal
import Promotion
import Testing
import TradingCore

@Suite("What the gate lets through")
struct PromotionLedgerTests {
  @Test("an unsigned request and one approval bring a bot to demo")
  func demo() throws {
    let home = try GateHome.onDemo()
    let grant = try home.grant()
    guard case .demo(let demo) = grant else {
      Issue.record("expected a demo grant, was \(grant)")
      return
    }
    #expect(demo.terms.request == "R1")
    #expect(demo.terms.capital == Money(units: 50_000_000))
    #expect(demo.terms.account == "broker-1")
  }

  @Test("a signed request and two approvals bring it to the ladder's first step")
  func live() throws {
    let home = try GateHome.live()
    guard case .live(let live) = try home.grant() else {
      Issue.record("expected a live grant")
      return
    }
    #expect(live.step == 1)
    #expect(live.terms.request == "R2")
  }

  @Test("folding the chain again gives the same grant")
  func folding() throws {
    let home = try GateHome.live()
    let again = PromotionLedger(folding: home.events, home: GateHome.id, criteria: GateHome.criteria)
    #expect(again.fault == nil)
    #expect(
      try again.grant(bot: "trend", identity: GateHome.identity, account: "broker-1", at: home.now)
        == home.grant())
  }

  @Test("after a week and two approvals the step rises")
  func stepUp() throws {
    var home = try GateHome.live()
    home.wait(7 * Timestamp.day)
    let request = home.request(to: .live, capital: "250")
    try home.promote(request, by: "cal", "bea")
    #expect(home.ledger.standing(of: "trend").step == 2)
    #expect(home.events.last?.kind == .stepRaised)
    #expect(try home.grant().terms.capital == Money(units: 250_000_000))
  }

  @Test("a renewal keeps the step and its clock")
  func renewal() throws {
    var home = try GateHome.live()
    let since = home.ledger.standing(of: "trend").stepSince
    home.wait(Timestamp.day)
    try home.promote(home.request(to: .live, step: 1), by: "bea", "cal")
    #expect(home.ledger.standing(of: "trend").stepSince == since)
    #expect(home.ledger.request("R2")?.state == .superseded)
    #expect(try home.grant().terms.request == "R3")
  }

  @Test("a step down lowers the grant's capital by itself")
  func stepDown() throws {
    var home = try GateHome.live()
    home.wait(7 * Timestamp.day)
    try home.promote(home.request(to: .live, capital: "250"), by: "bea", "cal")
    try home.append(home.event(.steppedDown, PromotionLedger.stepDown(to: 1, reason: "degraded")))
    #expect(try home.grant().terms.capital == Money(units: 100_000_000))
  }

  @Test("a demotion to demo leaves the demo grant in force")
  func demotionToDemo() throws {
    var home = try GateHome.live()
    try home.append(home.event(.demoted, PromotionLedger.demotion(to: .demo, reason: "drawdown")))
    #expect(try home.grant().terms.request == "R1")
    #expect(home.ledger.standing(of: "trend").reductions.map(\.reason) == ["drawdown"])
  }

  @Test("a demoted bot comes back with new evidence")
  func promotionAfterDemotion() throws {
    var home = try GateHome.onDemo()
    try home.append(home.event(.demoted, PromotionLedger.demotion(to: .paper, reason: "degraded")))
    try home.promote(home.request(), by: "cal")
    #expect(try home.grant().terms.request == "R2")
  }

  @Test("after a demotion to demo, paper evidence from before still counts beside new demo evidence")
  func oldPaperEvidence() throws {
    var home = try GateHome.live()
    try home.append(home.event(.demoted, PromotionLedger.demotion(to: .demo, reason: "drawdown")))
    let paper = EvidenceReference(
      mode: .paper, digest: GateHome.evidence, trades: 60, days: 20, firstSeq: 1, lastSeq: 2)
    let request = home.request(to: .live) { $0.evidence.append(paper) }
    home.facts.evidence = request.evidence.map(\.digest)
    try home.promote(request, by: "bea", "cal")
    #expect(home.ledger.standing(of: "trend").mode == .live)
  }

  @Test("one rejection ends a request")
  func rejection() throws {
    var home = try GateHome()
    let request = home.request()
    try home.file(request)
    try home.sign(.reject(request, reason: "too few trades"), by: "cal")
    #expect(home.ledger.request("R1")?.state == .rejected)
    #expect(home.ledger.request("R1")?.ending?.reason == "too few trades")
  }

  @Test("criteria and ladder change by an admin's signature")
  func criteria() throws {
    var home = try GateHome()
    let digest = String(repeating: "c1", count: 32)
    let ladder = try #require(LadderPolicy(currency: .eur, steps: [Money(units: 80_000_000)], days: 10))
    try home.sign(
      .adoptCriteria(digest: digest, replaces: GateHome.criteria, ladder: ladder), by: "ada")
    #expect(home.ledger.criteria == digest)
    #expect(home.ledger.ladder.days == 10)
  }

  @Test("a ladder has rising steps and at least a week at each")
  func ladder() {
    let one = Money(units: 1)
    #expect(LadderPolicy(currency: .usd, steps: [], days: 7) == nil)
    #expect(LadderPolicy(currency: .usd, steps: [one, one], days: 7) == nil)
    #expect(LadderPolicy(currency: .usd, steps: [one], days: 6) == nil)
    #expect(LadderPolicy.standard.cap(step: 1) == Money(units: 100_000_000))
    #expect(LadderPolicy.standard.cap(step: 0) == nil)
    #expect(LadderPolicy.standard.cap(step: 8) == nil)
  }

  @Test("a request reads back from its document as it was")
  func document() throws {
    let home = try GateHome()
    let request = home.request(signer: "quin") { $0.fingerprints = ["strategy": "00", "profile": "01"] }
    #expect(try PromotionRequest(json: request.json) == request)
  }

  @Test("wrong passphrases cost 30 seconds after the third, then twice as long, an hour at most")
  func passphrases() throws {
    var home = try GateHome()
    func wrong() -> LedgerEvent {
      home.event(.passphraseWrong, ["operator": "bea"], subject: LedgerEvent.operatorsSubject)
    }
    for _ in 0..<2 { try home.append(wrong()) }
    #expect(home.ledger.refusal(unlocking: "bea", at: home.now) == nil)
    let third = wrong()
    try home.append(third)
    let until = third.at.advanced(by: 30 * Timestamp.second)
    #expect(home.ledger.refusal(unlocking: "BEA", at: home.now) == .passphraseLocked(until: until))
    #expect(home.ledger.refusal(unlocking: "bea", at: until) == nil)
    #expect(home.ledger.refusal(unlocking: "cal", at: home.now) == nil)
    for _ in 0..<20 { try home.append(wrong()) }
    let last = try #require(home.events.last).at
    #expect(
      home.ledger.refusal(unlocking: "bea", at: home.now)
        == .passphraseLocked(until: last.advanced(by: Timestamp.hour)))
  }

  @Test("a signed act ends the count of wrong passphrases")
  func passphraseReset() throws {
    var home = try GateHome()
    let request = home.request()
    try home.file(request)
    for _ in 0..<3 {
      try home.append(
        home.event(.passphraseWrong, ["operator": "bea"], subject: LedgerEvent.operatorsSubject))
    }
    home.wait(Timestamp.minute)
    try home.sign(.approve(request), by: "bea")
    #expect(home.ledger.operatorRecord("bea")?.wrongPassphrases == 0)
  }

  @Test("a proposal waits for a human, whose approval is bound to what was filed")
  func proposal() throws {
    var home = try GateHome()
    let document: JSONValue = ["parameter": "fast", "value": "12"]
    try home.append(
      home.event(.proposalFiled, PromotionLedger.filing(id: "P1", by: "optimizer", document: document)))
    #expect(home.ledger.proposals.first?.state == .filed)
    let other = try home.event(.acceptProposal(id: "P1", digest: GateHome.evidence), by: "bea")
    #expect(code(home, other) == "document_changed")
    try home.sign(.acceptProposal(id: "P1", digest: CanonicalJSON.digest(document)), by: "bea")
    #expect(home.ledger.proposals.first?.state == .accepted)
  }

  @Test("codes are distinct and every refusal says what to do")
  func refusals() {
    let all: [PromotionRefusal] = [
      .foreignHome, .badSignature, .wrongRole(.quant, needed: [.admin]), .skipping, .wrongMode(is: .paper),
      .notGranted("trend"), .ledgerFaulty(seq: 4, reason: "bad_signature"),
    ]
    #expect(Set(all.map(\.code)).count == all.count)
    #expect(all.allSatisfy { $0.description.contains(":") && $0.description != $0.code })
    #expect(
      PromotionRefusal.wrongRole(.quant, needed: [.approver, .admin]).description
        == "the operator is quant, this needs approver or admin: choose another operator")
  }
}
