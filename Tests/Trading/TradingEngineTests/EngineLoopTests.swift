import FillSimulator
import RiskControl
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// Answers every fill with another order, and counts what it hears.
private struct Answering: Strategy {
  static let descriptor = StrategyDescriptor(name: "answering", version: 1, summary: "answers every fill")
  var hasStarted = false

  init(parameters: ParameterValues) throws(ParameterError) {}

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    if !hasStarted { context.buy(LotCount(hundredMillionths: 1_000_000)) }
    hasStarted = true
  }

  mutating func onFill(_ fill: Fill, _ context: inout Context) {
    context.buy(LotCount(hundredMillionths: 1_000_000))
  }
}

/// Buys on the first quote of each bar's close.
private struct OnBars: Strategy {
  static let descriptor = StrategyDescriptor(name: "on_bars", version: 1, summary: "buys when a bar closes")

  init(parameters: ParameterValues) throws(ParameterError) {}
  var bars: [BarSubscription] { [BarSubscription(.m1)] }
  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    context.buy(LotCount(hundredMillionths: 1_000_000 * Int64(bar.quoteCount)))
  }
}

/// The loop itself.
struct EngineLoopTests {
  private func engine<S: Strategy>(
    _ type: S.Type, balance: Int64 = 1_000_000_000, change: (inout BrokerProfile) -> Void = { _ in }
  ) throws -> TradingEngine<S, SimulatedVenue> {
    var profile = BrokerProfile(name: "bench")
    change(&profile)
    let values = try ParameterValues(for: S.descriptor, given: [:])
    var engine = TradingEngine(
      strategy: try S(parameters: values),
      account: try Account(
        profile: profile, leverage: 500, startBalance: Money(units: balance), instruments: [Known.eurusd]),
      venue: try SimulatedVenue(
        profile: profile, instruments: [Known.eurusd], latencyNanoseconds: profile.latencyNanoseconds,
        random: CounterRandom(seed: 1, stream: 1)),
      gate: try RiskGate(limits: RiskLimits(), profile: profile, instruments: [Known.eurusd]))
    engine.keepEvents(true)
    return engine
  }

  private func fills<S: Strategy>(of engine: inout TradingEngine<S, SimulatedVenue>) -> [Fill] {
    engine.takeEvents().compactMap { if case .filled(let fill) = $0 { fill } else { nil } }
  }

  @Test("32 rounds of answers on one quote are filled, the next is denied")
  func cascade() throws {
    var engine = try engine(Answering.self)
    try [Known.quote(0, 110_000, 110_010)].withUnsafeBufferPointer { try engine.process($0, symbolIndex: 0) }
    let events = engine.takeEvents()
    #expect(events.count { if case .filled = $0 { true } else { false } } == 32)
    #expect(engine.record.denied == [.cascadeLimit: 1])
    #expect(engine.account.positions.count == 32)
  }

  @Test("a bar is told of before the quote that closed it, with the quotes inside of it")
  func bars() throws {
    var engine = try engine(OnBars.self)
    let quotes = [
      Known.quote(0, 110_000, 110_010), Known.quote(59_999, 110_001, 110_011),
      Known.quote(60_000, 110_002, 110_012), Known.quote(200_000, 110_003, 110_013),
    ]
    try quotes.withUnsafeBufferPointer { try engine.process($0, symbolIndex: 0) }
    let fills = fills(of: &engine)
    #expect(fills.map(\.eventTime) == [quotes[2].eventTime, quotes[3].eventTime])
    #expect(fills.map(\.quantity.units) == [2_000, 1_000])
  }

  /// 2024-03-10 is the day of the change: 17:00 New York is 22:00 UTC on the 8th and 21:00 from the 10th on.
  @Test("days end at 17:00 New York over the change of the clock, and only days with ticks count")
  func days() throws {
    var engine = try engine(Idle.self)
    let texts = [
      "2024-03-07T21:59:59.999Z", "2024-03-07T22:00:00Z", "2024-03-08T21:59:00Z", "2024-03-10T21:00:00Z",
      "2024-03-11T20:59:59Z", "2024-03-11T21:00:00Z", "2024-11-01T20:00:00Z", "2024-11-03T22:00:00Z",
    ]
    let quotes = try texts.map {
      Quote(eventTime: try Timestamp(iso8601: $0), bid: Price(points: 110_000), ask: Price(points: 110_010))
    }
    try quotes.withUnsafeBufferPointer { try engine.process($0, symbolIndex: 0) }
    try engine.finish(closesPositions: true)
    #expect(
      engine.record.days.map(\.date.description) == [
        "2024-03-07", "2024-03-08", "2024-03-11", "2024-03-12", "2024-11-01", "2024-11-04",
      ])
    #expect(engine.record.days.allSatisfy { $0.equity.units == 1_000_000_000 })
    #expect(
      engine.record.firstTime == quotes.first?.eventTime && engine.record.lastTime == quotes.last?.eventTime)
  }

  @Test("a day's equity is that of its last quote, open results included")
  func dayEquity() throws {
    // Bought at 110010 on 60,000's quote. 17:00 New York is 36,000,000 ms after noon UTC.
    var engine = try engine(OnBars.self) { $0.commission = .none }
    let quotes = [
      Known.quote(0, 110_000, 110_010), Known.quote(60_000, 110_000, 110_010),
      Known.quote(60_001, 110_050, 110_060), Known.quote(36_000_000, 110_000, 110_010),
    ]
    try quotes.withUnsafeBufferPointer { try engine.process($0, symbolIndex: 0) }
    try engine.finish(closesPositions: true)
    #expect(engine.record.days.first?.equity.units == 1_000_400_000)
    #expect(engine.record.days.last?.equity == engine.account.balance)
  }

  @Test("crossed quotes and the orders that waited for their end are counted")
  func crossed() throws {
    var engine = try engine(Answering.self, balance: 8_000_000)
    let quotes = [
      Known.quote(0, 110_000, 110_010), Known.quote(1, 110_020, 110_010), Known.quote(2, 110_020, 110_011),
      Known.quote(3, 110_000, 110_000),
    ]
    try quotes.withUnsafeBufferPointer { try engine.process($0, symbolIndex: 0) }
    #expect(engine.record.quoteCount == 4 && engine.record.crossedCount == 2)
    #expect(engine.record.crossedWaits == 0)
    var waiting = try self.engine(OnBars.self)
    let bars = [
      Known.quote(0, 110_000, 110_010), Known.quote(60_000, 110_020, 110_010),
      Known.quote(60_001, 110_000, 110_010),
    ]
    try bars.withUnsafeBufferPointer { try waiting.process($0, symbolIndex: 0) }
    #expect(waiting.record.crossedWaits == 1)
    #expect(fills(of: &waiting).map(\.eventTime) == [bars[2].eventTime])
  }

  @Test("without quotes there is nothing to end")
  func empty() throws {
    var engine = try engine(Answering.self)
    try engine.finish(closesPositions: true)
    #expect(engine.record.days.isEmpty && engine.record.firstTime == nil)
    #expect(engine.takeEvents().isEmpty)
  }
}
