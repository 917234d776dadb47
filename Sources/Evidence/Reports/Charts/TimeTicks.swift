import TradingCore

/// Round instants along a time axis, UTC, with labels.
struct TimeTicks: Sendable, Hashable {
  /// One tick.
  struct Tick: Sendable, Hashable {
    let time: Timestamp
    let label: String
    /// Whether the label is of more than a time of day.
    var isDate = true
  }

  let ticks: [Tick]
  /// The day on which the axis begins, where labels are times of day and the first is not a date itself.
  var firstDay: CivilDate? {
    ticks.first.flatMap { $0.isDate ? nil : CivilDate(containing: $0.time) }
  }
  /// Whether a tick keeps its label where every other one goes: dates stay rather than times of day.
  func isKept(_ index: Int) -> Bool {
    let date = ticks.firstIndex { $0.isDate } ?? 0
    return (index - date) % 2 == 0
  }

  private static let clockSteps: [Int64] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200,
    10_800, 21_600, 43_200,
  ]
  private static let daySteps: [Int64] = [1, 2, 4, 7, 14]
  private static let monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600]

  /// At most about `count` ticks within the ends, given in seconds since the epoch.
  init(from lower: Double, to upper: Double, count: Int) {
    let wanted = max(upper - lower, 1) / Double(max(count, 1))
    let (first, last) = (Self.wholeSeconds(lower.rounded(.up)), Self.wholeSeconds(upper.rounded(.down)))
    if let step = Self.clockSteps.first(where: { Double($0) >= wanted }) {
      ticks = Self.clock(first, last, step)
    } else if let step = Self.daySteps.first(where: { Double($0 * 86_400) >= wanted }) {
      ticks = Self.days(first, last, step)
    } else {
      let step = Self.monthSteps.first { Double($0) * 30.4 * 86_400 >= wanted } ?? 600
      ticks = Self.months(first, last, step)
    }
  }

  /// Within the years a timestamp can hold, with room for a step beyond.
  private static func wholeSeconds(_ value: Double) -> Int64 { Int64(min(max(value, -9.1e9), 9.1e9)) }

  private static func clock(_ first: Int64, _ last: Int64, _ step: Int64) -> [Tick] {
    multiples(of: step, from: first, through: last).map { second in
      let time = Timestamp(nanoseconds: second * Timestamp.second)
      let isMidnight = second % 86_400 == 0
      let label =
        isMidnight
        ? DateText.shortDay(CivilDate(containing: time)) : DateText.clock(time, withSeconds: step < 60)
      return Tick(time: time, label: label, isDate: isMidnight)
    }
  }

  private static func days(_ first: Int64, _ last: Int64, _ step: Int64) -> [Tick] {
    // Whole weeks start on Mondays: 1970-01-05 was one.
    let origin: Int64 = step % 7 == 0 ? 4 : 0
    let (firstDay, lastDay) = (floorDivide(first + 86_399, 86_400), floorDivide(last, 86_400))
    return multiples(of: step, from: firstDay - origin, through: lastDay - origin).map { day in
      let date = CivilDate(daysSinceEpoch: day + origin)
      return Tick(time: date.startUTC, label: DateText.shortDay(date))
    }
  }

  private static func months(_ first: Int64, _ last: Int64, _ step: Int) -> [Tick] {
    let start = CivilDate(daysSinceEpoch: floorDivide(first, 86_400)).components
    var month = (start.year * 12 + start.month - 1) / step * step
    var ticks: [Tick] = []
    while let date = CivilDate(year: month / 12, month: month % 12 + 1, day: 1),
      date.daysSinceEpoch * 86_400 <= last
    {
      if date.daysSinceEpoch * 86_400 >= first {
        let label = step % 12 == 0 ? "\(month / 12)" : "\(DateText.month(date)) \(month / 12)"
        ticks.append(Tick(time: date.startUTC, label: label))
      }
      month += step
    }
    return ticks
  }

  private static func multiples(of step: Int64, from first: Int64, through last: Int64) -> [Int64] {
    Array(stride(from: -floorDivide(-first, step) * step, through: last, by: Int64.Stride(step)))
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
