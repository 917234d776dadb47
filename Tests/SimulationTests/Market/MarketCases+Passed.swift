import TestSupport
import TradingCore

/// Levels that the market is past before they work, under both account modes.
extension MarketCase {
  private static func q(_ ms: Int64, _ bid: Int64 = 110_000, _ ask: Int64? = nil) -> Tick {
    Tick(ms: ms, bid: bid, ask: ask ?? bid + 10)
  }

  private static func order(
    _ side: OrderSide, _ units: Int64, _ kind: OrderKind, sl: Int64? = nil, tp: Int64? = nil
  ) -> Planner.Ask {
    .submit(
      side, units, kind, .goodTillCanceled,
      Protection(
        stopLoss: sl.map { Price(points: $0) }, takeProfit: tp.map { Price(points: $0) }))
  }

  private static func stop(_ points: Int64) -> OrderKind { .stop(Price(points: points)) }
  private static func limit(_ points: Int64) -> OrderKind { .limit(Price(points: points)) }

  static let passed: [MarketCase] = [
    // 110990 − 111010 = −20 on 1,000 units.
    MarketCase(
      name: "a stop order beyond its target under netting", broker: { $0.accountMode = .netting },
      ticks: [q(0), q(1, 111_000), q(2, 110_990)],
      plan: [Ask(0, order(.buy, 1_000, stop(110_100), tp: 110_500))],
      fills: ["1 buy 1000 @111010 entry 0", "2 sell 1000 @110990 take_profit 0"],
      trades: ["1000 gross -200000 commission 0 swap 0"], end: 999_800_000),
    // The target comes with the second order, which gaps: it is the whole position's. 110990 − 110010 = 980 and
    // 110990 − 111010 = −20.
    MarketCase(
      name: "a target that a netting order gives to a position that was there",
      broker: { $0.accountMode = .netting }, ticks: [q(0), q(1, 111_000), q(2, 110_990)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(0, order(.buy, 1_000, stop(110_100), tp: 110_500))],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 buy 1000 @111010 entry 0", "2 sell 2000 @110990 take_profit 0",
      ],
      trades: [
        "1000 gross 9800000 commission 0 swap 0", "1000 gross -200000 commission 0 swap 0",
      ], end: 1_009_600_000),
    // The sell stop closes 1,000 and opens 1,000 at 109000; the ask 109010 is beyond its target. 109000 − 109025.
    MarketCase(
      name: "a reversal beyond its target", broker: { $0.accountMode = .netting },
      ticks: [q(0), q(1, 109_000), q(2, 109_015)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(0, order(.sell, 2_000, stop(109_900), tp: 109_500))],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 sell 1000 @109000 strategy 0", "1 sell 1000 @109000 entry 0",
        "2 buy 1000 @109025 take_profit 0",
      ],
      trades: [
        "1000 gross -10100000 commission 0 swap 0", "1000 gross -250000 commission 0 swap 0",
      ], end: 989_650_000),
    // Triggered and filled at the crossed ask 110032, within its limit; the bid 110060 is beyond the target 110045.
    MarketCase(
      name: "a stop-limit on a crossed quote beyond its target",
      ticks: [q(0), q(1, 110_060, 110_032), q(2, 110_050)],
      plan: [
        Ask(
          0,
          order(
            .buy, 1_000, .stopLimit(stop: Price(points: 110_030), limit: Price(points: 110_040)), tp: 110_045)
        )
      ],
      fills: ["1 buy 1000 @110032 entry 0", "2 sell 1000 @110050 take_profit 0"],
      trades: ["1000 gross 180000 commission 0 swap 0"], end: 1_000_180_000),
    // Changed at 1 to 110050, where the ask is 110010 already: bought at 2's ask.
    MarketCase(
      name: "a limit that is changed to where the market was", ticks: [q(0), q(1), q(2, 110_005), q(3)],
      plan: [Ask(0, .submit(.buy, 1_000, limit(109_900))), Ask(1, .change(1, price: 110_050))],
      fills: ["2 buy 1000 @110015 entry 0", "3 sell 1000 @110000 end_of_data 0"]),
    // A position's new target is refused where the market is past it, as ever.
    MarketCase(
      name: "a position is not given a target that is passed", ticks: [q(0), q(1, 110_100), q(2, 110_100)],
      plan: [
        Ask(0, .submit(.buy, 1_000)), Ask(1, .protect(1, Protection(takeProfit: Price(points: 110_050)))),
      ],
      fills: ["0 buy 1000 @110010 entry 0", "2 sell 1000 @110100 end_of_data 0"],
      refused: ["take_profit_wrong_side": 1]),
    // Bought at 110080 on a jump over 110030: 50 points lie behind, the break-even's 20 are there from the start.
    // The loss moves to 110085 on the quote after, and works from the one after that.
    MarketCase(
      name: "a break-even whose trigger the entry's quote is past moves on the next quote",
      ticks: [q(0), q(1, 110_070), q(2, 110_100), q(3, 110_080), q(4)],
      plan: [
        Ask(
          0,
          .submit(
            .buy, 1_000, stop(110_030), .goodTillCanceled,
            Protection(breakEven: BreakEven(triggerPoints: 20, offsetPoints: 5))))
      ],
      fills: ["1 buy 1000 @110080 entry 0", "3 sell 1000 @110080 stop_loss 0"]),
    // Each of the two has its own target; only the one that was passed leaves at the quote.
    MarketCase(
      name: "a passed target beside one that is not",
      ticks: [q(0), q(1, 111_000), q(2, 111_020)],
      plan: [
        Ask(0, order(.buy, 1_000, stop(110_100), tp: 110_500)),
        Ask(0, order(.buy, 1_000, stop(110_100), tp: 111_015)),
      ],
      fills: [
        "1 buy 1000 @111010 entry 0", "1 buy 1000 @111010 entry 0", "2 sell 1000 @111020 take_profit 0",
        "2 sell 1000 @111015 take_profit 0",
      ]),
  ]

  /// An order or change for one symbol beside the quotes of another.
  static let symbols: [MarketCase] = [
    // The first order waits for pounds until 500; the second meets the first quote of its own symbol, 300.
    MarketCase(
      name: "what is on its way to one symbol does not hold up another's",
      traded: [Known.instrument("EURUSD"), Known.instrument("GBPUSD")],
      broker: {
        $0.latencyNanoseconds = 200 * Timestamp.millisecond
        $0.latencyRule = .firstAfter
      },
      ticks: [
        q(0), pound(0), q(1), q(300, 110_020), q(400, 110_040), pound(500), q(600), pound(600),
      ],
      plan: [Ask(0, .submit(.buy, 1_000, symbol: 1)), Ask(1, .submit(.buy, 1_000))],
      fills: [
        "300 buy 1000 @110030 entry 0", "500 buy 1000 @127010 entry 0", "600 sell 1000 @127000 end_of_data 0",
        "600 sell 1000 @110000 end_of_data 0",
      ]),
    MarketCase(
      name: "a change meets the quotes of its position's symbol",
      traded: [Known.instrument("EURUSD"), Known.instrument("GBPUSD")],
      ticks: [pound(0), q(1), q(2), pound(3, 126_890), q(4)],
      plan: [
        Ask(0, .submit(.buy, 1_000, symbol: 1)),
        Ask(2, .protect(1, Protection(stopLoss: Price(points: 126_900)))),
      ],
      fills: ["0 buy 1000 @127010 entry 0", "3 sell 1000 @126890 stop_loss 0"]),
    // Sent at 0 with its cancel right behind it; both are there at 200, and meet 500.
    MarketCase(
      name: "a cancel goes where its order goes",
      traded: [Known.instrument("EURUSD"), Known.instrument("GBPUSD")],
      broker: {
        $0.latencyNanoseconds = 200 * Timestamp.millisecond
        $0.latencyRule = .firstAfter
      },
      ticks: [q(0), pound(0), q(1), q(300), pound(500), pound(600, 126_000)],
      plan: [
        Ask(0, .submit(.buy, 1_000, .limit(Price(points: 126_500)), symbol: 1)), Ask(1, .cancel(1)),
      ], fills: []),
  ]

  private static func pound(_ ms: Int64, _ bid: Int64 = 127_000) -> Tick {
    Tick(ms: ms, bid: bid, ask: bid + 10, symbol: 1)
  }
}
