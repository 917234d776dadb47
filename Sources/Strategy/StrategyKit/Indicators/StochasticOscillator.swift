public import TradingCore

/// Slow stochastic: where the close lies in the range of the last n bars, smoothed, 0 to 100.
///
/// Fast %K = 100 × (close − lowest low) ÷ (highest high − lowest low), 50 in a range of zero; slow %K is the mean
/// of the last `smoothing` fast ones, %D the mean of the last `signal` slow ones. Warm-up: `n + smoothing − 1`
/// bars for %K, `signal − 1` more for %D. Means are taken anew each time, so that rounding does not build up.
/// Source: G. C. Lane, "Lane's Stochastics", Stocks & Commodities, 1984.
public struct StochasticOscillator: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case highs = "highs"
    case lows = "lows"
    case fast = "fast"
    case slow = "slow"
  }

  private var highs: Window<Int64>
  private var lows: Window<Int64>
  private var fast: Window<Double>
  private var slow: Window<Double>

  /// An oscillator over `length` bars, smoothed over `smoothing` and `signal`, each at least 1.
  public init(length: Int = 14, smoothing: Int = 3, signal: Int = 3) {
    highs = Window(length: length)
    lows = Window(length: length)
    fast = Window(length: smoothing)
    slow = Window(length: signal)
  }

  /// Slow %K; `nil` before `n + smoothing − 1` bars.
  public var k: Double? { slow.last }

  /// %D; `nil` before `n + smoothing + signal − 2` bars.
  public var d: Double? { slow.isFull ? slow.mean : nil }

  /// Takes the next bar.
  ///
  /// - Complexity: O(n).
  public mutating func add(_ bar: Bar) {
    highs.add(bar.high.points)
    lows.add(bar.low.points)
    guard highs.isFull, let high = highs.max(), let low = lows.min() else { return }
    fast.add(high > low ? 100 * Double(bar.close.points - low) / Double(high - low) : 50)
    if fast.isFull { slow.add(fast.mean) }
  }
}
