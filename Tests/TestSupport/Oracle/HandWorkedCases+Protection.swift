/// Stop losses, take profits and trailing stops.
extension HandWorkedCases {
  static let protection: [HandWorkedCase] = [
    // 109985 misses 109980; 109950 − 110010 = −60.
    HandWorkedCase(
      "a long's stop loss fills at the bid that jumped over it",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_985, 109_995), q(2_000, 109_950, 109_960)],
      rows: [row(0, 1, .buy, sl: 109_980)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (2_000, 109_950), .stopLoss, gross: -600_000, spread: 100_000,
          mae: -600_000, mfe: -100_000)
      ]),
    // 109978 − 110012 = −34; bid 110000 is −12.
    HandWorkedCase(
      "a stop loss touched by the bid slips",
      settings: OracleSettings().with { $0.slippagePoints = 2 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990)],
      rows: [row(0, 1, .buy, sl: 109_980)],
      trades: [
        trade(
          1, .buy, from: (0, 110_012), to: (1_000, 109_978), .stopLoss, gross: -340_000, spread: 100_000,
          slip: 40_000, mae: -340_000, mfe: -120_000)
      ]),
    // The ask 110029 misses, 110030 hits: 110000 − 110030 = −30.
    HandWorkedCase(
      "a short's stop loss watches the ask",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_015, 110_029), q(2_000, 110_020, 110_030)],
      rows: [row(0, 1, .sell, sl: 110_030)],
      trades: [
        trade(
          1, .sell, from: (0, 110_000), to: (2_000, 110_030), .stopLoss, gross: -300_000, spread: 100_000,
          mae: -300_000, mfe: -100_000)
      ]),
    // 110030 − 110010 = 20; the bid is 15 better; its +35 counts for MFE.
    HandWorkedCase(
      "a long's take profit fills at its price",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_045, 110_055)],
      rows: [row(0, 1, .buy, tp: 110_030)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .takeProfit, gross: 200_000, spread: 100_000,
          slip: 150_000, mae: -100_000, mfe: 350_000)
      ]),
    // 110000 − 109980 = 20; the ask 109975 is 5 better: +25.
    HandWorkedCase(
      "a short's take profit watches the ask",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_965, 109_975)],
      rows: [row(0, 1, .sell, tp: 109_980)],
      trades: [
        trade(
          1, .sell, from: (0, 110_000), to: (1_000, 109_980), .takeProfit, gross: 200_000, spread: 100_000,
          slip: 50_000, mae: -100_000, mfe: 250_000)
      ]),
    // 1000: the limit fills at 109990, 40 above the ask; its stop loss 109970 is passed but does not work yet.
    // 2000: 109960 − 109990 = −30. Low 109940 (−50).
    HandWorkedCase(
      "entry and stop loss on one gap: the stop loss works from the next quote",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_940, 109_950), q(2_000, 109_960, 109_970)],
      rows: [row(0, 1, .buyLimit, at: 109_990, sl: 109_970, tp: 110_050)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_990), to: (2_000, 109_960), .stopLoss, gross: -300_000,
          spread: 100_000, slip: 400_000, mae: -500_000, mfe: -300_000)
      ]),
    // Refused are all that touch the closing side; the fifth is a point away on both sides.
    HandWorkedCase(
      "a market order's protection on the wrong side of the closing side is rejected",
      quotes: [q(0, 110_000, 110_010)],
      rows: [
        row(0, 1, .buy, sl: 110_000), row(0, 2, .buy, tp: 110_000), row(0, 3, .sell, sl: 110_010),
        row(0, 4, .sell, tp: 110_010), row(0, 5, .buy, sl: 109_999, tp: 110_001),
      ],
      trades: [
        trade(
          5, .buy, from: (0, 110_010), to: (0, 110_000), .endOfData, gross: -100_000, spread: 100_000,
          mae: -100_000, mfe: -100_000)
      ], refusals: 4),
    HandWorkedCase(
      "a pending order's protection on the wrong side of its price is rejected",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_000, 110_010)],
      rows: [
        row(0, 1, .buyLimit, at: 109_990, sl: 109_990), row(0, 2, .buyLimit, at: 109_990, tp: 109_990),
        row(0, 3, .sellStop, at: 109_990, sl: 109_990), row(0, 4, .sellStop, at: 109_990, tp: 109_990),
        row(0, 5, .buyLimit, at: 109_990, sl: 109_989, tp: 109_991),
      ], refusals: 4),
    // 110005 − 110010 = −5, and no better than that ever.
    HandWorkedCase(
      "a take profit inside the spread waits for the closing side",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_005, 110_015)],
      rows: [row(0, 1, .buy, tp: 110_005)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_005), .takeProfit, gross: -50_000, spread: 100_000,
          mae: -100_000, mfe: -50_000)
      ]),
    // Triggered at 1000 (bid 109985, −25), not taken at 2000 (bid 110040, +30), closed at 3000's 110020.
    HandWorkedCase(
      "a stop loss triggered on a crossed quote waits, and its take profit no longer counts",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 109_985, 109_980), q(2_000, 110_040, 110_035),
        q(3_000, 110_020, 110_030),
      ],
      rows: [row(0, 1, .buy, sl: 109_990, tp: 110_030)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (3_000, 110_020), .stopLoss, gross: 100_000, spread: 100_000,
          mae: -250_000, mfe: 300_000)
      ]),
    // Half spreads 5 − 2.5; the bid is 5 better.
    HandWorkedCase(
      "a crossed quote fills a take profit",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_035, 110_030)],
      rows: [row(0, 1, .buy, tp: 110_030)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .takeProfit, gross: 200_000, spread: 25_000,
          slip: 50_000, mae: -100_000, mfe: 250_000)
      ]),
    // Stopped at 1000; 2000 would have taken the profit.
    HandWorkedCase(
      "the stop loss cancels the take profit",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_990, 110_000), q(2_000, 110_040, 110_050)],
      rows: [row(0, 1, .buy, sl: 109_990, tp: 110_030)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 109_990), .stopLoss, gross: -200_000, spread: 100_000,
          mae: -200_000, mfe: -100_000)
      ]),
    // The close waits from 1000, the stop loss from 1500; at 2000 the stop loss goes first by the number of
    // its position, and the close finds nothing. 109990 − 110010 = −20; crossed bids −5 and −25.
    HandWorkedCase(
      "of a close and a stop loss that wait, the one placed first goes first",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_005, 110_000), q(1_500, 109_985, 109_980),
        q(2_000, 109_990, 110_000),
      ],
      rows: [row(0, 1, .buy, sl: 109_988), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (2_000, 109_990), .stopLoss, gross: -200_000, spread: 100_000,
          mae: -250_000, mfe: -50_000)
      ], refusals: 1),
  ]

  static let trailing: [HandWorkedCase] = [
    // Level 109980, after 1000 110010; 110015 misses, 110010 hits: 0 points. Best bid 110030 (+20).
    HandWorkedCase(
      "a trailing stop follows after the triggers and does not come back",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_030, 110_040), q(2_000, 110_015, 110_025),
        q(3_000, 110_010, 110_020),
      ],
      rows: [row(0, 1, .buy, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (3_000, 110_010), .trailingStop, gross: 0, spread: 100_000,
          mae: -100_000, mfe: 200_000)
      ]),
    // Level 110000 − 20 = 109980: −30.
    HandWorkedCase(
      "a trailing stop starts from the closing side of the fill's quote",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990)], rows: [row(0, 1, .buy, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 109_980), .trailingStop, gross: -300_000,
          spread: 100_000, mae: -300_000, mfe: -100_000)
      ]),
    // 109990 is tighter than 109980: −20.
    HandWorkedCase(
      "the fixed stop counts while it is tighter",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_990, 110_000)],
      rows: [row(0, 1, .buy, sl: 109_990, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 109_990), .stopLoss, gross: -200_000, spread: 100_000,
          mae: -200_000, mfe: -100_000)
      ]),
    // After 1000 the trail is at 110010; 110000 − 110010 = −10. Best bid +20.
    HandWorkedCase(
      "the trailing stop counts once it is tighter",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_040), q(2_000, 110_000, 110_010)],
      rows: [row(0, 1, .buy, sl: 109_990, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (2_000, 110_000), .trailingStop, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: 200_000)
      ]),
    // Both at 109980: −30.
    HandWorkedCase(
      "at equal prices the fixed stop counts",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990)],
      rows: [row(0, 1, .buy, sl: 109_980, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 109_980), .stopLoss, gross: -300_000, spread: 100_000,
          mae: -300_000, mfe: -100_000)
      ]),
    // Level 110010 + 20 = 110030, after 1000 109970 + 20 = 109990: 110000 − 109990 = 10. Best ask +30.
    HandWorkedCase(
      "a short's trailing stop follows the ask down",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_960, 109_970), q(2_000, 109_980, 109_990)],
      rows: [row(0, 1, .sell, trail: 20)],
      trades: [
        trade(
          1, .sell, from: (0, 110_000), to: (2_000, 109_990), .trailingStop, gross: 100_000,
          spread: 100_000, mae: -100_000, mfe: 300_000)
      ]),
    // Filled at 109990, 5 above the ask; level 109975 − 20 = 109955. 109956 misses, 109955 hits: −35.
    HandWorkedCase(
      "a limit's trailing stop starts from the quote that triggered it",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 109_975, 109_985), q(2_000, 109_956, 109_966),
        q(3_000, 109_955, 109_965),
      ],
      rows: [row(0, 1, .buyLimit, at: 109_990, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_990), to: (3_000, 109_955), .trailingStop, gross: -350_000,
          spread: 100_000, slip: 50_000, mae: -350_000, mfe: -150_000)
      ]),
    // Triggered on the crossed 110030, filled at 110015 on 2000, whose bid 110005 (−10) sets the level 109985.
    // 3000's bid 110008 (−7) moves it to 109988, which 4000's bid reaches: −27.
    HandWorkedCase(
      "a waiting stop's trailing stop starts from the quote it fills on",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_030, 110_022), q(2_000, 110_005, 110_015),
        q(3_000, 110_008, 110_018), q(4_000, 109_988, 109_998),
      ],
      rows: [row(0, 1, .buyStop, at: 110_020, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (2_000, 110_015), to: (4_000, 109_988), .trailingStop, gross: -270_000,
          spread: 100_000, mae: -270_000, mfe: -70_000)
      ]),
    // Level 110020 after the crossed quote; 110018 − 110010 = 8. Best bid 110040 (+30).
    HandWorkedCase(
      "a trailing stop follows crossed quotes too",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_040, 110_030), q(2_000, 110_018, 110_028)],
      rows: [row(0, 1, .buy, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (2_000, 110_018), .trailingStop, gross: 80_000,
          spread: 100_000, mae: -100_000, mfe: 300_000)
      ]),
    // The stop jumps to 110105 (bid 110095); level 110095 − 20 = 110075 lies above the target 110050. At 2000
    // the bid 110060 is past both: stopped at 110060, −45. Bids −10 and −45.
    HandWorkedCase(
      "stop and target reached on one quote: the stop counts",
      reading: "the order of stop loss and take profit of one position on one quote",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_095, 110_105), q(2_000, 110_060, 110_070)],
      rows: [row(0, 1, .buyStop, at: 110_020, tp: 110_050, trail: 20)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_105), to: (2_000, 110_060), .trailingStop, gross: -450_000,
          spread: 100_000, mae: -450_000, mfe: -100_000)
      ]),
  ]
}
