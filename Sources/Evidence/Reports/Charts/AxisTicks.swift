/// Round numbers along an axis.
struct AxisTicks: Sendable, Hashable {
  /// Where the ticks stand, ascending.
  let values: [Double]
  /// The distance between them: 1, 2 or 5 times a power of ten.
  let step: Double
  /// Decimals needed to tell the values apart.
  let decimals: Int

  /// About `count` ticks within the ends.
  init(from lower: Double, to upper: Double, count: Int) {
    guard upper > lower, (upper - lower).isFinite, count > 0 else {
      self.init(values: lower.isFinite ? [lower] : [], step: 1, decimals: 0)
      return
    }
    let (step, decimals) = Self.niceStep(atLeast: (upper - lower) / Double(count))
    let first = (lower / step - 1e-9).rounded(.up)
    let last = (upper / step + 1e-9).rounded(.down)
    // A span far smaller than its values has no distinct ticks; one is then enough.
    guard last - first < 1_000 else {
      self.init(values: [lower], step: step, decimals: decimals)
      return
    }
    let values = stride(from: first, through: last, by: 1).map { $0 == 0 ? 0 : $0 * step }
    self.init(values: values, step: step, decimals: decimals)
  }

  private init(values: [Double], step: Double, decimals: Int) {
    self.values = values
    self.step = step
    self.decimals = decimals
  }

  /// The smallest of 1, 2, 5 × 10^n that is at least the size, and the decimals it needs.
  static func niceStep(atLeast size: Double) -> (step: Double, decimals: Int) {
    var power = 1.0
    var decimals = 0
    while power * 10 <= size, power < 1e300 { power *= 10 }
    while power > size, decimals < 12 {
      decimals += 1
      // Divided anew each time, as repeated division would pile up rounding.
      power = 1 / Self.wholePower(decimals)
    }
    for multiple in [1.0, 2, 5] where multiple * power >= size * (1 - 1e-12) {
      return (multiple * power, decimals)
    }
    return (10 * power, max(decimals - 1, 0))
  }

  private static func wholePower(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
