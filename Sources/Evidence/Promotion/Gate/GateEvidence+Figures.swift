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
      ? joined("trades", \.trades) : "\(trades.count) trades on \(modes.joined(separator: " and "))"
  }

  private func joined(_ what: String, _ count: (Part) -> Int) -> String {
    parts.enumerated().map { index, part in
      "\(count(part))\(index == 0 ? " " + what : "") on \(part.mode)"
    }.joined(separator: " and ")
  }

  private var rMultiples: [Double]? { hasRMultiples ? trades.compactMap(\.rMultiple) : nil }

  /// The moments of the daily returns.
  var sharpe: SharpeMoments? { dailyReturns.flatMap(SharpeMoments.init(returns:)) }

  /// Trades before the first that the always-valid test counts, where they have no initial risk.
  package static let scaleTrades = 10

  /// What the always-valid test takes: R multiples; without them net results over twice the largest loss among
  /// the trades before, once there are some. The scale must not know the result it scales.
  package var boundedResults: [Double] {
    if let rMultiples { return rMultiples }
    var largestLoss = 0.0
    var results: [Double] = []
    for (index, trade) in trades.enumerated() {
      if index >= Self.scaleTrades, largestLoss > 0 { results.append(trade.net / (2 * largestLoss)) }
      largestLoss = max(largestLoss, -trade.net)
    }
    return results
  }

  /// The always-valid test after all trades; `nil` while it has counted none.
  package func alwaysValid(cap: Double) -> BettingProcess? {
    var process = BettingProcess(cap: cap)
    for result in boundedResults { process.add(result) }
    return process.count > 0 ? process : nil
  }

  /// The always-valid test's value after each result that it counts, for a picture.
  package func alwaysValidTimeline(cap: Double) -> [Double] {
    var process = BettingProcess(cap: cap)
    return boundedResults.map { result in
      process.add(result)
      return process.value
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
    let isJoined = GateCheckName.statistics.contains(name)
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
