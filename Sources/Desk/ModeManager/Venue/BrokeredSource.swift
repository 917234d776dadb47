import TradingCore

/// A source of quotes with the reports of brokers between them, as they arrive.
struct BrokeredSource<Quotes: InputSource>: InputSource {
  private var quotes: Quotes
  private let inboxes: [ReportInbox]

  /// Reports of these inboxes join the quotes.
  init(_ quotes: Quotes, inboxes: [ReportInbox]) {
    (self.quotes, self.inboxes) = (quotes, inboxes)
  }

  mutating func advance(into session: Session) throws(DeskError) -> Bool {
    for arrival in inboxes.flatMap({ $0.take() }) { try session.take(arrival) }
    return try quotes.advance(into: session)
  }

  mutating func look(into session: Session, at monotonic: Int64) throws(DeskError) {
    try quotes.look(into: session, at: monotonic)
  }

  mutating func pass(to time: Timestamp) { quotes.pass(to: time) }

  func stop() { quotes.stop() }

  var progress: DeskProgress { quotes.progress }

  var dropped: DroppedQuotes? { quotes.dropped }
}
