package import TradingCore

/// How much of the time in which a market was open recorded ticks cover, and how sound they are.
///
/// Minutes are aligned to UTC, from that of the first tick through that of the last, and count as open by the
/// calendar (`OpenHours`). A minute is covered when it has a tick. Quality = 100 × covered / open × sound /
/// ticks; a tick is sound when it is neither crossed nor, if uncrossed, equal to the tick before. What is missing from 100
/// is shown by cause, and the four add up to 100. Ticks while the market was closed count in no share.
///
/// What it ignores: a quiet market may have no tick in a minute and lose nothing by it, so the figure is a lower
/// bound for thinly traded instruments. Time before the first tick and after the last is not looked at.
package struct HistoryQuality: Sendable, Hashable {
  /// By which hours the market counts as open.
  package var hours: TradingHours
  /// Every trading day with open time from the first tick's to the last's, in order, the empty ones too.
  package var days: [HistoryDay]
  /// The longest stretches without a tick while the market was open, the longest first.
  package var longestGaps: [HistoryGap]
  /// For each of `HistoryGap.thresholds`, how many gaps are longer.
  package var gapCounts: [Int]
  /// Ticks while the market was closed.
  package var ticksOutsideHours: Int

  /// The counts of all the days together.
  package var total: HistoryCounts {
    days.reduce(into: HistoryCounts()) { $0.add($1.counts) }
  }

  /// The share of the open minutes of these days, 0 to 100; `nil` without open time.
  package var quality: Double? { total.quality }

  /// The same history in at most so many stretches of neighboring days, for a bar in a chart.
  ///
  /// - Precondition: `limit` is positive.
  package func periods(atMost limit: Int) -> [HistoryPeriod] {
    precondition(limit > 0, "there must be room for one period")
    let length = (days.count + limit - 1) / limit
    guard length > 0 else { return [] }
    return stride(from: 0, to: days.count, by: length).map { start in
      let slice = days[start..<min(start + length, days.count)]
      let counts = slice.reduce(into: HistoryCounts()) { $0.add($1.counts) }
      return HistoryPeriod(first: slice[slice.startIndex].day, days: slice.count, counts: counts)
    }
  }
}

/// One trading day (17:00 to 17:00 New York) of a history.
package struct HistoryDay: Sendable, Hashable {
  /// The date on which the day ends in New York.
  package var day: CivilDate
  /// What was counted in it.
  package var counts = HistoryCounts()

  /// Its share covered by sound ticks, 0 to 100; `nil` without open time.
  package var quality: Double? { counts.quality }
}

/// Some trading days together.
package struct HistoryPeriod: Sendable, Hashable {
  /// The first of the days.
  package var first: CivilDate
  /// How many there are.
  package var days: Int
  /// What was counted in them.
  package var counts: HistoryCounts
}

/// What is counted over a stretch of a history.
package struct HistoryCounts: Sendable, Hashable {
  /// Minutes in which the market was open.
  package var openMinutes = 0
  /// Those of them with a tick.
  package var coveredMinutes = 0
  /// Ticks while the market was open.
  package var ticks = 0
  /// Those of them with the bid above the ask.
  package var crossed = 0
  /// Those of them, not crossed, that equal the tick before in time, bid and ask.
  package var duplicates = 0
  /// Gaps that begin here, longer than the first of `HistoryGap.thresholds`.
  package var gaps = 0

  /// Nothing counted.
  package init() {}

  /// The share of open minutes with a tick, 0 to 1; `nil` without open time.
  package var coverage: Double? {
    openMinutes > 0 ? Double(coveredMinutes) / Double(openMinutes) : nil
  }

  /// 100 × coverage × sound ticks / ticks; `nil` without open time, 0 without ticks.
  package var quality: Double? { share(of: ticks - crossed - duplicates) }
  /// What missing minutes take from 100.
  package var missingDeduction: Double? { coverage.map { 100 * (1 - $0) } }
  /// What crossed ticks take from 100.
  package var crossedDeduction: Double? { share(of: crossed) }
  /// What duplicates take from 100.
  package var duplicatesDeduction: Double? { share(of: duplicates) }

  private func share(of part: Int) -> Double? {
    coverage.map { ticks > 0 ? 100 * $0 * Double(part) / Double(ticks) : 0 }
  }

  mutating func add(_ other: HistoryCounts) {
    openMinutes += other.openMinutes
    coveredMinutes += other.coveredMinutes
    ticks += other.ticks
    crossed += other.crossed
    duplicates += other.duplicates
    gaps += other.gaps
  }
}

/// A stretch between two neighboring ticks.
package struct HistoryGap: Sendable, Hashable {
  /// The tick before.
  package var from: Timestamp
  /// The tick after.
  package var to: Timestamp
  /// Nanoseconds of it in which the market was open; closed hours and weekends are not counted.
  package var openNanoseconds: Int64

  /// The open time in seconds.
  package var openSeconds: Double { Double(openNanoseconds) / 1e9 }

  /// What gaps are counted by, in seconds: a minute, 5, 15, an hour, 4, a day.
  package static let thresholds: [Int64] = [60, 300, 900, 3_600, 14_400, 86_400]
  /// How many of the longest are listed.
  static let listed = 10
}
