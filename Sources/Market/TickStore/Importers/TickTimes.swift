import TradingCore

/// Which times a tick may have.
enum TickTimes {
  /// The years that every kind of time fits in: tick files reach a little further.
  static let years = 1700..<2260
  /// The same in words.
  static let yearsRule = "the years 1700 to 2259"

  /// No market has paused for longer: from one row of a file to the next, ten years are an error in one of them.
  static let longestStep = 3_653 * Timestamp.day
}

extension Timestamp {
  /// The instant so many units after 1970-01-01, where that is one at which it could have been recorded.
  ///
  /// - Throws: `implausibleTime`: the unit is another one, or has changed.
  init(number: Int64, unit: Int64, hasUnitOption: Bool = false, _ field: ByteField) throws(ImportFault) {
    let (nanoseconds, overflowed) = number.multipliedReportingOverflow(by: unit)
    let time = overflowed ? nil : Timestamp(nanoseconds: nanoseconds)
    guard let time, Self.plausibleNumbers.contains(time) else {
      throw .implausibleTime(excerpt(field), time, hasUnitOption: hasUnitOption)
    }
    self = time
  }
}
