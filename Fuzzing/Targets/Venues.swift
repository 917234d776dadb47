import BrokerBridges
import Foundation
import RiskControl
import StateCoding
import TestSupport
import TradingCore

extension FuzzTarget {
  /// Stored reports and intents, as JSON and as saved states; reports, a line each, to a bot with orders at a broker.
  static let venue = FuzzTarget(name: "venue") { input in
    var input = input
    switch input.choice(5) {
    case 0: try readJSON(VenueReport.self, input.all())
    case 1: try readJSON(VenueIntent.self, input.all())
    case 2: try readState(VenueReport.self, input.all())
    case 3: try readState(VenueIntent.self, input.all())
    default:
      var desk = try FuzzDesk(choices: input.byte())
      let decoder = JSONDecoder()
      while !input.rest.isEmpty {
        let line = Data(input.part(before: 0x0A))
        guard let report = try accepted({ try decoder.decode(VenueReport.self, from: line) }) else {
          continue
        }
        try desk.take(report)
      }
      try desk.check()
    }
  }

  /// Saved states of risk: what is read is written and read again the same, and goes on.
  static let risk = FuzzTarget(name: "risk") { input in
    var input = input
    let bytes = input.all()
    var tree = try FuzzRisk.tree()
    try StateDecoder.decode(from: bytes) { try tree.restoreState(from: $0) }
    let saved = try StateEncoder.encode(with: tree.encodeState)
    var other = try FuzzRisk.tree()
    do { try StateDecoder.decode(from: saved) { try other.restoreState(from: $0) } } catch {
      throw OracleFault("risk can't go on: \(error)")
    }
    try expect(try StateEncoder.encode(with: other.encodeState) == saved, "risk that goes on is another one")
    let ask = RiskAsk(
      .opens, order: ClientOrderID(ordinal: 9), symbolIndex: 0, side: .buy, units: 1_000)
    for happening in [RiskEvent.Happening.asked(ask), .approved(ask), .clock] {
      let event = RiskEvent(happening, of: .bot("a"), at: Known.time(86_400_000), cycle: 9, marks: [])
      try expect(tree.take(event) == other.take(event), "risk that goes on decides otherwise")
    }
  }

  private static func readJSON<Value: Codable & Equatable>(_: Value.Type, _ bytes: [UInt8]) throws {
    let value = try JSONDecoder().decode(Value.self, from: Data(bytes))
    let again = try JSONDecoder().decode(Value.self, from: try JSONEncoder().encode(value))
    try expect(again == value, "\(Value.self) reads back as another one")
  }

  private static func readState<Value: Codable & Equatable>(_: Value.Type, _ bytes: [UInt8]) throws {
    let value = try StateDecoder.decode(Value.self, from: bytes)
    let again = try StateDecoder.decode(Value.self, from: try StateEncoder.encode(value))
    try expect(again == value, "\(Value.self) reads back as another one")
  }
}

/// A bot at a broker: 1 has bought, 2 is a limit order, 3 closes a part of 1.
private struct FuzzDesk {
  private static let instruments = [Known.eurusd, Known.instrument("GBPUSD")]
  private var account: Account
  private var venue: BrokerVenue
  private var seconds: Int64 = 0

  init(choices: UInt8) throws {
    let profile = BrokerProfile(
      name: "fuzz", accountMode: choices & 1 == 0 ? .hedging : .netting, commission: .none)
    account = try Account(
      profile: profile, leverage: 100, startBalance: Money(units: 100_000_000_000),
      instruments: Self.instruments)
    venue = BrokerVenue(
      settings: BrokerSettings(keepsLevels: choices & 2 == 0), instruments: Self.instruments)
    let gate = try RiskGate(limits: RiskLimits(), profile: profile, instruments: Self.instruments)
    for (number, kind) in [(1, OrderKind.market), (2, .limit(Price(points: 109_900)))] {
      let order = OrderRequest(
        id: ClientOrderID(ordinal: UInt64(number)), symbolIndex: 0, side: .buy,
        quantity: Quantity(units: 10_000), kind: kind,
        protection: Protection(stopLoss: Price(points: 109_500), takeProfit: Price(points: 110_500)))
      guard case .approved(let approved) = try gate.evaluate(order, account: account, at: moment) else {
        continue
      }
      try venue.submit(approved, at: moment, account: &account)
    }
    guard let trade = TradeID("T1") else { return }
    let execution = VenueExecution(
      trade: trade, order: OrderKey(ClientOrderID(ordinal: 1)), venuePosition: VenuePositionID("P1"),
      symbolIndex: 0, side: .buy, quantity: Quantity(units: 10_000), price: Price(points: 110_010))
    try take(VenueReport(.executed(execution), receiveTime: Known.time(0)))
    let close = CloseRequest(
      id: ClientOrderID(ordinal: 3), position: ClientOrderID(ordinal: 1), quantity: Quantity(units: 4_000))
    if case .approved(let approved) = gate.evaluate(close, reason: .strategy, account: account, at: moment) {
      try venue.close(approved, at: moment, account: &account)
    }
  }

  private var moment: MarketMoment {
    let quotes = [110_000, 127_000].map {
      Quote(eventTime: Known.time(0), bid: Price(points: $0), ask: Price(points: $0 + 10))
    }
    return MarketMoment(
      symbolIndex: 0, quote: quotes[0], cycle: 1, isFirstAfterClose: false, before: nil, quotes: quotes,
      time: Known.time(1_000 * seconds))
  }

  mutating func take(_ report: VenueReport) throws {
    seconds += 1
    try venue.take(report, at: moment, account: &account)
    try venue.onClock(moment, account: &account)
  }

  /// Whatever was reported, what is booked is sound, and the venue can be saved and goes on.
  func check() throws {
    try expect(
      account.positions.allSatisfy { $0.quantity.units > 0 && $0.closingUnits >= 0 }, "an open nothing")
    try expect(
      venue.orders.allSatisfy { $0.cumulative.units >= 0 && $0.remaining.units >= 0 },
      "more executed than there is")
    let saved = try StateEncoder.encode(venue.state)
    var other = BrokerVenue(settings: BrokerSettings(), instruments: Self.instruments)
    let state = try StateDecoder.decode(BrokerBook.self, from: saved)
    do { try other.restore(state, account: account) } catch { throw OracleFault("it can't go on: \(error)") }
    try expect(other.state == venue.state, "a venue that goes on is another one")
  }
}

/// Three bots that share an account and a family in part, under every rule.
enum FuzzRisk {
  static func tree() throws -> RiskTree {
    var policy = RiskPolicy()
    for kind in RiskScope.Kind.allCases {
      policy.add(
        try TradeFrequency(
          .init(
            minute: .init(4, coolDownSeconds: 90), hour: .init(30, coolDownSeconds: 600),
            session: .init(60, coolDownSeconds: 0))), toEach: kind)
      policy.add(try DailyLoss(.init(limit: Money(units: 60_000_000))), toEach: kind)
    }
    policy.add(GrantTerm(), toEach: .bot)
    var tree = RiskTree(policy: policy)
    for (bot, account, family) in [("a", "A", "F"), ("b", "A", nil), ("c", "C", "F")] {
      let member = RiskMember(
        bot: bot, account: account, family: family, currency: .usd, symbols: [Known.eurusd.symbol])
      let money = Money(units: 1_000_000_000)
      let mark = BotMark(bot: bot, balance: money, equity: money, isOpen: false)
      _ = try tree.join(member, mark: mark, at: Known.time(0))
    }
    return tree
  }
}
