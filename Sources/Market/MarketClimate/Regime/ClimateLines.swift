import TradingCore

/// One timeframe, with the bar of it that is not closed yet (but M1's, which the tracker has).
struct ClimateLine: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case climate = "climate"
    case open = "open"
  }

  var climate: TimeframeClimate
  var open: Bar?
  // Derived, and not stored.
  /// When its bar ends or its reading grows stale.
  var due = Timestamp.distantFuture
  /// Whether it is read, and does not merely have a veto.
  var isRead = false
  /// Whether the line after it has a veto.
  var hasVeto = false

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

  /// Closes what is due then, the minute's bar first, and tells what is new.
  func close(_ minute: Bar?, at time: Timestamp, _ tell: (ClimateUpdate) -> Void) {
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
    if touched != 0 { update(touched | touched >> 1, tell) }
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

  /// Tells what is new of these lines.
  func update(_ touched: Int, _ tell: (ClimateUpdate) -> Void) {
    for index in lines.indices where touched & (1 << index) != 0 && lines[index].isRead {
      let vetoSince =
        lines[index].hasVeto ? lines[index + 1].climate.vetoSince(lines[index].climate) : nil
      if lines[index].climate.settle(newsSince: newsSince, vetoSince: vetoSince) {
        tell(lines[index].climate.told)
      }
    }
  }
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
