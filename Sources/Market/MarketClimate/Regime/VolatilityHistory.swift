package import TradingCore

/// How volatile a symbol was at each hour of the week on one timeframe, over the last weeks: memory that does not grow.
///
/// Volatilities are ranked and nothing else, so whatever grows with it may stand for it: a tracker gives sums of squares.
///
/// A sample is the volatility at the end of a period: a quarter of an hour on M1, half an hour on M5, an hour on M15 and
/// H1, the bar on H4. Hours are of UTC, so a session that moves with daylight saving moves among them.
package struct VolatilityHistory: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case period = "period"
    case samples = "samples"
    case counts = "counts"
    case lastPeriod = "last_period"
  }

  /// Weeks that are kept.
  package static let weeks = 12
  /// Samples without which nothing is ranked among them.
  package static let fewest = 12
  /// Hours before and after that stand in for an hour.
  package static let hoursAround: Int64 = 3

  /// Nanoseconds between two samples.
  let period: Int64
  /// The samples of each hour of the week after the other, a ring each.
  private var samples: [Double]
  /// How many samples each hour was given, those that were overwritten too.
  private var counts: [Int]
  private var lastPeriod = Int64.min
  // Derived of the above, and not stored.
  private let slotLength: Int64
  private let ringLength: Int
  private let slotsInDay: Int
  private var pool = Pool()
  /// The samples of the pool, but of one of a single ring, which is looked at where it is.
  private var pooled: [Double] = []

  /// A history without samples.
  package init(_ timeframe: Timeframe) {
    let period =
      switch timeframe {
      case .m1: 15 * Timestamp.minute
      case .m5: 30 * Timestamp.minute
      default: max(timeframe.nanoseconds, Timestamp.hour)
      }
    self.init(period: period)
  }

  private init(period: Int64) {
    self.period = period
    slotLength = max(period, Timestamp.hour)
    ringLength = Self.weeks * Int(slotLength / period)
    slotsInDay = Int(Timestamp.day / slotLength)
    samples = [Double](repeating: 0, count: 7 * slotsInDay * ringLength)
    counts = [Int](repeating: 0, count: 7 * slotsInDay)
  }

  /// Reads a history.
  ///
  /// - Throws: `DecodingError` when it is none that was written: an unknown period, or too many or too few samples.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let period = try container.decode(Int64.self, forKey: .period)
    guard Timeframe.ofRegimes.contains(where: { VolatilityHistory($0).period == period }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .period, in: container, debugDescription: "no timeframe has samples every \(period) ns")
    }
    self.init(period: period)
    let samples = try container.decode([Double].self, forKey: .samples)
    let counts = try container.decode([Int].self, forKey: .counts)
    guard samples.count == self.samples.count, samples.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .samples, in: container,
        debugDescription: "expected \(self.samples.count) samples, finite and not negative")
    }
    guard counts.count == self.counts.count, counts.allSatisfy({ (0...Self.largestCount).contains($0) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container, debugDescription: "expected \(self.counts.count) counts, none below 0"
      )
    }
    self.samples = samples
    self.counts = counts
    lastPeriod = try container.decode(Int64.self, forKey: .lastPeriod)
  }

  /// More samples than any hour is given.
  private static let largestCount = 1 << 40

  /// Writes it.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(period, forKey: .period)
    try container.encode(samples, forKey: .samples)
    try container.encode(counts, forKey: .counts)
    try container.encode(lastPeriod, forKey: .lastPeriod)
  }

  /// Takes the volatility of a window that ended then, if it is the first one in its period.
  package mutating func add(_ volatility: Double, start: Timestamp, end: Timestamp) {
    // Divisions cost more than all the rest: a period and an hour are looked up again once they are over.
    if lastPeriod != .min, Self.lies(end, within: period, from: lastPeriod &* period) { return }
    let number = Self.floor(end.nanoseconds, by: period)
    guard number != lastPeriod else { return }
    lastPeriod = number
    let slot = lies(inPool: start) ? pool.slot : slot(of: start)
    samples[slot * ringLength + counts[slot] % ringLength] = volatility
    counts[slot] += 1
    if lies(inPool: start) { grow(volatility) } else { pool.isGathered = false }
  }

  /// The rank of a volatility at a time among the closest hours of the past of which there are samples enough; `nil` when
  /// there are not enough of all hours.
  package mutating func rank(of volatility: Double, at start: Timestamp) -> Rank? {
    if !pool.isGathered || !lies(inPool: start) { gather(start) }
    guard let basis = pool.basis else { return nil }
    let percentile =
      if basis == .hourOfWeek {
        samples.withUnsafeBufferPointer {
          ClimateMeasures.percentile(
            of: volatility,
            among: UnsafeBufferPointer(
              rebasing: $0[(pool.slot * ringLength)..<(pool.slot * ringLength + held(pool.slot))]))
        }
      } else {
        pooled.withUnsafeBufferPointer { ClimateMeasures.percentile(of: volatility, among: $0) }
      }
    return percentile.map { Rank(percentile: $0, basis: basis, share: pool.share) }
  }

  /// What is ranked among in an hour, gathered once: a minute's bar is ranked fifteen times for each sample that comes.
  private struct Pool: Sendable {
    /// Whether all else is as the samples are.
    var isGathered = false
    var start: Int64 = 0
    var slot = 0
    var basis: VolatilityBasis?
    var share = 0.0
    /// Quarters of the share that the basis has whatever the number of samples.
    var quarters = 0.0
    /// Samples of the hour that may come before another basis or a full ring asks to gather anew.
    var room = 0
  }

  private func lies(inPool time: Timestamp) -> Bool {
    pool.isGathered && Self.lies(time, within: slotLength, from: pool.start)
  }

  /// Takes a sample of the pool's hour, which is in the pool whatever that is of.
  private mutating func grow(_ volatility: Double) {
    pool.room -= 1
    guard pool.room > 0 else {
      pool.isGathered = false
      return
    }
    if pool.basis != .hourOfWeek { pooled.append(volatility) }
    setShare()
  }

  private mutating func setShare() {
    guard let basis = pool.basis else { return }
    let samples = basis == .hourOfWeek ? held(pool.slot) : pooled.count
    pool.share = (pool.quarters + min(1, Double(samples) / Double(ringLength))) / 4
  }

  private mutating func gather(_ time: Timestamp) {
    let slot = slot(of: time)
    let held = held(slot)
    pool = Pool(
      isGathered: true, start: Self.floor(time.nanoseconds, by: slotLength) &* slotLength, slot: slot)
    // Once the ring is full a sample takes another's place.
    pool.room = held < ringLength ? ringLength - held + 1 : 1
    pooled.removeAll(keepingCapacity: true)
    if held >= Self.fewest {
      pool.basis = .hourOfWeek
      pool.quarters = 3
    } else {
      pool.room = min(pool.room, Self.fewest - held)
      let reach = Int(Self.hoursAround * Timestamp.hour / slotLength)
      _ =
        gather(.hourOfDay, 2, 0...0) || gather(.hoursAround, 1, -reach...reach)
        || gather(.allHours, 0, 0...(slotsInDay - 1))
    }
    setShare()
  }

  /// Takes the samples of these hours of all days, if there are enough.
  private mutating func gather(
    _ basis: VolatilityBasis, _ quarters: Double, _ distances: ClosedRange<Int>
  ) -> Bool {
    let day = pool.slot % slotsInDay
    // How many there are is looked at first: of most bases there are too few, or it is not come to.
    var number = 0
    for midnight in stride(from: 0, to: counts.count, by: slotsInDay) {
      for distance in distances { number += held(midnight + wrapped(day + distance)) }
    }
    guard number >= Self.fewest else {
      pool.room = min(pool.room, Self.fewest - number)
      return false
    }
    for midnight in stride(from: 0, to: counts.count, by: slotsInDay) {
      for distance in distances {
        let place = midnight + wrapped(day + distance)
        for sample in (place * ringLength)..<(place * ringLength + held(place)) {
          pooled.append(samples[sample])
        }
      }
    }
    pool.basis = basis
    pool.quarters = quarters
    return true
  }

  private func wrapped(_ place: Int) -> Int {
    place < 0 ? place + slotsInDay : place >= slotsInDay ? place - slotsInDay : place
  }

  /// Where a volatility stands.
  package struct Rank: Sendable, Hashable {
    /// From 0 to 1.
    package let percentile: Double
    /// What it was compared with.
    package let basis: VolatilityBasis
    /// How much of the wanted history there was, from 0 to 1: up to ¼ among all hours, ½ among the hours around, ¾ among
    /// the same hour of any day, and 1 among the same hour of the week; the last ¼ of each by how many samples there
    /// were of the twelve weeks' of an hour.
    package let share: Double
  }

  private func slot(of time: Timestamp) -> Int {
    // The epoch was a Thursday, at midnight: which hour is the first does not matter.
    let week = 7 * Timestamp.day
    let inWeek = time.nanoseconds - Self.floor(time.nanoseconds, by: week) * week
    return Int(inWeek / slotLength)
  }

  private func held(_ slot: Int) -> Int { min(counts[slot], ringLength) }

  private static func lies(_ time: Timestamp, within length: Int64, from start: Int64) -> Bool {
    UInt64(bitPattern: time.nanoseconds &- start) < UInt64(bitPattern: length)
  }

  private static func floor(_ value: Int64, by step: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: step)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
