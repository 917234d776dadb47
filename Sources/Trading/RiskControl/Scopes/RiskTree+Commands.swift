package import TradingCore

extension RiskTree {
  /// What the actions of an event mean for one bot's engine: what is halted, canceled and closed, and what is free
  /// again, in this order.
  ///
  /// `before`: the bot's view before the event. Denials are answers to what was asked for, no commands; the size of
  /// entries is in the view.
  package func commands(
    _ actions: [RiskAction], of bot: String, before: RiskView
  ) -> [EngineCommand] {
    guard let place = roster.place(of: bot) else { return [] }
    let member = roster[place].member
    let old = before.halts.halts
    let new = view(of: bot).halts.halts
    var commands = new.filter { !old.contains($0) }.map {
      EngineCommand.halt($0.code, symbolIndex: $0.symbolIndex)
    }
    var leaving: [EngineCommand] = []
    for action in actions.inOrder where member.lies(in: action.scope) {
      guard let command = action.command(for: member), !commands.contains(command) else { continue }
      // What winds down may close: after what is canceled.
      if case .leave = action.verb { leaving.append(command) } else { commands.append(command) }
    }
    commands += leaving
    return commands
      + old.filter { !new.contains($0) }.map { EngineCommand.resume($0.code, symbolIndex: $0.symbolIndex) }
  }
}

extension RiskAction {
  /// What it cancels or closes at a bot of its scope.
  fileprivate func command(for member: RiskMember) -> EngineCommand? {
    let reason: CloseReason = code.needsRelease ? .kill : .risk
    switch verb {
    case .cancel(.all): return .cancelAll(symbolIndex: nil)
    case .cancel(.symbol(let symbol)):
      return member.symbols.firstIndex(of: symbol).map { .cancelAll(symbolIndex: $0) }
    case .cancel(.one(let order)): return bot == member.bot ? .cancel(order) : nil
    case .close(.all): return .closeAll(symbolIndex: nil, reason)
    case .close(.symbol(let symbol)):
      return member.symbols.firstIndex(of: symbol).map { .closeAll(symbolIndex: $0, reason) }
    case .close(.one(let position)):
      return bot == member.bot ? .close(position, quantity: nil, reason) : nil
    case .reduce(let symbol, let units):
      return member.symbols.firstIndex(of: symbol).map { .reduce(symbolIndex: $0, units: units, reason) }
    case .trim(let owner, let position, let units):
      return owner == member.bot ? .close(position, quantity: Quantity(units: units), reason) : nil
    case .protect(let owner, let position, let protection):
      return owner == member.bot ? .protect(position, protection) : nil
    case .leave(let symbol, _, _, let style):
      guard let symbol else { return .windDown(symbolIndex: nil, style, reason) }
      return member.symbols.firstIndex(of: symbol).map { .windDown(symbolIndex: $0, style, reason) }
    case .deny, .lock, .coolDown, .mode, .size, .stepDown, .release, .tell: return nil
    }
  }
}
