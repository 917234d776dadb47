import BotAssembly
import Promotion
import RiskControl
import StateCoding
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import Journal
@testable import ModeManager

/// What a later program has stored, in the hands of this one.
@Suite("Stored by a later program")
struct LaterVersionTests {
  private struct Versioned: Encodable { var version = 99 }
  private struct Formatted: Encodable { var format = 99 }

  @Test("a recipe says of which version it is, and what to do")
  func recipe() throws {
    let bytes = try StateEncoder.encode(Formatted())
    let error = #expect(throws: StateCodingError.self) {
      try StateDecoder.decode(EvidenceRecipe.self, from: bytes)
    }
    #expect(
      error?.description
        == "the recipe is of version 99, and this program knows 3: use a later version of slipway")
  }

  @Test("a checkpoint says so, and the bot stays as it was", arguments: PinnedBot.allCases)
  func checkpoint(_ bot: PinnedBot) throws {
    let target = try bot.hosted()
    let before = try target.checkpoint()
    let bytes = try StateEncoder.encode(Versioned())
    let error = #expect(throws: DeskError.self) { try target.restore(bytes) }
    #expect(
      error.map { "\($0)" }?.hasPrefix(
        "the checkpoint is of version 99, and this program knows 1: use a later version of slipway (bot '\(bot)')"
      )
        == true)
    #expect(try target.checkpoint() == before)
  }

  @Test("an engine's state says so, and the bot stays as it was")
  func engine() throws {
    let runner = try PinnedBot.cross.hosted().runner
    let before = try runner.saveState()
    let bytes = try StateEncoder.encode(Versioned())
    let error = #expect(throws: StateCodingError.self) { try runner.restoreState(bytes) }
    #expect(
      error?.description
        == "the saved state is of version 99, and this program knows 3: use a later version of slipway")
    #expect(try runner.saveState() == before)
  }

  /// A stored value before and after it got a setting.
  private struct Before: Codable { var first = 1 }
  private struct After: Codable, Equatable {
    enum CodingKeys: String, CodingKey {
      case first = "first"
      case newer = "newer"
    }
    var first = 1
    var newer = "off"

    init(newer: String = "off") { self.newer = newer }
    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      first = try values.decode(Int.self, forKey: .first)
      newer = try values.decodeNewer(.newer, default: "off")
    }
    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(first, forKey: .first)
      try values.encodeNewer(newer, forKey: .newer, default: "off")
    }
  }

  @Test("a setting that came later is read where it is missing, and written only where it is used")
  func newerSetting() throws {
    let old = try StateEncoder.encode(Before())
    #expect(try StateDecoder.decode(After.self, from: old) == After())
    #expect(try StateEncoder.encode(After()) == old)
    let used = try StateEncoder.encode(After(newer: "on"))
    #expect(try StateDecoder.decode(After.self, from: used) == After(newer: "on"))
    // A program of before reads what it knows.
    #expect(try StateDecoder.decode(Before.self, from: used).first == 1)
  }

  @Test("a row of a kind that nobody knows changes nothing of a run, its replay and its evidence")
  func rows() throws {
    let whole = try ReplayedHome(quotes: 2_000)
    try whole.register(try ReplayedHome.crossing("cross"))
    try whole.run()
    let home = try ReplayedHome(quotes: 2_000)
    func invent(_ subject: String) throws {
      try Journal(home: home.home, mode: .open).write { transaction in
        _ = try transaction.append(
          code: "moon_phase", subject: subject, payload: Array(#"{"phase":"full"}"#.utf8), effects: [],
          at: Timestamp(milliseconds: 1_700_000_000_005))
      }
    }
    try home.register(try ReplayedHome.crossing("cross"))
    try invent("cross")
    try home.run(until: home.quotes[900].eventTime)
    for subject in ["cross", "1", "", ":operators"] { try invent(subject) }
    try home.run()
    try invent("2")
    let (row, expected) = (
      try #require(home.evidence(of: "cross").rows.last), try #require(whole.evidence(of: "cross").rows.last)
    )
    #expect(row.fingerprint == expected.fingerprint && row.summary == expected.summary)
    let journal = try Journal(home: home.home, mode: .readOnly)
    #expect(try journal.verify().isIntact)
    #expect(try EvidenceReader.read(row, journal).evidence.trades.count > 20)
    var replay = try SessionReplay(2, journal: journal, home: home.home) { _ in StrategyEntry(EMACross.self) }
    let outcomes = try replay.run()
    #expect(outcomes.count == 1 && outcomes.allSatisfy(\.isSame))
  }
}
