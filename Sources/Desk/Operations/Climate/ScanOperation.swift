import BotAssembly
import FileSystem
import MarketClimate
import ModeManager
import StrategyKit
import TickStore
import TradingCore

extension ClimateOperations {
  /// What moves, by symbol, in the session that is open at an instant, and which bots may act then.
  ///
  /// `at`: ISO 8601 with a zone; `nil` for the end of the ticks. Nothing after it is looked at. Each symbol's move, range
  /// and spread since the session opened stand beside those of the same hours of earlier days.
  /// - Throws: `OperationError.usage` for an instant without ticks before it, `CalendarError`, `TickStoreError`,
  ///   `JournalError`.
  package func scan(
    ticks paths: [String], at text: String? = nil, _ progress: @escaping Progress
  ) throws -> ScanDocument {
    let end = try text.map { try TypedValues.time($0, place: "--at") }
    let readers = try paths.map { try TickFileReader(path: $0, cancellation: home.cancellation) }
    let digits = Dictionary(
      readers.map { ($0.metadata.symbol, $0.metadata.digits) }, uniquingKeysWith: { max($0, $1) })
    let ticks = try MergedTicks(
      paths: paths, to: end?.advanced(by: 1) ?? .distantFuture, overlapping: .refuse,
      cancellation: home.cancellation
    ) { digits[$0] }
    guard let span = ticks.span else {
      throw OperationError.usage(
        what: "there is no tick up to then", place: end == nil ? "--ticks" : "--at",
        advice: "choose a time within the ticks, see 'slipway data info'")
    }
    let calendars = try Calendars.load(home: home.folder)
    let time = end ?? span.last
    let stretches = ScanStretches(at: time, from: span.first, calendar: calendars.markets)
    var scans = ticks.symbols.map {
      SymbolScan(
        symbol: $0, digits: digits[$0] ?? 5, spans: stretches.spans,
        news: InstrumentCatalog.standard[$0].map { calendars.news.schedule(affecting: $0) })
    }
    var done = 0
    while let run = try ticks.next() {
      do throws(FileError) { try home.cancellation.check() } catch { throw TickStoreError.file(error) }
      scans[run.symbolIndex].add(run.quotes)
      done += run.quotes.count
      progress(done, ticks.totalTicks)
    }
    let found = scans.indices.map { (ticks.symbols[$0], scans[$0].result(at: time)) }
    let rows = found.compactMap(\.1).sorted {
      ($1.rangeRatio ?? 0, $0.symbol.name) < ($0.rangeRatio ?? 0, $1.symbol.name)
    }
    return ScanDocument(
      at: time, session: stretches.session, open: calendars.markets.openSessions(at: time),
      stretch: stretches.spans.last, symbols: rows, quiet: found.filter { $0.1 == nil }.map(\.0),
      bots: try route(at: time, calendars.markets, rows))
  }

  /// Which bots may act at an instant, by the sessions and regimes that their strategies say they suit.
  private func route(
    at time: Timestamp, _ calendar: MarketCalendar, _ symbols: [ScannedSymbol]
  ) throws -> [RoutedBot] {
    guard let bots = try home.journal.existing().map({ _ in try home.bots.list().bots }) else { return [] }
    return bots.filter { $0.status == "active" }.map { bot in
      let suits = home.strategies.all.first { $0.descriptor.name == bot.strategy }?.descriptor.suits
      let sessions = suits?.sessions
      let isInSession = sessions?.contains { calendar.isOpen($0, at: time) } ?? true
      let next = sessions?.compactMap { calendar.nextOpening(of: $0, after: time)?.span.from }.min()
      let closed = bot.symbols.compactMap { Symbol($0) }.filter { symbol in
        InstrumentCatalog.standard[symbol].map { !calendar.isOpen($0, at: time) } ?? false
      }
      let readings = symbols.filter { bot.symbols.contains($0.symbol.name) }.flatMap(\.readings)
      let scores = suits.map { suits in readings.compactMap { suits.score(in: $0) } } ?? []
      let reason: RoutedBot.Reason
      if !closed.isEmpty {
        reason = .marketClosed
      } else if !isInSession {
        reason = .otherSession
      } else if readings.isEmpty {
        reason = .noTicks
      } else if suits == nil ? readings.contains(where: \.regime.authorizes) : !scores.isEmpty {
        reason = .mayAct
      } else {
        reason = .noRegime
      }
      return RoutedBot(
        bot: bot.id, symbols: bot.symbols, sessions: sessions, reason: reason, next: isInSession ? nil : next,
        score: scores.max())
    }
  }
}
