import TestSupport
import TradingCore

extension MarketCase {
  private static func q(_ ms: Int64, _ bid: Int64 = 110_000, _ ask: Int64? = nil) -> Tick {
    Tick(ms: ms, bid: bid, ask: ask ?? bid + 10)
  }

  /// One buy at 110010 that needs exactly `needed`, accepted with it and denied with a millionth less.
  private static func needs(
    _ needed: Int64, _ name: String, units: Int64, _ broker: @escaping @Sendable (inout BrokerProfile) -> Void
  ) -> [MarketCase] {
    let entry = "0 buy \(units) @110010 entry 0"
    let exit = "1 sell \(units) @110000 end_of_data 0"
    return [
      MarketCase(
        name: "\(name): just enough", balance: needed, broker: broker, ticks: [q(0), q(1)],
        plan: [Ask(0, .submit(.buy, units))], fills: [entry, exit], marginCalls: 1),
      MarketCase(
        name: "\(name): a millionth short", balance: needed - 1, broker: broker, ticks: [q(0), q(1)],
        plan: [Ask(0, .submit(.buy, units))], fills: [], refused: ["margin_insufficient": 1]),
    ]
  }

  static let margin: [MarketCase] =
    // 1,100.10 ÷ 20.
    needs(55_005_000, "a class's leverage", units: 1_000) {
      $0.classTerms[.fx] = TradingTerms(margin: .leverage(20))
    }
    // The account's 1:100 is smaller than 1:500.
    + needs(11_001_000, "the smaller leverage counts", units: 1_000) {
      $0.classTerms[.fx] = TradingTerms(margin: .leverage(500))
    }
    + needs(15_000_000, "an amount for each lot", units: 1_000) {
      $0.symbolTerms[Known.eurusd.symbol] = TradingTerms(margin: .perLot(Money(units: 1_500_000_000)))
    }
    // 1,100.10 ÷ 100 + 2,200.20 ÷ 50 = 11.001 + 44.004.
    + needs(55_005_000, "tiers by volume", units: 3_000) {
      $0.classTerms[.fx] = TradingTerms(
        margin: .tiers([.init(fromLots: 0, leverage: 100), .init(fromLots: 1_000_000, leverage: 50)]))
    } + [
      // The first entry of 1,000 fills the first tier: 11.001. The second is in the next: 22.002. Once the first
      // is closed the second has the first tier: 11.001, so a third of 1,000 needs 33.003 and not 44.004.
      MarketCase(
        name: "what is left moves down to the first tier", balance: 33_203_000,
        broker: {
          $0.marginCallPercent = 0
          $0.stopOutPercent = 0
          $0.classTerms[.fx] = TradingTerms(
            margin: .tiers([.init(fromLots: 0, leverage: 100), .init(fromLots: 1_000_000, leverage: 50)]))
        },
        ticks: [q(0), q(1), q(2), q(3)],
        plan: [
          Ask(0, .submit(.buy, 1_000)), Ask(0, .submit(.buy, 1_000)), Ask(1, .submit(.buy, 1_000)),
          Ask(2, .close(1)), Ask(2, .submit(.buy, 1_000)),
        ],
        fills: [
          "0 buy 1000 @110010 entry 0", "0 buy 1000 @110010 entry 0", "2 sell 1000 @110000 strategy 0",
          "2 buy 1000 @110010 entry 0", "3 sell 1000 @110000 end_of_data 0",
          "3 sell 1000 @110000 end_of_data 0",
        ], refused: ["margin_insufficient": 1]),
      // 10,000 units at 1.10000 need 110; a point is 0.10. 109900: 110 is the level. 109910: 111 is above it.
      MarketCase(
        name: "a margin call comes at its level, and again after a recovery", balance: 120_000_000,
        ticks: [
          q(0, 110_000, 110_000), q(1, 109_901), q(2, 109_900), q(3, 109_890), q(4, 109_910), q(5, 109_900),
          q(6, 109_950),
        ],
        plan: [Ask(0, .submit(.buy, 10_000))],
        fills: ["0 buy 10000 @110000 entry 0", "6 sell 10000 @109950 end_of_data 0"], marginCalls: 2),
      // 55 is half of 110: 109350 leaves 120 − 65.
      MarketCase(
        name: "a fall through both levels is a call and a stop-out", balance: 120_000_000,
        ticks: [q(0, 110_000, 110_000), q(1, 109_350)], plan: [Ask(0, .submit(.buy, 10_000))],
        fills: ["0 buy 10000 @110000 entry 0", "1 sell 10000 @109350 stop_out 0"], marginCalls: 1),
      // 1:20: margin 550, stop-out at 275: 600 − 325 = 275 at 106750.
      MarketCase(
        name: "stop-out measures against the class's margin", balance: 600_000_000,
        broker: { $0.classTerms[.fx] = TradingTerms(margin: .leverage(20)) },
        ticks: [q(0, 110_000, 110_000), q(1, 106_751), q(2, 106_750)],
        plan: [Ask(0, .submit(.buy, 10_000))],
        fills: ["0 buy 10000 @110000 entry 0", "2 sell 10000 @106750 stop_out 0"], marginCalls: 1),
    ]

  static let conversion: [MarketCase] = [
    // 90 points on 1,000 are 0.90 GBP; the mid of GBPUSD is 1.270055: 1.1430495, to the even 1.143050.
    MarketCase(
      name: "pounds become dollars at the mid of GBPUSD", traded: [Known.instrument("EURGBP")],
      conversions: [Known.instrument("GBPUSD")],
      ticks: [
        Tick(ms: 0, bid: 127_000, ask: 127_000, symbol: 1), q(1, 85_000), q(2, 85_100),
        Tick(ms: 3, bid: 127_000, ask: 127_011, symbol: 1),
      ],
      plan: [Ask(1, .submit(.buy, 1_000))],
      fills: ["1 buy 1000 @85010 entry 0", "2 sell 1000 @85100 end_of_data 0"],
      trades: ["1000 gross 1143050 commission 0 swap 0"], end: 1_001_143_050),
    // 90 yen at the mid of USDJPY, 147.0055: 0.612221991…
    MarketCase(
      name: "yen become dollars by the mid of USDJPY, divided", traded: [Known.instrument("GBPJPY")],
      conversions: [Known.instrument("USDJPY")],
      ticks: [
        Tick(ms: 0, bid: 147_000, ask: 147_011, symbol: 1), q(1, 187_000), q(2, 187_100),
      ],
      plan: [Ask(1, .submit(.buy, 1_000))],
      fills: ["1 buy 1000 @187010 entry 0", "2 sell 1000 @187100 end_of_data 0"],
      trades: ["1000 gross 612222 commission 0 swap 0"], end: 1_000_612_222),
    MarketCase(
      name: "an order before the pair's first quote is refused", traded: [Known.instrument("EURGBP")],
      conversions: [Known.instrument("GBPUSD")],
      ticks: [
        q(0, 85_000), Tick(ms: 1, bid: 127_000, ask: 127_000, symbol: 1), q(2, 85_000), q(3, 85_000),
      ],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(2, .submit(.buy, 1_000))],
      fills: ["2 buy 1000 @85010 entry 0", "3 sell 1000 @85000 end_of_data 0"],
      trades: ["1000 gross -127000 commission 0 swap 0"], refused: ["no_conversion": 1]),
    // Margin: 850.10 GBP × 1.27 ÷ 100 = 10.79627.
    MarketCase(
      name: "margin is converted too", traded: [Known.instrument("EURGBP")],
      conversions: [Known.instrument("GBPUSD")], balance: 10_796_269,
      ticks: [Tick(ms: 0, bid: 127_000, ask: 127_000, symbol: 1), q(1, 85_000)],
      plan: [Ask(1, .submit(.buy, 1_000))], fills: [], refused: ["margin_insufficient": 1]),
    // 10,000 units: a point is 0.10 GBP, margin 8,500 × 1.27 ÷ 100 = 107.95, all there is; stop-out at 53.975.
    // −2 GBP at 84980 are −2.54 at 1.27 and −53.98 at 26.99: 53.97 are left, and the pair alone stops it out.
    MarketCase(
      name: "a quote of the pair alone can stop out", traded: [Known.instrument("EURGBP")],
      conversions: [Known.instrument("GBPUSD")], balance: 107_950_000,
      ticks: [
        Tick(ms: 0, bid: 127_000, ask: 127_000, symbol: 1), q(1, 85_000, 85_000), q(2, 84_980),
        Tick(ms: 3, bid: 2_699_000, ask: 2_699_000, symbol: 1),
      ],
      plan: [Ask(1, .submit(.buy, 10_000))],
      fills: ["1 buy 10000 @85000 entry 0", "3 sell 10000 @84980 stop_out 0"],
      trades: ["10000 gross -53980000 commission 0 swap 0"], marginCalls: 1),
  ]
}
