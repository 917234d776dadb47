/// What the spread of a symbol was when it was recorded, and what a broker profile makes of it.
///
/// Every spread model turns a wider spread into one that is at least as wide, so the median that is traded is what
/// the model makes of the recorded median.
public struct SpreadComparison: Sendable, Hashable {
  /// Whose.
  public let symbol: Symbol
  /// Decimals of its prices.
  public let digits: Int
  /// The median of the recorded spreads in points.
  public let recordedMedian: Int64
  /// The median of the spreads that orders met, in points.
  public let tradedMedian: Int64

  /// A symbol's recorded median, in points of the instrument, and what the profile makes of it.
  ///
  /// - Throws: a fault on `spread.distance`, see `SpreadModel.points`.
  public init(
    _ instrument: Instrument, recordedMedian: Int64, at profile: BrokerProfile
  ) throws(ProfileFault) {
    symbol = instrument.symbol
    digits = instrument.digits
    self.recordedMedian = recordedMedian
    tradedMedian = try profile.terms(for: instrument).spread.points(recorded: recordedMedian, on: instrument)
  }

  /// Whether what was traded is less than half of what was recorded: results then owe something to a spread that
  /// the recorded market did not offer.
  public var isMuchSmaller: Bool { recordedMedian > 0 && tradedMedian < recordedMedian - recordedMedian / 2 }

  /// The recorded median as a price difference.
  public var recordedText: String { DecimalText.format(recordedMedian, digits: digits) }

  /// The traded median as a price difference.
  public var tradedText: String { DecimalText.format(tradedMedian, digits: digits) }

  /// What a reader of results should know where it is much smaller; else `nil`.
  public var warning: String? {
    guard isMuchSmaller else { return nil }
    return
      "The spread of \(symbol): recorded median \(recordedText), traded at \(tradedText). That is less than "
      + "half of what these ticks show, so the results may owe something to it."
  }
}
