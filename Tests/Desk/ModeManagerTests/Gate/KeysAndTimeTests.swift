import FileSystem
import Foundation
import JSONText
import Journal
import ModeManager
import Promotion
import TestSupport
import Testing
import TradingCore

/// Keys, passphrases, clocks and the chain itself as ways round the gate.
@Suite("Keys, clocks and chains as ways round the gate")
struct KeysAndTimeTests {
  @Test("guesses at a passphrase have to wait after the third, the right one too")
  func guesses() throws {
    let home = try GatedHome()
    for guess in ["one wrong passphrase", "two wrong passphrases", "three wrong ones"] {
      try expectRefused("wrong_passphrase", in: home) {
        _ = try home.gate.unlock("bea", act: .promotionApproved) { Array(guess.utf8) }
      }
    }
    var wasAsked = false
    try expectRefused("passphrase_locked", in: home) {
      _ = try home.gate.unlock("bea", act: .promotionApproved) {
        wasAsked = true
        return GatedHome.passphrase
      }
    }
    #expect(!wasAsked)
    home.wait(31 * Timestamp.second)
    _ = try home.signer("bea")
  }

  @Test(
    "a clock set forward makes the wait no shorter"
  )
  func forward() throws {
    let home = try GatedHome()
    home.uptime = 100 * Timestamp.second
    for _ in 0..<3 {
      try expectRefused("wrong_passphrase", in: home) {
        _ = try home.gate.unlock("bea", act: .promotionApproved) { Array("a wrong passphrase".utf8) }
      }
    }
    home.wait(Timestamp.day)
    try expectRefused("passphrase_locked", in: home) { _ = try home.signer("bea") }
    home.uptime = 131 * Timestamp.second
    _ = try home.signer("bea")
  }

  @Test("guesses made beside each other wait like those in a row")
  func parallelGuesses() throws {
    let home = try GatedHome()
    let gate = try home.gate
    // The fourth passphrase is being typed while three others are tried.
    try expectRefused("passphrase_locked", in: home) {
      _ = try gate.unlock("bea", act: .promotionApproved) {
        for _ in 0..<3 {
          #expect(throws: GateError.self) {
            _ = try home.gate.unlock("bea", act: .promotionApproved) { Array("a wrong passphrase".utf8) }
          }
        }
        return GatedHome.passphrase
      }
    }
  }

  @Test("the key file of another operator, and of one of the same name elsewhere")
  func foreignKeys() throws {
    let home = try GatedHome()
    let other = try GatedHome(trades: false)
    let id = try home.request().id
    for path in [
      Gatekeeper.keyPath(home: home.home, name: "cal"), Gatekeeper.keyPath(home: other.home, name: "bea"),
    ] {
      let signer = try home.signer("bea", key: path)
      try expectRefused("key_mismatch", in: home) { _ = try home.gate.approve(id, by: signer) }
    }
    #expect(try home.mode() == .paper)
  }

  @Test("a key file edited to a higher role, cut off, or open to others")
  func editedKeys() throws {
    let home = try GatedHome()
    let path = Gatekeeper.keyPath(home: home.home, name: "quin")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    func put(_ text: String, mode: Int = 0o600) throws {
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
    try put(text.replacingOccurrences(of: "\"quant\"", with: "\"approver\""))
    // What says who it is belongs to what the passphrase opens.
    try expectRefused("key_damaged", in: home) { _ = try home.signer("quin") }
    try put(String(text.prefix(text.count / 2)))
    try expectRefused("key_damaged", in: home) { _ = try home.signer("quin") }
    try put(text, mode: 0o644)
    try expectRefused("key_not_private", in: home) { _ = try home.signer("quin") }
  }

  @Test("a clock set back")
  func clockBack() throws {
    let home = try GatedHome()
    let id = try home.request().id
    let bea = try home.signer("bea")
    home.wait(-Timestamp.hour)
    try expectRefused("clock_back", in: home) { _ = try home.gate.approve(id, by: bea) }
    try expectRefused("clock_back", in: home) { try home.request() }
    try expectRefused("clock_back", in: home) { _ = try home.signer("cal") }
  }

  @Test("a request that ran out")
  func expired() throws {
    let home = try GatedHome()
    let id = try home.request().id
    home.wait(7 * Timestamp.day)
    let bea = try home.signer("bea")
    try expectRefused("request_expired", in: home) { _ = try home.gate.approve(id, by: bea) }
  }

  @Test("a request that was rejected, revoked, or replaced")
  func closed() throws {
    let home = try GatedHome()
    let (ada, bea, cal) = (try home.signer("ada"), try home.signer("bea"), try home.signer("cal"))
    let rejected = try home.request().id
    try home.gate.reject(rejected, reason: "no", by: cal)
    let revoked = try home.request().id
    try home.gate.revoke(revoked, reason: "no", by: ada)
    let replaced = try home.request().id
    try home.request()
    for id in [rejected, revoked, replaced] {
      try expectRefused("request_not_pending", in: home) { _ = try home.gate.approve(id, by: bea) }
    }
    #expect(throws: GateError.self) { try home.gate.approve("R99", by: bea) }
  }

  @Test("the next step of the ladder before a week has passed, and after it")
  func tooSoon() throws {
    let home = try GatedHome()
    try home.toLive()
    #expect(try home.gate.ledger().standing(of: GatedHome.bot).step == 1)
    try expectRefused("step_too_soon", in: home) { try home.request(.live, by: "quin") }
    home.wait(7 * Timestamp.day)
    let id = try home.request(.live, by: "quin").id
    #expect(try !home.gate.approve(id, by: try home.signer("bea")))
    #expect(try home.gate.approve(id, by: try home.signer("cal")))
    #expect(try home.gate.ledger().standing(of: GatedHome.bot).step == 2)
  }

  @Test("a retired bot")
  func retiredBot() throws {
    let home = try GatedHome()
    let id = try home.request().id
    let time = home.now
    try Journal(home: home.home, mode: .open).write { transaction in
      var record = try #require(try transaction.reading.bot(GatedHome.bot))
      record.status = .retired
      _ = try transaction.record(NewEvent(.botRetired, subject: record.id, at: time), [.bot(record)])
    }
    let bea = try home.signer("bea")
    try expectRefused("retired_bot", in: home) { _ = try home.gate.approve(id, by: bea) }
    try expectRefused("retired_bot", in: home) { try home.request() }
  }

  // The chain, by somebody who writes into the database.

  @Test("a promotion written into the chain by hand: nothing is granted any more")
  func forgedPromotion() throws {
    let home = try GatedHome()
    let request = try home.request()
    try home.inject(.promoted, PromotionLedger.promotion(by: request))
    #expect(try home.mode() == .paper)
    let (fault, id) = (try home.gate.ledger().fault, request.id)
    #expect(fault?.refusal.code == "request_not_pending")
    try expectRefused("ledger_faulty", in: home) { try home.request() }
    try expectRefused("ledger_faulty", in: home) { _ = try home.signer("bea") }
    #expect(throws: GateError.self) { try home.signer("cal") }
    #expect(try home.gate.ledger().request(id)?.state == .pending)
  }

  @Test(
    "an approval used again, of another request, cut off, or of another home",
    arguments: ["again", "other", "cut", "foreign"])
  func forgedApproval(_ way: String) throws {
    let home = try GatedHome()
    try home.toDemo()
    home.wait(14 * Timestamp.day)
    let approval = try home.gateEvents(.promotionApproved)
    let first = try #require(approval.last)
    let (expected, payload): (String, JSONValue) =
      switch way {
      case "again": ("history_changed", first.payload)
      case "other":
        // The statement of the first request, filed after a second one.
        ("history_changed", first.payload)
      case "cut": ("malformed", ["statement": ["body": .null]])
      default: ("foreign_home", try GatedHome.approvalElsewhere())
      }
    if way == "other" { try home.request(.live, by: "quin") }
    try home.inject(.promotionApproved, payload)
    #expect(try home.gate.ledger().fault?.refusal.code == expected)
    try expectRefused("ledger_faulty", in: home) { try home.request() }
  }

  @Test("an approval signed again with another key")
  func resigned() throws {
    let home = try GatedHome()
    let id = try home.request().id
    #expect(try home.gate.approve(id, by: try home.signer("bea")))
    let event = try #require(try home.gateEvents(.promotionApproved).last)
    let key = try OperatorKey(seed: (0..<32).map { UInt8($0) })
    let body = try StatementBody(json: try #require(event.payload["statement"]?["body"]))
    #expect(throws: SigningError.self) { try body.signed(with: key) }
    var forged = body
    forged.key = key.publicKey
    forged.signer = "cal"
    try home.inject(.promotionApproved, ["statement": try forged.signed(with: key).json])
    #expect(try home.gate.ledger().fault?.refusal.code == "history_changed")
  }

  @Test("an operator written into the chain by hand")
  func forgedOperator() throws {
    let home = try GatedHome()
    let key = try OperatorKey(seed: (0..<32).map { UInt8($0) })
    let ledger = try home.gate.ledger()
    let act = OperatorAct.addOperator(name: "eve", person: "Eve", role: .admin, key: key.publicKey)
    let head = try Journal(home: home.home, mode: .readOnly).read { try $0.head().text }
    let body = StatementBody(
      home: ledger.home, signer: "eve", key: key.publicKey, at: home.now, act: act, head: head)
    try home.inject(
      .operatorAdded, ["statement": try body.signed(with: key).json], subject: LedgerEvent.operatorsSubject)
    #expect(try home.gate.ledger().fault?.refusal.code == "unknown_operator")
    #expect(try home.gate.ledger().operatorRecord("eve") == nil)
  }
}

extension GatedHome {
  /// The gate's events of a kind about the bot.
  func gateEvents(_ kind: EventKind) throws -> [LedgerEvent] {
    try Journal(home: home, mode: .readOnly).read { try GateJournal.events(of: Self.bot, $0) }.filter {
      $0.kind == kind
    }
  }

  /// The payload of a valid approval in another home.
  static func approvalElsewhere() throws -> JSONValue {
    let home = try GatedHome(salt: "elsewhere")
    #expect(try home.gate.approve(try home.request().id, by: try home.signer("bea")))
    return try #require(try home.gateEvents(.promotionApproved).last).payload
  }
}
