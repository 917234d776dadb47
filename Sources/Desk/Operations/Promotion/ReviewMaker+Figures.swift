import Journal
import ModeManager
import Promotion
import Reports
import Statistics
import TradingCore

/// What the charts are drawn from.
extension ReviewMaker {
  /// Equity of each mode, with the backtest's before it.
  func addCurves(to review: inout PromotionReview) {
    let modes = parts.filter { !$0.curve.isEmpty }.map { part in
      let currency = part.evidence.currency
      return PromotionReview.Curve(
        label: part.record.mode.rawValue.prefix(1).uppercased() + part.record.mode.rawValue.dropFirst(),
        points: part.curve.map { .init(time: $0.eventTime, equity: $0.equity.value(in: currency)) })
    }
    guard let trial = background.backtest, let first = trial.days.first, let last = trial.days.last else {
      review.curves = modes
      review.backtestNote =
        "No backtest of this identity is in the journal, so there is none to compare with."
      return
    }
    review.curves = [backtest(trial.days, trial.values, from: first)] + modes
    let days = Set(parts.flatMap { $0.evidence.days.map(\.date) })
    let shared = days.intersection(trial.days).count
    review.alignment = shared > 0 ? .calendar : .start
    review.backtestNote =
      "The backtest of this identity over the trading days \(DateText.day(first)) to \(DateText.day(last)) (17:00 to 17:00 New "
      + "York, named for the date they end on), at the end of each; "
      + (shared > 0
        ? "it shares \(Counted.text(shared, "trading day")) with the evidence."
        : "it shares no day with the evidence.")
      + (background.isBacktestElsewhere
        ? " It ran over other ticks, or a part of them: the two need not agree." : "")
  }

  private func backtest(_ days: [CivilDate], _ returns: [Double], from first: CivilDate)
    -> PromotionReview.Curve
  {
    let lastTick = parts.compactMap(\.evidence.lastTick).max()
    var equity = 1.0
    var points = [
      PromotionReview.Curve.Point(
        time: NewYorkCalendar.instant(of: first.adding(days: -1), hour: 17), equity: equity)
    ]
    for (day, value) in zip(days, returns) {
      equity *= 1 + value
      let end = NewYorkCalendar.instant(of: day, hour: 17)
      // The last day may not have been over.
      let time = lastTick.flatMap { NewYorkCalendar.tradingDay(at: $0) == day ? min(end, $0) : nil } ?? end
      points.append(.init(time: time, equity: equity))
    }
    return .init(label: "Backtest", points: points)
  }

  var evidenceLine: PromotionReview.EvidenceLine? {
    let statistics = found.criteria.statistics
    let line = found.figures.alwaysValidTimeline(statistics)
    guard !line.isEmpty else { return nil }
    return .init(
      points: line.enumerated().map { .init(trade: $0 + 1, value: $1) },
      boundary: statistics.minimumAlwaysValid.value,
      basis:
        "results over what was at stake in the \(Counted.text(line.count, "trade")) on \(found.figures.modes.last ?? "")"
    )
  }

  /// The deflated Sharpe ratio for every number of trials up to a hundred, or twice the present number.
  func addTrials(to review: inout PromotionReview) {
    review.effectiveTrials = found.context.effectiveTrials
    guard let moments = found.figures.dailyReturns.flatMap(SharpeMoments.init(returns:)) else { return }
    let trials = max(found.context.trials, 1)
    guard let variance = found.context.dailyVariance(over: moments.count) else {
      review.trialsNote = "How much the Sharpe ratios of the trials spread can't be told."
      return
    }
    func ratio(_ trials: Int) -> Double? {
      SharpeTests.deflated(moments, trials: trials, variance: variance)
    }
    review.trialsVariance = variance
    guard let present = ratio(trials) else { return }
    review.trialsCurve = .init(
      points: Self.trialCounts(to: max(100, 2 * trials)).compactMap { count in
        ratio(count).map { .init(trials: count, ratio: $0) }
      }, present: .init(trials: trials, ratio: present),
      threshold: found.criteria.statistics.minimumDeflatedSharpe.value)
  }

  /// Every number up to a hundred, then steps of a twentieth.
  private static func trialCounts(to most: Int) -> [Int] {
    var counts = Array(1...min(most, 100))
    while let last = counts.last, last < most { counts.append(min(last + max(1, last / 20), most)) }
    return counts
  }

  var intervals: [PromotionReview.Interval] {
    let checks = found.result.checks
    let step = found.criteria[step: found.step]
    let rate = checks.first { $0.name == .breakEven }?.measure
    let factor = checks.first { $0.name == .profitFactorBound }?.measure
    // The figure is the last mode's, its interval that of all modes: the reader has to know.
    let modes = found.figures.modes
    let basis = found.figures.tradesBasis
    let over = modes.count > 1 ? "over \(basis); the value is that of \(modes.last ?? "")" : "over \(basis)"
    func value(_ name: GateCheckName) -> Double? { checks.first { $0.name == name }?.measure.value }
    return [
      .init(
        label: "Win rate", unit: .percent, value: value(.winRate), lower: rate?.interval?.lower,
        upper: rate?.interval?.upper, bound: rate?.threshold, boundLabel: "break-even",
        threshold: step.minimumWinRate.value, method: "Wilson " + over),
      .init(
        label: "Profit factor", unit: .ratio, value: value(.profitFactor), lower: factor?.interval?.lower,
        upper: factor?.interval?.upper, bound: 1, boundLabel: "even",
        threshold: step.minimumProfitFactor.value,
        method: "block bootstrap " + over),
    ]
  }
}
