package import JSONText
import TradingCore

extension PromotionReview {
  /// The document of `promote review BOT --json`.
  package func json() -> JSONValue {
    [
      "id": .string(bot), "from": .string(from), "to": .string(to), "eligible": .boolean(isEligible),
      "identity": .string(identity), "evidence": .string(evidenceDigest), "trials": .count(trials),
      "checks": .array(checks.map(\.json)),
      "criteria": ["name": .string(criteriaName), "digest": .string(criteriaDigest)],
      "generated_at": .time(generatedAt),
      "missing_approvals": .array(approvals.missing.map { .string($0) }),
      "changes": .array(
        changes.map {
          ["name": .string($0.name), "before": .string($0.before), "after": .string($0.after)]
        }),
      "notes": .array(notes.map { .string($0) }),
    ]
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
