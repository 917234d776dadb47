/// Limit and stop orders and their expiry.
extension HandWorkedCases {
  static let limits: [HandWorkedCase] = [
    // Filled at 110000 where the ask is 109990: 10 points from the quote. 110005 − 110000 = 5; low 109980.
    HandWorkedCase(
      "a limit works from the next quote and fills at its price",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990), q(2_000, 110_005, 110_015)],
      rows: [row(0, 1, .buyLimit, at: 110_000), row(2_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_000), to: (2_000, 110_005), .strategy, gross: 50_000,
          spread: 100_000, slip: 100_000, mae: -200_000, mfe: 50_000)
      ]),
    // The ask 110010 is below 110020. Then as a market buy.
    HandWorkedCase(
      "a limit that is marketable when it arrives gets the quote",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)],
      rows: [row(0, 1, .buyLimit, at: 110_020), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 110_030), .strategy, gross: 200_000, spread: 110_000,
          mae: -100_000, mfe: 200_000)
      ]),
    // Both at the quote's side exactly; each loses the spread at the end.
    HandWorkedCase(
      "a limit at the quote's side is marketable",
      quotes: [q(0, 110_000, 110_010)],
      rows: [row(0, 1, .buyLimit, at: 110_010), row(0, 2, .sellLimit, at: 110_000)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (0, 110_000), .endOfData, gross: -100_000, spread: 100_000,
          mae: -100_000, mfe: -100_000),
        trade(
          2, .sell, from: (0, 110_000), to: (0, 110_010), .endOfData, gross: -100_000, spread: 100_000,
          mae: -100_000, mfe: -100_000),
      ]),
    // 109991 misses by a point, 109990 touches.
    HandWorkedCase(
      "a limit fills when it is touched",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_981, 109_991), q(2_000, 109_980, 109_990)],
      rows: [row(0, 1, .buyLimit, at: 109_990)],
      trades: [
        trade(
          1, .buy, from: (2_000, 109_990), to: (2_000, 109_980), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ]),
    // 110020 − 110011 = 9; the bid was 6 better; half spreads 5 + 3; ask 110036 (−16).
    HandWorkedCase(
      "a sell limit fills when the bid reaches it",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_026, 110_036), q(2_000, 110_005, 110_011)],
      rows: [row(0, 1, .sellLimit, at: 110_020), row(2_000, 1, .close)],
      trades: [
        trade(
          1, .sell, from: (1_000, 110_020), to: (2_000, 110_011), .strategy, gross: 90_000, spread: 80_000,
          slip: 60_000, mae: -160_000, mfe: 90_000)
      ]),
    // Entry 109990 (ask 109988: 2 points), exit 110000 − 3 = 109997: 7 points. Bids 109978 and 110000.
    HandWorkedCase(
      "a limit does not slip, its close does",
      settings: OracleSettings().with { $0.slippagePoints = 3 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_978, 109_988), q(2_000, 110_000, 110_010)],
      rows: [row(0, 1, .buyLimit, at: 109_990), row(2_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_990), to: (2_000, 109_997), .strategy, gross: 70_000, spread: 100_000,
          slip: 50_000, mae: -120_000, mfe: 100_000)
      ]),
    // The first of these cases at 109990: 15 points, nothing between fill and quote.
    HandWorkedCase(
      "limit_fill at_quote gives the quote",
      settings: OracleSettings().with { $0.limitsFillAtQuote = true },
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990), q(2_000, 110_005, 110_015)],
      rows: [row(0, 1, .buyLimit, at: 110_000), row(2_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_990), to: (2_000, 110_005), .strategy, gross: 150_000,
          spread: 100_000, mae: -100_000, mfe: 150_000)
      ]),
    // Half spreads −3 + 5; 110000 against the ask 109998: 2. Bids 110004 (+4) and 110005 (+5).
    HandWorkedCase(
      "a crossed quote fills a working limit",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_004, 109_998), q(2_000, 110_005, 110_015)],
      rows: [row(0, 1, .buyLimit, at: 110_000), row(2_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_000), to: (2_000, 110_005), .strategy, gross: 50_000, spread: 20_000,
          slip: 20_000, mae: 40_000, mfe: 50_000)
      ]),
    // Bought at 109998: 7 points; bids +6 and +7.
    HandWorkedCase(
      "a limit that is marketable on a crossed quote fills at once",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_004, 109_998), q(2_000, 110_005, 110_015)],
      rows: [row(1_000, 1, .buyLimit, at: 110_001), row(2_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_998), to: (2_000, 110_005), .strategy, gross: 70_000, spread: 20_000,
          mae: 60_000, mfe: 70_000)
      ]),
  ]

  static let limitGaps: [HandWorkedCase] = [
    // Sunday's ask 109950 instead of 110000; the end sells at 109900: −50, half spreads 25 + 25.
    HandWorkedCase(
      "the first quote after the weekend fills a limit at the quote",
      quotes: [q(fridayClose - 1_000, 110_000, 110_010), q(sundayOpen, 109_900, 109_950)],
      rows: [row(fridayClose - 1_000, 1, .buyLimit, at: 110_000)],
      trades: [
        trade(
          1, .buy, from: (sundayOpen, 109_950), to: (sundayOpen, 109_900), .endOfData, gross: -500_000,
          spread: 500_000, mae: -500_000, mfe: -500_000)
      ]),
    // At 110000, ten above the ask; 109980 − 110000 = −20.
    HandWorkedCase(
      "the second quote after the weekend fills a limit at its price",
      quotes: [
        q(fridayClose - 1_000, 110_000, 110_010), q(sundayOpen, 110_020, 110_030),
        q(sundayOpen + 1_000, 109_980, 109_990),
      ],
      rows: [row(fridayClose - 1_000, 1, .buyLimit, at: 110_000)],
      trades: [
        trade(
          1, .buy, from: (sundayOpen + 1_000, 110_000), to: (sundayOpen + 1_000, 109_980), .endOfData,
          gross: -200_000, spread: 100_000, slip: 100_000, mae: -200_000, mfe: -200_000)
      ]),
    // The closing time lies in (previous quote, this quote]: 109990 instead of 110000.
    HandWorkedCase(
      "a quote at the closing time itself is a first quote",
      quotes: [q(fridayClose - 1_000, 110_000, 110_010), q(fridayClose, 109_980, 109_990)],
      rows: [row(fridayClose - 1_000, 1, .buyLimit, at: 110_000)],
      trades: [
        trade(
          1, .buy, from: (fridayClose, 109_990), to: (fridayClose, 109_980), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ]),
    // 21:59 and 22:01 UTC on Wednesday: FX does not close, so 110000.
    HandWorkedCase(
      "the roll of an open market is no gap",
      quotes: [q(35_940_000, 110_000, 110_010), q(36_060_000, 109_980, 109_990)],
      rows: [row(35_940_000, 1, .buyLimit, at: 110_000)],
      trades: [
        trade(
          1, .buy, from: (36_060_000, 110_000), to: (36_060_000, 109_980), .endOfData, gross: -200_000,
          spread: 100_000, slip: 100_000, mae: -200_000, mfe: -200_000)
      ]),
    // Gold, 1 ounce (0.01 lot): a point is 0.001, 1,000 money units; commission 3.50 × 0.01. Closed 17:00 to
    // 18:00 New York: 18:01 is a first quote. 1999000 − 1999200 = −200, half spreads 100 + 100.
    HandWorkedCase(
      "gold's daily break is a gap",
      instrument: xauusd,
      quotes: [q(35_940_000, 2_000_100, 2_000_300), q(39_660_000, 1_999_000, 1_999_200)],
      rows: [row(35_940_000, 1, .buyLimit, at: 2_000_000, units: 1)],
      trades: [
        trade(
          1, .buy, from: (39_660_000, 1_999_200), to: (39_660_000, 1_999_000), .endOfData,
          gross: -200_000, spread: 200_000, mae: -200_000, mfe: -200_000, units: 1)
      ]),
    // Bought Friday at 110010, Sunday's bid 110100 beyond the target 110050: 90. Half spreads 5 + 25.
    HandWorkedCase(
      "the first quote after the weekend fills a take profit at the quote",
      quotes: [q(fridayClose - 1_000, 110_000, 110_010), q(sundayOpen, 110_100, 110_150)],
      rows: [row(fridayClose - 1_000, 1, .buy, tp: 110_050)],
      trades: [
        trade(
          1, .buy, from: (fridayClose - 1_000, 110_010), to: (sundayOpen, 110_100), .takeProfit,
          gross: 900_000, spread: 300_000, mae: -100_000, mfe: 900_000)
      ]),
  ]

  static let stops: [HandWorkedCase] = [
    // The ask jumps over 110020 to 110050; 110060 − 110050 = 10.
    HandWorkedCase(
      "a buy stop fills at the quote that jumped over it",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_040, 110_050), q(2_000, 110_060, 110_070)],
      rows: [row(0, 1, .buyStop, at: 110_020), row(2_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_050), to: (2_000, 110_060), .strategy, gross: 100_000,
          spread: 100_000, mae: -100_000, mfe: 100_000)
      ]),
    // Sold at 109990 − 2, bought back at 109980 + 2: 6. Asks 110000 (−12) and 109980 (+8).
    HandWorkedCase(
      "a sell stop touched by the bid slips",
      settings: OracleSettings().with { $0.slippagePoints = 2 },
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_990, 110_000), q(2_000, 109_970, 109_980)],
      rows: [row(0, 1, .sellStop, at: 109_990), row(2_000, 1, .close)],
      trades: [
        trade(
          1, .sell, from: (1_000, 109_988), to: (2_000, 109_982), .strategy, gross: 60_000,
          spread: 100_000, slip: 40_000, mae: -120_000, mfe: 80_000)
      ]),
    HandWorkedCase(
      "a stop that is reached when it arrives is rejected",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_000, 110_010)],
      rows: [row(0, 1, .buyStop, at: 110_010), row(0, 2, .sellStop, at: 110_000)], refusals: 2),
    // Triggered at the crossed ask 110022, filled at 2000's ask 110010 though that is below the stop.
    HandWorkedCase(
      "a stop triggered on a crossed quote fills at the next uncrossed one, wherever that is",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_022), q(2_000, 110_000, 110_010)],
      rows: [row(0, 1, .buyStop, at: 110_020)],
      trades: [
        trade(
          1, .buy, from: (2_000, 110_010), to: (2_000, 110_000), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ]),
    // After the weekend a stop gets the quote as always: bid 109900, bought back at its ask 109950.
    HandWorkedCase(
      "a stop after the weekend fills at the first quote",
      quotes: [q(fridayClose - 1_000, 110_000, 110_010), q(sundayOpen, 109_900, 109_950)],
      rows: [row(fridayClose - 1_000, 1, .sellStop, at: 109_990)],
      trades: [
        trade(
          1, .sell, from: (sundayOpen, 109_900), to: (sundayOpen, 109_950), .endOfData, gross: -500_000,
          spread: 500_000, mae: -500_000, mfe: -500_000)
      ]),
  ]

  static let expiry: [HandWorkedCase] = [
    // Touched at 1000, its last instant.
    HandWorkedCase(
      "at its expiry an order can still be filled",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990)],
      rows: [row(0, 1, .buyLimit, at: 109_990, until: 1_000)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_990), to: (1_000, 109_980), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ]),
    HandWorkedCase(
      "a millisecond after its expiry an order is gone",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990)],
      rows: [row(0, 1, .buyLimit, at: 109_990, until: 999)]),
    // The second may fill at 0 only; it is marketable at 1000, too late.
    HandWorkedCase(
      "an order that arrives after its expiry is rejected, at its expiry it is not",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990)],
      rows: [
        row(0, 1, .buyLimit, at: 109_990, until: -1), row(0, 2, .buyLimit, at: 109_990, until: 0),
      ], refusals: 1),
    HandWorkedCase(
      "a triggered stop that waits is not filled after its expiry",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_022), q(2_000, 110_000, 110_010)],
      rows: [row(0, 1, .buyStop, at: 110_020, until: 1_500)]),
    // Arrives at 500.
    HandWorkedCase(
      "an order that expires on its way is rejected",
      settings: OracleSettings().with { $0.latency = 500 * millisecond },
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_042)], rows: [row(0, 1, .buy, until: 300)],
      refusals: 1),
  ]
}
