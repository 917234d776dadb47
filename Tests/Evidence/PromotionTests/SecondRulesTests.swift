import JSONText
import Journal
import Promotion
import Testing
import TradingCore

/// The second rules of the gate: what one person alone can't do, and what nobody can do to others.
@Suite("The second rules of the gate")
struct SecondRulesTests {
  /// A home under the second rules, with one admin (ada), a quant (quin) and two approvers (bea, cal).
  private func home() throws -> GateHome {
    var home = try GateHome()
    try home.goOn()
    return home
  }

  /// The same with a second admin (abe).
  private func twoAdmins() throws -> GateHome {
    var home = try home()
    try home.add("abe", .admin)
    return home
  }

  // What is signed.

  @Test("a statement names the row that it follows: over another history it says nothing")
  func head() throws {
    let home = try home()
    let request = home.request(signer: "quin")
    let other = CanonicalJSON.digest(.string("another history"))
    #expect(code(home, try home.event(.request(request), by: "quin", head: other)) == "history_changed")
    #expect(code(home, try home.event(.request(request), by: "quin")) == nil)
  }

  @Test("a statement of a program that knew nothing of it is refused")
  func headless() throws {
    let home = try home()
    let key = try GateHome.key("quin")
    let body = StatementBody(
      home: GateHome.id, signer: "quin", key: key.publicKey, at: home.now,
      act: .request(home.request(signer: "quin")))
    let event = LedgerEvent(
      seq: home.nextSeq, at: home.now, subject: GateHome.bot, kind: .promotionRequested,
      signed: try body.signed(with: key), previous: home.previous)
    #expect(code(home, event) == "history_changed")
  }

  @Test("every request is signed, and whoever signs it does not approve it")
  func signed() throws {
    var home = try home()
    #expect(
      code(home, LedgerEvent(seq: home.nextSeq, at: home.now, unsigned: home.request()))
        == "signature_missing")
    try home.add("pat", .approver, person: "QUIN")
    let request = home.request(signer: "quin")
    try home.file(request)
    #expect(code(home, try home.event(.approve(request), by: "pat")) == "same_person")
  }

  @Test("the rules never go back, and those of a later program stop the gate")
  func rules() throws {
    let home = try home()
    func event(_ version: Int64) -> LedgerEvent {
      home.event(.gateRules, ["version": .integer(version)], subject: LedgerEvent.gateSubject)
    }
    #expect(code(home, event(1)) == "malformed")
    #expect(code(home, event(2)) == "malformed")
    #expect(code(home, event(3)) == "malformed")
    #expect(code(home, event(4)) == "malformed")
  }

  @Test("what a home did under the first rules stands, and its grants hold")
  func before() throws {
    var home = try GateHome.onDemo()
    try home.goOn()
    #expect(try home.grant().terms.request == "R1")
    #expect(home.ledger.request("R1")?.rules == .first)
    #expect(
      home.ledger.earlierGrant(of: GateHome.bot)?.hasPrefix("R1, which nobody had to sign, is of") == true)
    try home.promote(home.request(signer: "quin"), by: "bea")
    #expect(home.ledger.earlierGrant(of: GateHome.bot) == nil)
  }

  // Two admins.

  @Test("one admin alone acts at once")
  func alone() throws {
    var home = try home()
    try home.add("eve", .approver)
    #expect(home.ledger.operatorRecord("eve") != nil)
    #expect(home.ledger.pendingActs == [])
  }

  @Test("where there are two, an operator who was added waits for the other one")
  func adding() throws {
    var home = try twoAdmins()
    try home.add("eve", .approver)
    #expect(home.ledger.operatorRecord("eve") == nil)
    let act = try #require(home.ledger.pendingActs.first)
    #expect((act.id, act.signer) == ("A1", "ada"))
    #expect(code(home, try home.event(.confirm(id: "A1", digest: act.digest), by: "ada")) == "same_person")
    #expect(code(home, try home.event(.confirm(id: "A1", digest: act.digest), by: "bea")) == "wrong_role")
    #expect(code(home, try home.event(.confirm(id: "A2", digest: act.digest), by: "abe")) == "unknown_act")
    let other = CanonicalJSON.digest(.string("another act"))
    #expect(code(home, try home.event(.confirm(id: "A1", digest: other), by: "abe")) == "document_changed")
    try home.sign(.confirm(id: "A1", digest: act.digest), by: "abe")
    #expect(home.ledger.operatorRecord("eve")?.role == .approver)
    #expect(
      code(home, try home.event(.confirm(id: "A1", digest: act.digest), by: "abe")) == "act_not_pending")
  }

  @Test("retiring the other admin, and criteria, take both")
  func both() throws {
    var home = try twoAdmins()
    try home.sign(.retireOperator(name: "abe"), by: "ada")
    #expect(home.ledger.operatorRecord("abe")?.retiredAt == nil)
    let digest = CanonicalJSON.digest(.string("others"))
    let adoption = OperatorAct.adoptCriteria(
      digest: digest, replaces: home.ledger.criteria, ladder: home.ledger.ladder)
    try home.sign(adoption, by: "abe")
    #expect(home.ledger.criteria != digest)
    let act = try #require(home.ledger.pendingActs.last)
    var event = try home.event(.confirm(id: act.id, digest: act.digest), by: "ada")
    event.subject = LedgerEvent.criteriaSubject
    try home.append(event)
    #expect(home.ledger.criteria == digest)
  }

  @Test("nobody agrees after a week")
  func late() throws {
    var home = try twoAdmins()
    try home.add("eve", .approver)
    let act = try #require(home.ledger.pendingActs.first)
    home.wait(7 * Timestamp.day)
    #expect(
      code(home, try home.event(.confirm(id: "A1", digest: act.digest), by: "abe")) == "act_not_pending")
  }

  // Persons.

  @Test(
    "a name is one person's whatever alphabet it is written in",
    arguments: ["Ada", "АDА", "Ａｄａ", "ＡDＡ", "Áda", "a d a", "𝐀𝐝𝐚", "ΑDΑ"])
  func alphabets(_ name: String) throws {
    var home = try home()
    let key = try GateHome.key("abe").publicKey
    try home.sign(.addOperator(name: "abe", person: name, role: .admin, key: key), by: "ada")
    // The same person twice is no second admin.
    try home.add("eve", .approver)
    #expect(home.ledger.pendingActs == [])
  }

  @Test(
    "other people are other people",
    arguments: [("Anna", "Hanna"), ("Bea", "Beata"), ("李", "王"), ("Ян", "Ян2")])
  func others(_ left: String, _ right: String) {
    #expect(PersonName.skeleton(of: left) != PersonName.skeleton(of: right))
  }

  // Time.

  @Test("LIVE is asked for after two weeks on DEMO by the clock")
  func demoTime() throws {
    var home = try home()
    try home.promote(home.request(signer: "quin"), by: "bea")
    home.wait(14 * Timestamp.day - 2 * Timestamp.second)
    #expect(code(home, try home.event(.request(home.request(to: .live)), by: "quin")) == "demo_too_short")
    home.wait(Timestamp.second)
    #expect(code(home, try home.event(.request(home.request(to: .live)), by: "quin")) == nil)
  }

  @Test("rows that nobody signed, and requests, don't move the gate's clock", arguments: [true, false])
  func future(isRequest: Bool) throws {
    var home = try home()
    let now = home.now
    home.wait(75 * 365 * Timestamp.day)
    if isRequest {
      try home.file(home.request(signer: "quin"))
    } else {
      try home.append(home.event(.promotionRefused, ["act": "run", "code": "x", "reason": "y"]))
    }
    home.now = now
    #expect(code(home, try home.event(.request(home.request(signer: "quin")), by: "quin")) == nil)
  }

  @Test(
    "an approval of the future stops new rights, not what takes them away, and an admin can set the clock")
  func clock() throws {
    var home = try home()
    let request = home.request(signer: "quin")
    try home.file(request)
    let now = home.now
    home.wait(6 * Timestamp.day)
    try home.sign(.approve(request), by: "bea")
    home.now = now
    #expect(code(home, try home.event(.request(home.request(signer: "quin")), by: "quin")) == "clock_back")
    #expect(code(home, try home.event(.revoke(request, reason: "no"), by: "ada")) == nil)
    #expect(home.ledger.refusal(unlocking: "ada", for: .promotionRevoked, at: now) == nil)
    #expect(home.ledger.refusal(unlocking: "bea", for: .promotionApproved, at: now)?.code == "clock_back")
    try home.sign(.setClock, by: "ada")
    #expect(code(home, try home.event(.request(home.request(signer: "quin")), by: "quin")) == nil)
  }

  @Test("no id that somebody types or writes into the chain is more than one that is not there")
  func ids() throws {
    let ledger = try home().ledger
    for id in ["", "R", "R0", "R-1", "R-9223372036854775808", "R9223372036854775807", "R+1", "R1 "] {
      #expect(ledger.request(id) == nil)
    }
    for id in ["P0", "P-9223372036854775808"] {
      let act = OperatorAct.declineProposal(
        id: id, digest: CanonicalJSON.digest(.null), reason: "")
      let home = try home()
      #expect(code(home, try home.event(act, by: "bea")) == "proposal_unknown")
    }
  }

  @Test(
    "a wait goes by the machine's time, and no row can make it endless",
    arguments: [
      (100, 129, true), (100, 130, false), (100, 99, false), (Int64.max, 0, false), (Int64.min, 1, false),
    ])
  func uptime(then: Int64, now: Int64, isLocked: Bool) throws {
    var home = try home()
    func seconds(_ count: Int64) -> Int64 {
      count.multipliedReportingOverflow(by: Timestamp.second).overflow
        ? count : count * Timestamp.second
    }
    for _ in 0..<3 {
      let payload = PromotionLedger.wrongPassphrase(
        of: "bea", uptime: Uptime(boot: "b", nanoseconds: seconds(then)))
      try home.append(home.event(.passphraseWrong, payload, subject: LedgerEvent.operatorsSubject))
    }
    // The clock was set forward.
    home.wait(Timestamp.day)
    let refusal = home.ledger.refusal(
      unlocking: "bea", at: home.now, uptime: Uptime(boot: "b", nanoseconds: seconds(now)))
    #expect((refusal?.code == "passphrase_locked") == isLocked)
  }

  // A restored home.

  @Test("a restore suspends every grant until an admin has signed again; under the first rules it never did")
  func restored() throws {
    var home = try GateHome.onDemo()
    let restore = home.event(.restored, ["folder": "backup"], subject: "")
    try home.append(restore)
    #expect(try home.grant().terms.request == "R1")
    try home.append(home.event(.restored, ["folder": "backup", "suspends": .boolean(true)], subject: ""))
    #expect(throws: PromotionRefusal.self) { try home.grant() }
    try home.goOn()
    try home.sign(.resumeGrants(givesUp: []), by: "ada")
    try home.append(home.event(.restored, ["folder": "backup"], subject: ""))
    #expect(throws: PromotionRefusal.self) { try home.grant() }
    #expect(home.ledger.restoredBy == home.ledger.lastSeq)
    #expect(code(home, try home.event(.resumeGrants(givesUp: []), by: "bea")) == "wrong_role")
    try home.sign(.resumeGrants(givesUp: []), by: "ada")
    #expect(try home.grant().terms.request == "R1")
  }

  @Test("where there are two admins the clock takes both, and is out of nobody's reach")
  func clockOfTwo() throws {
    var home = try twoAdmins()
    let request = home.request(signer: "quin")
    try home.file(request)
    let now = home.now
    home.wait(6 * Timestamp.day)
    try home.sign(.approve(request), by: "bea")
    home.now = now
    try home.sign(.setClock, by: "ada")
    #expect(code(home, try home.event(.request(home.request(signer: "quin")), by: "quin")) == "clock_back")
    let act = try #require(home.ledger.pendingActs.last)
    try home.append(
      try home.event(
        .confirm(id: act.id, digest: act.digest), by: "abe", subject: LedgerEvent.gateSubject))
    #expect(code(home, try home.event(.request(home.request(signer: "quin")), by: "quin")) == nil)
  }

  // Limits.

  @Test("DEMO has no more capital than LIVE could ever have")
  func demoCapital() throws {
    let home = try home()
    let most = try #require(home.ledger.ladder.steps.last).text(in: .usd)
    func code(_ capital: String) throws -> String? {
      PromotionTests.code(
        home, try home.event(.request(home.request(signer: "quin", capital: capital)), by: "quin"))
    }
    #expect(try code(most) == nil)
    #expect(try code("1000000") == "capital_over_step")
  }

  @Test("twenty requests for a bot a day")
  func pace() throws {
    var home = try home()
    for _ in 0..<20 { try home.file(home.request(signer: "quin")) }
    #expect(
      code(home, try home.event(.request(home.request(signer: "quin")), by: "quin")) == "too_many_requests")
    home.wait(Timestamp.day)
    #expect(code(home, try home.event(.request(home.request(signer: "quin")), by: "quin")) == nil)
  }

  @Test("a ledger of many requests is read in a time that grows with their number")
  func many() throws {
    var events = try GateHome().events
    var home = try GateHome()
    // Unsigned ones, as homes under the first rules may have.
    for _ in 0..<2_000 { try home.file(home.request()) }
    events = home.events
    let ledger = PromotionLedger(folding: events, home: GateHome.id, criteria: GateHome.criteria)
    #expect(ledger.requests.count == 2_000)
    #expect(ledger.requests.count { $0.state == .superseded } == 1_999)
    #expect(ledger.request("R1500")?.request.id == "R1500")
  }

  @Test("what was done before the event that broke a rule still shows")
  func fault() throws {
    var home = try home()
    try home.file(home.request(signer: "quin"))
    let forged = home.event(.promoted, ["request": "R1", "digest": ""])
    let ledger = home.folding(forged)
    #expect(ledger.fault?.seq == forged.seq)
    #expect(ledger.requests.map(\.state) == [.pending])
    #expect(ledger.operators.count == 4)
  }
}
