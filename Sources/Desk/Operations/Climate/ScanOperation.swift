import BotAssembly
import FileSystem
import Journal
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
    var scan = MarketScan(
      at: end ?? span.last, from: span.first, ticks.symbols.map { ($0, digits[$0] ?? 5) }, calendars)
    var done = 0
    while let run = try ticks.next() {
      do throws(FileError) { try home.cancellation.check() } catch { throw TickStoreError.file(error) }
      scan.add(run.quotes, symbolIndex: run.symbolIndex)
      done += run.quotes.count
      progress(done, ticks.totalTicks)
    }
    return try document(&scan, calendars)
  }

  /// What moves in what the home's run has taken, or the last one where none goes on, and which bots may act.
  ///
  /// `at`: as above; `nil` for the run's last tick. It takes no lock, and a run is not asked: ticks are those that it has
  /// recorded or plays, regimes those that it shows or has left. Earlier days are those of earlier runs.
  /// - Throws: `OperationError.usage` where no run has taken a tick, for an instant before the first one, and where recorded
  ///   ticks are gone; `DeskError`, `CalendarError`, `JournalError`, and what reading the snapshot throws.
  package func scan(at text: String? = nil, _ progress: @escaping Progress) throws -> ScanDocument {
    let asked = try text.map { try TypedValues.time($0, place: "--at") }
    let desk = try home.sessions.desk().flatMap { $0.isCurrent ? $0.snapshot : nil }
    guard let journal = try home.journal.existing(), let run = try ticks(journal, desk) else {
      throw OperationError.usage(
        what: "no run of this home has taken a tick", place: home.folder,
        advice: "start one with 'slipway run', or give recorded ticks with '--ticks'")
    }
    if let asked, asked < run.first {
      throw OperationError.usage(
        what: "there is no tick up to then", place: "--at",
        advice: "choose a time from \(run.first.iso8601) on")
    }
    let isCurrent = desk?.session == run.session.id
    // Regimes of another instant are nobody's to show.
    let shown = isCurrent && asked == nil ? desk?.climate ?? [] : []
    let known = Dictionary(
      shown.compactMap { item in Symbol(item.symbol).map { ($0, item.readings) } }
    ) { first, _ in first }
    let calendars = try Calendars.load(home: home.folder)
    var scan = MarketScan(
      at: asked ?? run.last, from: run.first, run.symbols, calendars,
      known: Set(known.keys))
    var done = 0
    try run.walk(to: scan.time) { quotes, index in
      scan.add(quotes, symbolIndex: index)
      done += quotes.count
      progress(done, run.count)
    }
    let isFeed = run.session.kind == .feed
    var document = try document(&scan, calendars) { row in
      if let readings = known[row.symbol] { return readings }
      return isFeed && asked == nil ? kept(row) : nil
    }
    document.run = ScannedRun(run.session, isCurrent: isCurrent, lastTick: run.last, now: home.now())
    return document
  }

  private func ticks(_ journal: Journal, _ desk: DeskSnapshot?) throws -> RunTicks? {
    do throws(DeskError) {
      return try RunTicks.last(
        journal, home: home.folder, shown: desk, reach: ScanStretches.mostDays * Timestamp.day,
        cancellation: home.cancellation)
    } catch .sessionTicks(let session, let problem) {
      throw OperationError.usage(
        what: "the ticks of session \(session) are not at hand, \(problem)", place: "--ticks",
        advice: "put them back where they were, or give ticks with '--ticks'")
    }
  }

  /// The regimes that the last run has left of a symbol, which rest on a longer past than its recordings; `nil` where they
  /// are older than what was scanned.
  private func kept(_ row: ScannedSymbol) -> [ClimateReading]? {
    var kept: [ClimateReading] = []
    // What can't be read is begun anew by the next run; here the ticks tell.
    do { kept = try ClimateFiles(home: home.folder).read(row.symbol)?.tracker.readings ?? [] } catch {
      return nil
    }
    guard let last = kept.map(\.at).max(), let scanned = row.readings.map(\.at).max(), last >= scanned
    else { return nil }
    return kept
  }

  private func document(
    _ scan: inout MarketScan, _ calendars: Calendars,
    known: (ScannedSymbol) -> [ClimateReading]? = { _ in nil }
  ) throws -> ScanDocument {
    var (rows, quiet) = scan.results()
    for index in rows.indices { rows[index].readings = known(rows[index]) ?? rows[index].readings }
    return ScanDocument(
      at: scan.time, session: scan.stretches.session, open: calendars.markets.openSessions(at: scan.time),
      stretch: scan.stretches.spans.last, symbols: rows, quiet: quiet,
      bots: try route(at: scan.time, calendars.markets, rows))
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
