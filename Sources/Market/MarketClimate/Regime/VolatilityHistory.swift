package import TradingCore

/// How volatile a symbol was at each hour of the week on one timeframe, over the last weeks: memory that does not grow.
///
/// A sample is the volatility at the end of a period: a quarter of an hour on M1, half an hour on M5, an hour on M15 and
/// H1, the bar on H4. Hours are of UTC, so a session that moves with daylight saving moves among them.
package struct VolatilityHistory: Sendable, Hashable, Codable {
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

  /// Nanoseconds between two samples.
  private let period: Int64
  /// The samples of each hour of the week after the other, a ring each.
  private var samples: [Double]
  /// How many samples each hour was given, those that were overwritten too.
  private var counts: [Int]
  private var lastPeriod = Int64.min

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
  }

  /// The rank of a volatility at a time, and among what: the same hour of the week, the same hour of any day, or all
  /// there is, whichever first has samples enough; `nil` when none has.
  package func rank(of volatility: Double, at start: Timestamp) -> Rank {
    let slot = slot(of: start)
    let wanted = Double(ringLength)
    let sameHour = held(slot)
    if sameHour >= Self.fewest {
      return Rank(
        percentile: ClimateMeasures.percentile(of: volatility, among: ring(slot)), basis: .hourOfWeek,
        share: 0.75 + 0.25 * min(1, Double(sameHour) / wanted))
    }
    let everyDay = stride(from: slot % slotsInDay, to: counts.count, by: slotsInDay)
    let inHour = everyDay.reduce(0) { $0 + held($1) }
    if inHour >= Self.fewest {
      return Rank(
        percentile: percentile(of: volatility, among: everyDay), basis: .hourOfDay,
        share: 0.5 + 0.25 * min(1, Double(inHour) / (5 * wanted)))
    }
    let all = counts.indices.reduce(0) { $0 + held($1) }
    guard all >= Self.fewest else {
      return Rank(percentile: nil, basis: nil, share: 0.25 * Double(all) / Double(Self.fewest))
    }
    return Rank(
      percentile: percentile(of: volatility, among: counts.indices), basis: .allHours,
      share: 0.25 + 0.25 * min(1, Double(all) / (5 * Double(slotsInDay) * wanted)))
  }

  /// Where a volatility stands.
  package struct Rank: Sendable, Hashable {
    /// From 0 to 1; `nil` with fewer samples than `fewest`.
    package let percentile: Double?
    /// What it was compared with.
    package let basis: VolatilityBasis?
    /// How much of the wanted history there was, from 0 to 1: up to ¼ without a percentile, to ½ among all hours, to ¾
    /// among the hours of the day, and 1 among twelve weeks of the hour.
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

  private func percentile(of volatility: Double, among slots: some Sequence<Int>) -> Double? {
    ClimateMeasures.percentile(of: volatility, among: slots.lazy.map { ring($0) }.joined())
  }

  private static func floor(_ value: Int64, by step: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: step)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
