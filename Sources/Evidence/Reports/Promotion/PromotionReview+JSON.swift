package import JSONText
import Statistics
import TradingCore

extension PromotionReview {
  /// The document of `promote review BOT --json`.
  package func json() -> JSONValue {
    let document: JSONValue = [
      "id": .string(bot), "from": .string(from), "to": .string(to), "eligible": .boolean(isEligible),
      "identity": .string(identity), "evidence": .string(evidenceDigest), "trials": .count(trials),
      "checks": .array(checks.map(\.json)),
      "effective_trials": effectiveTrials.map { .count($0) } ?? .null,
      "trials_variance": .ratio(trialsVariance),
      "criteria": ["name": .string(criteriaName), "digest": .string(criteriaDigest)],
      "generated_at": .time(generatedAt),
      "request": approvals.request.isEmpty ? .null : approvals.json,
      "missing_approvals": .array(approvals.missing.map { .string($0) }),
      "changes": sinceApproval?.changes.map(Change.json) ?? [],
      "last_approval": sinceApproval?.json ?? .null, "earlier_identity": sinceEarlier?.json ?? .null,
      "parts": .array(parts.map(\.json)), "sources": .array(sources.map(\.json)),
      "costs": .array(costs.map(\.json)), "losses": .array(losses.map(\.json)),
      "deflated_sharpe_by_trials": trialsCurve?.json ?? .null,
      "curves": .array(curves.map(\.json)),
      "spreads": .array(spreads.map { $0.comparison.json.adding("mode", .string($0.mode)) }),
      "notes": .array(notes.map { .string($0) }),
    ]
    return broker.map { document.adding("broker", $0.json) } ?? document
  }
}

extension PromotionReview.Broker {
  fileprivate var json: JSONValue {
    let document: JSONValue = ["name": .string(name), "digest": .string(digest)]
    return switch standing {
    case .bundled: document.adding("standing", "bundled")
    case .admitted(let id, let signer):
      document.adding("standing", "admitted").adding("admitted_as", .string(id))
        .adding("signer", .string(signer))
    case .unknown: document.adding("standing", "unknown")
    }
  }
}

extension PromotionReview.Check {
  /// The item as a document; `value` is null where the evidence has none.
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "value": .ratio(value), "threshold": .number(threshold),
      "verdict": .string(verdict.rawValue), "detail": .string(detail), "title": .string(title),
      "required": .boolean(isRequired), "rests_on": .string(restsOn),
    ]
  }
}

extension PromotionReview.Comparison {
  fileprivate var json: JSONValue {
    [
      "label": .string(label), "identity": .string(identity),
      "changes": changes.map(PromotionReview.Change.json) ?? .null,
    ]
  }
}

extension PromotionReview.Change {
  fileprivate static func json(_ changes: [PromotionReview.Change]) -> JSONValue {
    .array(
      changes.map { ["name": .string($0.name), "before": .string($0.before), "after": .string($0.after)] })
  }
}

extension PromotionReview.Source {
  fileprivate var json: JSONValue {
    [
      "mode": .string(mode), "session": .integer(session), "kind": .string(kind), "path": .string(path),
      "content_digest": digest.map { .string($0) } ?? .null, "first": first.map { .time($0) } ?? .null,
      "last": last.map { .time($0) } ?? .null, "days": .count(days),
    ]
  }
}

extension PromotionReview.Costs {
  fileprivate var json: JSONValue {
    func text(_ money: Money) -> JSONValue { .string(money.text(in: currency)) }
    return [
      "mode": .string(mode), "currency": .string(currency.code), "trades": .count(trades),
      "gross_before_costs": text(gross), "spread_cost": text(spread), "slippage_cost": text(slippage),
      "commission": text(commission), "swap": text(swap), "net_profit": text(net),
    ]
  }
}

extension PromotionReview.TrialsCurve {
  fileprivate var json: JSONValue {
    [
      "threshold": .number(threshold), "trials": .count(present.trials), "value": .number(present.ratio),
      "points": .array(points.map { ["trials": .count($0.trials), "value": .number($0.ratio)] }),
    ]
  }
}

extension PromotionReview.Curve {
  /// Where it begins and ends; the points are in the reports of the runs.
  fileprivate var json: JSONValue {
    let ends = points.first.flatMap { first in points.last.map { (first, $0) } }
    return [
      "label": .string(label), "points": .count(points.count),
      "first": ends.map { .time($0.0.time) } ?? .null, "last": ends.map { .time($0.1.time) } ?? .null,
      "return": .ratio(ends.map { $0.1.equity / $0.0.equity - 1 }),
    ]
  }
}

extension PromotionReview.Approvals {
  fileprivate var json: JSONValue {
    [
      "id": .string(request), "about": .string(about), "expires": expires.map { .time($0) } ?? .null,
      "requester": requester?.json ?? .null, "answers": .array(answers.map(\.json)),
    ]
  }
}

extension PromotionReview.Signer {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "role": .string(role), "at": .time(at), "fingerprint": .string(fingerprint),
      "state": .string(state.rawValue), "reason": .string(reason),
    ]
  }
}
