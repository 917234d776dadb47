import Statistics
import TradingCore

extension Gate {
  /// What a check's value means, or why there is none.
  func detail(
    _ name: GateCheckName, _ measure: GateMeasure, of evidence: GateEvidence, context: GateContext
  ) -> String {
    guard measure.verdict != .inconclusive else {
      return missing(name, of: evidence, context: context)
    }
    let ends = measure.interval.map {
      "\(Self.text($0.lower)) to \(Self.text($0.upper))"
    }
    switch name {
    case .trades: return "\(evidence.tally.wins) won, \(evidence.tally.losses) lost"
    case .winRate: return "\(evidence.tally.wins) of \(evidence.tally.trades) trades won"
    case .profitFactor: return "gross profit over gross loss"
    case .maximumDrawdown: return drawdown(of: evidence, context)
    case .daysActive: return "calendar days between the first and the last tick"
    case .coverage: return "\(evidence.coveredWeekdays) of \(evidence.weekdays) weekdays had ticks"
    case .breakEven:
      let ends = measure.interval.map { "\(Self.percent($0.lower)) to \(Self.percent($0.upper)) %" }
      return "win rate lies in \(ends ?? "?"), its lower end against the rate that the payoff ratio needs"
    case .profitFactorBound:
      return "profit factor lies in \(ends ?? "?") by \(criteria.statistics.resamples) resamples in blocks"
    case .probabilisticSharpe: return "chance that the Sharpe ratio is above 0"
    case .trackRecord:
      return measure.threshold == .infinity
        ? "no number of days is enough with a Sharpe ratio of 0 or less"
        : "days against the least that show a Sharpe ratio above 0"
    case .deflatedSharpe:
      let different = context.effectiveTrials.flatMap {
        $0 < context.trials ? ", \($0) of them different" : nil
      }
      return "against the best of \(max(context.trials, 1)) trials without skill\(different ?? "")"
    case .backtestOverfitting:
      return
        "share of halves of the days whose best was no better than the median on the rest, or lost"
    case .provenance:
      let problems = context.sources?.problems ?? []
      return problems.first.map { problems.count > 1 ? "\($0), and \(problems.count - 1) more" : $0 }
        ?? "all of it from live feeds and admitted datasets"
    case .openMinutes:
      return "minutes with the market open that the evidence saw, at the source that saw fewest"
    case .freshness: return "days by the clock since the bot took its last tick"
    case .alwaysValid:
      return "highest wealth of a bettor on results over what was at stake"
        + unstopped(evidence)
    case .falseDiscoveries:
      guard let place = context.discovery else { return "not looked at" }
      return "the bettor's wealth now; number \(place.index) of the bots that came to DEMO, "
        + "\(place.discoveries) let into LIVE so far"
    }
  }

  private func drawdown(of evidence: GateEvidence, _ context: GateContext) -> String {
    let plain = "largest fall of equity below its peak"
    if let capital = context.capital, isApart(evidence, capital), let own = evidence.currency {
      return "\(plain); an account in \(own) is not held against a capital in \(capital.currency)"
    }
    guard let capital = context.capital, let money = evidence.maximumDrawdownMoney,
      let start = evidence.startBalance, let ratio = evidence.maximumDrawdown,
      let share = evidence.drawdown(against: capital), share > ratio
    else { return plain }
    let currency = capital.currency
    let most = Int128(capital.amount.units) * Int128(criteria[step: evidence.step].maximumDrawdown.millionths)
    let bound = Money(units: Int64(clamping: most / 1_000_000))
    return "largest fall \(money.shownText(in: currency)) \(currency) of the "
      + "\(capital.amount.shownText(in: currency)) \(currency) asked for, at most "
      + "\(bound.shownText(in: currency)) \(currency); "
      + "\(Self.percent(ratio)) % below its peak with a start balance of \(start.shownText(in: currency)) \(currency)"
  }

  private func missing(_ name: GateCheckName, of evidence: GateEvidence, context: GateContext) -> String {
    switch name {
    case .trades, .winRate: return "no trade yet"
    case .maximumDrawdown:
      if evidence.tally.trades == 0 { return "no trade yet" }
      guard let capital = context.capital, let own = evidence.currency, own != capital.currency else {
        return "the drawdown can't be told"
      }
      return "an account in \(own) can't be held against a capital in \(capital.currency)"
    case .profitFactor, .profitFactorBound: return "no losing trade to hold profits against"
    case .daysActive: return "no tick yet"
    case .coverage: return "no weekday yet"
    case .breakEven: return "winning and losing trades are both needed to tell the payoff ratio"
    case .probabilisticSharpe, .trackRecord, .deflatedSharpe:
      if evidence.dailyReturns == nil { return "equity reached zero: returns have no meaning" }
      let isUnknown = name == .deflatedSharpe && evidence.sharpe != nil && context.trials > 1
      return isUnknown
        ? "the variance of the \(context.trials) trials' Sharpe ratios can't be told"
        : "days with returns that differ are needed"
    case .backtestOverfitting:
      return context.hasSweep ? "the sweep's probability can't be told" : "not chosen from a sweep"
    case .provenance, .freshness: return "no tick yet"
    case .openMinutes: return "no source that counts says"
    case .alwaysValid, .falseDiscoveries: return "no trade yet"
    }
  }

  private func unstopped(_ evidence: GateEvidence) -> String {
    let (count, sigmas) = (evidence.unstopped, criteria.statistics.catastrophe)
    guard count > 0 else { return "" }
    return ", without a stop loss (\(Counted.text(count, "trade"))) a day of \(sigmas) sigma"
  }

  /// A share in percent with one decimal.
  private static func percent(_ share: Double) -> String {
    DecimalText.format(Int64((share * 1_000).rounded()), digits: 1, minimumFraction: 1)
  }

  /// Three decimals.
  private static func text(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return value > 0 ? "infinity" : "-infinity" }
    return DecimalText.format(Int64((value * 1_000).rounded()), digits: 3)
  }
}
