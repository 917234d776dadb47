import TradingCore

/// Three lines around a price.
public struct Band: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case lower = "lower"
    case middle = "middle"
    case upper = "upper"
  }

  /// The lower line.
  public var lower: Double
  /// The middle line.
  public var middle: Double
  /// The upper line.
  public var upper: Double

  /// A band of so much on either side.
  init(middle: Double, distance: Double) {
    lower = middle - distance
    self.middle = middle
    upper = middle + distance
  }
}

/// Bollinger bands: the mean of the last n values, and k population standard deviations on either side.
///
/// Deviation: √(Σ (value − mean)² / n). Warm-up: n values. Sums are taken anew each time, so that rounding does
/// not build up. Source: J. Bollinger, Bollinger on Bollinger Bands, 2001.
public struct BollingerBands: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case window = "window"
    case deviations = "deviations"
  }

  private var window: Window<Double>
  private let deviations: Double

  /// Bands over `length` values, at least 1, `deviations` standard deviations wide on each side.
  public init(length: Int = 20, deviations: Double = 2) {
    window = Window(length: length)
    self.deviations = deviations
  }

  /// The bands; `nil` before n values.
  ///
  /// - Complexity: O(n).
  public var value: Band? {
    guard window.isFull else { return nil }
    let mean = window.mean
    return Band(middle: mean, distance: deviations * window.variance(around: mean).squareRoot())
  }

  /// Takes the next value; the oldest of more than n is forgotten.
  public mutating func add(_ value: Double) { window.add(value) }
}

/// How many population standard deviations the last value lies above the mean of the last n, itself among them.
///
/// `(value − mean) / √(Σ (value − mean)² / n)`; zero while all values are equal. Warm-up: n values. Sums are
/// taken anew each time, so that rounding does not build up. Source: the standard score, as in E. P. Chan,
/// Algorithmic Trading, 2013, on pairs.
public struct ZScore: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case window = "window"
  }

  private var window: Window<Double>

  /// A score within `length` values, at least 1.
  public init(length: Int) { window = Window(length: length) }

  /// The score; `nil` before n values.
  ///
  /// - Complexity: O(n).
  public var value: Double? {
    guard window.isFull, let last = window.last else { return nil }
    let mean = window.mean
    let deviation = window.variance(around: mean).squareRoot()
    return deviation > 0 ? (last - mean) / deviation : 0
  }

  /// Takes the next value; the oldest of more than n is forgotten.
  public mutating func add(_ value: Double) { window.add(value) }
}
