import Feeds
import Journal
import JSONText
import Logging
import SessionRecording
import Synchronization
import TradingCore

/// What a feed sends: its quotes in the order of the stream, and the news of the feed itself.
struct FeedSource: InputSource {
  /// Quotes' engine times, and what is known of the feed.
  private var stream: LiveStream
  private let feed: any QuoteFeed
  private let name: String
  private let symbols: [Symbol]
  private let until: Timestamp
  private let clock: DeskClock
  private let log: Logger
  private let queue = FeedQueue()
  private let cursors: SharedCursors
  private var isOver = false
  private var hasBegun = false
  private var quotes: UInt64 = 0
  /// The count of unused quotes at which they are logged next.
  private var nextDropped = 1

  /// Most events that are taken at once.
  private static let batch = 4_096

  /// Begins to listen; `order` is what the session's recording starts with, `until` when it is over.
  init(
    _ feed: any QuoteFeed, _ configuration: FeedConfiguration, _ instruments: [Instrument],
    order: StreamOrder,
    until: Timestamp, clock: DeskClock, log: Logger
  ) {
    (self.feed, self.until, self.clock, self.log) = (feed, until, clock, log)
    name = configuration.name
    symbols = instruments.map(\.symbol)
    stream = LiveStream(instruments: instruments, configuration: configuration, order: order)
    let cursors = SharedCursors(stream.cursors)
    self.cursors = cursors
    feed.start(into: queue) { cursors.value }
  }

  /// Ends the wait for its next event, from any thread.
  var waker: @Sendable () -> Void { { [queue] in queue.wake() } }

  /// The halts that hold at the start: nothing is known of any symbol yet.
  mutating func initialControls() -> [DeskControl] { stream.initialControls() }

  mutating func advance(into session: Session) throws(DeskError) -> Bool {
    // Something that has come is taken in any case.
    guard !isOver, !hasBegun || clock.now() < until else { return false }
    hasBegun = true
    let events = queue.take(upTo: Self.batch, waitingNanoseconds: Session.lookAround)
    for event in events { try take(event, session) }
    return true
  }

  mutating func look(into session: Session, at monotonic: Int64) throws(DeskError) {
    try tell(stream.clock(now: clock.now(), monotonic: monotonic), session)
    cursors.value = stream.cursors
    logDropped()
  }

  mutating func pass(to time: Timestamp) { stream.pass(to: time) }

  func stop() { feed.stop() }

  var progress: DeskProgress {
    DeskProgress(
      quotes: quotes, lagNanoseconds: stream.lag, feed: stream.state, dropped: stream.dropped.total)
  }

  var dropped: DroppedQuotes? { stream.dropped }

  private mutating func take(_ event: FeedEvent, _ session: Session) throws(DeskError) {
    switch event.kind {
    case .quote(let quote):
      try session.give(before: quote.symbolIndex)
      let (time, news) = stream.place(quote, receivedAt: event.receivedAt)
      guard let time else { return }
      try tell(news, session)
      var placed = quote.quote
      placed.eventTime = time
      try session.take(
        LoggedQuote(
          symbolIndex: quote.symbolIndex, quote: placed, sentTime: quote.quote.eventTime,
          receivedAt: event.receivedAt, size: quote.size ?? .zero))
      quotes += 1
    case .heartbeat: return
    case .connected: try tell(stream.connected(clock.monotonic()), session)
    case .disconnected(let reason, let retry):
      try tell(stream.disconnected(reason, clock.monotonic()), session)
      log.warning("the feed is gone", metadata: ["feed": "\(name)", "reason": "\(reason)"])
      if retry == nil { isOver = true }
    case .fault(let fault):
      stream.fault(fault.count)
      log.warning(
        "the feed sends what can't be used",
        metadata: ["feed": "\(name)", "problem": "\(fault.problem)", "line": "\(fault.excerpt)"])
      guard !fault.isHarmless else { return }
      session.note(
        NewEvent(
          .feedFault, subject: name,
          payload: [
            "problem": .string(fault.problem), "line": .string(fault.excerpt), "count": .count(fault.count),
          ], at: event.receivedAt))
    case .ended: isOver = true
    }
  }

  /// Puts news of the feed into force, the log, the journal and the ears of the operator.
  private func tell(_ news: [LiveStream.News], _ session: Session) throws(DeskError) {
    guard !news.isEmpty else { return }
    // What came before them comes first.
    try session.give()
    for item in news {
      let transition = item.transition
      let symbol = transition.symbolIndex.map { symbols[$0].name }
      if let kind = EventKind(rawValue: transition.code.rawValue), !transition.code.isAboutEntries {
        session.note(
          NewEvent(
            kind, subject: symbol ?? name,
            payload: [
              "feed": .string(name), "on": .boolean(transition.isOn), "text": .string(transition.text),
              "session": .integer(session.id), "after_quotes": .count(session.place.quotes),
            ], at: clock.now()))
      }
      log.notice(
        "\(transition.code.rawValue)",
        metadata: ["subject": "\(symbol ?? name)", "on": "\(transition.isOn)", "text": "\(transition.text)"])
      if let kind = DeskNotice.Kind(transition) {
        session.notify(DeskNotice(kind, subject: symbol ?? name, text: transition.text))
      }
      for control in item.controls { try session.put(control) }
    }
  }

  /// Logs at the first quote that is not used, and whenever there are ten times as many.
  private mutating func logDropped() {
    let counts = stream.dropped
    guard counts.total >= nextDropped else { return }
    while counts.total >= nextDropped { nextDropped *= 10 }
    log.notice("the feed sends quotes that are not used", metadata: ["counts": "\(counts.json.compactText)"])
  }
}

/// How far each symbol has come, for the feed's thread to go on from.
private final class SharedCursors: Sendable {
  private let cursors: Mutex<[FeedCursor]>

  init(_ cursors: [FeedCursor]) { self.cursors = Mutex(cursors) }

  var value: [FeedCursor] {
    get { cursors.withLock { $0 } }
    set { cursors.withLock { $0 = newValue } }
  }
}

extension FeedTransition.Code {
  /// Whether it only says what other codes led to.
  fileprivate var isAboutEntries: Bool { self == .entriesHalted || self == .entriesResumed }
}

extension DeskNotice.Kind {
  fileprivate init?(_ transition: FeedTransition) {
    switch (transition.code, transition.isOn) {
    case (.lost, _): self = .feedLost
    case (.connected, _): self = .feedBack
    case (.stale, true): self = .feedStale
    case (.clockJump, true): self = .clockJump
    default: return nil
    }
  }
}
