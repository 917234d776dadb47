/// How much of a limit is used up, as a step that people are told. Text codes are stable.
package enum WatchLevel: String, Sendable, Hashable, Comparable, CaseIterable {
  /// Below half.
  case green = "GREEN"
  /// From half on.
  case yellow = "YELLOW"
  /// From 70 % on.
  case orange = "ORANGE"
  /// From 85 % on.
  case red = "RED"
  /// Above 95 %, or killed.
  case black = "BLACK"

  /// The level of a share, in millionths.
  package init(usedMillionths used: Int64) {
    self =
      switch used {
      case ..<500_000: .green
      case ..<700_000: .yellow
      case ..<850_000: .orange
      case ...950_000: .red
      default: .black
      }
  }

  /// Its color, as six hexadecimal digits.
  package var color: String {
    switch self {
    case .green: "10b981"
    case .yellow: "f59e0b"
    case .orange: "f97316"
    case .red: "ef4444"
    case .black: "18181b"
    }
  }

  /// Orders by use, the least first.
  package static func < (left: WatchLevel, right: WatchLevel) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// The highest level of a desk, and what makes it.
package struct WatchAlert: Sendable, Hashable {
  /// The level.
  package var level: WatchLevel
  /// What makes it, the worst first; empty at GREEN.
  package var reasons: [String]

  /// An alert from its parts.
  package init(level: WatchLevel = .green, reasons: [String] = []) {
    self.level = level
    self.reasons = reasons
  }

  /// The alert of a guard: BLACK while something is killed or the STOP file is there, else by the loss limit of which the
  /// largest share is used.
  ///
  /// `stopReason`: what the STOP file says, `nil` while there is none; `killed`: bots that a run shows as killed, which is
  /// known before the guard has committed it.
  package init(
    lockouts: [RiskStatus.Lockout], allowances: [RiskStatus.Allowance], stopReason: String?,
    killed: [String] = []
  ) {
    var reasons = stopReason.map { ["the file STOP is there: \($0)"] } ?? []
    reasons += lockouts.filter { $0.until == nil && $0.flattens }.map {
      "\($0.code) on \($0.scope): \($0.value)"
    }
    if reasons.isEmpty, !killed.isEmpty { reasons = ["killed: \(killed.joined(separator: ", "))"] }
    let isKilled = !reasons.isEmpty
    let used = WatchWarning.all(allowances).filter { $0.allowance.isLoss && $0.level > .green }
    reasons += used.map { "\($0.usedText) of \($0.allowance.rule) on \($0.allowance.scope) is used" }
    self.init(level: isKilled ? .black : used.first?.level ?? .green, reasons: reasons)
  }
}

/// A limit, and how close it is.
package struct WatchWarning: Sendable, Hashable {
  /// The limit and what is left of it.
  package var allowance: RiskStatus.Allowance

  /// A warning of a limit.
  package init(_ allowance: RiskStatus.Allowance) { self.allowance = allowance }

  /// Its level.
  package var level: WatchLevel { WatchLevel(usedMillionths: allowance.usedMillionths) }

  /// The used share for people, as in `78.4 %`. Rounded down, so that no level is said to be reached before it is.
  package var usedText: String {
    let tenths = max(0, allowance.usedMillionths / 1_000)
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Limits by the used share, the largest first.
  package static func all(_ allowances: [RiskStatus.Allowance]) -> [WatchWarning] {
    allowances.sorted {
      (-$0.usedMillionths, $0.scope, $0.rule) < (-$1.usedMillionths, $1.scope, $1.rule)
    }.map { WatchWarning($0) }
  }
}
