import TradingCore

/// The order's state in the headers of a log's segments, so that reading the last one alone is enough to go on.
extension StreamOrder {
  /// All but the symbols, the sizes, and what a source that came back has still to repeat.
  var encoded: [UInt8] {
    var writer = LogBytes()
    writer.append(lastTime.nanoseconds)
    writer.append(Int32(lastRank))
    for count in [lateCount, repeatedCount, aheadCount] { writer.append(UInt64(count)) }
    for (cursor, quotes) in zip(cursors, atSentTime) {
      writer.append(UInt8(cursor.sentTime == nil ? 0 : 1))
      guard let sent = cursor.sentTime, let engine = cursor.engineTime else { continue }
      writer.append(sent.nanoseconds)
      writer.append(UInt64(cursor.sentCount))
      writer.append(engine.nanoseconds)
      writer.append(UInt64(cursor.engineOrdinal))
      writer.append(UInt16(quotes.count))
      for sent in quotes {
        writer.append(sent.quote.bid.points)
        writer.append(sent.quote.ask.points)
      }
    }
    return writer.bytes
  }

  /// The order that was encoded; `nil` for other bytes.
  init?(encoded bytes: [UInt8], symbols: [Symbol]) {
    self.init(symbols: symbols)
    let isWhole = bytes.withUnsafeBytes { raw in
      var scanner = LogScanner(raw)
      return restore(from: &scanner) && scanner.remaining == 0
    }
    guard isWhole else { return nil }
  }
}
