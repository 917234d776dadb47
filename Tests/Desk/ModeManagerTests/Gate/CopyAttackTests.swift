import BotAssembly
import Journal
import Promotion
import Testing
import TradingCore

@testable import ModeManager

/// Copies of a bot, other bots of the same identity, and ways to make use of them.
@Suite("Copies of a bot")
struct CopyAttackTests {
  private static let blame = "'cross' is the same bot and saw more of these ticks, which are left out here"

  /// Registers a bot that is what the home's is.
  private func copy(_ home: GatedHome, balance: String? = nil) throws {
    var spec = try ReplayedHome.crossing("copy")
    if let balance { spec.balance = balance }
    try home.replayed.register(spec)
  }

  private func problems(_ home: GatedHome, _ bot: String = "copy") throws -> [String] {
    try #require(try home.gate.review(bot).context.sources).problems
  }

  private func promote(_ home: GatedHome, _ bot: String = GatedHome.bot) throws -> String {
    let id = try home.request(bot: bot).id
    #expect(try home.gate.approve(id, by: try home.signer("bea")))
    return id
  }

  private func revoke(_ home: GatedHome, _ id: String) throws {
    try home.gate.revoke(id, reason: "no", by: try home.signer("ada"))
  }

  private func rows(_ home: GatedHome, _ bot: String = "copy") throws -> [EvidenceRecord] {
    try home.replayed.evidence(of: bot).rows
  }

  // A bot that is taken back.

  @Test("a copy of a bot that is taken back has nothing to show for what it did before")
  func before() throws {
    let home = try GatedHome()
    try copy(home)
    try home.replayed.run()
    #expect(try home.gate.review("copy").paper != nil)
    try revoke(home, try promote(home))
    let found = try home.gate.review("copy")
    #expect(found.paper == nil)
    let seq = try #require(try home.gate.ledger().standing(of: GatedHome.bot).reductions.last).seq
    #expect(
      found.notes.contains(
        "'cross', which is the same bot, was taken back at event \(seq) (no): what 'copy' showed on paper before does not "
          + "count."))
    #expect(try home.gate.review(GatedHome.bot).paper == nil)
  }

  @Test("and one that is made afterwards does not see the same ticks again")
  func afterwards() throws {
    let home = try GatedHome()
    try revoke(home, try promote(home))
    try copy(home)
    try home.replayed.run()
    let row = try #require(try rows(home).last)
    #expect(row.fillCount == 0)
    // On new ones it can show what it is.
    try home.run()
    let next = try #require(try rows(home).last)
    #expect((next.id, next.fillCount > 0) == (row.id, true))
    #expect(try home.gate.review("copy").paper != nil)
  }

  @Test("one that is on paper by then closes what is open, begins anew and has something to show again")
  func onPaper() throws {
    let home = try GatedHome()
    try copy(home)
    try home.replayed.run()
    let old = try #require(try rows(home).last)
    try revoke(home, try promote(home))
    // In the first run at the latest it closes what is open.
    try home.run()
    try home.run()
    let new = try #require(try rows(home).last)
    #expect(new.id != old.id)
    #expect(new.mode == .paper && new.fillCount > 0)
    #expect(try home.gate.review("copy").paper?.record.id == new.id)
  }

  @Test("one at work on DEMO goes on there with its account, and what it showed before counts no more")
  func atWork() throws {
    let home = try GatedHome()
    try copy(home)
    try home.replayed.run()
    let id = try promote(home)
    _ = try promote(home, "copy")
    try home.run()
    let before = try #require(try rows(home).last)
    #expect(before.mode == .demo)
    let desk = try home.desk(resolve: home.replayed.resolve)
    try desk.open()
    try revoke(home, id)
    _ = try desk.followGate()
    #expect(desk.gate.winding == [GatedHome.bot])
    #expect(desk.notices.map { $0.notice.subject } == [GatedHome.bot])
    try home.run()
    let after = try #require(try rows(home).last)
    #expect((after.id, after.mode) == (before.id, .demo))
    #expect(after.fillCount > before.fillCount)
    let found = try home.gate.review("copy")
    #expect(found.standing.mode == .demo && found.demo == nil)
    #expect(
      found.notes.contains { $0.hasSuffix(" (no): what 'copy' showed on demo before does not count.") })
  }

  @Test("ticks dated into the future, which the bot was played once, don't stop its copies for good")
  func future() throws {
    let home = try GatedHome()
    let id = try promote(home)
    try home.play(try home.file("2099", of: home.quotes(later: 80 * 365 * Timestamp.day)))
    let row = try #require(try rows(home, GatedHome.bot).last)
    let last = try #require(EvidenceOrigin.lastTick(row.cursor))
    #expect(last > home.now)
    try revoke(home, id)
    try copy(home)
    try home.replayed.run()
    #expect(try rows(home).last?.fillCount == 0)
    try home.run()
    #expect(try #require(try rows(home).last).fillCount > 0)
  }

  // A bot that goes on.

  /// A home whose bot has run on a dataset.
  private func admitted() throws -> GatedHome {
    let home = try GatedHome()
    _ = try home.gate.admitDataset(home.replayed.ticks, family: "ema_cross", by: try home.signer("bea"))
    return home
  }

  @Test("ticks that nobody vouches for are left out by nobody")
  func unadmitted() throws {
    let home = try GatedHome()
    try copy(home)
    try home.play(try home.file("rest", of: home.replayed.quotes.suffix(1_500)))
    #expect(try !problems(home).contains { $0.contains("is the same bot") })
  }

  @Test("a copy that leaves out the beginning of what the bot has seen chooses its ticks")
  func beginning() throws {
    let home = try admitted()
    try copy(home)
    try home.play(try home.file("rest", of: home.replayed.quotes.suffix(1_500)))
    #expect(try problems(home).contains(Self.blame))
    #expect(try !problems(home, GatedHome.bot).contains { $0.contains("is the same bot") })
  }

  @Test("one that stops where the bot went on does, too, until it has seen the rest")
  func end() throws {
    let home = try admitted()
    try copy(home)
    try home.play(try home.file("begun", of: home.replayed.quotes.prefix(1_500)))
    #expect(try problems(home).contains(Self.blame))
    #expect(try !problems(home, GatedHome.bot).contains { $0.contains("is the same bot") })
    try home.replayed.run()
    #expect(try !problems(home).contains { $0.contains("is the same bot") })
  }

  @Test("a hundredth less is no choice")
  func little() throws {
    let home = try admitted()
    try copy(home)
    try home.play(try home.file("nearly", of: home.replayed.quotes.dropLast(25)))
    #expect(try !problems(home).contains { $0.contains("is the same bot") })
  }

  @Test("a copy that sees all of them is the bot once more, whatever it is called")
  func whole() throws {
    let home = try admitted()
    try copy(home)
    try home.replayed.run()
    #expect(try !problems(home).contains { $0.contains("is the same bot") })
  }

  @Test("what begins with another balance is another thing")
  func otherBalance() throws {
    let home = try admitted()
    try copy(home, balance: "500.00")
    try home.play(try home.file("rest", of: home.replayed.quotes.suffix(1_500)))
    #expect(try !problems(home).contains { $0.contains("is the same bot") })
  }
}
