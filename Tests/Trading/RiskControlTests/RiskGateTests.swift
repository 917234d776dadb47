import RiskControl
import TestSupport
import Testing
import TradingCore

/// A gate over EURUSD on an account of 1,000 USD at 1:100, asked at one moment.
struct GateBench {
  var account: Account
  var gate: RiskGate
  var moment: MarketMoment

  init(
    limits: RiskLimits = RiskLimits(), mode: AccountMode = .hedging, balance: Int64 = 1_000_000_000,
    quote: Quote = Known.quote(0, 110_000, 110_010), change: (inout BrokerProfile) -> Void = { _ in }
  ) throws {
    var profile = BrokerProfile(name: "bench", accountMode: mode)
    change(&profile)
    account = try Account(
      profile: profile, leverage: 100, startBalance: Money(units: balance), instruments: [Known.eurusd])
    gate = try RiskGate(limits: limits, profile: profile, instruments: [Known.eurusd])
    moment = MarketMoment(
      symbolIndex: 0, quote: quote, cycle: 7, isFirstAfterClose: false, before: nil, quotes: [nil])
  }

  /// Opens a position at 110010 (long) or 110000 (short) under the given number.
  mutating func hold(_ side: OrderSide, _ units: Int64, id: UInt64 = 1) throws {
    _ = try account.book(
      Execution(
        order: ClientOrderID(ordinal: id), position: ClientOrderID(ordinal: id), symbolIndex: 0,
        eventTime: Known.time(0), side: side, quantity: Quantity(units: units),
        price: side.price(of: Known.quote(0, 110_000, 110_010)), reason: .entry,
        quote: Known.quote(0, 110_000, 110_010), commission: .zero))
  }

  /// The denial of an order, or `nil` where it is approved.
  func denial(
    _ side: OrderSide, _ units: Int64, _ kind: OrderKind = .market, _ protection: Protection = .none
  ) throws -> Denial? {
    let order = OrderRequest(
      id: ClientOrderID(ordinal: 9), symbolIndex: 0, side: side, quantity: Quantity(units: units), kind: kind,
      protection: protection)
    switch try gate.evaluate(order, account: account, at: moment) {
    case .approved(let approved):
      #expect(approved.request == order)
      return nil
    case .denied(let denial): return denial
    }
  }

  func denial(close position: UInt64, _ units: Int64? = nil) -> Denial? {
    let close = CloseRequest(
      id: ClientOrderID(ordinal: 9), position: ClientOrderID(ordinal: position),
      quantity: units.map { Quantity(units: $0) })
    switch gate.evaluate(close, reason: .strategy, account: account, at: moment) {
    case .approved(let approved):
      #expect(approved.request == close && approved.reason == .strategy)
      return nil
    case .denied(let denial): return denial
    }
  }

  func denial(modify target: ModifyRequest.Target, price: Int64? = nil, _ protection: Protection = .none)
    -> Denial?
  {
    let change = ModifyRequest(
      id: ClientOrderID(ordinal: 9), target: target, price: price.map { Price(points: $0) },
      protection: protection)
    let working = [
      WorkingOrder(
        id: ClientOrderID(ordinal: 5), symbolIndex: 0, side: .buy, kind: .limit(Price(points: 109_500)),
        quantity: Quantity(units: 1_000))
    ]
    switch gate.evaluate(change, account: account, workingOrders: working, at: moment) {
    case .approved: return nil
    case .denied(let denial): return denial
    }
  }
}

private func price(_ points: Int64) -> Price { Price(points: points) }

/// `code: limit / value`.
private func text(_ denial: Denial?) -> String {
  denial.map { "\($0.code.rawValue): \($0.limit) / \($0.value)" } ?? "approved"
}

/// Every denial of openings, with what it rested on.
struct OpeningDenialTests {
  @Test("a denial carries the order, the layer and the cycle")
  func parts() throws {
    let denial = try #require(try GateBench().denial(.buy, 0))
    #expect(
      denial
        == Denial(
          order: ClientOrderID(ordinal: 9), code: .volumeNotPositive, layer: "risk", limit: "above 0",
          value: "0.00 lots", cycle: 7))
  }

  @Test(
    "volume",
    arguments: [
      (1_000, "approved"), (-1_000, "volume_not_positive: above 0 / -0.01 lots"),
      (500, "volume_below_minimum: 0.01 lots / 0.005 lots"),
      (1_500, "volume_off_step: a multiple of 0.01 lots / 0.015 lots"),
      (50_001_000, "volume_above_limit: 500.00 lots / 500.01 lots"),
    ] as [(Int64, String)])
  func volume(_ units: Int64, _ expected: String) throws {
    #expect(text(try GateBench().denial(.buy, units)) == expected)
  }

  @Test("the bot's own limit of lots")
  func ownVolume() throws {
    let bench = try GateBench(limits: RiskLimits(maximumLots: 5_000_000))
    #expect(text(try bench.denial(.buy, 5_000)) == "approved")
    #expect(text(try bench.denial(.buy, 6_000)) == "volume_above_limit: 0.05 lots / 0.06 lots")
  }

  @Test("prices that can't be")
  func prices() throws {
    let bench = try GateBench()
    let limit = "price_out_of_range: above 0 and below 2^40 points / "
    for bad in [0, -1, Price.magnitudeLimit] {
      #expect(
        text(try bench.denial(.buy, 1_000, .limit(price(bad)))) == limit + "\(OrderKind.limit(price(bad)))")
    }
    #expect(try bench.denial(.buy, 1_000, .market, Protection(stopLoss: price(0)))?.code == .priceOutOfRange)
    #expect(try bench.denial(.buy, 1_000, .market, Protection(trailPoints: 0))?.code == .priceOutOfRange)
    #expect(
      try bench.denial(.buy, 1_000, .market, Protection(takeProfit: price(-5)))?.code == .priceOutOfRange)
  }

  /// Half of the ask 110010 is 55005.
  @Test("a price too far from the market is a slip of the finger")
  func tooFar() throws {
    let bench = try GateBench()
    #expect(text(try bench.denial(.buy, 1_000, .limit(price(55_005)))) == "approved")
    #expect(
      text(try bench.denial(.buy, 1_000, .limit(price(55_004))))
        == "price_too_far: 50 % of the market / 55006 points away")
    let tight = try GateBench(limits: RiskLimits(maximumPriceDistanceMillionths: 1_500))
    #expect(
      text(try tight.denial(.sell, 1_000, .limit(price(110_166))))
        == "price_too_far: 0.15 % of the market / 166 points away")
    #expect(text(try tight.denial(.sell, 1_000, .limit(price(110_165)))) == "approved")
    let stopLimit = OrderKind.stopLimit(stop: price(110_050), limit: price(120_000))
    #expect(try tight.denial(.buy, 1_000, stopLimit)?.code == .priceTooFar)
    #expect(
      try tight.denial(.buy, 1_000, .stopLimit(stop: price(110_050), limit: price(0)))?.code
        == .priceOutOfRange)
  }

  @Test("what is nearer than the stops level is denied, what is on the wrong side is left to the venue")
  func tooNear() throws {
    let bench = try GateBench { $0.stopsLevel = .points(10) }
    func near(_ kind: OrderKind, _ protection: Protection = .none) throws -> String {
      text(try bench.denial(.buy, 1_000, kind, protection))
    }
    #expect(try near(.limit(price(110_001))) == "price_too_near: 10 points / 9 points")
    #expect(try near(.limit(price(110_000))) == "approved")
    #expect(try near(.stop(price(110_019))) == "price_too_near: 10 points / 9 points")
    #expect(try near(.market, Protection(stopLoss: price(109_991))) == "price_too_near: 10 points / 9 points")
    #expect(
      try near(.market, Protection(takeProfit: price(110_004))) == "price_too_near: 10 points / 4 points")
    #expect(
      try near(.limit(price(109_900)), Protection(stopLoss: price(109_895)))
        == "price_too_near: 10 points / 5 points")
    #expect(try near(.market, Protection(stopLoss: price(110_050))) == "approved")
  }

  @Test("a closed market, when the profile enforces hours")
  func closed() throws {
    // Saturday 2024-01-13 12:00 UTC.
    let saturday = Known.quote(3 * 86_400_000, 110_000, 110_010)
    #expect(
      text(try GateBench(quote: saturday) { $0.enforcesTradingHours = true }.denial(.buy, 1_000))
        == "market_closed: fx_week / 2024-01-13T12:00:00.000Z")
    #expect(text(try GateBench(quote: saturday).denial(.buy, 1_000)) == "approved")
  }

  @Test("a quote of another symbol that is too old; the tighter of the two limits counts")
  func stale() throws {
    var profile = BrokerProfile(name: "bench", staleQuoteSeconds: 60)
    profile.instruments = []
    let both = [Known.eurusd, Known.instrument("USDJPY")]
    let account = try Account(
      profile: profile, leverage: 100, startBalance: Money(units: 1_000_000_000), instruments: both)
    let order = OrderRequest(
      id: ClientOrderID(ordinal: 1), symbolIndex: 1, side: .buy, quantity: Quantity(units: 1_000))
    func decide(after milliseconds: Int64, _ limits: RiskLimits) throws -> String {
      let gate = try RiskGate(limits: limits, profile: profile, instruments: both)
      let moment = MarketMoment(
        symbolIndex: 0, quote: Known.quote(milliseconds, 110_000, 110_010), cycle: 1,
        isFirstAfterClose: false,
        before: nil, quotes: [nil, Known.quote(0, 150_000, 150_010)])
      switch try gate.evaluate(order, account: account, at: moment) {
      case .approved: return "approved"
      case .denied(let denial): return text(denial)
      }
    }
    #expect(try decide(after: 60_000, RiskLimits()) == "approved")
    #expect(try decide(after: 61_000, RiskLimits()) == "quote_stale: 60 s / 61 s")
    #expect(try decide(after: 10_001, RiskLimits(staleQuoteSeconds: 10)) == "quote_stale: 10 s / 10 s")
    #expect(try decide(after: 10_000, RiskLimits(staleQuoteSeconds: 10)) == "approved")
  }

  @Test("no quote of the symbol yet; a crossed one is the venue's to judge")
  func quoteMissing() throws {
    var bench = try GateBench(quote: Known.quote(0, 110_020, 110_010))
    #expect(text(try bench.denial(.buy, 1_000)) == "approved")
    bench.moment.symbolIndex = 1
    #expect(text(try bench.denial(.buy, 1_000)) == "quote_missing: a quote / none yet")
  }

  @Test("more positions than the bot may hold")
  func openPositions() throws {
    var bench = try GateBench(limits: RiskLimits(maximumOpenPositions: 2))
    try bench.hold(.buy, 1_000, id: 1)
    #expect(text(try bench.denial(.buy, 1_000)) == "approved")
    try bench.hold(.buy, 1_000, id: 2)
    #expect(text(try bench.denial(.sell, 1_000)) == "open_positions_limit: 2 / 3")
  }

  /// 90,000 at 1.10010 and 1:100 need 990.09, 91,000 need 1,001.091.
  @Test("margin at the order's own price or the side's quote")
  func margin() throws {
    let bench = try GateBench()
    #expect(text(try bench.denial(.buy, 90_000)) == "approved")
    #expect(
      text(try bench.denial(.buy, 91_000)) == "margin_insufficient: 1000.00 free / 1001.091 needed")
    #expect(text(try bench.denial(.buy, 91_000, .limit(price(109_890)))) == "approved")
  }

  /// 80,000 long at 110010 hold 880.08; of 1,000 that leaves nothing for as much again. A sale of 240,000 would
  /// leave 160,000 short, 1,760.00: it closes all the same, and the venue refuses the rest.
  @Test("under netting what closes first is not denied for want of margin")
  func nettingMargin() throws {
    var bench = try GateBench(mode: .netting)
    try bench.hold(.buy, 80_000)
    for units in [80_000, 160_000, 240_000] as [Int64] {
      #expect(text(try bench.denial(.sell, units)) == "approved")
    }
    #expect(try bench.denial(.buy, 80_000)?.code == .marginInsufficient)
  }

  @Test("under netting what closes first is not denied for the number of positions either")
  func nettingPositions() throws {
    var bench = try GateBench(limits: RiskLimits(maximumOpenPositions: 1), mode: .netting)
    try bench.hold(.buy, 1_000)
    #expect(text(try bench.denial(.sell, 1_000)) == "approved")
    #expect(text(try bench.denial(.sell, 3_000)) == "approved")
    #expect(try bench.denial(.buy, 1_000)?.code == .openPositionsLimit)
  }

  @Test("closes in flight count as done")
  func closesInFlight() throws {
    var bench = try GateBench()
    try bench.hold(.buy, 80_000)
    #expect(try bench.denial(.buy, 80_000)?.code == .marginInsufficient)
    bench.account.positions[0].closingUnits = 80_000
    #expect(text(try bench.denial(.buy, 80_000)) == "approved")
  }
}

/// Closing and changing.
struct ExitDecisionTests {
  @Test("a close names an open position and no more than it has")
  func closes() throws {
    var bench = try GateBench()
    try bench.hold(.buy, 3_000)
    #expect(text(bench.denial(close: 1)) == "approved")
    #expect(text(bench.denial(close: 1, 3_000)) == "approved")
    #expect(text(bench.denial(close: 1, 2_000)) == "approved")
    #expect(text(bench.denial(close: 4)) == "unknown_position: an open position / 4")
    #expect(text(bench.denial(close: 1, 0)) == "volume_not_positive: above 0 / 0.00 lots")
    #expect(text(bench.denial(close: 1, 4_000)) == "volume_above_limit: 0.03 lots open / 0.04 lots")
    #expect(text(bench.denial(close: 1, 1_500)) == "volume_off_step: a multiple of 0.01 lots / 0.015 lots")
  }

  @Test("an exit is never denied for margin, hours, age or limits")
  func exits() throws {
    let saturday = Known.quote(3 * 86_400_000, 110_000, 110_010)
    let limits = RiskLimits(maximumLots: 1, maximumOpenPositions: 0, staleQuoteSeconds: 1)
    var bench = try GateBench(limits: limits, balance: 1_000_000, quote: saturday) {
      $0.enforcesTradingHours = true
      $0.staleQuoteSeconds = 1
      $0.stopsLevel = .points(1_000)
    }
    try bench.hold(.buy, 1_000_000)
    #expect(text(bench.denial(close: 1)) == "approved")
    #expect(text(bench.denial(close: 1, 1_000)) == "approved")
    #expect(
      text(bench.denial(modify: .position(ClientOrderID(ordinal: 1)), Protection(stopLoss: price(109_999))))
        == "approved")
  }

  @Test("a change names a working order or an open position")
  func changes() throws {
    var bench = try GateBench()
    try bench.hold(.buy, 1_000)
    let known = ModifyRequest.Target.order(ClientOrderID(ordinal: 5))
    #expect(text(bench.denial(modify: known, price: 109_000)) == "approved")
    #expect(
      text(bench.denial(modify: .order(ClientOrderID(ordinal: 6)), price: 109_000))
        == "unknown_order: a working order / 6")
    #expect(
      text(bench.denial(modify: .position(ClientOrderID(ordinal: 3))))
        == "unknown_position: an open position / 3")
    #expect(bench.denial(modify: known, price: 0)?.code == .priceOutOfRange)
    #expect(bench.denial(modify: known, Protection(trailPoints: -1))?.code == .priceOutOfRange)
  }

  @Test("a stops level that is no whole number of points is the profile's fault")
  func profileFault() {
    #expect(throws: ProfileFault.self) {
      _ = try GateBench { $0.stopsLevel = PriceDistance(tenThousandths: 500, unit: .pip) }
    }
  }
}
