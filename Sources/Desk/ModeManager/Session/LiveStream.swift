import Feeds
import SessionRecording
import TradingCore

/// What is known of a feed: the order of its quotes, and which halts its state asks for. No I/O.
struct LiveStream {
  private var watch: FeedWatch
  private let instruments: [Instrument]
  private let lateAfter: Int64
  /// Gives quotes their engine times, and knows what was had.
  private var order: StreamOrder
  /// What sessions before had counted.
  private let carried: DroppedQuotes
  /// Controls in force by the watch, by symbol.
  private var inForce: [Set<DenialCode>]
  /// The last lag, in nanoseconds.
  private(set) var lag: Int64?
  /// What the feed is doing, in a word or two.
  private(set) var state = "connecting"
  /// Lines that were no quotes.
  private var faultCount = 0

  /// What became known of the feed and is to be journaled.
  struct News {
    var transition: FeedTransition
    /// Halts that begin or end with it.
    var controls: [DeskControl]
  }

  /// A stream that goes on from an order's state.
  init(instruments: [Instrument], configuration: FeedConfiguration, order: StreamOrder) {
    self.instruments = instruments
    lateAfter = configuration.lateAfterNanoseconds
    self.order = order
    self.order.keepsRepeats = configuration.keepsRepeats
    carried = DroppedQuotes(
      late: order.lateCount, repeated: order.repeatedCount, ahead: order.aheadCount, unreadable: 0)
    watch = FeedWatch(
      symbols: instruments.map { ($0.symbol, $0.hours) },
      limits: FeedLimits(
        staleAfter: configuration.staleAfterNanoseconds, lateAfter: configuration.lateAfterNanoseconds))
    inForce = instruments.map { _ in [] }
  }

  /// Time has passed up to here: no later quote gets an earlier one.
  mutating func pass(to time: Timestamp) { order.pass(to: time) }

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
