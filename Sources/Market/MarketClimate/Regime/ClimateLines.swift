import TradingCore

/// One timeframe, with the bar of it that is not closed yet (but M1's, which the tracker has).
struct ClimateLine: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case climate = "climate"
    case open = "open"
  }

  // Derived, and not stored. First, as they are looked at at every minute, and the rest is near a kilobyte.
  /// When its bar ends or its reading grows stale.
  var due = Timestamp.distantFuture
  /// Whether it is read, and does not merely have a veto.
  var isRead = false
  /// Whether the line after it has a veto.
  var hasVeto = false
  /// Its place among `Timeframe.ofRegimes`.
  var place = 0

  var open: Bar?
  var climate: TimeframeClimate

  init(_ climate: TimeframeClimate) { self.climate = climate }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    climate = try container.decode(TimeframeClimate.self, forKey: .climate)
    self.open = try container.decodeIfPresent(Bar.self, forKey: .open)
    guard open.map({ $0.timeframe == climate.timeframe }) ?? true else {
      throw DecodingError.dataCorruptedError(
        forKey: .open, in: container, debugDescription: "expected a bar of \(climate.timeframe.rawValue)")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(climate, forKey: .climate)
    try container.encodeIfPresent(open, forKey: .open)
  }

  mutating func setDue() {
    let silence = climate.silenceTime
    due = if let open { min(open.endTime, silence) } else { silence }
  }
}

/// All lines where they are, shortest timeframe first: a line is near a kilobyte, and to read one of its fields through
/// an array copies it at times.
struct ClimateLines {
  let lines: UnsafeMutableBufferPointer<ClimateLine>
  /// When the window of news began; `nil` outside of one.
  let newsSince: Timestamp?

  // MARK: - Bars

  /// Closes what is due then, the minute's bar first, and says what is new.
  func close(_ minute: Bar?, at time: Timestamp) -> ClimateChanges {
    // Which timeframes have to be looked at, a bit each.
    var touched = 0
    if let minute { take(minute, at: 0, &touched) }
    for index in lines.indices where time >= lines[index].due {
      if let open = lines[index].open, time >= open.endTime {
        lines[index].open = nil
        close(open, at: index, &touched)
      }
      if lines[index].climate.fallSilent(at: time) { touched |= 1 << index }
      lines[index].setDue()
    }
    // The regime of a timeframe hangs on the next higher one's, too.
    return touched != 0 ? update(touched | touched >> 1) : ClimateChanges()
  }

  /// When the first longer bar ends or the first reading grows stale.
  var due: Timestamp {
    var due = Timestamp.distantFuture
    for index in lines.indices where lines[index].due < due { due = lines[index].due }
    return due
  }

  /// Gives a closed bar of a shorter timeframe to a line, whose own bars are put together from it.
  private func take(_ bar: Bar, at index: Int, _ touched: inout Int) {
    guard index < lines.count else { return }
    let timeframe = lines[index].climate.timeframe
    if timeframe == bar.timeframe {
      close(bar, at: index, &touched)
    } else if lines[index].open == nil {
      lines[index].open = Bar(
        timeframe: timeframe, startTime: timeframe.start(containing: bar.startTime), open: bar.open,
        high: bar.high, low: bar.low, close: bar.close, quoteCount: bar.quoteCount)
      lines[index].setDue()
    } else {
      lines[index].open?.append(bar)
    }
  }

  /// Closes a bar of a line, which becomes part of the next longer line's.
  private func close(_ bar: Bar, at index: Int, _ touched: inout Int) {
    lines[index].climate.take(bar)
    lines[index].setDue()
    touched |= 1 << index
    take(bar, at: index + 1, &touched)
  }

  // MARK: - Readings

  /// Settles the readings of these lines, and says what is new of them.
  func update(_ touched: Int) -> ClimateChanges {
    var changes = ClimateChanges()
    var rest = touched
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      rest &= rest &- 1
      guard index < lines.count, lines[index].isRead else { continue }
      let vetoSince =
        lines[index].hasVeto ? lines[index + 1].climate.vetoSince(lines[index].climate) : nil
      guard lines[index].climate.settle(newsSince: newsSince, vetoSince: vetoSince) else { continue }
      changes.readings |= 1 << index
      if lines[index].climate.told.changesRegime { changes.regimes |= 1 << index }
    }
    return changes
  }
}

extension ClimateLines {
  /// What was told last of these lines.
  func updates(_ told: Int) -> [ClimateUpdate] {
    lines.indices.filter { told & (1 << $0) != 0 }.map { lines[$0].climate.told }
  }

  /// Puts the readings of these lines among those of all timeframes that have a regime, the first of them at a place.
  func put(_ told: Int, into readings: inout [ClimateReading?], from first: Int) {
    var rest = told
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      rest &= rest &- 1
      let place = first + lines[index].place
      guard place < readings.count else { continue }
      // In place where there is one: to make an optional of it copies it twice.
      if (readings[place]? = lines[index].climate.told.reading) == nil {
        readings[place] = lines[index].climate.told.reading
      }
    }
  }
}

/// What is new at a tracker: a bit for each of its lines.
package struct ClimateChanges: Sendable {
  /// The lines whose reading is another one.
  var readings = 0
  /// Those among them whose regime is.
  var regimes = 0

  /// Whether nothing is new.
  var isEmpty: Bool { readings == 0 }
  /// Whether a regime is.
  package var haveRegimes: Bool { regimes != 0 }
}

extension Bar {
  /// Takes the bar that follows within this one.
  fileprivate mutating func append(_ next: Bar) {
    high = max(high, next.high)
    low = min(low, next.low)
    close = next.close
    quoteCount &+= next.quoteCount
  }
}
