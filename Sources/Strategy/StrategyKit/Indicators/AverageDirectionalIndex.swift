public import TradingCore

/// Wilder's directional movement: +DI, −DI and their average difference, ADX, each 0 to 100.
///
/// From bar to bar, up = high − previous high and down = previous low − low; the larger of the two counts if it
/// is above zero, the other as zero. DI = 100 × Wilder's average of that movement ÷ Wilder's average of the true
/// range; DX = 100 × |+DI − −DI| ÷ (+DI + −DI); ADX is Wilder's average of DX. Zero where a divisor is.
/// Warm-up: n + 1 bars for the DI, 2 × n for ADX. Rounding fades with the smoothing.
/// Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
public struct AverageDirectionalIndex: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case previous = "previous"
    case up = "up"
    case down = "down"
    case range = "range"
    case index = "index"
  }

  private var previous: Bar?
  private var up: WilderAverage
  private var down: WilderAverage
  private var range: WilderAverage
  private var index: WilderAverage

  /// An index over `length` bars, at least 1.
  public init(length: Int) {
    up = WilderAverage(length: length)
    down = WilderAverage(length: length)
    range = WilderAverage(length: length)
    index = WilderAverage(length: length)
  }

  /// +DI; `nil` before n + 1 bars.
  public var plus: Double? { share(of: up) }

  /// −DI; `nil` before n + 1 bars.
  public var minus: Double? { share(of: down) }

  /// ADX; `nil` before 2 × n bars.
  public var value: Double? { index.value }

  private func share(of movement: WilderAverage) -> Double? {
    guard let movement = movement.value, let range = range.value else { return nil }
    return range > 0 ? 100 * movement / range : 0
  }

  /// Takes the next bar.
  public mutating func add(_ bar: Bar) {
    defer { previous = bar }
    guard let previous else { return }
    let rise = bar.high.points - previous.high.points
    let fall = previous.low.points - bar.low.points
    up.add(rise > fall && rise > 0 ? Double(rise) : 0)
    down.add(fall > rise && fall > 0 ? Double(fall) : 0)
    let close = previous.close.points
    range.add(Double(max(bar.high.points, close) - min(bar.low.points, close)))
    guard let plus, let minus else { return }
    index.add(plus + minus > 0 ? 100 * abs(plus - minus) / (plus + minus) : 0)
  }
}
