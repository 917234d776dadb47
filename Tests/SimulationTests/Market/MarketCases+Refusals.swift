import TestSupport
import TradingCore

/// Crossed first quotes and reversals that lack margin: what is refused, and what is not.
extension MarketCase {
  private static func q(_ ms: Int64, _ bid: Int64 = 110_000, _ ask: Int64? = nil) -> Tick {
    Tick(ms: ms, bid: bid, ask: ask ?? bid + 10)
  }

  private static func netting(_ profile: inout BrokerProfile) { profile.accountMode = .netting }

  static let crossedFirst: [MarketCase] = [
    MarketCase(
      name: "a market order on a crossed first quote waits", ticks: [q(0, 110_010, 110_000), q(1), q(2)],
      plan: [Ask(0, .submit(.buy, 1_000))],
      fills: ["1 buy 1000 @110010 entry 0", "2 sell 1000 @110000 end_of_data 0"]),
    MarketCase(
      name: "so it does under netting, in order of placement", broker: netting,
      ticks: [q(0, 110_010, 110_000), q(1, 110_012, 110_010), q(2), q(3)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(1, .submit(.sell, 3_000))],
      fills: [
        "2 buy 1000 @110010 entry 0", "2 sell 1000 @110000 strategy 0", "2 sell 2000 @110000 entry 0",
        "3 buy 2000 @110010 end_of_data 0",
      ]),
    // Sent at 0 and there at 200, when 0's quote is still the last one; 300 is crossed as well.
    MarketCase(
      name: "with latency it meets the crossed first quote and waits",
      broker: { $0.latencyNanoseconds = 200 * Timestamp.millisecond },
      ticks: [q(0, 110_010, 110_000), q(300, 110_010, 110_000), q(400), q(500)],
      plan: [Ask(0, .submit(.buy, 1_000))],
      fills: ["400 buy 1000 @110010 entry 0", "500 sell 1000 @110000 end_of_data 0"]),
    MarketCase(
      name: "under first_after, too",
      broker: {
        $0.latencyNanoseconds = 200 * Timestamp.millisecond
        $0.latencyRule = .firstAfter
      },
      ticks: [q(0, 110_010, 110_000), q(300, 110_010, 110_000), q(400), q(500)],
      plan: [Ask(0, .submit(.buy, 1_000))],
      fills: ["400 buy 1000 @110010 entry 0", "500 sell 1000 @110000 end_of_data 0"]),
    MarketCase(
      name: "ioc and fok are rejected on a crossed first quote", ticks: [q(0, 110_010, 110_000), q(1)],
      plan: [
        Ask(0, .submit(.buy, 1_000, .market, .immediateOrCancel)),
        Ask(0, .submit(.sell, 1_000, .market, .fillOrKill)),
      ], fills: [], refused: ["crossed_quote": 2]),
    MarketCase(
      name: "a limit that is marketable on a crossed first quote fills there",
      ticks: [q(0, 110_010, 110_000), q(1), q(2)],
      plan: [Ask(0, .submit(.buy, 1_000, .limit(Price(points: 110_005))))],
      fills: ["0 buy 1000 @110000 entry 0", "2 sell 1000 @110000 end_of_data 0"]),
    MarketCase(
      name: "a stop order works from a crossed first quote on",
      ticks: [q(0, 110_010, 110_000), q(1, 110_015), q(2)],
      plan: [Ask(0, .submit(.buy, 1_000, .stop(Price(points: 110_020))))],
      fills: ["1 buy 1000 @110025 entry 0", "2 sell 1000 @110000 end_of_data 0"]),
    MarketCase(
      name: "what waits is canceled at the end where no quote was uncrossed",
      ticks: [q(0, 110_010, 110_000), q(1, 110_010, 110_000)], plan: [Ask(0, .submit(.buy, 1_000))],
      fills: [], end: 1_000_000_000),
  ]

  /// Unless said otherwise 12.00 USD, of which 1,000 at 1.10010 hold 11.001; 2,000 need 22.
  static let reversals: [MarketCase] = [
    MarketCase(
      name: "a reversal without margin closes, and its opening is rejected", balance: 12_000_000,
      broker: netting, ticks: [q(0), q(1, 110_020), q(2)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(1, .submit(.sell, 3_000))],
      fills: ["0 buy 1000 @110010 entry 0", "1 sell 1000 @110020 strategy 0"],
      trades: ["1000 gross 100000 commission 0 swap 0"], end: 12_100_000, refused: ["no_margin": 1]),
    MarketCase(
      name: "a short's likewise", balance: 12_000_000, broker: netting, ticks: [q(0), q(1, 109_980), q(2)],
      plan: [Ask(0, .submit(.sell, 1_000)), Ask(1, .submit(.buy, 3_000))],
      fills: ["0 sell 1000 @110000 entry 0", "1 buy 1000 @109990 strategy 0"],
      trades: ["1000 gross 100000 commission 0 swap 0"], end: 12_100_000, refused: ["no_margin": 1]),
    // What the closing brings pays for the opening: 12 + 10.99 carry 2,000 at 1.11109, which need 22.2218.
    MarketCase(
      name: "the opening is checked after the closing is booked", balance: 12_000_000, broker: netting,
      ticks: [q(0), q(1, 111_109), q(2, 111_109)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(1, .submit(.sell, 3_000))],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 sell 1000 @111109 strategy 0", "1 sell 2000 @111109 entry 0",
        "2 buy 2000 @111119 end_of_data 0",
      ]),
    MarketCase(
      name: "a fok reversal is whole or not at all", balance: 12_000_000, broker: netting,
      ticks: [q(0), q(1, 110_020), q(2)],
      plan: [
        Ask(0, .submit(.buy, 1_000)), Ask(1, .submit(.sell, 3_000, .market, .fillOrKill)),
      ],
      fills: ["0 buy 1000 @110010 entry 0", "2 sell 1000 @110000 end_of_data 0"],
      refused: ["no_margin": 1]),
    MarketCase(
      name: "an ioc reversal closes what it can", balance: 12_000_000, broker: netting,
      ticks: [q(0), q(1, 110_020), q(2)],
      plan: [
        Ask(0, .submit(.buy, 1_000)), Ask(1, .submit(.sell, 3_000, .market, .immediateOrCancel)),
      ],
      fills: ["0 buy 1000 @110010 entry 0", "1 sell 1000 @110020 strategy 0"], refused: ["no_margin": 1]),
    MarketCase(
      name: "a limit order that reverses closes at its price", balance: 12_000_000, broker: netting,
      ticks: [q(0), q(1, 110_060), q(2)],
      plan: [
        Ask(0, .submit(.buy, 1_000)), Ask(0, .submit(.sell, 3_000, .limit(Price(points: 110_050)))),
      ],
      fills: ["0 buy 1000 @110010 entry 0", "1 sell 1000 @110050 strategy 0"], refused: ["no_margin": 1]),
    MarketCase(
      name: "a stop order that reverses closes at the quote", balance: 12_000_000, broker: netting,
      ticks: [q(0), q(1, 109_940), q(2)],
      plan: [
        Ask(0, .submit(.buy, 1_000)), Ask(0, .submit(.sell, 3_000, .stop(Price(points: 109_950)))),
      ],
      fills: ["0 buy 1000 @110010 entry 0", "1 sell 1000 @109940 strategy 0"], refused: ["no_margin": 1]),
    MarketCase(
      name: "a reversal on its way closes where it arrives", balance: 12_000_000,
      broker: {
        $0.accountMode = .netting
        $0.latencyNanoseconds = 200 * Timestamp.millisecond
      }, ticks: [q(0), q(300), q(1_000, 110_020)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(300, .submit(.sell, 3_000))],
      fills: ["200 buy 1000 @110010 entry 0", "500 sell 1000 @110000 strategy 0"],
      refused: ["no_margin": 1]),
    MarketCase(
      name: "an order on the same side is still denied for want of margin", balance: 12_000_000,
      broker: netting, ticks: [q(0), q(1)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(1, .submit(.buy, 3_000))],
      fills: ["0 buy 1000 @110010 entry 0", "1 sell 1000 @110000 end_of_data 0"],
      refused: ["margin_insufficient": 1]),
  ]
}
