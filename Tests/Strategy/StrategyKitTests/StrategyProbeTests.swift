import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Writes down what it hears, and orders by the first letter of its parameter.
private struct Listener: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "listener", version: 1, summary: "writes down what it hears",
    parameters: [
      ParameterSpec(
        "asks", "what it asks for", kind: .choice(["nothing", "market", "stop", "stop_limit"]),
        default: "nothing")
    ])

  var heard: [String] = []
  let asks: String

  init(parameters: ParameterValues) throws(ParameterError) { asks = try parameters.choice("asks") }

  var bars: [BarSubscription] {
    [
      BarSubscription(.m5), BarSubscription(.m1, symbolIndex: 1), BarSubscription(.m1),
      BarSubscription(.m1),
    ]
  }
  var timers: [TimerSchedule] { [.every(seconds: 60), .daily(hour: 12, minute: 4, zone: .utc)] }

  mutating func onStart(_ context: inout Context) { heard.append("start") }
  mutating func onStop(_ context: inout Context) { heard.append("stop") }
  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    heard.append("bar \(bar.timeframe.rawValue) \(bar.symbolIndex) \(bar.quoteCount)")
  }
  mutating func onTimer(_ timer: TimerFiring, _ context: inout Context) {
    let time = timer.dueTime.iso8601(fractionDigits: 0).dropFirst(11)
    heard.append("timer \(timer.index) \(time) \(timer.missedCount)")
  }
  mutating func onFill(_ fill: Fill, _ context: inout Context) {
    heard.append("fill \(fill.reason.code) \(fill.price.points) \(context.orders.count)")
  }
  mutating func onReject(_ refusal: Refusal, _ context: inout Context) { heard.append(refusal.code) }
  mutating func onMarginCall(_ context: inout Context) { heard.append("margin call") }
  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    heard.append("quote \(context.symbolIndex)")
    guard asks != "nothing", context.positions.isEmpty, context.orders.isEmpty else { return }
    let stop = Price(points: 110_050)
    context.submit(
      .buy, context.quantity(LotCount(hundredMillionths: 1_000_000)),
      kind: asks == "stop"
        ? .stop(stop)
        : asks == "stop_limit" ? .stopLimit(stop: stop, limit: Price(points: 110_060)) : .market,
      protection: Protection(stopLoss: Price(points: 109_900)))
  }
}

/// The order of callbacks, and what an author's test can do.
struct StrategyProbeTests {
  /// Quotes at 12:00:00 and 12:00:30; the next lies beyond five minutes, the timers' due times and a missed one.
  @Test("bars come first, shorter and then by symbol, then timers by due time, then the quote")
  func order() throws {
    var probe = try StrategyProbe(Listener.self, symbols: ["EURUSD", "GBPUSD"])
    probe.quote(bid: 110_000, ask: 110_010, at: Known.time(0))
    probe.quote(bid: 127_000, ask: 127_010, at: Known.time(30_000), symbolIndex: 1)
    #expect(probe.strategy.heard == ["start", "timer 0 12:00:00Z 0", "quote 0", "quote 1"])
    probe.strategy.heard = []
    probe.quote(bid: 110_001, ask: 110_011, at: Known.time(330_000))
    #expect(
      probe.strategy.heard == [
        "bar M1 0 1", "bar M1 1 1", "bar M5 0 1", "timer 1 12:04:00Z 0", "timer 0 12:05:00Z 4", "quote 0",
      ])
    probe.strategy.heard = []
    probe.quote(bid: 110_001, ask: 110_011, at: Known.time(360_000))
    probe.stop()
    #expect(probe.strategy.heard == ["bar M1 0 1", "timer 0 12:06:00Z 0", "quote 0", "stop"])
  }

  @Test("a market order fills at the quote, and its position shows in the account")
  func market() throws {
    var probe = try StrategyProbe(Listener.self, parameters: ["asks": "market"])
    let asked = probe.quote(bid: 110_000, ask: 110_010, at: Known.time(0))
    #expect(asked.count == 1 && probe.context.positions.isEmpty)
    try probe.fill(asked)
    #expect(probe.strategy.heard.last == "fill entry 110010 0")
    #expect(probe.context.positions.first?.protection.stopLoss == Price(points: 109_900))
    #expect(probe.quote(bid: 110_020, ask: 110_030, at: Known.time(1)).isEmpty)
    // Ten points on 1,000 units are ten cents.
    #expect(probe.context.account.equity == Money(units: 10_000_100_000))
    try probe.close(ClientOrderID(ordinal: 1), .stopLoss, at: 109_900)
    #expect(probe.strategy.heard.last == "fill stop_loss 109900 0")
    #expect(probe.context.account.balance == Money(units: 9_998_900_000))
  }

  @Test("a stop order works until it is filled, at its own price")
  func stop() throws {
    var probe = try StrategyProbe(Listener.self, parameters: ["asks": "stop"])
    probe.quote(bid: 110_000, ask: 110_010, at: Known.time(0))
    let order = ClientOrderID(ordinal: 1)
    #expect(probe.context.orders.map(\.id) == [order])
    try probe.fill(order)
    #expect(probe.strategy.heard.last == "fill entry 110050 0" && probe.context.orders.isEmpty)
    #expect(throws: ProbeError.self) { try probe.fill(order) }
  }

  @Test("a stop-limit order fills at its limit")
  func stopLimit() throws {
    var probe = try StrategyProbe(Listener.self, parameters: ["asks": "stop_limit"])
    probe.quote(bid: 110_000, ask: 110_010, at: Known.time(0))
    try probe.fill(ClientOrderID(ordinal: 1))
    #expect(probe.strategy.heard.last == "fill entry 110060 0")
  }

  @Test("a margin call is told")
  func marginCall() throws {
    var probe = try StrategyProbe(Listener.self)
    probe.quote(bid: 110_000, ask: 110_010, at: Known.time(0))
    #expect(probe.marginCall().isEmpty && probe.strategy.heard.last == "margin call")
  }

  @Test("a rejected order is gone")
  func rejected() throws {
    var probe = try StrategyProbe(Listener.self, parameters: ["asks": "stop"])
    probe.quote(bid: 110_000, ask: 110_010, at: Known.time(0))
    probe.reject(ClientOrderID(ordinal: 1), .noMargin)
    #expect(probe.strategy.heard.last == "no_margin" && probe.context.orders.isEmpty)
  }

  @Test("parameters and symbols that are wrong are refused")
  func mistakes() {
    #expect(throws: ParameterError("symbols", "the broker profile has no instrument 'EURXXX'")) {
      try StrategyProbe(Listener.self, symbols: ["EURXXX"])
    }
    #expect(throws: ParameterError("asks", "expected nothing, market, stop, stop_limit, was 'x'")) {
      try StrategyProbe(Listener.self, parameters: ["asks": "x"])
    }
  }
}
