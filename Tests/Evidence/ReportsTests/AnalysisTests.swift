import Statistics
import Testing
import TradingCore

@testable import Reports

/// What is worked out of trades and days.
struct AnalysisTests {
  private func day(_ text: String, _ equity: Int64) throws -> DayEquity {
    DayEquity(
      date: CivilDate(containing: try Timestamp(iso8601: text + "T00:00:00Z")),
      equity: Money(units: equity * Int64(Currency.usd.moneyScale)))
  }

  private func outcome(_ open: String, seconds: Int64, net: Int64) throws -> TradeOutcome {
    let start = try Timestamp(iso8601: open)
    return TradeOutcome(
      openTime: start, closeTime: start.advanced(by: seconds * Timestamp.second), netProfit: Money(units: net)
    )
  }

  @Test("months and years compound from the last day before them to their own last day")
  func months() throws {
    let days = [
      try day("2023-11-29", 1_100), try day("2023-11-30", 1_200), try day("2023-12-29", 900),
      try day("2024-02-01", 990), try day("2024-02-29", 1_080),
    ]
    let years = PeriodReturns(startBalance: 1_000, days: days, currency: .usd).years
    #expect(years.map(\.year) == [2023, 2024])
    #expect(years[0].months[10] == 1_200.0 / 1_000 - 1)
    #expect(years[0].months[11] == 900.0 / 1_200 - 1)
    #expect(years[0].months[0] == nil)
    #expect(years[0].total == 900.0 / 1_000 - 1)
    #expect(years[1].months[0] == nil)
    #expect(years[1].months[1] == 1_080.0 / 900 - 1)
    #expect(years[1].total == 1_080.0 / 900 - 1)
  }

  @Test("the same month of two years is two months")
  func sameMonth() throws {
    let days = [try day("2023-03-31", 1_100), try day("2024-03-29", 1_210)]
    let years = PeriodReturns(startBalance: 1_000, days: days, currency: .usd).years
    #expect(years[0].months[2] == 1_100.0 / 1_000 - 1)
    #expect(years[1].months[2] == 1_210.0 / 1_100 - 1)
  }

  @Test("trades stand at the weekday and hour of their entry, by either clock")
  func hours() throws {
    // Monday 02:30 UTC is Sunday 21:30 in New York.
    let outcomes = [
      try outcome("2024-01-08T02:30:00Z", seconds: 60, net: 5),
      try outcome("2024-01-08T02:59:59Z", seconds: 60, net: -7),
    ]
    let utc = try EntryHours(outcomes, zone: .utc)
    let cell = utc[1, 2]
    #expect(cell.trades == 2 && cell.wins == 1)
    #expect(cell.netProfit == Money(units: -2))
    #expect(utc.weekdays == [1, 2, 3, 4, 5])
    #expect(utc.byHour[2].trades == 2)
    #expect(utc.byWeekday[1].trades == 2)
    #expect(utc.largest == 2)
    let newYork = try EntryHours(outcomes, zone: .newYork)
    #expect(newYork[0, 21].trades == 2)
    #expect(newYork.weekdays == [1, 2, 3, 4, 5, 0])
  }

  @Test("holding times fall in buckets that begin where the one before ends")
  func holding() throws {
    let seconds: [Int64] = [0, 1, 4, 5, 59, 60, 3_600]
    let holding = HoldingTimes(
      try seconds.map { try outcome("2024-01-08T02:30:00Z", seconds: $0, net: 1) })
    #expect(holding.buckets.map(\.trades) == [1, 2, 1, 1, 1, 0, 0, 1])
    #expect(holding.buckets.first?.label == "under 1 s" && holding.buckets.last?.label == "1–4 h")
    #expect(holding.quantile(0.5) == 5)
    #expect(HoldingTimes([]).buckets.isEmpty && HoldingTimes([]).quantile(0.5) == nil)
  }

  @Test("figures over days and trades, by hand")
  func figures() throws {
    var report = try SampleReport.empty()
    report.figures.first = try Timestamp(iso8601: "2024-01-08T00:00:00Z")
    report.figures.last = try Timestamp(iso8601: "2024-01-08T01:00:00Z")
    report.figures.netProfit = Money(units: 20_000_000)
    report.figures.maximumDrawdownMoney = Money(units: 40_000_000)
    report.days = [try day("2024-01-08", 1_050), try day("2024-01-09", 1_010), try day("2024-01-10", 1_020)]
    report.outcomes = [
      try outcome("2024-01-08T00:00:00Z", seconds: 900, net: 30),
      try outcome("2024-01-08T00:10:00Z", seconds: 600, net: -15),
    ]
    let analysis = try BacktestAnalysis(report)
    #expect(analysis.dailyChanges == [50, -40, 10])
    let best = try #require(analysis.extremeDay(worst: false))
    #expect(best.date.description == "2024-01-08" && best.change == 50)
    let worst = try #require(analysis.extremeDay(worst: true))
    #expect(worst.date.description == "2024-01-09" && worst.change == -40)
    #expect(analysis.recovery == 0.5 && analysis.payoff == 2)
    #expect(analysis.timeShare == 1_200.0 / 3_600)
    let stretch = try #require(analysis.longestDrawdown)
    #expect(stretch.days == 2)
    #expect(abs(try #require(analysis.profitPerDay) - 20.0 / 3) < 1e-12)
    let counts = analysis.sessions.map { $0.tally.trades }
    #expect(counts == [2, 0, 0, 0, 0])
    #expect(analysis.rollingDays == nil)
  }

  @Test(
    "short amounts keep three digits or so",
    arguments: [
      (0, "0.00"), (1.234, "+1.23"), (-9.996, "-10.0"), (12.34, "+12.3"), (99.96, "+100"), (-450, "-450"),
      (1_234, "+1.2k"), (99_960, "+100k"), (3_210_000, "+3.2M"), (.infinity, "–"),
    ] as [(Double, String)])
  func tight(_ value: Double, _ text: String) { #expect(NumberText.tight(value) == text) }
}
