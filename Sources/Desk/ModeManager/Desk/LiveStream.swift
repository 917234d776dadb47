import Feeds
import FileSystem
import StateCoding
import TradingCore
import SessionRecording

/// Quotes of a feed on their way to the crew: ordered, watched, recorded, then given.
struct LiveStream {
  /// Gives quotes their engine times, and knows what was had.
  private(set) var watch: FeedWatch
  let writer: SessionLogWriter
  private let instruments: [Instrument]
  private let lateAfter: Int64
  private var order: StreamOrder
  /// What sessions before had counted.
  private let carried: DroppedQuotes
  /// Neighboring quotes of one symbol that are recorded and not given yet.
  private var symbolIndex = 0
  private var quotes: [Quote] = []
  private var sizes: [QuoteSize] = []
  /// Controls in force by the watch, by symbol.
  private var inForce: [Set<DenialCode>]
  /// The last lag, in nanoseconds.
  private(set) var lag: Int64?
  /// What the feed is doing, in a word or two.
  private(set) var state = "connecting"
  /// How time passes while no quote comes.
  private var quiet: QuietClock
  /// Lines that were no quotes.
  private(set) var faultCount = 0

  /// What became known of the feed and is to be journaled.
  struct News {
    var transition: FeedTransition
    /// Halts that begin or end with it.
    var controls: [DeskControl]
  }

  init(
    instruments: [Instrument], configuration: FeedConfiguration, writer: SessionLogWriter
  ) {
    self.instruments = instruments
    self.writer = writer
    lateAfter = configuration.lateAfterNanoseconds
    order = writer.session.order
    order.keepsRepeats = configuration.keepsRepeats
    carried = DroppedQuotes(
      late: order.lateCount, repeated: order.repeatedCount, ahead: order.aheadCount, unreadable: 0)
    watch = FeedWatch(
      symbols: instruments.map { ($0.symbol, $0.hours) },
      limits: FeedLimits(
        staleAfter: configuration.staleAfterNanoseconds, lateAfter: configuration.lateAfterNanoseconds))
    inForce = instruments.map { _ in [] }
    quiet = QuietClock(lastTime: order.engineTime)
  }

  /// A look at the clock, after whatever came was taken.
  mutating func heard(at monotonic: Int64) { quiet.look(lastTime: order.engineTime, at: monotonic) }

  /// Something is to be canceled or closed: the clock is asked sooner for a while.
  mutating func hurry(at monotonic: Int64) { quiet.hurry(at: monotonic) }

  /// Whether that while lasts.
  func isHurried(at monotonic: Int64) -> Bool { quiet.isHurried(at: monotonic) }

  /// The engine time by the clock, when no quote has come for long.
  func timeInQuiet(at monotonic: Int64) -> Timestamp? { quiet.time(at: monotonic) }

  /// Time has passed up to here: no later quote gets an earlier one.
  mutating func pass(to time: Timestamp) {
    order.pass(to: time)
    quiet.pass(to: time)
  }

  /// How far each symbol has come, for a feed that is asked to go on from there.
  var cursors: [FeedCursor] {
    zip(order.symbols, order.cursors).compactMap { symbol, cursor in
      cursor.sentTime.map { FeedCursor(symbol: symbol, eventTime: $0, count: cursor.sentCount) }
    }
  }

  /// What was sent and not used.
  var dropped: DroppedQuotes {
    DroppedQuotes(
      late: order.lateCount - carried.late, repeated: order.repeatedCount - carried.repeated,
      ahead: order.aheadCount - carried.ahead, unreadable: faultCount)
  }

  /// The halts that hold at the start: nothing is known of any symbol yet.
  mutating func initialControls() -> [DeskControl] { controls() }

  /// The connection stands.
  mutating func connected(_ monotonic: Int64) -> [News] {
    state = "connected"
    order.sourceReturned()
    return news(watch.connected(monotonic: monotonic))
  }

  /// The connection is gone.
  mutating func disconnected(_ reason: String, _ monotonic: Int64) -> [News] {
    state = "disconnected"
    return news(watch.disconnected(monotonic: monotonic, reason: reason))
  }

  /// A look at the clocks.
  mutating func clock(now: Timestamp, monotonic: Int64) -> [News] {
    news(watch.clock(now: now, monotonic: monotonic))
  }

  /// Lines that can't be used.
  mutating func fault(_ count: Int) { faultCount += count }

  /// What a quote changes, before it is taken: halts end with the quote that ends them.
  ///
  /// - Returns: its engine time, `nil` when it is not used, and the news.
  mutating func place(
    _ quote: FeedQuote, receivedAt: Timestamp
  ) -> (time: Timestamp?, news: [News]) {
    let limit = receivedAt.advanced(by: lateAfter)
    guard
      case .new(let time) = order.place(
        quote.quote, size: quote.size, symbolIndex: quote.symbolIndex, notAfter: max(limit, order.engineTime))
    else { return (nil, []) }
    lag = receivedAt.nanoseconds - quote.quote.eventTime.nanoseconds
    return (
      time,
      news(
        watch.quote(
          symbolIndex: quote.symbolIndex, eventTime: quote.quote.eventTime, receivedAt: receivedAt))
    )
  }

  /// Records a quote and keeps it for the crew.
  mutating func take(_ quote: FeedQuote, at time: Timestamp, receivedAt: Timestamp) throws(SessionLogError) {
    var placed = quote.quote
    placed.eventTime = time
    try writer.append(
      LoggedQuote(
        symbolIndex: quote.symbolIndex, quote: placed, sentTime: quote.quote.eventTime,
        receivedAt: receivedAt, size: quote.size ?? .zero))
    symbolIndex = quote.symbolIndex
    quotes.append(placed)
    sizes.append(quote.size ?? .zero)
  }

  /// Whether a quote of this symbol would not be a neighbor of those kept.
  func breaks(with symbolIndex: Int) -> Bool { !quotes.isEmpty && symbolIndex != self.symbolIndex }

  /// Hands the log to the system and the kept quotes to the crew.
  ///
  /// - Returns: how many there were.
  mutating func give(to crew: Crew) throws(SessionLogError) -> Int {
    guard !quotes.isEmpty else { return 0 }
    try writer.flush()
    quotes.withUnsafeBufferPointer { quotes in
      sizes.withUnsafeBufferPointer { sizes in
        crew.process(quotes, sizes: sizes, symbolIndex: symbolIndex)
      }
    }
    defer {
      quotes.removeAll(keepingCapacity: true)
      sizes.removeAll(keepingCapacity: true)
    }
    return quotes.count
  }

  private mutating func news(_ transitions: [FeedTransition]) -> [News] {
    guard !transitions.isEmpty else { return [] }
    var news = transitions.map { News(transition: $0, controls: []) }
    news[news.count - 1].controls = controls()
    return news
  }

  /// The controls that bring the halts in force to those of the watch.
  private mutating func controls() -> [DeskControl] {
    var controls: [DeskControl] = []
    for index in instruments.indices {
      let wanted = Self.codes(watch.halts(symbolIndex: index))
      let symbol = instruments[index].symbol
      for code in inForce[index].subtracting(wanted).sorted(by: { $0.rawValue < $1.rawValue }) {
        controls.append(DeskControl(code, isOn: false, symbol: symbol))
      }
      for code in wanted.subtracting(inForce[index]).sorted(by: { $0.rawValue < $1.rawValue }) {
        controls.append(DeskControl(code, isOn: true, symbol: symbol))
      }
      inForce[index] = wanted
    }
    return controls
  }

  private static func codes(_ halts: FeedHalts) -> Set<DenialCode> {
    var codes: Set<DenialCode> = []
    if !halts.isDisjoint(with: [.lost, .stale]) { codes.insert(.feedStale) }
    if halts.contains(.late) { codes.insert(.feedLate) }
    if halts.contains(.clock) { codes.insert(.clockJump) }
    return codes
  }
}
