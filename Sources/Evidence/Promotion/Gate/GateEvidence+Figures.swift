package import Statistics
import TradingCore

extension GateEvidence {
  /// Calendar days between the first and the last tick, with their fraction.
  package var calendarDays: Double? {
    guard let firstTick, let lastTick, firstTick <= lastTick else { return nil }
    return Double(lastTick.nanoseconds - firstTick.nanoseconds) / Double(24 * 60 * 60 * 1_000_000_000)
  }

  /// The share of weekdays with ticks.
  package var coverage: Double? { weekdays > 0 ? Double(coveredWeekdays) / Double(weekdays) : nil }

  /// The largest fall of equity as a share of a capital; `nil` where the two can't be held against each other.
  package func drawdown(against capital: GateCapital) -> Double? {
    guard currency == capital.currency, capital.amount > .zero, let money = maximumDrawdownMoney,
      money >= .zero
    else { return nil }
    return Double(money.units) / Double(capital.amount.units)
  }

  /// R multiples where every trade has one, else net results.
  package var results: [Double] { rMultiples ?? trades.map(\.net) }

  /// Whether every trade has an R multiple.
  package var hasRMultiples: Bool { !trades.isEmpty && trades.allSatisfy { $0.rMultiple != nil } }

  /// The trades that the statistics are over, by mode: `52 trades on paper and 61 on demo`.
  package var tradesBasis: String {
    parts.count > 1
      ? joined("trades", \.trades)
      : "\(Counted.text(trades.count, "trade")) on \(modes.joined(separator: " and "))"
  }

  private func joined(_ what: String, _ count: (Part) -> Int) -> String {
    parts.enumerated().map { index, part in
      "\(count(part))\(index == 0 ? " " + what : "") on \(part.mode)"
    }.joined(separator: " and ")
  }

  private var rMultiples: [Double]? { hasRMultiples ? trades.compactMap(\.rMultiple) : nil }

  /// The moments of the daily returns.
  var sharpe: SharpeMoments? { dailyReturns.flatMap(SharpeMoments.init(returns:)) }

  /// What the always-valid test takes: results of the last mode as multiples of a stake that was known before them. What
  /// was at stake in the modes before counts for the scale.
  ///
  /// Results of the modes before are not taken: a bot that was chosen for them, or had an edge only then, has to show one
  /// on ticks that came after.
  package func stakedResults(_ rules: StakeRules) -> [Double] {
    var scale = StakeScale()
    return trades.map { scale.multiple(of: $0.risk, rules) }.suffix(max(trades.count - earlierTrades, 0))
  }

  /// The always-valid test after all trades; `nil` before the first.
  package func alwaysValid(_ statistics: GateCriteria.Statistics) -> BettingProcess? {
    var process = BettingProcess(cap: statistics.alwaysValidCap.value)
    for result in stakedResults(statistics.stakes) { process.add(result) }
    return process.count > 0 ? process : nil
  }

  /// The always-valid test's value after each result that it counts, for a picture.
  package func alwaysValidTimeline(_ statistics: GateCriteria.Statistics) -> [Double] {
    var process = BettingProcess(cap: statistics.alwaysValidCap.value)
    return stakedResults(statistics.stakes).map { result in
      process.add(result)
      return process.value
    }
  }

  /// How many trades of the last mode had no stop loss, or not all of the time.
  package var unstopped: Int {
    trades.suffix(max(trades.count - earlierTrades, 0)).count {
      $0.risk.most.map { $0.toStops == nil } ?? false
    }
  }

  /// The profit factor's interval by bootstrap, always from the same random numbers, so that it can be repeated.
  package func profitFactorInterval(_ criteria: GateCriteria.Statistics) -> GateInterval? {
    Bootstrap.profitFactorInterval(
      results: results, resamples: Int(criteria.resamples), confidence: criteria.confidence.value,
      random: CounterRandom(seed: 0x676174_65, stream: 0)
    ).map { GateInterval(lower: $0.lower, upper: $0.upper) }
  }

  /// `52 trades on demo`, or `52 trades on paper and 61 on demo`.
  func basis(of name: GateCheckName) -> String {
    let isJoined = GateCheckName.statistics.contains(name) && name != .alwaysValid
    let modes = isJoined ? self.modes : self.modes.suffix(1)
    let place = modes.joined(separator: " and ")
    if isJoined, parts.count > 1, name != .backtestOverfitting {
      let isDaily = [.probabilisticSharpe, .trackRecord, .deflatedSharpe].contains(name)
      return isDaily ? joined("daily returns", \.returns) : tradesBasis
    }
    switch name {
    case .maximumDrawdown: return "equity on every tick on \(place)"
    case .daysActive, .coverage, .provenance, .openMinutes, .freshness: return "ticks on \(place)"
    case .probabilisticSharpe, .trackRecord, .deflatedSharpe:
      return "\(dailyReturns?.count ?? 0) daily returns on \(place)"
    case .backtestOverfitting: return "the sweep it was chosen from"
    case .alwaysValid, .falseDiscoveries: return "\(max(trades.count - earlierTrades, 0)) trades on \(place)"
    default: return "\(isJoined ? trades.count : tally.trades) trades on \(place)"
    }
  }
}

/// Wins and losses and what they come to on average. Results of zero are neither.
struct WinLossSplit {
  var wins = 0
  var losses = 0
  private var profit = 0.0
  private var loss = 0.0

  init(_ results: [Double]) {
    for result in results {
      if result > 0 {
        (wins, profit) = (wins + 1, profit + result)
      } else if result < 0 {
        (losses, loss) = (losses + 1, loss - result)
      }
    }
  }

  /// The mean win over the mean loss.
  var payoff: Double? {
    wins > 0 && losses > 0 ? (profit / Double(wins)) / (loss / Double(losses)) : nil
  }

  /// The share of wins with which nothing is won or lost on average.
  var breakEvenRate: Double? { payoff.map { 1 / (1 + $0) } }
}
