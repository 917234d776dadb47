/// What a host may ask of a tree between two events.
extension RiskTree {
  /// The bots, by name.
  package var members: [RiskMember] { roster.seats.map(\.member) }

  /// Whether it makes no difference in which order bots are given quotes, as long as nothing is due: they share no scope in
  /// which anything holds, and no rule hears of what an engine says.
  package var isApart: Bool {
    scopes.allSatisfy { scope in
      scope.hearing.allSatisfy { $0.isDisjoint(with: .ofEngines) }
        && (scope.seats.count < 2 || !scope.holdsAnything)
    }
  }

  /// Whether a lock, mode or size holds anywhere.
  package var isHolding: Bool { scopes.contains { $0.holdsEntries } }

  /// Whether any rule, lock or mode holds anywhere: else there is nothing to remember.
  package var isGuarding: Bool { lastOrder > 0 || scopes.contains { $0.holdsAnything } }

  /// The level of every scope that has one, by scope.
  package var levels: [(scope: RiskScope, level: RiskLevel)] {
    scopes.compactMap { scope in scope.level.map { (scope.scope, $0) } }
  }

  /// Everything that holds entries now, by scope, in the order in which it was put on.
  package var locks: [(scope: RiskScope, lock: RiskLock)] {
    scopes.flatMap { scope in scope.locks.map { (scope.scope, $0) } }
  }
}
