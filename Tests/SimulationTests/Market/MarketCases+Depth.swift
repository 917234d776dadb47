import TestSupport
import TradingCore

extension MarketCase {
  private static func q(_ ms: Int64, _ bid: Int64 = 110_000, _ ask: Int64? = nil) -> Tick {
    Tick(ms: ms, bid: bid, ask: ask ?? bid + 10)
  }

  /// So many 1,000 units on each side of every quote.
  private static func offer(_ thousands: Int64) -> @Sendable (inout BrokerProfile) -> Void {
    { $0.depth = .fixed(lots: thousands * 1_000_000) }
  }

  static let depth: [MarketCase] = [
    MarketCase(
      name: "what a quote does not offer waits for the next ones", broker: offer(1),
      ticks: [q(0), q(1, 110_020), q(2, 110_040), q(3, 110_060)], plan: [Ask(0, .submit(.buy, 3_000))],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 buy 1000 @110030 entry 0", "2 buy 1000 @110050 entry 0",
        "3 sell 3000 @110060 end_of_data 0",
      ],
      trades: [
        "1000 gross 500000 commission 0 swap 0", "1000 gross 300000 commission 0 swap 0",
        "1000 gross 100000 commission 0 swap 0",
      ]),
    // 2,000 offered: the first order takes 1,000, the second the other 1,000 and the rest at the next quote.
    MarketCase(
      name: "orders on one quote share what it offers", broker: offer(2), ticks: [q(0), q(1, 110_020), q(2)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(0, .submit(.buy, 2_000))],
      fills: [
        "0 buy 1000 @110010 entry 0", "0 buy 1000 @110010 entry 0", "1 buy 1000 @110030 entry 0",
        "2 sell 1000 @110000 end_of_data 0", "2 sell 2000 @110000 end_of_data 0",
      ]),
    MarketCase(
      name: "each side has an offer of its own", broker: offer(1), ticks: [q(0), q(1)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(0, .submit(.sell, 1_000))],
      fills: [
        "0 buy 1000 @110010 entry 0", "0 sell 1000 @110000 entry 0", "1 sell 1000 @110000 end_of_data 0",
        "1 buy 1000 @110010 end_of_data 0",
      ]),
    MarketCase(
      name: "ioc takes what there is and cancels the rest", broker: offer(2), ticks: [q(0), q(1), q(2)],
      plan: [Ask(0, .submit(.buy, 3_000, .market, .immediateOrCancel))],
      fills: ["0 buy 2000 @110010 entry 0", "2 sell 2000 @110000 end_of_data 0"]),
    MarketCase(
      name: "fok takes all or nothing", broker: offer(2), ticks: [q(0), q(1), q(2)],
      plan: [
        Ask(0, .submit(.buy, 3_000, .market, .fillOrKill)),
        Ask(1, .submit(.buy, 2_000, .market, .fillOrKill)),
      ],
      fills: ["1 buy 2000 @110010 entry 0", "2 sell 2000 @110000 end_of_data 0"]),
    // Working at 109990; each quote at or below it fills 1,000 at the limit.
    MarketCase(
      name: "what is left of a limit works on at its price", broker: offer(1),
      ticks: [q(0), q(1, 109_975), q(2, 110_000), q(3, 109_980), q(4)],
      plan: [Ask(0, .submit(.buy, 2_000, .limit(Price(points: 109_990))))],
      fills: [
        "1 buy 1000 @109990 entry 0", "3 buy 1000 @109990 entry 0", "4 sell 2000 @110000 end_of_data 0",
      ]),
    MarketCase(
      name: "what is left of a marketable limit works on", broker: offer(1),
      ticks: [q(0), q(1, 110_020), q(2, 110_005), q(3)],
      plan: [Ask(0, .submit(.buy, 2_000, .limit(Price(points: 110_015))))],
      fills: [
        "0 buy 1000 @110010 entry 0", "2 buy 1000 @110015 entry 0", "3 sell 2000 @110000 end_of_data 0",
      ]),
    // Stop at 110030, triggered at 1; the rest at whatever comes.
    MarketCase(
      name: "what is left of a triggered stop goes on at market", broker: offer(1),
      ticks: [q(0), q(1, 110_025), q(2, 109_900), q(3)],
      plan: [Ask(0, .submit(.buy, 2_000, .stop(Price(points: 110_030))))],
      fills: [
        "1 buy 1000 @110035 entry 0", "2 buy 1000 @109910 entry 0", "3 sell 2000 @110000 end_of_data 0",
      ]),
    // The loss at 109950 is reached at 2 and takes 1,000; the rest goes at 3 though the market is back.
    MarketCase(
      name: "what is left of a stop loss closes at market", broker: offer(1),
      ticks: [q(0), q(1), q(2, 109_940), q(3, 110_000), q(4, 110_100)],
      plan: [
        Ask(
          0,
          .submit(
            .buy, 2_000, .market, .goodTillCanceled,
            Protection(stopLoss: Price(points: 109_950), takeProfit: Price(points: 110_090))))
      ],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 buy 1000 @110010 entry 0", "2 sell 1000 @109940 stop_loss 0",
        "3 sell 1000 @110000 stop_loss 0",
      ]),
    // The target at 110050 is there at 2, away at 3, back at 4.
    MarketCase(
      name: "what is left of a take profit stays one", broker: offer(1),
      ticks: [q(0), q(1), q(2, 110_060), q(3, 110_000), q(4, 110_055), q(5)],
      plan: [
        Ask(
          0,
          .submit(
            .buy, 2_000, .market, .goodTillCanceled, Protection(takeProfit: Price(points: 110_050))))
      ],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 buy 1000 @110010 entry 0", "2 sell 1000 @110050 take_profit 0",
        "4 sell 1000 @110050 take_profit 0",
      ]),
    // Three thousand wanted, one there, when the stop loss takes it: the rest of the order is not wanted any more,
    // though the quote at 2 is within its limit.
    MarketCase(
      name: "a stop loss cancels what is left of its order", broker: offer(1),
      ticks: [q(0), q(1, 109_940, 110_020), q(2), q(3)],
      plan: [
        Ask(
          0,
          .submit(
            .buy, 3_000, .limit(Price(points: 110_010)), .goodTillCanceled,
            Protection(stopLoss: Price(points: 109_950))))
      ], fills: ["0 buy 1000 @110010 entry 0", "1 sell 1000 @109940 stop_loss 0"]),
    MarketCase(
      name: "a close takes several quotes as well", broker: offer(1),
      ticks: [q(0), q(1), q(2, 110_020), q(3, 110_040), q(4)],
      plan: [Ask(0, .submit(.buy, 2_000)), Ask(2, .close(1))],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 buy 1000 @110010 entry 0", "2 sell 1000 @110020 strategy 0",
        "3 sell 1000 @110040 strategy 0",
      ]),
    MarketCase(
      name: "what waits can be canceled by its order's number", broker: offer(1),
      ticks: [q(0), q(1), q(2), q(3)], plan: [Ask(0, .submit(.buy, 5_000)), Ask(1, .cancel(1))],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 buy 1000 @110010 entry 0", "3 sell 2000 @110000 end_of_data 0",
      ]),
    MarketCase(
      name: "what waits ends at its expiry", broker: offer(1), ticks: [q(0), q(1), q(2), q(3)],
      plan: [Ask(0, .submit(.buy, 5_000, .market, .goodTill(time(1))))],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 buy 1000 @110010 entry 0", "3 sell 2000 @110000 end_of_data 0",
      ]),
    // Long 1,000; the order for 3,000 the other way closes 1,000 first, opens 1,000, and the rest follows.
    MarketCase(
      name: "a reversal closes first, from the same offer",
      broker: {
        $0.accountMode = .netting
        $0.depth = .fixed(lots: 2_000_000)
      }, ticks: [q(0), q(1), q(2, 109_990), q(3)],
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(1, .submit(.sell, 3_000))],
      fills: [
        "0 buy 1000 @110010 entry 0", "1 sell 1000 @110000 strategy 0", "1 sell 1000 @110000 entry 0",
        "2 sell 1000 @109990 entry 0", "3 buy 2000 @110010 end_of_data 0",
      ]),
  ]

  static let slippage: [MarketCase] = [
    // Half of 10 points is 5, half of 11 is 5.5, to the even 6.
    MarketCase(
      name: "slippage as a share of the spread", broker: { $0.slippage = .ofSpread(.percent(50)) },
      ticks: [q(0), q(1, 110_000, 110_011)], plan: [Ask(0, .submit(.buy, 1_000)), Ask(1, .close(1))],
      fills: ["0 buy 1000 @110015 entry 0", "1 sell 1000 @109994 strategy 0"]),
    // 2 pips a lot: 20 points × 0.13 lots = 2.6, to 3; the close of 0.01 lots 0.2, to 0.
    MarketCase(
      name: "slippage by size",
      broker: { $0.slippage = .perLot(PriceDistance(tenThousandths: 20_000, unit: .pip)) },
      ticks: [q(0), q(1)], plan: [Ask(0, .submit(.buy, 13_000)), Ask(0, .close(1, 1_000))],
      fills: [
        "0 buy 13000 @110013 entry 0", "0 sell 1000 @110000 strategy 0",
        "1 sell 12000 @109998 end_of_data 0",
      ]),
    // Bids of the minute from 12:00: 110000 to 110044. A tenth of 44 is 4.4. In that minute itself nothing is
    // known yet. 12:01 has a range of nothing, and 12:02 has no quotes: 12:03 still looks at 12:01.
    MarketCase(
      name: "slippage as a share of the last minute's range",
      broker: { $0.slippage = .ofVolatility(.percent(10)) },
      ticks: [
        q(0), q(1_000, 110_044), q(60_000, 110_020), q(180_000, 110_020), q(181_000, 110_020),
      ],
      plan: [
        Ask(0, .submit(.buy, 1_000)), Ask(60_000, .submit(.buy, 1_000)), Ask(180_000, .submit(.buy, 1_000)),
      ],
      fills: [
        "0 buy 1000 @110010 entry 0", "60000 buy 1000 @110034 entry 0", "180000 buy 1000 @110030 entry 0",
        "181000 sell 1000 @110020 end_of_data 0", "181000 sell 1000 @110020 end_of_data 0",
        "181000 sell 1000 @110020 end_of_data 0",
      ]),
    MarketCase(
      name: "one recorded fill is what every fill slips by", broker: { $0.slippage = .empirical([25_000]) },
      ticks: [q(0), q(1)], plan: [Ask(0, .submit(.buy, 1_000)), Ask(1, .close(1))],
      fills: ["0 buy 1000 @110012 entry 0", "1 sell 1000 @109998 strategy 0"]),
  ]
}
