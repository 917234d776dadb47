import Promotion
import Statistics
import TestSupport
import Testing
import TradingCore

/// Four trades worked out by hand.
struct ScorecardTests {
  /// Costs are 10 cents each, 2 of them spread, and 3 more of swap on the last.
  private static func trade(
    _ ordinal: UInt64, open: String, close: String, netCents: Int64, riskCents: Int64?, swapCents: Int64 = 0
  ) throws -> FlatTrade {
    FlatTrade(
      ordinal: ordinal, symbolIndex: 0, side: .buy, openTime: try Timestamp(iso8601: open),
      closeTime: try Timestamp(iso8601: close), mostUnits: Quantity(units: 1_000), entries: 1, portions: 1,
      netResult: cents(netCents), grossResult: cents(netCents + 7 - swapCents), commission: cents(7),
      swap: cents(swapCents), spreadCost: cents(2), slippageCost: cents(1),
      maximumAdverseExcursion: .zero, maximumFavorableExcursion: .zero, exitReason: .strategy,
      initialRisk: riskCents.map(cents))
  }

  /// A Monday to a Wednesday in January 2024.
  private static func evidence(risk: Int64? = 100) throws -> Evidence {
    var evidence = Evidence(
      bot: "alpha", mode: "paper", identity: "ab", currency: .usd, startBalance: cents(100_000))
    evidence.trades = [
      // Asia on Monday; London on Monday; London with New York on Tuesday; Tuesday 17:30 New York is Wednesday.
      try trade(
        1, open: "2024-01-08T02:00:00Z", close: "2024-01-08T03:00:00Z", netCents: 200, riskCents: 100),
      try trade(
        2, open: "2024-01-08T09:00:00Z", close: "2024-01-08T10:00:00Z", netCents: -100, riskCents: 100),
      try trade(
        3, open: "2024-01-09T14:00:00Z", close: "2024-01-09T16:00:00Z", netCents: -50, riskCents: risk),
      try trade(
        4, open: "2024-01-09T22:30:00Z", close: "2024-01-10T06:30:00Z", netCents: 300, riskCents: 200,
        swapCents: -3),
    ]
    let days: [(String, Int64)] = [
      ("2024-01-08", 100_100), ("2024-01-09", 100_050), ("2024-01-10", 100_350),
    ]
    evidence.days = try days.map {
      let noon = try Timestamp(iso8601: $0 + "T12:00:00Z")
      return DayEquity(date: CivilDate(containing: noon), equity: cents($1))
    }
    evidence.maximumDrawdown = 0.0025
    evidence.maximumDrawdownMoney = cents(250)
    evidence.daysActive = 3
    evidence.firstTick = try Timestamp(iso8601: "2024-01-08T00:00:00Z")
    evidence.lastTick = try Timestamp(iso8601: "2024-01-10T12:00:00Z")
    return evidence
  }

  private static func near(_ value: Double?, _ expected: Double) -> Bool {
    value.map { abs($0 - expected) < 1e-12 } ?? false
  }

  @Test("counts, profit factor and expectancy: 5.00 won, 1.50 lost over four trades")
  func results() throws {
    let card = try Scorecard(Self.evidence())
    #expect(card.tally.trades == 4 && card.tally.wins == 2 && card.tally.losses == 2)
    #expect(card.tally.winRate == 0.5 && Self.near(card.tally.profitFactor, 5.0 / 1.5))
    #expect(card.tally.netProfit == cents(350) && card.expectancy == Money(units: 875_000))
    #expect(card.longestLosingStreak == 2 && Self.near(card.tradesPerDay, 4.0 / 3))
    // 1, 1, 2 and 8 hours.
    #expect(card.averageHoldingSeconds == 10_800)
    #expect(Self.near(card.exposure, 12.0 / 60))
  }

  @Test("costs of 0.43 took their share of the 2.10 and 3.13 that won before costs")
  func fees() throws {
    let card = try Scorecard(Self.evidence())
    #expect(card.commission == cents(28) && card.swap == cents(-3))
    #expect(card.spreadCost == cents(8) && card.slippageCost == cents(4))
    #expect(Self.near(card.feeShare, 0.43 / 5.23))
  }

  @Test("R of 2, −1, −0.5 and 1.5: mean 0.5, median 0.5, SQN by hand")
  func multiples() throws {
    let card = try Scorecard(Self.evidence())
    #expect(card.rMultiples.values == [2, -1, -0.5, 1.5])
    #expect(card.rMultiples.mean == 0.5 && card.rMultiples.median == 0.5)
    #expect(card.rMultiples.best == 2 && card.rMultiples.worst == -1)
    // Squares of the deviations: 2.25 + 2.25 + 1 + 1 = 6.5; over 3 and rooted 1.47196.
    #expect(card.qualityBasis == .initialRisk)
    #expect(Self.near(card.systemQuality, 0.5 / (6.5 / 3).squareRoot() * 2))
  }

  @Test("when one trade has no initial risk, SQN is over net results: mean 0.875")
  func withoutRisk() throws {
    let card = try Scorecard(Self.evidence(risk: nil))
    #expect(card.rMultiples.values == [2, -1, 1.5] && card.qualityBasis == .meanLoss)
    // 1.125² + 1.875² + 1.375² + 2.125² = 11.1875.
    #expect(Self.near(card.systemQuality, 0.875 / (11.1875 / 3).squareRoot() * 2))
  }

  @Test("daily figures: returns over three days, ulcer of one fall of 50 cents from 1,001.00")
  func days() throws {
    let card = try Scorecard(Self.evidence())
    #expect(card.startEquity == cents(100_000) && card.endEquity == cents(100_350))
    #expect(Self.near(card.ulcerIndex, (0.5 / 1001) / 3.0.squareRoot()))
    let returns = [1.0 / 1000, 1000.5 / 1001 - 1, 1003.5 / 1000.5 - 1]
    let mean = returns.reduce(0, +) / 3
    let deviation = (returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2).squareRoot()
    #expect(abs(try #require(card.sharpe) - mean / deviation * 252.0.squareRoot()) < 1e-9)
    #expect(card.maximumDrawdown == 0.0025 && card.drawdownBasis == .ticks && card.daysActive == 3)
  }

  @Test("each trade has one session and the weekday of its New York trading day")
  func groups() throws {
    let card = try Scorecard(Self.evidence())
    #expect(
      card.sessions.map(\.key) == [.asia, .london, .overlap, .newYork, .offHours])
    #expect(card.sessions.map(\.tally.netProfit) == [200, -100, -50, 0, 300].map(cents))
    #expect(card.weekdays.map(\.key) == [1, 2, 3, 4, 5])
    #expect(card.weekdays.map(\.tally.trades) == [2, 1, 1, 0, 0])
    #expect(card.weekdays.map(\.tally.netProfit) == [100, -50, 300, 0, 0].map(cents))
  }

  @Test("a span has the trades that close in it and the days it touches; its drawdown is that of days")
  func span() throws {
    let span = ScorecardSpan.between(
      from: try Timestamp(iso8601: "2024-01-09T00:00:00Z"), to: try Timestamp(iso8601: "2024-01-09T20:00:00Z")
    )
    let card = try Scorecard(Self.evidence(), span: span)
    #expect(card.tally.trades == 1 && card.tally.netProfit == cents(-50) && card.daysActive == 1)
    #expect(card.startEquity == cents(100_100) && card.endEquity == cents(100_050))
    #expect(card.maximumDrawdownMoney == cents(50) && card.drawdownBasis == .days)
    #expect(Self.near(card.maximumDrawdown, 0.5 / 1001) && Self.near(card.exposure, 2.0 / 20))
    #expect(card.lastTick == (try Timestamp(iso8601: "2024-01-09T20:00:00Z")))
  }

  @Test("evidence without ticks has no figures but zeros and nothing")
  func empty() throws {
    let card = try Scorecard(
      Evidence(bot: "alpha", mode: "paper", identity: "ab", currency: .usd, startBalance: cents(100_000)))
    #expect(card.tally == TradeTally() && card.expectancy == nil && card.feeShare == nil)
    #expect(card.rMultiples.mean == nil && card.systemQuality == nil && card.sharpe == nil)
    #expect(card.ulcerIndex == nil && card.exposure == nil && card.averageHoldingSeconds == nil)
    #expect(card.tradesPerDay == nil && card.firstTick == nil && card.endEquity == cents(100_000))
  }

  @Test("a position still open counts as exposure")
  func openPosition() throws {
    var evidence = try Self.evidence()
    evidence.openTimes = [try Timestamp(iso8601: "2024-01-10T06:00:00Z")]
    #expect(Self.near(try Scorecard(evidence).exposure, (4 + 13.5) / 60))
  }
}

/// The part of a scorecard that grows with trades.
struct SummaryScoreTests {
  @Test("trades add up, exactly")
  func trades() throws {
    var script = try Script()
    for close in [110_100, 109_950, 110_000] as [Int64] {
      let position = try script.open(.buy, 1_000, at: 110_000)
      try script.close(position, 1_000, at: close)
    }
    var score = SummaryScore()
    for trade in try script.trades() { try score.add(trade) }
    #expect(score.tally.trades == 3 && score.tally.wins == 1 && score.tally.losses == 1)
    #expect(score.tally.grossProfit == cents(100) && score.tally.grossLoss == cents(50))
  }
}
