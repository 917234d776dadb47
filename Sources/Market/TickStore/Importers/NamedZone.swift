import Foundation
package import TradingCore

/// A zone of the IANA data that Foundation carries.
package struct NamedZone: Sendable, Hashable {
  /// The IANA name.
  package var name: String { zone.identifier }
  private let zone: TimeZone

  /// The zone of that name, or `nil` when there is none; names without a slash are not taken, as most are
  /// abbreviations that mean several things.
  init?(_ name: String) {
    guard name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
    self.zone = zone
  }

  /// Seconds to add to UTC for the zone's clock at an instant.
  package func offsetSeconds(at time: Timestamp) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.secondsSinceEpoch)))
  }

  /// The version of the zone data, as in `2025b`.
  package static var dataVersion: String { TimeZone.timeZoneDataVersion }
}
