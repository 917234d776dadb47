import BrokerBridges
import TestSupport
import TradingCore

/// A session of a bot with a scripted broker: a host between them that logs, commits and sends, and that can die.
struct BrokerSession {
  /// What the account starts with.
  static let startBalance = Money(units: 100_000_000_000)

  /// When the host dies.
  enum Death {
    /// Never.
    case never
    /// Between two steps.
    case betweenSteps
    /// Anywhere: after the input was logged, before or after the commit, between two things sent.
    case anywhere
  }

  private let seed: UInt64
  private let death: Death
  private let instruments = [Known.eurusd, Known.instrument("GBPUSD")]
  private let isNetting: Bool
  private let profile: BrokerProfile
  private let settings: BrokerSettings
  private var random: SeededGenerator
  private var deaths: SeededGenerator
  private var now = Known.time(0)
  private var mids: [Int64] = [110_000, 127_000]

  private(set) var desk: BrokerDesk
  private(set) var broker: ScriptedBroker
  /// What outlives the host: the log of what came in, the intents that were committed, and how many were sent.
  private var log: [BrokerDesk.Input] = []
  private var committed: [VenueIntent] = []
  private var sentCount = 0
  private var checkpoint: (bytes: [UInt8], inputs: Int)?
  private(set) var faults: [String] = []

  init(seed: UInt64, death: Death = .never, script: BrokerScript? = nil) throws {
    self.seed = seed
    self.death = death
    random = SeededGenerator(seed: seed)
    deaths = SeededGenerator(seed: seed ^ 0xDEAD)
    isNetting = seed % 2 == 0
    let keepsLevels = seed / 2 % 2 == 0
    profile = BrokerProfile(
      name: "scripted", accountMode: isNetting ? .netting : .hedging, leverage: 500,
      commission: .perLotAndSide(Money(units: 3_500_000), .usd))
    settings = BrokerSettings(keepsLevels: keepsLevels)
    broker = ScriptedBroker(
      seed: seed, script: script ?? BrokerScript(seed: seed), isNetting: isNetting, keepsLevels: keepsLevels,
      instruments: instruments, cash: Self.startBalance.units, commissionPerLot: 3_500_000)
    desk = try BrokerDesk(seed: seed, profile: profile, settings: settings, instruments: instruments)
  }

  private mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(random.next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// Runs so many steps, then lets the broker behave until everything is known.
  mutating func run(steps: Int) throws {
    for _ in 0..<steps { try step() }
    broker.calmDown()
    for round in 0..<80 {
      now = now.advanced(by: number(1...20) * Timestamp.second)
      broker.advance(to: now)
      try take(.clock(now))
      try deliver()
      if round % 8 == 3 { broker.breakLine() }
    }
  }

  private mutating func step() throws {
    now = now.advanced(by: number(1...(random.next() % 8 == 0 ? 20_000 : 1_500)) * Timestamp.millisecond)
    broker.advance(to: now)
    if random.next() % 8 == 0 {
      try take(.clock(now))
    } else {
      let symbol = Int(number(0...1))
      mids[symbol] += number(-9...9)
      let quote = Quote(
        eventTime: now, bid: Price(points: mids[symbol] - number(1...4)),
        ask: Price(points: mids[symbol] + number(1...4)))
      broker.take(quote, symbolIndex: symbol)
      try take(.quote(quote, symbolIndex: symbol))
    }
    try deliver()
    if deaths.next() % 16 == 0 { checkpoint = (try desk.saved(), log.count) }
    if case .betweenSteps = death, deaths.next() % 8 == 0 { try recover() }
  }

  private mutating func deliver() throws {
    for report in broker.takeReports(at: now) { try take(.report(report)) }
  }

  private mutating func dies() -> Bool {
    guard case .anywhere = death else { return false }
    return deaths.next() % 40 == 0
  }

  /// The host's way with an input: log, engine, commit, send.
  private mutating func take(_ input: BrokerDesk.Input) throws {
    log.append(input)
    if dies() { return try recover() }
    let intents = try desk.take(input)
    if dies() { return try recover() }
    committed += intents
    if dies() { return try recover() }
    for intent in intents {
      broker.receive(intent)
      if dies() { return try recover() }
      sentCount += 1
    }
  }

  /// Another host: the last checkpoint, the log since then, and nothing sent that was committed before.
  private mutating func recover() throws {
    desk = try BrokerDesk(seed: seed, profile: profile, settings: settings, instruments: instruments)
    if let checkpoint { try desk.restore(checkpoint.bytes) }
    var fresh: [VenueIntent] = []
    for input in log[(checkpoint?.inputs ?? 0)...] {
      for intent in try desk.take(input) {
        guard intent.number <= UInt64(committed.count) else {
          fresh.append(intent)
          continue
        }
        if committed[Int(intent.number) - 1] != intent {
          faults.append("intent \(intent.number) is another one")
        }
      }
    }
    let unsure = committed[sentCount...].map(\.number)
    sentCount = committed.count
    committed += fresh
    for intent in fresh {
      broker.receive(intent)
      sentCount += 1
    }
    for number in unsure {
      try take(.report(VenueReport(.unknown(intent: number, why: "the host died"), receiveTime: now)))
    }
  }

  // MARK: Audit

  /// What the auditor, who knows only what the broker did, finds wrong in the books.
  func audit() -> [String] {
    var faults = faults
    let auditor = BrokerAuditor(
      broker.deeds, cash: Self.startBalance.units, instruments: instruments, isNetting: isNetting)
    func expect<T: Equatable>(_ value: T, _ wanted: T, _ what: String) {
      if value != wanted { faults.append("\(what): \(value), not \(wanted)") }
    }
    expect(broker.cash, auditor.cash, "the broker's own cash")
    for key in broker.repeated { faults.append("order \(key) was sent twice") }
    for symbol in instruments.indices {
      expect(desk.account.netUnits(symbolIndex: symbol), auditor.net[symbol], "units of symbol \(symbol)")
      if let code = desk.venue.unsettled(symbolIndex: symbol) {
        faults.append("symbol \(symbol) is unsettled: \(code.rawValue)")
      }
    }
    if !isNetting {
      var open: [ClientOrderID: Int64] = [:]
      for position in desk.account.positions {
        open[position.id] = position.side.sign * position.quantity.units
      }
      expect(open, auditor.positions, "positions")
    }
    if !broker.keepsLevels {
      expect(broker.workingLegs.map(\.text).sorted(), wantedLegs, "protecting orders")
    }
    if broker.script.tellsBalance { expect(desk.account.balance.units, auditor.cash, "cash") }
    for record in desk.venue.orders {
      let executed = auditor.executed[record.key] ?? 0
      expect(record.cumulative.units, executed, "executed of order \(record.key)")
      if let end = auditor.ends[record.key] {
        // The bot was told that it is canceled, and states never go back: it may be filled, or expire, before it is
        // canceled there. What it did is in the books all the same.
        if record.state == .canceled, desk.alive.contains(record.key) { continue }
        expect(record.state, end, "state of order \(record.key)")
      } else if broker.hasSeen(record.key) {
        expect(record.state, executed > 0 ? .partlyFilled : .working, "state of order \(record.key)")
      } else {
        expect(record.state, .rejected, "state of order \(record.key), which never arrived")
      }
    }
    return faults
  }

  /// What protects positions by our books; how much of them, only a broker says that never refuses a change.
  private var wantedLegs: [String] {
    desk.account.positions.flatMap { position in
      [
        position.protection.stopLoss.map { "\(position.symbolIndex) stop_loss \($0.points)" },
        position.protection.takeProfit.map { "\(position.symbolIndex) take_profit \($0.points)" },
      ].compactMap { $0 }
    }.sorted()
  }

  /// The books and what was told, to be held against those of another session.
  func end() throws -> [UInt8] { try desk.saved() }
}

extension ScriptedBroker.WorkingLeg {
  fileprivate var text: String { "\(symbolIndex) \(leg.rawValue) \(price.points)" }
}
