package import TradingCore

/// How volatile a symbol was at each hour of the week on one timeframe, over the last weeks: memory that does not grow.
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
  private let period: Int64
  /// The samples of each hour of the week after the other, a ring each.
  private var samples: [Double]
  /// How many samples each hour was given, those that were overwritten too.
  private var counts: [Int]
  private var lastPeriod = Int64.min
  /// Derived of the above, and not stored.
  private var pool: Pool?

  /// A history without samples.
  package init(_ timeframe: Timeframe) {
    period =
      switch timeframe {
      case .m1: 15 * Timestamp.minute
      case .m5: 30 * Timestamp.minute
      default: max(timeframe.nanoseconds, Timestamp.hour)
      }
    samples = []
    counts = []
    let slots = Int(7 * Timestamp.day / slotLength)
    samples = [Double](repeating: 0, count: slots * ringLength)
    counts = [Int](repeating: 0, count: slots)
  }

  private var slotLength: Int64 { max(period, Timestamp.hour) }
  private var ringLength: Int { Self.weeks * Int(slotLength / period) }
  private var slotsInDay: Int { Int(Timestamp.day / slotLength) }

  /// Takes the volatility of a window that ended then, if it is the first one in its period.
  package mutating func add(_ volatility: Double, start: Timestamp, end: Timestamp) {
    let number = Self.floor(end.nanoseconds, by: period)
    guard number != lastPeriod else { return }
    lastPeriod = number
    let slot = slot(of: start)
    samples[slot * ringLength + counts[slot] % ringLength] = volatility
    counts[slot] += 1
    pool = nil
  }

  /// The rank of a volatility at a time among the closest hours of the past of which there are samples enough; `nil` when
  /// there are not enough of all hours.
  package mutating func rank(of volatility: Double, at start: Timestamp) -> Rank? {
    let slot = slot(of: start)
    if pool?.slot != slot { pool = makePool(slot) }
    guard let pool, let basis = pool.basis,
      let percentile = ClimateMeasures.percentile(of: volatility, among: pool.samples)
    else { return nil }
    return Rank(percentile: percentile, basis: basis, share: pool.share)
  }

  /// What is ranked among in an hour, gathered once: a minute's bar is ranked fifteen times for each sample that comes.
  private struct Pool: Sendable {
    let slot: Int
    let samples: [Double]
    let basis: VolatilityBasis?
    let share: Double
  }

  private func makePool(_ slot: Int) -> Pool {
    let day = slot % slotsInDay
    let reach = Int(Self.hoursAround * Timestamp.hour / slotLength)
    let bases: [(VolatilityBasis, ClosedRange<Int>)] = [
      (.hourOfDay, 0...0), (.hoursAround, -reach...reach), (.allHours, 0...(slotsInDay - 1)),
    ]
    if held(slot) >= Self.fewest {
      let share = (3 + Double(held(slot)) / Double(ringLength)) / 4
      return Pool(slot: slot, samples: Array(ring(slot)), basis: .hourOfWeek, share: share)
    }
    for (place, (basis, distances)) in bases.enumerated() {
      var samples: [Double] = []
      for midnight in stride(from: 0, to: counts.count, by: slotsInDay) {
        for distance in distances {
          samples += ring(midnight + (day + distance + slotsInDay) % slotsInDay)
        }
      }
      guard samples.count >= Self.fewest else { continue }
      let filled = Double(samples.count) / Double(ringLength)
      return Pool(slot: slot, samples: samples, basis: basis, share: (Double(2 - place) + min(1, filled)) / 4)
    }
    return Pool(slot: slot, samples: [], basis: nil, share: 0)
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

  private func ring(_ slot: Int) -> ArraySlice<Double> {
    samples[(slot * ringLength)..<(slot * ringLength + held(slot))]
  }

  private static func floor(_ value: Int64, by step: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: step)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
