import Foundation
import TradingCore

@testable import MarketClimate

/// What the tests of calendars share.
enum CalendarSamples {
  /// An instant by its text.
  static func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

  /// A span between two instants.
  static func span(_ from: String, _ to: String) throws -> TimeSpan {
    TimeSpan(from: try at(from), to: try at(to))
  }

  /// A calendar of YAML that stands in `holidays.yaml`.
  static func calendar(_ text: String) throws -> MarketCalendar {
    try MarketCalendar.parse(text: text, path: "holidays.yaml")
  }

  /// Writes a file.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// What is wrong with a calendar.
  static func fault(_ body: () throws -> some Any) -> String {
    do { _ = try body() } catch { return "\(error)" }
    return "nothing is wrong"
  }
}
