import TradingCore

/// Inputs that are no quotes, as records of a segment.
extension SessionEvent {
  /// The record behind so many quotes of the session.
  func record(afterQuotes: Int) -> [UInt8] {
    var payload = LogBytes()
    payload.append(UInt64(afterQuotes))
    switch self {
    case .control(let bytes):
      payload.append(contentsOf: bytes)
      return SegmentFormat.record(SegmentFormat.control, payload.bytes)
    case .clock(let time):
      payload.append(time.nanoseconds)
      return SegmentFormat.record(SegmentFormat.clock, payload.bytes)
    case .report(let bytes):
      payload.append(contentsOf: bytes)
      return SegmentFormat.record(SegmentFormat.report, payload.bytes)
    }
  }

  /// The input of a record and the quotes before it; `nil` for a record of quotes, and for one that holds something else.
  static func read(_ kind: UInt8, _ payload: UnsafeRawBufferPointer) -> (
    afterQuotes: Int, event: SessionEvent
  )? {
    var scanner = LogScanner(payload)
    guard let quotes = scanner.count() else { return nil }
    switch kind {
    case SegmentFormat.control: return scanner.take(scanner.remaining).map { (quotes, .control($0)) }
    case SegmentFormat.clock: return scanner.time().map { (quotes, .clock($0)) }
    case SegmentFormat.report: return scanner.take(scanner.remaining).map { (quotes, .report($0)) }
    default: return nil
    }
  }

  /// Bytes that the caller has given, where there are any.
  var size: Int {
    switch self {
    case .control(let bytes), .report(let bytes): bytes.count
    case .clock: 8
    }
  }
}

extension SegmentFormat {
  static func endRecord(_ position: SessionPosition, _ order: StreamOrder) -> [UInt8] {
    var payload = LogBytes()
    payload.append(UInt64(position.quotes))
    payload.append(UInt64(position.controls))
    payload.append(contentsOf: order.encoded)
    return record(end, payload.bytes)
  }
}
