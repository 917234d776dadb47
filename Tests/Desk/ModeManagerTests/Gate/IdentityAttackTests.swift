import BotAssembly
import BrokerProfiles
import Foundation
import Journal
import JSONText
import Promotion
import StrategyKit
import TestSupport
import Testing
import TickStore
import TradingCore

@testable import ModeManager

/// What a bot's identity leaves out, and ways to make use of that.
@Suite("Ways round a bot's identity")
struct IdentityAttackTests {
  private static let costly = GatedHome.easy.replacing("max_drawdown: 1", with: "max_drawdown: 0.15")

  private func problems(_ home: GatedHome, _ bot: String = GatedHome.bot) throws -> [String] {
    try #require(try home.gate.review(bot).context.sources).problems
  }

  // The balance.

  @Test(
    "two lots at a time on a million: a drawdown of nothing, and many times the capital that is asked for")
  func largeBalance() throws {
    let home = try GatedHome(salt: "rich", trades: false, criteria: Self.costly)
    var rich = try ReplayedHome.crossing("rich")
    rich.balance = "1000000.00"
    rich.given["lots"] = "2.00"
    try home.replayed.register(rich)
    try home.replayed.run()
    let found = try home.gate.review("rich")
    #expect(try #require(found.figures.maximumDrawdown) < 0.15)
    #expect(found.result.missing.map(\.name) == [.maximumDrawdown])
    #expect(
      try #require(found.result.missing.first).detail.hasSuffix("with a start balance of 1000000.00"))
    try expectRefused("not_eligible", in: home) { try home.request(bot: "rich") }
  }

  @Test("who asks for less has to show that less would have carried it")
  func lessCapital() throws {
    let home = try GatedHome(salt: "less", criteria: Self.costly)
    #expect(try home.gate.review(GatedHome.bot).result.isEligible)
    try expectRefused("not_eligible", in: home) { try home.request { $0.capital = "1" } }
    let id = try home.request().id
    #expect(try home.gate.approve(id, by: try home.signer("bea")))
  }

  @Test("a bot that is registered with another balance than its evidence began with")
  func otherBalance() throws {
    let home = try GatedHome()
    #expect(!(try problems(home)).contains { $0.hasPrefix("it began with") })
    var gate = try home.gate
    gate = Gatekeeper(home: home.home, journal: gate.journal, now: gate.now) { spec in
      var spec = spec
      spec.balance = "50.00"
      return try home.replayed.resolve(spec)
    }
    let found = try gate.review(GatedHome.bot)
    #expect(found.paper != nil)
    #expect(
      found.context.sources?.problems.contains(
        "it began with 1000.00 USD, and the bot is registered with 50.00 USD") == true)
  }

  // The broker's profile.

  /// A home with a bot at a profile of somebody's own, under the name of a bundled one.
  private func atOwn(_ slippage: String) throws -> GatedHome {
    let home = try GatedHome(salt: slippage, trades: false)
    let text = try #require(BrokerProfiles.bundledText("reference"))
    try FileManager.default.createDirectory(
      atPath: home.replayed.folder.file("mine"), withIntermediateDirectories: true)
    let path = home.replayed.folder.file("mine/exness_raw.yaml")
    try text.replacing("slippage: none", with: "slippage: \(slippage)").write(
      toFile: path, atomically: true, encoding: .utf8)
    var own = try ReplayedHome.crossing("own")
    own.broker = path
    try home.replayed.register(own)
    try home.replayed.run()
    return home
  }

  private func profile(_ home: GatedHome) throws -> BrokerProfile {
    try BrokerProfiles(home: home.home).load(home.replayed.folder.file("mine/exness_raw.yaml"))
  }

  @Test("a profile that pays is nobody's to vouch for, and evidence made with it does not count")
  func paying() throws {
    let home = try atOwn("{model: uniform, minimum: -0.5 pip, maximum: -0.1 pip}")
    let found = try problems(home, "own")
    #expect(found.contains { $0.hasPrefix("broker profile 'exness_raw (not the bundled one)' (") })
    let (bea, profile) = (try home.signer("bea"), try profile(home))
    try expectRefused("profile_pays_trader", in: home) { _ = try home.gate.admitProfile(profile, by: bea) }
  }

  @Test("evidence made with an honest profile counts once an approver vouches for it, by its values")
  func admitted() throws {
    let home = try atOwn("{model: uniform, minimum: 0.1 pip, maximum: 0.5 pip}")
    func blamed() throws -> Bool { try problems(home, "own").contains { $0.hasPrefix("broker profile") } }
    #expect(try blamed())
    let bea = try home.signer("bea")
    let record = try home.gate.admitProfile(try profile(home), by: bea)
    #expect((record.id, record.profile.name) == ("B1", "exness_raw"))
    #expect(try !blamed())
    let (other, quin) = (BrokerProfile(name: "exness_raw", leverage: 7), try home.signer("quin"))
    try expectRefused("wrong_role", in: home) { _ = try home.gate.admitProfile(other, by: quin) }
    try home.gate.retireProfile("B1", by: bea)
    #expect(try blamed())
  }

  @Test(
    "the program's own profiles need nobody's word, and a copy under another name is what it is a copy of")
  func bundled() throws {
    let home = try GatedHome()
    #expect(!(try problems(home)).contains { $0.hasPrefix("broker profile") })
    var profile = try BrokerProfiles(home: nil).load("exness_raw")
    let symbols = [try ReplayedHome.symbol]
    #expect(ProfileIdentity(profile, trading: symbols).bundled == "exness_raw")
    profile.name = "mine"
    #expect(ProfileIdentity(profile, trading: symbols).bundled == "exness_raw")
    #expect(ProfileIdentity(profile, trading: symbols).name == "mine")
    profile.name = "reference"
    #expect(ProfileIdentity(profile, trading: symbols).name == "reference (not the bundled one)")
  }

  // Copies.

  /// Registers a bot that is what the home's is.
  private func copy(_ home: GatedHome) throws {
    try home.replayed.register(try ReplayedHome.crossing("copy"))
  }

  @Test("a copy of a bot that is taken back has nothing to show for what it did before")
  func copyBefore() throws {
    let home = try GatedHome()
    try copy(home)
    try home.replayed.run()
    #expect(try home.gate.review("copy").paper != nil)
    let id = try home.request().id
    #expect(try home.gate.approve(id, by: try home.signer("bea")))
    try home.gate.revoke(id, reason: "no", by: try home.signer("ada"))
    #expect(try home.gate.review("copy").paper == nil)
    #expect(try home.gate.review(GatedHome.bot).paper == nil)
  }

  @Test("and one that is made afterwards does not see the same ticks again")
  func copyAfter() throws {
    let home = try GatedHome()
    let id = try home.request().id
    #expect(try home.gate.approve(id, by: try home.signer("bea")))
    try home.gate.revoke(id, reason: "no", by: try home.signer("ada"))
    try copy(home)
    try home.replayed.run()
    let row = try #require(try home.replayed.evidence(of: "copy").rows.last)
    #expect(row.fillCount == 0)
    // On new ones it can show what it is.
    try home.run()
    let next = try #require(try home.replayed.evidence(of: "copy").rows.last)
    #expect((next.id, next.fillCount > 0) == (row.id, true))
    #expect(try home.gate.review("copy").paper != nil)
  }

  @Test("a copy that leaves out the beginning of what the bot has seen chooses its ticks")
  func choosing() throws {
    let home = try GatedHome()
    try copy(home)
    let path = home.replayed.folder.file("rest.ticks")
    let metadata = TickFileMetadata(
      symbol: try ReplayedHome.symbol, digits: 5, source: "fixture", provenance: "made for a test")
    let writer = try TickFileWriter(path: path, metadata: metadata)
    try writer.append(contentsOf: home.replayed.quotes.suffix(1_500))
    _ = try writer.finish()
    try home.play(path)
    let blame = "'cross' is the same bot and saw more of these ticks, which are left out here"
    #expect(try problems(home, "copy").contains(blame))
    #expect(try !problems(home).contains { $0.contains("is the same bot") })
  }

  @Test("a copy that sees all of them is the bot once more, whatever it is called")
  func whole() throws {
    let home = try GatedHome()
    try copy(home)
    try home.replayed.run()
    #expect(try !problems(home, "copy").contains { $0.contains("is the same bot") })
  }

  // What decides.

  private func sources(_ entry: StrategyEntry, _ step: GateStep) throws -> EvidenceSources {
    let home = try GatedHome()
    let spec = try ReplayedHome.crossing("x")
    let bot = try spec.resolve(strategies: { _ in entry }, home: home.home)
    let record = BotRecord(
      id: "x", family: "x", spec: spec.json, createdAt: home.now, updatedAt: home.now)
    var sources = EvidenceSources(of: record, bot, try home.gate.ledger(), now: home.now)
    sources.take(step: step)
    return sources
  }

  @Test("code that nothing holds to its name and version stays below LIVE, even under a bundled one's name")
  func unpinned() throws {
    let own = StrategyEntry(EMACross.self)
    #expect(try sources(own, .live).found.problems.map { $0.hasSuffix("(unpinned)") } == [true])
    #expect(try sources(own, .demo).found.problems == [])
    #expect(try sources(own, .demo).notes.map { $0.hasPrefix("It can't go further than DEMO: ") } == [true])
    for pinned in [StrategyEntry(EMACross.self, sources: "0a"), StrategyEntry(bundled: EMACross.self)] {
      #expect(try sources(pinned, .live).found.problems == [])
    }
  }

  // Rules of filling.

  @Test("a session that was filled by older rules says so where it comes out otherwise")
  func fillRules() {
    func session(_ source: JSONValue) -> SessionRecord {
      SessionRecord(id: 1, kind: .files, source: source, startedAt: .distantPast)
    }
    #expect(
      session([:]).olderFillRules
        == "it was filled by rules 1, and this program fills by 2: evidence of before has to be gathered anew to be run "
        + "again")
    #expect(session(["fill_rules": 2]).olderFillRules == nil)
  }
}
