import TradingCore

/// The zone of times that do not carry one.
package enum ImportZone: Sendable, Hashable, CustomStringConvertible {
  /// A fixed distance from UTC all year.
  case fixed(secondsFromUTC: Int)
  /// New York with its daylight saving, by the rules in `NewYorkCalendar`.
  case newYork
  /// Another zone of the IANA data, by the machine's data.
  case named(NamedZone)
  /// A clock that is always so far from another zone's, as servers are that show New York's time plus seven hours.
  indirect case shifted(ImportZone, seconds: Int)

  /// UTC.
  package static let utc = ImportZone.fixed(secondsFromUTC: 0)

  /// A zone from `UTC`, `UTC-5`, `UTC+05:30`, `America/New_York` or another IANA name, or such a name with hours
  /// behind it: `America/New_York+7`.
  ///
  /// - Throws: `option` for anything else, abbreviations such as `EST` included: they mean several things.
  package init(name: String) throws(ImportError) {
    guard let zone = Self.plain(name) ?? Self.shifted(name) else {
      throw .option(
        name: "--zone", problem: "unknown time zone '\(name)'",
        remedy:
          "give UTC, a distance as in UTC-5 or UTC+05:30, an IANA name as in America/New_York, or hours "
          + "from one as in America/New_York+7")
    }
    self = zone
  }

  private static func plain(_ name: String) -> ImportZone? {
    if let seconds = fixedOffset(name) { return .fixed(secondsFromUTC: seconds) }
    if name == "America/New_York" || name == "US/Eastern" { return .newYork }
    return NamedZone(name).map { .named($0) }
  }

  /// An IANA name, a sign and hours.
  private static func shifted(_ name: String) -> ImportZone? {
    let bytes = Array(name.utf8)
    guard let sign = bytes.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }),
      let seconds = distance(bytes[sign...]), seconds % 900 == 0,
      let zone = plain(String(decoding: bytes[..<sign], as: UTF8.self))
    else { return nil }
    if case .fixed = zone { return nil }
    return seconds == 0 ? zone : .shifted(zone, seconds: seconds)
  }

  private static func fixedOffset(_ name: String) -> Int? {
    let text = Array(name.utf8)
    if text == Array("Z".utf8) { return 0 }
    guard text.starts(with: Array("UTC".utf8)) || text.starts(with: Array("GMT".utf8)) else { return nil }
    return text.count == 3 ? 0 : distance(text[3...])
  }

  /// `+7`, `-05` or `+05:30` in seconds, up to fourteen hours and 59 minutes.
  private static func distance(_ text: ArraySlice<UInt8>) -> Int? {
    guard let sign = text.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    let parts = text.dropFirst().split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let numbers = parts.map { part -> Int? in
      guard (1...2).contains(part.count), part.allSatisfy({ $0 &- 48 <= 9 }) else { return nil }
      return part.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
    guard (1...2).contains(numbers.count), let hours = numbers[0], hours <= 14,
      let minutes = numbers.count == 2 ? numbers[1] : 0, minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  /// Seconds to add to UTC for the zone's clock at an instant.
  func offsetSeconds(at time: Timestamp) -> Int {
    switch self {
    case .fixed(let seconds): seconds
    case .newYork: NewYorkCalendar.utcOffsetSeconds(at: time)
    case .named(let zone): zone.offsetSeconds(at: time)
    case .shifted(let zone, let seconds): zone.offsetSeconds(at: time) + seconds
    }
  }

  /// `UTC`, `UTC-5`, `UTC+05:30`, the IANA name, or the name and the hours: `America/New_York+7`.
  package var description: String {
    switch self {
    case .fixed(0): return "UTC"
    case .fixed(let seconds): return "UTC" + Self.text(ofDistance: seconds)
    case .newYork: return "America/New_York"
    case .named(let zone): return zone.name
    case .shifted(let zone, let seconds): return "\(zone)" + Self.text(ofDistance: seconds)
    }
  }

  private static func text(ofDistance seconds: Int) -> String {
    let (hours, minutes) = (abs(seconds) / 3_600, abs(seconds) / 60 % 60)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return (seconds < 0 ? "-" : "+") + (minutes == 0 ? "\(hours)" : "\(two(hours)):\(two(minutes))")
  }

  /// The zone and the source of its rules, for a report.
  var note: String {
    switch self {
    case .fixed: description
    case .newYork: "America/New_York (built-in rules)"
    case .named(let zone): "\(zone.name) (zone data \(NamedZone.dataVersion))"
    case .shifted(.named, _): "\(description) (zone data \(NamedZone.dataVersion))"
    case .shifted: "\(description) (built-in rules)"
    }
  }
}
