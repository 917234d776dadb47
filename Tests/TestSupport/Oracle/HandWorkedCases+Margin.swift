/// Margin and stop-out.
extension HandWorkedCases {
  private static func account(
    _ balance: Int64, leverage: Int64 = 100, commission: Int64 = 3_500_000
  ) -> OracleSettings {
    OracleSettings().with {
      $0.startBalance = balance
      $0.leverage = leverage
      $0.commissionPerLot = commission
    }
  }

  static let margin: [HandWorkedCase] = [
    // 1,000 × 1.10010 ÷ 100 = 11.001, and 11.001 is there.
    HandWorkedCase(
      "equity equal to the margin is enough to open",
      settings: account(11_001_000), quotes: [q(0, 110_000, 110_010)], rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (0, 110_000), .endOfData, gross: -100_000, spread: 100_000,
          mae: -100_000, mfe: -100_000)
      ]),
    HandWorkedCase(
      "a millionth less than the margin is not enough",
      settings: account(11_000_999), quotes: [q(0, 110_000, 110_010)], rows: [row(0, 1, .buy)],
      refusals: 1),
    // 1,000 × 1.10010 ÷ 100 = 11.001 is there, though it opens at 110012. 109998 − 110012 = −14; bid −12.
    HandWorkedCase(
      "margin is measured at the side's quote, without slippage",
      settings: account(11_001_000).with { $0.slippagePoints = 2 },
      quotes: [q(0, 110_000, 110_010)], rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (0, 110_012), to: (0, 109_998), .endOfData, gross: -140_000, spread: 100_000,
          slip: 40_000, mae: -140_000, mfe: -120_000)
      ]),
    // 11.00 at its price; at the ask 11.001 would be needed.
    HandWorkedCase(
      "margin of a limit order is measured at its own price",
      settings: account(11_000_000), quotes: [q(0, 110_000, 110_010)],
      rows: [row(0, 1, .buyLimit, at: 110_000), row(0, 2, .buyStop, at: 110_020)], refusals: 1),
    // 2,000 long need 22.002. Then equity is 25 − 0.07 − 0.20 = 24.73: 2,000 short leave the larger side at
    // 22.002; 1,000 long more would need 33.003. A point is two cents, commission 0.07 a fill.
    HandWorkedCase(
      "under hedging the larger side counts",
      settings: account(25_000_000), quotes: [q(0, 110_000, 110_010)],
      rows: [row(0, 1, .buy, units: 2_000), row(0, 2, .sell, units: 2_000), row(0, 3, .buy)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (0, 110_000), .endOfData, gross: -200_000, spread: 200_000,
          mae: -200_000, mfe: -200_000, commission: 140_000, units: 2_000),
        trade(
          2, .sell, from: (0, 110_000), to: (0, 110_010), .endOfData, gross: -200_000, spread: 200_000,
          mae: -200_000, mfe: -200_000, commission: 140_000, units: 2_000),
      ], refusals: 1),
    // 30,000 units at 1:1000: 0.30 a point, commission 1.05 a fill. Margin 33.003 + 33.033 = 66.036. At 2000
    // balance 97.90 − 18 (−60 points) − 48 (−160) = 31.90 ≤ 33.018: the second goes, balance 97.90 − 48 −
    // 1.05 = 48.85, less 18 is 30.85 > 16.5015. The first ends at 110000: −10 points.
    HandWorkedCase(
      "stop-out closes the worst position, and no more than it must",
      settings: account(100_000_000, leverage: 1_000),
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_100, 110_110), q(2_000, 109_950, 109_960),
        q(3_000, 110_000, 110_010),
      ],
      rows: [row(0, 1, .buy, units: 30_000), row(1_000, 2, .buy, units: 30_000)],
      trades: [
        trade(
          2, .buy, from: (1_000, 110_110), to: (2_000, 109_950), .stopOut, gross: -48_000_000,
          spread: 3_000_000, mae: -48_000_000, mfe: -3_000_000, commission: 2_100_000, units: 30_000),
        trade(
          1, .buy, from: (0, 110_010), to: (3_000, 110_000), .endOfData, gross: -3_000_000,
          spread: 3_000_000, mae: -18_000_000, mfe: 27_000_000, commission: 2_100_000, units: 30_000),
      ]),
    // 10,000 units at 1.10000: margin 110, stop-out at 55, 0.10 a point. 109351: 120 − 64.9 = 55.1 stays;
    // 109350: 120 − 65 = 55 goes. Half spreads 0 + 5 points.
    HandWorkedCase(
      "stop-out comes at the level itself",
      settings: account(120_000_000, commission: 0),
      quotes: [q(0, 110_000, 110_000), q(1_000, 109_351, 109_361), q(2_000, 109_350, 109_360)],
      rows: [row(0, 1, .buy, units: 10_000)],
      trades: [
        trade(
          1, .buy, from: (0, 110_000), to: (2_000, 109_350), .stopOut, gross: -65_000_000,
          spread: 500_000, mae: -65_000_000, mfe: 0, commission: 0, units: 10_000)
      ]),
    // As before: 120 − 70 = 50 on the crossed quote, 120 − 66 = 54 on the next: closed there.
    HandWorkedCase(
      "stop-out waits for an uncrossed quote",
      reading: "stop-out on a crossed quote",
      settings: account(120_000_000, commission: 0),
      quotes: [q(0, 110_000, 110_000), q(1_000, 109_300, 109_290), q(2_000, 109_340, 109_350)],
      rows: [row(0, 1, .buy, units: 10_000)],
      trades: [
        trade(
          1, .buy, from: (0, 110_000), to: (2_000, 109_340), .stopOut, gross: -66_000_000,
          spread: 500_000, mae: -70_000_000, mfe: 0, commission: 0, units: 10_000)
      ]),
    // The stop loss at 109400 closes at 109350 before margin is looked at.
    HandWorkedCase(
      "a stop loss on the quote goes before stop-out",
      settings: account(120_000_000, commission: 0),
      quotes: [q(0, 110_000, 110_000), q(1_000, 109_350, 109_360)],
      rows: [row(0, 1, .buy, sl: 109_400, units: 10_000)],
      trades: [
        trade(
          1, .buy, from: (0, 110_000), to: (1_000, 109_350), .stopLoss, gross: -65_000_000,
          spread: 500_000, mae: -65_000_000, mfe: 0, commission: 0, units: 10_000)
      ]),
    // Each needs 11.00 of 12 when it arrives. At 1000 the first fills at its price, 10 above the ask: equity is
    // 12 − 0.035 − 0.20 = 11.765, and with the second 11.00 + 10.999 would be used. −20 points at the end.
    HandWorkedCase(
      "margin is checked again when a limit is triggered",
      settings: account(12_000_000),
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990)],
      rows: [row(0, 1, .buyLimit, at: 110_000), row(0, 2, .buyLimit, at: 109_990)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_000), to: (1_000, 109_980), .endOfData, gross: -200_000,
          spread: 100_000, slip: 100_000, mae: -200_000, mfe: -200_000)
      ], refusals: 1),
    // 11.002 at its price on arrival; the ask jumps to 110050, where 11.005 is needed.
    HandWorkedCase(
      "margin of a triggered stop is measured at the quote that jumped over it",
      settings: account(11_002_000), quotes: [q(0, 110_000, 110_010), q(1_000, 110_040, 110_050)],
      rows: [row(0, 1, .buyStop, at: 110_020)], refusals: 1),
    // Triggered at the crossed 110022, which 11.005 would carry; on 2000 11.009 is needed.
    HandWorkedCase(
      "margin of a stop that waited is measured at the quote it could fill on",
      settings: account(11_005_000),
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_022), q(2_000, 110_080, 110_090)],
      rows: [row(0, 1, .buyStop, at: 110_020)], refusals: 1),
    // Sent at 0 when 11.001 is needed of 11.0005: denied though 400's 110004 would need 11.0004 only.
    HandWorkedCase(
      "margin is checked when an order is sent, too",
      settings: account(11_000_500).with { $0.latency = 500 * millisecond },
      quotes: [q(0, 110_000, 110_010), q(400, 109_994, 110_004), q(1_000, 110_000, 110_010)],
      rows: [row(0, 1, .buy)], refusals: 1),
    // The loss 109995 is reached on the crossed quote of 1000 and waits. 11.765 are left then, and 10.9985 needed
    // by the second order, once the 11.001 of the first are free. 109980 − 110010 = −30, bids −10, −20, −30; the
    // second meets 1400's ask 109990 at 1500: 110000 − 109990 = 10, low −10.
    HandWorkedCase(
      "a stop loss that waits counts as done when an order is sent",
      settings: account(12_000_000).with { $0.latency = 500 * millisecond },
      quotes: [
        q(0, 110_000, 110_010), q(500, 110_000, 110_010), q(1_000, 109_990, 109_985),
        q(1_400, 109_980, 109_990), q(2_000, 110_000, 110_010),
      ],
      rows: [row(0, 1, .buy, sl: 109_995), row(1_000, 2, .buy)],
      trades: [
        trade(
          1, .buy, from: (500, 110_010), to: (1_400, 109_980), .stopLoss, gross: -300_000, spread: 100_000,
          mae: -300_000, mfe: -100_000),
        trade(
          2, .buy, from: (1_500, 109_990), to: (2_000, 110_000), .endOfData, gross: 100_000,
          spread: 100_000, mae: -100_000, mfe: 100_000),
      ]),
  ]
}
