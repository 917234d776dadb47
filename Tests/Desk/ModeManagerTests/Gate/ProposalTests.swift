import Foundation
import JSONText
import Journal
import ModeManager
import Promotion
import TestSupport
import Testing
import TradingCore

/// Advice: filed by anybody, bound by hard limits, acted on by nobody but a human.
@Suite("Proposals")
struct ProposalTests {
  private func parameters(_ values: [String: String]) -> BotProposal {
    BotProposal(.parameters(values), reason: "the model says so")
  }

  @Test("parameters that a human agrees to become a bot on paper; the bot itself stays as it is")
  func accepted() throws {
    let home = try GatedHome()
    let before = try home.gate.review(GatedHome.bot).identity
    let filed = try home.gate.propose(parameters(["fast": "7"]), for: GatedHome.bot, by: "optimizer")
    #expect(filed.id == "P1")
    #expect(filed.state == .filed)
    let outcome = try home.gate.accept("P1", by: try home.signer("bea"))
    #expect(outcome == .clone(bot: "cross-p1"))
    let clone = try #require(try Journal(home: home.home, mode: .readOnly).read { try $0.bot("cross-p1") })
    #expect(clone.mode == .paper)
    #expect(clone.spec["params"]?["fast"] == "7")
    #expect(clone.spec["params"]?["slow"] == "20")
    #expect(try home.gate.review(GatedHome.bot).identity == before)
    #expect(try home.gate.ledger().proposals.map(\.state) == [.accepted])
    #expect(try Journal(home: home.home, mode: .readOnly).verify().isIntact)
  }

  @Test(
    "hard limits hold for whoever files",
    arguments: [
      (["lots": "0.02"], "0.02 lots are more than the bot's 0.01 and it has no risk.max_lots"),
      (["fast": "0"], "fast"), (["no_such": "1"], "no_such"), (["fast": "5"], "these parameters already"),
      (["fast": "50"], "fast"),
    ])
  func limits(_ values: [String: String], _ reason: String) throws {
    let home = try GatedHome()
    do {
      _ = try home.gate.propose(parameters(values), for: GatedHome.bot, by: "optimizer")
      Issue.record("it was filed")
    } catch GateError.refused(.proposalLimit(let found), _) {
      #expect(found.contains(reason))
    }
    // Logged with what was asked, and beyond anybody's reach.
    #expect(try home.lastEvent().kind == .proposalRefused)
    #expect(try home.gate.ledger().proposals.map(\.state) == [.refused])
    let bea = try home.signer("bea")
    try expectRefused("proposal_decided", in: home) { _ = try home.gate.decline("P1", reason: "", by: bea) }
  }

  @Test("who files does not agree, and neither does a quant")
  func whoAccepts() throws {
    let home = try GatedHome()
    _ = try home.gate.propose(parameters(["fast": "7"]), for: GatedHome.bot, by: "bea")
    let (bea, quin) = (try home.signer("bea"), try home.signer("quin"))
    try expectRefused("requester_approves", in: home) { _ = try home.gate.accept("P1", by: bea) }
    try expectRefused("wrong_role", in: home) { _ = try home.gate.accept("P1", by: quin) }
    #expect(try Journal(home: home.home, mode: .readOnly).read { try $0.bot("cross-p1") } == nil)
  }

  @Test("a promotion that is agreed to is left to a quant's signature")
  func promotion() throws {
    let home = try GatedHome()
    _ = try home.gate.propose(
      BotProposal(.promotion(to: .demo, capital: nil), reason: "ready"), for: GatedHome.bot, by: "optimizer")
    #expect(try home.gate.accept("P1", by: try home.signer("bea")) == .mayBeRequested)
    #expect(try home.gate.ledger().requests.isEmpty)
    #expect(try home.gate.approve(try home.request().id, by: try home.signer("bea")))
    #expect(try home.mode() == .demo)
  }

  @Test("advice for live from paper, or for more than the ladder allows, is refused")
  func live() throws {
    let home = try GatedHome()
    for (step, capital) in [(GateStep.live, nil), (.demo, "100")] {
      #expect(throws: GateError.self) {
        try home.gate.propose(
          BotProposal(.promotion(to: step, capital: capital), reason: ""), for: GatedHome.bot, by: "optimizer"
        )
      }
    }
    try home.toDemo()
    let proposal = BotProposal(.promotion(to: .live, capital: "50.01"), reason: "")
    #expect(throws: GateError.self) {
      try home.gate.propose(proposal, for: GatedHome.bot, by: "optimizer")
    }
    #expect(try home.gate.ledger().proposals.map(\.state) == [.refused, .refused, .refused])
  }

  @Test("no more than twenty wait")
  func flood() throws {
    let home = try GatedHome(trades: false)
    for number in 6..<26 {
      _ = try home.gate.propose(parameters(["slow": "\(number + 20)"]), for: GatedHome.bot, by: "optimizer")
    }
    try expectRefused("proposal_limit", in: home) {
      _ = try home.gate.propose(parameters(["slow": "99"]), for: GatedHome.bot, by: "optimizer")
    }
  }
}
