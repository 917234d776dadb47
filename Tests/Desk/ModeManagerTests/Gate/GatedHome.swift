import BotAssembly
import FileSystem
import Foundation
import JSONText
import Journal
import Logging
import ModeManager
import Promotion
import StrategyKit
import TestSupport
import Testing
import TickStore
import TradingCore

/// A home with a bot that has traded, an admin (ada), a quant (quin) and two approvers (bea, cal), and criteria
/// that a few days of trading meet.
final class GatedHome: @unchecked Sendable {
  static let passphrase = Array("correct horse battery".utf8)
  static let cheap = ScryptCost(n: 1 << 10, r: 1, p: 1)
  /// Criteria that a few days of an EMA cross meet, which loses slowly and is not taken back for it.
  static let easy = """
    preset: plain
    provenance: any
    to_demo: {min_trades: 1, min_win_rate: 0, min_profit_factor: 0, max_drawdown: 1, min_days: 1, min_coverage: 0}
    to_live: {min_trades: 1, min_win_rate: 0, min_profit_factor: 0, max_drawdown: 1, min_days: 1, min_coverage: 0}
    demotion: {floor_r: -1}

    """
  static let bot = "cross"

  let replayed: ReplayedHome
  /// The machine's clock.
  var now = Timestamp(nanoseconds: 1_700_100_000 * Timestamp.second)
  /// The machine's time, where it is to be told.
  var uptime: Int64?
  private var runs = 0

  /// What most tests begin with, made once.
  private static let template = Result { try GatedHome(salt: "template") }

  /// A home with operators, criteria and a bot with evidence on paper.
  init() throws {
    let template = try Self.template.get()
    replayed = try ReplayedHome(copying: template.replayed)
    now = template.now
  }

  /// A copy of a home; the ticks stay where they are.
  init(copying other: GatedHome) throws {
    replayed = try ReplayedHome(copying: other.replayed)
    now = other.now
  }

  /// A home of another identity.
  ///
  /// `trades`: whether the bot has run. `salt`: what tells this home from all others.
  init(
    salt: String = "other", trades: Bool = true, quotes: Int = 3_000, criteria: String? = GatedHome.easy,
    operators: Bool = true
  ) throws {
    replayed = try ReplayedHome(quotes: quotes)
    let time = now
    try Journal(home: home, mode: .create).write { transaction in
      _ = try transaction.append(.homeCreated, payload: ["home": .string(salt)], at: time)
    }
    try replayed.register(try ReplayedHome.crossing(Self.bot))
    if trades { try replayed.run() }
    guard operators else { return }
    try add("ada", .admin, by: nil)
    for (name, role) in [("quin", OperatorRole.quant), ("bea", .approver), ("cal", .approver)] {
      try add(name, role, by: "ada")
    }
    if let criteria {
      try write(criteria: criteria)
      let adopted = try GateCriteria.load(path: Gatekeeper.criteriaPath(home: home))
      _ = try gate.adopt(adopted, by: try signer("ada"))
    }
  }

  var home: String { replayed.home }

  /// A gatekeeper whose clock moves a second with every look at it.
  var gate: Gatekeeper {
    get throws {
      let journal = try Journal(home: home, mode: .open)
      var gate = Gatekeeper(
        home: home, journal: journal,
        now: { [self] in
          now = now.advanced(by: Timestamp.second)
          return now
        }, resolve: replayed.resolve)
      gate.uptime = { [self] in uptime.map { Uptime(boot: "this start", nanoseconds: $0) } }
      gate.replay = { [self] session in
        var replay = try SessionReplay(
          session, journal: journal, home: home, strategies: replayed.strategy(named:))
        return try replay.run()
      }
      return gate
    }
  }

  func wait(_ nanoseconds: Int64) { now = now.advanced(by: nanoseconds) }

  func write(criteria: String) throws {
    try Data(criteria.utf8).write(
      to: URL(fileURLWithPath: Gatekeeper.criteriaPath(home: home)))
  }

  func add(_ name: String, _ role: OperatorRole, person: String? = nil, by admin: String?) throws {
    _ = try gate.addOperator(
      name: name, person: person ?? "\(name.capitalized) Example", role: role, passphrase: Self.passphrase,
      cost: Self.cheap, by: try admin.map { try signer($0) })
  }

  /// Somebody who knows the passphrase.
  func signer(_ name: String, key: String? = nil) throws -> Signer {
    try gate.unlock(name, keyPath: key, act: .promotionApproved) { Self.passphrase }
  }

  /// Asks for the bot's next step.
  @discardableResult
  func request(
    _ step: GateStep = .demo, by name: String = "quin", bot: String = GatedHome.bot,
    terms edit: (inout Gatekeeper.Terms) -> Void = { _ in }
  ) throws -> PromotionRequest {
    var terms = Gatekeeper.Terms()
    if step == .live { terms.account = "broker-1" }
    edit(&terms)
    let by = try signer(name)
    let gate = try gate
    return try gate.request(
      try gate.review(bot, step: step, for: .promotionRequested), terms: terms, by: by)
  }

  /// The bot on DEMO, with evidence there.
  func toDemo() throws {
    #expect(try gate.approve(try request().id, by: try signer("bea")))
    try run()
  }

  /// The bot at the ladder's first step, with evidence there.
  func toLive() throws {
    try toDemo()
    wait(14 * Timestamp.day)
    let id = try request(.live, by: "quin").id
    #expect(try !gate.approve(id, by: try signer("bea")))
    #expect(try gate.approve(id, by: try signer("cal")))
    try run()
  }

  /// Plays new ticks, those of the first week once more a week later each time, with the simulator in the place of
  /// every venue.
  func run() throws { try play(try nextTicks()) }

  /// The same with a file of ticks.
  func play(_ path: String) throws {
    let desk = try desk(resolve: replayed.resolve)
    try desk.open()
    try desk.play(RecordedTicks(paths: [path], pace: .unlimited))
  }

  /// The home's desk, with the simulator in the place of every venue.
  func desk(resolve: @escaping Desk.Resolver) throws -> Desk {
    var clock = DeskClock.system
    clock.now = { [self] in now }
    return Desk(
      journal: try Journal(home: home, mode: .open), home: home, clock: clock,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      venueAccounts: [.demo: "simulated", .live: "broker-1"], resolve: resolve)
  }

  /// A tick file of these quotes.
  func file(_ name: String, of quotes: some Sequence<Quote>) throws -> String {
    let metadata = TickFileMetadata(
      symbol: try ReplayedHome.symbol, digits: 5, source: "fixture", provenance: "made for a test")
    let path = replayed.folder.file("\(name).ticks")
    let writer = try TickFileWriter(path: path, metadata: metadata)
    try writer.append(contentsOf: Array(quotes))
    _ = try writer.finish()
    return path
  }

  private func nextTicks() throws -> String {
    runs += 1
    return try file("\(runs)", of: quotes(later: Int64(runs) * 7 * Timestamp.day))
  }

  /// The quotes of the first week, so many nanoseconds later.
  func quotes(later nanoseconds: Int64) -> [Quote] {
    replayed.quotes.map {
      Quote(eventTime: $0.eventTime.advanced(by: nanoseconds), bid: $0.bid, ask: $0.ask)
    }
  }

  /// The mode that the ledger gives the bot.
  func mode() throws -> TradingMode { try gate.ledger().standing(of: Self.bot).mode }

  /// The gate's last word in the chain.
  func lastEvent() throws -> LedgerEvent {
    let events = try Journal(home: home, mode: .readOnly).read { try GateJournal.events($0) }
    return try #require(events.last)
  }

  /// Puts an event into the chain that no rule has looked at, as somebody with the database at hand would.
  func inject(_ kind: EventKind, _ payload: JSONValue, subject: String = GatedHome.bot) throws {
    let time = now
    try Journal(home: home, mode: .open).write { transaction in
      _ = try transaction.append(kind, subject: subject, payload: payload, at: time)
    }
  }
}

/// Expects that an act is refused with a code, and that the chain says so.
func expectRefused(
  _ code: String, in home: GatedHome, sourceLocation: SourceLocation = #_sourceLocation,
  _ act: () throws -> Void
) throws {
  var found: String?
  do { try act() } catch GateError.refused(let refusal, _) {
    found = refusal.code
  } catch GateError.key(.content(let error)) {
    found = error.code
  } catch GateError.criteriaNotAdopted { found = "criteria_not_adopted" } catch GateError.criteriaMissing {
    found = "criteria_missing"
  }
  #expect(found == code, sourceLocation: sourceLocation)
  let event = try home.lastEvent()
  #expect(
    event.kind == .promotionRefused || event.kind == .passphraseWrong, "not journaled",
    sourceLocation: sourceLocation)
  if event.kind == .promotionRefused {
    #expect(event.payload["code"] == .string(code), sourceLocation: sourceLocation)
  }
}
