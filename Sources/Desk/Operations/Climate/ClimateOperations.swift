import BotAssembly
import FileSystem
import MarketClimate
import ModeManager
import Promotion
import Reports
import StateCoding
import StrategyKit
import TickStore
import TradingCore

/// What kind of market it is: regimes of ticks in files, and of what a home's run hears.
package struct ClimateOperations {
  let home: Home

  /// The regimes of a symbol over tick files, up to and with an instant.
  ///
  /// `at`: ISO 8601 with a zone; `nil` for the end of the ticks. Nothing after it is looked at. `news`: calendars instead of
  /// the home's, within whose windows the regime is NEWS_EVENT.
  /// - Throws: `OperationError.usage` for files of other symbols, and where no tick lies before the instant;
  ///   `TickStoreError`, `JournalError`.
  package func regime(
    _ symbol: String, ticks paths: [String], at text: String? = nil, news: [String] = [],
    _ progress: @escaping Progress
  ) throws -> RegimeDocument {
    let symbol = try TypedValues.symbol(symbol, place: "SYMBOL")
    let end = try text.map { try TypedValues.time($0, place: "--at") }
    let readers = try paths.map { try TickFileReader(path: $0, cancellation: home.cancellation) }
    for reader in readers where reader.metadata.symbol != symbol {
      throw OperationError.usage(
        what: "the ticks are of \(reader.metadata.symbol), not of \(symbol)", place: reader.path,
        advice: "give files of \(symbol)")
    }
    let digits = readers.map(\.metadata.digits).max() ?? 5
    let ticks = try MergedTicks(
      paths: paths, to: end?.advanced(by: 1) ?? .distantFuture, overlapping: .refuse,
      cancellation: home.cancellation
    ) { _ in digits }
    let names =
      paths.count == 1
      ? String(paths[0].split(separator: "/").last ?? "ticks") : Counted.text(paths.count, "file")
    let calendar = try Calendars.load(home: home.folder, news: news).news
    let schedule = InstrumentCatalog.standard[symbol].map { calendar.schedule(affecting: $0) }
    var walk = ClimateWalk(symbol: symbol, digits: digits, source: names, news: schedule)
    var done = 0
    while let run = try ticks.next() {
      do throws(FileError) { try home.cancellation.check() } catch { throw TickStoreError.file(error) }
      walk.add(run.quotes)
      done += run.quotes.count
      progress(done, ticks.totalTicks)
    }
    guard walk.history.lastTime != nil else {
      throw OperationError.usage(
        what: "there is no tick of \(symbol) up to then", place: end == nil ? "--ticks" : "--at",
        advice: "choose a time within the ticks, see 'slipway data info'")
    }
    if let end { walk.pass(to: end) }
    return RegimeDocument(
      symbol: symbol, at: end ?? walk.history.lastTime, readings: walk.readings,
      matches: try matches(symbol, walk.readings), history: walk.history)
  }

  /// The regimes of a symbol as the home's run shows them, at most a second old while it goes on; without a run, as the
  /// last one left them.
  ///
  /// - Throws: `OperationError.usage` where nothing is known of the symbol; what reading the snapshot throws.
  package func regime(_ symbol: String) throws -> RegimeDocument {
    let symbol = try TypedValues.symbol(symbol, place: "SYMBOL")
    try home.journal.require()
    if let desk = try home.sessions.desk(), desk.isCurrent,
      let climate = desk.snapshot.climate.first(where: { $0.symbol == symbol.name })
    {
      return RegimeDocument(
        symbol: symbol, at: desk.snapshot.progress.lastTime, readings: climate.readings,
        matches: try matches(symbol, climate.readings), isCurrent: true)
    }
    let kept: ClimateTracker?
    do { kept = try ClimateFiles(home: home.folder).read(symbol)?.tracker } catch let error
      as StateCodingError
    {
      throw OperationError.badRow(
        what: "what the last run left of \(symbol) can't be read, \(error)", place: home.folder + "/climate",
        advice: "the next run begins it anew")
    }
    guard let kept, !kept.readings.isEmpty else {
      throw OperationError.usage(
        what: "no feed has brought ticks of \(symbol) here", place: "SYMBOL",
        advice: "give recorded ones with --ticks, or let a run listen to a feed that has them")
    }
    return RegimeDocument(
      symbol: symbol, at: kept.readings.map(\.at).max(), readings: kept.readings,
      matches: try matches(symbol, kept.readings), isCurrent: false)
  }

  /// Which bots of the home that trade a symbol say they suit it as it is.
  private func matches(_ symbol: Symbol, _ readings: [ClimateReading]) throws -> [ClimatePage.Match] {
    guard let bots = try home.journal.existing().map({ _ in try home.bots.list().bots }) else { return [] }
    let candidates = bots.filter { $0.status == "active" && $0.symbols.contains(symbol.name) }.compactMap {
      bot in
      home.strategies.all.first { $0.descriptor.name == bot.strategy }?.descriptor.suits.map {
        (name: bot.id, suitability: $0)
      }
    }
    return ClimateMatch.matches(of: candidates, in: readings).map {
      ClimatePage.Match(bot: $0.name, timeframe: $0.timeframe, score: $0.score)
    }
  }
}

/// Walks over ticks and keeps how the climate went.
private struct ClimateWalk {
  private(set) var history: ClimateHistory
  private var climate: FollowedClimate

  init(symbol: Symbol, digits: Int, source: String, news: NewsSchedule?) {
    climate = FollowedClimate(news: news)
    history = ClimateHistory(symbol: symbol, digits: digits, source: source, timeframes: Timeframe.ofRegimes)
  }

  var readings: [ClimateReading] { climate.tracker.readings }

  mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    for quote in quotes {
      for update in climate.add(quote) { history.add(update, climate.tracker) }
    }
    history.lastTime = quotes.last?.eventTime ?? history.lastTime
  }

  mutating func pass(to time: Timestamp) {
    for update in climate.pass(to: time) { history.add(update, climate.tracker) }
  }
}

extension ClimateHistory {
  fileprivate mutating func add(_ update: ClimateUpdate, _ tracker: ClimateTracker) {
    guard let line = lines.firstIndex(where: { $0.timeframe == update.reading.timeframe }) else { return }
    let bar = tracker.lastBar(update.reading.timeframe)
    lines[line].add(update.reading, close: bar?.endTime == update.reading.at ? bar?.close : nil)
  }
}
