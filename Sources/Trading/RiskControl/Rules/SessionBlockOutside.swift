package import TradingCore

/// No entries outside of trading hours: one session for all symbols, and others for some of them.
///
/// A symbol that has a session of its own goes by that one alone. At the instant of a close the scope, or the symbol, is
/// locked until the next opening, what waits to open is canceled and, where it says so, everything is closed; a clock that jumps over several of them does
/// it once. Without the lock an entry is denied all the same. An operator who unlocks it lets entries through until
/// the session opens and closes again.
package struct SessionBlockOutside: RiskRule {
  /// A session that a symbol has for itself.
  package struct Own: Sendable, Hashable, Codable {
    /// The symbol.
    package var symbol: Symbol
    /// Its session.
    package var session: ClockSession

    private enum CodingKeys: String, CodingKey {
      case symbol = "symbol"
      case session = "session"
    }

    /// A symbol with its session.
    package init(_ symbol: Symbol, _ session: ClockSession) {
      self.symbol = symbol
      self.session = session
    }
  }

  /// When entries are possible, and what happens when they are no more.
  package struct Settings: Sendable, Hashable, Codable {
    /// The session of every symbol that has none of its own; `nil` leaves those alone.
    package var global: ClockSession?
    /// Sessions of single symbols.
    package var own: [Own]
    /// Days without sessions, and early closes.
    package var holidays: ClockSession.Holidays
    /// Whether everything is closed at the end of a session; orders that wait to open are canceled either way.
    package var flattens: Bool
    /// Whether it is locked outside; else entries are denied one by one.
    package var locks: Bool

    private enum CodingKeys: String, CodingKey {
      case global = "global"
      case own = "own"
      case holidays = "holidays"
      case flattens = "flattens"
      case locks = "locks"
    }

    /// Sessions with what happens outside of them.
    package init(
      global: ClockSession?, own: [Own] = [], holidays: ClockSession.Holidays = .none, flattens: Bool = true,
      locks: Bool = true
    ) {
      self.global = global
      self.own = own
      self.holidays = holidays
      self.flattens = flattens
      self.locks = locks
    }
  }

  /// One session as it was last looked at.
  package struct Spot: Sendable, Hashable, Codable {
    /// Whose session it is; `nil` for that of all symbols without one of their own.
    let symbol: Symbol?
    let session: ClockSession
    let isOpen: Bool
    /// When it closes, or opens again.
    let change: Timestamp
    /// Whether an operator lets entries through though it is closed.
    var isWaived = false

    private enum CodingKeys: String, CodingKey {
      case symbol = "symbol"
      case session = "session"
      case isOpen = "open"
      case change = "change"
      case isWaived = "waived"
    }
  }

  /// Which sessions are open.
  package struct State: Sendable, Hashable, Codable {
    /// The sessions; none before the first event.
    var spots: [Spot] = []
    /// What the days without sessions come to: other ones may have been set since.
    var calendar: Int64 = 0
    /// Symbols of the scope's bots that go by the session of all, known where others have sessions of their own.
    var symbols: [Symbol] = []

    private enum CodingKeys: String, CodingKey {
      case spots = "spots"
      case calendar = "calendar"
      case symbols = "symbols"
    }
  }

  /// `session_block_outside`.
  package static let name = "session_block_outside"
  /// Entries, bots that come, and operators; openings and closes come by the clock.
  package static let hears: RiskEvent.Kinds = [.asked, .filled, .flows, .operated]
  /// When entries are possible.
  package let settings: Settings
  /// What is closed.
  package var state = State()

  /// A rule of sessions.
  ///
  /// - Throws: `RiskSettingFault` without a session, for one of no length, and for two of one symbol.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    let sessions = (settings.global.map { [$0] } ?? []) + settings.own.map(\.session)
    if sessions.isEmpty { throw RiskSettingFault(Self.name, "there is no session") }
    for session in sessions {
      guard (0..<86_400).contains(session.start), (0...86_400).contains(session.end) else {
        throw RiskSettingFault(Self.name, "a session has to lie between 0 and 86,400 seconds of a day")
      }
      guard session.start != session.end % 86_400 || session.start == 0 && session.end == 86_400 else {
        throw RiskSettingFault(Self.name, "a session has no length: it ends when it starts")
      }
    }
    if Set(settings.own.map(\.symbol)).count < settings.own.count {
      throw RiskSettingFault(Self.name, "a symbol has two sessions")
    }
  }

  /// When the next session opens or closes.
  package var wakeTime: Timestamp {
    // What is known of other sessions than these says nothing.
    guard state.calendar == settings.holidays.checksum, state.spots.count == sessions.count,
      zip(state.spots, sessions).allSatisfy({ $0.symbol == $1.symbol && $0.session == $1.session })
    else { return .distantPast }
    return state.spots.reduce(.distantFuture) { min($0, $1.change) }
  }

  /// Locks and closes at the end of a session, and denies what comes outside of one.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock where scene.at >= wakeTime: return change(in: scene)
    case .asked(let ask): return refusal(of: ask, in: scene)
    case .filled(let fill) where fill.reason == .entry && settings.flattens && !settings.locks:
      // Behind a lock that flattens it is closed without the rule.
      guard let spot = closure(of: scene.symbol(at: fill.symbolIndex)) else { return [] }
      return [action(.close(.one(fill.position)), spot, in: scene)]
    case .joined: return meet(in: scene)
    case .operated(let act) where act.unlocks(.outsideSession) && event.scope == scene.scope:
      for index in state.spots.indices where !state.spots[index].isOpen { state.spots[index].isWaived = true }
      return []
    default: return []
    }
  }

  private var sessions: [(symbol: Symbol?, session: ClockSession)] {
    (settings.global.map { [(nil, $0)] } ?? []) + settings.own.map { ($0.symbol, $0.session) }
  }

  /// Looks anew at every session, and acts once on each that has ended since, however often.
  private mutating func change(in scene: RiskScene) -> [RiskAction] {
    let before = state.spots
    state.spots = []
    state.calendar = settings.holidays.checksum
    var actions: [RiskAction] = []
    for (symbol, session) in sessions {
      let known = before.first { $0.symbol == symbol }
      let hasEnded = known.map { $0.isOpen && $0.change <= scene.at } ?? false
      let spot: Spot
      if let close = session.close(at: scene.at, settings.holidays) {
        spot = Spot(symbol: symbol, session: session, isOpen: true, change: close)
        // It has closed and opened again since anybody looked.
        if hasEnded { actions += targets(of: spot).flatMap { flattening($0, spot, in: scene) } }
      } else {
        let until = session.opening(after: scene.at, settings.holidays)
        let isSame = known.map { !$0.isOpen && $0.change == until } ?? false
        spot = Spot(
          symbol: symbol, session: session, isOpen: false, change: until,
          isWaived: isSame && known?.isWaived == true)
        if !isSame { actions += targets(of: spot).flatMap { block($0, spot, in: scene) } }
      }
      state.spots.append(spot)
    }
    return actions
  }

  /// What a session is about: `nil` for everything.
  private func targets(of spot: Spot) -> [Symbol?] {
    spot.symbol == nil && !settings.own.isEmpty ? state.symbols : [spot.symbol]
  }

  private func block(_ symbol: Symbol?, _ spot: Spot, in scene: RiskScene) -> [RiskAction] {
    guard settings.locks else { return flattening(symbol, spot, in: scene) }
    let lock = action(
      .lock(symbol: symbol, until: spot.change, flattens: settings.flattens), spot, in: scene)
    return [lock] + (settings.flattens ? [] : flattening(symbol, spot, in: scene))
  }

  /// What waits to open is canceled whatever becomes of what is open: it would fill outside.
  private func flattening(_ symbol: Symbol?, _ spot: Spot, in scene: RiskScene) -> [RiskAction] {
    let target = symbol.map { RiskAction.Target.symbol($0) } ?? .all
    let cancel = action(.cancel(target), spot, in: scene)
    return [cancel] + (settings.flattens ? [action(.close(target), spot, in: scene)] : [])
  }

  /// A bot has come with symbols that nobody had: they go by the session of all.
  private mutating func meet(in scene: RiskScene) -> [RiskAction] {
    guard !settings.own.isEmpty, settings.global != nil, let member = scene.member else { return [] }
    let new = member.symbols.filter { symbol in
      !state.symbols.contains(symbol) && !settings.own.contains { $0.symbol == symbol }
    }
    state.symbols += new
    guard let spot = state.spots.first(where: { $0.symbol == nil }), !spot.isOpen, !spot.isWaived else {
      return []
    }
    return new.flatMap { block($0, spot, in: scene) }
  }

  /// What holds a symbol's entries. What opens or closes at an instant does before anything else of it.
  private func closure(of symbol: Symbol?) -> Spot? {
    let own = symbol.flatMap { symbol in settings.own.first { $0.symbol == symbol } }
    guard own != nil || settings.global != nil else { return nil }
    let spot = state.spots.first { $0.symbol == own?.symbol }
    return spot.flatMap { $0.isOpen || $0.isWaived ? nil : $0 }
  }

  private func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    guard let spot = closure(of: scene.symbol(of: ask)) else { return [] }
    return [action(.deny(ask.order), spot, in: scene)]
  }

  private func action(_ verb: RiskAction.Verb, _ spot: Spot, in scene: RiskScene) -> RiskAction {
    let value =
      spot.isOpen
      ? "it has ended since"
      : spot.change == .distantFuture ? "closed" : "closed until \(spot.change.iso8601)"
    return scene.action(
      verb, .outsideSession, by: Self.self,
      limit: spot.symbol.map { "the session of \($0)" } ?? "the session",
      value: value)
  }
}
