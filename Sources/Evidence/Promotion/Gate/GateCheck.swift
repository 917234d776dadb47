package import Statistics

/// How a value must lie to its threshold.
package enum GateComparison: String, Sendable, Hashable, CaseIterable {
  /// Equal or higher.
  case atLeast = "at_least"
  /// Higher.
  case above
  /// Lower.
  case below
  /// Equal or lower.
  case atMost = "at_most"

  /// Whether it does; never for what is not a number.
  package func holds(_ value: Double, _ threshold: Double) -> Bool {
    switch self {
    case .atLeast: value >= threshold
    case .above: value > threshold
    case .below: value < threshold
    case .atMost: value <= threshold
    }
  }

  /// `>=` and so on.
  package var sign: String {
    switch self {
    case .atLeast: ">="
    case .above: ">"
    case .below: "<"
    case .atMost: "<="
    }
  }
}

/// A value beside its threshold.
package struct GateMeasure: Sendable, Hashable {
  /// What was found; `nil` when it has no value.
  package var value: Double?
  /// What it is held against; `nil` when the evidence gives none.
  package var threshold: Double?
  /// How it must lie.
  package var comparison: GateComparison
  /// An interval around what is estimated, where the check has one.
  package var interval: GateInterval?

  /// A measure.
  package init(
    _ value: Double?, _ comparison: GateComparison, _ threshold: Double?, interval: GateInterval? = nil
  ) {
    self.value = value
    self.threshold = threshold
    self.comparison = comparison
    self.interval = interval
  }

  /// Pass only for finite values that meet the threshold. A threshold may be infinite where nothing is enough.
  package var verdict: CheckVerdict {
    guard let value, let threshold, value.isFinite, !threshold.isNaN else { return .inconclusive }
    return comparison.holds(value, threshold) ? .pass : .fail
  }
}

/// Both ends of an interval.
package struct GateInterval: Sendable, Hashable {
  /// The lower end.
  package var lower: Double
  /// The upper end; may be infinite for a profit factor.
  package var upper: Double

  /// An interval.
  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

/// A line of the checklist.
package struct GateCheck: Sendable, Hashable {
  /// Which one.
  package let name: GateCheckName
  /// Its figures.
  package let measure: GateMeasure
  /// Whether promotion needs it.
  package let isRequired: Bool
  /// What the value means, or why there is none, in words.
  package let detail: String
  /// The evidence it rests on: `52 trades on demo`.
  package let restsOn: String

  /// What it came to.
  package var verdict: CheckVerdict { measure.verdict }
}

/// The whole checklist of a step.
package struct GateResult: Sendable, Hashable {
  /// The step it is for.
  package let step: GateStep
  /// Every check, in the order of `GateCheckName`.
  package let checks: [GateCheck]
  /// Whether something beside the checks is in the way.
  private var isRefused = false

  init(step: GateStep, checks: [GateCheck]) { (self.step, self.checks) = (step, checks) }

  /// Whether every required check passes.
  package var isEligible: Bool {
    !isRefused && !checks.isEmpty && checks.allSatisfy { !$0.isRequired || $0.verdict == .pass }
  }

  /// Something beside the checks is in the way: it is not eligible, whatever they say.
  package mutating func refuse() { isRefused = true }

  /// The required checks that don't pass.
  package var missing: [GateCheck] { checks.filter { $0.isRequired && $0.verdict != .pass } }
}
