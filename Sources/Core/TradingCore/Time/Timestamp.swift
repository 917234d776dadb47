/// An instant: nanoseconds since the UNIX epoch, UTC, leap seconds not counted.
@frozen
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var nanoseconds: Int64

  /// The instant so many nanoseconds after the epoch.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The instant so many milliseconds after the epoch.
  ///
  /// - Precondition: the instant is within the years 1678 to 2262.
  @inlinable
  public init(milliseconds: Int64) { nanoseconds = milliseconds * Timestamp.millisecond }

  /// Earlier than anything recorded.
  public static let distantPast = Timestamp(nanoseconds: .min)
  /// Later than anything recorded.
  public static let distantFuture = Timestamp(nanoseconds: .max)

  /// Where a time that was written as a number since 1970 has to lie: the years 1980 to 2099. In another unit than
  /// the one it is read in, no time of these years lies there: units are a thousand apart.
  package static let plausibleNumbers =
    Timestamp(nanoseconds: 315_532_800 * second)..<Timestamp(nanoseconds: 4_102_444_800 * second)

  /// Nanoseconds in a microsecond.
  public static let microsecond: Int64 = 1_000
  /// Nanoseconds in a millisecond.
  public static let millisecond: Int64 = 1_000_000
  /// Nanoseconds in a second.
  public static let second: Int64 = 1_000_000_000
  /// Nanoseconds in a minute.
  public static let minute: Int64 = 60 * second
  /// Nanoseconds in an hour.
  public static let hour: Int64 = 3_600 * second
  /// Nanoseconds in a day.
  public static let day: Int64 = 86_400 * second

  /// Orders by time.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The instant so many nanoseconds later; stays at the distant ends instead of overflowing.
  @inlinable
  public func advanced(by nanoseconds: Int64) -> Timestamp {
    let (sum, overflowed) = self.nanoseconds.addingReportingOverflow(nanoseconds)
    if overflowed { return nanoseconds < 0 ? .distantPast : .distantFuture }
    return Timestamp(nanoseconds: sum)
  }

  /// Whole seconds since the epoch, rounded down.
  public var secondsSinceEpoch: Int64 {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: Timestamp.second)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension Timestamp: Codable {
  /// Reads the bare number of nanoseconds.
  public init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes the bare number of nanoseconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}
