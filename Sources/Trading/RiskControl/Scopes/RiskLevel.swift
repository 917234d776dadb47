/// How much of a loss limit is used, as a step for people and rules. Text codes are stable.
package enum RiskLevel: String, Sendable, Hashable, Codable, Comparable, CaseIterable {
  /// Little: go on.
  case green = "GREEN"
  /// People are told.
  case yellow = "YELLOW"
  /// Entries are smaller.
  case orange = "ORANGE"
  /// No entries.
  case red = "RED"
  /// Everything is closed, until somebody arms it again.
  case black = "BLACK"

  /// Its place, from 0.
  var rank: Int {
    switch self {
    case .green: 0
    case .yellow: 1
    case .orange: 2
    case .red: 3
    case .black: 4
    }
  }

  /// The next better one; the best stays.
  var better: RiskLevel { Self.allCases[max(0, rank - 1)] }

  /// Orders by use, the least first.
  package static func < (left: RiskLevel, right: RiskLevel) -> Bool { left.rank < right.rank }
}
