/// The length of a bar. Bars are aligned to UTC.
public enum Timeframe: String, Sendable, Hashable, Codable, CaseIterable {
  /// One minute.
  case m1 = "M1"
  /// Five minutes.
  case m5 = "M5"
  /// Fifteen minutes.
  case m15 = "M15"
  /// Thirty minutes.
  case m30 = "M30"
  /// One hour.
  case h1 = "H1"
  /// Four hours.
  case h4 = "H4"
  /// One day, midnight to midnight UTC.
  case d1 = "D1"

  /// Its length in nanoseconds.
  public var nanoseconds: Int64 {
    switch self {
    case .m1: Timestamp.minute
    case .m5: 5 * Timestamp.minute
    case .m15: 15 * Timestamp.minute
    case .m30: 30 * Timestamp.minute
    case .h1: Timestamp.hour
    case .h4: 4 * Timestamp.hour
    case .d1: Timestamp.day
    }
  }

  /// The start of the bar that an instant falls into.
  public func start(containing time: Timestamp) -> Timestamp {
    let remainder = time.nanoseconds % nanoseconds
    return Timestamp(nanoseconds: time.nanoseconds - (remainder < 0 ? remainder + nanoseconds : remainder))
  }
}

/// Bars that a strategy wants of a symbol.
public struct BarSubscription: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case symbolIndex = "symbolIndex"
    case timeframe = "timeframe"
  }

  /// Which of the bot's symbols.
  public var symbolIndex: Int
  /// How long they are.
  public var timeframe: Timeframe

  /// Bars of a timeframe, of the first symbol unless another is named.
  public init(_ timeframe: Timeframe, symbolIndex: Int = 0) {
    self.timeframe = timeframe
    self.symbolIndex = symbolIndex
  }
}

/// Open, high, low and close of the bid over a time, in points.
public struct Bar: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case symbolIndex = "symbolIndex"
    case timeframe = "timeframe"
    case startTime = "startTime"
    case open = "open"
    case high = "high"
    case low = "low"
    case close = "close"
    case quoteCount = "quoteCount"
  }

  /// Which of the bot's symbols.
  public var symbolIndex: Int
  /// How long it is.
  public var timeframe: Timeframe
  /// When it began.
  public var startTime: Timestamp
  /// First bid.
  public var open: Price
  /// Highest bid.
  public var high: Price
  /// Lowest bid.
  public var low: Price
  /// Last bid.
  public var close: Price
  /// Number of quotes in it.
  public var quoteCount: Int

  /// A bar from its parts.
  public init(
    symbolIndex: Int = 0, timeframe: Timeframe, startTime: Timestamp, open: Price, high: Price, low: Price,
    close: Price, quoteCount: Int = 1
  ) {
    self.symbolIndex = symbolIndex
    self.timeframe = timeframe
    self.startTime = startTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.quoteCount = quoteCount
  }

  /// When it ends: the first instant that is not in it.
  public var endTime: Timestamp { startTime.advanced(by: timeframe.nanoseconds) }
}
