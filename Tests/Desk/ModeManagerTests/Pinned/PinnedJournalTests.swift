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
    try desk.replay(ReplaySource(paths: [home.ticks], pace: .unlimited, until: until))
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
    let difference = try PinnedText.difference(of: try lines(home), from: "journal.txt")
    #expect(difference == nil)
  }

  private func lines(_ home: ReplayedHome) throws -> [String] {
    let journal = try Journal(home: home.home, mode: .readOnly)
    var lines: [String] = []
    try journal.read { reading in
      try reading.eachEvent { event in
        let head = "\(event.seq) \(event.kind.rawValue) '\(event.subject)'"
        guard event.kind != .botEvents else { return lines.append("\(head) \(Self.digest(event.payload))") }
        var json = try #require(event.json)
        // The order of its dictionaries was another one in every process; recipes are pinned by themselves.
        if json["recipe"] != nil, case .object(let members) = json {
          json = .object(members.map { $0.name == "recipe" ? JSONMember("recipe", "…") : $0 })
        }
        lines.append("\(head) \(json.compactText)")
      }
      for bot in try reading.bots() {
        lines.append("bot \(bot.id) \(bot.status) \(bot.mode) \(bot.family) \(bot.spec.compactText)")
        for row in try reading.evidence(of: bot.id) {
          let state = try reading.checkpoint(ofEvidence: row.id) ?? []
          lines.append(
            "evidence \(row.id) \(row.mode) \(Hexadecimal.text(row.identity)) \(row.eventCount) \(row.fillCount)"
              + " \(row.fingerprint) \(row.cursor.compactText) \(row.summary.compactText) \(Self.digest(state))"
          )
        }
      }
      for session in try reading.sessions() {
        lines.append(
          "session \(session.id) \(session.kind) \(session.status) \(session.quotes) \(session.source.compactText)"
        )
        for part in try reading.bots(ofSession: session.id) {
          lines.append(
            "part \(part.evidence) \(part.startCursor.compactText) \(part.startEvents) \(part.startFills)"
              + " \(part.endEvents ?? -1) \(part.endFingerprint ?? "")")
        }
      }
    }
    return lines.map { $0.replacingOccurrences(of: home.folder.path, with: "FOLDER") }
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    var digest = StreamingDigest()
    digest.update(bytes)
    return Hexadecimal.text(digest.finalize())
  }
}
