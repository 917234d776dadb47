package import TradingCore

/// Which hours of a range have to be there before they can be imported.
package struct DownloadPlan: Sendable, Hashable {
  /// The hours in which there may be ticks, in order.
  package private(set) var hours: [HourFile] = []
  /// Hours of the range in which the market is closed for the weekend; nobody asks for them.
  package private(set) var closed = 0
  /// Hours of the range that are not over yet.
  package private(set) var unfinished = 0

  /// Dukascopy's oldest ticks are of 2003.
  package static let earliest = CivilDate(daysSinceEpoch: 12_053).startUTC

  /// The hours of the half-open range `[from, to)` that are over at `now`.
  ///
  /// A daily break of an hour is asked for like any other hour: Dukascopy's breaks differ from the catalog's.
  ///
  /// - Parameters:
  ///   - instrument: Dukascopy's name of it.
  ///   - market: when it trades; `nil` asks for every hour.
  ///   - from: a full hour.
  ///   - to: a full hour.
  ///   - now: the time.
  /// - Throws: `range`.
  package init(
    instrument: String, market: TradingHours?, from: Timestamp, to: Timestamp, now: Timestamp
  ) throws(DownloadError) {
    for (option, time) in [("--from", from), ("--to", to)] where time.nanoseconds % Timestamp.hour != 0 {
      throw .range(option: option, problem: "\(time.iso8601) is not the start of an hour")
    }
    guard from < to else { throw .range(option: "--to", problem: "the range ends before it begins") }
    guard from >= Self.earliest else {
      throw .range(option: "--from", problem: "there are no ticks before \(Self.earliest.iso8601)")
    }
    guard from < now else { throw .range(option: "--from", problem: "\(from.iso8601) lies in the future") }
    var file = HourFile(instrument: instrument, hour: from)
    while file.hour < to {
      if file.end > now {
        unfinished = Int((to.nanoseconds - file.hour.nanoseconds) / Timestamp.hour)
        break
      }
      if Self.isOpen(market, at: file.hour) { hours.append(file) } else { closed += 1 }
      file.hour = file.end
    }
    guard !hours.isEmpty else {
      throw .range(
        option: "--from, --to", problem: "the market is closed, or the hour not over, all the time")
    }
  }

  private static func isOpen(_ market: TradingHours?, at hour: Timestamp) -> Bool {
    guard let market, market != .always else { return true }
    return TradingHours.fxWeek.isOpen(at: hour)
  }
}
