import TradingCore

/// Which one a local time is that the clock shows twice as daylight saving ends.
package enum RepeatedHour: String, Sendable, Hashable, CaseIterable {
  /// The first, before the clock goes back.
  case first
  /// The second, after it.
  case second
  /// The first until the times step back, the second from there on.
  case byOrder = "by-order"
}

/// Turns a zone's local times into instants.
///
/// A local time that the clock shows twice (autumn) is refused unless a policy says which one it is; one that it
/// never shows (spring) is refused in any case.
struct ZoneClock {
  /// What a local time stands for.
  enum Answer: Hashable {
    case instant(Int64)
    case ambiguous
    case nonexistent
  }

  let zone: ImportZone
  private let policy: RepeatedHour?
  // Local times in this range are `offset` ahead of UTC, all of them.
  private var steadyFrom: Int64 = 1
  private var steadyUpTo: Int64 = 0
  private var offset: Int64 = 0
  // The last local time in a repeated hour, and whether the times of this change have stepped back.
  private var lastRepeated: Int64?
  private var hasSteppedBack = false

  init(_ zone: ImportZone, repeatedHour: RepeatedHour? = nil) {
    self.zone = zone
    policy = repeatedHour
  }

  /// The zone for a report, with the policy where there is one.
  var note: String { zone.note + (policy.map { ", repeated hour: \($0.rawValue)" } ?? "") }

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
    guard let first = candidates.first, let second = candidates.last else { return .nonexistent }
    if first == second { return .instant(local - first) }
    guard let policy else { return .ambiguous }
    return .instant(local - (isSecond(local, by: policy) ? min(first, second) : max(first, second)))
  }

  /// Whether a local time that is there twice is the second of its kind.
  private mutating func isSecond(_ local: Int64, by policy: RepeatedHour) -> Bool {
    switch policy {
    case .first: return false
    case .second: return true
    case .byOrder:
      if let last = lastRepeated, abs(local - last) < Timestamp.day {
        if local < last { hasSteppedBack = true }
      } else {
        hasSteppedBack = false
      }
      lastRepeated = local
      return hasSteppedBack
    }
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
