import Operations
import Reports
import TradingCore

/// What the watch screen says, part by part.
struct WatchParts {
  let screen: WatchScreen

  init(_ screen: WatchScreen) { self.screen = screen }

  /// The level in a word, and what makes it.
  var banner: WatchLine {
    let alert = screen.alert
    let more = alert.reasons.count > 1 ? " (and \(alert.reasons.count - 1) more)" : ""
    let why = alert.reasons.first.map { $0 + more } ?? calm
    return WatchLine([WatchSpan(" \(alert.level.rawValue)  \(why)", .banner(alert.level))])
  }

  private var calm: String {
    guard let worst = screen.warnings.first(where: \.allowance.isLoss) else { return "no loss limit holds" }
    return "at most \(worst.usedText) of a loss limit is used"
  }

  /// Whether there is a run, and how old what is shown is.
  var freshness: [WatchLine] {
    let session = screen.session.map { "session \($0)" } ?? "the run"
    let run: WatchSpan
    switch screen.run {
    case .none: run = WatchSpan("no run is under way", .strong)
    case .running: run = WatchSpan("\(session) is running", .gain)
    case .silent: run = WatchSpan("\(session) is SILENT: it hangs or was killed", .loss)
    case .ended: run = WatchSpan("\(session) has ended", .strong)
    }
    var words: [String] = []
    if let last = screen.lastTick { words.append("ticks to \(DateText.second(last))") }
    if let age = screen.age { words.append("shown \(Self.age(age)) ago") }
    var more = ["clock \(DateText.second(screen.clock)) UTC"]
    if let risk = screen.riskAsOf { more.append("guard as of \(DateText.second(risk))") }
    if screen.ticks > 0 { more.append(NumberText.counted(screen.ticks, "tick")) }
    if let feed = screen.feed { more.append("feed \(feed)") }
    if let lag = screen.lag { more.append("lag \(Self.age(max(0, lag)))") }
    if screen.dropped > 0 { more.append("\(NumberText.grouped(screen.dropped)) not used") }
    return [
      WatchLine([run, WatchSpan(words.map { " · " + $0 }.joined())]),
      WatchLine(more.joined(separator: " · "), .faint),
    ]
  }

  private static func age(_ nanoseconds: Int64) -> String {
    let seconds = Double(nanoseconds) / Double(Timestamp.second)
    return seconds < 10
      ? NumberText.fixed(seconds, decimals: 1) + " s" : NumberText.duration(seconds: seconds)
  }

  // MARK: The desk

  /// What waits for a run, lockouts, bots, limits, positions.
  var desk: [WatchSection] {
    [waiting, problems].compactMap(\.self) + [lockouts, bots, limits] + [positions].compactMap(\.self)
  }

  private var waiting: WatchSection? {
    let orders = screen.waiting.map {
      WatchLine("for a run: \($0.verb) \($0.scope), \($0.by): \($0.reason)", .loss)
    }
    return orders.isEmpty ? nil : WatchSection("WAITING", orders)
  }

  private var problems: WatchSection? {
    screen.problems.isEmpty
      ? nil : WatchSection("PROBLEMS", screen.problems.map { WatchLine("can't be read: \($0)", .loss) })
  }

  private var lockouts: WatchSection {
    guard !screen.lockouts.isEmpty else { return WatchSection("LOCKOUTS", [WatchLine("none")]) }
    var grid = WatchGrid([
      ("SCOPE", .left), ("CODE", .left), ("LEFT", .right), ("CLOSES", .left), ("WHY", .left),
    ])
    for lock in screen.lockouts {
      grid.add([
        WatchSpan(lock.scope + (lock.symbol.map { " \($0)" } ?? ""), .strong), WatchSpan(lock.code, .loss),
        WatchSpan(countdown(lock)), WatchSpan(lock.flattens ? "yes" : "no"),
        WatchSpan("\(lock.limit): \(lock.value)"),
      ])
    }
    return WatchSection("LOCKOUTS", grid, news: screen.lockouts.map { "\($0)" })
  }

  private func countdown(_ lock: RiskStatus.Lockout) -> String {
    guard let left = screen.left(of: lock) else { return "by hand" }
    return left == 0 ? "due" : NumberText.duration(seconds: Double(left) / Double(Timestamp.second))
  }

  private var bots: WatchSection {
    guard !screen.bots.isEmpty else { return WatchSection("BOTS", [WatchLine("none is registered")]) }
    var grid = WatchGrid([
      ("BOT", .left), ("MODE", .left), ("EQUITY", .right), ("OPEN", .right), ("ORDERS", .right),
      ("MAY OPEN", .left),
    ])
    for bot in screen.bots {
      let equity = DecimalText.groupingThousands(in: bot.equity) + (bot.currency.map { " \($0)" } ?? "")
      grid.add([
        WatchSpan(bot.id, .strong), WatchSpan(bot.mode.uppercased()), WatchSpan(equity),
        WatchSpan("\(bot.openPositions)"), WatchSpan(bot.orders.map { "\($0)" } ?? NumberText.absent),
        Self.permission(bot),
      ])
    }
    return WatchSection("BOTS", grid)
  }

  private static func permission(_ bot: WatchScreen.Bot) -> WatchSpan {
    if let failure = bot.failure { return WatchSpan("failed: \(failure)", .loss) }
    if !bot.halts.isEmpty { return WatchSpan("no: " + bot.halts.joined(separator: ", "), .loss) }
    if let status = bot.status { return WatchSpan(status, .faint) }
    return WatchSpan("yes", .gain)
  }

  private var limits: WatchSection {
    guard !screen.warnings.isEmpty else { return WatchSection("LIMITS", [WatchLine("none")]) }
    var grid = WatchGrid([
      ("USED", .right), ("LEVEL", .left), ("LEFT", .right), ("LIMIT OF", .left), ("SCOPE", .left),
    ])
    for warning in screen.warnings {
      let (limit, level) = (warning.allowance, warning.level)
      // A count's level informs and does nothing.
      let look: WatchSpan.Look = limit.isLoss ? .level(level) : .text(.faint)
      grid.add([
        WatchSpan(warning.usedText), WatchSpan(level.rawValue, look), WatchSpan(limit.left),
        WatchSpan(limit.rule), WatchSpan(limit.scope, .strong),
      ])
    }
    return WatchSection("LIMITS", grid)
  }

  private var positions: WatchSection? {
    guard !screen.positions.isEmpty else { return nil }
    var grid = WatchGrid([
      ("BOT", .left), ("SYMBOL", .left), ("SIDE", .left), ("LOTS", .right), ("PRICE", .right),
      ("RESULT", .right), ("STOP", .right),
    ])
    for position in screen.positions {
      let isLoss = position.result?.hasPrefix("-") == true
      grid.add([
        WatchSpan(position.bot, .strong), WatchSpan(position.symbol), WatchSpan(position.side),
        WatchSpan(position.lots), WatchSpan(position.openPrice),
        WatchSpan(position.result ?? NumberText.absent, isLoss ? .loss : .gain),
        WatchSpan(position.stopLoss ?? NumberText.absent),
      ])
    }
    return WatchSection("POSITIONS", grid)
  }
}
