import BotAssembly
package import Feeds
import Journal
import JSONText
import Logging
import SessionRecording
package import TradingCore

extension Desk {
  /// Gives the bots what a feed sends, until it is over, `until` is reached or somebody asks to stop.
  ///
  /// Every quote is in the session's input log before a bot sees it, and the log is durable before anything that it
  /// caused is committed.
  /// - Throws: `DeskError`; `file(.interrupted)` after everything has been kept.
  @discardableResult
  package func live(
    _ setup: FeedSetup, until: Timestamp = .distantFuture, progress: (DeskProgress) -> Void = { _ in }
  ) throws(DeskError) -> FinishedSession {
    try recover()
    try startAnew()
    let instruments = feedInstruments()
    let symbols = instruments.map(\.symbol)
    crew.listen(to: symbols)
    var setup = setup
    setup.instruments = instruments
    let feed: any QuoteFeed
    do throws(FeedError) { feed = try setup.makeFeed() } catch { throw .feed(error) }
    let order = try lastOrder(of: symbols)
    let session = try startSession(
      .feed,
      source: [
        "feed": .string(setup.configuration.name), "address": .string("\(setup.configuration.address)"),
        "late_after_ns": .integer(setup.configuration.lateAfterNanoseconds),
        "stale_after_ns": .integer(setup.configuration.staleAfterNanoseconds),
      ])
    let writer = try startLog(of: session.id, instruments, order)
    session.record(into: writer)
    var quotes = FeedSource(
      feed, setup.configuration, instruments, order: writer.session.order, until: until, clock: clock,
      log: log)
    let controls = try openingControls() + quotes.initialControls()
    for inbox in inboxes { inbox.onArrival(quotes.waker) }
    defer { for inbox in inboxes { inbox.onArrival(nil) } }
    var source = BrokeredSource(quotes, inboxes: inboxes)
    return try session.run(&source, opening: controls, progress)
  }

  /// Every symbol that some bot wants, by name.
  private func feedInstruments() -> [Instrument] {
    Set(crew.bots.flatMap(\.symbols)).sorted().compactMap { crew.instrument($0) }
  }

  /// The folder of a session's recording.
  package static func folder(ofSession id: Int64, home: String) -> String { "\(home)/sessions/\(id)" }

  /// Starts the recording of a session.
  private func startLog(
    of id: Int64, _ instruments: [Instrument], _ order: StreamOrder?
  ) throws(DeskError) -> SessionLogWriter {
    let symbols = instruments.map {
      SessionSymbol(
        symbol: $0.symbol, digits: $0.digits,
        sizeDigits: crew.needsSizes(of: $0.symbol) ? $0.quantityDigits : nil)
    }
    do throws(SessionLogError) {
      return try SessionLogWriter(
        creating: Self.folder(ofSession: id, home: home),
        session: SessionLogWriter.Session(id: "\(id)", symbols: symbols, order: order), at: clock.now())
    } catch { throw .log(error) }
  }

  /// What was had of these symbols when the last live session ended; `nil` when nothing is known of them.
  private func lastOrder(of symbols: [Symbol]) throws(DeskError) -> StreamOrder? {
    let sessions = try DeskError.journaling { try journal.read { try $0.sessions() } }
    guard let last = sessions.last(where: { $0.kind == .feed }) else { return nil }
    do throws(SessionLogError) {
      let order = try SessionLogReader.closingOrder(
        folder: Self.folder(ofSession: last.id, home: home))
      return order.symbols == symbols ? order : nil
    } catch {
      log.warning("the last session's recording can't be read", metadata: ["reason": "\(error)"])
      return nil
    }
  }
}
