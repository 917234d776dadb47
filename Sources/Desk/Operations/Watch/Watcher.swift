import Journal
import MarketClimate
import ModeManager
import Reports
import TradingCore

/// Makes one screen after the other, and remembers what it need not read anew.
struct Watcher {
  private let home: Home
  private let monotonic: @Sendable () -> Int64
  private var status = PacedReading<RiskStatus>()
  private var fees = PacedReading<FeeReport>()
  private var calendars = PacedReading<Calendars>()
  private var kept = PacedReading<KeptBots>()
  private var hasRun = false
  private var wasShown = false

  /// What the journal tells of bots while no run does.
  private struct KeptBots {
    var bots: [BotListing.Row]
    var positions: [OpenPosition]
    var session: SessionListing.Row?
  }

  /// A watcher that has seen nothing yet. `monotonic`: a clock that only grows.
  init(_ home: Home, monotonic: @escaping @Sendable () -> Int64 = DeskClock.system.monotonic) {
    self.home = home
    self.monotonic = monotonic
  }

  /// How everything stands now.
  ///
  /// - Throws: what the guard's status throws, at a first look.
  mutating func look() throws -> WatchScreen {
    var problems: [String] = []
    let desk = Self.attempt(&problems, "the run") { try home.sessions.desk() } ?? nil
    if wasShown, desk == nil { forget() }
    wasShown = desk != nil
    let isFirst = self.status.value == nil
    var found: RiskStatus?
    do { found = try status.read(monotonic: monotonic) { try home.risk.status() } } catch {
      guard !isFirst else { throw error }
      problems.append("the guard: \(error)")
      found = status.value
    }
    let now = home.now()
    var screen = WatchScreen(clock: now, at: now)
    if let desk { show(desk, on: &screen) } else { showKept(on: &screen, &problems, at: now) }
    screen.at = screen.goesByTicks ? screen.lastTick ?? found?.asOf ?? now : now
    if let found { show(found, on: &screen) }
    showCalendar(on: &screen, &problems)
    showFees(on: &screen, &problems)
    screen.problems = problems
    return screen
  }

  private static func attempt<T>(_ problems: inout [String], _ what: String, _ body: () throws -> T) -> T? {
    do { return try body() } catch {
      problems.append("\(what): \(error)")
      return nil
    }
  }

  /// What was read while a run went on is old when it has ended.
  private mutating func forget() {
    status.expire()
    fees.expire()
    kept.expire()
  }

  /// What a run shows of itself.
  private mutating func show(_ desk: ShownDesk, on screen: inout WatchScreen) {
    let snapshot = desk.snapshot
    hasRun = true
    screen.run = desk.isCurrent ? .running : .silent
    (screen.session, screen.ticks, screen.shownAt) = (
      snapshot.session, snapshot.progress.quotes, snapshot.takenAt
    )
    screen.goesByTicks = snapshot.kind == .files
    (screen.feed, screen.lag) = (snapshot.progress.feed, snapshot.progress.lagNanoseconds)
    (screen.lastTick, screen.dropped) = (snapshot.progress.lastTime, snapshot.progress.dropped)
    screen.bots = snapshot.bots.map { WatchScreen.Bot($0) }
    screen.positions = snapshot.bots.flatMap { bot in bot.positions.map { OpenPosition($0, of: bot) } }
    screen.markets = snapshot.climate.map { WatchScreen.Market(symbol: $0.symbol, readings: $0.readings) }
  }

  /// What the journal says while there is no run.
  private mutating func showKept(on screen: inout WatchScreen, _ problems: inout [String], at now: Timestamp)
  {
    screen.run = hasRun ? .ended : .none
    let home = home
    let known = Self.attempt(&problems, "the bots") {
      try kept.read(monotonic: monotonic) {
        KeptBots(
          bots: try home.bots.list().bots, positions: try home.bots.open().positions,
          session: try home.sessions.list().sessions.last)
      }
    }
    guard let known = known ?? kept.value else { return }
    screen.bots = known.bots.map { WatchScreen.Bot($0) }
    screen.positions = known.positions
    screen.lastTick = known.bots.compactMap(\.lastTick).max()
    (screen.session, screen.ticks) = (known.session?.id, UInt64(max(0, known.session?.ticks ?? 0)))
    screen.goesByTicks = known.session.map { $0.kind == SessionKind.files.rawValue } ?? false
  }

  private mutating func show(_ status: RiskStatus, on screen: inout WatchScreen) {
    let file = StopFile(home: home.folder)
    screen.stopReason = status.isStopped || file.isThere ? file.reason : nil
    let code = DenialCode.killSwitch.rawValue
    let killed = screen.bots.filter { bot in bot.halts.contains { $0 == code || $0.hasPrefix(code + " ") } }
    screen.alert = WatchAlert(
      lockouts: status.lockouts, allowances: status.allowances, stopReason: screen.stopReason,
      killed: killed.map(\.id))
    (screen.lockouts, screen.waiting, screen.riskAsOf) = (status.lockouts, status.waiting, status.asOf)
    screen.warnings = WatchWarning.all(status.allowances)
  }

  private mutating func showCalendar(on screen: inout WatchScreen, _ problems: inout [String]) {
    let (folder, time) = (home.folder, screen.at)
    let read = Self.attempt(&problems, "the calendars") {
      try calendars.read(every: Self.minute, monotonic: monotonic) { try Calendars.load(home: folder) }
    }
    guard let known = read ?? calendars.value else { return }
    screen.sessions = [TradingSession.asia, .london, .newYork].map { session in
      WatchScreen.Hours(
        name: session.rawValue, isOpen: known.markets.isOpen(session, at: time),
        opensAt: known.markets.nextOpening(of: session, after: time)?.span.from,
        closesAt: known.markets.nextClosing(of: session, after: time))
    }
    guard !known.files.isEmpty else { return }
    screen.isNewsOn = known.news.isOn(at: time)
    screen.newsChangesAt = known.news.schedule.nextChange(after: time)
  }

  private mutating func showFees(on screen: inout WatchScreen, _ problems: inout [String]) {
    let home = home
    let read = Self.attempt(&problems, "the fees") {
      try fees.read(every: Self.minute / 12, monotonic: monotonic) { try home.fees.look(TypedFeeLook()) }
    }
    guard let report = read ?? fees.value, let at = report.at else { return }
    screen.fees = report.desk.map { row in
      WatchScreen.Fees(
        currency: row.currency.code, today: row.reading.today.fees.text(in: row.currency),
        limit: row.reading.limit.text(in: row.currency), used: row.reading.used,
        level: row.reading.level.rawValue, at: at)
    }
  }

  private static let minute = 60 * Timestamp.second
}

extension WatchScreen.Bot {
  fileprivate init(_ bot: DeskSnapshot.Bot) {
    self.init(
      id: bot.id, mode: bot.mode.rawValue, currency: bot.currency, balance: bot.balance, equity: bot.equity,
      openPositions: bot.positions.count, orders: bot.orders.count,
      halts: bot.halts.map { halt in halt.code + (halt.symbol.map { " \($0)" } ?? "") },
      failure: bot.failure)
  }

  fileprivate init(_ row: BotListing.Row) {
    self.init(
      id: row.id, mode: row.mode, balance: row.balance, equity: row.equity,
      openPositions: row.openPositions, status: row.status == "active" ? nil : row.status)
  }
}

extension OpenPosition {
  fileprivate init(_ position: DeskSnapshot.Position, of bot: DeskSnapshot.Bot) {
    let last = max(bot.lastTick ?? position.openTime, position.openTime)
    self.init(
      bot: bot.id, mode: bot.mode.rawValue, order: position.order, symbol: position.symbol,
      side: position.side.rawValue, lots: position.lots, openTime: position.openTime,
      openPrice: position.openPrice, stopLoss: position.stopLoss, takeProfit: position.takeProfit,
      result: position.result, currency: bot.currency, lastTick: last,
      age: last.nanoseconds - position.openTime.nanoseconds)
  }
}
