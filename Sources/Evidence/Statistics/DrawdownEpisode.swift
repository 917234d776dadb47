package import TradingCore

/// One fall of equity below its highest so far: from the peak to the lowest point, and on until the peak is reached again.
package struct DrawdownEpisode: Sendable, Hashable {
  /// When equity was at its highest last.
  package var peakTime: Timestamp
  /// Equity then.
  package var peak: Money
  /// When it was lowest.
  package var lowTime: Timestamp
  /// Equity then.
  package var low: Money
  /// When it was back at the peak or above; `nil` where it never was.
  package var recoveryTime: Timestamp?

  /// An episode of its parts.
  package init(peakTime: Timestamp, peak: Money, lowTime: Timestamp, low: Money, recoveryTime: Timestamp?) {
    self.peakTime = peakTime
    self.peak = peak
    self.lowTime = lowTime
    self.low = low
    self.recoveryTime = recoveryTime
  }

  /// The fall as an amount, positive.
  package var amount: Money { Money(units: peak.units - low.units) }

  /// The fall as a ratio to the peak, positive; 0 where the peak is zero or less.
  package var ratio: Double { peak > .zero ? Double(amount.units) / Double(peak.units) : 0 }
}

extension DrawdownEpisode {
  /// The deepest episodes by ratio, the deepest first, the earlier of equals; the first peak is the start balance at the time
  /// of the first point. `points` are in order of time.
  package static func deepest(_ count: Int, of points: [EquityPoint], start: Money) -> [DrawdownEpisode] {
    guard let first = points.first else { return [] }
    var episodes: [DrawdownEpisode] = []
    var (peak, peakTime) = (start, first.eventTime)
    var current: DrawdownEpisode?
    for point in points {
      if point.equity >= peak {
        if var done = current {
          done.recoveryTime = point.eventTime
          episodes.append(done)
          current = nil
        }
        (peak, peakTime) = (point.equity, point.eventTime)
      } else if current.map({ point.equity < $0.low }) ?? true {
        current = DrawdownEpisode(
          peakTime: peakTime, peak: peak, lowTime: point.eventTime, low: point.equity, recoveryTime: nil)
      }
    }
    if let current { episodes.append(current) }
    let order = episodes.indices.sorted { (-episodes[$0].ratio, $0) < (-episodes[$1].ratio, $1) }
    return order.prefix(count).map { episodes[$0] }
  }
}
