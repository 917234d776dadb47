/// Moving average convergence/divergence (MACD): a fast exponential average less a slow one, and an exponential
/// average of that difference, the signal.
///
/// The averages start at the first value, the signal at the first line. Warm-up: `slow` values for the line,
/// `slow + signal − 1` for the signal. Source: G. Appel, The Moving Average Convergence-Divergence Trading
/// Method, 1979.
public struct MovingAverageConvergence: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case slowLength = "slowLength"
    case signalLength = "signalLength"
    case count = "count"
    case fast = "fast"
    case slow = "slow"
    case average = "average"
  }

  private let slowLength: Int
  private let signalLength: Int
  private var count = 0
  private var fast: ExponentialMovingAverage
  private var slow: ExponentialMovingAverage
  private var average: ExponentialMovingAverage

  /// A difference of averages over `fast` and `slow` values, smoothed over `signal`, each at least 1.
  public init(fast: Int = 12, slow: Int = 26, signal: Int = 9) {
    slowLength = max(slow, 1)
    signalLength = max(signal, 1)
    self.fast = ExponentialMovingAverage(length: fast)
    self.slow = ExponentialMovingAverage(length: slow)
    average = ExponentialMovingAverage(length: signal)
  }

  /// The fast average less the slow one; `nil` before `slow` values.
  public var line: Double? { count >= slowLength ? fast.value - slow.value : nil }

  /// The average of the line; `nil` before `slow + signal − 1` values.
  public var signal: Double? { count >= slowLength + signalLength - 1 ? average.value : nil }

  /// The line less the signal; `nil` before the signal is there.
  public var histogram: Double? {
    guard let line, let signal else { return nil }
    return line - signal
  }

  /// Takes the next value.
  public mutating func add(_ value: Double) {
    if count < slowLength + signalLength { count += 1 }
    fast.add(value)
    slow.add(value)
    if let line { average.add(line) }
  }
}
