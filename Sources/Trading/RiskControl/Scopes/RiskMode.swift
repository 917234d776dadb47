/// How much risk a scope may take. Text codes are stable.
package enum RiskMode: String, Sendable, Hashable, Codable, Comparable, CaseIterable {
  /// As the strategies ask.
  case normal
  /// Entries at a part of their size: the scope's size factor says how much.
  case reduce
  /// No entries; what is open is managed.
  case observe

  private var rank: Int {
    switch self {
    case .normal: 0
    case .reduce: 1
    case .observe: 2
    }
  }

  /// Orders by caution, the least first.
  package static func < (left: RiskMode, right: RiskMode) -> Bool { left.rank < right.rank }
}
