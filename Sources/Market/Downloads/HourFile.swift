package import TradingCore

/// One hour of Dukascopy's ticks: which file of the feed it is.
package struct HourFile: Sendable, Hashable {
  /// Dukascopy's name of the instrument.
  package var instrument: String
  /// The start of the hour, UTC.
  package var hour: Timestamp

  /// The hour of an instrument, by Dukascopy's name of it.
  package init(instrument: String, hour: Timestamp) {
    self.instrument = instrument
    self.hour = hour
  }

  /// Where it lies below the base URL and in a cache: `EURUSD/2019/01/04/07h_ticks.bi5`. Months count from 00.
  package var path: String {
    let date = CivilDate(containing: hour)
    let (year, month, day) = date.components
    let hourOfDay = (hour.nanoseconds - date.startUTC.nanoseconds) / Timestamp.hour
    return
      "\(instrument)/\(year)/\(Self.two(month - 1))/\(Self.two(day))/\(Self.two(Int(hourOfDay)))h_ticks.bi5"
  }

  /// The first instant after the hour.
  package var end: Timestamp { hour.advanced(by: Timestamp.hour) }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
