import BotAssembly
import Foundation
import JSONText
import Journal
import MarketClimate
import ModeManager
import Promotion
import TestSupport
import Testing
import TickStore
import TradingCore

/// Which ticks count: those of live feeds, and recorded ones that somebody vouches for.
@Suite("Ticks that count as evidence")
struct ProvenanceTests {
  /// Criteria that two weeks of an EMA cross meet, on ticks that count.
  private static let criteria = GatedHome.easy.replacing("provenance: any\n", with: "")
    .replacing("min_trades: 1", with: "min_trades: 50").replacing("min_days: 1", with: "min_days: 14")
  private static let quotes = 15 * 24 * 60

  private static let template = Result {
    try GatedHome(salt: "provenance", quotes: quotes, criteria: criteria)
  }

  private func home() throws -> GatedHome { try GatedHome(copying: try Self.template.get()) }

  private func missing(_ home: GatedHome, bot: String = GatedHome.bot) throws -> [String] {
    try home.gate.review(bot).result.missing.map { "\($0.name.rawValue): \($0.detail)" }
  }

  @Test("recorded ticks count once an approver vouches for them, and no longer when that ends")
  func admitted() throws {
    let home = try home()
    #expect(
      try missing(home) == [
        "provenance: \(home.replayed.ticks) was not admitted as a dataset of 'ema_cross'",
        "open_minutes: no source that counts says",
      ])
    try expectRefused("not_eligible", in: home) { try home.request() }
    let bea = try home.signer("bea")
    let record = try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: bea)
    #expect((record.id, record.dataset.symbol, record.dataset.ticks) == ("D1", "EURUSD", Self.quotes))
    #expect(record.dataset.coverage == 1)
    #expect(try missing(home) == [])
    #expect(try home.gate.approve(try home.request().id, by: bea))
    try home.gate.retireDataset("D1", by: bea)
    #expect(try home.gate.review(GatedHome.bot, step: .demo).result.missing.map(\.name).first == .provenance)
  }

  @Test(
    "what one session leaves of a dataset to the next is not left out, and what none took is, by its file")
  func leftOut() throws {
    let home = try GatedHome(salt: "left out", trades: false, quotes: Self.quotes, criteria: Self.criteria)
    // Of 264 open hours from Monday, 4 February, to the end of 18 February the first week has 118.
    try home.replayed.run(until: try Timestamp(iso8601: "2019-02-08T22:00:00Z"))
    _ = try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: try home.signer("bea"))
    func notes() throws -> [String] {
      try home.gate.review(GatedHome.bot).notes.filter { $0.contains("left out") }
    }
    #expect(
      try notes() == [
        "a.ticks (D1, EURUSD) has more ticks than the bot took on paper: 55 % of its open time is left out."
      ])
    try home.replayed.run()
    #expect(try notes() == [])
  }

  @Test(
    "recorded ticks do not count for a bot that is told of news, which may be made up by whoever knows them")
  func news() throws {
    let home = try GatedHome(salt: "news", trades: false, quotes: Self.quotes, criteria: Self.criteria)
    let event = NewsEvent(
      startsAt: try Timestamp(iso8601: "2019-02-08T13:30:00Z"), currency: .usd, impact: .high, title: "Luck")
    var spec = try ReplayedHome.crossing("told")
    spec.news = BotNews(
      calendar: NewsCalendar([event], policy: NewsPolicy()), sources: [], knownUntil: event.startsAt)
    try home.replayed.register(spec)
    try home.replayed.run()
    _ = try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: try home.signer("bea"))
    #expect(
      try missing(home, bot: "told") == [
        "provenance: its 1 event of news may know the recorded ticks: with news, only a feed counts"
      ])
  }

  @Test("another family has to have its own")
  func family() throws {
    let home = try home()
    _ = try home.gate.admitDataset(home.replayed.ticks, family: "others", by: try home.signer("bea"))
    #expect(try missing(home).first?.hasSuffix("was not admitted as a dataset of 'ema_cross'") == true)
  }

  @Test("a quant vouches for nothing")
  func role() throws {
    let home = try home()
    let quin = try home.signer("quin")
    try expectRefused("wrong_role", in: home) {
      _ = try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: quin)
    }
  }

  @Test("each day cut after its best trade: all days have ticks, and most of their minutes have not")
  func holes() throws {
    let home = try home()
    let cut = home.replayed.quotes.filter { $0.eventTime.nanoseconds % Timestamp.day < 8 * Timestamp.hour }
    let path = try home.write(cut, "cut")
    let bea = try home.signer("bea")
    try expectRefused("dataset_holes", in: home) {
      _ = try home.gate.admitDataset(path, family: "ema_cross", by: bea)
    }
  }

  @Test("a family has one history: what leaves something out is not admitted beside the whole, nor after it")
  func once() throws {
    let home = try home()
    let bea = try home.signer("bea")
    _ = try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: bea)
    let path = try home.write(Array(home.replayed.quotes.prefix(2_000)), "part")
    for _ in 0..<2 {
      try expectRefused("dataset_overlaps", in: home) {
        _ = try home.gate.admitDataset(path, family: "ema_cross", by: bea)
      }
      if try home.gate.ledger().datasets.last?.retiredAt == nil { try home.gate.retireDataset("D1", by: bea) }
    }
    // The same ticks again may be.
    #expect(try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: bea).id == "D2")
  }

  @Test("generated ticks never count")
  func generated() throws {
    let home = try home()
    let path = try home.write(home.replayed.quotes, "generated", source: "generated")
    let bea = try home.signer("bea")
    try expectRefused("dataset_generated", in: home) {
      _ = try home.gate.admitDataset(path, family: "ema_cross", by: bea)
    }
  }

  @Test(
    "generated ticks count where criteria of a tour say so, once admitted, and under stricter ones no longer")
  func tour() throws {
    let home = try home()
    let (ada, bea) = (try home.signer("ada"), try home.signer("bea"))
    try home.adopt(Self.criteria + "provenance: generated\n", by: ada)
    #expect(try missing(home).count == 2)
    let path = try home.write(home.replayed.quotes, "generated", source: "generated")
    _ = try home.gate.admitDataset(path, family: "ema_cross", by: bea)
    #expect(try missing(home) == [])
    #expect(
      try home.gate.review(GatedHome.bot).notes.first?.hasPrefix("The criteria count generated ticks") == true
    )
    try home.adopt(Self.criteria, by: ada)
    #expect(try missing(home) == ["provenance: D1 (EURUSD) is generated"])
  }

  @Test("evidence is of no use a month after its last tick")
  func age() throws {
    let home = try home()
    _ = try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: try home.signer("bea"))
    // The bot has run by the machine's clock.
    home.now = max(home.now, try home.updatedAt)
    #expect(try missing(home) == [])
    home.wait(31 * Timestamp.day)
    #expect(try missing(home) == ["freshness: days by the clock since the bot took its last tick"])
  }

  @Test("criteria that take any ticks say so")
  func any() throws {
    let home = try GatedHome()
    let found = try home.gate.review(GatedHome.bot)
    #expect(found.result.isEligible)
    #expect(found.notes.first?.hasPrefix("The criteria count any ticks") == true)
    #expect(found.result.checks.first { $0.name == .provenance }?.isRequired == false)
  }

  @Test(
    "criteria below what any may ask for are not adopted",
    arguments: ["min_trades: 50", "min_days: 14"])
  func floors(_ bound: String) throws {
    let home = try home()
    let text = Self.criteria.replacing(bound, with: bound.dropLast(2) + "10")
    let criteria = try GateCriteria.parse(text: text, path: "c.yaml")
    let ada = try home.signer("ada")
    try expectRefused("criteria_below_floor", in: home) { _ = try home.gate.adopt(criteria, by: ada) }
  }

  @Test("what came to criteria later has no line at its default: those that were adopted before are the same")
  func lines() throws {
    #expect(!GateCriteria(.standard).canonicalText.contains("provenance"))
    #expect(!GateCriteria(.standard).canonicalText.contains("ticks."))
    let text = "preset: standard\nprovenance: any\nticks: {max_age_days: 60, min_open_minutes: 0.5}\n"
    let criteria = try GateCriteria.parse(text: text, path: "c.yaml")
    #expect(try GateCriteria.parse(text: criteria.yaml, path: "c.yaml") == criteria)
    #expect(
      criteria.canonicalLines.prefix(5) == [
        "slipway.gate.v1", "preset standard", "provenance any", "ticks.max_age_days 60",
        "ticks.min_open_minutes 0.5",
      ])
    #expect(throws: (any Error).self) { try GateCriteria.parse(text: "provenance: some\n", path: "c.yaml") }
  }
}

extension GatedHome {
  fileprivate var updatedAt: Timestamp {
    get throws {
      try #require(
        try Journal(home: home, mode: .readOnly).read { try $0.latestEvidence(of: Self.bot) }
      ).updatedAt
    }
  }

  fileprivate func adopt(_ text: String, by admin: Signer) throws {
    try write(criteria: text)
    _ = try gate.adopt(try GateCriteria.load(path: Gatekeeper.criteriaPath(home: home)), by: admin)
  }

  fileprivate func write(_ quotes: [Quote], _ name: String, source: String = "fixture") throws -> String {
    let metadata = TickFileMetadata(
      symbol: try ReplayedHome.symbol, digits: 5, source: source, provenance: "made for a test")
    let path = replayed.folder.file("\(name).ticks")
    let writer = try TickFileWriter(path: path, metadata: metadata)
    try writer.append(contentsOf: quotes)
    _ = try writer.finish()
    return path
  }
}
