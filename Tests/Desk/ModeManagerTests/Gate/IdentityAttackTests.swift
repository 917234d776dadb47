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
      try #require(found.result.missing.first).detail.hasSuffix("with a start balance of 1,000,000.00 USD"))
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
      found.context.sources?.problems.first
        == "it began with 1,000.00 USD, and the bot is registered with 50.00 USD")
  }

  // The broker's profile.

  /// A home with a bot at a profile of somebody's own, under the name of a bundled one.
  private func atOwn(
    _ slippage: String, latency: String = "0", _ edit: (inout BotSpec) -> Void = { _ in }
  ) throws -> GatedHome {
    let home = try GatedHome(salt: slippage, trades: false)
    let text = try #require(BrokerProfiles.bundledText("reference"))
    try FileManager.default.createDirectory(
      atPath: home.replayed.folder.file("mine"), withIntermediateDirectories: true)
    let path = home.replayed.folder.file("mine/exness_raw.yaml")
    try text.replacing("slippage: none", with: "slippage: \(slippage)")
      .replacing("latency_ms: 0", with: "latency_ms: \(latency)").write(
        toFile: path, atomically: true, encoding: .utf8)
    var own = try ReplayedHome.crossing("own")
    own.broker = path
    edit(&own)
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

  @Test("what an approver vouches for with a program that asks for nothing pays as much, and does not count")
  func vouched() throws {
    let home = try atOwn("{model: uniform, minimum: -0.5 pip, maximum: -0.1 pip}")
    let digest = ProfileIdentity(try profile(home), trading: []).digest
    let act = OperatorAct.admitProfile(AdmittedProfile(name: "exness_raw", digest: digest))
    try home.gate.append(act, by: try home.signer("bea"), subject: LedgerEvent.gateSubject)
    #expect(
      try problems(home, "own").filter { $0.hasPrefix("broker profile") } == [
        "broker profile 'exness_raw (not the bundled one)' (\(digest.prefix(16))): the slippage pays the trader"
      ])
  }

  @Test("what a night pays in points nobody can judge before there is a price, and then it counts")
  func pointsANight() throws {
    let home = try atOwn("none\nswap: {model: points, long: 500 points, short: -500 points}")
    _ = try home.gate.admitProfile(try profile(home), by: try home.signer("bea"))
    #expect(
      try problems(home, "own").filter { $0.hasPrefix("broker profile") } == [
        "broker profile 'exness_raw (not the bundled one)': the swap of EURUSD pays more than 25 % a year"
      ])
  }

  @Test("a bot that is faster than its profile, or borrows more")
  func settings() throws {
    let home = try atOwn("none", latency: "50") { ($0.latencyNanoseconds, $0.leverage) = (0, 500) }
    let found = try problems(home, "own")
    #expect(found.contains("a latency of 0 ms is below the profile's 50 ms"))
    #expect(found.contains("a leverage of 1:500 is above the profile's 1:100"))
    // A slower one with less of it shows no more than it could.
    let slow = try atOwn("none", latency: "50") {
      ($0.latencyNanoseconds, $0.leverage) = (60 * Timestamp.millisecond, 50)
    }
    #expect(try !problems(slow, "own").contains { $0.hasPrefix("a l") })
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
    // Another one's name, and what only looks like the own.
    for name in ["reference", "exness_raw\u{2009}", "exness raw"] {
      profile.name = name
      #expect(ProfileIdentity(profile, trading: symbols).name == "\(name) (not the bundled one)")
    }
  }

  @Test("of a profile of which nothing is known but its digest the name is told in the same way")
  func namesByDigest() throws {
    let own = try BrokerProfiles(home: nil).load("exness_raw")
    let digest = ProfileIdentity(own, trading: []).digest
    #expect(ProfileIdentity.name(of: own) == "exness_raw")
    #expect(ProfileIdentity.name(of: "exness_raw", digest: digest) == "exness_raw")
    #expect(ProfileIdentity.name(of: "exness_raw", digest: "00") == "exness_raw (not the bundled one)")
    #expect(ProfileIdentity.name(of: "house", digest: "00") == "house")
  }

  // What decides.

  private func sources(_ entry: StrategyEntry, _ step: GateStep) throws -> EvidenceSources {
    let home = try GatedHome()
    let spec = try ReplayedHome.crossing("x")
    let bot = try spec.resolve(strategies: { _ in entry }, home: home.home)
    let record = BotRecord(
      id: "x", family: "x", spec: spec.json, createdAt: home.now, updatedAt: home.now)
    var sources = EvidenceSources(of: record, bot, try home.gate.ledger(), .admitted, now: home.now)
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

  @Test("a bot of a program can't be signed for at all, and the review says so")
  func program() throws {
    var descriptor = EMACross.descriptor
    descriptor.name = "exec:cross"
    let program = StrategyEntry(describedAs: descriptor) { try EMACross(parameters: $0) }
    #expect(
      try sources(program, .demo).notes == [
        "Nobody can sign for it: its strategy is a program, and none is started while a key is open."
      ])
  }

  /// Puts a bot together of code that says nothing of what it is built of.
  private func unpinned(_ home: GatedHome) -> Desk.Resolver {
    { try $0.resolve(strategies: { _ in StrategyEntry(EMACross.self) }, home: home.home) }
  }

  @Test("nor does any criteria's way to count ticks let it into LIVE")
  func unpinnedAnywhere() throws {
    let home = try GatedHome()
    try home.toDemo()
    home.wait(14 * Timestamp.day)
    #expect(try home.gate.review(GatedHome.bot).result.isEligible)
    let gate = Gatekeeper(
      home: home.home, journal: try home.gate.journal, now: { home.now }, resolve: unpinned(home))
    let found = try gate.review(GatedHome.bot)
    #expect(found.step == .live && found.result.missing.isEmpty)
    #expect(!found.result.isEligible)
    let quin = try home.signer("quin")
    try expectRefused("not_eligible", in: home) {
      _ = try gate.request(found, terms: Gatekeeper.Terms(), by: quin)
    }
  }

  @Test("and a bot in LIVE whose program no longer says so is not started")
  func unpinnedStart() throws {
    let home = try GatedHome()
    try home.toLive()
    #expect(throws: DeskError.self) { try home.desk(resolve: unpinned(home)).open() }
    let event = try home.lastEvent()
    #expect(event.kind == .promotionRefused && event.payload["code"] == "unpinned")
    // With the code that it was promoted with it is.
    let desk = try home.desk(resolve: home.replayed.resolve)
    try desk.open()
    #expect(desk.crew.bots.map(\.id) == [GatedHome.bot])
  }

  @Test("a review is of what an open request asks for, and of no amount that is none")
  func asked() throws {
    let home = try GatedHome()
    #expect(try home.gate.capitalAsked(for: GatedHome.bot) == nil)
    let id = try home.request { $0.capital = "400" }.id
    #expect(try home.gate.capitalAsked(for: GatedHome.bot) == "400")
    try home.gate.reject(id, reason: "no", by: try home.signer("bea"))
    #expect(try home.gate.capitalAsked(for: GatedHome.bot) == nil)
    #expect {
      try home.gate.review(GatedHome.bot, capital: "1_0")
    } throws: { error in
      if case .refused(.capitalInvalid, _)? = error as? GateError { true } else { false }
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
