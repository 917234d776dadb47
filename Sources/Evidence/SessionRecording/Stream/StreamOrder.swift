package import TradingCore

/// Gives every live quote the engine time under which it is kept.
///
/// Quotes of several symbols are stored in one tick file a symbol and merged again by time, then symbol name, then
/// position. Engine times are the sent ones, moved on by as little as it takes for that merge to give the order of
/// arrival back. The value is a function of what it was given: no clock, no chance.
package struct StreamOrder: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case symbols = "symbols"
    case cursors = "cursors"
    case lateCount = "lateCount"
    case repeatedCount = "repeatedCount"
    case aheadCount = "aheadCount"
    case ranks = "ranks"
    case lastTime = "lastTime"
    case lastRank = "lastRank"
    case atSentTime = "atSentTime"
    case unrepeated = "unrepeated"
    case keepsRepeats = "keepsRepeats"
  }

  /// What becomes of a quote.
  package enum Placement: Sendable, Hashable {
    /// It is new, and has this engine time.
    case new(Timestamp)
    /// It is older than the last one of its symbol and is not used.
    case late(lastSent: Timestamp)
    /// It was sent before: the same time, prices and sizes.
    case repeated
    /// It is stamped later than the limit given, and would drag every symbol's time along.
    case ahead
  }

  /// How far the stream of one symbol has come.
  package struct Cursor: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case sentTime = "sentTime"
      case sentCount = "sentCount"
      case engineTime = "engineTime"
      case engineOrdinal = "engineOrdinal"
    }

    /// The last quote's time as the feed sent it; `nil` before the first quote.
    package var sentTime: Timestamp?
    /// How many quotes the feed sent with exactly this time.
    package var sentCount = 0
    /// The last quote's engine time; `nil` before the first quote.
    package var engineTime: Timestamp?
    /// How many quotes have exactly this engine time.
    package var engineOrdinal = 0
  }

  /// The symbols, by index.
  package let symbols: [Symbol]
  /// How far each symbol has come.
  package private(set) var cursors: [Cursor]
  /// Quotes refused because they were older than the last one of their symbol.
  package private(set) var lateCount = 0
  /// Quotes refused because they were sent before.
  package private(set) var repeatedCount = 0
  /// Quotes refused because they were stamped later than the limit given.
  package private(set) var aheadCount = 0

  /// Each symbol's place by name.
  let ranks: [Int]
  private(set) var lastTime = Timestamp.distantPast
  private(set) var lastRank = -1
  /// The quotes of each symbol with its last sent time, as sent; the newest `memory` of them.
  private(set) var atSentTime: [[Sent]]
  /// What of them the source has not repeated yet since it came back; `nil` once it sent something new.
  private var unrepeated: [[Sent]?]
  /// Whether exact duplicates within one connection are quotes like any others: for a source whose price may return
  /// to what it was within one stamp.
  package var keepsRepeats = false

  /// A quote as sent.
  struct Sent: Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case quote = "quote"
      case size = "size"
    }

    var quote: Quote
    /// `nil` where none was sent, and where that is no longer known.
    var size: QuoteSize?

    func isRepeated(by other: Sent) -> Bool { quote == other.quote && (size == nil || size == other.size) }
  }

  /// A burst of one time that is longer is compared by its last quotes only.
  private static let memory = 1_024

  /// The order of a stream without quotes yet.
  ///
  /// - Precondition: the symbols are distinct.
  package init(symbols: [Symbol]) {
    precondition(Set(symbols).count == symbols.count, "symbols are distinct")
    self.symbols = symbols
    cursors = Array(repeating: Cursor(), count: symbols.count)
    let byName = symbols.indices.sorted { symbols[$0] < symbols[$1] }
    var ranks = Array(repeating: 0, count: symbols.count)
    for (rank, index) in byName.enumerated() { ranks[index] = rank }
    self.ranks = ranks
    atSentTime = Array(repeating: [], count: symbols.count)
    unrepeated = Array(repeating: nil, count: symbols.count)
  }

  /// The engine time of the last quote of any symbol; `distantPast` before the first.
  package var engineTime: Timestamp { lastTime }

  /// Places the next quote to arrive, and counts it when it is refused.
  ///
  /// - Parameters:
  ///   - quote: the quote with its time as sent.
  ///   - size: the sizes, where they were sent: another size makes another quote.
  ///   - symbolIndex: which symbol it is of.
  ///   - limit: the latest time that is believed; the receive time and some tolerance, for instance.
  /// - Returns: the engine time, or why it is not used.
  package mutating func place(
    _ quote: Quote, size: QuoteSize? = nil, symbolIndex: Int, notAfter limit: Timestamp = .distantFuture
  ) -> Placement {
    if let refusal = refusal(of: Sent(quote: quote, size: size), symbolIndex) { return refusal }
    guard quote.eventTime <= limit else {
      aheadCount += 1
      return .ahead
    }
    let time = nextTime(for: quote.eventTime, rank: ranks[symbolIndex])
    recall(quote, size: size, symbolIndex: symbolIndex, engineTime: time)
    return .new(time)
  }

  /// Takes in a quote that was placed before, as it stands in the input log.
  package mutating func recall(
    _ quote: Quote, size: QuoteSize? = nil, symbolIndex: Int, engineTime: Timestamp
  ) {
    lastTime = engineTime
    lastRank = ranks[symbolIndex]
    unrepeated[symbolIndex] = nil
    let before = cursors[symbolIndex]
    let isSameSent = before.sentTime == quote.eventTime
    cursors[symbolIndex] = Cursor(
      sentTime: quote.eventTime, sentCount: isSameSent ? before.sentCount + 1 : 1,
      engineTime: engineTime,
      engineOrdinal: before.engineTime == engineTime ? before.engineOrdinal + 1 : 1)
    if !isSameSent { atSentTime[symbolIndex].removeAll(keepingCapacity: true) }
    if atSentTime[symbolIndex].count == Self.memory { atSentTime[symbolIndex].removeFirst() }
    atSentTime[symbolIndex].append(Sent(quote: quote, size: size))
  }

  /// Whether an engine time is one that the next quote of a symbol may have.
  package func follows(_ engineTime: Timestamp, symbolIndex: Int) -> Bool {
    engineTime > lastTime || (engineTime == lastTime && ranks[symbolIndex] >= lastRank)
  }

  /// Time has passed without a quote: none gets an engine time before this one.
  package mutating func pass(to time: Timestamp) {
    guard time > lastTime else { return }
    (lastTime, lastRank) = (time, -1)
  }

  /// Says that the source may now send again what it sent before: until it sends something new of a symbol, its
  /// older quotes count as repeated. Those of the last time that equal one that was had do so in any case; where
  /// repeats are kept, each once.
  package mutating func sourceReturned() { unrepeated = atSentTime.map { .some($0) } }

  /// Takes state from bytes in the layout of `encoded`.
  ///
  /// - Returns: whether they are complete and in order.
  mutating func restore(from scanner: inout LogScanner) -> Bool {
    guard let time = scanner.time(), let rank = scanner.read(Int32.self),
      (-1..<symbols.count).contains(Int(rank)),
      let late = scanner.count(), let repeated = scanner.count(), let ahead = scanner.count()
    else { return false }
    (lastTime, lastRank) = (time, Int(rank))
    (lateCount, repeatedCount, aheadCount) = (late, repeated, ahead)
    for index in symbols.indices {
      guard let flag = scanner.read(UInt8.self) else { return false }
      guard flag == 1 else { continue }
      guard let sent = scanner.time(), let sentCount = scanner.count(), let engine = scanner.time(),
        let ordinal = scanner.count(), let kept = scanner.read(UInt16.self)
      else { return false }
      cursors[index] = Cursor(
        sentTime: sent, sentCount: sentCount, engineTime: engine, engineOrdinal: ordinal)
      for _ in 0..<kept {
        guard let bid = scanner.read(Int64.self), let ask = scanner.read(Int64.self) else { return false }
        let quote = Quote(eventTime: sent, bid: Price(points: bid), ask: Price(points: ask))
        atSentTime[index].append(Sent(quote: quote))
      }
    }
    return true
  }

  private mutating func refusal(of sent: Sent, _ symbolIndex: Int) -> Placement? {
    guard let last = cursors[symbolIndex].sentTime else { return nil }
    if sent.quote.eventTime < last {
      if unrepeated[symbolIndex] != nil {
        repeatedCount += 1
        return .repeated
      }
      lateCount += 1
      return .late(lastSent: last)
    }
    guard sent.quote.eventTime == last else { return nil }
    if let had = unrepeated[symbolIndex]?.firstIndex(where: { $0.isRepeated(by: sent) }) {
      unrepeated[symbolIndex]?.remove(at: had)
    } else if keepsRepeats || !atSentTime[symbolIndex].contains(where: { $0.isRepeated(by: sent) }) {
      return nil
    }
    repeatedCount += 1
    return .repeated
  }

  private func nextTime(for sent: Timestamp, rank: Int) -> Timestamp {
    guard sent < lastTime || (sent == lastTime && rank < lastRank) else { return sent }
    return rank < lastRank ? lastTime.advanced(by: 1) : lastTime
  }
}
