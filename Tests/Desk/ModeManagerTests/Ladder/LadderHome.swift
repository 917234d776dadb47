import BotAssembly
import Feeds
import Foundation
import Journal
import JSONText
import Logging
import Promotion
import StateCoding
import StrategyKit
import Synchronization
import TestSupport
import Testing
import TickStore
import TradingCore

@testable import ModeManager

/// A clock that a test turns: with every look at the monotonic one both are 600 ms later, so that every step of a run
/// commits.
final class TurnedClock: Sendable {
  private let time = Mutex(Timestamp(milliseconds: 1_700_000_000_000))
  private let monotonic = Mutex<Int64>(0)

  var now: Timestamp {
    let passed = monotonic.withLock { $0 }
    return time.withLock { $0.advanced(by: passed) }
  }

  func wait(_ nanoseconds: Int64) { time.withLock { $0 = $0.advanced(by: nanoseconds) } }

  var clock: DeskClock {
    DeskClock(
      now: { self.now },
      monotonic: {
        self.monotonic.withLock { time in
          time += 600 * Timestamp.millisecond
          return time
        }
      }, sleep: { _ in })
  }
}

/// A home with an admin (ada), a quant (quin) and two approvers (bea, cal), and a bot that makes rounds.
final class LadderHome {
  static let bot = "round"
  static let account = "broker-1"
  /// A broker that charges nothing.
  private static func plainBroker(_ mode: AccountMode) -> String {
    """
    title: Plain
    account_mode: \(mode.rawValue)
    account_currency: USD
    leverage: 100
    margin_call_percent: 100
    stop_out_percent: 50
    spread: recorded
    slippage: none
    commission: none
    latency_ms: 0
    enforce_trading_hours: false
    """
  }

  let folder: TemporaryFolder
  let journal: Journal
  let time = TurnedClock()
  /// What the desk told of: kinds and texts.
  private(set) var notices: [DeskNotice] = []
  /// The accounts of the venues that there are.
  var venues: [TradingMode: String] = [.demo: account, .live: account]
  /// How orders of a mode get to a broker; the simulator is in its place without.
  var bridges: [TradingMode: VenueBridge] = [:]
  /// Called with the quotes played, at every look of a run.
  var onLook: (UInt64) -> Void = { _ in }
  /// Whether the run at hand can store nothing any more.
  var isBroken = false {
    didSet { if isBroken { current?.note(NewEvent(.feedFault, subject: "\0", at: time.now)) } }
  }
  private weak var current: Desk?
  /// Whether commits with a demotion fail, as if the process died before them.
  var refusesDemotions = false
  private var files = 0
  private var gathered: Set<Int64> = []
  private var claimed: String?
  /// A digest of nothing, for requests that are not acted on.
  static let noEvidence = String(repeating: "e0", count: 32)
  private var lastTick = Timestamp(milliseconds: 1_549_238_400_000)
  private let broker: String
  private let strategy: StrategyEntry

  var home: String { folder.file("home") }

  init(
    lots: String? = "0.10", strategy: StrategyEntry = StrategyEntry(Rounder.self),
    mode: AccountMode = .hedging
  ) throws {
    self.strategy = strategy
    folder = try TemporaryFolder()
    journal = try Journal(home: folder.file("home"), mode: .create)
    broker = folder.file("plain.yaml")
    try Self.plainBroker(mode).write(toFile: broker, atomically: true, encoding: .utf8)
    let spec = try spec(lots: lots)
    let record = BotRecord(
      id: spec.id, family: spec.family, spec: spec.json, createdAt: time.now, updatedAt: time.now)
    try journal.write { transaction in
      try transaction.record(NewEvent(.botRegistered, subject: spec.id, at: time.now), [.newBot(record)])
    }
    for (name, role) in [
      ("ada", OperatorRole.admin), ("quin", .quant), ("bea", .approver), ("cal", .approver),
    ] {
      let key = try Self.key(name).publicKey
      let admin = name == "ada" ? name : "ada"
      try sign(.addOperator(name: name, person: name.uppercased(), role: role, key: key), by: admin)
    }
  }

  func spec(lots: String? = "0.10") throws -> BotSpec {
    BotSpec(
      id: Self.bot, strategy: strategy.descriptor.name, params: lots.map { ["lots": $0] } ?? [:],
      symbols: [try ReplayedHome.symbol],
      broker: broker, family: "rounder")
  }

  func resolve(_ spec: BotSpec) throws -> ResolvedBot {
    try spec.resolve(strategies: { _ in strategy }, home: home)
  }

  // MARK: the gate

  static func key(_ name: String) throws -> OperatorKey {
    let letters = Array(name.utf8)
    return try OperatorKey(seed: (0..<32).map { letters[$0 % letters.count] })
  }

  func ledger() throws -> PromotionLedger { try journal.read { try GateJournal.read($0) } }

  var standing: BotStanding { get throws { try ledger().standing(of: Self.bot) } }

  /// Journals an event as the gate does: checked, then with the row that follows it.
  func append(_ event: (PromotionLedger, Int64) throws -> LedgerEvent) throws {
    let facts = PromotionFacts(
      identity: try identity, evidence: claimed.map { [$0] } ?? [Self.noEvidence], isEligible: true)
    try journal.write { transaction in
      var ledger = try GateJournal.read(transaction.reading)
      let event = try event(ledger, transaction.head.seq + 1)
      if let refusal = ledger.refusal(appending: event, facts: facts) { throw refusal }
      ledger.fold(event)
      var changes: [ProjectionChange] = []
      if var row = try transaction.reading.bot(event.subject), row.mode != ledger.standing(of: row.id).mode {
        row.mode = ledger.standing(of: row.id).mode
        changes = [.bot(row)]
      }
      let kind = try #require(EventKind(rawValue: event.kind.rawValue))
      try transaction.record(
        NewEvent(kind, subject: event.subject, payload: event.payload, at: event.at), changes)
    }
    time.wait(Timestamp.second)
  }

  func sign(_ act: OperatorAct, by name: String, subject: String? = nil) throws {
    let key = try Self.key(name)
    try append { ledger, seq in
      let body = StatementBody(home: ledger.home, signer: name, key: key.publicKey, at: time.now, act: act)
      return LedgerEvent(
        seq: seq, at: time.now, subject: subject ?? LedgerEvent.operatorsSubject, kind: act.kind,
        signed: try body.signed(with: key))
    }
  }

  var identity: String { get throws { try resolve(try storedSpec).identity.text } }

  private var storedSpec: BotSpec {
    get throws { try BotSpec(json: try #require(try journal.read { try $0.bot(Self.bot) }).spec) }
  }

  /// Asks, approves and acts.
  @discardableResult
  func promote(
    to mode: TradingMode, step: Int = 0, days: Int64 = 30, capital: String = "50", account: String = account,
    identity: String? = nil
  ) throws -> PromotionRequest {
    let evidence = try gather(try ledger().standing(of: Self.bot).mode, identity ?? self.identity)
    claimed = evidence.digest
    let ledger = try ledger()
    let standing = ledger.standing(of: Self.bot)
    var request = PromotionRequest(
      home: ledger.home, id: ledger.nextRequestID, bot: Self.bot, from: standing.mode, to: mode, step: step,
      identity: try identity ?? self.identity, evidence: [evidence], criteria: ledger.criteria,
      account: account,
      capital: capital, currency: .usd,
      requester: .init(name: "quin", person: "QUIN"), requestedAt: time.now,
      expiresAt: time.now.advanced(by: 7 * Timestamp.day),
      grantUntil: time.now.advanced(by: days * Timestamp.day))
    request.requestedAt = time.now
    try sign(.request(request), by: "quin", subject: Self.bot)
    for name in mode == .live ? ["bea", "cal"] : ["bea"] {
      try sign(.approve(request), by: name, subject: Self.bot)
    }
    try append { ledger, seq in
      LedgerEvent(
        seq: seq, at: time.now, kind: ledger.kind(actingOn: request), subject: Self.bot,
        payload: PromotionLedger.promotion(by: request))
    }
    return request
  }

  /// What a request rests on: what the bot has done, else evidence as a run would have left it, of a bot that traded
  /// once. The desk knows that, tests don't count it.
  private func gather(_ mode: TradingMode, _ identity: String) throws -> EvidenceReference {
    let bytes = try #require(Hexadecimal.bytes(identity))
    let since = try standing.evidenceSince(mode)
    let own = try rows.last {
      $0.mode == mode && $0.identity == bytes && $0.fillCount > 0 && $0.firstSeq > since
    }
    let row = try own ?? traded(mode, identity)
    return EvidenceReference(
      mode: mode,
      digest: try journal.read { try GateJournal.digest(of: Self.bot, from: row.firstSeq, to: row.seq, $0) },
      trades: 1, days: 20, firstSeq: row.firstSeq, lastSeq: row.seq)
  }

  private func traded(_ mode: TradingMode, _ identity: String) throws -> EvidenceRecord {
    let recipe = Hexadecimal.text(try StateEncoder.encode(EvidenceRecipe(try resolve(try storedSpec))))
    let row = try journal.write { transaction in
      var row = EvidenceRecord(
        id: try transaction.reading.nextEvidenceID(), bot: Self.bot, mode: mode,
        identity: try #require(Hexadecimal.bytes(identity)),
        number: try transaction.reading.evidence(of: Self.bot).count + 1, startedAt: time.now)
      let event = NewEvent(
        .evidenceStarted, subject: Self.bot,
        payload: [
          "evidence": .integer(row.id), "identity": .string(identity), "recipe": .string(recipe),
        ], at: time.now)
      try transaction.record(event, [.newEvidence(row)])
      row = try #require(try transaction.reading.evidence(row.id))
      var events = RandomEvents(seed: 1)
      try transaction.record([.filled(events.fill())], of: &row, at: time.now)
      return row
    }
    gathered.insert(row.id)
    return row
  }

  /// Has the admin adopt criteria.
  func adopt(_ text: String) throws {
    let path = Gatekeeper.criteriaPath(home: home)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let criteria = try GateCriteria.load(path: path)
    let act = OperatorAct.adoptCriteria(
      digest: GateJournal.digest(of: criteria), replaces: try ledger().criteria,
      ladder: try GateJournal.ladder(of: criteria))
    try sign(act, by: "ada", subject: LedgerEvent.criteriaSubject)
  }

  // MARK: runs

  /// Plays rounds of new ticks to the desk, a few quotes between two commits.
  @discardableResult
  func run(_ rounds: String, quotes count: Int = .max) throws -> Desk {
    let quotes = Array(Rounder.quotes(rounds, from: lastTick).prefix(count))
    lastTick = lastTick.advanced(by: Int64(quotes.count + 10) * Timestamp.minute)
    files += 1
    let metadata = TickFileMetadata(
      symbol: try ReplayedHome.symbol, digits: 5, source: "fixture", provenance: "made for a test")
    let writer = try TickFileWriter(path: folder.file("\(files).ticks"), metadata: metadata)
    try writer.append(contentsOf: quotes)
    _ = try writer.finish()
    return try runAgain()
  }

  /// Plays all ticks so far: the bot has seen some.
  @discardableResult
  func runAgain() throws -> Desk {
    let desk = desk()
    try desk.open()
    let paths = (1...max(files, 1)).map { folder.file("\($0).ticks") }
    try desk.play(RecordedTicks(paths: paths, pace: .times(thousandths: 100_000))) { self.onLook($0.quotes) }
    return desk
  }

  /// Sends rounds through a pipe to a desk, five quotes at a time, each batch once the one before has been taken.
  ///
  /// `count`: how many of the quotes; `silence` is called at every look after them, until it says that the run is over.
  func stream(
    _ rounds: String, quotes count: Int = .max, silence: () -> Bool = { true }
  ) throws {
    let path = folder.file("feed")
    if !FileManager.default.fileExists(atPath: path) { try #require(mkfifo(path, 0o600) == 0) }
    let pipe = open(path, O_RDWR)
    defer { close(pipe) }
    var waiting = Rounder.quotes(rounds, from: .distantPast).prefix(count)
    var sent: UInt64 = 0
    var configuration = FeedConfiguration(address: .pipe(path: path))
    configuration.staleAfterNanoseconds = 1_000 * Timestamp.day
    configuration.lateAfterNanoseconds = 1_000 * Timestamp.day
    let clock = time
    let setup = FeedSetup(
      configuration: configuration, instruments: [], clock: { clock.now }, jitter: { 1 })
    let end = time.now.advanced(by: 100 * Timestamp.day)
    let desk = desk()
    try desk.open()
    try desk.live(setup, until: end) { progress in
      self.onLook(progress.quotes)
      guard progress.quotes == sent else { return }
      guard !waiting.isEmpty else {
        if silence() { clock.wait(100 * Timestamp.day) }
        return
      }
      for quote in waiting.prefix(5) {
        _ = clock.clock.monotonic()
        self.send(quote, to: pipe)
        sent += 1
      }
      waiting = waiting.dropFirst(5)
    }
  }

  private func send(_ quote: Quote, to pipe: Int32) {
    let prices = [quote.bid, quote.ask].map { "1.\(String($0.points).dropFirst())" }
    let line =
      #"{"type":"quote","symbol":"EURUSD","time":"\#(time.now.iso8601(fractionDigits: 9))","bid":"\#(prices[0])","#
      + #""ask":"\#(prices[1])"}"# + "\n"
    _ = line.withCString { write(pipe, $0, strlen($0)) }
  }

  func desk() -> Desk {
    let desk = Desk(
      journal: journal, home: home, clock: time.clock,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, venueAccounts: venues,
      bridges: bridges, resolve: resolve)
    self.current = desk
    desk.announce = { [unowned desk] notice, _ in
      self.notices.append(notice)
      if self.refusesDemotions && notice.kind == .demoted {
        // A row that can't be stored: the transaction that holds the demotion comes to nothing.
        desk.note(NewEvent(.feedFault, subject: "\0", at: self.time.now))
      }
      return []
    }
    return desk
  }

  // MARK: what the journal has

  var rows: [EvidenceRecord] {
    get throws { try journal.read { try $0.evidence(of: Self.bot) }.filter { !gathered.contains($0.id) } }
  }

  var mode: TradingMode? { get throws { try journal.read { try $0.bot(Self.bot) }?.mode } }

  /// The events of a kind, in order.
  func events(_ kind: EventKind) throws -> [JournalEvent] {
    try journal.read { try $0.events(after: 0, limit: 1_000_000) }.filter { $0.kind == kind }
  }

  func fills(of row: EvidenceRecord) throws -> [Fill] {
    try journal.read { try $0.botEvents(of: row) }.compactMap {
      if case .filled(let fill) = $0 { fill } else { nil }
    }
  }

  func denials(of row: EvidenceRecord) throws -> [DenialCode] {
    try journal.read { try $0.botEvents(of: row) }.compactMap {
      if case .denied(let denial, _) = $0 { denial.code } else { nil }
    }
  }

  /// Every session run again.
  func replays() throws -> [SessionReplay.Outcome] {
    try journal.read { try $0.sessions() }.flatMap { session in
      var replay = try SessionReplay(session.id, journal: journal, home: home) { _ in self.strategy }
      return try replay.run()
    }
  }
}
