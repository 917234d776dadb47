import BotAssembly
import FileSystem
import Foundation
import JSONText
import Journal
import ModeManager
import Promotion
import TestSupport
import Testing
import TradingCore

/// Ways round the gate that people with a shell may try: each is refused with a code, and journaled.
@Suite("Ways round the gate")
struct WaysRoundTests {
  // Evidence and criteria.

  @Test("a bot without evidence, and one that falls short")
  func shortOfEvidence() throws {
    let idle = try GatedHome(trades: false)
    try expectRefused("not_eligible", in: idle) { try idle.request() }
    let strict = try GatedHome(criteria: nil)
    try expectRefused("not_eligible", in: strict) { try strict.request() }
    #expect(try strict.mode() == .paper)
  }

  @Test("criteria that nobody adopted, a file edited after its adoption, and one taken away")
  func otherCriteria() throws {
    let home = try GatedHome(criteria: nil)
    try home.write(criteria: GatedHome.easy)
    try expectRefused("criteria_not_adopted", in: home) { try home.request() }
    let adopted = try GatedHome()
    try adopted.write(criteria: GatedHome.easy.replacingOccurrences(of: "min_days: 1", with: "min_days: 2"))
    try expectRefused("criteria_not_adopted", in: adopted) { try adopted.request() }
    try FileManager.default.removeItem(atPath: Gatekeeper.criteriaPath(home: adopted.home))
    try expectRefused("criteria_missing", in: adopted) { try adopted.request() }
  }

  @Test("criteria changed between request and approval")
  func criteriaSwapped() throws {
    let home = try GatedHome()
    let id = try home.request().id
    try home.write(criteria: GatedHome.easy.replacingOccurrences(of: "min_days: 1", with: "min_days: 2"))
    let others = try GateCriteria.load(path: Gatekeeper.criteriaPath(home: home.home))
    _ = try home.gate.adopt(others, by: try home.signer("ada"))
    let bea = try home.signer("bea")
    try expectRefused("criteria_changed", in: home) { _ = try home.gate.approve(id, by: bea) }
    #expect(try home.mode() == .paper)
  }

  @Test("adopting criteria without being an admin", arguments: ["quin", "bea"])
  func adoptWithoutRole(_ name: String) throws {
    let home = try GatedHome()
    let signer = try home.signer(name)
    try expectRefused("wrong_role", in: home) { _ = try home.gate.adopt(GateCriteria(.strict), by: signer) }
  }

  @Test("a bot changed between request and approval, and evidence gathered under another identity")
  func changedBot() throws {
    let home = try GatedHome()
    let id = try home.request().id
    try home.replace(try ReplayedHome.crossing(GatedHome.bot, fast: 6))
    let bea = try home.signer("bea")
    try expectRefused("identity_changed", in: home) { _ = try home.gate.approve(id, by: bea) }
    try expectRefused("not_eligible", in: home) { try home.request() }
  }

  @Test("a bot that went on trading after the request is judged by what was signed, and by now")
  func goesOn() throws {
    let home = try GatedHome()
    let id = try home.request().id
    try home.run()
    #expect(try home.gate.approve(id, by: try home.signer("bea")))
  }

  @Test("a family of its own leaves no trial of the strategy behind")
  func freshFamily() throws {
    let home = try GatedHome()
    let journal = try Journal(home: home.home, mode: .open)
    for number in UInt8(0)..<9 {
      try journal.write { transaction in
        try transaction.record(
          NewEvent(.trial, at: home.now),
          [
            .trial(
              TrialRecord(
                family: "ema_cross", identity: [number], dataDigest: [1], strategy: "ema_cross",
                sharpe: Double(number), trades: 9, netProfit: "1.00", recordedAt: home.now))
          ])
      }
    }
    var spec = try ReplayedHome.crossing("fresh")
    spec.family = "never-seen"
    try home.replayed.register(spec)
    // And the bot that gathered evidence is one, too.
    #expect(try home.gate.review("fresh").context.trials == 10)
    #expect(try home.gate.review(GatedHome.bot).context.trials == 10)
  }

  @Test("many bots on paper are many trials, though nobody ran a backtest")
  func manyBots() throws {
    let home = try GatedHome()
    #expect(try home.gate.review(GatedHome.bot).context.trials == 1)
    for fast in 6...9 { try home.replayed.register(try ReplayedHome.crossing("c\(fast)", fast: fast)) }
    try home.replayed.run()
    #expect(try home.gate.review(GatedHome.bot).context.trials == 5)
  }

  // Who asks, who signs.

  @Test("from paper straight to live")
  func skipping() throws {
    let home = try GatedHome()
    try expectRefused("not_eligible", in: home) { try home.request(.live, by: "quin") }
  }

  @Test("a request for live that an approver signs, or without an account")
  func liveRequests() throws {
    let home = try GatedHome()
    try home.toDemo()
    home.wait(14 * Timestamp.day)
    try expectRefused("wrong_role", in: home) { try home.request(.live, by: "bea") }
    try expectRefused("account_missing", in: home) {
      try home.request(.live, by: "quin") { $0.account = " " }
    }
  }

  @Test(
    "more capital than the ladder's step, or none",
    arguments: [
      ("50.01", "capital_over_step"), ("0", "capital_invalid"), ("-5", "capital_invalid"),
      ("1e9", "capital_over_step"), ("1_0", "capital_invalid"),
    ])
  func capital(_ amount: String, _ code: String) throws {
    let home = try GatedHome()
    try home.toDemo()
    home.wait(14 * Timestamp.day)
    try expectRefused(code, in: home) { try home.request(.live, by: "quin") { $0.capital = amount } }
  }

  @Test("approvals by a quant or an admin", arguments: ["quin", "ada"])
  func wrongRole(_ name: String) throws {
    let home = try GatedHome()
    let id = try home.request().id
    let signer = try home.signer(name)
    try expectRefused("wrong_role", in: home) { _ = try home.gate.approve(id, by: signer) }
    #expect(try home.mode() == .paper)
  }

  @Test("the requester under another name approves")
  func requesterApproves() throws {
    let home = try GatedHome()
    try home.toDemo()
    home.wait(14 * Timestamp.day)
    let id = try home.request(.live, by: "quin").id
    try home.add("quin2", .approver, person: "QUIN  example", by: "ada")
    let second = try home.signer("quin2")
    try expectRefused("same_person", in: home) { _ = try home.gate.approve(id, by: second) }
  }

  @Test("one approver twice, and one person under two names")
  func twice() throws {
    let home = try GatedHome()
    try home.toDemo()
    home.wait(14 * Timestamp.day)
    let id = try home.request(.live, by: "quin").id
    let bea = try home.signer("bea")
    #expect(try !home.gate.approve(id, by: bea))
    try expectRefused("already_signed", in: home) { _ = try home.gate.approve(id, by: bea) }
    try home.add("beatrix", .approver, person: "bea EXAMPLE", by: "ada")
    let beatrix = try home.signer("beatrix")
    try expectRefused("same_person", in: home) { _ = try home.gate.approve(id, by: beatrix) }
    #expect(try home.mode() == .demo)
  }

  @Test("revoking without being an admin", arguments: ["quin", "bea"])
  func revokeWithoutRole(_ name: String) throws {
    let home = try GatedHome()
    let id = try home.request().id
    let signer = try home.signer(name)
    try expectRefused("wrong_role", in: home) { try home.gate.revoke(id, reason: "", by: signer) }
  }

  @Test("adding oneself, adding as a quant, retiring the last admin")
  func administering() throws {
    let home = try GatedHome()
    let quin = try home.signer("quin")
    try expectRefused("wrong_role", in: home) {
      _ = try home.gate.addOperator(
        name: "eve", person: "Eve", role: .approver, passphrase: GatedHome.passphrase, cost: GatedHome.cheap,
        by: quin)
    }
    try expectRefused("unknown_operator", in: home) {
      _ = try home.gate.addOperator(
        name: "eve", person: "Eve", role: .admin, passphrase: GatedHome.passphrase, cost: GatedHome.cheap,
        by: nil)
    }
    #expect(!FileManager.default.fileExists(atPath: Gatekeeper.keyPath(home: home.home, name: "eve")))
    let ada = try home.signer("ada")
    try expectRefused("no_admin", in: home) { _ = try home.gate.retireOperator("ada", by: ada) }
    try expectRefused("wrong_role", in: home) { _ = try home.gate.retireOperator("bea", by: quin) }
  }

  @Test("a first operator who is no admin")
  func firstOperator() throws {
    let home = try GatedHome(operators: false)
    try expectRefused("first_must_be_admin", in: home) { try home.add("eve", .approver, by: nil) }
    #expect(try home.gate.ledger().operators.isEmpty)
  }

  @Test(
    "names that lead elsewhere make no file", arguments: ["../../evil", "a/b", ".hidden", "", "a b", "é"])
  func namesAsPaths(_ name: String) throws {
    let home = try GatedHome()
    let ada = try home.signer("ada")
    let before = try home.keyFiles()
    try expectRefused("bad_name", in: home) {
      _ = try home.gate.addOperator(
        name: name, person: "Eve", role: .approver, passphrase: GatedHome.passphrase, cost: GatedHome.cheap,
        by: ada)
    }
    #expect(try home.keyFiles() == before)
  }

  @Test("the name of somebody who is there, in other letters")
  func takenName() throws {
    let home = try GatedHome()
    try expectRefused("name_taken", in: home) { try home.add("BEA", .approver, person: "Eve", by: "ada") }
    // Her key is still hers.
    _ = try home.signer("bea")
  }

  @Test("somebody who was retired, and somebody who never was")
  func gone() throws {
    let home = try GatedHome()
    let id = try home.request().id
    let bea = try home.signer("bea")
    _ = try home.gate.retireOperator("bea", by: try home.signer("ada"))
    try expectRefused("retired_operator", in: home) { _ = try home.signer("bea") }
    try expectRefused("retired_operator", in: home) { _ = try home.gate.approve(id, by: bea) }
    try expectRefused("unknown_operator", in: home) { _ = try home.signer("eve") }
  }

  @Test("an approval counts no more when its signer is retired before the second")
  func retiredBetween() throws {
    let home = try GatedHome()
    try home.toDemo()
    home.wait(14 * Timestamp.day)
    let id = try home.request(.live, by: "quin").id
    #expect(try !home.gate.approve(id, by: try home.signer("bea")))
    _ = try home.gate.retireOperator("bea", by: try home.signer("ada"))
    #expect(try !home.gate.approve(id, by: try home.signer("cal")))
    #expect(try home.mode() == .demo)
  }
}

extension GatedHome {
  /// Every key file anywhere in the test's folder.
  func keyFiles() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: replayed.folder.path).filter { $0.hasSuffix(".key") }
      .sorted()
  }

  /// Puts another description in the bot's place.
  func replace(_ spec: BotSpec) throws {
    let time = now
    try Journal(home: home, mode: .open).write { transaction in
      var record = try #require(try transaction.reading.bot(spec.id))
      record.spec = spec.json
      _ = try transaction.record(NewEvent(.botResumed, subject: spec.id, at: time), [.bot(record)])
    }
  }
}
