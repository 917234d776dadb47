import Journal
import RiskControl
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// Rules of risk over the bots of a desk.
@Suite("A desk under rules of risk")
struct GuardedDeskTests {
  private static let bots = ["a", "b"]

  /// A day's loss of so many cents for each account.
  private func loss(_ cents: Int64, accounts: [String: String] = [:]) throws -> DeskRisk {
    var policy = RiskPolicy()
    policy.add(try DailyLoss(.init(limit: Money(units: cents * 10_000))), toEach: .account)
    let places = accounts.sorted { $0.key < $1.key }.map { DeskRisk.Place(bot: $0.key, account: $0.value) }
    return DeskRisk(policy, places: places)
  }

  private func sharedLoss(_ cents: Int64) throws -> DeskRisk {
    try loss(cents, accounts: ["a": "A1", "b": "A1"])
  }

  private func home() throws -> GuardedHome {
    let home = try GuardedHome(quotes: 3_000)
    for bot in Self.bots { try home.files.register(try ReplayedHome.crossing(bot)) }
    return home
  }

  /// Two bots that do the same lose twice what one does: on its worst day one loses between ten and twenty dollars.
  private static let limit: Int64 = 2_000
  /// What both lose together on several days.
  private static let lowLimit: Int64 = 300

  @Test("what two bots of one account lose together closes both, what each loses alone does not")
  func together() throws {
    let apart = try home()
    try apart.play(try loss(Self.limit))
    let shared = try home()
    try shared.play(try sharedLoss(Self.limit))
    for bot in Self.bots {
      #expect(try !apart.fills(of: bot).contains { $0.reason == .risk })
      #expect(try shared.fills(of: bot).contains { $0.reason == .risk })
      #expect(try shared.denials(of: bot).contains(.dailyLoss))
    }
    // Both at the same quote.
    let times = try Self.bots.map { try shared.fills(of: $0).filter { $0.reason == .risk }.map(\.eventTime) }
    #expect(times[0] == times[1])
    #expect(try shared.replays().map(\.isSame) == [true, true])
  }

  @Test(
    "killed anywhere and going on it ends as if nothing had been, and every session is run again the same")
  func killed() throws {
    let whole = try home()
    try whole.play(try sharedLoss(Self.lowLimit))
    let home = try home()
    for place: UInt64 in [300, 1_000, 1_100, 2_500] {
      home.onLook = { if $0 >= place { home.breakRun() } }
      #expect(throws: DeskError.self) { try home.play(try sharedLoss(Self.lowLimit)) }
    }
    home.onLook = { _ in }
    try home.play(try sharedLoss(Self.lowLimit))
    for bot in Self.bots {
      let (row, expected) = (try home.evidence(of: bot), try whole.evidence(of: bot))
      #expect(row.fingerprint == expected.fingerprint)
      #expect(row.eventCount == expected.eventCount)
    }
    #expect(try home.replays().allSatisfy(\.isSame))
    #expect(try home.journal.verify().isIntact)
  }

  @Test("a session is run again under the rules that held in it, not under today's")
  func rulesOfTheSession() throws {
    let home = try home()
    try home.play(try sharedLoss(Self.limit))
    let row = try #require(try home.journal.read { try $0.sessions() }.last)
    let risk = try DeskRisk(of: row)
    #expect(risk.places.map(\.account) == ["A1", "A1"])
    #expect(risk.policy.holds(in: .account("A1")) && !risk.policy.holds(in: .desk))
  }

  @Test("bots that meet in nothing that holds do under a tree what they do without, killed and going on too")
  func apart() throws {
    let free = try home()
    try free.play(DeskRisk())
    var policy = RiskPolicy()
    policy.add(GrantTerm(), to: .account("A2"))
    let risk = DeskRisk(policy, places: Self.bots.map { DeskRisk.Place(bot: $0, account: "A1") })
    let guarded = try home()
    for place: UInt64 in [300, 1_100, 2_500] {
      guarded.onLook = { if $0 >= place { guarded.breakRun() } }
      #expect(throws: DeskError.self) { try guarded.play(risk) }
    }
    guarded.onLook = { _ in }
    try guarded.play(risk)
    for bot in Self.bots {
      let (row, expected) = (try guarded.evidence(of: bot), try free.evidence(of: bot))
      #expect(row.fingerprint == expected.fingerprint)
      #expect(row.eventCount == expected.eventCount)
    }
    #expect(try guarded.replays().allSatisfy(\.isSame))
  }

  @Test("a rule in which nothing is reached changes nothing that the bots do")
  func quiet() throws {
    let free = try home()
    try free.play(DeskRisk())
    let guarded = try home()
    try guarded.play(try sharedLoss(100_000_000))
    for bot in Self.bots {
      #expect(try guarded.evidence(of: bot).fingerprint == free.evidence(of: bot).fingerprint)
    }
    #expect(try guarded.replays().allSatisfy(\.isSame))
  }
}
