extension LineDecoder {
  /// `symbol,time,bid,ask[,bid_size,ask_size]`, a header that names these, or a comment.
  mutating func decodeCSV(_ line: UnsafeRawBufferPointer) throws(Problem) -> FeedLine {
    let line = Self.trimmed(line)
    guard let first = line.first else { return .heartbeat }
    if first == UInt8(ascii: "#") {
      let word = Self.trimmed(UnsafeRawBufferPointer(rebasing: line.dropFirst()))
      return word.elementsEqual("end".utf8) ? .end : .heartbeat
    }
    var fields: [UnsafeRawBufferPointer] = []
    fields.reserveCapacity(6)
    var start = 0
    for (index, byte) in line.enumerated() where byte == UInt8(ascii: ",") {
      guard fields.count < 6 else { break }
      fields.append(Self.trimmed(UnsafeRawBufferPointer(rebasing: line[start..<index])))
      start = index + 1
    }
    fields.append(Self.trimmed(UnsafeRawBufferPointer(rebasing: line[start...])))
    guard fields.count == 4 || fields.count == 6 else {
      throw Problem("expected 4 or 6 fields: symbol,time,bid,ask[,bid_size,ask_size]")
    }
    let symbol = String(decoding: fields[0], as: UTF8.self)
    if symbol == "symbol" { return try header(fields) }
    return .quote(
      try quote(
        Parts(
          symbol: symbol, time: fields[1], timeForm: csvTime, bid: fields[2], ask: fields[3],
          bidSize: fields.count == 6 ? fields[4] : nil, askSize: fields.count == 6 ? fields[5] : nil)))
  }

  private mutating func header(_ fields: [UnsafeRawBufferPointer]) throws(Problem) -> FeedLine {
    let forms: [String: TimeForm] = ["time": .iso8601, "time_ms": .milliseconds, "time_ns": .nanoseconds]
    let names = fields.map { String(decoding: $0, as: UTF8.self) }
    guard let form = forms[names[1]],
      Array(names[2...]) == Array(["bid", "ask", "bid_size", "ask_size"].prefix(names.count - 2))
    else {
      throw Problem("expected the header symbol,time,bid,ask[,bid_size,ask_size] (or time_ms, time_ns)")
    }
    csvTime = form
    return .heartbeat
  }

  private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard let start = bytes.firstIndex(where: { !isSpace($0) }),
      let end = bytes.lastIndex(where: { !isSpace($0) })
    else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(rebasing: bytes[start...end])
  }
}
