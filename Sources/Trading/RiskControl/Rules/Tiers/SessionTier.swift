package import TradingCore

/// The kill switch's fourth tier: news of high impact, the end of the day and the weekend close what is open, with a smart
/// exit; and no hour has more than so many trades.
///
/// News is a regime of the climate, or the session `news` (`news:EURUSD` for one symbol) while it is open. Its halt and that
/// of a weekend end by themselves. The end of a day only closes: entries are held while that lasts, and daily limits go by
/// their own resets.
package struct SessionTier: RiskRule {
  /// The switches; what is `nil` or off is not looked at.
  package struct Settings: Sendable, Hashable, Codable {
    /// Whether news of high impact halts its symbols.
    package var newsHalt: Bool
    /// When the day is closed.
    package var endOfDay: DailyReset?
    /// Trades in any hour.
    package var tradesPerHour: Int?
    /// When nothing is traded.
    package var weekend: WeekSpan?
    /// How what is open leaves.
    package var exit: SmartExit

    private enum CodingKeys: String, CodingKey {
      case newsHalt = "news_halt"
      case endOfDay = "end_of_day"
      case tradesPerHour = "trades_per_hour"
      case weekend = "weekend"
      case exit = "exit"
    }

    /// Switches; without a word those of the issue.
    package init(
      newsHalt: Bool = true, endOfDay: DailyReset? = DailyReset(zone: .utc, secondsInDay: 75_600),
      tradesPerHour: Int? = 50, weekend: WeekSpan? = .weekend, exit: SmartExit = SmartExit()
    ) {
      self.newsHalt = newsHalt
      self.endOfDay = endOfDay
      self.tradesPerHour = tradesPerHour
      self.weekend = weekend
      self.exit = exit
    }
  }

  /// What is on.
  package struct State: Sendable, Hashable, Codable {
    /// When the day is closed next; not known before the first event with a time.
    var nextClose = Timestamp.distantPast
    /// When the weekend begins next.
    var nextWeekend = Timestamp.distantPast
    /// The latest trades, as many as an hour may have, the oldest first.
    var trades: [Timestamp] = []
    /// What is known of chaos and news.
    var chaos = ChaosReadings()
    /// Sessions of news that are open.
    var sessions: [String] = []
    /// Symbols that news halts, by name; empty for all.
    var halted: [String] = []

    private enum CodingKeys: String, CodingKey {
      case nextClose = "next_close"
      case nextWeekend = "next_weekend"
      case trades = "trades"
      case chaos = "chaos"
      case sessions = "sessions"
      case halted = "halted"
    }
  }

  /// `session_tier`.
  package static let name = "session_tier"
  /// Entries, news and time.
  package static let hears: RiskEvent.Kinds = [
    .asked, .approved, .clock, .climate, .session, .flows, .operated,
  ]
  /// The switches.
  package let settings: Settings
  /// What is on.
  package var state = State()

  /// A rule of a scope in which nothing is on.
  ///
  /// - Throws: `RiskSettingFault` for a count below 1, a time that is none, and a weekend without length.
  package init(_ settings: Settings = Settings()) throws(RiskSettingFault) {
    self.settings = settings
    if let count = settings.tradesPerHour, count < 1 {
      throw RiskSettingFault(Self.name, "the trades per hour have to be 1 at least, were \(count)")
    }
    let fault =
      settings.endOfDay?.fault(of: Self.name) ?? settings.weekend?.fault(of: Self.name)
      ?? settings.exit.fault(of: Self.name)
    if let fault { throw fault }
  }

  /// The day's close or the weekend.
  package var wakeTime: Timestamp {
    min(
      settings.endOfDay == nil ? .distantFuture : state.nextClose,
      settings.weekend == nil ? .distantFuture : state.nextWeekend)
  }

  /// Closes at the times that are set and for news, and denies a trade too many.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    state.chaos.hear(event, in: scene)
    switch event.what {
    case .asked(let ask): return ask.effect == .opens ? refusal(of: ask, in: scene) : []
    case .approved(let ask):
      if ask.effect == .opens, let most = settings.tradesPerHour {
        state.trades.append(scene.at)
        if state.trades.count > most { state.trades.removeFirst(state.trades.count - most) }
      }
      return []
    case .operated(let act) where act.unlocks(.hourlyTrades) && event.scope == scene.scope:
      state.trades = []
      return []
    case .session(let name, let isOpen):
      state.sessions.removeAll { $0 == name }
      if isOpen { state.sessions.append(name) }
      return news(in: scene)
    case .clock: return closeOfDay(in: scene) + weekend(in: scene)
    case .climate, .left: return news(in: scene)
    default: return []
    }
  }

  private func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    guard let most = settings.tradesPerHour, state.trades.count >= most,
      state.trades[state.trades.count - most].advanced(by: Timestamp.hour) > scene.at
    else { return [] }
    return [
      scene.action(
        .deny(ask.order), .hourlyTrades, by: Self.self,
        limit: "\(Counted.text(most, "trade", "trades")) an hour",
        value: "one more")
    ]
  }

  // MARK: Times

  private mutating func closeOfDay(in scene: RiskScene) -> [RiskAction] {
    guard let time = settings.endOfDay, scene.at >= state.nextClose else { return [] }
    let isFirst = state.nextClose == .distantPast
    let due = state.nextClose
    state.nextClose = time.next(after: scene.at)
    guard !isFirst else { return [] }
    // Held as long as the closing may take, and once more: at the deadline it has to be there still.
    let end = settings.exit.deadline(after: scene.at).advanced(by: RiskLock.patience)
    return [
      scene.action(
        settings.exit.verb(nil, until: end, chaos: state.chaos.highest, at: scene.at), .endOfDay,
        by: Self.self,
        limit: "nothing open at the end of the day", value: "the day ended at \(due.iso8601)")
    ]
  }

  private mutating func weekend(in scene: RiskScene) -> [RiskAction] {
    guard let span = settings.weekend, scene.at >= state.nextWeekend else { return [] }
    state.nextWeekend = span.start(after: scene.at)
    guard let end = span.end(at: scene.at) else { return [] }
    return [
      scene.action(
        settings.exit.verb(nil, until: end, chaos: state.chaos.highest, at: scene.at), .weekend,
        by: Self.self,
        limit: "nothing open at the weekend", value: "the weekend until \(end.iso8601)")
    ]
  }

  // MARK: News

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

  private mutating func news(in scene: RiskScene) -> [RiskAction] {
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
      let symbol = Symbol(name)
      let chaos = symbol.map { state.chaos.chaos(of: $0) } ?? state.chaos.highest
      return action(settings.exit.verb(symbol, until: nil, chaos: chaos, at: scene.at), name)
    } + over.map { action(.release(symbol: Symbol($0)), $0) }
  }

  /// Trades that are left in the hour at hand.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    guard let most = settings.tradesPerHour else { return [] }
    let used = state.trades.count { $0.advanced(by: Timestamp.hour) > scene.at }
    return [
      RiskAllowance(
        rule: Self.name, scope: scene.scope, name: "trades_per_hour", limit: Int128(most),
        left: Int128(max(0, most - used)), unit: .entries)
    ]
  }
}
