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
/// A quote costs a comparison of times and the update of one bar of a minute, less where those of a minute come
/// together: longer bars are put together from the minutes that have closed, and are what `BarBuilder` makes of the same
/// quotes. A reading never uses a bar that has not closed. `docs/regime.md` has formulas, rules and warm-up lengths.
/// Memory is bounded: below 200 kB for all timeframes.
@usableFromInline
package struct ClimateTracker: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case timeframes = "timeframes"
    case thresholds = "thresholds"
    case minute = "minute"
    case lines = "lines"
    case newsSince = "news_since"
  }

  /// The timeframes that are read, shortest first.
  package let timeframes: [Timeframe]
  /// Where one regime ends and another begins.
  package let thresholds: RegimeThresholds
  /// The first event at or after this has to be told to `close(at:)`; `distantFuture` when nothing is due ever.
  @usableFromInline package private(set) var nextTime = Timestamp.distantFuture
  @usableFromInline var minute = BarBuilder(BarSubscription(.m1))
  /// The timeframes that are read and the next higher ones, which have a veto; shortest first.
  private var lines: [ClimateLine]
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
      .map { ClimateLine(TimeframeClimate($0, thresholds)) }
    derive()
  }

  /// Sets what is derived of the rest.
  private mutating func derive() {
    for index in lines.indices {
      let timeframe = lines[index].climate.timeframe
      lines[index].isRead = timeframes.contains(timeframe)
      lines[index].hasVeto =
        index + 1 < lines.count && lines[index + 1].climate.timeframe == timeframe.nextOfRegimes
      lines[index].place = Timeframe.ofRegimes.firstIndex(of: timeframe) ?? 0
      lines[index].setDue()
    }
    let due = withLines(\.due)
    nextTime = min(minute.endTime, due)
  }

  private mutating func withLines<Result>(_ body: (ClimateLines) -> Result) -> Result {
    let newsSince = newsSince
    return lines.withUnsafeMutableBufferPointer { body(ClimateLines(lines: $0, newsSince: newsSince)) }
  }

  // MARK: - Events

  /// Takes a quote, once everything that was due at its time is closed.
  @inlinable
  package mutating func add(_ quote: Quote) {
    minute.add(quote)
    if minute.endTime < nextTime { nextTime = minute.endTime }
  }

  /// Takes quotes of one minute, once everything that was due at the first one's time is closed.
  ///
  /// - Returns: `nextTime`.
  @inlinable
  package mutating func taking(_ quotes: UnsafeBufferPointer<Quote>) -> Timestamp {
    minute.add(quotes)
    if minute.endTime < nextTime { nextTime = minute.endTime }
    return nextTime
  }

  /// The same with a single quote.
  @inlinable
  package mutating func taking(_ quote: Quote) -> Timestamp {
    add(quote)
    return nextTime
  }

  /// Whether a minute is at hand, whose end is known.
  @inlinable package var isInMinute: Bool { minute.endTime != .distantFuture }

  /// Closes the bars that an event at this time closes, lets readings grow stale, and tells what is new, shortest
  /// timeframe first.
  @discardableResult
  package mutating func close(at time: Timestamp) -> [ClimateUpdate] {
    let changes = advance(to: time)
    return withLines { $0.updates(changes.readings) }
  }

  /// The same, without an array of what is new: its readings are put among those of all timeframes that have a regime,
  /// of which the first is at a place.
  ///
  /// - Returns: what is new.
  package mutating func close(
    at time: Timestamp, into readings: inout [ClimateReading?], from first: Int
  ) -> ClimateChanges {
    let changes = advance(to: time)
    if !changes.isEmpty { withLines { $0.put(changes.readings, into: &readings, from: first) } }
    return changes
  }

  private mutating func advance(to time: Timestamp) -> ClimateChanges {
    guard time >= nextTime else { return ClimateChanges() }
    let bar = minute.close(at: time)
    let (changes, due) = withLines { ($0.close(bar, at: time), $0.due) }
    nextTime = min(minute.endTime, due)
    return changes
  }

  /// Begins or ends a window of news, in which every regime is NEWS_EVENT, and tells what is new.
  @discardableResult
  package mutating func setNews(_ isOn: Bool, at time: Timestamp) -> [ClimateUpdate] {
    let changes = turnNews(isOn, at: time)
    return withLines { $0.updates(changes.readings) }
  }

  /// The same, without an array of what is new, as `close(at:into:from:)`.
  package mutating func setNews(
    _ isOn: Bool, at time: Timestamp, into readings: inout [ClimateReading?], from first: Int
  ) -> ClimateChanges {
    let changes = turnNews(isOn, at: time)
    if !changes.isEmpty { withLines { $0.put(changes.readings, into: &readings, from: first) } }
    return changes
  }

  private mutating func turnNews(_ isOn: Bool, at time: Timestamp) -> ClimateChanges {
    guard isOn != isNews else { return ClimateChanges() }
    newsSince = isOn ? time : nil
    return withLines { $0.update((1 << $0.lines.count) - 1) }
  }

  // Mutating though it changes nothing: a copy would have the lines copied when they next change.
  /// The readings of what has just changed its regime.
  package mutating func regimes(_ changes: ClimateChanges) -> [ClimateReading] {
    withLines { $0.updates(changes.regimes).map(\.reading) }
  }

  /// Whether a window of news is on.
  package var isNews: Bool { newsSince != nil }

  // MARK: - Readings

  /// How a timeframe stands; `nil` before its first bar has closed, and for one that is not read.
  package func reading(_ timeframe: Timeframe) -> ClimateReading? {
    line(timeframe).flatMap { lines[$0].climate.isTold ? lines[$0].climate.reading : nil }
  }

  /// How all timeframes stand that have a reading, shortest first.
  package var readings: [ClimateReading] { timeframes.compactMap { reading($0) } }

  /// The last bar of a timeframe that closed; `nil` before, and for one that is not read.
  package func lastBar(_ timeframe: Timeframe) -> Bar? {
    line(timeframe).flatMap { lines[$0].climate.lastBar }
  }

  private func line(_ timeframe: Timeframe) -> Int? {
    lines.firstIndex { $0.isRead && $0.climate.timeframe == timeframe }
  }
}

extension ClimateTracker {
  /// Reads a tracker.
  ///
  /// - Throws: `DecodingError` that names the field when it is none that was written.
  @usableFromInline
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let thresholds = try container.decode(RegimeThresholds.self, forKey: .thresholds)
    do { try thresholds.check() } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .thresholds, in: container, debugDescription: error.description)
    }
    self.init(try container.decode([Timeframe].self, forKey: .timeframes), thresholds)
    let lines = try container.decode([ClimateLine].self, forKey: .lines)
    guard lines.map(\.climate.timeframe) == self.lines.map(\.climate.timeframe) else {
      throw DecodingError.dataCorruptedError(
        forKey: .lines, in: container,
        debugDescription: "expected \(self.lines.map(\.climate.timeframe.rawValue).joined(separator: ", "))")
    }
    self.lines = lines
    minute = try container.decode(BarBuilder.self, forKey: .minute)
    guard minute.subscription == BarSubscription(.m1) else {
      throw DecodingError.dataCorruptedError(
        forKey: .minute, in: container, debugDescription: "expected bars of M1")
    }
    newsSince = try container.decodeIfPresent(Timestamp.self, forKey: .newsSince)
    derive()
  }

  /// Writes it.
  @usableFromInline
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(timeframes, forKey: .timeframes)
    try container.encode(thresholds, forKey: .thresholds)
    try container.encode(lines, forKey: .lines)
    try container.encode(minute, forKey: .minute)
    try container.encodeIfPresent(newsSince, forKey: .newsSince)
  }
}

/// A reading that is new.
package struct ClimateUpdate: Sendable, Hashable {
  /// The reading.
  package internal(set) var reading: ClimateReading
  /// The regime of the reading before; `nil` when this is the first.
  package internal(set) var previous: MarketRegime?

  /// Whether the regime is another one than before.
  package var changesRegime: Bool { reading.regime != previous }
}
