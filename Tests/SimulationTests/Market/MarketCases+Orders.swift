import TestSupport
import TradingCore

extension MarketCase {
  private static func q(_ ms: Int64, _ bid: Int64 = 110_000, _ ask: Int64? = nil) -> Tick {
    Tick(ms: ms, bid: bid, ask: ask ?? bid + 10)
  }

  private static func stopLimit(_ stop: Int64, _ limit: Int64) -> OrderKind {
    .stopLimit(stop: Price(points: stop), limit: Price(points: limit))
  }

  static let stopLimits: [MarketCase] = [
    MarketCase(
      name: "a stop-limit fills at the quote that triggers it when that is within its limit",
      ticks: [q(0), q(1, 110_025), q(2)], plan: [Ask(0, .submit(.buy, 1_000, stopLimit(110_030, 110_040)))],
      fills: ["1 buy 1000 @110035 entry 0", "2 sell 1000 @110000 end_of_data 0"]),
    MarketCase(
      name: "a stop-limit never slips", broker: { $0.slippage = .fixed(.points(3)) },
      ticks: [q(0), q(1, 110_025), q(2)], plan: [Ask(0, .submit(.buy, 1_000, stopLimit(110_030, 110_040)))],
      fills: ["1 buy 1000 @110035 entry 0", "2 sell 1000 @109997 end_of_data 0"]),
    // The ask jumps to 110110, over the limit; it works at 110040 from then on.
    MarketCase(
      name: "a gap over the limit leaves a limit order",
      ticks: [q(0), q(1, 110_100), q(2, 110_035), q(3, 110_025), q(4)],
      plan: [Ask(0, .submit(.buy, 1_000, stopLimit(110_030, 110_040)))],
      fills: ["3 buy 1000 @110040 entry 0", "4 sell 1000 @110000 end_of_data 0"]),
    // Sell: bid 109960 ≤ 109970 triggers, 109960 ≥ 109950 fills.
    MarketCase(
      name: "a sell stop-limit looks at the bid", ticks: [q(0), q(1, 109_960), q(2)],
      plan: [Ask(0, .submit(.sell, 1_000, stopLimit(109_970, 109_950)))],
      fills: ["1 sell 1000 @109960 entry 0", "2 buy 1000 @110010 end_of_data 0"]),
    MarketCase(
      name: "a stop-limit that is triggered on a crossed quote is a limit there",
      ticks: [q(0), q(1, 110_040, 110_032), q(2)],
      plan: [Ask(0, .submit(.buy, 1_000, stopLimit(110_030, 110_035)))],
      fills: ["1 buy 1000 @110032 entry 0", "2 sell 1000 @110000 end_of_data 0"]),
    MarketCase(
      name: "a stop-limit whose stop is reached on arrival is rejected", ticks: [q(0), q(1)],
      plan: [Ask(0, .submit(.buy, 1_000, stopLimit(110_010, 110_040)))], fills: [],
      refused: ["stop_already_passed": 1]),
    // Sent at 1,000, there at 1,200; the next tick is of the other symbol, and there is no later one.
    MarketCase(
      name: "what arrives after its symbol's last quote is not closed before it was opened",
      conversions: [Known.instrument("GBPUSD")],
      broker: { $0.latencyNanoseconds = 200 * Timestamp.millisecond },
      ticks: [q(0), q(1_000), Tick(ms: 2_000, bid: 127_000, ask: 127_010, symbol: 1)],
      plan: [Ask(1_000, .submit(.buy, 1_000))],
      fills: ["1200 buy 1000 @110010 entry 0", "1200 sell 1000 @110000 end_of_data 0"]),
    MarketCase(
      name: "an ioc stop-limit over its limit is canceled",
      ticks: [q(0), q(1, 110_100), q(2, 110_000), q(3)],
      plan: [Ask(0, .submit(.buy, 1_000, stopLimit(110_030, 110_040), .immediateOrCancel))], fills: []),
  ]

  static let breakEven: [MarketCase] = [
    // Opened at 110010; 110030 is 20 points on, so the loss goes to 110015, from the next quote on.
    MarketCase(
      name: "the stop loss moves to the entry and five points",
      ticks: [
        q(0), q(1, 110_029), q(2, 110_014), q(3, 110_030), q(4, 110_016), q(5, 110_015), q(6),
      ],
      plan: [
        Ask(
          0,
          .submit(
            .buy, 1_000, .market, .goodTillCanceled,
            Protection(breakEven: BreakEven(triggerPoints: 20, offsetPoints: 5))))
      ],
      fills: ["0 buy 1000 @110010 entry 0", "5 sell 1000 @110015 stop_loss 0"]),
    // Sold at 110000; the ask has to come to 109980, the loss goes to 109995.
    MarketCase(
      name: "a short's break-even is measured at the ask",
      ticks: [q(0), q(1, 109_970), q(2, 109_980), q(3, 109_990)],
      plan: [
        Ask(
          0,
          .submit(
            .sell, 1_000, .market, .goodTillCanceled,
            Protection(breakEven: BreakEven(triggerPoints: 20, offsetPoints: 5))))
      ],
      fills: ["0 sell 1000 @110000 entry 0", "3 buy 1000 @110000 stop_loss 0"]),
    MarketCase(
      name: "a better stop loss stays", ticks: [q(0), q(1, 110_050), q(2, 110_048), q(3, 110_018), q(4)],
      plan: [
        Ask(0, .submit(.buy, 1_000)),
        Ask(
          1,
          .protect(
            1,
            Protection(
              stopLoss: Price(points: 110_020), breakEven: BreakEven(triggerPoints: 20, offsetPoints: 5)))),
      ],
      fills: ["0 buy 1000 @110010 entry 0", "3 sell 1000 @110018 stop_loss 0"]),
    // Netting: 1,000 at 110010 and 1,000 at 110031, on average 110020.5, to the even 110020. 20 points on: 110040.
    MarketCase(
      name: "break-even counts from the average entry", broker: { $0.accountMode = .netting },
      ticks: [
        q(0), q(1, 110_021), q(2, 110_039), q(3, 110_019), q(4, 110_040), q(5, 110_021), q(6, 110_020),
      ],
      plan: [
        Ask(0, .submit(.buy, 1_000)),
        Ask(
          1,
          .submit(
            .buy, 1_000, .market, .goodTillCanceled, Protection(breakEven: BreakEven(triggerPoints: 20)))),
      ],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 buy 1000 @110031 entry 0", "6 sell 2000 @110020 stop_loss 0",
      ]),
    MarketCase(
      name: "an offset at or over the trigger is denied", ticks: [q(0), q(1)],
      plan: [
        Ask(
          0,
          .submit(
            .buy, 1_000, .market, .goodTillCanceled,
            Protection(breakEven: BreakEven(triggerPoints: 5, offsetPoints: 5))))
      ], fills: [], refused: ["price_out_of_range": 1]),
  ]

  /// ES: two digits, moves by 25 points; a contract is 50 units.
  private static let es = {
    var instrument = Known.instrument("ES")
    instrument.tickPoints = 25
    return instrument
  }()

  static let ticks: [MarketCase] = [
    MarketCase(
      name: "prices between two steps are denied", traded: [es], balance: 1_000_000_000_000,
      ticks: [q(0, 480_000, 480_025), q(1, 480_000, 480_025)],
      plan: [
        Ask(0, .submit(.buy, 50, .limit(Price(points: 479_990)))),
        Ask(
          0,
          .submit(.buy, 50, .market, .goodTillCanceled, Protection(stopLoss: Price(points: 479_010)))),
      ], fills: [], refused: ["price_off_tick": 2]),
    // 13 points are nearer to 25 than to 0, 12 are not.
    MarketCase(
      name: "slippage is rounded to whole steps", traded: [es], balance: 1_000_000_000_000,
      broker: { $0.slippage = .fixed(.points(13)) },
      ticks: [q(0, 480_000, 480_025), q(1, 480_000, 480_025)], plan: [Ask(0, .submit(.buy, 50))],
      fills: ["0 buy 50 @480050 entry 0", "1 sell 50 @479975 end_of_data 0"],
      // −75 points × 50 × 0.01.
      trades: ["50 gross -37500000 commission 0 swap 0"]),
    MarketCase(
      name: "less than half a step is none", traded: [es], balance: 1_000_000_000_000,
      broker: { $0.slippage = .fixed(.points(12)) },
      ticks: [q(0, 480_000, 480_025), q(1, 480_000, 480_025)], plan: [Ask(0, .submit(.buy, 50))],
      fills: ["0 buy 50 @480025 entry 0", "1 sell 50 @480000 end_of_data 0"]),
    MarketCase(
      name: "shares trade from 9:30 to 16:00 in New York", traded: [equity],
      broker: { $0.enforcesTradingHours = true },
      // 14:29:59, 14:30, 20:59:59, 21:00 UTC.
      ticks: [
        q(8_999_000, 18_000, 18_001), q(9_000_000, 18_000, 18_001), q(32_399_000, 18_000, 18_001),
        q(32_400_000, 18_000, 18_001),
      ],
      plan: [
        Ask(8_999_000, .submit(.buy, 1)), Ask(9_000_000, .submit(.buy, 1)),
        Ask(32_399_000, .submit(.buy, 1)), Ask(32_400_000, .submit(.buy, 1)),
      ],
      fills: [
        "9000000 buy 1 @18001 entry 0", "32399000 buy 1 @18001 entry 0",
        "32400000 sell 1 @18000 end_of_data 0",
        "32400000 sell 1 @18000 end_of_data 0",
      ], refused: ["market_closed": 2]),
  ]

  private static let equity: Instrument = {
    var instrument = Known.eurusd
    instrument.symbol = Symbol("SHARE") ?? instrument.symbol
    instrument.assetClass = .equity
    instrument.base = Currency(code: "SHARE") ?? .eur
    (instrument.digits, instrument.pointsPerPip) = (2, 1)
    (instrument.unitsPerLot, instrument.minimumUnits, instrument.stepUnits) = (1, 1, 1)
    instrument.hours = .usEquity
    return instrument
  }()
}
