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

    /// Switches; without a word those of docs/risk.md.
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
    /// Exits that wait, until their deadlines.
    var exits: [Exit] = []

    private enum CodingKeys: String, CodingKey {
      case nextClose = "next_close"
      case nextWeekend = "next_weekend"
      case trades = "trades"
      case chaos = "chaos"
      case sessions = "sessions"
      case halted = "halted"
      case exits = "exits"
    }

    /// Something that leaves in a style.
    struct Exit: Sendable, Hashable, Codable {
      let code: DenialCode
      let symbol: Symbol?
      let until: Timestamp?
      let deadline: Timestamp

      private enum CodingKeys: String, CodingKey {
        case code = "code"
        case symbol = "symbol"
        case until = "until"
        case deadline = "deadline"
      }
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
    case .climate: return news(in: scene) + hurry(in: scene)
    case .left: return news(in: scene)
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
        exit(nil, .endOfDay, until: end, in: scene), .endOfDay,
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
        exit(nil, .weekend, until: end, in: scene), .weekend,
        by: Self.self,
        limit: "nothing open at the weekend", value: "the weekend until \(end.iso8601)")
    ]
  }

  // MARK: Exits

  /// What has positions leave, and is remembered while it waits.
  mutating func exit(
    _ symbol: Symbol?, _ code: DenialCode, until: Timestamp?, in scene: RiskScene
  ) -> RiskAction.Verb {
    let verb = settings.exit.verb(symbol, until: until, chaos: chaos(of: symbol), at: scene.at)
    state.exits.removeAll { $0.deadline <= scene.at || $0.code == code && $0.symbol == symbol }
    if case .leave(_, _, let deadline, let style) = verb, style != .immediate {
      state.exits.append(State.Exit(code: code, symbol: symbol, until: until, deadline: deadline))
    }
    return verb
  }

  private func chaos(of symbol: Symbol?) -> Int64? {
    symbol.map { state.chaos.chaos(of: $0) } ?? state.chaos.highest
  }

  /// Closes at once what waits in a market that has become too chaotic for it.
  private mutating func hurry(in scene: RiskScene) -> [RiskAction] {
    guard settings.exit.style == nil, !state.exits.isEmpty else { return [] }
    state.exits.removeAll { $0.deadline <= scene.at }
    let late = state.exits.filter { (chaos(of: $0.symbol) ?? 0) > settings.exit.immediateChaos }
    state.exits.removeAll { late.contains($0) }
    return late.filter { $0.code != .newsHalt || state.halted.contains($0.symbol?.name ?? "") }.map { exit in
      scene.action(
        .lock(symbol: exit.symbol, until: exit.until, flattens: true), exit.code, by: Self.self,
        limit: "an exit that waits in a market that allows it",
        value: "chaos of \(DecimalText.format(chaos(of: exit.symbol) ?? 0, digits: 6, minimumFraction: 2))")
    }
  }

  // MARK: What is left

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
