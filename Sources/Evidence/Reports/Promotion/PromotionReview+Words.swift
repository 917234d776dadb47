import Statistics
import TradingCore

/// Words that the page and the terminal share.
extension PromotionReview {
  /// `PAPER to DEMO`.
  var stepText: String { "\(from.uppercased()) to \(aimText)" }

  /// What is asked for: `LIVE`, or the step of the ladder.
  var aimText: String { aim ?? to.uppercased() }

  /// The verdict in a few words.
  var verdictText: String {
    isEligible ? "Eligible for \(aimText)" : "Not eligible for \(aimText)"
  }

  /// The verdict's reason in a sentence.
  var verdictReason: String {
    let passed = required.count - obstacles.count
    let share = "\(passed) of \(required.count) required checks pass"
    guard !obstacles.isEmpty else { return share + "." }
    func named(_ verdict: CheckVerdict) -> String {
      obstacles.filter { $0.verdict == verdict }.map { $0.title.lowercasedFirst }.joined(separator: ", ")
    }
    let parts = [("failed", named(.fail)), ("inconclusive", named(.inconclusive))]
    return share + "; "
      + parts.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(separator: "; ") + "."
  }

  /// What has to happen next, in a sentence.
  var nextText: String {
    guard isEligible else { return "A request would be refused until every required check passes." }
    if approvals.request.isEmpty { return "No request has been filed yet." }
    return approvals.missing.isEmpty
      ? "The request has every signature it needs."
      : "Still missing: " + approvals.missing.joined(separator: "; ") + "."
  }

  /// How many tries of the family the deflated Sharpe ratio reckons with.
  var trialsText: String { trials == 1 ? "1 trial" : "\(trialsCount) trials\(differentTrials)" }

  /// The number alone.
  var trialsCount: String { NumberText.grouped(trials) }

  /// How many of them are something else than the others, where some are not: `, 12 different ones`.
  var differentTrials: String {
    guard let effectiveTrials, effectiveTrials < trials else { return "" }
    return ", \(NumberText.grouped(effectiveTrials)) of them different"
  }

  /// How far the trials' ratios are taken to spread, in a sentence.
  var spreadText: String? {
    guard trials > 1, let trialsVariance else { return nil }
    return
      "Their ratios a day are taken to spread by \(NumberText.fixed(trialsVariance.squareRoot(), decimals: 3))."
  }
}

extension CheckVerdict {
  /// Its mark, told apart without color.
  var mark: String {
    switch self {
    case .pass: "✓"
    case .fail: "✗"
    case .inconclusive: "?"
    }
  }

  /// Its color on a terminal.
  var textStyle: TextStyle {
    switch self {
    case .pass: .gain
    case .fail: .loss
    case .inconclusive: .strong
    }
  }
}

extension PromotionReview.Signer.State {
  /// How it reads behind a name.
  var text: String { self == .valid ? "signed" : rawValue }

  /// Whether it stands as far as it goes.
  var holds: Bool { self == .valid || self == .unsigned }
}

extension PromotionReview.Interval {
  /// A number in the figure's unit.
  func text(_ number: Double?) -> String {
    switch unit {
    case .percent: NumberText.percent(number, decimals: 1)
    case .ratio: NumberText.fixed(number, decimals: 2)
    }
  }

  /// `57.1 %, interval 47.9 % to 65.9 %`.
  var summary: String {
    guard let lower, let upper else { return "\(text(value)), no interval" }
    return "\(text(value)), interval \(text(lower)) to \(text(upper))"
  }
}

extension String {
  /// With a capital first letter.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// With a small first letter, unless the word is an acronym.
  var lowercasedFirst: String {
    guard let first, let second = dropFirst().first, first.isUppercase, second.isLowercase else {
      return self
    }
    // Names of people in figures, such as Sharpe's, keep their capitals.
    return hasPrefix("Sharpe") ? self : first.lowercased() + dropFirst()
  }
}
