/// What arrived first goes first: orders that wait and orders that arrive, on one quote.
extension HandWorkedCases {
  private static let firstAfter = OracleSettings().with {
    $0.latency = 500 * millisecond
    $0.latencyRule = .firstAfter
  }

  static let queue: [HandWorkedCase] = [
    // 1 meets the crossed quote of 600 and waits; 2, sent then, arrives at 1100. Both meet 1200.
    HandWorkedCase(
      "an order that waits goes before one that arrives",
      settings: firstAfter,
      quotes: [q(0, 110_000, 110_010), q(600, 110_020, 110_012), q(1_200, 110_030, 110_040)],
      rows: [row(0, 1, .buy), row(600, 2, .sell)],
      trades: [
        trade(
          1, .buy, from: (1_200, 110_040), to: (1_200, 110_030), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
        trade(
          2, .sell, from: (1_200, 110_030), to: (1_200, 110_040), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ],
      fills: [
        fill(1_200, .buy, 110_040), fill(1_200, .sell, 110_030), fill(1_200, .sell, 110_030, .endOfData),
        fill(1_200, .buy, 110_040, .endOfData),
      ]),
    // 2,000 need 22.008 of 30, 1,000 more 11.004: the one that waited gets it. −10 points on 2,000 units.
    HandWorkedCase(
      "the margin goes to the order that waits",
      settings: firstAfter.with { $0.startBalance = 30_000_000 },
      quotes: [q(0, 110_000, 110_010), q(600, 110_020, 110_012), q(1_200, 110_030, 110_040)],
      rows: [row(0, 1, .buy, units: 2_000), row(600, 2, .buy)],
      trades: [
        trade(
          1, .buy, from: (1_200, 110_040), to: (1_200, 110_030), .endOfData, gross: -200_000,
          spread: 200_000, mae: -200_000, mfe: -200_000, commission: 140_000, units: 2_000)
      ], refusals: 1),
    // The close meets the crossed quote of 1000 and waits; the sell sent then arrives at 1500. 110030 − 110010 =
    // 20; the crossed bid is +10.
    HandWorkedCase(
      "a close that waits goes before an order that arrives",
      settings: firstAfter,
      quotes: [
        q(0, 110_000, 110_010), q(500, 110_000, 110_010), q(1_000, 110_020, 110_012),
        q(1_600, 110_030, 110_040),
      ],
      rows: [row(0, 1, .buy), row(500, 1, .close), row(1_000, 2, .sell)],
      trades: [
        trade(
          1, .buy, from: (500, 110_010), to: (1_600, 110_030), .strategy, gross: 200_000, spread: 100_000,
          mae: -100_000, mfe: 200_000),
        trade(
          2, .sell, from: (1_600, 110_030), to: (1_600, 110_040), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ],
      fills: [
        fill(500, .buy, 110_010), fill(1_600, .sell, 110_030, .strategy), fill(1_600, .sell, 110_030),
        fill(1_600, .buy, 110_040, .endOfData),
      ]),
    // Triggered on the crossed quote of 1000, where the sell is sent, which arrives at 1500.
    HandWorkedCase(
      "a triggered stop that waits goes before an order that arrives",
      settings: firstAfter,
      quotes: [
        q(0, 110_000, 110_010), q(500, 110_000, 110_010), q(1_000, 110_030, 110_022),
        q(1_600, 110_030, 110_040),
      ],
      rows: [row(0, 1, .buyStop, at: 110_020), row(1_000, 2, .sell)],
      trades: [
        trade(
          1, .buy, from: (1_600, 110_040), to: (1_600, 110_030), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
        trade(
          2, .sell, from: (1_600, 110_030), to: (1_600, 110_040), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ],
      fills: [
        fill(1_600, .buy, 110_040), fill(1_600, .sell, 110_030), fill(1_600, .sell, 110_030, .endOfData),
        fill(1_600, .buy, 110_040, .endOfData),
      ]),
    // The stop loss 109995 is reached on the crossed quote of 1000 and waits; the sell arrives at 1500. 109980 −
    // 110010 = −30. Bids 110000 (−10), 109990 (−20).
    HandWorkedCase(
      "a stop loss that waits goes before an order that arrives",
      settings: firstAfter,
      quotes: [
        q(0, 110_000, 110_010), q(500, 110_000, 110_010), q(1_000, 109_990, 109_985),
        q(1_600, 109_980, 109_990),
      ],
      rows: [row(0, 1, .buy, sl: 109_995), row(1_000, 2, .sell)],
      trades: [
        trade(
          1, .buy, from: (500, 110_010), to: (1_600, 109_980), .stopLoss, gross: -300_000, spread: 100_000,
          mae: -300_000, mfe: -100_000),
        trade(
          2, .sell, from: (1_600, 109_980), to: (1_600, 109_990), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ],
      fills: [
        fill(500, .buy, 110_010), fill(1_600, .sell, 109_980, .stopLoss), fill(1_600, .sell, 109_980),
        fill(1_600, .buy, 109_990, .endOfData),
      ]),
    // The order waits since 500 and is filled at 1000, with which its cancel arrives.
    HandWorkedCase(
      "a cancel that arrives with the quote an order waits for comes too late",
      settings: firstAfter,
      quotes: [q(0, 110_000, 110_010), q(500, 110_020, 110_012), q(1_000, 110_030, 110_040)],
      rows: [row(0, 1, .buy), row(500, 1, .cancel)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_040), to: (1_000, 110_030), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ], refusals: 1),
    // At 2000 both have lost 2.00: 1 200 points on 1,000 units, 2 100 on 2,000. Equity is 7 − 4 = 3.00, half of
    // the used margin of 6.6026 is 3.3013. 1, which was filled second, goes; half of 4.4004 is less than 3.00.
    HandWorkedCase(
      "of two positions that have lost the same the one placed first is stopped out",
      settings: OracleSettings().with {
        $0.startBalance = 7_000_000
        $0.leverage = 500
        $0.commissionPerLot = 0
      },
      quotes: [q(0, 110_010, 110_010), q(1_000, 110_110, 110_110), q(2_000, 109_910, 109_910)],
      rows: [row(0, 1, .buyStop, at: 110_050), row(0, 2, .buy, units: 2_000)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_110), to: (2_000, 109_910), .stopOut, gross: -2_000_000, spread: 0,
          mae: -2_000_000, mfe: 0, commission: 0),
        trade(
          2, .buy, from: (0, 110_010), to: (2_000, 109_910), .endOfData, gross: -2_000_000, spread: 0,
          mae: -2_000_000, mfe: 2_000_000, commission: 0, units: 2_000),
      ]),
  ]
}
