public import TradingCore

/// Follows the climate of one symbol from its quotes, on any timeframes that have a regime.
///
/// ```swift
/// var tracker = ClimateTracker(timeframes: [.m5, .h1])
/// for quote in quotes {
///   if quote.eventTime >= tracker.nextTime {
///     for update in tracker.close(at: quote.eventTime) { … }
///   }
///   tracker.add(quote)
/// }
/// ```
/// A quote costs a comparison of times and the update of one bar of a minute: longer bars are put together from the
/// minutes that have closed, and are what `BarBuilder` makes of the same quotes. A reading never uses a bar that has not
/// closed. `docs/regime.md` has formulas, rules and warm-up lengths. Memory is bounded: below 200 kB for all timeframes.
@usableFromInline
package struct ClimateTracker: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case timeframes = "timeframes"
    case thresholds = "thresholds"
    case nextTime = "next_time"
    case linesDue = "lines_due"
    case minute = "minute"
    case lines = "lines"
    case newsSince = "news_since"
  }

  /// One timeframe, with the bar of it that is not closed yet (but M1's, which `minute` has).
  private struct Line: Sendable, Codable {
    enum CodingKeys: String, CodingKey {
      case climate = "climate"
      case open = "open"
      case reading = "reading"
      case due = "due"
    }

    var climate: TimeframeClimate
    var open: Bar?
    /// The reading that was told last.
    var reading: ClimateReading?
    /// When its bar ends or its reading grows stale.
    var due = Timestamp.distantFuture

    init(_ climate: TimeframeClimate) { self.climate = climate }

    mutating func setDue() { due = min(open?.endTime ?? .distantFuture, climate.silenceTime) }
  }

  /// The timeframes that are read, shortest first.
  package let timeframes: [Timeframe]
  /// Where one regime ends and another begins.
  package let thresholds: RegimeThresholds
  /// The first event at or after this has to be told to `close(at:)`; `distantFuture` when nothing is due ever.
  @usableFromInline package private(set) var nextTime = Timestamp.distantFuture
  /// When the first longer bar ends or the first reading grows stale.
  private var linesDue = Timestamp.distantFuture
  @usableFromInline var minute = BarBuilder(BarSubscription(.m1))
  /// The timeframes that are read and the next higher ones, which have a veto; shortest first.
  private var lines: [Line]
  /// When the window of news began; `nil` outside of one.
  private var newsSince: Timestamp?

  /// A tracker that has seen nothing, with the default thresholds.
  ///
  /// `timeframes`: those without a regime (M30, D1) are left out.
  package init(timeframes: some Sequence<Timeframe>) { self.init(timeframes, RegimeThresholds()) }

  /// A tracker that has seen nothing.
  ///
  /// - Throws: `RegimeThresholdFault` when thresholds are out of bounds or do not fit together.
  package init(
    timeframes: some Sequence<Timeframe>, thresholds: RegimeThresholds
  ) throws(RegimeThresholdFault) {
    try thresholds.check()
    self.init(timeframes, thresholds)
  }

  private init(_ timeframes: some Sequence<Timeframe>, _ thresholds: RegimeThresholds) {
    let wanted = Set(timeframes)
    let read = Timeframe.ofRegimes.filter { wanted.contains($0) }
    let vetoes = Set(read.compactMap(\.nextOfRegimes))
    self.timeframes = read
    self.thresholds = thresholds
    lines = Timeframe.ofRegimes.filter { wanted.contains($0) || vetoes.contains($0) }
      .map { Line(TimeframeClimate($0, thresholds)) }
  }

  // MARK: - Events

  /// Takes a quote, once everything that was due at its time is closed.
  @inlinable
  package mutating func add(_ quote: Quote) {
    minute.add(quote)
    if minute.endTime < nextTime { nextTime = minute.endTime }
  }

  /// Closes the bars that an event at this time closes, lets readings grow stale, and tells what is new, shortest
  /// timeframe first.
  @discardableResult
  package mutating func close(at time: Timestamp) -> [ClimateUpdate] {
    guard time >= nextTime else { return [] }
    // Which timeframes have to be looked at, a bit each.
    var touched = 0
    if let bar = minute.close(at: time) { take(bar, at: 0, &touched) }
    if time >= linesDue {
      for index in lines.indices where time >= lines[index].due {
        if let open = lines[index].open, time >= open.endTime {
          lines[index].open = nil
          close(open, at: index, &touched)
        }
        if lines[index].climate.fallSilent(at: time) { touched |= 1 << index }
        lines[index].setDue()
      }
    }
    if touched != 0 || time >= linesDue {
      linesDue = .distantFuture
      for index in lines.indices { linesDue = min(linesDue, lines[index].due) }
    }
    nextTime = min(minute.endTime, linesDue)
    // The regime of a timeframe hangs on the next higher one's, too.
    return touched == 0 ? [] : updates(touched | touched >> 1)
  }

  /// Begins or ends a window of news, in which every regime is NEWS_EVENT, and tells what is new.
  @discardableResult
  package mutating func setNews(_ isOn: Bool, at time: Timestamp) -> [ClimateUpdate] {
    guard isOn != isNews else { return [] }
    newsSince = isOn ? time : nil
    return updates(~0)
  }

  /// Whether a window of news is on.
  package var isNews: Bool { newsSince != nil }

  /// Gives a closed bar of a shorter timeframe to a line, whose own bars are put together from it.
  private mutating func take(_ bar: Bar, at index: Int, _ touched: inout Int) {
    guard index < lines.count else { return }
    let timeframe = lines[index].climate.timeframe
    if timeframe == bar.timeframe {
      close(bar, at: index, &touched)
    } else if lines[index].open == nil {
      let open = Bar(
        timeframe: timeframe, startTime: timeframe.start(containing: bar.startTime), open: bar.open,
        high: bar.high, low: bar.low, close: bar.close, quoteCount: bar.quoteCount)
      lines[index].open = open
      lines[index].setDue()
      linesDue = min(linesDue, lines[index].due)
    } else {
      lines[index].open?.append(bar)
    }
  }

  /// Closes a bar of a line, which becomes part of the next longer line's.
  private mutating func close(_ bar: Bar, at index: Int, _ touched: inout Int) {
    lines[index].climate.take(bar)
    lines[index].setDue()
    touched |= 1 << index
    take(bar, at: index + 1, &touched)
  }

  // MARK: - Readings

  /// How a timeframe stands; `nil` before its first bar has closed, and for one that is not read.
  package func reading(_ timeframe: Timeframe) -> ClimateReading? {
    timeframes.contains(timeframe) ? lines.first { $0.climate.timeframe == timeframe }?.reading : nil
  }

  /// How all timeframes stand that have a reading, shortest first.
  package var readings: [ClimateReading] { timeframes.compactMap { reading($0) } }

  /// The last bar of a timeframe that closed; `nil` before, and for one that is not read.
  package func lastBar(_ timeframe: Timeframe) -> Bar? {
    timeframes.contains(timeframe) ? lines.first { $0.climate.timeframe == timeframe }?.climate.lastBar : nil
  }

  private mutating func updates(_ touched: Int) -> [ClimateUpdate] {
    var updates: [ClimateUpdate] = []
    for index in lines.indices where touched & (1 << index) != 0 {
      let reading = reading(ofLine: index)
      guard let reading, reading != lines[index].reading else { continue }
      if timeframes.contains(reading.timeframe) {
        updates.append(ClimateUpdate(reading: reading, previous: lines[index].reading?.regime))
      }
      lines[index].reading = reading
    }
    return updates
  }

  /// The regime of a timeframe after news and the veto of the next higher one, which is judged by itself.
  private func reading(ofLine index: Int) -> ClimateReading? {
    guard var reading = lines[index].climate.reading else { return nil }
    if let newsSince {
      reading.regime = .newsEvent
      reading.since = newsSince
      reading.unknownReason = nil
      return reading
    }
    guard reading.regime.authorizes, index + 1 < lines.count,
      lines[index + 1].climate.timeframe == reading.timeframe.nextOfRegimes,
      let higher = lines[index + 1].climate.reading
    else { return reading }
    let goesAgainst =
      higher.regime == .trendStable
      && lines[index].climate.regimeDirection * lines[index + 1].climate.regimeDirection < 0
    guard higher.regime == .highChaos || goesAgainst else { return reading }
    reading.regime = .unknown
    reading.since = max(reading.since, higher.since)
    reading.unknownReason = .higherTimeframe
    return reading
  }
}

/// A reading that is new.
package struct ClimateUpdate: Sendable, Hashable {
  /// The reading.
  package let reading: ClimateReading
  /// The regime of the reading before; `nil` when this is the first.
  package let previous: MarketRegime?

  /// Whether the regime is another one than before.
  package var changesRegime: Bool { reading.regime != previous }
}

extension Bar {
  /// Takes the bar that follows within this one.
  fileprivate mutating func append(_ next: Bar) {
    high = max(high, next.high)
    low = min(low, next.low)
    close = next.close
    quoteCount += next.quoteCount
  }
}
