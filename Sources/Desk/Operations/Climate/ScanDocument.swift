import Journal
package import JSONText
import ModeManager
package import Reports
package import TradingCore
import MarketClimate

/// A bot, and whether it may act now.
package struct RoutedBot: Sendable, Hashable {
  /// Whether it may act, or why not; names are pinned.
  package enum Reason: String, Sendable, Hashable {
    /// It may.
    case mayAct = "may_act"
    /// A market of its symbols is closed.
    case marketClosed = "market_closed"
    /// None of the sessions that it acts in is open.
    case otherSession = "other_session"
    /// It suits no regime that its symbols are in on the timeframes that it goes by, or none authorizes any bot.
    case noRegime = "no_regime"
    /// There are no ticks of its symbols to tell.
    case noTicks = "no_ticks"
  }

  /// Its name.
  package let bot: String
  /// What it trades.
  package let symbols: [String]
  /// The sessions it acts in; `nil` for any hour.
  package let sessions: [TradingSession]?
  /// Whether it may act.
  package let reason: Reason
  /// When a session of its opens next; `nil` while one is open, and where it says none.
  package let next: Timestamp?
  /// How well the best timeframe suits it, from 0 to 10; `nil` where it says nothing of regimes, or none suits.
  package let score: Double?
}

/// The run that the ticks of a scan are of.
package struct ScannedRun: Sendable, Hashable {
  /// The session's number.
  package let session: Int64
  /// `live` or `replay`.
  package let kind: String
  /// Whether it goes on.
  package let isCurrent: Bool
  /// The last tick that it has taken.
  package let lastTick: Timestamp
  /// When it was looked at, by the machine's clock.
  let now: Timestamp

  init(_ session: SessionRecord, isCurrent: Bool, lastTick: Timestamp, now: Timestamp) {
    (self.session, kind) = (session.id, session.kind.rawValue)
    (self.isCurrent, self.lastTick, self.now) = (isCurrent, lastTick, now)
  }

  /// How long before it was looked at an instant was, in seconds; 0 for one that the machine's clock has not come to.
  package func age(of time: Timestamp) -> Double {
    max(0, Double(now.nanoseconds) - Double(time.nanoseconds)) / Double(Timestamp.second)
  }

  fileprivate func json(at time: Timestamp) -> [JSONMember] {
    [
      JSONMember(
        "run",
        [
          "session": .integer(session), "kind": .string(kind), "current": .boolean(isCurrent),
          "last_tick": .string(lastTick.iso8601),
        ]), JSONMember("age_seconds", .number(age(of: time))),
    ]
  }
}

/// What moves and who may act, at an instant.
package struct ScanDocument: Document {
  /// The instant.
  package let at: Timestamp
  /// The session whose stretch is compared; `nil` for the trading day.
  package let session: TradingSession?
  /// The sessions that are open.
  package let open: [TradingSession]
  /// From its opening to the instant.
  let stretch: TimeSpan?
  /// The symbols, the one that moves most beside its usual range first.
  package let symbols: [ScannedSymbol]
  /// Symbols without a quote in the stretch.
  package let quiet: [Symbol]
  /// The bots of the home that are active.
  package let bots: [RoutedBot]
  /// The run whose ticks they are; `nil` for ticks of files.
  package var run: ScannedRun?

  /// What to know besides.
  package var notes: [String] {
    quiet.isEmpty
      ? [] : ["No quote since the stretch began: " + quiet.map(\.name).joined(separator: ", ") + "."]
  }

  /// The scan, for programs.
  package var json: JSONValue {
    let scan: JSONValue = [
      "at": .string(at.iso8601), "session": session.map { .string($0.rawValue) } ?? .null,
      "open_sessions": .array(open.map { .string($0.rawValue) }),
      "since": stretch.map { .string($0.from.iso8601) } ?? .null, "symbols": .array(symbols.map(\.json)),
      "bots": .array(bots.map(\.json)),
    ]
    let origin = run?.json(at: at) ?? [JSONMember("run", .null), JSONMember("age_seconds", .null)]
    return origin.reduce(scan) { $0.adding($1.name, $1.value) }
  }

  /// The title of the tables: which stretch is looked at, and of a home's run, how old that is.
  package var heading: String {
    let what = session.map { "the session \($0.rawValue)" } ?? "the trading day; no session is open"
    let title = "\(DateText.minute(at)) UTC, in \(what)"
    guard let run else { return title }
    let state = run.isCurrent ? "which goes on" : "which is over"
    let age = NumberText.duration(seconds: run.age(of: at))
    let origin =
      "Of session \(run.session) (\(run.kind)), \(state): as of \(DateText.second(at)) UTC, \(age) ago."
    return ([title] + TextWrap.lines(origin)).joined(separator: "\n")
  }

  /// The symbols as a table.
  package var symbolTable: TextTable {
    var table = TextTable([
      .init("Symbol"), .init("Last", .right), .init("Move", .right), .init("Range", .right),
      .init("x usual", .right), .init("Spread", .right), .init("x usual", .right), .init("M15"), .init("H1"),
    ])
    for row in symbols {
      table.add(
        [
          row.symbol.name, row.last.bid.text(digits: row.digits),
          NumberText.percent(row.move, decimals: 2, signed: true),
          Price(points: row.range).text(digits: row.digits), Self.ratio(row.rangeRatio),
          NumberText.fixed(row.spread, decimals: 1), Self.ratio(row.spreadRatio), row.regime(.m15),
          row.regime(.h1),
        ].map { TextCell($0) })
    }
    return table
  }

  /// The bots as a table.
  package var botTable: TextTable {
    var table = TextTable([
      .init("Bot"), .init("Symbols"), .init("Sessions"), .init("Now"), .init("Score", .right),
    ])
    for bot in bots {
      table.add(
        [
          bot.bot, bot.symbols.joined(separator: ","),
          bot.sessions.map { $0.map(\.rawValue).joined(separator: ",") } ?? "any", bot.words,
          bot.score.map { NumberText.fixed($0, decimals: 1) } ?? "",
        ].map { TextCell($0) })
    }
    return table
  }

  private static func ratio(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, decimals: 2) } ?? "–"
  }
}

extension ScannedSymbol {
  fileprivate func regime(_ timeframe: Timeframe) -> String {
    guard let regime = readings.first(where: { $0.timeframe == timeframe })?.regime else { return "–" }
    return regime == .unknown ? "–" : String(ClimateText.name(regime).split(separator: " ").last ?? "–")
  }

  fileprivate var json: JSONValue {
    [
      "symbol": .string(symbol.name), "last_time": .string(last.eventTime.iso8601),
      "bid": .string(last.bid.text(digits: digits)), "ask": .string(last.ask.text(digits: digits)),
      "open": .string(open.text(digits: digits)), "high": .string(high.text(digits: digits)),
      "low": .string(low.text(digits: digits)), "move": .number(move), "range_points": .integer(range),
      "range_ratio": .ratio(rangeRatio), "spread_points": .number(spread),
      "spread_ratio": .ratio(spreadRatio),
      "ticks": .count(quotes), "earlier_days": .count(history), "timeframes": .array(readings.map(\.json)),
    ]
  }
}

extension RoutedBot {
  fileprivate var json: JSONValue {
    [
      "bot": .string(bot), "symbols": .array(symbols.map { .string($0) }),
      "sessions": sessions.map { .array($0.map { .string($0.rawValue) }) } ?? .null,
      "may_act": .boolean(reason == .mayAct), "reason": .string(reason.rawValue),
      "next_opening": next.map { .string($0.iso8601) } ?? .null, "score": .ratio(score),
    ]
  }

  fileprivate var words: String {
    switch reason {
    case .mayAct: "may act"
    case .marketClosed: "market closed"
    case .otherSession: next.map { "from \(DateText.minute($0))" } ?? "not in this session"
    case .noRegime: "no regime suits"
    case .noTicks: "no ticks to tell"
    }
  }
}
