import TradingCore

/// What one feed has received: its bytes to events that wait to be put into the queue, and how far each
/// symbol has come. No input of its own; used by one thread at a time.
struct FeedReception {
  /// What a feed does after reading.
  enum Verdict: Equatable {
    /// Read on.
    case goOn
    /// It ended on purpose.
    case ended
    /// Drop the connection.
    case drop(reason: String)
  }

  /// Events that did not go into the queue yet, in order: at most what one read brought.
  var outbox: [FeedEvent] = []
  /// Lines since the connection was made that were no faults.
  private(set) var goodLines = 0
  /// All lines since the connection was made.
  private(set) var lines = 0

  private let symbols: FeedSymbols
  private let configuration: FeedConfiguration
  private let token: FeedToken?
  private var parser: LineQuoteParser?
  private var limiter = FaultLimiter()
  private var faultsInARow = 0
  private var progress: [FeedCursor?]

  init(symbols: FeedSymbols, configuration: FeedConfiguration, token: FeedToken?) {
    self.symbols = symbols
    self.configuration = configuration
    self.token = token
    parser = LineQuoteParser(symbols: symbols, format: configuration.format, token: token)
    progress = symbols.instruments.map { _ in nil }
  }

  /// A new connection starts with the first byte of a line.
  mutating func beginConnection() {
    parser = LineQuoteParser(symbols: symbols, format: configuration.format, token: token)
    faultsInARow = 0
    goodLines = 0
    lines = 0
  }

  /// The next bytes of the connection.
  mutating func receive(_ bytes: UnsafeRawBufferPointer, at time: Timestamp) -> Verdict {
    var verdict = Verdict.goOn
    // Taken out for the time of the call, so that reading and keeping what was read don't overlap.
    guard var parser = parser.take() else { return verdict }
    parser.read(bytes) { line in
      verdict = take(line, at: time)
      return verdict == .goOn
    }
    self.parser = parser
    if let fault = limiter.expire(at: time) { add(.fault(fault), at: time) }
    return verdict
  }

  /// The connection is over: what was held back is told, and a line cut off is a fault.
  mutating func endConnection(at time: Timestamp) {
    if let fault = limiter.flush() { add(.fault(fault), at: time) }
    if let fault = parser?.finish() { add(.fault(fault), at: time) }
  }

  /// One more event.
  mutating func add(_ kind: FeedEvent.Kind, at time: Timestamp) {
    outbox.append(FeedEvent(kind, receivedAt: time))
  }

  private mutating func take(_ line: FeedLine, at time: Timestamp) -> Verdict {
    lines += 1
    switch line {
    case .quote(let quote):
      note(quote)
      add(.quote(quote), at: time)
    case .heartbeat:
      if outbox.last?.kind != .heartbeat { add(.heartbeat, at: time) }
    case .end: return .ended
    case .fault(let fault): return take(fault, at: time)
    }
    faultsInARow = 0
    goodLines += 1
    return .goOn
  }

  private mutating func take(_ fault: FeedFault, at time: Timestamp) -> Verdict {
    if let told = limiter.admit(fault, at: time) { add(.fault(told), at: time) }
    guard !fault.isHarmless else { return .goOn }
    faultsInARow += 1
    guard faultsInARow > configuration.faultsInARow else { return .goOn }
    return .drop(reason: "\(faultsInARow) bad lines in a row, the last one: \(fault.problem)")
  }

  private mutating func note(_ quote: FeedQuote) {
    let time = quote.quote.eventTime
    if let last = progress[quote.symbolIndex], last.eventTime >= time {
      if last.eventTime == time { progress[quote.symbolIndex]?.count += 1 }
    } else {
      let symbol = symbols.instruments[quote.symbolIndex].symbol
      progress[quote.symbolIndex] = FeedCursor(symbol: symbol, eventTime: time, count: 1)
    }
  }

  /// The cursors to go on from: the owner's, or our own where quotes that the owner has not taken yet are
  /// further. In the order of the wanted symbols.
  func cursors(ownedBy owned: [FeedCursor]) -> [FeedCursor] {
    zip(symbols.instruments, progress).compactMap { instrument, own in
      guard let theirs = owned.first(where: { $0.symbol == instrument.symbol }) else { return own }
      guard let own else { return theirs }
      return (own.eventTime, own.count) > (theirs.eventTime, theirs.count) ? own : theirs
    }
  }
}
