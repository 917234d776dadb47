import StrategyKit
import TestSupport
import Testing
import TradingCore

/// The bundled strategies, order by order.
struct BundledStrategyTests {
  private func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

  /// A bar of one price.
  private func bar(_ close: Int64, symbolIndex: Int = 0, minute: Int64 = 0) -> Bar {
    let price = Price(points: close)
    return Bar(
      symbolIndex: symbolIndex, timeframe: .m1, startTime: Known.time(minute * 60_000), open: price,
      high: price, low: price, close: price, quoteCount: 1)
  }

  private func order(
    _ id: UInt64, _ side: OrderSide, _ units: Int64, _ kind: OrderKind = .market, sl: Int64,
    tp: Int64? = nil, trail: Int64? = nil
  ) -> Intent {
    .submit(
      OrderRequest(
        id: ClientOrderID(ordinal: id), symbolIndex: 0, side: side, quantity: Quantity(units: units),
        kind: kind,
        protection: Protection(
          stopLoss: Price(points: sl), takeProfit: tp.map { Price(points: $0) }, trailPoints: trail)))
  }

  private func close(_ id: UInt64, _ position: UInt64) -> Intent {
    .close(CloseRequest(id: ClientOrderID(ordinal: id), position: ClientOrderID(ordinal: position)))
  }

  /// Of 102, 100, 102, 90 the lower band is 98.5 − 4.97. Ranges 0, 2, 2, 2, 12 average to 6.875: 7 points.
  /// Then 100, 102, 90, 97 has its middle at 97.25, and 102, 90, 97, 97 at 96.5.
  @Test("bollinger_reversion buys below the lower band and leaves beyond the middle")
  func bollinger() throws {
    var probe = try StrategyProbe(
      BollingerReversion.self,
      parameters: ["timeframe": "M1", "length": "4", "deviations": "1", "atr": "2", "stop_atr": "1"])
    probe.quote(bid: 90, ask: 91, at: Known.time(0))
    for close in [100, 102, 100, 102] as [Int64] { #expect(probe.bar(bar(close)).isEmpty) }
    let asked = probe.bar(bar(90))
    #expect(asked == [order(1, .buy, 1_000, sl: 83)])
    try probe.fill(asked)
    #expect(probe.bar(bar(97)).isEmpty)
    #expect(probe.bar(bar(97)) == [close(2, 1)])
  }

  /// The same average of 6.875 points is 4.3 of deviation, 5 when rounded up: 100 dollars are 20 lots.
  @Test("bollinger_reversion is sized by the volatility of its bars where that is asked for")
  func volatility() throws {
    var probe = try StrategyProbe(
      BollingerReversion.self,
      parameters: [
        "timeframe": "M1", "length": "4", "deviations": "1", "atr": "2", "stop_atr": "1",
        "sizing": "volatility",
        "volatility_percent": "1",
      ])
    probe.quote(bid: 90, ask: 91, at: Known.time(0))
    for close in [100, 102, 100, 102] as [Int64] { #expect(probe.bar(bar(close)).isEmpty) }
    #expect(probe.bar(bar(90)) == [order(1, .buy, 2_000_000, sl: 83)])
  }

  /// The range of 16 points makes a stop of 16 and a target of 24, where futures have steps of 25 points.
  @Test("donchian_breakout puts its levels on the price step, outward")
  func priceStep() throws {
    var probe = try StrategyProbe(
      DonchianBreakout.self,
      parameters: [
        "timeframe": "M1", "channel": "2", "atr": "2", "stop_atr": "1", "target_atr": "1.5", "lots": "1",
      ], symbols: ["ES"], balance: 1_000_000)
    #expect(probe.context.instrument().tickPoints == 25)
    probe.quote(bid: 500_000, ask: 500_025, at: Known.time(0))
    for close in [500_000, 500_025, 500_000] as [Int64] { #expect(probe.bar(bar(close)).isEmpty) }
    guard case .submit(let order)? = probe.bar(bar(500_050)).first else {
      Issue.record("no order")
      return
    }
    #expect(order.protection.stopLoss == Price(points: 500_025))
    #expect(order.protection.takeProfit == Price(points: 500_100))
  }

  /// Range 109,900 to 110,110: 210 points; 10 points of buffer.
  private func breakout(
    _ days: [String], _ parameters: [String: String] = [:], beginsBefore: Bool = true
  ) throws -> (
    StrategyProbe<LondonBreakout>, [Intent]
  ) {
    var probe = try StrategyProbe(LondonBreakout.self, parameters: parameters)
    // The quote before the range, unless the data begin within it: only a due time that is passed counts.
    var asked =
      beginsBefore
      ? probe.quote(bid: 50_000, ask: 50_010, at: try at(days[0]).advanced(by: -Timestamp.minute)) : []
    for (time, bid) in zip(days, [110_000, 110_100, 109_900, 110_000] as [Int64]) {
      asked += probe.quote(bid: bid, ask: bid + 10, at: try at(time))
    }
    return (probe, asked)
  }

  private static let winter = [
    "2024-01-10T00:00:05Z", "2024-01-10T03:00:00Z", "2024-01-10T07:59:59Z", "2024-01-10T08:00:01Z",
  ]

  @Test("london_breakout places both orders at the end of the range; one filled cancels the other")
  func london() throws {
    var (probe, asked) = try breakout(Self.winter)
    #expect(
      asked == [
        order(1, .buy, 1_000, .stop(Price(points: 110_120)), sl: 109_910, tp: 110_435),
        order(2, .sell, 1_000, .stop(Price(points: 109_890)), sl: 110_100, tp: 109_575),
      ])
    #expect(try probe.fill(ClientOrderID(ordinal: 1)) == [.cancel(ClientOrderID(ordinal: 2))])
    #expect(try probe.quote(bid: 110_200, ask: 110_210, at: at("2024-01-10T15:59:59Z")).isEmpty)
    #expect(try probe.quote(bid: 110_200, ask: 110_210, at: at("2024-01-10T16:00:00Z")) == [close(3, 1)])
  }

  @Test("london_breakout cancels what was not filled")
  func unfilled() throws {
    var (probe, _) = try breakout(Self.winter)
    #expect(
      try probe.quote(bid: 110_000, ask: 110_010, at: at("2024-01-10T16:00:00Z"))
        == [.cancel(ClientOrderID(ordinal: 1)), .cancel(ClientOrderID(ordinal: 2))])
  }

  @Test("london_breakout goes by London's clock in summer")
  func summer() throws {
    let times = [
      "2024-07-09T23:00:05Z", "2024-07-10T02:00:00Z", "2024-07-10T06:59:59Z", "2024-07-10T07:00:01Z",
    ]
    #expect(try breakout(times).1.count == 2)
    #expect(try breakout(Array(times.dropLast()) + ["2024-07-10T06:59:59.5Z"]).1.isEmpty)
  }

  @Test("london_breakout stays out without a start, with a late end, or with too large a risk")
  func staysOut() throws {
    #expect(try breakout(["2024-01-10T00:00:05Z"] + Self.winter[1...2] + ["2024-01-10T08:05:00Z"]).1.isEmpty)
    #expect(try breakout(Self.winter, beginsBefore: false).1.isEmpty)
    // A hundredth of a percent of 10,000 is a dollar; 0.01 lots over 210 points lose 2.10.
    #expect(try breakout(Self.winter, ["risk_percent": "0.01"]).1.isEmpty)
    #expect(try breakout(Self.winter, ["risk_percent": "0.021"]).1.count == 2)
  }

  /// RSI over 2: 100; after −5 gain 5, loss 2.5: 66.7; after +15 gain 10, loss 1.25: 88.9.
  @Test("session_scalper sells an overbought minute within the session, with all three levels")
  func scalper() throws {
    var probe = try StrategyProbe(SessionScalper.self, parameters: ["rsi": "2"])
    probe.quote(bid: 110_130, ask: 110_140, at: Known.time(0))
    for close in [110_100, 110_110, 110_120, 110_115] as [Int64] { #expect(probe.bar(bar(close)).isEmpty) }
    let asked = probe.bar(bar(110_130))
    #expect(asked == [order(1, .sell, 1_000, sl: 110_220, tp: 110_080, trail: 50)])
    try probe.fill(asked)
    #expect(try probe.quote(bid: 110_130, ask: 110_140, at: at("2024-01-10T15:59:59Z")).isEmpty)
    let last = try probe.quote(bid: 110_130, ask: 110_140, at: at("2024-01-10T16:00:00Z"))
    #expect(last.contains(close(2, 1)))
  }

  @Test("session_scalper does nothing outside of the session")
  func outside() throws {
    var probe = try StrategyProbe(SessionScalper.self, parameters: ["rsi": "2", "zone": "new_york"])
    // 12:00 UTC is 7:00 in New York.
    probe.quote(bid: 110_130, ask: 110_140, at: Known.time(0))
    for close in [110_100, 110_110, 110_120, 110_115, 110_130] as [Int64] {
      #expect(probe.bar(bar(close)).isEmpty)
    }
  }

  /// Ratios 1, 1, 1, 1.2 score √3; then 1, 1, 1.2, 1.05 score −0.15.
  /// 0.10 lots are 11,000 dollars of EURUSD and 8,661 units of GBPUSD at 1.27: 8,000 in steps.
  private func pair(lots: String = "0.10") throws -> (StrategyProbe<PairSpread>, [Intent]) {
    var probe = try StrategyProbe(
      PairSpread.self, parameters: ["timeframe": "M1", "length": "4", "entry_z": "1", "lots": lots],
      symbols: ["EURUSD", "GBPUSD"])
    probe.quote(bid: 110_000, ask: 110_010, at: Known.time(0))
    probe.quote(bid: 127_000, ask: 127_010, at: Known.time(0), symbolIndex: 1)
    var asked: [Intent] = []
    for (minute, close) in ([100_000, 100_000, 100_000, 120_000] as [Int64]).enumerated() {
      asked += probe.bar(bar(close, minute: Int64(minute)))
      asked += probe.bar(bar(100_000, symbolIndex: 1, minute: Int64(minute)))
    }
    return (probe, asked)
  }

  @Test("pair_spread sells the dear one, buys the cheap one for about the same money, and leaves at the mean")
  func pairSpread() throws {
    var (probe, asked) = try pair()
    #expect(
      asked == [
        .submit(
          OrderRequest(
            id: ClientOrderID(ordinal: 1), symbolIndex: 0, side: .sell, quantity: Quantity(units: 10_000))),
        .submit(
          OrderRequest(
            id: ClientOrderID(ordinal: 2), symbolIndex: 1, side: .buy, quantity: Quantity(units: 9_000))),
      ])
    try probe.fill(asked)
    probe.bar(bar(105_000, minute: 5))
    #expect(probe.bar(bar(100_000, symbolIndex: 1, minute: 5)) == [close(3, 1), close(4, 2)])
  }

  /// 1,000 euros are worth 866 pounds: less than the smallest order, which is 1,000.
  @Test("pair_spread hedges the smallest order with the smallest order")
  func smallestPair() throws {
    let (_, asked) = try pair(lots: "0.01")
    let sizes: [Int64] = asked.map { if case .submit(let order) = $0 { order.quantity.units } else { 0 } }
    #expect(sizes == [1_000, 1_000])
  }

  @Test("pair_spread closes a leg whose other was refused")
  func loneLeg() throws {
    var (probe, _) = try pair()
    try probe.fill(ClientOrderID(ordinal: 1))
    #expect(probe.reject(ClientOrderID(ordinal: 2), .noMargin) == [close(3, 1)])
  }

  @Test("parameters that make no sense are refused")
  func mistakes() {
    #expect(throws: ParameterError("symbols", "pair_spread trades two symbols, was given 1")) {
      try StrategyProbe(PairSpread.self)
    }
    #expect(throws: ParameterError("range_start_hour", "expected less than range_end_hour (8), was 9")) {
      try StrategyProbe(LondonBreakout.self, parameters: ["range_start_hour": "9"])
    }
    #expect(throws: ParameterError("start_hour", "expected less than end_hour (16), was 16")) {
      try StrategyProbe(SessionScalper.self, parameters: ["start_hour": "16"])
    }
  }
}
