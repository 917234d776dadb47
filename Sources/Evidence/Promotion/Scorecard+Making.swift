package import Statistics
package import TradingCore

extension Scorecard {
  /// The figures of evidence over a span.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  /// - Complexity: O(n log n) for n trades.
  package init(_ evidence: Evidence, span: ScorecardSpan = .all) throws(ArithmeticError) {
    let trades = evidence.trades.filter { span.contains($0.closeTime) }
    let days = SpanDays(evidence, span: span)
    let totals = try Totals(trades)
    let ticks = Self.ticks(of: evidence, span: span)
    let multiples = Self.multiples(of: trades)
    let quality = Self.quality(of: trades, multiples: multiples.values)
    let start = days.start.value(in: evidence.currency)
    let returns = PerformanceRatios.dailyReturns(startBalance: start, dayEnds: days.equities)
    let drawdown = days.drawdown(evidence, span: span)

    self.init(
      bot: evidence.bot, mode: evidence.mode, identity: evidence.identity, currency: evidence.currency)
    self.span = span
    (startEquity, endEquity) = (days.start, days.end)
    tally = totals.tally
    expectancy = try totals.tally.expectancy
    (commission, swap) = (totals.commission, totals.swap)
    (spreadCost, slippageCost) = (totals.spreadCost, totals.slippageCost)
    feeShare = TradeRatios.costShare(
      costs: totals.costs, grossProfitBeforeCosts: totals.grossProfitBeforeCosts)
    rMultiples = multiples
    (systemQuality, qualityBasis) = quality
    (maximumDrawdown, maximumDrawdownMoney, drawdownBasis) = drawdown
    year = evidence.year
    let perYear = evidence.year.days
    sharpe = returns.flatMap { PerformanceRatios.sharpe(dailyReturns: $0, perYear: perYear) }
    sortino = returns.flatMap { PerformanceRatios.sortino(dailyReturns: $0, perYear: perYear) }
    calmar = PerformanceRatios.calmar(
      days: days.equities.count, startBalance: start, endEquity: days.end.value(in: evidence.currency),
      maximumDrawdown: drawdown.ratio,
      elapsedNanoseconds: ticks.map { $0.last.nanoseconds - $0.first.nanoseconds } ?? 0)
    ulcerIndex = Drawdowns.ulcerIndex(start: start, values: days.equities)
    exposure = Self.exposure(of: evidence, ticks: ticks)
    averageHoldingSeconds = Moments.mean(
      trades.map { Double($0.closeTime.nanoseconds - $0.openTime.nanoseconds) / 1e9 })
    longestLosingStreak = Streaks(signs: trades.lazy.map(\.netResult.units)).longestLoss
    let active = span == .all ? evidence.daysActive : days.equities.count
    daysActive = active
    tradesPerDay = active > 0 ? Double(trades.count) / Double(active) : nil
    (firstTick, lastTick) = (ticks?.first, ticks?.last)
    sessions = try Self.groups(trades, of: EntrySession.allCases) { EntrySession(at: $0.openTime) }
    let weekday = { (trade: FlatTrade) in NewYorkCalendar.tradingDay(at: trade.openTime).weekday }
    weekdays = try Self.groups(trades, of: Array(0...6), by: weekday).filter {
      (1...5).contains($0.key) || $0.tally.trades > 0
    }
  }

  private static func ticks(
    of evidence: Evidence, span: ScorecardSpan
  ) -> (first: Timestamp, last: Timestamp)? {
    guard let first = evidence.firstTick, let last = evidence.lastTick else { return nil }
    return span.clipped(first, last)
  }

  private static func exposure(
    of evidence: Evidence, ticks: (first: Timestamp, last: Timestamp)?
  ) -> Double? {
    guard let ticks else { return nil }
    // Trades that close after the span were open in it, too.
    let closed = evidence.trades.map { (start: $0.openTime, end: $0.closeTime) }
    let open = evidence.openTimes.map { (start: $0, end: ticks.last) }
    return TimeInMarket.share(coveredBy: closed + open, from: ticks.first, to: ticks.last)
  }

  private static func multiples(of trades: [FlatTrade]) -> RMultiples {
    RMultiples(trades.compactMap(\.rMultiple))
  }

  /// Dividing by the mean loss would change mean and deviation alike, so net results are taken as they are.
  private static func quality(
    of trades: [FlatTrade], multiples: [Double]
  ) -> (value: Double?, basis: QualityBasis) {
    let hasAll = !trades.isEmpty && multiples.count == trades.count
    let results = hasAll ? multiples : trades.map { Double($0.netResult.units) }
    return (
      TradeRatios.systemQuality(results, mostTrades: TradeRatios.systemQualityCap),
      hasAll ? .initialRisk : .meanLoss
    )
  }

  private static func groups<Key: Sendable & Hashable>(
    _ trades: [FlatTrade], of keys: [Key], by key: (FlatTrade) -> Key
  ) throws(ArithmeticError) -> [Group<Key>] {
    var tallies: [Key: TradeTally] = [:]
    for trade in trades { try tallies[key(trade), default: TradeTally()].add(net: trade.netResult) }
    return keys.map { Group(key: $0, tally: tallies[$0] ?? TradeTally()) }
  }
}

/// Sums over trades.
private struct Totals {
  var tally = TradeTally()
  var commission = Money.zero
  var swap = Money.zero
  var spreadCost = Money.zero
  var slippageCost = Money.zero
  var costs = Money.zero
  /// The results before any cost of those trades in which they are above zero.
  var grossProfitBeforeCosts = Money.zero

  init(_ trades: [FlatTrade]) throws(ArithmeticError) {
    for trade in trades {
      try tally.add(net: trade.netResult)
      commission = try commission.adding(trade.commission)
      swap = try swap.adding(trade.swap)
      spreadCost = try spreadCost.adding(trade.spreadCost)
      slippageCost = try slippageCost.adding(trade.slippageCost)
      let paid = try trade.costs
      costs = try costs.adding(paid)
      let before = try trade.netResult.adding(paid)
      if before > .zero { grossProfitBeforeCosts = try grossProfitBeforeCosts.adding(before) }
    }
  }
}

/// Equity before and at the ends of the days of a span.
private struct SpanDays {
  let start: Money
  let end: Money
  let moneys: [Money]
  let equities: [Double]

  init(_ evidence: Evidence, span: ScorecardSpan) {
    let range = span.days
    let inside = evidence.days.filter { range?.contains($0.date) ?? true }
    let before = range.flatMap { range in evidence.days.last { $0.date < range.lowerBound } }
    start = before?.equity ?? evidence.startBalance
    end = inside.last?.equity ?? start
    moneys = inside.map(\.equity)
    let currency = evidence.currency
    equities = moneys.map { $0.value(in: currency) }
  }

  func drawdown(
    _ evidence: Evidence, span: ScorecardSpan
  ) -> (ratio: Double, money: Money, basis: Scorecard.DrawdownBasis) {
    if span == .all { return (evidence.maximumDrawdown, evidence.maximumDrawdownMoney, .ticks) }
    var tracker = DrawdownTracker(start: Int128(start.units))
    for equity in moneys { tracker.mark(Int128(equity.units)) }
    let largest = tracker.largest
    return (largest.ratio, Money(units: Int64(clamping: largest.money)), .days)
  }
}
