import JSONText
import Reports
import Statistics
import TestSupport
import Testing
import TradingCore

/// A made-up bot on paper, the same for the same seed, for looking at and for tests.
struct SampleBotReport {
  private static let start = Timestamp(milliseconds: 1_704_672_000_000)

  private var generator: SeededGenerator
  private var figures: Scorecard
  private var multiples: [Double] = []
  private var evidence: BotEvidence
  private var balance = Money(units: 1_000_000_000)

  /// A report with one evidence a count of trades, the present one first.
  static func make(trades counts: [Int] = [180, 12]) throws -> BotReport {
    let evidence = try counts.enumerated().map { place, count in
      var sample = try SampleBotReport(seed: UInt64(place) + 3, mode: place == 0 ? "demo" : "paper")
      try sample.run(trades: count)
      sample.evidence.isCurrent = place == 0
      return sample.evidence
    }
    var report = BotReport(
      bot: "london-cross", status: "active", mode: "demo", family: "ema_cross", evidence: evidence)
    report.commandLine = "slipway report london-cross -o reports/london-cross.html"
    report.generator = "slipway 0.4.0"
    return report
  }

  private init(seed: UInt64, mode: String) throws {
    var generator = SeededGenerator(seed: seed)
    let symbol = try #require(Symbol("EURUSD"))
    let digest = (0..<32).map { _ in String(UInt8.random(in: 16...255, using: &generator), radix: 16) }
      .joined()
    self.generator = generator
    figures = Scorecard(bot: "london-cross", mode: mode, identity: digest, currency: .usd)
    evidence = BotEvidence(figures)
    evidence.strategy = "ema_cross"
    evidence.params = [JSONMember("fast", 50), JSONMember("slow", 200), JSONMember("lots", "0.10")]
    evidence.instruments = [try #require(InstrumentCatalog.standard[symbol])]
    evidence.broker = "exness_raw"
    evidence.fingerprint = String(digest.reversed())
    evidence.settings = [.init("Start balance", "1,000.00 USD"), .init("Leverage", "1:100")]
  }

  private mutating func run(trades: Int) throws {
    var time = Self.start
    var sessions: [EntrySession: TradeTally] = [:]
    var weekdays: [Int: TradeTally] = [:]
    figures.startEquity = balance
    figures.firstTick = time
    var peak = balance
    for number in 0..<trades {
      let open = time.advanced(by: Int64.random(in: 20...180, using: &generator) * Timestamp.minute)
      time = open.advanced(by: Int64.random(in: 5...300, using: &generator) * Timestamp.minute)
      let risk = Int64.random(in: 8_000_000...14_000_000, using: &generator)
      let isWin = Int.random(in: 0..<100, using: &generator) < 52
      let net = Money(
        units: isWin
          ? Int64.random(in: 0...(risk * 2), using: &generator)
          : -Int64.random(in: risk / 2...risk, using: &generator))
      balance = try balance.adding(net)
      peak = max(peak, balance)
      figures.maximumDrawdown = max(
        figures.maximumDrawdown, Double(peak.units - balance.units) / Double(peak.units))
      figures.maximumDrawdownMoney = max(
        figures.maximumDrawdownMoney, Money(units: peak.units - balance.units))
      try figures.tally.add(net: net)
      try sessions[EntrySession(at: open), default: TradeTally()].add(net: net)
      try weekdays[NewYorkCalendar.tradingDay(at: open).weekday, default: TradeTally()].add(net: net)
      let multiple = TradeRatios.rMultiple(net: net, initialRisk: Money(units: risk))
      if number % 9 != 0, let multiple { multiples.append(multiple) }
      evidence.equity.append(EquityPoint(eventTime: time, balance: balance, equity: balance))
      evidence.trades.append(
        Self.trade(
          number, isWin: isWin, from: open, to: time, net: net,
          risk: number % 9 == 0 ? nil : Money(units: risk)))
    }
    figures.lastTick = time
    figures.endEquity = balance
    figures.expectancy = try figures.tally.expectancy
    figures.commission = Money(units: 700_000 * Int64(trades))
    figures.spreadCost = Money(units: 200_000 * Int64(trades))
    figures.slippageCost = Money(units: 30_000 * Int64(trades))
    figures.swap = Money(units: 20_000 * Int64(trades))
    figures.feeShare = 0.0973
    figures.rMultiples = Scorecard.RMultiples(multiples)
    figures.systemQuality = TradeRatios.systemQuality(multiples, mostTrades: 100)
    figures.daysActive = max(trades / 5, 1)
    figures.tradesPerDay = Double(trades) / Double(figures.daysActive)
    (figures.sharpe, figures.sortino, figures.calmar) = (1.84, 2.91, 3.2)
    (figures.ulcerIndex, figures.exposure, figures.averageHoldingSeconds) = (0.0192, 0.584, 9_120)
    figures.longestLosingStreak = 6
    figures.sessions = EntrySession.allCases.map { .init(key: $0, tally: sessions[$0] ?? TradeTally()) }
    figures.weekdays = (1...5).map { .init(key: $0, tally: weekdays[$0] ?? TradeTally()) }
    evidence.figures = figures
  }

  private static func trade(
    _ number: Int, isWin: Bool, from open: Timestamp, to close: Timestamp, net: Money, risk: Money?
  ) -> FlatTrade {
    FlatTrade(
      ordinal: UInt64(number + 1), symbolIndex: 0, side: isWin ? .buy : .sell, openTime: open,
      closeTime: close, mostUnits: Quantity(units: 10_000), entries: 1, portions: 1, netResult: net,
      grossResult: net, commission: Money(units: 700_000), swap: Money(units: 20_000),
      spreadCost: Money(units: 200_000), slippageCost: Money(units: 30_000),
      maximumAdverseExcursion: .zero, maximumFavorableExcursion: .zero,
      exitReason: isWin ? .takeProfit : .stopLoss, initialRisk: risk)
  }
}
