/// Levels that the market is past before they work: they fill at the quote, as their price was never there.
extension HandWorkedCases {
  static let passed: [HandWorkedCase] = passedTargets + passedStops

  private static let passedTargets: [HandWorkedCase] = [
    // Bought at 111002, whose bid 111000 is beyond the target 110500: sold at 2000's bid 111000, −2. Not at 110500.
    HandWorkedCase(
      "a buy stop that gaps beyond its own target leaves at the quote",
      quotes: [q(0, 110_000, 110_002), q(1_000, 111_000, 111_002), q(2_000, 111_000, 111_002)],
      rows: [row(0, 1, .buyStop, at: 110_100, tp: 110_500)],
      trades: [
        trade(
          1, .buy, from: (1_000, 111_002), to: (2_000, 111_000), .takeProfit, gross: -20_000,
          spread: 20_000, mae: -20_000, mfe: -20_000)
      ]),
    // Sold at 109000; the ask 109002 is beyond 109500. Bought back at 2000's ask 109014: −14. Half spreads 1 + 2.
    HandWorkedCase(
      "a sell stop that gaps beyond its own target leaves at the quote",
      quotes: [q(0, 110_000, 110_002), q(1_000, 109_000, 109_002), q(2_000, 109_010, 109_014)],
      rows: [row(0, 1, .sellStop, at: 109_900, tp: 109_500)],
      trades: [
        trade(
          1, .sell, from: (1_000, 109_000), to: (2_000, 109_014), .takeProfit, gross: -140_000,
          spread: 30_000, mae: -140_000, mfe: -20_000)
      ]),
    // The bid is the target itself when the order fills, and 10 above it at 2000: 110510 − 110502 = 8.
    HandWorkedCase(
      "a target that the entry's quote touches is passed",
      quotes: [q(0, 110_000, 110_002), q(1_000, 110_500, 110_502), q(2_000, 110_510, 110_512)],
      rows: [row(0, 1, .buyStop, at: 110_100, tp: 110_500)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_502), to: (2_000, 110_510), .takeProfit, gross: 80_000,
          spread: 20_000, mae: -20_000, mfe: 80_000)
      ]),
    // A point short of it at 1000: 2000's gap is one like any other, at 110500 with the bid 10 better. −1.
    HandWorkedCase(
      "a target that the entry's quote is short of by a point is not passed",
      quotes: [q(0, 110_000, 110_002), q(1_000, 110_499, 110_501), q(2_000, 110_510, 110_512)],
      rows: [row(0, 1, .buyStop, at: 110_100, tp: 110_500)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_501), to: (2_000, 110_500), .takeProfit, gross: -10_000,
          spread: 20_000, slip: 100_000, mae: -20_000, mfe: 90_000)
      ]),
    // Past it at 1000, short of it at 2000; at 3000 the market comes through it: 110500 − 111002 = −502, the bid
    // being 100 better. Lowest bid 110400 (−602), highest 111000 (−2).
    HandWorkedCase(
      "once the market has come back a passed target is one like any other",
      quotes: [
        q(0, 110_000, 110_002), q(1_000, 111_000, 111_002), q(2_000, 110_400, 110_402),
        q(3_000, 110_600, 110_602),
      ],
      rows: [row(0, 1, .buyStop, at: 110_100, tp: 110_500)],
      trades: [
        trade(
          1, .buy, from: (1_000, 111_002), to: (3_000, 110_500), .takeProfit, gross: -5_020_000,
          spread: 20_000, slip: 1_000_000, mae: -6_020_000, mfe: -20_000)
      ]),
    // Triggered on the crossed quote of 1000, bought at 2000's 110090, where the bid 110080 is beyond the target
    // 110050: sold at 3000's 110070, −20.
    HandWorkedCase(
      "a stop that waited and fills beyond its target leaves at the quote",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_030, 110_022), q(2_000, 110_080, 110_090),
        q(3_000, 110_070, 110_080),
      ],
      rows: [row(0, 1, .buyStop, at: 110_020, tp: 110_050)],
      trades: [
        trade(
          1, .buy, from: (2_000, 110_090), to: (3_000, 110_070), .takeProfit, gross: -200_000,
          spread: 100_000, mae: -200_000, mfe: -100_000)
      ]),
    // The limit is marketable at the crossed ask 110000; the bid there, 110030, is beyond the target. 110025 at
    // 2000: 25. Half spreads −15 + 5; bids +30 and +25.
    HandWorkedCase(
      "a limit filled on a crossed quote can be beyond its target, too",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_000), q(2_000, 110_025, 110_035)],
      rows: [row(1_000, 1, .buyLimit, at: 110_005, tp: 110_020)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_000), to: (2_000, 110_025), .takeProfit, gross: 250_000,
          spread: -100_000, mae: 250_000, mfe: 300_000)
      ]),
    // Placed at 500, before the gap of 1000; sold at 2000's bid 110990: −12.
    HandWorkedCase(
      "with latency a target is passed on the quote that fills its order",
      settings: OracleSettings().with { $0.latency = 500 * millisecond },
      quotes: [q(0, 110_000, 110_002), q(1_000, 111_000, 111_002), q(2_000, 110_990, 110_992)],
      rows: [row(0, 1, .buyStop, at: 110_100, tp: 110_500)],
      trades: [
        trade(
          1, .buy, from: (1_000, 111_002), to: (2_000, 110_990), .takeProfit, gross: -120_000,
          spread: 20_000, mae: -120_000, mfe: -20_000)
      ]),
    // Sunday's first quote fills the stop, its second the target: 111005 − 111002 = 3.
    HandWorkedCase(
      "a gap over the weekend passes a target",
      quotes: [
        q(fridayClose - 1_000, 110_000, 110_002), q(sundayOpen, 111_000, 111_002),
        q(sundayOpen + 1_000, 111_005, 111_007),
      ],
      rows: [row(fridayClose - 1_000, 1, .buyStop, at: 110_100, tp: 110_500)],
      trades: [
        trade(
          1, .buy, from: (sundayOpen, 111_002), to: (sundayOpen + 1_000, 111_005), .takeProfit,
          gross: 30_000, spread: 20_000, mae: -20_000, mfe: 30_000)
      ]),
    // The trail stands at 110980; 2000's bid 110990 is above it, and beyond the target: −12.
    HandWorkedCase(
      "a passed target beside a trailing stop",
      quotes: [q(0, 110_000, 110_002), q(1_000, 111_000, 111_002), q(2_000, 110_990, 110_992)],
      rows: [row(0, 1, .buyStop, at: 110_100, tp: 110_500, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (1_000, 111_002), to: (2_000, 110_990), .takeProfit, gross: -120_000,
          spread: 20_000, mae: -120_000, mfe: -20_000)
      ]),
    // As the first of these: what always gets the quote gets it here.
    HandWorkedCase(
      "limit_fill at_quote makes no difference to a passed target",
      settings: OracleSettings().with { $0.limitsFillAtQuote = true },
      quotes: [q(0, 110_000, 110_002), q(1_000, 111_000, 111_002), q(2_000, 111_000, 111_002)],
      rows: [row(0, 1, .buyStop, at: 110_100, tp: 110_500)],
      trades: [
        trade(
          1, .buy, from: (1_000, 111_002), to: (2_000, 111_000), .takeProfit, gross: -20_000,
          spread: 20_000, mae: -20_000, mfe: -20_000)
      ]),
  ]

  private static let passedStops: [HandWorkedCase] = [
    // Sold at 110020 with the bid at 110060; the loss 110040 is passed by the ask 110070. 2000's ask 110060: −40.
    HandWorkedCase(
      "a sell limit that gaps beyond its own stop loss leaves at the next quote",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_060, 110_070), q(2_000, 110_050, 110_060)],
      rows: [row(0, 1, .sellLimit, at: 110_020, sl: 110_040)],
      trades: [
        trade(
          1, .sell, from: (1_000, 110_020), to: (2_000, 110_060), .stopLoss, gross: -400_000,
          spread: 100_000, slip: 400_000, mae: -500_000, mfe: -400_000)
      ]),
    // Bought at 109990 over an ask of 109950, the loss 109970 passed; at 2000 the market is back over it, at 3000
    // it falls to 109960: −30. Bids 109940 (−50) and 109980 (−10).
    HandWorkedCase(
      "a passed stop loss that the market comes back over waits to be reached again",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 109_940, 109_950), q(2_000, 109_980, 109_990),
        q(3_000, 109_960, 109_970),
      ],
      rows: [row(0, 1, .buyLimit, at: 109_990, sl: 109_970)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_990), to: (3_000, 109_960), .stopLoss, gross: -300_000,
          spread: 100_000, slip: 400_000, mae: -500_000, mfe: -100_000)
      ]),
  ]
}
