/// Market orders, closes, the spread model, commission and the end of the ticks.
extension HandWorkedCases {
  static let market: [HandWorkedCase] = [
    // 110030 − 110010 = 20 points. Half spreads 5 + 6 = 11 points. Bids 110000 (−10) and 110030 (+20).
    HandWorkedCase(
      "a market buy pays the ask and its close gets the bid",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .strategy, gross: 200_000, spread: 110_000,
          mae: -100_000, mfe: 200_000)
      ]),
    // 110000 − 109984 = 16 points. Half spreads 5 + 7 = 12. Asks 110010 (−10) and 109984 (+16).
    HandWorkedCase(
      "a market sell gets the bid and its close pays the ask",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_970, 109_984)],
      rows: [row(0, 1, .sell), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .sell, from: (0, 110_000), to: (1_000, 109_984), .strategy, gross: 160_000, spread: 120_000,
          mae: -100_000, mfe: 160_000)
      ]),
    // 110028 − 110012 = 16 points, 2 + 2 of slippage. Bids 110000 (−12) and 110030 (+18, above the close).
    HandWorkedCase(
      "slippage is added against entry and exit",
      settings: OracleSettings().with { $0.slippagePoints = 2 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_012), to: (1_000, 110_028), .strategy, gross: 160_000, spread: 110_000,
          slip: 40_000, mae: -120_000, mfe: 180_000)
      ]),
    // 110031 − 110009 = 22 points, above the best bid's 21: the close itself counts for MFE. Low: −9.
    HandWorkedCase(
      "negative slippage is better than the quote",
      settings: OracleSettings().with { $0.slippagePoints = -1 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_009), to: (1_000, 110_031), .strategy, gross: 220_000, spread: 110_000,
          slip: -20_000, mae: -90_000, mfe: 220_000)
      ]),
    // 110005 − 110000 = 5 points, no spread at all.
    HandWorkedCase(
      "locked quotes fill",
      quotes: [q(0, 110_000, 110_000), q(1_000, 110_005, 110_005)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_000), to: (1_000, 110_005), .strategy, gross: 50_000, spread: 0, mae: 0,
          mfe: 50_000)
      ]),
    // Bought at 2000's ask 110040, the end sells at its bid: −10 points, half spreads 5 + 5.
    HandWorkedCase(
      "a market order on a crossed quote waits for the next uncrossed one",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_020, 110_012), q(2_000, 110_030, 110_040)],
      rows: [row(1_000, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (2_000, 110_040), to: (2_000, 110_030), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ]),
    // Both meet 3000's quote: the buy at 110040, the sell at 110030; each loses the spread at the end.
    HandWorkedCase(
      "orders that waited over two crossed quotes fill in order of placement",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_020, 110_012), q(2_000, 110_021, 110_015),
        q(3_000, 110_030, 110_040),
      ],
      rows: [row(1_000, 7, .buy), row(2_000, 3, .sell)],
      trades: [
        trade(
          7, .buy, from: (3_000, 110_040), to: (3_000, 110_030), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
        trade(
          3, .sell, from: (3_000, 110_030), to: (3_000, 110_040), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ],
      fills: [
        fill(3_000, .buy, 110_040), fill(3_000, .sell, 110_030), fill(3_000, .sell, 110_030, .endOfData),
        fill(3_000, .buy, 110_040, .endOfData),
      ]),
    // The stop loss is below 1000's bid when the order arrives, above 2000's when it could fill.
    HandWorkedCase(
      "an order that waited is checked anew",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_020, 110_012), q(2_000, 109_950, 109_960)],
      rows: [row(1_000, 1, .buy, sl: 109_990)], refusals: 1),
    // 110020 − 110010 = 10 points at 2000. The crossed bid 110050 (+40) counts for MFE.
    HandWorkedCase(
      "a close on a crossed quote waits too",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_050, 110_040), q(2_000, 110_020, 110_030)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (2_000, 110_020), .strategy, gross: 100_000, spread: 100_000,
          mae: -100_000, mfe: 400_000)
      ]),
    // Bought at 1000's ask 110010, sold at its bid at the end.
    HandWorkedCase(
      "a market order on a crossed first quote waits like any other",
      quotes: [q(0, 110_020, 110_010), q(1_000, 110_000, 110_010)], rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_010), to: (1_000, 110_000), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ]),
    // The ask 110010 is within the limit; there is no other quote to close at: 110020 − 110010 = 10, half spreads
    // −5 − 5.
    HandWorkedCase(
      "where every quote is crossed the end closes at the last one",
      quotes: [q(0, 110_020, 110_010)], rows: [row(0, 1, .buyLimit, at: 110_015), row(0, 2, .sell)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (0, 110_020), .endOfData, gross: 100_000, spread: -100_000,
          mae: 100_000, mfe: 100_000)
      ]),
    // Bought at the first quote of time 0, stopped at the second: 109990 − 110010 = −20.
    HandWorkedCase(
      "several quotes at one time are met one after the other",
      quotes: [q(0, 110_000, 110_010), q(0, 109_990, 110_000), q(1_000, 110_000, 110_010)],
      rows: [row(0, 1, .buy, sl: 109_995)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (0, 109_990), .stopLoss, gross: -200_000, spread: 100_000,
          mae: -200_000, mfe: -100_000)
      ]),
    // As the first case.
    HandWorkedCase(
      "a row acts on the first tick at or after its time",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(-500, 1, .buy), row(500, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .strategy, gross: 200_000, spread: 110_000,
          mae: -100_000, mfe: 200_000)
      ]),
    // The long as in the first case; the short 110030 − 110020 = 10, half spreads 6 + 5, low 110042 (−12).
    HandWorkedCase(
      "close, then open the other way on one quote",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042), q(2_000, 110_010, 110_020)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close), row(1_000, 2, .sell), row(2_000, 2, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .strategy, gross: 200_000, spread: 110_000,
          mae: -100_000, mfe: 200_000),
        trade(
          2, .sell, from: (1_000, 110_030), to: (2_000, 110_020), .strategy, gross: 100_000,
          spread: 110_000, mae: -120_000, mfe: 100_000),
      ]),
    // In the order asked: 110000 − 110010 = −10 on the same quote.
    HandWorkedCase(
      "open, then close on one quote",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buy), row(0, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (0, 110_000), .strategy, gross: -100_000, spread: 100_000,
          mae: -100_000, mfe: -100_000)
      ]),
    // Refused: the second close, the close and the cancel of what nobody sent.
    HandWorkedCase(
      "closing twice or what is not known does nothing",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [
        row(0, 1, .buy), row(1_000, 1, .close), row(1_000, 1, .close), row(1_000, 9, .close),
        row(1_000, 9, .cancel),
      ],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .strategy, gross: 200_000, spread: 110_000,
          mae: -100_000, mfe: 200_000)
      ], refusals: 3),
    // Both are due on 1000's tick; the sell stands first in the file. Each loses the spread.
    HandWorkedCase(
      "rows due on one tick act in file order, not in order of time",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_000, 110_010)],
      rows: [row(800, 2, .sell), row(600, 1, .buy)],
      trades: [
        trade(
          2, .sell, from: (1_000, 110_000), to: (1_000, 110_010), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
        trade(
          1, .buy, from: (1_000, 110_010), to: (1_000, 110_000), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ]),
    // Half a step, one and a half, one step above 500 lots.
    HandWorkedCase(
      "volume below the minimum, off the step or above the maximum is refused",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [
        row(0, 1, .buy, units: 500), row(0, 2, .buy, units: 1_500), row(0, 3, .buy, units: 50_001_000),
      ], refusals: 3),
  ]

  static let spreadAndCommission: [HandWorkedCase] = [
    // 0: 10 more than recorded, bid −5: 109995/110015. 1000: 9 more, bid −4: 110026/110046.
    // 110026 − 110015 = 11; half spreads 10 + 10; low 109995 (−20).
    HandWorkedCase(
      "a wider fixed spread moves the bid by half of the excess, rounded down",
      settings: OracleSettings().with { $0.spread = .fixed(20) },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_041)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_015), to: (1_000, 110_026), .strategy, gross: 110_000, spread: 200_000,
          mae: -200_000, mfe: 110_000)
      ]),
    // 0: 5 less, floor(−2.5) = −3, bid +3: 110003/110008. 1000: 7 less, floor(−3.5) = −4: 110034/110039.
    // 110034 − 110008 = 26; half spreads 2.5 + 2.5; low 110003 (−5).
    HandWorkedCase(
      "a narrower fixed spread rounds down below zero too",
      settings: OracleSettings().with { $0.spread = .fixed(5) },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_008), to: (1_000, 110_034), .strategy, gross: 260_000, spread: 50_000,
          mae: -50_000, mfe: 260_000)
      ]),
    // 16 more than recorded, bid −8: 110002/110008. −6 at the end; half spreads 3 + 3.
    HandWorkedCase(
      "the broker's quote of a crossed one need not be crossed",
      settings: OracleSettings().with { $0.spread = .fixed(6) },
      quotes: [q(0, 110_010, 110_000)], rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (0, 110_008), to: (0, 110_002), .endOfData, gross: -60_000, spread: 60_000,
          mae: -60_000, mfe: -60_000)
      ]),
    // 250 units a lot × 0.01 = 2.5 a fill, to the even 2: 4 a trade.
    HandWorkedCase(
      "commission of two and a half units is two",
      settings: OracleSettings().with { $0.commissionPerLot = 250 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .strategy, gross: 200_000, spread: 110_000,
          mae: -100_000, mfe: 200_000, commission: 4)
      ]),
    // 150 units a lot × 0.01 = 1.5 a fill, to the even 2: 4 a trade.
    HandWorkedCase(
      "commission of one and a half units is two",
      settings: OracleSettings().with { $0.commissionPerLot = 150 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .strategy, gross: 200_000, spread: 110_000,
          mae: -100_000, mfe: 200_000, commission: 4)
      ]),
    // 0.035 is three and a half cents, to the even 4: 0.08 a trade.
    HandWorkedCase(
      "a broker that books cents rounds each fill's commission",
      settings: OracleSettings().with { $0.bookingUnit = 10_000 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buy), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .strategy, gross: 200_000, spread: 110_000,
          mae: -100_000, mfe: 200_000, commission: 80_000)
      ]),
  ]

  static let endOfData: [HandWorkedCase] = [
    // 1000's bid: 110020 − 110010 = 10, stamped 2000. The crossed bid 110050 (+40) counts for MFE.
    HandWorkedCase(
      "the end closes at the last uncrossed quote at the last quote's time",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_020, 110_030), q(2_000, 110_050, 110_040)],
      rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (2_000, 110_020), .endOfData, gross: 100_000, spread: 100_000,
          mae: -100_000, mfe: 400_000)
      ]),
    // Bought at the crossed ask 109998, when the bid was 110004 (+6). The end sells at 0's bid 110000, a point
    // better by slippage: 110001 (+3). 0's bid itself (+2) was before the position. Half spreads −3 + 5.
    HandWorkedCase(
      "an earlier quote that the end closes at is no excursion of what was opened after it",
      settings: OracleSettings().with { $0.slippagePoints = -1 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_004, 109_998)],
      rows: [row(1_000, 1, .buyLimit, at: 110_001)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_998), to: (1_000, 110_001), .endOfData, gross: 30_000, spread: 20_000,
          slip: -10_000, mae: 30_000, mfe: 60_000)
      ]),
    HandWorkedCase(
      "the end cancels what works and what waits",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_020, 110_010)],
      rows: [row(0, 1, .buyLimit, at: 109_900), row(1_000, 2, .buy)]),
    // 5: 109978 − 109990 = −12, slippage 0 + 2, bid 109980 (−10). 6: 109978 − 110012 = −34, 2 + 2, bid
    // 110000 (−12). The limit was placed first.
    HandWorkedCase(
      "the end closes by order of placement, with slippage",
      settings: OracleSettings().with { $0.slippagePoints = 2 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990)],
      rows: [row(0, 5, .buyLimit, at: 109_990), row(0, 6, .buy)],
      trades: [
        trade(
          5, .buy, from: (1_000, 109_990), to: (1_000, 109_978), .endOfData, gross: -120_000,
          spread: 100_000, slip: 20_000, mae: -120_000, mfe: -100_000),
        trade(
          6, .buy, from: (0, 110_012), to: (1_000, 109_978), .endOfData, gross: -340_000, spread: 100_000,
          slip: 40_000, mae: -340_000, mfe: -120_000),
      ]),
  ]
}
