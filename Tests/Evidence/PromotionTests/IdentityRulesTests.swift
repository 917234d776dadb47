import Journal
import Promotion
import Testing
import TradingCore

/// What was taken from a bot, and who vouches for what it trades at, goes by what it is and not by its name.
@Suite("Rules that go by identity")
struct IdentityRulesTests {
  private static let profile = AdmittedProfile(name: "house", digest: String(repeating: "ab", count: 32))

  private func home() throws -> GateHome {
    var home = try GateHome()
    try home.goOn()
    return home
  }

  /// A home in which a bot was promoted and then demoted.
  private func demoted(_ home: GateHome) throws -> GateHome {
    var home = home
    try home.promote(home.request(signer: "quin"), by: "bea")
    try home.append(home.event(.demoted, PromotionLedger.demotion(to: .paper, reason: "degraded")))
    return home
  }

  @Test("a copy of a bot that was taken back can't ask with what it gathered before")
  func copy() throws {
    var home = try demoted(try home())
    let old = home.request(bot: "copy", signer: "quin", firstSeq: 1)
    #expect(code(home, try home.event(.request(old), by: "quin")) == "evidence_too_old")
    let since = home.ledger.standing(of: "copy").evidenceSince(.paper, identity: GateHome.identity)
    #expect(since == home.ledger.standing(of: GateHome.bot).reductions.last?.seq)
    let new = home.request(bot: "copy", signer: "quin", firstSeq: since + 1)
    #expect(code(home, try home.event(.request(new), by: "quin")) == nil)
    #expect(home.ledger.wasTakenBack(identity: GateHome.identity))
    // Another bot is another one.
    home.facts.identity = String(repeating: "2e", count: 32)
    let other = home.request(bot: "copy", signer: "quin", firstSeq: 1) {
      $0.identity = String(repeating: "2e", count: 32)
    }
    #expect(code(home, try home.event(.request(other), by: "quin")) == nil)
  }

  @Test("a revocation counts as much")
  func revoked() throws {
    var home = try home()
    let request = home.request(signer: "quin")
    try home.promote(request, by: "bea")
    try home.sign(.revoke(request, reason: "no"), by: "ada")
    let old = home.request(bot: "copy", signer: "quin", firstSeq: 1)
    #expect(code(home, try home.event(.request(old), by: "quin")) == "evidence_too_old")
  }

  @Test("the first rules knew bots by their names: what was granted under them stays")
  func before() throws {
    let home = try demoted(try GateHome())
    let old = home.request(bot: "copy", signer: "quin", firstSeq: 1)
    #expect(code(home, try home.event(.request(old), by: "quin")) == nil)
    let standing = home.ledger.standing(of: "copy")
    #expect(standing.reductions.isEmpty && standing.reductionsElsewhere.isEmpty)
  }

  @Test("so did the second: a copy that was promoted under them stays where it is")
  func beforeThird() throws {
    var home = try GateHome()
    try home.goOn(to: .second)
    home = try demoted(home)
    try home.promote(home.request(bot: "copy", signer: "quin", firstSeq: 1), by: "bea")
    #expect(home.ledger.standing(of: "copy").mode == .demo)
    try home.goOn()
    #expect(home.ledger.fault == nil && home.ledger.rules == .third)
    #expect(
      home.ledger.earlierGrant(of: "copy")?.hasSuffix("a renewal takes what the present ones ask for") == true
    )
    #expect(home.ledger.standing(of: "copy").mode == .demo)
    #expect(home.ledger.standing(of: "copy").evidenceSince(.demo, identity: GateHome.identity) == 0)
  }

  @Test("what was taken under the first rules was taken from one bot, whatever rules hold now")
  func earlier() throws {
    var home = try demoted(try GateHome())
    try home.goOn()
    let copied = home.request(bot: "copy", signer: "quin", firstSeq: 1)
    #expect(code(home, try home.event(.request(copied), by: "quin")) == nil)
    #expect(!home.ledger.wasTakenBack(identity: GateHome.identity))
    #expect(home.ledger.standing(of: "copy").reductionsElsewhere.isEmpty)
    let own = home.request(signer: "quin", firstSeq: 1)
    #expect(code(home, try home.event(.request(own), by: "quin")) == "evidence_too_old")
  }

  @Test("a copy does not lose its mode with the bot, it has to show anew what it is")
  func standing() throws {
    var home = try home()
    try home.promote(home.request(bot: "copy", signer: "quin"), by: "bea")
    home = try demoted(home)
    #expect(home.ledger.standing(of: "copy").mode == .demo)
    #expect(home.ledger.standing(of: "copy").evidenceSince(.demo, identity: GateHome.identity) > 0)
    #expect(home.ledger.standing(of: "copy").evidenceSince(.demo) == 0)
  }

  @Test("an approver or admin vouches for a profile, once, until that ends")
  func profiles() throws {
    var home = try home()
    #expect(code(home, try home.event(.admitProfile(Self.profile), by: "quin")) == "wrong_role")
    try home.sign(.admitProfile(Self.profile), by: "bea")
    #expect(home.ledger.profile(Self.profile.digest)?.id == "B1")
    #expect(home.ledger.profile(Self.profile.digest)?.signer == "bea")
    #expect(code(home, try home.event(.admitProfile(Self.profile), by: "ada")) == "profile_known")
    #expect(code(home, try home.event(.retireProfile(id: "B2"), by: "ada")) == "unknown_profile")
    try home.sign(.retireProfile(id: "B1"), by: "ada")
    #expect(home.ledger.profile(Self.profile.digest) == nil)
    #expect(code(home, try home.event(.retireProfile(id: "B1"), by: "ada")) == "unknown_profile")
    try home.sign(.admitProfile(Self.profile), by: "ada")
    #expect(home.ledger.profile(Self.profile.digest)?.id == "B2")
  }

  @Test("a profile is nothing that the first rules know of")
  func profileBefore() throws {
    let home = try GateHome()
    #expect(code(home, try home.event(.admitProfile(Self.profile), by: "bea")) == "malformed")
  }

  @Test("one quant who asks without end leaves the others their requests")
  func pace() throws {
    var home = try home()
    try home.add("rob", .quant)
    for _ in 0..<20 { try home.file(home.request(signer: "quin")) }
    #expect(
      code(home, try home.event(.request(home.request(signer: "quin")), by: "quin")) == "too_many_requests")
    #expect(code(home, try home.event(.request(home.request(signer: "rob")), by: "rob")) == nil)
    #expect(
      code(home, try home.event(.request(home.request(bot: "other", signer: "quin")), by: "quin")) == nil)
  }

  @Test("many quants together have a limit for a bot, too, and it keeps nobody from rejecting")
  func together() throws {
    var home = try home()
    for number in 0..<6 { try home.add("q\(number)", .quant) }
    for number in 0..<5 { for _ in 0..<20 { try home.file(home.request(signer: "q\(number)")) } }
    #expect(code(home, try home.event(.request(home.request(signer: "q5")), by: "q5")) == "too_many_requests")
    let last = try #require(home.ledger.requests.last).request
    #expect(code(home, try home.event(.reject(last, reason: "no"), by: "bea")) == nil)
  }
}
