package import JSONText
package import TradingCore

/// How LIVE capital grows: the most at each step, and the least time there.
package struct LadderPolicy: Sendable, Hashable {
  /// Days at a step that no policy goes under.
  package static let fewestDays = 7
  /// 100, 250, 500, 1,000, 2,500, 5,000 and 10,000 USD, a week at each.
  package static let standard = LadderPolicy(
    currency: .usd, steps: [100, 250, 500, 1_000, 2_500, 5_000, 10_000].map { Money(units: $0 * 1_000_000) })

  /// The currency of the steps.
  package let currency: Currency
  /// The most capital at each step, rising.
  package let steps: [Money]
  /// Whole days at a step before the next may be asked for.
  package let days: Int

  private init(currency: Currency, steps: [Money]) {
    self.currency = currency
    self.steps = steps
    days = Self.fewestDays
  }

  /// A policy; `nil` unless there are 1 to 100 positive steps that rise and at least a week is spent at each.
  package init?(currency: Currency, steps: [Money], days: Int = LadderPolicy.fewestDays) {
    let rise = zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 }
    guard (1...100).contains(steps.count), steps[0] > .zero, rise, (Self.fewestDays...3_650).contains(days)
    else { return nil }
    self.currency = currency
    self.steps = steps
    self.days = days
  }

  /// The most capital at a step counted from 1; `nil` beyond the ladder.
  package func cap(step: Int) -> Money? { steps.indices.contains(step - 1) ? steps[step - 1] : nil }

  /// The canonical document.
  package var json: JSONValue {
    [
      "currency": .string(currency.code), "days": .count(days),
      "steps": .array(steps.map { .string($0.text(in: currency)) }),
    ]
  }

  init(json: JSONValue) throws(PromotionRefusal) {
    let fields = try DocumentFields(json, of: "the ladder", names: ["currency", "days", "steps"])
    guard let currency = Currency(code: try fields.text("currency")) else {
      throw .malformed("expected the ladder's currency")
    }
    let steps = try fields.list("steps").compactMap { value -> Money? in
      guard case .string(let text) = value else { return nil }
      return (try? DecimalText.parse(text.utf8, digits: currency.moneyDigits)).map(Money.init(units:))
    }
    guard
      let policy = LadderPolicy(
        currency: currency, steps: steps, days: try fields.count("days", in: 0...3_650)),
      CanonicalJSON.text(policy.json) == CanonicalJSON.text(json)
    else { throw .malformed("expected 1 to 100 rising steps with at least \(Self.fewestDays) days at each") }
    self = policy
  }
}
