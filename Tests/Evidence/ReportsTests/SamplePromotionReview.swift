import Reports
import Statistics
import TestSupport
import Testing
import TradingCore

/// Made-up reviews, the same each time, for looking at and for tests.
enum SamplePromotionReview {
  private static let start = Timestamp(milliseconds: 1_768_176_000_000)

  /// A review of the step to LIVE with everything a page can hold.
  static func live(isEligible: Bool = true) -> PromotionReview {
    var checks = gate
    if !isEligible {
      checks[2].verdict = .fail
      (checks[2].value, checks[2].valueText) = (1.31, "1.31")
      checks[9].verdict = .inconclusive
      (checks[9].value, checks[9].valueText) = (nil, "–")
      checks[9].detail = "too few days to tell"
    }
    var review = PromotionReview(
      bot: "london-cross", from: "demo", to: "live", isEligible: isEligible,
      identity: String(repeating: "4f1c9a7e", count: 8),
      evidenceDigest: String(repeating: "b07d22e1", count: 8),
      generatedAt: day(61), criteriaName: "standard", criteriaDigest: String(repeating: "93e5", count: 16),
      trials: 46, checks: checks)
    fillFigures(&review)
    fillPeople(&review)
    review.commandLine = "slipway promote review london-cross -o review.html"
    review.generator = "slipway 0.5.0"
    return review
  }

  /// A review with two checks and nothing else.
  static func small() -> PromotionReview {
    PromotionReview(
      bot: "b", from: "paper", to: "demo", isEligible: false, identity: "aa", evidenceDigest: "bb",
      generatedAt: start, criteriaName: "standard", criteriaDigest: "cc", trials: 1,
      checks: [
        check("trades", "Trades", 12, "12", 50, "≥ 50", .fail, true, "12 of 50"),
        check(
          "profit_factor", "Profit factor", nil, "–", 1.5, "> 1.5", .inconclusive, true, "no losing trade"),
        check(
          "deflated_sharpe", "Deflated Sharpe ratio", 0.97, "0.970", 0.95, "≥ 0.95", .pass, false, "1 trial"),
      ])
  }

  /// A study of three gates.
  static func study() -> StudyPage {
    let live: [(String, [Double])] = [
      ("standard", [0.0041, 0.12, 0.48, 0.81, 0.96]), ("plain", [0.052, 0.27, 0.61, 0.87, 0.97]),
      ("strict", [0.0012, 0.07, 0.39, 0.77, 0.95]),
    ]
    var rows: [StudyPage.Row] = []
    for (preset, shares) in live {
      for (step, share) in shares.enumerated() { rows.append(row(preset, edge: Double(step) / 10, share)) }
    }
    return StudyPage(rows: rows, bots: 10_000, days: 365, seed: 1)
  }

  private static func row(_ preset: String, edge: Double, _ share: Double) -> StudyPage.Row {
    let toDemo = StudyPage.Share(value: min(1, share * 1.6), lower: share, upper: 1)
    let toLive = StudyPage.Share(value: share, lower: share * 0.8, upper: min(1, share * 1.25))
    return StudyPage.Row(
      preset: preset, scenario: edge == 0 ? "no edge" : "edge of \(edge) R", edge: edge, toDemo: toDemo,
      toLive: toLive, medianDays: 90 - edge * 100)
  }

  private static func day(_ count: Int) -> Timestamp {
    start.advanced(by: Int64(count) * 86_400 * Timestamp.second)
  }

  private static func check(
    _ name: String, _ title: String, _ value: Double?, _ valueText: String, _ threshold: Double,
    _ thresholdText: String, _ verdict: CheckVerdict, _ isRequired: Bool, _ detail: String,
    _ restsOn: String = "demo, 11 Feb to 13 Mar 2026"
  ) -> PromotionReview.Check {
    PromotionReview.Check(
      name: name, title: title, value: value, valueText: valueText, threshold: threshold,
      thresholdText: thresholdText, verdict: verdict, isRequired: isRequired, detail: detail, restsOn: restsOn
    )
  }

  private static var gate: [PromotionReview.Check] {
    let both = "paper and demo, 12 Jan to 13 Mar 2026"
    return [
      check("trades", "Trades", 112, "112", 50, "≥ 50", .pass, true, "112 from flat to flat"),
      check("win_rate", "Win rate", 0.607, "60.7 %", 0.55, "> 55 %", .pass, true, "68 of 112 won"),
      check(
        "profit_factor", "Profit factor", 1.92, "1.92", 1.5, "> 1.5", .pass, true,
        "1,204.10 USD won / 627.30 USD lost"),
      check(
        "max_drawdown", "Maximum drawdown", 0.0612, "6.12 %", 0.15, "< 15 %", .pass, true,
        "at most 71.20 USD, marked on every tick"),
      check("days_active", "Days", 30, "30", 14, "≥ 14", .pass, true, "between the first and the last tick"),
      check("coverage", "Coverage", 1, "100 %", 0.9, "≥ 90 %", .pass, true, "22 of 22 weekdays have ticks"),
      check(
        "break_even", "Win rate over break-even", 0.538, "53.8 %", 0.452, "> 45.2 %", .pass, true,
        "lower end of Wilson's 95 % interval against the rate that the pay-off of 1.21 implies", both),
      check(
        "profit_factor_bound", "Profit factor, lower bound", 1.24, "1.24", 1, "> 1", .pass, true,
        "block bootstrap, 95 %, 2,000 resamples", both),
      check(
        "probabilistic_sharpe", "Probabilistic Sharpe ratio", 0.993, "0.993", 0.95, "≥ 0.95", .pass, true,
        "daily ratio 0.31 over 60 days, skewness −0.20, kurtosis 3.9", both),
      check(
        "deflated_sharpe", "Deflated Sharpe ratio", 0.956, "0.956", 0.95, "≥ 0.95", .pass, true,
        "46 trials in the family, variance 0.5 a year", both),
      check(
        "always_valid", "Always-valid test", 41.7, "41.7", 20, "≥ 20", .pass, true,
        "reached at trade 81 of 204", both),
      check(
        "backtest_overfitting", "Backtest overfitting", nil, "–", 0.5, "≤ 0.5", .inconclusive, false,
        "no sweep of this family is on record", ""),
    ]
  }

  private static func curve(_ label: String, seed: UInt64, days: Range<Int>, drift: Int)
    -> PromotionReview.Curve
  {
    var generator = SeededGenerator(seed: seed)
    var equity = 1_000.0
    var points: [PromotionReview.Curve.Point] = []
    for part in 0..<(days.count * 8) {
      equity += Double(Int.random(in: -100...(100 + drift), using: &generator)) / 20
      let time = day(days.lowerBound).advanced(by: Int64(part) * 10_800 * Timestamp.second)
      points.append(.init(time: time, equity: equity))
    }
    return .init(label: label, points: points)
  }

  /// Evidence of 60 % wins.
  private static func part(_ mode: String, trades: Int, first: Int, last: Int) -> PromotionReview.Part {
    var part = PromotionReview.Part(mode: mode, currency: .usd)
    for trade in 0..<trades {
      try? part.tally.add(net: Money(units: trade % 5 < 3 ? 1_000_000 : -800_000))
    }
    (part.maximumDrawdown, part.daysActive) = (0.0612, 22)
    (part.first, part.last) = (day(first), day(last))
    return part
  }

  private static func fillFigures(_ review: inout PromotionReview) {
    review.parts = [
      part("paper", trades: 92, first: 0, last: 29), part("demo", trades: 112, first: 30, last: 60),
    ]
    review.curves = [
      curve("Backtest", seed: 3, days: 0..<44, drift: 22), curve("Paper", seed: 4, days: 0..<30, drift: 20),
      curve("Demo", seed: 9, days: 30..<60, drift: 17),
    ]
    review.intervals = [
      .init(
        label: "Win rate", unit: .percent, value: 0.607, lower: 0.538, upper: 0.672, bound: 0.452,
        boundLabel: "break-even", threshold: 0.55, method: "Wilson, 95 %, 204 trades"),
      .init(
        label: "Profit factor", unit: .ratio, value: 1.92, lower: 1.24, upper: 2.71, bound: 1,
        boundLabel: "break-even", threshold: 1.5, method: "Block bootstrap, 95 %"),
    ]
    var generator = SeededGenerator(seed: 12)
    var value = 1.0
    review.evidenceLine = .init(
      points: (1...204).map { trade in
        value *= Int.random(in: 0..<100, using: &generator) < 55 ? 1.14 : 0.88
        return .init(trade: trade, value: value)
      }, boundary: 20, basis: "R multiples of 204 trades, paper and demo")
    let points = [(1, 0.997), (2, 0.993), (5, 0.985), (10, 0.978), (20, 0.969), (46, 0.956), (100, 0.938)]
    let further = [(200, 0.92), (500, 0.89), (1_000, 0.86)]
    review.trialsCurve = .init(
      points: (points + further).map { .init(trials: $0.0, ratio: $0.1) },
      present: .init(trials: 46, ratio: 0.956), threshold: 0.95)
    review.backtestNote = "The backtest of this identity, at the end of each day."
    review.costs = [
      costs("paper", trades: 92, gross: 31_420_000, net: 24_865_000),
      costs("demo", trades: 112, gross: 39_960_000, net: 31_980_000),
    ]
    review.sources = [
      .init(
        mode: "paper", session: 1, kind: "file", path: "/ticks/EURUSD-2026-02.ticks",
        digest: String(repeating: "01fe", count: 16), first: day(0), last: day(29), days: 22),
      .init(
        mode: "demo", session: 2, kind: "feed", path: "exness_raw", digest: nil, first: day(30),
        last: day(60),
        days: 23),
    ]
  }

  /// Money in millionths of a dollar.
  private static func costs(_ mode: String, trades: Int, gross: Int64, net: Int64) -> PromotionReview.Costs {
    let all = gross - net
    return .init(
      mode: mode, currency: .usd, trades: trades, gross: Money(units: gross), spread: Money(units: all / 4),
      slippage: Money(units: all / 4), commission: Money(units: all / 2 + 120_000),
      swap: Money(units: 120_000),
      net: Money(units: net))
  }

  private static func fillPeople(_ review: inout PromotionReview) {
    review.facts = [
      .init(name: "Strategy", value: "ema_cross 1.2.0"), .init(name: "fast", value: "50"),
      .init(name: "slow", value: "200"), .init(name: "lots", value: "0.10"),
      .init(name: "Symbols", value: "EURUSD"), .init(name: "Broker", value: "exness_raw"),
      .init(name: "Risk a day", value: "2 %"), .init(name: "Seed", value: "1"),
    ]
    review.sinceApproval = .init(
      label: "DEMO approved on 11 Feb 2026 (R1)", identity: String(repeating: "4f1c9a7e", count: 8),
      changes: [])
    review.sinceEarlier = .init(
      label: "the identity before", identity: String(repeating: "91c3", count: 16),
      changes: [
        .init(name: "parameter slow", before: "180", after: "200"),
        .init(name: "seed", before: "2", after: "1"),
      ])
    review.ladder = .init(
      steps: ["50 USD", "100 USD", "250 USD", "500 USD", "1,000 USD"], current: 1, since: day(52),
      nextPossible: day(59), rule: "A week at each step, an approval for each step up.")
    review.approvals = .init(
      requester: .init(
        name: "ada", role: "quant", at: day(61), fingerprint: "9c41d2ab00f1e377", state: .valid,
        reason: "30 clean days on demo"),
      answers: [
        .init(name: "grace", role: "approver", at: day(61), fingerprint: "0b77e8c2d4a19f50", state: .valid)
      ],
      missing: ["a second approver, another person than ada and grace"], request: "R17",
      expires: day(68))
    review.approvals.about = "DEMO to LIVE, pending"
  }
}
