package import TradingCore

/// Where the inputs of a session come from: tick files (`FileSource`) or a feed (`FeedSource`).
///
/// A source knows how its inputs come and in which order. What becomes of an input is the session's business: a source
/// hands it to one of the session's doors (`take`, `put`, `pass`), which records it before it takes effect. Brokers'
/// reports come between the quotes of another source (`BrokeredSource`).
protocol InputSource {
  /// Hands the session what has come, in order; waits a little where nothing has.
  ///
  /// - Returns: `false` when nothing came, and nothing will come any more.
  mutating func advance(into session: Session) throws(DeskError) -> Bool

  /// A look around, some times a second and before commands are obeyed: what the source has to say besides.
  ///
  /// `monotonic`: nanoseconds that only grow.
  mutating func look(into session: Session, at monotonic: Int64) throws(DeskError)

  /// Time has passed up to here without it: no later input may have an earlier one.
  mutating func pass(to time: Timestamp)

  /// Nothing more is wanted.
  func stop()

  /// How far it has come.
  var progress: DeskProgress { get }

  /// What it was sent and did not hand on; `nil` where there is no such thing.
  var dropped: DroppedQuotes? { get }
}

/// How far a run has come.
package struct DeskProgress: Sendable, Hashable {
  /// Quotes taken in this session.
  package var quotes: UInt64 = 0
  /// Quotes there will be, where that is known.
  package var total: UInt64?
  /// The time of the last quote.
  package var lastTime: Timestamp?
  /// The first and last time of the recorded ticks that are played.
  package var recorded: Recorded?
  /// How far the last quote is behind the clock, in nanoseconds, on a feed.
  package var lagNanoseconds: Int64?
  /// What the feed is doing.
  package var feed: String?
  /// Quotes of the feed that were not used.
  package var dropped = 0

  /// A stretch of recorded time.
  package struct Recorded: Sendable, Hashable {
    /// Its first time.
    package var first: Timestamp
    /// Its last time.
    package var last: Timestamp

    /// A stretch from its ends.
    package init(first: Timestamp, last: Timestamp) {
      self.first = first
      self.last = last
    }
  }

  /// Progress; none yet unless said.
  package init(
    quotes: UInt64 = 0, total: UInt64? = nil, lastTime: Timestamp? = nil, lagNanoseconds: Int64? = nil,
    feed: String? = nil, dropped: Int = 0
  ) {
    self.quotes = quotes
    self.dropped = dropped
    self.total = total
    self.lastTime = lastTime
    self.lagNanoseconds = lagNanoseconds
    self.feed = feed
  }
}
