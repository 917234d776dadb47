import TestSupport
import TradingCore

extension MarketCase {
  private static let flat: [Tick] = [
    Tick(ms: 0, bid: 110_000, ask: 110_010), Tick(ms: 1_000, bid: 110_000, ask: 110_010),
    Tick(ms: 2_000, bid: 110_000, ask: 110_010), Tick(ms: 3_000, bid: 110_000, ask: 110_010),
  ]

  private static func lot(_ cents: Int64) -> CommissionModel.Fee { .perLot(Money(units: cents * 10_000)) }

  /// 3.50 a lot, from 0.02 lots in the month on 3.00 less a fifth.
  private static let stepped: [CommissionModel.Tier] = [
    .init(taker: lot(350)), .init(from: 2_000_000, taker: lot(300), rebate: .percent(20)),
  ]

  static let commission: [MarketCase] = [
    // Before the fills 0, 0.01, 0.02 and 0.03 lots: 0.035, 0.035, then 0.03 less 0.006.
    MarketCase(
      name: "the tier is that of the volume before the fill, and its rebate lowers the charge",
      broker: { $0.commission = CommissionModel(tiers: stepped, currency: .usd) },
      ticks: flat,
      plan: [
        Ask(0, .submit(.buy, 1_000)), Ask(1_000, .close(1)), Ask(2_000, .submit(.buy, 1_000)),
        Ask(3_000, .close(3)),
      ],
      fills: [
        "0 buy 1000 @110010 entry 35000", "1000 sell 1000 @110000 strategy 35000",
        "2000 buy 1000 @110010 entry 24000", "3000 sell 1000 @110000 strategy 24000",
      ],
      trades: [
        "1000 gross -100000 commission 70000 swap 0", "1000 gross -100000 commission 48000 swap 0",
      ], end: 1_000_000_000 - 200_000 - 118_000),
    // 0.02 lots: 0.07. On January 31 23:59 the month has 0.02: 0.06 less 0.012. February starts at nothing.
    MarketCase(
      name: "the volume starts anew with the calendar month",
      broker: { $0.commission = CommissionModel(tiers: stepped, currency: .usd) },
      ticks: [
        Tick(ms: 0, bid: 110_000, ask: 110_010), Tick(ms: 1_857_540_000, bid: 110_000, ask: 110_010),
        Tick(ms: 1_857_630_000, bid: 110_000, ask: 110_010),
        Tick(ms: 1_857_640_000, bid: 110_000, ask: 110_010),
      ],
      plan: [
        Ask(0, .submit(.buy, 2_000)), Ask(1_857_540_000, .close(1)),
        Ask(1_857_630_000, .submit(.buy, 1_000)), Ask(1_857_640_000, .close(3)),
      ],
      fills: [
        "0 buy 2000 @110010 entry 70000", "1857540000 sell 2000 @110000 strategy 48000",
        "1857630000 buy 1000 @110010 entry 35000", "1857640000 sell 1000 @110000 strategy 35000",
      ]),
    MarketCase(
      name: "the registered monthly volume counts from the start",
      broker: {
        $0.commission = CommissionModel(tiers: stepped, currency: .usd, monthlyVolume: 2_000_000)
      },
      ticks: flat, plan: [Ask(0, .submit(.buy, 1_000)), Ask(1_000, .close(1))],
      fills: ["0 buy 1000 @110010 entry 24000", "1000 sell 1000 @110000 strategy 24000"]),
    // 1,100.10 × 0.01 % = 0.11001; then 1,100 are reached: 1,100.00 × 0.005 % = 0.055.
    MarketCase(
      name: "tiers by notional count account money",
      broker: {
        $0.commission = CommissionModel(
          tiers: [
            .init(taker: .ofNotional(Percentage(hundredMillionths: 10_000))),
            .init(from: 1_100_000_000, taker: .ofNotional(Percentage(hundredMillionths: 5_000))),
          ], currency: .usd, measure: .notional)
      },
      ticks: flat, plan: [Ask(0, .submit(.buy, 1_000)), Ask(1_000, .close(1))],
      fills: ["0 buy 1000 @110010 entry 110010", "1000 sell 1000 @110000 strategy 55000"]),
    MarketCase(
      name: "an order costs at least the minimum",
      broker: {
        $0.commission = CommissionModel(
          tiers: [.init(taker: lot(350))], currency: .usd, minimum: Money(units: 50_000))
      },
      ticks: flat, plan: [Ask(0, .submit(.buy, 1_000)), Ask(1_000, .close(1))],
      fills: ["0 buy 1000 @110010 entry 50000", "1000 sell 1000 @110000 strategy 50000"]),
    // The reversal's two fills: 0.035, topped up to 0.05; together 0.07, so 0.02 more. The end is its own order.
    MarketCase(
      name: "both fills of a reversal share the minimum",
      broker: {
        $0.accountMode = .netting
        $0.commission = CommissionModel(
          tiers: [.init(taker: lot(350))], currency: .usd, minimum: Money(units: 50_000))
      },
      ticks: flat, plan: [Ask(0, .submit(.buy, 1_000)), Ask(1_000, .submit(.sell, 2_000))],
      fills: [
        "0 buy 1000 @110010 entry 50000", "1000 sell 1000 @110000 strategy 50000",
        "1000 sell 1000 @110000 entry 20000", "3000 buy 1000 @110010 end_of_data 50000",
      ]),
    // Sums 0.035, 0.07, 0.105 against 0.05: 0.05, 0.02, 0.035. Closing whole at the end: 0.105.
    MarketCase(
      name: "partial fills share the minimum",
      broker: {
        $0.depth = .fixed(lots: 1_000_000)
        $0.commission = CommissionModel(
          tiers: [.init(taker: lot(350))], currency: .usd, minimum: Money(units: 50_000))
      },
      ticks: flat, plan: [Ask(0, .submit(.buy, 3_000))],
      fills: [
        "0 buy 1000 @110010 entry 50000", "1000 buy 1000 @110010 entry 20000",
        "2000 buy 1000 @110010 entry 35000", "3000 sell 3000 @110000 end_of_data 105000",
      ]),
    // 0.035 is halfway between 0.03 and 0.04: the even cent is 0.04. A fifth of it, 0.008, is booked as 0.01.
    MarketCase(
      name: "commission and rebate are booked in cents where the broker books cents",
      broker: {
        $0.bookingDigits = 2
        $0.commission = CommissionModel(
          tiers: [.init(taker: lot(350), rebate: .percent(20))], currency: .usd)
      },
      ticks: flat, plan: [Ask(0, .submit(.buy, 1_000)), Ask(1_000, .close(1))],
      fills: ["0 buy 1000 @110010 entry 30000", "1000 sell 1000 @110000 strategy 30000"]),
    // Working at 109990: 1,099.90 × −0.01 % = −0.10999. Take profit 110100: 1,101.00 × −0.01 % = −0.1101.
    MarketCase(
      name: "a working limit and a take profit are paid the maker's rate",
      broker: {
        $0.commission = .ofNotional(
          Percentage(hundredMillionths: 50_000), maker: Percentage(hundredMillionths: -10_000))
      },
      ticks: [
        Tick(ms: 0, bid: 110_000, ask: 110_010), Tick(ms: 1_000, bid: 109_980, ask: 109_990),
        Tick(ms: 2_000, bid: 110_100, ask: 110_110),
      ],
      plan: [
        Ask(
          0,
          .submit(
            .buy, 1_000, .limit(Price(points: 109_990)), .goodTillCanceled,
            Protection(takeProfit: Price(points: 110_100))))
      ],
      fills: ["1000 buy 1000 @109990 entry -109990", "2000 sell 1000 @110100 take_profit -110100"],
      end: 1_000_000_000 + 1_100_000 + 220_090),
    // Marketable on arrival it takes: 1,100.10 × 0.05 % = 0.55005; the close 1,100.00 × 0.05 % = 0.55.
    MarketCase(
      name: "a limit that is marketable on arrival takes",
      broker: {
        $0.commission = .ofNotional(
          Percentage(hundredMillionths: 50_000), maker: Percentage(hundredMillionths: -10_000))
      },
      ticks: flat,
      plan: [Ask(0, .submit(.buy, 1_000, .limit(Price(points: 110_020)))), Ask(1_000, .close(1))],
      fills: ["0 buy 1000 @110010 entry 550050", "1000 sell 1000 @110000 strategy 550000"]),
    // 0.03 EUR at 1.10010 and at 1.10000.
    MarketCase(
      name: "a fee in the base currency is converted at the fill's price",
      broker: { $0.commission = .perLotAndSide(Money(units: 3_000_000), .eur) },
      ticks: flat, plan: [Ask(0, .submit(.buy, 1_000)), Ask(1_000, .close(1))],
      fills: ["0 buy 1000 @110010 entry 33003", "1000 sell 1000 @110000 strategy 33000"]),
    // 0.03 GBP at the mid of GBPUSD, 1.270055: 0.03810165, to 1e-6 0.038102.
    MarketCase(
      name: "a fee in a third currency is converted at the mid of its pair",
      conversions: [Known.instrument("GBPUSD")],
      broker: { $0.commission = .perLotAndSide(Money(units: 3_000_000), .gbp) },
      ticks: [Tick(ms: 0, bid: 127_000, ask: 127_011, symbol: 1)] + flat,
      plan: [Ask(0, .submit(.buy, 1_000)), Ask(1_000, .close(1))],
      fills: ["0 buy 1000 @110010 entry 38102", "1000 sell 1000 @110000 strategy 38102"]),
    MarketCase(
      name: "a fee that can't be converted yet refuses the order",
      conversions: [Known.instrument("GBPUSD")],
      broker: { $0.commission = .perLotAndSide(Money(units: 3_000_000), .gbp) },
      ticks: flat, plan: [Ask(0, .submit(.buy, 1_000))], fills: [], refused: ["no_conversion": 1]),
  ]
}
