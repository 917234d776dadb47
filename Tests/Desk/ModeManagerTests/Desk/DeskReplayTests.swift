import BotAssembly
import FileSystem
import Journal
import Logging
import ModeManager
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// Bots on paper over recorded ticks.
@Suite("Bots on paper over recorded ticks")
struct DeskReplayTests {
  private func fingerprint(_ home: ReplayedHome, _ bot: String) throws -> String {
    try #require(home.evidence(of: bot).rows.last).fingerprint
  }

  private func outcomes(_ home: ReplayedHome, session: Int64) throws -> [SessionReplay.Outcome] {
    var replay = try SessionReplay(
      session, journal: try Journal(home: home.home, mode: .readOnly), home: home.home
    ) { name in try #require(StrategyEntry.bundled.first { $0.descriptor.name == name }) }
    return try replay.run()
  }

  @Test("ends with the fingerprint of a bot that ran without a desk")
  func likeABacktest() throws {
    let home = try ReplayedHome()
    let spec = try ReplayedHome.crossing("cross")
    try home.register(spec)
    try home.run()
    let alone = try home.resolve(spec).paperBot()
    try home.quotes.withUnsafeBufferPointer { try alone.process($0, symbolIndex: 0) }
    #expect(try fingerprint(home, "cross") == alone.state.record.fingerprint.text)
    #expect(alone.state.record.fillCount > 50)
  }

  @Test(
    "stopped and started again it ends as if it had never stopped, and the same ticks again change nothing")
  func inParts() throws {
    let whole = try ReplayedHome()
    try whole.register(try ReplayedHome.crossing("cross"))
    try whole.run()
    let parts = try ReplayedHome()
    try parts.register(try ReplayedHome.crossing("cross"))
    for index in [700, 701, 3_000] { try parts.run(until: parts.quotes[index].eventTime) }
    try parts.run()
    try parts.run()
    let (wholeRow, partsRow) = (
      try #require(whole.evidence(of: "cross").rows.last), try #require(parts.evidence(of: "cross").rows.last)
    )
    #expect(partsRow.fingerprint == wholeRow.fingerprint)
    #expect(partsRow.eventCount == wholeRow.eventCount)
    #expect(partsRow.summary == wholeRow.summary)
    let journal = try Journal(home: parts.home, mode: .readOnly)
    #expect(try journal.verify().isIntact)
  }

  @Test("every session can be run again with the same events and fingerprint")
  func sessionsAgain() throws {
    let home = try ReplayedHome()
    try home.register(
      try ReplayedHome.crossing("cross"), try ReplayedHome.crossing("slow", fast: 20, slow: 90))
    try home.run(until: home.quotes[2_500].eventTime)
    try home.run()
    for session in [Int64(1), 2] {
      let outcomes = try outcomes(home, session: session)
      #expect(outcomes.count == 2)
      #expect(outcomes.allSatisfy { $0.isSame && $0.fills > 0 })
    }
  }

  @Test("a bot registered later sees the ticks from their start, the others go on")
  func late() throws {
    let home = try ReplayedHome()
    try home.register(try ReplayedHome.crossing("first"))
    try home.run(until: home.quotes[3_000].eventTime)
    try home.register(try ReplayedHome.crossing("second"))
    try home.run()
    #expect(try fingerprint(home, "first") == fingerprint(home, "second"))
    #expect(try outcomes(home, session: 2).allSatisfy(\.isSame))
  }

  @Test("a paused bot opens nothing and says so")
  func paused() throws {
    let home = try ReplayedHome()
    let spec = try ReplayedHome.crossing("cross")
    try home.register(spec)
    let journal = try Journal(home: home.home, mode: .open)
    try journal.write { transaction in
      var row = try #require(try transaction.reading.bot("cross"))
      row.status = .paused
      let event = NewEvent(.botPaused, subject: "cross", at: Timestamp(milliseconds: 1_700_000_000_001))
      _ = try transaction.record(event, [.bot(row)])
    }
    try home.run()
    let row = try #require(home.evidence(of: "cross").rows.last)
    #expect(row.fillCount == 0)
    let events = try journal.read { try $0.botEvents(of: row) }
    let denials = events.compactMap { if case .denied(let denial, _) = $0 { denial.code } else { nil } }
    #expect(!denials.isEmpty && denials.allSatisfy { $0 == .botPaused })
  }

  @Test("a session cut off before its end is recovered, and the next one ends as if nothing had been")
  func cutOff() throws {
    let whole = try ReplayedHome()
    try whole.register(try ReplayedHome.crossing("cross"))
    try whole.run()
    let home = try ReplayedHome()
    try home.register(try ReplayedHome.crossing("cross"))
    try home.run(until: home.quotes[1_000].eventTime)
    // As a kill leaves it: the session is open.
    let journal = try Journal(home: home.home, mode: .open)
    try journal.write { transaction in
      var row = try #require(try transaction.reading.sessions().last)
      (row.status, row.endedAt) = (.open, nil)
      let event = NewEvent(.sessionStarted, subject: "1", at: Timestamp(milliseconds: 1_700_000_000_002))
      _ = try transaction.record(event, [.session(row)])
    }
    try home.run()
    #expect(try fingerprint(home, "cross") == fingerprint(whole, "cross"))
    let statuses = try journal.read { try $0.sessions().map(\.status) }
    #expect(statuses == [.recovered, .ended])
  }

  @Test(
    "a run that is asked to stop keeps what was done and ends its session; so stops one that is run again")
  func stopped() throws {
    let home = try ReplayedHome()
    try home.register(try ReplayedHome.crossing("cross"))
    let journal = try Journal(home: home.home, mode: .open)
    let cancellation = Cancellation { 15 }
    func isStop(_ error: any Error) -> Bool {
      if case .file(.interrupted(signal: 15))? = error as? DeskError { true } else { false }
    }
    let desk = Desk(
      journal: journal, home: home.home, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      cancellation: cancellation, resolve: home.resolve)
    try desk.open()
    #expect {
      try desk.play(RecordedTicks(paths: [home.ticks], pace: .unlimited))
    } throws: {
      isStop($0)
    }
    let session = try #require(try journal.read { try $0.sessions() }.last)
    #expect(session.status == .ended)
    // All of the ticks were one step.
    #expect(session.quotes == home.quotes.count)
    #expect(try #require(home.evidence(of: "cross").rows.last).fillCount > 50)
    var replay = try SessionReplay(1, journal: journal, home: home.home, cancellation: cancellation) { name in
      try #require(StrategyEntry.bundled.first { $0.descriptor.name == name })
    }
    #expect {
      try replay.run()
    } throws: {
      isStop($0)
    }
  }

  @Test("sessions that are not there or go on are refused")
  func refusedSessions() throws {
    let home = try ReplayedHome()
    try home.register(try ReplayedHome.crossing("cross"))
    try home.run(until: home.quotes[100].eventTime)
    #expect {
      _ = try outcomes(home, session: 2)
    } throws: { error in
      if case .unknownSession(2, last: 1)? = error as? DeskError { true } else { false }
    }
  }

  @Test("a home without a bot has nothing to run")
  func nobody() throws {
    let home = try ReplayedHome(quotes: 10)
    try home.register()
    #expect {
      try home.run()
    } throws: { error in
      if case .noBots? = error as? DeskError { true } else { false }
    }
  }
}
