package import TradingCore

/// Risk beside the engines: one value that holds every scope's rules, locks and sums. Events in, actions out.
///
/// Scopes hear of an event from the widest to the narrowest, rules of a scope in the order of `RiskRules.all`. The
/// actions of an event are carried out in the order in which they are returned: what blocks entries comes before what
/// cancels, and that before what closes. The value has no clock and reaches no venue; the same events give the same
/// actions, and a saved one goes on as if it had not been away.
package struct RiskTree: Sendable {
  private let policy: RiskPolicy
  private(set) var scopes: [ScopeState]
  private(set) var marks: [BotMark] = []
  /// The bots, by name.
  package private(set) var members: [RiskMember] = []
  /// The time of the latest event.
  package private(set) var now = Timestamp.distantPast
  /// Rises with every event that may have changed a view.
  package private(set) var revision: UInt64 = 0

  /// A tree without bots under the rules of a policy.
  package init(policy: RiskPolicy) {
    self.policy = policy
    scopes = [ScopeState(.desk, rules: policy.rules(of: .desk))]
  }

  /// When something is due though nothing happens: a `clock` event is, before anything of that time or later.
  package var wakeTime: Timestamp { scopes.lazy.map(\.wakeTime).min() ?? .distantFuture }

  /// Everything that holds entries now, by scope, in the order in which it was put on.
  package var locks: [(scope: RiskScope, lock: RiskLock)] {
    scopes.flatMap { scope in scope.locks.map { (scope.scope, $0) } }
  }

  // MARK: Bots

  /// Takes a bot in, with what its ledger comes to.
  ///
  /// - Throws: `RiskTreeFault` for a bot that is in already, and where money of two currencies would be added up.
  package mutating func join(
    _ member: RiskMember, mark: BotMark, at time: Timestamp
  ) throws(RiskTreeFault) -> [RiskAction] {
    if members.contains(where: { $0.bot == member.bot }) { throw .alreadyIn(member.bot) }
    for scope in member.path {
      let other = scopes.first { $0.scope == scope }?.currencies.first { $0 != member.currency }
      let usesMoney = policy.rules(of: scope).contains { type(of: $0).usesMoney }
      if usesMoney, let other { throw .currencies(scope, other, member.currency) }
    }
    // What is over by now is over for those who were in, before the sums change.
    let passed = advance(to: time, of: .bot(member.bot))
    let place = members.firstIndex { member.bot.utf8.lexicographicallyPrecedes($0.bot.utf8) } ?? members.count
    var mark = mark
    mark.bot = member.bot
    members.insert(member, at: place)
    marks.insert(mark, at: place)
    for index in indices(of: member.path) {
      scopes[index].replace(nil, by: mark)
      if !scopes[index].currencies.contains(member.currency) {
        scopes[index].currencies.append(member.currency)
      }
    }
    return (passed + take(RiskEvent(.joined(mark), of: .bot(member.bot), at: time))).inOrder
  }

  /// Lets a bot go, with its last mark. Its scopes keep their locks.
  package mutating func leave(_ bot: String, mark: BotMark, at time: Timestamp) -> [RiskAction] {
    guard let index = members.firstIndex(where: { $0.bot == bot }) else { return [] }
    let passed = advance(to: time, of: .bot(bot))
    note([mark])
    let last = marks[index]
    let member = members[index]
    for scope in indices(of: member.path) { scopes[scope].replace(last, by: nil) }
    members.remove(at: index)
    marks.remove(at: index)
    for scope in indices(of: member.path) {
      let name = scopes[scope].scope
      let currencies = members.filter { $0.lies(in: name) }.map(\.currency)
      scopes[scope].currencies.removeAll { !currencies.contains($0) }
      scopes[scope].shares[bot] = nil
    }
    return (passed + take(RiskEvent(.left(last), of: .bot(bot), at: time), along: member.path)).inOrder
  }

  private mutating func advance(to time: Timestamp, of scope: RiskScope) -> [RiskAction] {
    var actions: [RiskAction] = []
    now = max(now, time)
    if wakeTime <= now { pass(to: RiskEvent(.clock, of: scope, at: now), &actions) }
    return actions
  }

  /// The bots whose marks have to come along when this one's equity has left its band: those that share a scope with it
  /// in which money is added up. The bot itself is among them.
  package func companions(of bot: String) -> [String] {
    guard let member = members.first(where: { $0.bot == bot }) else { return [] }
    let shared = scopes.filter { $0.usesMoney && member.lies(in: $0.scope) }.map(\.scope)
    return members.filter { other in other.bot == bot || shared.contains(where: other.lies) }.map(\.bot)
  }

  // MARK: Events

  /// Takes an event and says what is to happen, in order.
  package mutating func take(_ event: RiskEvent) -> [RiskAction] {
    take(event, along: nil)
  }

  private mutating func take(_ event: RiskEvent, along path: [RiskScope]?) -> [RiskAction] {
    var event = event
    event.at = max(now, event.at)
    revision &+= 1
    var actions: [RiskAction] = []
    // A clock's marks are of before its time: with them a day ends. Others are of after.
    if event.what == .clock { note(event.marks) }
    if wakeTime <= event.at { pass(to: event, &actions) }
    if event.what != .clock { note(event.marks) }
    now = event.at
    answer(event, along: path, &actions)
    shareBands(at: event)
    return actions.inOrder
  }

  private mutating func note(_ marks: [BotMark]) {
    for mark in marks {
      guard let index = members.firstIndex(where: { $0.bot == mark.bot }) else { continue }
      for scope in indices(of: members[index].path) { scopes[scope].replace(self.marks[index], by: mark) }
      self.marks[index] = mark
    }
  }

  /// Ends what is over, asks again for what has not been closed, and wakes the rules: each once, however long it was.
  private mutating func pass(to event: RiskEvent, _ actions: inout [RiskAction]) {
    let clock = RiskEvent(.clock, of: event.scope, at: event.at, cycle: event.cycle)
    for index in scopes.indices {
      let over = scopes[index].takeOff { ($0.until ?? .distantFuture) <= event.at }
      actions += over.map { release(of: $0, in: index, clock, why: "its time is over") }
      let isOpen = zip(members, marks).contains { $1.isOpen && $0.lies(in: scopes[index].scope) }
      for lock in scopes[index].takePushes(at: event.at) where isOpen {
        actions += flattening(lock, in: index, clock)
      }
      for rule in scopes[index].rules.indices where scopes[index].rules[rule].wakeTime <= event.at {
        actions += run(rule, in: index, clock)
      }
    }
  }

  private mutating func answer(
    _ event: RiskEvent, along path: [RiskScope]?, _ actions: inout [RiskAction]
  ) {
    switch event.what {
    case .asked(let ask):
      // What closes, reduces, protects or cancels is not up to limits on entries: nobody is asked.
      if ask.takesRisk { actions += self.answer(ask, event) }
      return
    case .operated(let act): actions += obey(act, event)
    case .connection(let condition): actions += heed(condition, event)
    case .filled(let fill) where fill.reason == .entry: actions += closeIntruder(fill, event)
    default: break
    }
    for index in path.map({ indices(of: $0) }) ?? listeners(of: event.scope) {
      for rule in scopes[index].rules.indices { actions += run(rule, in: index, event) }
    }
  }

  private mutating func answer(_ ask: RiskAsk, _ event: RiskEvent) -> [RiskAction] {
    let path = listeners(of: event.scope)
    let symbol = symbol(ask.symbolIndex, of: event.scope)
    for index in path {
      if let lock = scopes[index].locks.first(where: { $0.covers(symbol) }) {
        return [
          action(
            .deny(ask.order), lock.code, lock.rule, in: index, event,
            ("no new risk \(lock.untilText): \(lock.limit)", lock.value))
        ]
      }
      if let mode = scopes[index].modes.first(where: { $0.value == .observe }) {
        return [
          action(
            .deny(ask.order), .riskObserve, mode.rule, in: index, event,
            ("no new risk in mode observe", "mode observe"))
        ]
      }
    }
    var actions: [RiskAction] = []
    for index in path {
      for rule in scopes[index].rules.indices {
        actions += run(rule, in: index, event)
        if actions.denial != nil { return actions }
      }
    }
    return actions
  }

  /// Has a rule hear an event, and applies what it decides. A rule that fails locks its scope.
  private mutating func run(_ rule: Int, in index: Int, _ event: RiskEvent) -> [RiskAction] {
    let scene = scopes[index].scene(of: event)
    let name = type(of: scopes[index].rules[rule]).name
    scopes[index].isStale = true
    do throws(ArithmeticError) {
      let decided = try scopes[index].rules[rule].take(event, in: scene)
      return decided.flatMap { apply($0, in: index, event) }
    } catch {
      var actions = apply(
        action(
          .lock(symbol: nil, until: nil, flattens: false), .riskFault, name, in: index, event,
          ("a rule that can decide", "\(error)")), in: index, event)
      if case .asked(let ask) = event.what {
        actions.append(
          action(
            .deny(ask.order), .riskFault, name, in: index, event, ("a rule that can decide", "\(error)")))
      }
      return actions
    }
  }

  /// Applies what was decided to the scope itself.
  ///
  /// - Returns: what is left for others to do; nothing for what holds already.
  private mutating func apply(_ action: RiskAction, in index: Int, _ event: RiskEvent) -> [RiskAction] {
    switch action.verb {
    case .lock(let symbol, let until, let flattens):
      let lock = RiskLock(action, symbol: symbol, until: until, flattens: flattens)
      guard scopes[index].put(lock) else { return [] }
      return [action] + (flattens ? flattening(lock, in: index, event) : [])
    case .coolDown(let symbol, let until):
      let lock = RiskLock(action, symbol: symbol, until: until, flattens: false)
      return scopes[index].put(lock) ? [action] : []
    case .release(let symbol):
      let gone = scopes[index].takeOff {
        $0.code == action.code && $0.rule == action.rule && $0.symbol == symbol
      }
      return gone.isEmpty ? [] : [action]
    case .mode(let mode): return scopes[index].set(mode, by: action.rule) ? [action] : []
    case .size(let millionths): return scopes[index].set(size: millionths, by: action.rule) ? [action] : []
    case .deny, .cancel, .close, .reduce, .stepDown, .tell: return [action]
    }
  }

  // MARK: Locks

  private func flattening(_ lock: RiskLock, in index: Int, _ event: RiskEvent) -> [RiskAction] {
    let target = lock.symbol.map { RiskAction.Target.symbol($0) } ?? .all
    return [RiskAction.Verb.cancel(target), .close(target)].map {
      action($0, lock.code, lock.rule, in: index, event, (lock.limit, lock.value))
    }
  }

  /// A position that opens behind a lock that flattens is closed at once.
  private mutating func closeIntruder(_ fill: Fill, _ event: RiskEvent) -> [RiskAction] {
    let symbol = symbol(fill.symbolIndex, of: event.scope)
    for index in listeners(of: event.scope) {
      guard let lock = scopes[index].locks.first(where: { $0.flattens && $0.covers(symbol) }) else {
        continue
      }
      return [
        action(.close(.one(fill.position)), lock.code, lock.rule, in: index, event, (lock.limit, lock.value))
      ]
    }
    return []
  }

  private mutating func obey(_ act: OperatorAct, _ event: RiskEvent) -> [RiskAction] {
    let index = indices(of: [event.scope])[0]
    func lock(_ code: DenialCode, until: Timestamp? = nil, flattens: Bool = false) -> [RiskAction] {
      apply(
        action(
          .lock(symbol: nil, until: until, flattens: flattens), code, "operator", in: index, event,
          (act.by, act.reason)), in: index, event)
    }
    switch act.verb {
    case .kill: return lock(.killSwitch, flattens: true)
    case .lock(let until): return lock(.operatorLock, until: until)
    case .pause: return lock(.botPaused)
    case .release, .resume, .unlock:
      return scopes[index].takeOff { act.unlocks($0.code) }.map {
        release(of: $0, in: index, event, why: "\(act.by): \(act.reason)")
      }
    }
  }

  private mutating func heed(_ condition: RiskCondition, _ event: RiskEvent) -> [RiskAction] {
    let index = indices(of: [event.scope])[0]
    let verb: RiskAction.Verb =
      condition.isOn
      ? .lock(symbol: condition.symbol, until: nil, flattens: false) : .release(symbol: condition.symbol)
    let texts = (limit: "entries while all is well", value: condition.code.rawValue)
    var actions: [RiskAction] = []
    if !condition.isOn, condition.symbol == nil {
      // What is well for all is well for each.
      actions = scopes[index].takeOff {
        $0.code == condition.code && $0.rule == "feed" && $0.symbol != nil
      }.map { release(of: $0, in: index, event, why: texts.value) }
    }
    return actions + apply(action(verb, condition.code, "feed", in: index, event, texts), in: index, event)
  }

  private func release(of lock: RiskLock, in index: Int, _ event: RiskEvent, why: String) -> RiskAction {
    action(.release(symbol: lock.symbol), lock.code, lock.rule, in: index, event, (lock.limit, why))
  }

  private func action(
    _ verb: RiskAction.Verb, _ code: DenialCode, _ rule: String, in index: Int, _ event: RiskEvent,
    _ texts: (limit: String, value: String)
  ) -> RiskAction {
    RiskAction(
      verb, code: code, rule: rule, scope: scopes[index].scope,
      bot: event.scope.kind == .bot ? event.scope.id : nil, limit: texts.limit, value: texts.value,
      at: event.at, cycle: event.cycle)
  }

  // MARK: Scopes

  private func symbol(_ index: Int?, of scope: RiskScope) -> Symbol? {
    guard let index, scope.kind == .bot, let member = members.first(where: { $0.bot == scope.id }),
      member.symbols.indices.contains(index)
    else { return nil }
    return member.symbols[index]
  }

  /// The scopes that hear of an event: of a bot, those on its path; of any other scope, itself and what its bots lie in
  /// that is narrower. By scope, the widest first.
  private mutating func listeners(of scope: RiskScope) -> [Int] {
    if scope.kind == .bot {
      return indices(of: members.first { $0.bot == scope.id }?.path ?? [.desk, scope])
    }
    _ = indices(of: [scope])
    let inside = members.filter { $0.lies(in: scope) }.flatMap(\.path)
    return scopes.indices.filter { index in
      let other = scopes[index].scope
      return other == scope || (other.kind > scope.kind && inside.contains(other))
    }
  }

  /// The places of scopes, made where they are not there yet. Scopes are kept in order, and none is ever dropped: a
  /// lock outlives its bots.
  private mutating func indices(of wanted: [RiskScope]) -> [Int] {
    for scope in wanted where !scopes.contains(where: { $0.scope == scope }) {
      let place = scopes.firstIndex { scope < $0.scope } ?? scopes.count
      scopes.insert(ScopeState(scope, rules: policy.rules(of: scope)), at: place)
    }
    return wanted.compactMap { scope in scopes.firstIndex { $0.scope == scope } }
  }

  private mutating func shareBands(at event: RiskEvent) {
    for index in scopes.indices where scopes[index].isStale {
      let scope = scopes[index].scope
      let inside = zip(members, marks).filter { $0.0.lies(in: scope) }.map(\.1)
      scopes[index].shareBand(among: inside, at: event)
    }
  }
}

extension RiskTree {
  private enum CodingKeys: String, CodingKey { case now, marks, scopes }

  /// Writes all that changes: locks, modes, sums, and what rules remember. Rules themselves and bots come from the
  /// configuration.
  ///
  /// - Throws: what the encoder throws.
  package func encodeState(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(now, forKey: .now)
    try values.encode(marks, forKey: .marks)
    var list = values.nestedUnkeyedContainer(forKey: .scopes)
    for scope in scopes { try scope.encodeState(to: list.superEncoder()) }
  }

  /// Goes on where a tree stood that was saved. This one has the bots of that one, or some of them.
  ///
  /// Rules that were added since begin anew; a lock stays even where its rule or its last bot is gone.
  /// - Throws: what the decoder throws; nothing has changed then. Who can't read the state of risk must not trade.
  package mutating func restoreState(from decoder: any Decoder) throws {
    var restored = self
    let values = try decoder.container(keyedBy: CodingKeys.self)
    restored.now = try values.decode(Timestamp.self, forKey: .now)
    restored.note(try values.decode([BotMark].self, forKey: .marks))
    var list = try values.nestedUnkeyedContainer(forKey: .scopes)
    while !list.isAtEnd {
      let saved = try list.superDecoder()
      let index = restored.indices(of: [try ScopeState.scope(from: saved)])[0]
      try restored.scopes[index].restoreState(from: saved)
    }
    restored.revision = revision &+ 1
    self = restored
  }
}

/// Why a bot can't be taken into the tree.
package enum RiskTreeFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// It is in it.
  case alreadyIn(String)
  /// A scope whose rules add up money would have bots of two currencies.
  case currencies(RiskScope, Currency, Currency)

  /// In words.
  package var description: String {
    switch self {
    case .alreadyIn(let bot): "\(bot) is under risk control already"
    case .currencies(let scope, let one, let other):
      "a limit on money of \(scope) would add up \(one) and \(other)"
    }
  }
}
