import BotAssembly
import Foundation
import JSONText
import Operations
import Reports
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Buys at each bar in the news and sells at the next one; in any other regime it is flat.
private struct NewsTrader: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "news_trader", version: 1, summary: "trades the news alone", parameters: [.lots])

  private let lots: LotCount

  init(parameters: ParameterValues) throws(ParameterError) { lots = try parameters.lots() }

  var bars: [BarSubscription] { [BarSubscription(.m1)] }
  var regimes: [BarSubscription] { [BarSubscription(.m1)] }

  func onBar(_ bar: Bar, _ context: inout Context) {
    if context.regime(.m1) == .newsEvent, context.positions.isEmpty {
      context.buy(lots)
    } else {
      context.closeAll()
    }
  }
}

/// News reaches a bot in a run as it does in a backtest, and is part of what it is.
@Suite("News of bots")
struct BotNewsTests {
  private let fixture: HomeFixture
  private let home: Home

  init() throws {
    fixture = try HomeFixture()
    home = Home(
      folder: fixture.folder.file("home"),
      strategies: StrategyCatalog(adding: [StrategyEntry(NewsTrader.self)])
    ) { Timestamp(nanoseconds: 1_769_904_000 * Timestamp.second) }
    try fixture.write("news.csv", Self.calendar)
  }

  /// The fixture's ticks are of 5 to 7 January 2026, one a minute. Two events count for EURUSD: one is of another currency,
  /// one of an impact that has no window, and both are the last that are known.
  private static let calendar = """
    time,currency,impact,event
    2026-01-05T12:00:00Z,USD,high,Payrolls
    2026-01-06T09:00:00Z,EUR,high,Rates
    2026-01-06T10:00:00Z,JPY,high,Rates
    2026-01-06T23:00:00Z,USD,low,Auction

    """

  private var news: String { fixture.folder.file("news.csv") }

  private func trader(news: [String] = []) -> TypedBot {
    var typed = TypedBot()
    (typed.strategy, typed.symbols, typed.broker) = ("news_trader", ["EURUSD"], "reference")
    typed.news = news
    return typed
  }

  private func backtest(_ bot: TypedBot, _ ticks: String) throws -> LoggedBacktest {
    var typed = TypedBacktest()
    (typed.bot, typed.ticks) = (bot, [ticks])
    return try home.backtests.run(typed, commandLine: "slipway backtest") { _, _ in }
  }

  private func run(_ ticks: String, until: String? = nil) async throws -> RunDocument {
    let home = home
    // A run waits for tasks that need the threads that tests share.
    return try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<RunDocument, any Error>) in
      Thread {
        var typed = TypedRun()
        (typed.replay, typed.speed, typed.until) = ([ticks], "max", until)
        continuation.resume(with: Result { try home.sessions.run(typed) })
      }
      .start()
    }
  }

  private func text(_ value: JSONValue?) -> String { value?.compactText ?? "" }

  @Test(
    "A run over the ticks of a backtest with the same news has the same identity and fills; without, it has none"
  )
  func sameAsBacktest() async throws {
    let ticks = try fixture.ticks()
    let told = try home.bots.register("told", trader(news: [news]))
    let deaf = try home.bots.register("deaf", trader())
    let (with, without) = (try backtest(trader(news: [news]), ticks), try backtest(trader(), ticks))
    #expect(told.identity == with.report.identity && deaf.identity == without.report.identity)
    #expect(told.identity != deaf.identity)
    let bots = try await run(ticks).bots
    let first = try #require(bots.first { $0.id == "told" })
    let second = try #require(bots.first { $0.id == "deaf" })
    #expect(first.trades == with.report.figures.trades && first.trades > 20)
    #expect(first.fingerprint == with.report.fingerprint)
    #expect(second.fills == 0 && without.report.figures.trades == 0)
  }

  @Test("Stopped within a window and run again, with its files gone, it goes on as if nothing had been")
  func restart() async throws {
    let ticks = try fixture.ticks()
    _ = try home.bots.register("told", trader(news: [news]))
    let whole = try backtest(trader(news: [news]), ticks).report
    try FileManager.default.removeItem(atPath: news)
    _ = try await run(ticks, until: "2026-01-05T12:10Z")
    let last = try await run(ticks)
    #expect(last.bots.first?.fingerprint == whole.fingerprint)
    #expect(try home.bots.show("told").identity == whole.identity)
    for session in [Int64(1), 2] {
      let replayed = try home.sessions.replay(session) { _, _ in }
      #expect(replayed.isSame)
    }
  }

  @Test(
    "What bears on nothing that is traded, or has no window, makes no other bot; nothing at all is as no news"
  )
  func counting() throws {
    try fixture.write(
      "less.csv",
      "time,currency,impact,event\n2026-01-06T09:00:00Z,EUR,high,Rates\n2026-01-05T12:00:00Z,USD,high,Payrolls\n"
    )
    try fixture.write("other.csv", "time,currency,impact,event\n2026-01-06T10:00:00Z,JPY,high,Rates\n")
    let told = try home.bots.register("told", trader(news: [news]))
    let less = try home.bots.register("less", trader(news: [fixture.folder.file("less.csv")]))
    let other = try home.bots.register("other", trader(news: [fixture.folder.file("other.csv")]))
    #expect(told.identity == less.identity)
    #expect(try other.identity == home.bots.register("deaf", trader()).identity)
    #expect(told.notes == [])
    #expect(
      other.notes == [
        "Of the news (1 event) nothing bears on EURUSD and has a window: it changes nothing."
      ])
  }

  @Test("A file of --config is taken with its paths, and a calendar with a fault is named with its line")
  func configured() throws {
    try fixture.write(
      "run.yaml", "strategy: news_trader\nsymbols: [EURUSD]\nbroker: reference\nnews: [news.csv]\n")
    var typed = TypedBot()
    typed.config = fixture.folder.file("run.yaml")
    #expect(
      try home.bots.register("one", typed).identity
        == home.bots.register("two", trader(news: [news])).identity)
    try fixture.write("news.csv", "time,currency,impact,event\n2026-01-05T12:00:00Z,USD,huge,Payrolls\n")
    let error = try #require(throws: (any Error).self) { try home.bots.register("three", typed) }
    #expect("\(error)".contains("news.csv:2") && "\(error)".contains("huge"))
    #expect(try home.bots.list().bots.map(\.id) == ["one", "two"])
  }

  @Test("A copy has the news of what it is a copy of, or newer one; of other symbols it needs its own")
  func copies() throws {
    let one = try home.bots.register("one", trader(news: [news]))
    #expect(try home.bots.clone("one", as: "two", TypedBot()).identity == one.identity)
    try fixture.write(
      "newer.csv", Self.calendar + "2026-01-07T08:00:00Z,USD,high,Claims\n")
    var changes = TypedBot()
    changes.news = [fixture.folder.file("newer.csv")]
    #expect(try home.bots.clone("one", as: "three", changes).identity != one.identity)
    var other = TypedBot()
    other.symbols = ["GBPUSD"]
    #expect(
      throws: OperationError.usage(
        what: "the news of 'one' is what bears on its own symbols", place: "--symbol",
        advice: "name the files of news for the new ones with --news")
    ) { try home.bots.clone("one", as: "four", other) }
    other.news = [news]
    _ = try home.bots.clone("one", as: "four", other)
  }

  @Test("A bot that is shown or listed says how much news it has, and until when any is known")
  func shown() async throws {
    let ticks = try fixture.ticks()
    _ = try home.bots.register("told", trader(news: [news]))
    _ = try home.bots.register("deaf", trader())
    // Before the first tick it is held against now, and then against the last one.
    #expect(
      try home.bots.show("told").notes.contains(
        "The news of 'told' ends on 2026-01-06: none is known beyond. Newer news makes another bot: "
          + "slipway bot clone told NEW --news FILE."))
    _ = try await run(ticks, until: "2026-01-06T12:00Z")
    let shown = try home.bots.show("told")
    #expect(shown.notes == [])
    let document = try #require(shown.json["news"])
    #expect(document["events"] == .integer(2) && document["windows"] == .integer(2))
    #expect(document["from"] == .string("2026-01-05T11:45:00.000Z"))
    #expect(document["to"] == .string("2026-01-06T09:30:00.000Z"))
    #expect(document["known_until"] == .string("2026-01-06T23:00:00.000Z"))
    #expect(text(document["files"]).contains("\"events\":4"))
    let rows = try home.bots.list()
    #expect(rows.bots.map(\.newsWarning) == [nil, nil])
    guard case .array(let listed)? = rows.json["bots"] else {
      Issue.record("no list of bots")
      return
    }
    #expect(listed.first?["news"] == document && listed.last?["news"] == JSONValue.null)
    _ = try await run(ticks)
    #expect(try home.bots.list().bots.first?.newsWarning?.contains("ends on 2026-01-06") == true)
  }

  @Test("A backtest names its news: files by digest, events, windows, and those that the ticks met")
  func named() throws {
    let ticks = try fixture.ticks()
    let result = try backtest(trader(news: [news]), ticks)
    let document = try #require(result.json["news"])
    #expect(document["events"] == .integer(2) && document["windows_in_ticks"] == .integer(2))
    #expect(text(document["files"]).contains("news.csv"))
    let page = try result.report.htmlPage()
    #expect("\(page)".contains("News of news.csv, 4 events"))
    #expect(try result.report.summaryText(colored: false).contains("news.csv, 4 events"))
    #expect(try backtest(trader(), ticks).json["news"] == nil)
  }

  @Test("News that can change nothing is remarked upon, by a backtest as by who registers and shows the bot")
  func remarks() throws {
    let ticks = try fixture.ticks()
    var crossing = HomeFixture.crossing
    crossing.news = [news]
    let deaf = "The strategy 'ema_cross' looks at no regime, so that news changes nothing."
    #expect(try backtest(crossing, ticks).report.notes.contains(deaf))
    #expect(try home.bots.register("one", crossing).notes == [deaf])
    #expect(try home.bots.show("one").notes.contains(deaf))
    try fixture.write("late.csv", "time,currency,impact,event\n2026-02-06T13:30:00Z,USD,high,Payrolls\n")
    let late = try backtest(trader(news: [fixture.folder.file("late.csv")]), ticks)
    #expect(late.report.notes.contains { $0.hasPrefix("No window of the news lies within the ticks") })
  }
}
