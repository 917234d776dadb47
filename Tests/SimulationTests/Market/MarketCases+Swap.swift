import TestSupport
import TradingCore

extension MarketCase {
  private static func q(_ ms: Int64, _ bid: Int64 = 110_000) -> Tick {
    Tick(ms: ms, bid: bid, ask: bid + 10)
  }

  /// 6.5 points against longs, 1.2 for shorts: on 1,000 units −0.065 and 0.012 a night.
  private static let points = SwapModel(
    rate: .points(
      long: PriceDistance(tenThousandths: -65_000, unit: .point),
      short: PriceDistance(tenThousandths: 12_000, unit: .point)))

  private static func held(
    _ name: String, _ side: OrderSide = .buy, units: Int64 = 1_000, from: Int64, to: Int64,
    swap: SwapModel = points, expected: Int64
  ) -> MarketCase {
    let opens = side == .buy ? 110_010 : 110_000
    let closes = side == .buy ? 110_000 : 110_010
    let fill = "\(units) @\(opens) entry 0"
    let exit = "\(units) @\(closes) end_of_data 0"
    return MarketCase(
      name: name, broker: { $0.swap = swap }, ticks: [q(from), q(to)],
      plan: [Ask(from, .submit(side, units))],
      fills: ["\(from) \(side.rawValue) \(fill)", "\(to) \(side.opposite.rawValue) \(exit)"],
      trades: ["\(units) gross \(-100 * units) commission 0 swap \(expected)"],
      end: 1_000_000_000 - 100 * units + expected)
  }

  /// Milliseconds to days and hours after the base, Wednesday noon UTC.
  private static func at(days: Int64, hours: Int64, minutes: Int64 = 0) -> Int64 {
    days * 86_400_000 + hours * 3_600_000 + minutes * 60_000
  }

  static let swap: [MarketCase] = [
    // Wednesday 22:00 UTC is 17:00 in New York: 3 × −0.065.
    held(
      "Wednesday's roll counts three nights, at 22:00 UTC in winter", from: 0, to: at(days: 0, hours: 10),
      expected: -195_000),
    held("a millisecond before the roll there is none", from: 0, to: 35_999_999, expected: 0),
    held("a short is credited", .sell, from: 0, to: at(days: 0, hours: 10), expected: 36_000),
    // Thursday's roll is one night.
    held(
      "the night after is one", from: at(days: 0, hours: 11), to: at(days: 1, hours: 10), expected: -65_000),
    // Wednesday 3, Thursday 1, Friday 1, none on Saturday and Sunday.
    held(
      "a week from Wednesday to Sunday evening is five nights", from: 0,
      to: at(days: 4, hours: 10, minutes: 5), expected: -325_000),
    held(
      "where weekends are charged they count one night each", from: at(days: 2, hours: 8),
      to: at(days: 4, hours: 10, minutes: 5),
      swap: SwapModel(rate: points.rate, tripleDay: nil, chargesWeekends: true), expected: -195_000),
    held(
      "the triple day can be Friday", from: at(days: 2, hours: 8), to: at(days: 4, hours: 10, minutes: 5),
      swap: SwapModel(rate: points.rate, tripleDay: 5), expected: -195_000),
    // 2024-03-11, a Monday, the day after New York's clocks went forward: 17:00 is 21:00 UTC.
    held(
      "after the clocks go forward the roll is at 21:00 UTC", from: at(days: 61, hours: 0),
      to: at(days: 61, hours: 9), expected: -65_000),
    held(
      "and not before", from: at(days: 61, hours: 0), to: at(days: 61, hours: 9) - 1, expected: 0),
    // 2024-11-04, a Monday, the day after they went back: 22:00 again.
    held(
      "after the clocks go back 21:00 UTC is not the roll", from: at(days: 299, hours: 0),
      to: at(days: 299, hours: 9), expected: 0),
    held(
      "but 22:00 UTC is", from: at(days: 299, hours: 0), to: at(days: 299, hours: 10), expected: -65_000),
    // Friday 2024-03-08 22:00 UTC one night; Sunday 21:00 UTC none.
    held(
      "the weekend of the change is one night", from: at(days: 58, hours: 8),
      to: at(days: 60, hours: 10), expected: -65_000),
    // 1,000 × 1.10005 × 1.8 % ÷ 360 = 0.0550025 a night; three are 0.1650075, to the even 0.165008.
    held(
      "a yearly rate is of the mid before the roll, all nights rounded once", .sell, from: 0,
      to: at(days: 0, hours: 10),
      swap: SwapModel(
        rate: .annual(
          long: Percentage(hundredMillionths: -3_600_000), short: Percentage(hundredMillionths: 1_800_000))),
      expected: 165_008),
    // 0.65 pip is 6.5 points.
    held(
      "points can be given in pips", from: at(days: 0, hours: 11), to: at(days: 1, hours: 10),
      swap: SwapModel(
        rate: .points(long: PriceDistance(tenThousandths: -6_500, unit: .pip), short: .zero)),
      expected: -65_000),
    // 3 × 3 × −0.065 on 3,000 units: −0.585. A third goes with the first close, the rest with the second.
    MarketCase(
      name: "a partial close takes its share", broker: { $0.swap = points },
      ticks: [q(0), q(36_000_000), q(36_001_000)],
      plan: [Ask(0, .submit(.buy, 3_000)), Ask(36_000_000, .close(1, 1_000))],
      fills: [
        "0 buy 3000 @110010 entry 0", "36000000 sell 1000 @110000 strategy 0",
        "36001000 sell 2000 @110000 end_of_data 0",
      ],
      trades: [
        "1000 gross -100000 commission 0 swap -195000", "2000 gross -200000 commission 0 swap -390000",
      ], end: 1_000_000_000 - 300_000 - 585_000),
    // The quote at the roll closes it: swap was booked before the strategy saw that quote.
    MarketCase(
      name: "a close on the roll's quote comes too late", broker: { $0.swap = points },
      ticks: [q(0), q(36_000_000)], plan: [Ask(0, .submit(.buy, 1_000)), Ask(36_000_000, .close(1))],
      fills: ["0 buy 1000 @110010 entry 0", "36000000 sell 1000 @110000 strategy 0"],
      trades: ["1000 gross -100000 commission 0 swap -195000"]),
    // The close arrives 200 ms later, at 21:59:59.900, though the next quote is after the roll.
    MarketCase(
      name: "a close that arrives before the roll is before it",
      broker: {
        $0.swap = points
        $0.latencyNanoseconds = 200 * Timestamp.millisecond
      }, ticks: [q(0), q(1_000), q(35_999_700), q(36_000_500)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(35_999_700, .close(1))],
      fills: ["200 buy 1000 @110010 entry 0", "35999900 sell 1000 @110000 strategy 0"],
      trades: ["1000 gross -100000 commission 0 swap 0"]),
    MarketCase(
      name: "an entry that arrives after the roll is after it",
      broker: {
        $0.swap = points
        $0.latencyNanoseconds = 400 * Timestamp.millisecond
      }, ticks: [q(0), q(35_999_700), q(36_000_500), q(36_001_000)],
      plan: [Ask(35_999_700, .submit(.buy, 1_000))],
      fills: ["36000100 buy 1000 @110010 entry 0", "36001000 sell 1000 @110000 end_of_data 0"],
      trades: ["1000 gross -100000 commission 0 swap 0"]),
  ]
}
