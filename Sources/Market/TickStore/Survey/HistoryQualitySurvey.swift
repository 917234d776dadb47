package import TradingCore

/// Measures the quality of a history while its ticks go by.
///
/// Per tick it compares and counts; the calendar is asked once in half an hour. Memory grows with the days only.
package struct HistoryQualitySurvey {
  private let open: OpenHours
  private var days: [HistoryDay] = []
  private var longest: [HistoryGap] = []
  private var gapCounts = [Int](repeating: 0, count: HistoryGap.thresholds.count)
  private var outside = 0
  private var previous: Quote?
  private var previousSize = QuoteSize.zero

  // The slot of the tick in hand.
  private var slot = Timestamp.distantPast
  private var isOpen = false
  private var firstMinute: Int64 = 0
  private var minute: Int64 = -1
  private var counts = HistoryCounts()

  private static let shortestGap = (HistoryGap.thresholds.first ?? 0) * Timestamp.second

  /// A survey of an instrument that trades in these hours.
  package init(hours: TradingHours) { open = OpenHours(hours) }

  /// Takes the next ticks, with as many sizes where there are some.
  ///
  /// - Precondition: they are in order of time, and none is earlier than the ones before.
  package mutating func add(
    _ quotes: UnsafeBufferPointer<Quote>, _ sizes: UnsafeBufferPointer<QuoteSize>? = nil
  ) {
    guard let first = quotes.first else { return }
    // The very first tick has nothing before it that it could be a duplicate of.
    var before = previous ?? first
    if previous == nil {
      before.eventTime = first.eventTime.advanced(by: -1)
      start(at: first.eventTime)
    }
    var slotEnd = slot.nanoseconds + OpenHours.slot
    for (index, quote) in quotes.enumerated() {
      let size = sizes?[index] ?? .zero
      let time = quote.eventTime.nanoseconds
      let gap = time &- before.eventTime.nanoseconds
      if gap > Self.shortestGap { note(from: before.eventTime, to: quote.eventTime) }
      if time >= slotEnd {
        move(to: quote.eventTime.slotStart)
        slotEnd = slot.nanoseconds + OpenHours.slot
      }
      let minute = (time &- slot.nanoseconds) / Timestamp.minute
      if minute != self.minute {
        self.minute = minute
        counts.coveredMinutes += 1
      }
      counts.ticks += 1
      if quote.isCrossed {
        counts.crossed += 1
      } else if gap == 0, quote == before, size == previousSize {
        counts.duplicates += 1
      }
      before = quote
      previousSize = size
    }
    previous = before
  }

  /// The quality of what went by; `nil` before the first tick.
  package func result() -> HistoryQuality? {
    guard let last = previous else { return nil }
    var copy = self
    copy.closeSlot(throughMinute: (last.eventTime.nanoseconds - slot.nanoseconds) / Timestamp.minute)
    return HistoryQuality(
      hours: open.hours, days: copy.days, longestGaps: longest, gapCounts: gapCounts,
      ticksOutsideHours: copy.outside)
  }

  private mutating func start(at time: Timestamp) {
    slot = time.slotStart
    isOpen = open.isOpen(at: slot)
    firstMinute = (time.nanoseconds - slot.nanoseconds) / Timestamp.minute
  }

  /// Closes the slot in hand and those without ticks after it.
  private mutating func move(to next: Timestamp) {
    while slot < next {
      closeSlot(throughMinute: Int64(OpenHours.slot / Timestamp.minute) - 1)
      // A gap that begins while the market is closed belongs to the day that opens next.
      let carried = isOpen ? 0 : counts.gaps
      slot = slot.advanced(by: OpenHours.slot)
      isOpen = open.isOpen(at: slot)
      firstMinute = 0
      minute = -1
      counts = HistoryCounts()
      counts.gaps = carried
    }
  }

  private mutating func closeSlot(throughMinute last: Int64) {
    guard isOpen else {
      outside += counts.ticks
      return
    }
    counts.openMinutes = Int(last - firstMinute + 1)
    let day = NewYorkCalendar.tradingDay(at: slot)
    if days.last?.day != day { days.append(HistoryDay(day: day)) }
    days[days.count - 1].counts.add(counts)
  }

  private mutating func note(from: Timestamp, to: Timestamp) {
    let length = open.openNanoseconds(from: from, to: to)
    guard length > Self.shortestGap else { return }
    for (index, threshold) in HistoryGap.thresholds.enumerated() where length > threshold * Timestamp.second {
      gapCounts[index] += 1
    }
    // The slot of the tick before is still in hand.
    counts.gaps += 1
    longest.append(HistoryGap(from: from, to: to, openNanoseconds: length))
    longest.sort { ($0.openNanoseconds, $1.from) > ($1.openNanoseconds, $0.from) }
    if longest.count > HistoryGap.listed { longest.removeLast() }
  }
}
