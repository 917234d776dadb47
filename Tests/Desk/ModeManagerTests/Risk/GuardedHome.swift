import BotAssembly
import Journal
import JSONText
import Logging
import RiskControl
import SessionRecording
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A home with bots in it, and a desk that risk guards, over files and over what a test says.
final class GuardedHome {
  let files: ReplayedHome
  let journal: Journal
  private let time = TurnedClock()
  /// Called at every look of a run over files.
  var onLook: (UInt64) -> Void = { _ in }
  private weak var current: Desk?

  init(quotes: Int = 10) throws {
    files = try ReplayedHome(quotes: quotes)
    journal = try Journal(home: files.home, mode: .create)
  }

  /// Stores bots that are always in the market.
  func register(clingers ids: String...) throws {
    for id in ids {
      try files.register(
        BotSpec(
          id: id, strategy: "clinger", symbols: [try ReplayedHome.symbol], broker: "reference",
          family: "clinger"))
    }
  }

  /// Retires a bot, as somebody does from outside.
  func retire(_ id: String) throws {
    try journal.write { transaction in
      var row = try #require(try transaction.reading.bot(id))
      row.status = .retired
      _ = try transaction.record(NewEvent(.botRetired, subject: id, at: time.now), [.bot(row)])
    }
  }

  private func strategy(_ name: String) throws -> StrategyEntry {
    if name == "clinger" { return StrategyEntry(Clinger.self) }
    return try #require(StrategyEntry.bundled.first { $0.descriptor.name == name })
  }

  func desk(_ risk: DeskRisk = DeskRisk()) -> Desk {
    let desk = Desk(
      journal: journal, home: files.home, clock: time.clock,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      resolve: { [files, strategy] in try $0.resolve(strategies: strategy, home: files.home) })
    desk.risk = risk
    current = desk
    return desk
  }

  /// Whether the run at hand can store nothing any more, as if the process had died.
  func breakRun() { current?.note(NewEvent(.feedFault, subject: "\0", at: time.now)) }

  /// Plays the ticks, a hundred between two commits.
  func play(_ risk: DeskRisk) throws {
    let desk = desk(risk)
    try desk.open()
    try desk.play(
      RecordedTicks(paths: [files.ticks], pace: .times(thousandths: 10_000_000))
    ) { self.onLook($0.quotes) }
  }

  /// Runs a session whose inputs are recorded.
  func run(_ steps: [[ScriptedSource.Input]], _ risk: DeskRisk = DeskRisk()) throws {
    let desk = desk(risk)
    try desk.open()
    try desk.recover()
    let symbol = try ReplayedHome.symbol
    desk.crew.listen(to: [symbol])
    let session = try desk.startSession(.feed, source: ["feed": "script"])
    session.record(
      into: try SessionLogWriter(
        creating: Desk.folder(ofSession: session.id, home: files.home),
        session: SessionLogWriter.Session(
          id: "\(session.id)", symbols: [SessionSymbol(symbol: symbol, digits: 5)]), at: time.now))
    var source = ScriptedSource(steps: steps)
    _ = try session.run(&source, opening: desk.openingControls()) { _ in }
  }

  // MARK: what the journal has

  func evidence(of bot: String) throws -> EvidenceRecord {
    try #require(try journal.read { try $0.evidence(of: bot) }.last)
  }

  func fills(of bot: String) throws -> [Fill] {
    let row = try evidence(of: bot)
    return try journal.read { try $0.botEvents(of: row) }.compactMap {
      if case .filled(let fill) = $0 { fill } else { nil }
    }
  }

  func denials(of bot: String) throws -> [DenialCode] {
    let row = try evidence(of: bot)
    return try journal.read { try $0.botEvents(of: row) }.compactMap {
      if case .denied(let denial, _) = $0 { denial.code } else { nil }
    }
  }

  /// What risk decided, in order: the number, the verb and the scope.
  func decisions() throws -> [String] {
    let rows = try journal.read { try $0.events(after: 0, limit: 1_000_000) }
    return rows.filter { $0.kind == .riskDecided }.map { row in
      ["number", "verb", "scope"].map { row.json?[$0]?.compactText ?? "" }.joined(separator: " ")
        .replacing("\"", with: "")
    }
  }

  /// Every session run again.
  func replays() throws -> [SessionReplay.Outcome] {
    try journal.read { try $0.sessions() }.flatMap { session in
      var replay = try SessionReplay(session.id, journal: journal, home: files.home, strategies: strategy)
      return try replay.run()
    }
  }
}
