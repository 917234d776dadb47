import FileSystem
import Reports
import TickStore
import TradingCore

/// The steps of a tour, in their order, in its folder.
struct TourWork {
  private let folder: TourFolder
  private let home: Home
  private let unbroken: Home
  private let program: String

  /// A tour that nothing is heard of but its results, in homes below the folder.
  init(_ home: Home, _ folder: TourFolder, _ program: String) {
    self.folder = folder
    self.program = program
    func fresh(_ name: String) -> Home {
      Home(
        folder: folder.place(name), strategies: home.strategies, cancellation: home.cancellation,
        now: home.now)
    }
    (self.home, unbroken) = (fresh("home"), fresh("home-never-killed"))
  }

  private func path(_ market: TourMarket) -> String { folder.place(market.file) }

  /// Makes the ticks of both markets, and verifies them.
  ///
  /// - Throws: `TickStoreError`.
  func makeTicks(_ progress: @escaping Progress) throws -> [TickFileDocument] {
    try TourMarket.all.map { market in
      _ = try home.ticks.generate(
        TourBot.symbol, days: TourMarket.days, seed: TourMarket.seed, start: nil, plant: market.plant,
        output: path(market), progress)
      switch try TickFileReader.verify(path: path(market), cancellation: home.cancellation) {
      case .sound(let info): return TickFileDocument(info: info)
      case .faulty(let fault): throw TickStoreError.damaged(path: path(market), fault: fault)
      }
    }
  }

  /// Backtests every bot in every market; each is kept as a trial.
  func backtest(_ listening: () -> Progress) throws -> [TourPage.Run] {
    try TourMarket.all.flatMap { market in
      try TourBot.all.map { bot in
        var typed = TypedBacktest()
        (typed.bot, typed.ticks) = (bot.typed, [path(market)])
        let page = "backtest-\(bot.id)-\(market.name).html"
        typed.report = folder.place(page)
        let logged = try home.backtests.run(
          typed, commandLine: "\(bot.backtestCommand(market.file)) --report \(page)", progress: listening())
        return TourPage.Run(bot: bot.id, market: market.name, report: logged.report)
      }
    }
  }

  /// Runs the bots on both desks, one of which is killed.
  func runBots(
    _ runs: [TourPage.Run], ticks: [TickFileDocument]
  ) throws -> (stories: [TourPage.Story], killed: TourDesk.Killed) {
    let desk = TourDesk(
      home: home, unbroken: unbroken, ticks: path(.planted), total: ticks.last?.info.statistics.ticks ?? 0,
      program: program, log: folder.place("run.log"))
    try desk.register()
    try desk.runUnbroken()
    let killed = try desk.runAndKill()
    try desk.goOn()
    let stories = try TourBot.all.map { bot in
      let (left, went) = (try unbroken.bots.show(bot.id), try home.bots.show(bot.id))
      let backtest = runs.first { $0.bot == bot.id && $0.market == TourMarket.planted.name }
      return TourPage.Story(
        bot: bot.id, strategy: bot.strategy, command: bot.registerCommand, unbroken: .init(left),
        killed: .init(went),
        fingerprints: [
          .init(way: "Backtest", text: backtest?.report.fingerprint ?? ""),
          .init(way: "Paper, left alone", text: left.fingerprint),
          .init(way: "Paper, killed and going on", text: went.fingerprint),
        ])
    }
    return (stories, killed)
  }

  /// Runs the sessions of the killed desk again.
  func replay(_ progress: @escaping Progress) throws -> [ReplayedSession] {
    try home.sessions.list().sessions.map { try home.sessions.replay($0.id, progress) }
  }

  /// The stories with what the replays came to.
  ///
  /// - Throws: `TourError.different` for a replay in which an event is not as it was.
  func told(_ stories: [TourPage.Story], by replays: [ReplayedSession]) throws(TourError) -> [TourPage.Story]
  {
    guard let last = replays.last, replays.allSatisfy(\.isSame) else {
      throw .different(what: "a session that was run again")
    }
    return stories.map { story in
      var story = story
      let outcome = last.outcomes.first { $0.bot == story.bot }
      story.fingerprints.append(.init(way: "Replay from the journal", text: outcome?.replayed ?? ""))
      return story
    }
  }

  /// Reviews the bots at a gate of their own.
  func review() throws -> [PromotionReview] {
    try TourGate(home: home) { folder.place("review-\($0).html") }.reviews(ticks: path(.planted))
  }
}

extension TourPage.Bot {
  /// How a bot stands on its desk.
  fileprivate init(_ bot: ShownBot) {
    self.init(
      trades: bot.trades, openPositions: bot.openPositions, balance: bot.balance, equity: bot.equity)
  }
}
