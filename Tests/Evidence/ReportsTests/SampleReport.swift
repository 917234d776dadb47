import JSONText
import Reports
import Statistics
import TestSupport
import Testing
import TradingCore

/// A made-up backtest with a few hundred trades, the same for the same seed, for looking at and for tests.
struct SampleReport {
  private var generator: SeededGenerator
  private var report: BacktestReport
  private var balance = Money(units: 1_000_000_000)
  private var price: Int64 = 114_550
  private let symbol: Symbol
  private static let start = Timestamp(nanoseconds: 1_549_238_400_994_000_000)

  private init(seed: UInt64, symbol: Symbol) {
    generator = SeededGenerator(seed: seed)
    self.symbol = symbol
    report = BacktestReport(
      title: "ema_cross on EURUSD", strategy: "ema_cross",
      params: [
        JSONMember("fast", 50), JSONMember("slow", 200), JSONMember("lots", "0.10"),
      ],
      symbols: [symbol], broker: "exness_raw", family: "ema_cross",
      identity: "7c1e0f4a9b2d5c6e8f1a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80", seed: 1,
      currency: .usd, figures: BacktestFigures(),
      fingerprint: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0")
    addLines()
  }

  /// The report.
  static func make(trades: Int = 480, seed: UInt64 = 11) throws -> BacktestReport {
    var sample = SampleReport(seed: seed, symbol: try #require(Symbol("EURUSD")))
    try sample.run(trades: trades)
    return sample.report
  }

  /// A report of a run in which nothing happened.
  static func empty() throws -> BacktestReport {
    var sample = SampleReport(seed: 1, symbol: try #require(Symbol("EURUSD")))
    sample.report.figures.startBalance = sample.balance
    sample.report.figures.endBalance = sample.balance
    return sample.report
  }

  private mutating func addLines() {
    report.brokerLines = [
      .init("Spread", "as recorded"), .init("Commission", "3.50 USD per lot and side"),
      .init("Slippage", "uniform, 0.1 to 0.5 pip"), .init("Swap", "none"),
      .init("Margin call / stop-out", "60 % / 0 %"),
    ]
    report.configurationLines = [
      .init("Start balance", "1,000.00 USD"), .init("Lots", "0.10"), .init("Leverage", "1:100"),
      .init("Latency", "120 ms"), .init("Account", "hedging"),
    ]
    report.dataSources = [
      .init(
        file: "datasets/EURUSD-30d.ticks", symbol: symbol, ticks: 2_412_877,
        contentDigest: "a3c1f5e79b8d0246813579bdf02468ace13579bdf02468ace13579bdf0246813",
        origin: "generated, seed 1")
    ]
    report.commandLine =
      "slipway backtest --strategy ema_cross --param fast=50 --param slow=200 --ticks datasets/EURUSD-30d.ticks "
      + "--broker exness_raw --lots 0.10 --report out.html"
    report.notes = ["3 working orders were canceled at the end of the data."]
    report.generator = "slipway 0.1.0"
  }

  private mutating func run(trades: Int) throws {
    var time = Self.start
    var buckets: [BacktestReport.PriceBucket] = []
    report.equity.append(EquityPoint(eventTime: time, balance: balance, equity: balance))
    var open: (time: Timestamp, price: Int64, side: ReportTrade.Side)?
    let steps = max(trades * 4, 1)
    for step in 0..<steps {
      time = nextTime(after: time)
      price += Int64.random(in: -40...40, using: &generator) + (step / 300 % 2 == 0 ? 1 : -1)
      let low = price - Int64.random(in: 3...14, using: &generator)
      let high = price + Int64.random(in: 3...14, using: &generator)
      buckets.append(.init(eventTime: time, low: Price(points: low), high: Price(points: high)))
      if step % 4 == 0 {
        open = (time, price, Bool.random(using: &generator) ? .buy : .sell)
      } else if step % 4 == 2, let entry = open {
        // Right somewhat more often than not, or costs alone would make the curve.
        let rightSide: ReportTrade.Side = price >= entry.price ? .buy : .sell
        let isRight = Int64.random(in: 0...99, using: &generator) < 34
        try close((entry.time, entry.price, isRight ? rightSide : entry.side), at: time)
        open = nil
      }
      let drift = open.map { ($0.side == .buy ? price - $0.price : $0.price - price) * 100_000 } ?? 0
      report.equity.append(
        EquityPoint(
          eventTime: time, balance: balance, equity: try balance.adding(Money(units: drift))))
    }
    report.prices = [.init(symbol: symbol, digits: 5, buckets: buckets)]
    try finish(last: time)
  }

  private mutating func nextTime(after time: Timestamp) -> Timestamp {
    let next = time.advanced(by: Int64.random(in: 800...1_400, using: &generator) * Timestamp.second)
    let day = CivilDate(containing: next)
    let isWeekend =
      day.weekday == 6 || (day.weekday == 0 && next < day.startUTC.advanced(by: 22 * Timestamp.hour))
    return isWeekend ? next.advanced(by: 48 * Timestamp.hour) : next
  }

  private mutating func close(
    _ entry: (time: Timestamp, price: Int64, side: ReportTrade.Side), at time: Timestamp
  ) throws {
    let points = entry.side == .buy ? price - entry.price : entry.price - price
    let profit = Money(units: points * 100_000)
    let commission = Money(units: 700_000)
    let swap = Money(units: Int64.random(in: 0...9, using: &generator) == 0 ? -85_000 : 0)
    let net = try profit.subtracting(commission).adding(swap)
    let reasons = ["strategy", "strategy", "strategy", "stop_loss", "take_profit"]
    let reason = reasons.randomElement(using: &generator) ?? "strategy"
    balance = try balance.adding(net)
    report.trades.append(
      ReportTrade(
        tradeID: report.trades.count + 1, symbol: symbol, digits: 5, side: entry.side, lots: "0.10",
        openTime: entry.time, openPrice: Price(points: entry.price), closeTime: time,
        closePrice: Price(points: price), priceProfit: profit, commission: commission, swap: swap,
        netProfit: net, spreadCost: Money(units: Int64.random(in: 2...9, using: &generator) * 100_000),
        slippageCost: Money(units: Int64.random(in: 1...5, using: &generator) * 100_000),
        exitReason: reason, maximumAdverseExcursion: Money(units: min(net.units, 0) - 400_000),
        maximumFavorableExcursion: Money(units: max(net.units, 0) + 600_000)))
  }
}

extension SampleReport {
  private mutating func finish(last: Timestamp) throws {
    var tally = TradeTally()
    for trade in report.trades {
      try tally.add(net: trade.netProfit)
      report.figures.commission = try report.figures.commission.adding(trade.commission)
      report.figures.swap = try report.figures.swap.adding(trade.swap)
      report.figures.spreadCost = try report.figures.spreadCost.adding(trade.spreadCost)
      report.figures.slippageCost = try report.figures.slippageCost.adding(trade.slippageCost)
    }
    report.figures.ticks = 2_412_877
    report.figures.first = Self.start
    report.figures.last = last
    report.figures.trades = tally.trades
    report.figures.wins = tally.wins
    report.figures.losses = tally.losses
    report.figures.winRate = tally.winRate
    report.figures.profitFactor = tally.profitFactor
    report.figures.expectancy = try tally.expectancy
    report.figures.startBalance = Money(units: 1_000_000_000)
    report.figures.endBalance = balance
    report.figures.netProfit = tally.netProfit
    report.figures.grossProfit = tally.grossProfit
    report.figures.grossLoss = tally.grossLoss
    report.figures.deniedOrders = ["VOLUME_TOO_SMALL": 2, "MARGIN": 1]
    report.figures.rejectedOrders = ["MARKET_CLOSED": 4]
    report.figures.crossedWaits = 1
    report.figures.elapsedSeconds = 0.0731
    addDrawdown()
  }

  private mutating func addDrawdown() {
    var peak = Money(units: 1_000_000_000)
    for point in report.equity {
      peak = max(peak, point.equity)
      let fall = Money(units: peak.units - point.equity.units)
      report.figures.maximumDrawdownMoney = max(report.figures.maximumDrawdownMoney, fall)
      report.figures.maximumDrawdown = max(
        report.figures.maximumDrawdown, Double(fall.units) / Double(peak.units))
    }
    let ends = Dictionary(
      report.equity.map { (NewYorkCalendar.tradingDay(at: $0.eventTime), $0.equity.value(in: .usd)) },
      uniquingKeysWith: { $1 })
    let last = Dictionary(
      report.equity.map { (NewYorkCalendar.tradingDay(at: $0.eventTime), $0.equity) },
      uniquingKeysWith: { $1 })
    report.days = last.sorted { $0.key < $1.key }.map { DayEquity(date: $0.key, equity: $0.value) }
    report.coverage = [
      CoverageSeries(
        symbol: symbol,
        days: report.days.enumerated().map { index, day in
          CoverageDay(
            date: day.date, openMinutes: 1_440, coveredMinutes: index % 7 == 3 ? 700 : 1_431, ticks: 80_000)
        })
    ]
    let days = ends.sorted { $0.key < $1.key }.map(\.value)
    let returns = PerformanceRatios.dailyReturns(startBalance: 1_000, dayEnds: days) ?? []
    report.figures.sharpe = PerformanceRatios.sharpe(dailyReturns: returns)
    report.figures.sortino = PerformanceRatios.sortino(dailyReturns: returns)
    report.figures.calmar = PerformanceRatios.calmar(
      days: days.count, startBalance: 1_000, endEquity: days.last ?? 0,
      maximumDrawdown: report.figures.maximumDrawdown,
      elapsedNanoseconds: report.figures.elapsedNanoseconds)
  }
}
