import RiskControl
import StrategyKit
package import BotAssembly
import FileSystem
package import Journal
import JSONText
package import Logging
import StateCoding
package import TickStore
package import TradingCore
import TradingEngine
import SessionRecording

/// Hosts registered bots: their evidence, sessions, commits and recovery.
///
/// A desk is used by one thread, which owns all its bots. It holds the home's journal open; the home's lock is the
/// caller's.
package final class Desk {
  /// Makes a bot of what was registered, as things are today.
  package typealias Resolver = (BotSpec) throws -> ResolvedBot
  /// Makes of a notice, and the time it is of, what is to be sent.
  package typealias Announcer = (DeskNotice, Timestamp) -> [OutboxRecord]

  let journal: Journal
  let home: String
  /// The clocks it lives by.
  package let clock: DeskClock
  let log: Logger
  let resolve: Resolver
  /// The bots that take part.
  let crew: Crew
  /// The evidence each of them adds to.
  var evidence: [String: EvidenceRecord] = [:]
  /// The session at hand.
  package internal(set) var session: SessionRecord?
  /// The session that ended last.
  package internal(set) var lastSession: SessionRecord?
  /// What the last session's feed sent and nobody was given; `nil` for one over files.
  package internal(set) var dropped: DroppedQuotes?
  /// Sources of one symbol that overlap in time and were merged in the last session over files.
  package internal(set) var mergedSources: [TickOverlap] = []
  /// Events that go into the next commit, before what the bots did.
  var notes: [NewEvent] = []
  /// Makes a session's inputs durable; called before anything that they caused is committed.
  var syncInputs: () throws(DeskError) -> Void = {}
  /// Bots that are paused by what the registry says.
  var paused: Set<String> = []
  /// Bots whose failure has been journaled.
  var reportedFailures: Set<String> = []
  /// Bots that are promoted and have no venue here, with their modes.
  var venueless: [(bot: String, mode: TradingMode)] = []
  /// The accounts of modes besides paper that have a venue: none, as this program has no bridge to a broker yet.
  /// What tests put here is given the simulator in that account's place.
  package var venueAccounts: [TradingMode: String] = [:]
  /// What the gate says of the bots.
  var gate = DeskGate()
  /// Whether sessions that were cut off are being brought to their end.
  var isRecovering = false
  /// Inputs of the session besides quotes so far; `nil` where that is not known.
  var inputs: Int?
  /// Puts a control into the session's recording, where there is one, before it comes into force.
  var logControl: (DeskControl) throws(DeskError) -> Void = { _ in }
  /// The last event of the journal that was looked at.
  var seenSeq: Int64 = 0
  /// Told of everything an operator may want to hear of; what it returns is stored together with the cause.
  package var announce: Announcer = { _, _ in [] }
  /// What the operator is to be told with the next commit.
  var notices: [(notice: DeskNotice, at: Timestamp)] = []

  /// Points of the equity curve that a hosted bot keeps.
  static let curvePoints = 400

  /// A desk over a home's journal, without bots yet.
  package init(
    journal: Journal, home: String, clock: DeskClock = .system, log: Logger, resolve: @escaping Resolver
  ) {
    self.journal = journal
    self.home = home
    self.clock = clock
    self.log = log
    self.resolve = resolve
    crew = Crew([])
  }

  /// Takes in every registered bot that is not retired, each with the evidence of its present identity.
  ///
  /// Bots that can't be put together are left out, and journaled as failed with the reason.
  /// - Throws: `DeskError`; `noBots` when none is left.
  package func open() throws(DeskError) {
    let records = try DeskError.journaling { try journal.read { try $0.bots() } }
    seenSeq = try DeskError.journaling { try journal.lastSeq() }
    try readGate()
    try expireRequests()
    for record in records where record.status != .retired { try takeIn(record) }
    try requireBots()
  }

  /// Journals who was left out.
  ///
  /// - Throws: `noBots` and `noVenue` when nobody is left.
  func requireBots() throws(DeskError) {
    if !notes.isEmpty || !notices.isEmpty { try commit(checkpoints: false) }
    guard !crew.bots.isEmpty else {
      if let first = venueless.first { throw .noVenue(bot: first.bot, mode: first.mode) }
      throw .noBots(home: home)
    }
  }

  /// What a session begins with: halts of an earlier session's feed end, and bots are paused or not as the registry
  /// says. Recorded with the session, as whoever runs it again starts from states that lack it.
  func openingControls() -> [DeskControl] {
    var controls = Self.feedHalts.filter { code in
      crew.bots.contains { $0.runner.halts.contains { $0.code == code } }
    }.map { DeskControl($0, isOn: false) }
    for bot in crew.bots {
      let wanted = paused.contains(bot.id)
      if bot.runner.halts.contains(where: { $0.code == .botPaused }) != wanted {
        controls.append(DeskControl(.botPaused, isOn: wanted, bot: bot.id))
      }
      if gate.winding.contains(bot.id) { controls.append(windingControl(bot.id)) }
      let isLapsed = gate.lapsed.contains(bot.id)
      if bot.runner.halts.contains(where: { $0.code == .grantExpired }) != isLapsed {
        controls.append(DeskControl(.grantExpired, isOn: isLapsed, bot: bot.id))
      }
    }
    return controls
  }

  /// Journals that a bot does not take part, and why.
  func leaveOut(_ id: String, _ reason: String) {
    reportedFailures.insert(id)
    notes.append(
      NewEvent(.botFailed, subject: id, payload: ["reason": .string(reason)], at: clock.now()))
    log.error("a bot is left out", metadata: ["bot": "\(id)", "reason": "\(reason)"])
    notify(DeskNotice(.botFailed, subject: id, text: reason))
  }
}
