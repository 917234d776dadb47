import BotAssembly
import Foundation
import Journal
import JSONText
import Logging
import ModeManager
import StrategyKit
import TestSupport
import Testing
import TickStore
import TradingCore

/// The rows that a run leaves in the journal, text by text.
@Suite("Journal rows that stay")
struct PinnedJournalTests {
  private static let clock = DeskClock(
    now: { Timestamp(milliseconds: 1_700_000_100_000) }, monotonic: { 0 }, sleep: { _ in })

  private func run(_ home: ReplayedHome, until: Timestamp) throws {
    let desk = Desk(
      journal: try Journal(home: home.home, mode: .open), home: home.home, clock: Self.clock,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, resolve: home.resolve)
    try desk.open()
    try desk.play(RecordedTicks(paths: [home.ticks], pace: .unlimited, until: until))
  }

  private func change(_ home: ReplayedHome, _ status: BotStatus, _ kind: EventKind) throws {
    try Journal(home: home.home, mode: .open).write { transaction in
      var row = try #require(try transaction.reading.bot("paused"))
      row.status = status
      _ = try transaction.record(
        NewEvent(kind, subject: "paused", at: Timestamp(milliseconds: 1_700_000_000_001)), [.bot(row)])
    }
  }

  @Test(
    "two sessions with a bot that trades, one that is paused and resumed, and one that can't be put together")
  func rows() throws {
    let home = try ReplayedHome(quotes: 2_000)
    var lost = try ReplayedHome.crossing("lost")
    lost.broker = "nobody"
    try home.register(try ReplayedHome.crossing("cross"), try ReplayedHome.crossing("paused", fast: 10), lost)
    try change(home, .paused, .botPaused)
    try run(home, until: home.quotes[1_200].eventTime)
    try change(home, .active, .botResumed)
    try run(home, until: .distantFuture)
    let lines = try HomeText.lines(of: try Journal(home: home.home, mode: .readOnly)).map {
      $0.replacingOccurrences(of: home.folder.path, with: "FOLDER")
    }
    #expect(try PinnedText.difference(of: lines, from: "journal.2.txt") == nil)
    // What evidence has come to is all that is another than before stakes were kept: its checkpoints have them.
    func others(_ lines: [String]) -> [String] { lines.filter { !$0.hasPrefix("evidence ") } }
    #expect(others(lines) == others(try PinnedText.lines("journal.txt")))
  }
}
