/// What comes first within a quote, and latency.
extension HandWorkedCases {
  static let ordering: [HandWorkedCase] = [
    // Both stops are jumped over; 9 was placed first though 4 is nearer and has the smaller id.
    HandWorkedCase(
      "orders triggered on one quote fill by order of placement",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_030, 110_040)],
      rows: [row(0, 9, .buyStop, at: 110_020), row(0, 4, .buyStop, at: 110_015)],
      trades: [
        trade(
          9, .buy, from: (1_000, 110_040), to: (1_000, 110_030), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
        trade(
          4, .buy, from: (1_000, 110_040), to: (1_000, 110_030), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ]),
    // 1 was placed first and filled second: its stop loss goes first. 109940 − 109990 = −50 (best 109980,
    // −10) and 109940 − 110010 = −70 (best 110000, −10).
    HandWorkedCase(
      "stop losses go by the number of the order that opened the position",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_980, 109_990), q(2_000, 109_940, 109_950)],
      rows: [row(0, 1, .buyLimit, at: 109_990, sl: 109_950), row(0, 2, .buy, sl: 109_955)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_990), to: (2_000, 109_940), .stopLoss, gross: -500_000,
          spread: 100_000, mae: -500_000, mfe: -100_000),
        trade(
          2, .buy, from: (0, 110_010), to: (2_000, 109_940), .stopLoss, gross: -700_000, spread: 100_000,
          mae: -700_000, mfe: -100_000),
      ]),
    // On 1000 the sell stop fills, then the long is stopped: 109955 − 110010 = −55. The short pays the
    // spread at the end.
    HandWorkedCase(
      "an order placed before goes before a later position's stop loss",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_955, 109_965)],
      rows: [row(0, 1, .sellStop, at: 109_960), row(0, 2, .buy, sl: 109_960)],
      trades: [
        trade(
          2, .buy, from: (0, 110_010), to: (1_000, 109_955), .stopLoss, gross: -550_000, spread: 100_000,
          mae: -550_000, mfe: -100_000),
        trade(
          1, .sell, from: (1_000, 109_955), to: (1_000, 109_965), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ],
      fills: [
        fill(0, .buy, 110_010), fill(1_000, .sell, 109_955), fill(1_000, .sell, 109_955, .stopLoss),
        fill(1_000, .buy, 109_965, .endOfData),
      ]),
    // The other way about: the long's number is lower, so it is stopped first.
    HandWorkedCase(
      "an earlier position's stop loss goes before an order placed later",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_955, 109_965)],
      rows: [row(0, 2, .buy, sl: 109_960), row(0, 1, .sellStop, at: 109_960)],
      trades: [
        trade(
          2, .buy, from: (0, 110_010), to: (1_000, 109_955), .stopLoss, gross: -550_000, spread: 100_000,
          mae: -550_000, mfe: -100_000),
        trade(
          1, .sell, from: (1_000, 109_955), to: (1_000, 109_965), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000),
      ],
      fills: [
        fill(0, .buy, 110_010), fill(1_000, .sell, 109_955, .stopLoss), fill(1_000, .sell, 109_955),
        fill(1_000, .buy, 109_965, .endOfData),
      ]),
    // Filled at 1000 before the strategy is asked; the cancel is refused.
    HandWorkedCase(
      "a cancel on the quote that fills the order comes too late",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_990, 110_000)],
      rows: [row(0, 1, .buyLimit, at: 110_000), row(1_000, 1, .cancel)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_000), to: (1_000, 109_990), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ], refusals: 1),
    // 109985 − 110010 = −25; the close is refused.
    HandWorkedCase(
      "a close on the quote that stops the position comes too late",
      quotes: [q(0, 110_000, 110_010), q(1_000, 109_985, 109_995)],
      rows: [row(0, 1, .buy, sl: 109_990), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (0, 110_010), to: (1_000, 109_985), .stopLoss, gross: -250_000, spread: 100_000,
          mae: -250_000, mfe: -100_000)
      ], refusals: 1),
    HandWorkedCase(
      "a canceled order does not fill",
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_000, 110_010), q(2_000, 109_980, 109_990)],
      rows: [row(0, 1, .buyLimit, at: 109_990), row(1_000, 1, .cancel)]),
    HandWorkedCase(
      "a market order that waits can be canceled",
      reading: "whether a cancel reaches an order that waits for an uncrossed quote",
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_020, 110_010), q(1_500, 110_020, 110_010),
        q(2_000, 110_000, 110_010),
      ],
      rows: [row(1_000, 1, .buy), row(1_500, 1, .cancel)]),
  ]

  private static let late = OracleSettings().with { $0.latency = 500 * millisecond }

  static let latency: [HandWorkedCase] = [
    // Sent at 0, arrives at 500, meets 400's ask 110014. 110030 − 110014 = 16; 400's bid is −10.
    HandWorkedCase(
      "an order meets the last quote at or before its arrival, at its arrival",
      settings: late,
      quotes: [q(0, 110_000, 110_010), q(400, 110_004, 110_014), q(1_000, 110_030, 110_040)],
      rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (500, 110_014), to: (1_000, 110_030), .endOfData, gross: 160_000,
          spread: 100_000, mae: -100_000, mfe: 160_000)
      ]),
    // As before, the quote being at 500.
    HandWorkedCase(
      "a quote at the time of arrival is met",
      settings: late,
      quotes: [q(0, 110_000, 110_010), q(500, 110_004, 110_014), q(1_000, 110_030, 110_040)],
      rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (500, 110_014), to: (1_000, 110_030), .endOfData, gross: 160_000,
          spread: 100_000, mae: -100_000, mfe: 160_000)
      ]),
    // The second quote of time 500: 110030 − 110016 = 14, its bid −10.
    HandWorkedCase(
      "of several quotes at the time of arrival the last is met",
      settings: late,
      quotes: [
        q(0, 110_000, 110_010), q(500, 110_004, 110_014), q(500, 110_006, 110_016),
        q(1_000, 110_030, 110_040),
      ],
      rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (500, 110_016), to: (1_000, 110_030), .endOfData, gross: 140_000,
          spread: 100_000, mae: -100_000, mfe: 140_000)
      ]),
    HandWorkedCase(
      "what is still in flight at the end is canceled",
      settings: late, quotes: [q(0, 110_000, 110_010), q(500, 110_004, 110_014)],
      rows: [row(0, 1, .buy)]),
    // Filled at 500 on 0's quote; 1000's bid 109970 is below the stop loss: −40.
    HandWorkedCase(
      "protection works from the quote after the one that was met",
      settings: late, quotes: [q(0, 110_000, 110_010), q(1_000, 109_970, 109_980)],
      rows: [row(0, 1, .buy, sl: 109_980)],
      trades: [
        trade(
          1, .buy, from: (500, 110_010), to: (1_000, 109_970), .stopLoss, gross: -400_000,
          spread: 100_000, mae: -400_000, mfe: -100_000)
      ]),
    // 400's bid 109975 is below the stop loss 109980.
    HandWorkedCase(
      "protection is measured against the quote met on arrival",
      settings: late,
      quotes: [q(0, 110_000, 110_010), q(400, 109_975, 109_985), q(1_000, 110_000, 110_010)],
      rows: [row(0, 1, .buy, sl: 109_980)], refusals: 1),
    // 400's ask 109990: 110000 − 109990 = 10; 400's bid is −10.
    HandWorkedCase(
      "a limit that is marketable on arrival gets the quote met",
      settings: late,
      quotes: [q(0, 110_000, 110_010), q(400, 109_980, 109_990), q(1_000, 110_000, 110_010)],
      rows: [row(0, 1, .buyLimit, at: 109_995)],
      trades: [
        trade(
          1, .buy, from: (500, 109_990), to: (1_000, 110_000), .endOfData, gross: 100_000,
          spread: 100_000, mae: -100_000, mfe: 100_000)
      ]),
    HandWorkedCase(
      "a limit that is touched only while in flight does not fill",
      settings: late,
      quotes: [
        q(0, 110_000, 110_010), q(200, 109_980, 109_990), q(400, 110_000, 110_010),
        q(1_000, 110_000, 110_010),
      ],
      rows: [row(0, 1, .buyLimit, at: 109_995)]),
    // Arrives at 500 on 0's quote and works on 1000's: 109990, ask there 109985 (5). 109975 − 109990 = −15.
    HandWorkedCase(
      "a limit works on the quote before which it arrived",
      settings: late, quotes: [q(0, 110_000, 110_010), q(1_000, 109_975, 109_985)],
      rows: [row(0, 1, .buyLimit, at: 109_990)],
      trades: [
        trade(
          1, .buy, from: (1_000, 109_990), to: (1_000, 109_975), .endOfData, gross: -150_000,
          spread: 100_000, slip: 50_000, mae: -150_000, mfe: -150_000)
      ]),
    HandWorkedCase(
      "a stop that is reached when it arrives is rejected, though it was not when sent",
      settings: late,
      quotes: [q(0, 110_000, 110_010), q(400, 110_015, 110_025), q(1_000, 110_000, 110_010)],
      rows: [row(0, 1, .buyStop, at: 110_020)], refusals: 1),
    // 700 is the first quote at or after 500: 110040 − 110030 = 10, low 110020 (−10).
    HandWorkedCase(
      "first_after meets the first quote after the arrival, at its time",
      settings: late.with { $0.latencyRule = .firstAfter },
      quotes: [
        q(0, 110_000, 110_010), q(400, 110_004, 110_014), q(700, 110_020, 110_030),
        q(1_000, 110_040, 110_050),
      ],
      rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (700, 110_030), to: (1_000, 110_040), .endOfData, gross: 100_000,
          spread: 100_000, mae: -100_000, mfe: 100_000)
      ]),
    // The first quote of time 500: 110030 − 110014 = 16, low 110004 (−10).
    HandWorkedCase(
      "first_after meets the first of several quotes at the time of arrival",
      settings: late.with { $0.latencyRule = .firstAfter },
      quotes: [
        q(0, 110_000, 110_010), q(500, 110_004, 110_014), q(500, 110_006, 110_016),
        q(1_000, 110_030, 110_040),
      ],
      rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (500, 110_014), to: (1_000, 110_030), .endOfData, gross: 160_000,
          spread: 100_000, mae: -100_000, mfe: 160_000)
      ]),
  ]

  static let latencyRaces: [HandWorkedCase] = [
    // The limit fills at 1400; the cancel sent at 1000 arrives at 1500. 110000 − 109990 = 10, low −10.
    HandWorkedCase(
      "a cancel that arrives after the fill is refused",
      settings: late,
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_000, 110_010), q(1_400, 109_980, 109_990),
        q(2_000, 110_000, 110_010),
      ],
      rows: [row(0, 1, .buyLimit, at: 109_990), row(1_000, 1, .cancel)],
      trades: [
        trade(
          1, .buy, from: (1_400, 109_990), to: (2_000, 110_000), .endOfData, gross: 100_000,
          spread: 100_000, mae: -100_000, mfe: 100_000)
      ], refusals: 1),
    // The first arrives at 500, before 600's quote; the second is still on its way at the end.
    HandWorkedCase(
      "a cancel of what nobody sent is refused where it arrives, if it does",
      settings: late, quotes: [q(0, 110_000, 110_010), q(600, 110_000, 110_010)],
      rows: [row(0, 9, .cancel), row(600, 9, .cancel)], refusals: 1),
    // Stopped at 1400: 109985 − 110010 = −25 (best 110005, −5); the close arrives at 1500.
    HandWorkedCase(
      "a close that arrives after the stop loss is refused",
      settings: late,
      quotes: [
        q(0, 110_000, 110_010), q(1_000, 110_005, 110_015), q(1_400, 109_985, 109_995),
        q(2_000, 109_985, 109_995),
      ],
      rows: [row(0, 1, .buy, sl: 109_990), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (500, 110_010), to: (1_400, 109_985), .stopLoss, gross: -250_000,
          spread: 100_000, mae: -250_000, mfe: -50_000)
      ], refusals: 1),
    // The close arrives at 1500 on 1000's bid 110005: −5. 2000 would have hit the stop loss.
    HandWorkedCase(
      "a close that arrives before a quote is done before its triggers",
      settings: late,
      quotes: [q(0, 110_000, 110_010), q(1_000, 110_005, 110_015), q(2_000, 109_980, 109_990)],
      rows: [row(0, 1, .buy, sl: 109_990), row(1_000, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (500, 110_010), to: (1_500, 110_005), .strategy, gross: -50_000, spread: 100_000,
          mae: -100_000, mfe: -50_000)
      ]),
    // The close is denied at 0, when nothing is open. 400's ask 110014 to the end's bid 110030: 16; low −10.
    HandWorkedCase(
      "a close of a position that is not open yet is denied at sending",
      settings: late,
      quotes: [q(0, 110_000, 110_010), q(400, 110_004, 110_014), q(1_000, 110_030, 110_040)],
      rows: [row(0, 1, .buy), row(0, 1, .close)],
      trades: [
        trade(
          1, .buy, from: (500, 110_014), to: (1_000, 110_030), .endOfData, gross: 160_000, spread: 100_000,
          mae: -100_000, mfe: 160_000)
      ], refusals: 1),
    // Arrives at 500 on the crossed quote of 400; the next uncrossed one is 1000's.
    HandWorkedCase(
      "an order that meets a crossed quote on arrival fills at the next uncrossed one",
      settings: late,
      quotes: [q(0, 110_000, 110_010), q(400, 110_020, 110_012), q(1_000, 110_030, 110_040)],
      rows: [row(0, 1, .buy)],
      trades: [
        trade(
          1, .buy, from: (1_000, 110_040), to: (1_000, 110_030), .endOfData, gross: -100_000,
          spread: 100_000, mae: -100_000, mfe: -100_000)
      ]),
    // The buy waits since 500. Its cancel arrives at 1100, before 2000's quote is there to fill it.
    HandWorkedCase(
      "what arrived before a quote comes before an order that waits for it",
      settings: late,
      quotes: [
        q(0, 110_000, 110_010), q(400, 110_020, 110_012), q(600, 110_020, 110_012),
        q(2_000, 110_030, 110_040),
      ],
      rows: [row(0, 1, .buy), row(600, 1, .cancel)]),
  ]
}
