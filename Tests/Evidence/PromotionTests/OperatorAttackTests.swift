import JSONText
import Journal
import Promotion
import Testing
import TradingCore

@Suite("Ways to become an operator")
struct OperatorAttackTests {
  private func adding(
    _ name: String, _ role: OperatorRole = .approver, person: String = "Mallory", key: String = "mallory"
  ) throws -> OperatorAct {
    .addOperator(name: name, person: person, role: role, key: try GateHome.key(key).publicKey)
  }

  @Test("the first operator is an admin")
  func firstApprover() throws {
    let home = GateHome.empty
    #expect(code(home, try home.event(adding("mallory"), by: "mallory")) == "first_must_be_admin")
  }

  @Test("the first operator signs with the key it adds")
  func firstOther() throws {
    let home = GateHome.empty
    let act = try adding("mallory", .admin, key: "other")
    #expect(code(home, try home.event(act, by: "mallory")) == "first_must_be_admin")
  }

  @Test("a second 'first admin'")
  func secondFirst() throws {
    let home = try GateHome()
    #expect(code(home, try home.event(adding("mallory", .admin), by: "mallory")) == "unknown_operator")
  }

  @Test("an operator added by an approver")
  func addedByApprover() throws {
    let home = try GateHome()
    #expect(code(home, try home.event(adding("mallory"), by: "bea")) == "wrong_role")
  }

  @Test("a forged addition in the admin's name")
  func forged() throws {
    let home = try GateHome()
    let event = try home.event(adding("mallory"), by: "ada", key: try GateHome.key("mallory"))
    #expect(code(home, event) == "key_mismatch")
  }

  @Test("an addition that nobody signed")
  func unsigned() throws {
    let home = try GateHome()
    let event = home.event(
      .operatorAdded, try adding("mallory").json, subject: LedgerEvent.operatorsSubject)
    #expect(code(home, event) == "malformed")
  }

  @Test("a name taken, in other letters or by a retired operator: nobody's role changes that way")
  func nameTaken() throws {
    var home = try GateHome()
    #expect(code(home, try home.event(adding("BEA"), by: "ada")) == "name_taken")
    try home.sign(.retireOperator(name: "bea"), by: "ada")
    #expect(code(home, try home.event(adding("bea", .admin), by: "ada")) == "name_taken")
  }

  @Test("a key taken")
  func keyTaken() throws {
    let home = try GateHome()
    #expect(code(home, try home.event(adding("mallory", key: "bea"), by: "ada")) == "key_taken")
  }

  @Test("an addition played again after a retirement")
  func readded() throws {
    var home = try GateHome()
    var old = home.events[2]
    try home.sign(.retireOperator(name: "bea"), by: "ada")
    old.seq = home.nextSeq
    old.at = home.now
    #expect(code(home, old) == "replayed")
  }

  @Test("a name or person that can't be told from another", arguments: ["", "a b", "é", ".hidden", "../x"])
  func badNames(_ name: String) throws {
    let home = try GateHome()
    #expect(code(home, try home.event(adding(name), by: "ada")) == "bad_name")
    #expect(code(home, try home.event(adding("m", person: "B\u{200B}ea"), by: "ada")) == "bad_name")
  }

  @Test("the last admin can't be retired")
  func lastAdmin() throws {
    let home = try GateHome()
    #expect(code(home, try home.event(.retireOperator(name: "ada"), by: "ada")) == "no_admin")
  }

  @Test("a revocation by somebody other than an admin")
  func revocation() throws {
    let home = try GateHome.onDemo()
    let request = try #require(home.ledger.request("R1")).request
    #expect(code(home, try home.event(.revoke(request, reason: ""), by: "bea")) == "wrong_role")
  }

  @Test("a person who files a proposal does not accept it")
  func ownProposal() throws {
    var home = try GateHome()
    let document: JSONValue = ["parameter": "fast", "value": "12"]
    try home.append(
      home.event(.proposalFiled, PromotionLedger.filing(id: "P1", by: "bea", document: document)))
    let digest = CanonicalJSON.digest(document)
    let own = try home.event(.acceptProposal(id: "P1", digest: digest), by: "bea")
    #expect(code(home, own) == "requester_approves")
  }

  @Test("a proposal that was refused is not accepted")
  func refusedProposal() throws {
    var home = try GateHome()
    try home.append(
      home.event(.proposalFiled, PromotionLedger.filing(id: "P1", by: "optimizer", document: ["risk": "9"])))
    try home.append(
      home.event(.proposalRefused, PromotionLedger.refusing(id: "P1", reason: "over the limit")))
    let digest = CanonicalJSON.digest(["risk": "9"])
    #expect(
      code(home, try home.event(.acceptProposal(id: "P1", digest: digest), by: "bea")) == "proposal_decided")
  }
}
