import TradingCore

/// A straight map from a range of values to 0...1.
struct ChartScale: Sendable {
  let lower: Double
  let upper: Double

  /// A scale over the values, with some of their span added at both ends. Equal values, or none, are given
  /// room around them, so that a flat line stands in the middle.
  init(over values: some Sequence<Double>, margin: Double = 0, minimumSpan: Double = 0) {
    var lowest = Double.infinity
    var highest = -Double.infinity
    for value in values where value.isFinite {
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
    if lowest > highest { (lowest, highest) = (0, 0) }
    let room = max((highest - lowest) * margin, (minimumSpan - (highest - lowest)) / 2, 0)
    lower = lowest - room
    upper = highest + room
    // Beyond 2^53 a span of one is lost; that only moves a drawing, never a figure.
  }

  /// A scale with given ends.
  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Where a value lies: 0 at the lower end, 1 at the upper one; in the middle when there is no span.
  func fraction(_ value: Double) -> Double {
    upper > lower ? min(max((value - lower) / (upper - lower), 0), 1) : 0.5
  }

  /// Pixels from the top of an area so high.
  func fromTop(_ value: Double, height: Double) -> Double { (1 - fraction(value)) * height }

  /// A time scale in seconds; an instant alone gets a minute around it.
  static func time(_ times: some Sequence<Timestamp>) -> ChartScale {
    ChartScale(over: times.map(seconds), minimumSpan: 60)
  }

  /// Seconds since the epoch, with fraction.
  static func seconds(_ time: Timestamp) -> Double { Double(time.nanoseconds) / 1e9 }
}
