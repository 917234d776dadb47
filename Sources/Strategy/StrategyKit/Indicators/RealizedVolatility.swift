import TradingCore

/// Realized volatility of the last n returns: `√(Σ ln(value_i / value_(i−1))²)`, not annualized, 0.01 for 1 %.
///
/// Returns are taken around zero, not around their mean. Warm-up: n + 1 values; a value of zero or less, which
/// has no logarithm, starts it anew. The sum is taken anew each time, so that rounding does not build up. The
/// logarithm is `DeterministicMath.log`, the same on every machine.
/// Source: T. G. Andersen, T. Bollerslev, "Answering the Skeptics", International Economic Review 1998.
public struct RealizedVolatility: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case previous = "previous"
    case squares = "squares"
  }

  private var previous: Double?
  private var squares: Window<Double>

  /// Volatility over `length` returns, at least 1.
  public init(length: Int) { squares = Window(length: length) }

  /// Over the n returns together; `nil` before n + 1 values.
  ///
  /// - Complexity: O(n).
  public var value: Double? { squares.isFull ? squares.reduce(0, +).squareRoot() : nil }

  /// Scaled to a year with so many values, by the root of time; `nil` before n + 1 values.
  public func annualized(valuesPerYear: Double) -> Double? {
    squares.isFull ? (squares.mean * valuesPerYear).squareRoot() : nil
  }

  /// Takes the next value.
  public mutating func add(_ value: Double) {
    guard value > 0 else {
      previous = nil
      squares.removeAll()
      return
    }
    defer { previous = value }
    guard let previous else { return }
    let result = DeterministicMath.log(value / previous)
    squares.add(result * result)
  }
}
