package import TradingCore

/// Risk beside the engines: one value that holds every scope's rules, locks and sums. Events in, actions out.
///
/// Scopes hear of an event from the widest to the narrowest, rules of a scope in the order of `RiskRules.all`. The
/// actions of an event are carried out in the order in which they are returned: what blocks entries comes before what
/// cancels, and that before what closes. The value has no clock and reaches no venue; the same events give the same
/// actions, and a saved one goes on as if it had not been away.
package struct RiskTree: Sendable {
  private let policy: RiskPolicy
  var scopes: [ScopeState]
  var roster = Roster()
  /// Scopes whose bands and wake times have to be looked at anew.
  var touched: [Int] = []
  /// The time of the latest event.
  package internal(set) var now = Timestamp.distantPast
  /// When something is due though nothing happens: a `clock` event is, before anything of that time or later.
  package internal(set) var wakeTime = Timestamp.distantFuture
  /// Rises whenever a view has changed.
  package internal(set) var revision: UInt64 = 0
  /// The number of the last numbered order that was obeyed; 0 for none.
  package internal(set) var lastOrder: Int64 = 0

  /// A tree without bots under the rules of a policy.
  package init(policy: RiskPolicy) {
    self.policy = policy
    scopes = [ScopeState(.desk, rules: policy.rules(of: .desk))]
    wakeTime = scopes[0].wakeTime
  }

  // MARK: Bots

  /// Takes a bot in, with what its account comes to.
  ///
  /// - Throws: `RiskTreeFault` for a bot that is in already, and where money of two currencies would be added up.
  package mutating func join(
    _ member: RiskMember, mark: BotMark, at time: Timestamp
  ) throws(RiskTreeFault) -> [RiskAction] {
    if roster.place(of: member.bot) != nil { throw .alreadyIn(member.bot) }
    for scope in member.path {
      let other = scopes.first { $0.scope == scope }?.currencies.first { $0 != member.currency }
      let usesMoney = policy.rules(of: scope).contains { type(of: $0).usesMoney }
      if usesMoney, let other { throw .currencies(scope, other, member.currency) }
    }
    for scope in member.path { _ = index(of: scope) }
    // What is over by now is over for those who were in, before the sums change.
    let passed = advance(to: time, of: .bot(member.bot))
    var mark = mark
    mark.bot = member.bot
    roster.insert(Roster.Seat(member, mark))
    roster.settle(in: &scopes)
    for index in listeners(of: .bot(member.bot)) {
      scopes[index].replace(nil, by: mark)
      if !scopes[index].currencies.contains(member.currency) {
        scopes[index].currencies.append(member.currency)
      }
      resplit(index)
    }
    return (passed + take(RiskEvent(.joined(mark), of: .bot(member.bot), at: time))).inOrder
  }

  /// Lets a bot go, with its last mark. Its scopes keep their locks.
  package mutating func leave(_ bot: String, mark: BotMark, at time: Timestamp) -> [RiskAction] {
    guard let seat = roster.place(of: bot) else { return [] }
    let passed = advance(to: time, of: .bot(bot))
    note([mark])
    let last = roster[seat].mark
    let path = roster[seat].scopes
    roster.remove(at: seat)
    roster.settle(in: &scopes)
    for index in path {
      scopes[index].replace(last, by: nil)
      let left = scopes[index].seats.map { roster[$0].member.currency }
      scopes[index].currencies.removeAll { !left.contains($0) }
      resplit(index)
    }
    return (passed + take(RiskEvent(.left(last), of: .bot(bot), at: time), by: path)).inOrder
  }

  private mutating func advance(to time: Timestamp, of scope: RiskScope) -> [RiskAction] {
    var actions: [RiskAction] = []
    now = max(now, time)
    if wakeTime <= now { pass(to: RiskEvent(.clock, of: scope, at: now), &actions) }
    return actions
  }

  private mutating func resplit(_ index: Int) {
    scopes[index].needsSplit = true
    touch(index)
    revision &+= 1
  }

  /// The bots whose marks have to come along when this one's equity has left its band: those that share a scope with it
  /// in which money is added up. The bot itself is among them.
  package func companions(of bot: String) -> [String] {
    guard let seat = roster.place(of: bot) else { return [] }
    var all: Set<Int> = [seat]
    for index in roster[seat].scopes where scopes[index].usesMoney { all.formUnion(scopes[index].seats) }
    return all.sorted().map { roster[$0].member.bot }
  }

  // MARK: Events

  /// Takes an event and says what is to happen, in order.
  package mutating func take(_ event: RiskEvent) -> [RiskAction] { take(event, by: nil) }

  private mutating func take(_ event: RiskEvent, by path: [Int]?) -> [RiskAction] {
    var event = event
    event.at = max(now, event.at)
    var actions: [RiskAction] = []
    let kind = event.what.kind
    // A clock's marks are of before its time: with them a day ends. Others are of after.
    if kind == .clock { note(event.marks) }
    if wakeTime <= event.at { pass(to: event, &actions) }
    if kind != .clock { note(event.marks) }
    now = event.at
    answer(event, kind, by: path, &actions)
    tellHalts(event, &actions)
    settle(at: event)
    guard actions.count > 1 else { return actions }
    // What is over and holds again has not been free.
    actions.removeAll { isHeldAgain($0) }
    return actions.inOrder
  }

  /// Tells the scopes of a bot that is halted until a person releases it: a family counts those.
  private mutating func tellHalts(_ event: RiskEvent, _ actions: inout [RiskAction]) {
    for action in actions where action.scope.kind == .bot && action.code.needsRelease {
      guard case .lock = action.verb else { continue }
      let halt = RiskEvent(.halted(action.code), of: action.scope, at: event.at, cycle: event.cycle)
      for index in listeners(of: action.scope) { hear(halt, .halted, in: index, &actions) }
    }
  }

  private func isHeldAgain(_ action: RiskAction) -> Bool {
    guard case .release(let symbol) = action.verb else { return false }
    return scopes.contains { scope in
      scope.scope == action.scope
        && scope.locks.contains {
          $0.code == action.code && $0.rule == action.rule && $0.symbol == symbol
        }
    }
  }

  mutating func note(_ marks: [BotMark]) {
    for mark in marks {
      guard let seat = roster.place(of: mark.bot) else { continue }
      let old = roster[seat].mark
      let equity = Int128(mark.equity.units)
      for (place, index) in roster[seat].scopes.enumerated() {
        scopes[index].replace(old, by: mark)
        guard !roster[seat].shares[place].contains(equity) else { continue }
        scopes[index].needsSplit = true
        touch(index)
      }
      roster.set(mark, at: seat)
    }
  }

  /// Ends what is over, asks again for what has not been closed, and wakes the rules: each once, however long it was.
  private mutating func pass(to event: RiskEvent, _ actions: inout [RiskAction]) {
    let clock = RiskEvent(.clock, of: event.scope, at: event.at, cycle: event.cycle)
    for index in scopes.indices where scopes[index].wakeTime <= event.at {
      touch(index)
      let over = takeOff(in: index) { ($0.until ?? .distantFuture) <= event.at }
      actions += over.map { release(of: $0, in: index, clock, why: "its time is over") }
      let isOpen = scopes[index].seats.contains { roster[$0].mark.isOpen }
      // A deadline and an end that a jump of the clock has passed together: what should have been closed is.
      let missed = over.filter { $0.winding != nil && $0.nextPush <= event.at }
      for lock in missed + scopes[index].takePushes(at: event.at) where isOpen {
        actions += flattening(lock, in: index, clock)
      }
      for rule in scopes[index].rules.indices where scopes[index].rules[rule].wakeTime <= event.at {
        actions += run(rule, in: index, clock)
      }
    }
  }

  /// Looks anew at what follows from the scopes that an event has touched.
  mutating func settle(at event: RiskEvent) {
    guard !touched.isEmpty else { return }
    var isLater = false
    for index in touched {
      scopes[index].isStale = false
      if scopes[index].shareBand(of: index, in: &roster, at: event) { revision &+= 1 }
      if scopes[index].refreshLevel() { revision &+= 1 }
      guard scopes[index].refreshWakeTime() else { continue }
      isLater = true
      revision &+= 1
    }
    touched.removeAll(keepingCapacity: true)
    if isLater { wakeTime = scopes.reduce(.distantFuture) { min($0, $1.wakeTime) } }
  }

  mutating func touch(_ index: Int) {
    guard !scopes[index].isStale else { return }
    scopes[index].isStale = true
    touched.append(index)
  }

  private mutating func answer(
    _ event: RiskEvent, _ kind: RiskEvent.Kinds, by path: [Int]?, _ actions: inout [RiskAction]
  ) {
    switch event.what {
    case .asked(let ask) where ask.takesRisk: return answer(ask, event, &actions)
    case .operated(let act): actions += obey(act, event)
    case .connection(let condition): actions += heed(condition, event)
    case .filled(let fill) where fill.reason == .entry: actions += closeIntruder(fill, event)
    default: break
    }
    for index in path ?? listeners(of: event.scope) { hear(event, kind, in: index, &actions) }
    // What closes, reduces, protects or cancels is not up to limits: who hears of it can't deny it.
    if kind == .exits { actions.removeAll { $0.denial != nil } }
  }

  private mutating func hear(
    _ event: RiskEvent, _ kind: RiskEvent.Kinds, in index: Int, _ actions: inout [RiskAction]
  ) {
    for rule in scopes[index].hearing.indices where scopes[index].hearing[rule].contains(kind) {
      actions += run(rule, in: index, event)
      // Nobody else is asked what one has denied.
      if kind == .asked, actions.denial != nil { return }
    }
  }

  private mutating func answer(_ ask: RiskAsk, _ event: RiskEvent, _ actions: inout [RiskAction]) {
    let path = listeners(of: event.scope)
    for index in path {
      if let denial = standingDenial(of: ask, event, in: index) { return actions.append(denial) }
    }
    for index in path where actions.denial == nil { hear(event, .asked, in: index, &actions) }
  }

  /// The denial by what holds already; checked before any rule is asked.
  private func standingDenial(of ask: RiskAsk, _ event: RiskEvent, in index: Int) -> RiskAction? {
    if !scopes[index].locks.isEmpty {
      let symbol = symbol(ask.symbolIndex, of: event.scope)
      if let lock = scopes[index].locks.first(where: { $0.covers(symbol) }) {
        let texts = ("no new risk \(lock.untilText): \(lock.limit)", lock.value)
        return action(.deny(ask.order), lock.code, lock.rule, in: index, event, texts)
      }
    }
    guard let mode = scopes[index].modes.first(where: { $0.value == .observe }) else { return nil }
    let texts = ("no new risk in mode observe", "mode observe")
    return action(.deny(ask.order), .riskObserve, mode.rule, in: index, event, texts)
  }

  /// Has a rule hear an event, and applies what it decides. A rule that fails locks its scope.
  private mutating func run(_ rule: Int, in index: Int, _ event: RiskEvent) -> [RiskAction] {
    touch(index)
    do throws(ArithmeticError) {
      let decided = try scopes[index].run(rule, event, among: roster)
      return decided.flatMap { apply($0, in: index, event) }
    } catch {
      let name = type(of: scopes[index].rules[rule]).name
      let texts = ("a rule that can decide", "\(error)")
      let lock = RiskAction.Verb.lock(symbol: nil, until: nil, flattens: false)
      var actions = apply(action(lock, .riskFault, name, in: index, event, texts), in: index, event)
      if case .asked(let ask) = event.what {
        actions.append(action(.deny(ask.order), .riskFault, name, in: index, event, texts))
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
      guard put(lock, in: index) else { return [] }
      return [action] + (flattens ? flattening(lock, in: index, event) : [])
    case .leave(let symbol, let until, let deadline, let style):
      return leave(action, symbol, until: until, by: deadline, style, in: index, event)
    case .coolDown(let symbol, let until):
      return put(RiskLock(action, symbol: symbol, until: until, flattens: false), in: index) ? [action] : []
    case .release(let symbol):
      let gone = takeOff(in: index) {
        $0.code == action.code && $0.rule == action.rule && $0.symbol == symbol
      }
      return gone.isEmpty ? [] : [action]
    case .mode(let mode):
      guard scopes[index].set(mode, by: action.rule) else { return [] }
    case .size(let millionths):
      guard scopes[index].set(size: millionths, by: action.rule) else { return [] }
    case .deny, .cancel, .close, .reduce, .trim, .protect, .stepDown, .tell: return [action]
    }
    revision &+= 1
    return [action]
  }

  /// A lock with a deadline, and what happens at once; without one or with nothing to wait for it is a lock that flattens.
  private mutating func leave(
    _ action: RiskAction, _ symbol: Symbol?, until: Timestamp?, by deadline: Timestamp, _ style: ExitStyle,
    in index: Int, _ event: RiskEvent
  ) -> [RiskAction] {
    if style == .immediate || deadline <= event.at {
      var action = action
      action.verb = .lock(symbol: symbol, until: until, flattens: true)
      return apply(action, in: index, event)
    }
    let lock = RiskLock(action, symbol: symbol, until: until, leavesBy: deadline, style)
    guard put(lock, in: index) else { return [] }
    return [action, flattening(lock, in: index, event)[0]]
  }

  // MARK: Locks

  private mutating func put(_ lock: RiskLock, in index: Int) -> Bool {
    guard scopes[index].put(lock) else { return false }
    touch(index)
    revision &+= 1
    return true
  }

  private mutating func takeOff(in index: Int, where isMeant: (RiskLock) -> Bool) -> [RiskLock] {
    let gone = scopes[index].takeOff(where: isMeant)
    guard !gone.isEmpty else { return [] }
    touch(index)
    revision &+= 1
    return gone
  }

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
    if let number = act.number {
      guard number > lastOrder else { return [] }
      lastOrder = number
    }
    let index = index(of: event.scope)
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
      if let refusal = act.refusal {
        return [action(.tell, .killSwitch, "operator", in: index, event, ("who and why", refusal))]
      }
      return takeOff(in: index) { act.unlocks($0.code) }.map {
        release(of: $0, in: index, event, why: "\(act.by): \(act.reason)")
      }
    }
  }

  private mutating func heed(_ condition: RiskCondition, _ event: RiskEvent) -> [RiskAction] {
    let index = index(of: event.scope)
    let verb: RiskAction.Verb =
      condition.isOn
      ? .lock(symbol: condition.symbol, until: nil, flattens: false) : .release(symbol: condition.symbol)
    let texts = (limit: "entries while all is well", value: condition.code.rawValue)
    var actions: [RiskAction] = []
    if !condition.isOn, condition.symbol == nil {
      // What is well for all is well for each.
      actions = takeOff(in: index) {
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
    guard let index, scope.kind == .bot, let seat = roster.place(of: scope.id),
      roster[seat].member.symbols.indices.contains(index)
    else { return nil }
    return roster[seat].member.symbols[index]
  }

  /// The scopes that hear of an event: of a bot, those on its path; of any other scope, itself and what its bots lie in
  /// that is narrower. By scope, the widest first.
  private mutating func listeners(of scope: RiskScope) -> [Int] {
    if scope.kind == .bot {
      if let seat = roster.place(of: scope.id) { return roster[seat].scopes }
      return [0, index(of: scope)]
    }
    let own = index(of: scope)
    var inside: Set<Int> = [own]
    for seat in scopes[own].seats {
      inside.formUnion(roster[seat].scopes.filter { scopes[$0].scope.kind > scope.kind })
    }
    return inside.sorted()
  }

  /// The place of a scope, made where it is not there yet. Scopes are kept in order, the desk first, and none is ever
  /// dropped: a lock outlives its bots.
  mutating func index(of scope: RiskScope) -> Int {
    if let index = scopes.firstIndex(where: { $0.scope == scope }) { return index }
    let place = scopes.firstIndex { scope < $0.scope } ?? scopes.count
    scopes.insert(ScopeState(scope, rules: policy.rules(of: scope)), at: place)
    roster.settle(in: &scopes)
    touched = scopes.indices.filter { scopes[$0].isStale }
    wakeTime = min(wakeTime, scopes[place].wakeTime)
    return place
  }
}
