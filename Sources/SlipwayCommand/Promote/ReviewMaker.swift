import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import Statistics
import TradingCore
import YAMLConfiguration

/// Makes the review that is shown of what the gatekeeper found.
struct ReviewMaker {
  private let found: PromotionCase

  init(_ found: PromotionCase) { self.found = found }

  /// The review.
  ///
  /// - Throws: nothing yet.
  func review(at time: Timestamp) throws -> PromotionReview {
    var review = PromotionReview(
      bot: found.record.id, from: found.standing.mode.rawValue, to: found.step.rawValue,
      isEligible: found.result.isEligible, identity: found.identity, evidenceDigest: found.evidenceDigest,
      generatedAt: time, criteriaName: found.criteria.preset.rawValue, criteriaDigest: found.ledger.criteria,
      trials: found.context.trials, checks: found.result.checks.map(check))
    review.curves = [("paper", found.paper), ("demo", found.demo)].compactMap { label, contents in
      guard let contents, !contents.curve.isEmpty else { return nil }
      let currency = contents.evidence.currency
      return .init(
        label: label,
        points: contents.curve.map { .init(time: $0.time, equity: $0.equity.value(in: currency)) })
    }
    review.intervals = intervals
    let statistics = found.criteria.statistics
    let line = found.figures.alwaysValidTimeline(cap: statistics.alwaysValidCap.value)
    if !line.isEmpty {
      review.evidenceLine = .init(
        points: line.enumerated().map { .init(trade: $0 + 1, value: $1) },
        boundary: statistics.minimumAlwaysValid.value,
        basis: found.figures.hasRMultiples ? "R multiples" : "results over twice the largest loss before")
    }
    review.facts = facts
    review.ladder = ladder
    review.approvals = approvals(at: time)
    review.notes = found.notes
    review.generator = "slipway \(Version.current)"
    return review
  }

  private func check(_ check: GateCheck) -> PromotionReview.Check {
    let threshold = check.measure.threshold ?? .infinity
    return .init(
      name: check.name.rawValue, title: check.name.title, value: check.measure.value,
      valueText: check.name.text(check.measure.value), threshold: threshold,
      thresholdText: "\(check.measure.comparison.sign) \(check.name.text(check.measure.threshold))",
      verdict: .init(rawValue: check.verdict.rawValue) ?? .inconclusive, isRequired: check.isRequired,
      detail: check.detail, restsOn: check.restsOn)
  }

  private var intervals: [PromotionReview.Interval] {
    let checks = found.result.checks
    let step = found.criteria[step: found.step]
    let rate = checks.first { $0.name == .breakEven }?.measure
    let factor = checks.first { $0.name == .profitFactorBound }?.measure
    func value(_ name: GateCheckName) -> Double? { checks.first { $0.name == name }?.measure.value }
    return [
      .init(
        label: "Win rate", unit: .percent, value: value(.winRate), lower: rate?.interval?.lower,
        upper: rate?.interval?.upper, bound: rate?.threshold, boundLabel: "break-even",
        threshold: step.minimumWinRate.value, method: "Wilson"),
      .init(
        label: "Profit factor", unit: .ratio, value: value(.profitFactor), lower: factor?.interval?.lower,
        upper: factor?.interval?.upper, bound: 1, boundLabel: "1", threshold: step.minimumProfitFactor.value,
        method: "block bootstrap"),
    ]
  }

  private var facts: [PromotionReview.Fact] {
    guard let recipe = (found.demo ?? found.paper)?.recipe else { return [] }
    let currency = recipe.profile.accountCurrency
    return [
      .init(name: "Strategy", value: "\(recipe.strategy), version \(recipe.version)"),
      .init(name: "Symbols", value: recipe.symbols.map(\.name).joined(separator: ", ")),
      .init(name: "Broker profile", value: recipe.profile.name),
    ] + recipe.parameters.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) } + [
      .init(name: "Start balance", value: "\(recipe.startBalance.text(in: currency)) \(currency)"),
      .init(name: "Leverage", value: "1:\(recipe.leverage)"), .init(name: "Seed", value: "\(recipe.seed)"),
    ]
  }

  private var ladder: PromotionReview.Ladder {
    let policy = found.ledger.ladder
    let standing = found.standing
    return .init(
      steps: policy.steps.map { "\($0.text(in: policy.currency)) \(policy.currency)" },
      current: standing.step > 0 ? standing.step - 1 : nil, since: standing.stepSince,
      nextPossible: standing.stepSince?.advanced(by: Int64(policy.days) * Timestamp.day),
      rule: "\(policy.days) days at each step, and two approvals for the next")
  }

  private func approvals(at time: Timestamp) -> PromotionReview.Approvals {
    guard let record = found.ledger.requests.last(where: { $0.request.bot == found.record.id }) else {
      return .init(
        missing: found.step == .live ? ["a request", "two approvers"] : ["a request", "one approver"])
    }
    let request = record.request
    var approvals = PromotionReview.Approvals(request: request.id, expires: request.expiresAt)
    approvals.requester = request.requester.map { requester in
      signer(requester.name, "quant", at: request.requestedAt, of: record, time)
    }
    approvals.answers = record.approvals.map { signer($0.signer, "approver", at: $0.at, of: record, time) }
    let missing = record.approvalsNeeded - record.approvals.count
    if missing > 0, found.ledger.state(of: record, at: time) == .pending {
      approvals.missing = Array(repeating: "an approver", count: missing)
    }
    return approvals
  }

  private func signer(
    _ name: String, _ role: String, at signed: Timestamp, of record: RequestRecord, _ time: Timestamp
  ) -> PromotionReview.Signer {
    let state: PromotionReview.Signer.State =
      switch found.ledger.state(of: record, at: time) {
      case .pending, .approved, .promoted: .valid
      case .rejected: .rejected
      case .expired: .expired
      case .revoked, .superseded: .revoked
      }
    let key = found.ledger.operatorRecord(name)?.key ?? ""
    return .init(name: name, role: role, at: signed, fingerprint: String(key.prefix(16)), state: state)
  }
}

extension GateCheckName {
  /// What a check is called on a page.
  fileprivate var title: String {
    switch self {
    case .trades: "Trades"
    case .winRate: "Win rate"
    case .profitFactor: "Profit factor"
    case .maximumDrawdown: "Maximum drawdown"
    case .daysActive: "Days active"
    case .coverage: "Days with ticks"
    case .breakEven: "Win rate against break-even"
    case .profitFactorBound: "Profit factor, lower bound"
    case .probabilisticSharpe: "Probabilistic Sharpe ratio"
    case .trackRecord: "Track record"
    case .deflatedSharpe: "Deflated Sharpe ratio"
    case .backtestOverfitting: "Backtest overfitting"
    case .alwaysValid: "Always-valid test"
    }
  }

  /// A value of a check as people read it.
  fileprivate func text(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    switch self {
    case .trades: return NumberText.grouped(Int(value))
    case .winRate, .maximumDrawdown, .coverage, .breakEven: return NumberText.percent(value, decimals: 1)
    case .daysActive, .trackRecord: return NumberText.fixed(value, decimals: 1)
    case .profitFactor, .profitFactorBound, .alwaysValid: return NumberText.fixed(value, decimals: 2)
    case .probabilisticSharpe, .deflatedSharpe, .backtestOverfitting:
      return NumberText.fixed(value, decimals: 3)
    }
  }
}
