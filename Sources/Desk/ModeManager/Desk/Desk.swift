package import BotAssembly
package import FileSystem
package import Journal
import JSONText
package import Logging
import RiskControl
import SessionRecording
package import TradingCore

/// Owns registered bots, their evidence, and what is committed of them. Inputs come in by a `Session`, of which there is
/// one at a time: over files (`play`), on a feed (`live`), or one that was cut off (`recover`).
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
  /// Whether somebody has asked to stop.
  let cancellation: Cancellation
  /// The bots that take part.
  let crew: Crew
  /// The accounts of modes besides paper that have a venue: none, as this program has no bridge to a broker yet.
  /// What tests put here is given the simulator in that account's place.
  let venueAccounts: [TradingMode: String]
  /// How the orders of those modes get to their brokers; without one, the simulator is in the account's place.
  let bridges: [TradingMode: VenueBridge]
  /// Told of everything an operator may want to hear of; what it returns is stored together with the cause.
  package var announce: Announcer = { _, _ in [] }

  /// Which rules hold, and which bots share what, from the next session on: the caller's to say.
  package var risk = DeskRisk()
  /// The evidence each of the bots adds to.
  var evidence: [String: EvidenceRecord] = [:]
  /// The file that stops everything, and whether it was there when it was looked for.
  let stopFile: StopFile
  var isStopped = false
  /// Bots that are paused by what the registry says.
  var paused: Set<String> = []
  /// Bots that are retired as soon as nothing of theirs is open.
  var closing: Set<String> = []
  /// What the gate says of the bots.
  var gate = DeskGate()
  /// The last event of the journal that was looked at.
  var seenSeq: Int64 = 0
  /// Bots whose failure has been journaled.
  private var reportedFailures: Set<String> = []
  /// Bots that are promoted and have no venue here, with their modes.
  private var venueless: [(bot: String, mode: TradingMode)] = []
  /// What an earlier process left of intents.
  var leftovers = Leftovers()
  /// The session at hand.
  private(set) var session: Session?
  /// What risk has decided, to be written down with the next commit.
  var enforced: [RiskAction] = []
  /// Opened with the first line: a desk on which risk decides nothing has none.
  private lazy var enforcementLog = EnforcementLog(home: home)
  /// Events that go into the next commit, before what the bots did.
  var notes: [NewEvent] = []
  /// What the operator is to be told with the next commit.
  private(set) var notices: [(notice: DeskNotice, at: Timestamp)] = []

  /// Points of the equity curve that a hosted bot keeps.
  static let curvePoints = 400

  /// A desk over a home's journal, without bots yet.
  package init(
    journal: Journal, home: String, clock: DeskClock = .system, log: Logger,
    cancellation: Cancellation = .never, venueAccounts: [TradingMode: String] = [:],
    bridges: [TradingMode: VenueBridge] = [:], resolve: @escaping Resolver
  ) {
    self.journal = journal
    self.home = home
    self.clock = clock
    self.log = log
    self.cancellation = cancellation
    self.venueAccounts = venueAccounts
    self.bridges = bridges
    self.resolve = resolve
    stopFile = StopFile(home: home)
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
  func openingControls() throws(DeskError) -> [DeskControl] {
    var controls = Self.feedHalts.filter { code in
      crew.bots.contains { $0.runner.halts.contains { $0.code == code } }
    }.map { DeskControl($0, isOn: false) }
    for bot in crew.bots {
      let wanted = paused.contains(bot.id) || closing.contains(bot.id)
      if bot.runner.halts.contains(where: { $0.code == .botPaused }) != wanted {
        controls.append(DeskControl(.botPaused, isOn: wanted, bot: bot.id))
      }
    }
    // Whatever of it an earlier run has done: what is still open is closed.
    controls += crew.bots.filter { closing.contains($0.id) && !$0.runner.isIdle }.map { closeOut($0.id) }
    return controls + openingRights() + (try openingOrders())
  }

  /// What operators have said to risk that no session has obeyed yet, a file that stops everything among it.
  private func openingOrders() throws(DeskError) -> [DeskControl] {
    // Whatever an earlier run was told: while the file is there everything is stopped.
    isStopped = false
    try heedStopFile()
    let known = crew.lastOrder
    return try DeskError.journaling { try journal.read { try orders(after: known, $0) } }.map(control)
  }

  /// Journals that a bot does not take part, and why.
  func leaveOut(_ id: String, _ reason: String) {
    _ = isNewFailure(of: id)
    note(NewEvent(.botFailed, subject: id, payload: ["reason": .string(reason)], at: clock.now()))
    log.error("a bot is left out", metadata: ["bot": "\(id)", "reason": "\(reason)"])
    notify(DeskNotice(.botFailed, subject: id, text: reason))
  }

  /// Journals that a bot does not take part as its mode has no venue here.
  func leaveOutVenueless(_ id: String, _ mode: TradingMode) {
    venueless.append((id, mode))
    leaveOut(id, "\(DeskError.noVenue(bot: id, mode: mode))")
  }

  /// Whether a bot's failure is journaled now for the first time.
  func isNewFailure(of id: String) -> Bool { reportedFailures.insert(id).inserted }

  // MARK: the session at hand

  /// Takes a session in hand.
  func begin(_ session: Session) { self.session = session }

  /// The session at hand is over.
  func dismissSession() { session = nil }

  // MARK: what the next commit takes with it

  /// Has something journaled with the next commit.
  func note(_ event: NewEvent) { notes.append(event) }

  /// Has the operator told of something, with the next commit.
  func notify(_ notice: DeskNotice) { notices.append((notice, clock.now())) }

  /// They have been committed.
  func forgetNews() {
    (notes, notices) = ([], [])
    if !enforced.isEmpty { enforcementLog.write(enforced) }
    enforced = []
  }

  /// Whether there is anything to be committed besides states.
  var hasNews: Bool { crew.hasNews || !notes.isEmpty || !notices.isEmpty }
}
