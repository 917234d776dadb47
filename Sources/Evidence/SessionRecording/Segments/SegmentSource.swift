import TradingCore

/// The inputs of one segment, raw or sealed, in order.
protocol SegmentSource: AnyObject {
  /// What of the session comes before the current item.
  var position: SessionPosition { get }

  /// The item that `advance` went to.
  var current: SegmentItem { get }

  /// The end that was cut off, once the source is at its end.
  var tornTail: TornTail? { get }

  /// Goes to the next item.
  ///
  /// - Returns: `false` at the end, where `position` is that of the segment's end.
  func advance() throws(SessionLogError) -> Bool
}

/// An item of a segment; pointers are valid until the source moves on.
enum SegmentItem {
  case quotes(symbolIndex: Int, UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?)
  case event(SessionEvent)

  /// Quotes and other inputs in it.
  var extent: SessionPosition {
    switch self {
    case .quotes(_, let quotes, _): SessionPosition(quotes: quotes.count)
    case .event: SessionPosition(controls: 1)
    }
  }
}

extension SessionPosition {
  static func + (left: SessionPosition, right: SessionPosition) -> SessionPosition {
    SessionPosition(quotes: left.quotes + right.quotes, controls: left.controls + right.controls)
  }
}
