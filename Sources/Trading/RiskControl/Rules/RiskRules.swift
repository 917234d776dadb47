/// Every kind of rule there is. A new one is a file and a line here.
package enum RiskRules {
  /// The rules, in the order in which those of a scope hear an event.
  package static let all: [any RiskRule.Type] = [
    GrantTerm.self,
    Ladder.self,
    TradeFrequency.self,
    DailyLoss.self,
  ]

  /// The kind of rule of that name.
  package static func named(_ name: String) -> (any RiskRule.Type)? { all.first { $0.name == name } }

  /// Where rules of a name come; those that are not in the list, last.
  static func place(of name: String) -> Int { all.firstIndex { $0.name == name } ?? all.count }
}

/// Which rules hold where.
package struct RiskPolicy: Sendable {
  private enum Place: Sendable, Hashable {
    case each(RiskScope.Kind)
    case only(RiskScope)
  }

  private var entries: [(place: Place, rule: any RiskRule)] = []

  /// No rules.
  package init() {}

  /// Adds a rule to every scope of a kind, each with a state of its own.
  package mutating func add(_ rule: any RiskRule, toEach kind: RiskScope.Kind) {
    entries.append((.each(kind), rule))
  }

  /// Adds a rule to one scope; there it takes the place of one of the same name for every scope of its kind.
  package mutating func add(_ rule: any RiskRule, to scope: RiskScope) {
    entries.append((.only(scope), rule))
  }

  /// Whether any rule holds in a scope: its bots run event by event, if there are several.
  package func holds(in scope: RiskScope) -> Bool {
    entries.contains { $0.place == .each(scope.kind) || $0.place == .only(scope) }
  }

  /// The rules of a scope, in their order, one of each name: what was added last counts.
  func rules(of scope: RiskScope) -> [any RiskRule] {
    var rules: [any RiskRule] = []
    for place in [Place.each(scope.kind), .only(scope)] {
      for entry in entries where entry.place == place {
        rules.removeAll { type(of: $0).name == type(of: entry.rule).name }
        rules.append(entry.rule)
      }
    }
    return rules.enumerated().sorted {
      (RiskRules.place(of: type(of: $0.element).name), $0.offset)
        < (RiskRules.place(of: type(of: $1.element).name), $1.offset)
    }.map(\.element)
  }
}
