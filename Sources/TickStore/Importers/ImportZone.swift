import TradingCore

/// The zone of times that do not carry one.
package enum ImportZone: Sendable, Hashable, CustomStringConvertible {
  /// A fixed distance from UTC all year.
  case fixed(secondsFromUTC: Int)
  /// New York with its daylight saving, by the rules in `NewYorkCalendar`.
  case newYork
  /// Another zone of the IANA data, by the machine's data.
  case named(NamedZone)

  /// UTC.
  package static let utc = ImportZone.fixed(secondsFromUTC: 0)

  /// A zone from `UTC`, `UTC-5`, `UTC+05:30`, `America/New_York` or another IANA name.
  ///
  /// - Throws: `option` for anything else, abbreviations such as `EST` included: they mean several things.
  package init(name: String) throws(ImportError) {
    if let seconds = Self.fixedOffset(name) {
      self = .fixed(secondsFromUTC: seconds)
    } else if name == "America/New_York" || name == "US/Eastern" {
      self = .newYork
    } else if let zone = NamedZone(name) {
      self = .named(zone)
    } else {
      throw .option(
        name: "--zone", problem: "unknown time zone '\(name)'",
        remedy: "give UTC, a distance as in UTC-5 or UTC+05:30, or an IANA name as in America/New_York")
    }
  }

  private static func fixedOffset(_ name: String) -> Int? {
    var text = Array(name.utf8)
    if text == Array("Z".utf8) { return 0 }
    guard text.starts(with: Array("UTC".utf8)) || text.starts(with: Array("GMT".utf8)) else { return nil }
    text.removeFirst(3)
    guard let sign = text.first else { return 0 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    text.removeFirst()
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
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
    }
  }

  /// `UTC`, `UTC-5`, `UTC+05:30`, or the IANA name.
  package var description: String {
    switch self {
    case .fixed(0): return "UTC"
    case .fixed(let seconds):
      let (hours, minutes) = (abs(seconds) / 3_600, abs(seconds) / 60 % 60)
      let sign = seconds < 0 ? "-" : "+"
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      return "UTC\(sign)" + (minutes == 0 ? "\(hours)" : "\(two(hours)):\(two(minutes))")
    case .newYork: return "America/New_York"
    case .named(let zone): return zone.name
    }
  }

  /// The zone and the source of its rules, for a report.
  var note: String {
    switch self {
    case .fixed: description
    case .newYork: "America/New_York (built-in rules)"
    case .named(let zone): "\(zone.name) (zone data \(NamedZone.dataVersion))"
    }
  }
}

/// Turns a zone's local times into instants.
///
/// A local time that the clock shows twice (autumn) or never (spring) is refused and not guessed: ticks that
/// fall into such an hour have to be given in UTC.
struct ZoneClock {
  /// What a local time stands for.
  enum Answer: Hashable {
    case instant(Int64)
    case ambiguous
    case nonexistent
  }

  let zone: ImportZone
  // Local times in this range are `offset` ahead of UTC, all of them.
  private var steadyFrom: Int64 = 1
  private var steadyUpTo: Int64 = 0
  private var offset: Int64 = 0

  init(_ zone: ImportZone) { self.zone = zone }

  /// The instant at which the zone's clock shows so many nanoseconds since 1970-01-01T00:00 local.
  @inline(__always)
  mutating func instant(local: Int64) -> Answer {
    if local >= steadyFrom, local < steadyUpTo { return .instant(local &- offset) }
    return resolve(local)
  }

  private mutating func resolve(_ local: Int64) -> Answer {
    func offset(daysLater days: Int64) -> Int64 {
      let time = Timestamp(nanoseconds: local).advanced(by: days * Timestamp.day)
      return Int64(zone.offsetSeconds(at: time)) * Timestamp.second
    }
    let before = offset(daysLater: -1)
    let after = offset(daysLater: 1)
    if before == after, offset(daysLater: -2) == before, offset(daysLater: 2) == before {
      // No change within two days on either side, so none is near the times half a day around.
      self.offset = before
      steadyFrom = local - Timestamp.day / 2
      steadyUpTo = local + Timestamp.day / 2
      return .instant(local - before)
    }
    let candidates = [before, after].filter { candidate in
      let time = Timestamp(nanoseconds: local).advanced(by: -candidate)
      return Int64(zone.offsetSeconds(at: time)) * Timestamp.second == candidate
    }
    guard let first = candidates.first else { return .nonexistent }
    return candidates.allSatisfy { $0 == first } ? .instant(local - first) : .ambiguous
  }

  /// The instant, or the refusal of the text.
  @inline(__always)
  mutating func nanoseconds(local: Int64, _ field: ByteField) throws(ImportFault) -> Int64 {
    switch instant(local: local) {
    case .instant(let nanoseconds): return nanoseconds
    case .ambiguous: throw .localTimeUnclear(excerpt(field), zone: "\(zone)", isAmbiguous: true)
    case .nonexistent: throw .localTimeUnclear(excerpt(field), zone: "\(zone)", isAmbiguous: false)
    }
  }
}
