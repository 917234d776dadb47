import TradingCore

/// News of high impact: which symbols it is about, and what follows.
extension SessionTier {
  private static let session = "news"

  /// Symbols that news is about now, by name; empty for all.
  private var inNews: [String] {
    guard settings.newsHalt else { return [] }
    let sessions = state.sessions.compactMap { name -> String? in
      name == Self.session ? "" : name.hasPrefix(Self.session + ":") ? String(name.dropFirst(5)) : nil
    }
    return (sessions + state.chaos.news.map { $0?.name ?? "" }).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }
  }

  /// Has symbols leave that news has begun about, and lets go where it is over.
  mutating func news(in scene: RiskScene) -> [RiskAction] {
    let names = inNews
    let begun = names.filter { !state.halted.contains($0) }
    let over = state.halted.filter { !names.contains($0) }
    guard !begun.isEmpty || !over.isEmpty else { return [] }
    state.halted = names
    func action(_ verb: RiskAction.Verb, _ name: String) -> RiskAction {
      scene.action(
        verb, .newsHalt, by: Self.self, limit: "nothing open in news of high impact",
        value: name.isEmpty ? "news" : "news of \(name)")
    }
    // A name that is no symbol's halts everything: better than nothing.
    return begun.map { name in
      action(exit(Symbol(name), .newsHalt, until: nil, in: scene), name)
    } + over.map { action(.release(symbol: Symbol($0)), $0) }
  }
}
