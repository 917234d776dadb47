import JSONText
import Journal
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// Bots at brokers of other kinds than most: netting accounts, and such without levels on positions, where a stop loss and
/// a take profit are two orders, of which the one that is filled has the other canceled.
@Suite("A desk with a netting broker, and with one without stop losses", .timeLimit(.minutes(5)))
struct LegDeskTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let mode: AccountMode
    let death: ScriptedPeer.Death
    var testDescription: String { "\(mode), \(death)" }

    static let all = AccountMode.allCases.flatMap { mode in
      [ScriptedPeer.Death.before, .amid, .behind].map { Case(mode: mode, death: $0) }
    }
  }

  @Test("a netting account: journal, books and broker agree, with a host that dies around a carry")
  func netting() throws {
    let home = try BrokeredHome(seed: 7, mode: .netting)
    var carries = 0
    home.peer.death = { _ in
      carries += 1
      return carries % 9 == 5 ? [.before, .amid, .behind][carries % 3] : nil
    }
    try home.trade(steps: 120)
    #expect(home.deaths > 2)
    #expect(try home.audit() == [])
    #expect(try home.home.fills(of: try home.row).count > 10)
  }

  @Test("stop losses and take profits as orders: what works at the broker is what the books have")
  func legs() throws {
    let home = try BrokeredHome(seed: 8, keepsLevels: false)
    try home.trade(steps: 150)
    #expect(try home.audit() == [])
    let reasons = Set(try home.home.fills(of: try home.row).map(\.reason))
    #expect(reasons.isSuperset(of: [.stopLoss, .takeProfit]))
    #expect(home.deaths == 0)
  }

  @Test(
    "a host that dies around the carry of such orders sends none twice, and all agree in the end",
    arguments: Case.all)
  func killedAtLegs(_ item: Case) throws {
    let home = try BrokeredHome(seed: 7, mode: item.mode, keepsLevels: false)
    var carries = 0
    home.peer.death = { intents in
      // Amid: the stop loss has left, the take profit has not.
      guard intents.count(where: \.isOfLeg) >= (item.death == .amid ? 2 : 1) else { return nil }
      carries += 1
      return carries % 3 == 1 ? item.death : nil
    }
    try home.trade(steps: 150)
    #expect(home.deaths > 2)
    #expect(try home.audit() == [])
    #expect(try home.home.events(.venueDiscrepancy).filter { $0.json?["code"] == "protection_lost" } == [])
  }

  @Test(
    "whatever such a broker and the line to it do, and wherever the host dies, all agree in the end",
    arguments: SessionCount.seeds(4))
  func killedAnywhere(seed: UInt64) throws {
    let home = try BrokeredHome(
      seed: seed, script: BrokerScript(seed: seed), mode: seed % 2 == 0 ? .netting : .hedging,
      keepsLevels: seed / 2 % 2 == 0)
    home.dieAnywhere(seed: seed)
    try home.trade(steps: 100)
    let faults = try home.audit()
    #expect(faults.isEmpty, "seed \(seed): \(faults.joined(separator: "; "))")
  }
}

extension VenueIntent {
  /// Whether it places, changes or cancels an order that protects a position.
  fileprivate var isOfLeg: Bool {
    switch action {
    case .submit(let submission): submission.key.leg != .own
    case .modify(let change): change.target.leg != .own
    case .cancel(let key, _): key.leg != .own
    case .close, .lookup: false
    }
  }
}
