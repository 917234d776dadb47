import BotAssembly
import BrokerBridges
import Journal
import JSONText
import SessionRecording
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A bot on demo that trades with a scripted broker over the desk, whose host can die anywhere and starts again.
final class BrokeredHome {
  /// The host died, as far as a test is concerned.
  private static let died = DeskError.noBots(home: "the host died")

  let home: LadderHome
  let peer: ScriptedPeer
  /// Whether the host dies now: asked before an input, behind one that the bot has not had yet, and behind one that it
  /// has.
  var dies: () -> Bool = { false }
  /// How often it died.
  private(set) var deaths = 0
  /// Quotes come to an end before the session does, when set.
  var quotesLeft = Int.max
  /// Called when the host has died, before the next one starts.
  var onDeath: () throws -> Void = {}
  /// Called before each step of a session.
  var onStep: () throws -> Void = {}
  /// The desk that ran last.
  private(set) var desk: Desk?
  private let settings: BrokerSettings
  private let refusesNothing: Bool
  private var random: SeededGenerator
  private var mid: Int64 = 110_000

  init(
    seed: UInt64 = 1, script: BrokerScript = .prompt, mode: AccountMode = .hedging, keepsLevels: Bool = true
  ) throws {
    home = try LadderHome(strategy: StrategyEntry(Churner.self), mode: mode)
    settings = BrokerSettings(keepsLevels: keepsLevels)
    refusesNothing = script.refuses == 0
    // Behind the time that a lying broker takes for one long before.
    home.time.wait(Known.time(0).nanoseconds - home.time.now.nanoseconds)
    let balance = try home.resolve(try home.spec()).configuration.startBalance
    peer = ScriptedPeer(
      journal: home.journal,
      broker: ScriptedBroker(
        seed: seed, script: script, isNetting: mode == .netting, keepsLevels: keepsLevels,
        instruments: [Known.eurusd], cash: balance.units, commissionPerLot: 0))
    random = SeededGenerator(seed: seed)
    cash = balance.units
    try home.promote(to: .demo)
  }

  private let cash: Int64

  private func number(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(random.next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  // MARK: sessions

  /// Has the host die now and then, by a seed: between two steps, and before, amid and behind a carry.
  func dieAnywhere(seed: UInt64) {
    var deaths = SeededGenerator(seed: seed ^ 0xDEAD)
    dies = { deaths.next() % 60 == 0 }
    peer.death = { _ in
      guard deaths.next() % 12 == 0 else { return nil }
      return [.before, .amid, .behind][Int(deaths.next() % 3)]
    }
  }

  /// Trades so many steps, then lets the broker behave until everything is known. A host that dies is followed by
  /// another one, which goes on.
  func trade(steps: Int) throws {
    var left = steps
    while true {
      do {
        try session { [self] (session) throws(DeskError) in
          guard left > 0 else { return false }
          left -= 1
          try step(session)
          return true
        }
        break
      } catch DeskError.noBots(let home) where home == "the host died" {
        deaths += 1
        try onDeath()
      }
    }
    peer.death = { _ in nil }
    dies = { false }
    peer.broker.calmDown()
    var rounds = 0
    try session { [self] (session) throws(DeskError) in
      rounds += 1
      home.time.wait(number(1...15) * Timestamp.second)
      if rounds % 8 == 3 { peer.broker.breakLine() }
      peer.broker.advance(to: home.time.now)
      try session.pass(to: home.time.now)
      peer.deliver(at: home.time.now)
      return rounds < 80
    }
  }

  /// Runs a session of a new host, whose steps are made until one says that it was the last.
  func session(_ step: @escaping (Session) throws(DeskError) -> Bool) throws(DeskError) {
    peer.restart()
    home.bridges = [.demo: VenueBridge(settings: settings, carrier: peer, inbox: peer.inbox)]
    let desk = home.desk()
    self.desk = desk
    try desk.open()
    try desk.recover()
    if peer.isDead { throw Self.died }
    try desk.startAnew()
    desk.crew.listen(to: [Known.eurusd.symbol])
    let session = try desk.startSession(.feed, source: ["feed": "script"])
    do throws(SessionLogError) {
      session.record(
        into: try SessionLogWriter(
          creating: Desk.folder(ofSession: session.id, home: home.home),
          session: SessionLogWriter.Session(
            id: "\(session.id)", symbols: [SessionSymbol(symbol: Known.eurusd.symbol, digits: 5)]),
          at: home.time.now))
    } catch { throw .log(error) }
    var source = BrokeredSource(
      SteppedSource { [peer] (session) throws(DeskError) in
        if peer.isDead { throw Self.died }
        return try step(session)
      }, inboxes: [peer.inbox])
    _ = try session.run(&source, opening: desk.openingControls()) { _ in }
    if peer.isDead { throw Self.died }
  }

  /// A quote or a tick of the clock, then what the broker reports.
  func step(_ session: Session) throws(DeskError) {
    do { try onStep() } catch { throw DeskError.state(bot: LadderHome.bot, problem: "\(error)") }
    if dies() { throw Self.died }
    home.time.wait(number(1...(random.next() % 8 == 0 ? 20_000 : 1_500)) * Timestamp.millisecond)
    let now = home.time.now
    peer.broker.advance(to: now)
    if quotesLeft == 0 || random.next() % 8 == 0 {
      try session.pass(to: now)
    } else {
      quotesLeft -= 1
      try session.take(quote(at: now))
    }
    if dies() { throw Self.died }
    try session.give()
    if dies() { throw Self.died }
    peer.deliver(at: now)
  }

  private func quote(at now: Timestamp) -> LoggedQuote {
    mid += number(-9...9)
    let quote = Quote(
      eventTime: now, bid: Price(points: mid - number(1...4)), ask: Price(points: mid + number(1...4)))
    peer.broker.take(quote, symbolIndex: 0)
    return LoggedQuote(symbolIndex: 0, quote: quote, sentTime: now, receivedAt: now)
  }

  // MARK: what came of it

  /// The evidence on demo.
  var row: EvidenceRecord {
    get throws { try #require(try home.rows.last { $0.mode == .demo }) }
  }

  /// What an auditor, who knows only what the broker did, finds wrong with journal and books.
  func audit() throws -> [String] {
    var faults = peer.faults
    func expect<T: Equatable>(_ value: T, _ wanted: T, _ what: String) {
      if value != wanted { faults.append("\(what): \(value), not \(wanted)") }
    }
    let broker = peer.broker
    let auditor = BrokerAuditor(
      broker.deeds, cash: cash, instruments: [Known.eurusd], isNetting: broker.isNetting)
    for key in broker.repeated { faults.append("order \(key) was sent twice") }
    let bot = try #require(desk?.crew.bot(LadderHome.bot))
    if let failure = bot.failure { faults.append(failure) }
    let account = bot.runner.state.account
    expect(account.netUnits(symbolIndex: 0), auditor.net[0], "units")
    if !broker.isNetting {
      let open = account.positions.map { ($0.id, $0.side.sign * $0.quantity.units) }
      expect(Dictionary(uniqueKeysWithValues: open), auditor.positions, "positions")
    }
    if !broker.keepsLevels { faults += legFaults(account.positions) }
    if broker.script.tellsBalance { expect(account.balance.units, auditor.cash, "cash") }
    for order in bot.runner.workingOrders {
      if let end = auditor.ends[OrderKey(order.id)] {
        faults.append("order \(order.id) works by our books, but it is \(end)")
      }
    }
    // Under netting an order of the strategy's closes first, and opens with the rest.
    let reasons: [FillReason] = broker.isNetting ? [.entry, .strategy] : [.entry]
    var filled: [ClientOrderID: Int64] = [:]
    for fill in try home.fills(of: try row) where reasons.contains(fill.reason) {
      filled[fill.order, default: 0] += fill.quantity.units
    }
    for (order, units) in filled {
      expect(units, auditor.executed[OrderKey(order)] ?? 0, "what order \(order) has filled by the journal")
    }
    expect(try home.replays().filter { !$0.isSame }.map(\.bot), [], "sessions that come out otherwise")
    if let fault = try home.journal.verify().fault { faults.append("\(fault)") }
    let evidence = try row.id
    let intents = try home.journal.read { try $0.intents(ofEvidence: evidence) }
    expect(intents.map(\.number), Array(1...UInt64(max(intents.count, 1))), "numbers of intents")
    return faults
  }

  /// Whether what protects positions by our books is what works at the broker, each once; and for all that is open, where
  /// the broker refuses no change of it.
  private func legFaults(_ positions: [Position]) -> [String] {
    func text(_ leg: OrderLeg, _ units: Int64, _ price: Price) -> String {
      "\(leg.rawValue) \(refusesNothing ? "of \(units) " : "")at \(price.points)"
    }
    let wanted = positions.flatMap { position in
      [
        position.protection.stopLoss.map { text(.stopLoss, position.quantity.units, $0) },
        position.protection.takeProfit.map { text(.takeProfit, position.quantity.units, $0) },
      ].compactMap { $0 }
    }
    let working = peer.broker.workingLegs.map { text($0.leg, $0.units, $0.price) }
    return working.sorted() == wanted.sorted() ? [] : ["protecting orders: \(working), not \(wanted)"]
  }
}

/// A source of inputs that a closure makes.
private struct SteppedSource: InputSource {
  private let step: (Session) throws(DeskError) -> Bool
  let progress = DeskProgress()
  let dropped: DroppedQuotes? = nil

  init(_ step: @escaping (Session) throws(DeskError) -> Bool) { self.step = step }

  mutating func advance(into session: Session) throws(DeskError) -> Bool { try step(session) }
  func look(into session: Session, at monotonic: Int64) {}
  func pass(to time: Timestamp) {}
  func stop() {}
}
