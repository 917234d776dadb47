import TestSupport
import Testing
import TradingCore

/// Stop losses that move to the entry.
struct BreakEvenTests {
  private func move(_ trigger: Int64, _ offset: Int64 = 0) -> BreakEven {
    BreakEven(triggerPoints: trigger, offsetPoints: offset)
  }

  /// Bought at 110010: the move is due at a bid of 110020 and sets 110012.
  @Test("at the trigger the stop loss moves, and works from the next quote")
  func long() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, sl: 109_000, be: move(10, 2))
    #expect(try bench.quote(1_000, 110_019, 110_029) == [])
    #expect(bench.positions.first?.protection.stopLoss?.points == 109_000)
    #expect(try bench.quote(2_000, 110_020, 110_030) == [])
    #expect(bench.positions.first?.protection == Protection(stopLoss: Price(points: 110_012)))
    #expect(try bench.quote(3_000, 110_013, 110_023) == [])
    #expect(try bench.quote(4_000, 110_012, 110_022) == ["filled 1 sell 1000 at 110012 stop_loss"])
  }

  /// Sold at 110000: due at an ask of 109990, which sets 109998.
  @Test("of a short it is the ask that counts")
  func short() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.sell, be: move(10, 2))
    #expect(try bench.quote(1_000, 109_981, 109_991) == [])
    #expect(try bench.quote(2_000, 109_980, 109_990) == [])
    #expect(bench.positions.first?.protection.stopLoss?.points == 109_998)
    #expect(try bench.quote(3_000, 109_989, 109_999) == ["filled 1 buy 1000 at 109999 stop_loss"])
  }

  @Test("the quote that the levels are set on does not count")
  func sameQuote() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy)
    try bench.quote(1_000, 110_050, 110_060)
    try bench.modify(.position(ClientOrderID(ordinal: 1)), be: move(10))
    #expect(bench.positions.first?.protection.stopLoss == nil)
    try bench.quote(2_000, 110_045, 110_055)
    #expect(bench.positions.first?.protection.stopLoss?.points == 110_010)
  }

  @Test("a stop loss that is as good stays, and the move is spent")
  func spent() throws {
    for (present, expected) in [(110_012, 110_012), (110_011, 110_012), (110_015, 110_015)]
      as [(Int64, Int64)]
    {
      var bench = try VenueBench()
      try bench.quote(0, 110_000, 110_010)
      try bench.submit(.buy)
      try bench.quote(1_000, 110_050, 110_060)
      try bench.modify(.position(ClientOrderID(ordinal: 1)), sl: present, be: move(10, 2))
      try bench.quote(2_000, 110_050, 110_060)
      #expect(bench.positions.first?.protection == Protection(stopLoss: Price(points: expected)))
    }
  }

  /// The trail of 20 starts at 109980. At 110020 the move sets 110010 and the trail follows to 110000; at 110035
  /// it follows to 110015, tighter than the fixed stop.
  @Test("the move comes before the trail, and the tighter of the two counts")
  func trailing() throws {
    for (last, exit) in [
      (110_010, "filled 1 sell 1000 at 110010 stop_loss"), (110_035, nil),
    ] as [(Int64, String?)] {
      var bench = try VenueBench()
      try bench.quote(0, 110_000, 110_010)
      try bench.submit(.buy, trail: 20, be: move(10))
      try bench.quote(1_000, 110_020, 110_030)
      #expect(bench.positions.map(\.trailedStop?.points) == [110_000])
      #expect(try bench.quote(2_000, last, last + 10) == [exit].compactMap { $0 })
      guard exit == nil else { continue }
      #expect(try bench.quote(3_000, 110_015, 110_025) == ["filled 1 sell 1000 at 110015 trailing_stop"])
    }
  }

  /// 1,000 at 110010 and 2,000 at 110040: 110030 on average.
  @Test("under netting the opening price is the average of the entries")
  func average() throws {
    var bench = try VenueBench { $0.accountMode = .netting }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000)
    try bench.quote(1_000, 110_030, 110_040)
    try bench.submit(.buy, 2_000, be: move(5, 1))
    try bench.quote(2_000, 110_034, 110_044)
    #expect(bench.positions.map(\.protection.stopLoss) == [nil])
    try bench.quote(3_000, 110_035, 110_045)
    #expect(bench.positions.map(\.protection.stopLoss?.points) == [110_031])
  }

  @Test("the trigger is positive and beyond the offset")
  func impossible() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    for bad in [move(5, 5), move(0, -1), move(-5, -10), move(5, 6), move(Price.magnitudeLimit)] {
      #expect(try bench.submit(.buy, be: bad) == ["denied price_out_of_range"])
    }
    #expect(try bench.submit(.buy, be: move(5, -5)) == ["filled 6 buy 1000 at 110010 entry"])
    let position = ModifyRequest.Target.position(ClientOrderID(ordinal: 6))
    #expect(try bench.modify(position, be: move(1, 1)) == ["denied price_out_of_range"])
  }
}

/// Prices on an instrument that moves by more than a point.
struct PriceStepTests {
  private static let quarters: Instrument = {
    var instrument = Known.eurusd
    instrument.tickPoints = 25
    return instrument
  }()

  private func bench(gate: Instrument? = nil, slippage: Int64 = 0) throws -> VenueBench {
    var bench = try VenueBench(instrument: Self.quarters, gateInstrument: gate) {
      $0.slippage = .fixed(.points(slippage))
    }
    try bench.quote(0, 110_000, 110_025)
    return bench
  }

  private func faults(_ bench: inout VenueBench) throws -> [[String]] {
    [
      try bench.submit(.buy, 1_000, .limit(at: 109_990)), try bench.submit(.buy, 1_000, .stop(at: 110_060)),
      try bench.submit(.buy, 1_000, .stop(at: 110_060, limit: 110_100)),
      try bench.submit(.buy, 1_000, .stop(at: 110_050, limit: 110_099)), try bench.submit(.buy, sl: 109_990),
      try bench.submit(.buy, tp: 110_099),
    ]
  }

  @Test("risk denies an order whose price or level is off the step")
  func denied() throws {
    var bench = try bench()
    #expect(try faults(&bench) == Array(repeating: ["denied price_off_tick"], count: 6))
    #expect(
      try bench.submit(.buy, sl: 109_975, tp: 110_100, trail: 7, be: BreakEven(triggerPoints: 3)).count == 1)
    let position = ModifyRequest.Target.position(ClientOrderID(ordinal: 7))
    #expect(try bench.modify(position, sl: 109_990) == ["denied price_off_tick"])
    #expect(try bench.submit(.buy, 1_000, .stop(at: 110_050, limit: 110_075)) == ["accepted 9"])
    let order = ModifyRequest.Target.order(ClientOrderID(ordinal: 9))
    #expect(try bench.modify(order, price: 110_060) == ["denied price_off_tick"])
    #expect(try bench.modify(order, limit: 110_060) == ["denied price_off_tick"])
    #expect(try bench.modify(order, price: 110_100, limit: 110_050) == [])
  }

  @Test("so does the venue, if risk knows of no step")
  func rejected() throws {
    var bench = try bench(gate: Known.eurusd)
    #expect(try faults(&bench) == (1...6).map { ["rejected \($0) invalid_price"] })
    try bench.submit(.buy)
    #expect(
      try bench.modify(.position(ClientOrderID(ordinal: 7)), sl: 109_990) == ["rejected 8 invalid_price"])
  }

  @Test(
    "slippage is whole steps, to the nearest",
    arguments: [(12, 110_025), (13, 110_050), (37, 110_050), (38, 110_075)] as [(Int64, Int64)])
  func slippage(_ points: Int64, _ price: Int64) throws {
    var bench = try bench(slippage: points)
    #expect(try bench.submit(.buy) == ["filled 1 buy 1000 at \(price) entry"])
  }
}
