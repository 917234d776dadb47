import Foundation
import JSONText
import Journal
import ModeManager
import Promotion
import TestSupport
import Testing
import TradingCore

@testable import TickStore

/// Evidence that is not what it says: whoever works in the home can write into its files.
@Suite("Evidence that is not what it says")
struct EvidenceAttackTests {
  @Test("a payload that was swapped, its stored hash left as it was, is found when somebody signs")
  func swappedPayload() throws {
    let home = try GatedHome()
    let id = try home.request().id
    let bea = try home.signer("bea")
    try home.flip(behind: "\"recipe\":\"")
    try expectRefused("history_faulty", in: home) { _ = try home.gate.approve(id, by: bea) }
    try expectRefused("history_faulty", in: home) { try home.request() }
    #expect(try home.mode() == .paper)
  }

  /// A second request, of evidence that is not the bot's, signed by a quant and put in past all checks.
  private func invent(
    in home: GatedHome, _ edit: (inout EvidenceReference) -> Void
  ) throws -> (PromotionRequest, PromotionFacts) {
    var invented = try home.request()
    invented.id = "R2"
    invented.requestedAt = home.now
    edit(&invented.evidence[0])
    let facts = PromotionFacts(
      identity: invented.identity, evidence: invented.evidence.map(\.digest), isEligible: true)
    try home.gate.append(
      .request(invented), by: try home.signer("quin"), subject: GatedHome.bot, facts: facts)
    return (invented, facts)
  }

  @Test("a request for evidence that the chain does not have, signed by a quant and put in by hand")
  func inventedEvidence() throws {
    let home = try GatedHome()
    _ = try invent(in: home) { $0.digest = CanonicalJSON.digest(.string("a better bot")) }
    let bea = try home.signer("bea")
    try expectRefused("evidence_changed", in: home) { _ = try home.gate.approve("R2", by: bea) }
  }

  @Test("a bot is left out whose promotion rests on what the chain does not bear out, however it is signed")
  func inventedGrant() throws {
    let home = try GatedHome()
    let (invented, facts) = try invent(in: home) { $0.trades += 1_000 }
    try home.gate.append(
      .approve(invented), by: try home.signer("bea"), subject: GatedHome.bot, facts: facts,
      checked: ["chain", "replay"]
    ) { _ in (.promoted, PromotionLedger.promotion(by: invented)) }
    #expect(try home.mode() == .demo)
    #expect(throws: DeskError.self) { try home.run() }
    let event = try home.lastEvent()
    #expect(event.kind == .promotionRefused && event.payload["code"] == "evidence_changed")
  }

  @Test("what it was gathered on is gone: before the last signature it is run again")
  func goneTicks() throws {
    // With ticks of its own.
    let home = try GatedHome(salt: "gone")
    let id = try home.request().id
    try FileManager.default.removeItem(atPath: home.replayed.ticks)
    let bea = try home.signer("bea")
    try expectRefused("not_replayed", in: home) { _ = try home.gate.approve(id, by: bea) }
    #expect(try home.mode() == .paper)
  }

  @Test(
    "other ticks under the digest of those that count are found: it is worked out over what the file holds")
  func borrowedDigest() throws {
    let home = try GatedHome(salt: "borrowed")
    let id = try home.request().id
    try home.swapTicksUnderTheirDigest()
    let bea = try home.signer("bea")
    try expectRefused("not_replayed", in: home) { _ = try home.gate.approve(id, by: bea) }
    try expectRefused("not_replayed", in: home) { try home.request() }
  }

  @Test("the approval says what was looked at, and every statement what came before it")
  func statements() throws {
    let home = try GatedHome()
    #expect(try home.gate.approve(try home.request().id, by: try home.signer("bea")))
    let approval = try #require(try home.gateEvents(.promotionApproved).last)
    let body = try StatementBody(json: try #require(approval.payload["statement"]?["body"]))
    #expect(body.checked == ["chain", "replay"])
    #expect(body.head == approval.previous)
  }

  @Test("an approval whose signer's program has not run the evidence again")
  func unchecked() throws {
    let home = try GatedHome()
    let request = try home.request()
    let facts = PromotionFacts(
      identity: request.identity, evidence: request.evidence.map(\.digest), isEligible: true)
    let bea = try home.signer("bea")
    for checked in [[], ["chain"], ["replay"]] {
      try expectRefused("not_checked", in: home) {
        try home.gate.append(
          .approve(request), by: bea, subject: GatedHome.bot, facts: facts, checked: checked)
      }
    }
  }

  @Test("a session that goes on is compared as far as the journal has come; one over files has to be over")
  func replays() throws {
    let home = try GatedHome()
    var found = try home.gate.review(GatedHome.bot)
    let before = found.notes.count
    try home.gate.replay(&found)
    #expect(found.notes.dropFirst(before) == ["Run again: 1 session, every event the same."])
    #expect(found.result.isEligible)
  }
}

extension GatedHome {
  /// Puts other ticks in the place of those that the bot ran on, which lead to the same fills, in a file that opens and says
  /// that they are the same ones.
  func swapTicksUnderTheirDigest() throws {
    let path = replayed.ticks
    let digest = try TickFileReader(path: path).info().contentDigest
    let bytes = try #require(Hexadecimal.bytes(digest))
    let metadata = try TickFileReader(path: path).metadata
    let writer = try TickFileWriter(path: path, metadata: metadata)
    try writer.append(contentsOf: replayed.quotes.dropLast())
    var last = try #require(replayed.quotes.last)
    last.ask = last.ask.offset(by: 1)
    try writer.append(last)
    let own = try #require(Hexadecimal.bytes(try writer.finish().contentDigest))
    #expect(own != bytes)
    var file = try Data(contentsOf: URL(fileURLWithPath: path))
    let old = try TickFileReader(path: path).trailer
    let trailer = TickFileTrailer(
      indexOffset: old.indexOffset, indexLength: old.indexLength, contentDigest: bytes)
    let place = file.count - TickFileTrailer.size
    file.replaceSubrange(place..<file.count - StreamingDigest.size, with: trailer.encoded())
    var whole = StreamingDigest()
    whole.update(Array(file.dropLast(StreamingDigest.size)))
    file.replaceSubrange(file.count - StreamingDigest.size..<file.count, with: whole.finalize())
    try file.write(to: URL(fileURLWithPath: path))
    #expect(try TickFileReader(path: path).info().contentDigest == digest)
  }

  /// Changes the byte that follows a text in the database, wherever the text stands.
  func flip(behind text: String) throws {
    // Whoever opens it for writing and goes leaves one file.
    _ = try Journal(home: home, mode: .open).lastSeq()
    let url = URL(fileURLWithPath: home + "/journal.sqlite")
    var data = try Data(contentsOf: url)
    var place = data.startIndex
    var count = 0
    while let found = data[place...].range(of: Data(text.utf8)) {
      data[found.upperBound] ^= 1
      count += 1
      place = found.upperBound
    }
    #expect(count > 0)
    try data.write(to: url)
  }
}
