import TradingCore

/// A map from positive values to 0...1 that gives each factor of ten the same room.
struct LogScale: Sendable {
  private static let tenth = 1 / DeterministicMath.log(10)

  /// The exponents of ten at both ends.
  let lower: Int
  let upper: Int

  /// A scale over the values from the power of ten below them to the one above, never below `floor`.
  init(over values: some Sequence<Double>, floor: Int = -3) {
    let exponents = values.filter { $0 > 0 && $0.isFinite }.map(Self.decades)
    let lowest = Self.whole((exponents.min() ?? 0).rounded(.down))
    let highest = Self.whole((exponents.max() ?? 0).rounded(.up))
    lower = max(min(lowest, highest - 1), floor)
    upper = max(highest, lower + 1)
  }

  /// Where a value lies: 0 at the lower end and below, also for zero, and 1 at the upper one.
  func fraction(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    return ChartScale(lower: Double(lower), upper: Double(upper)).fraction(Self.decades(value))
  }

  /// Pixels from the top of an area so high.
  func fromTop(_ value: Double, height: Double) -> Double { (1 - fraction(value)) * height }

  /// Powers of ten along the axis, at most about eight.
  var ticks: [(value: Double, label: String)] {
    let step = max(1, (upper - lower + 7) / 8)
    return stride(from: lower, through: upper, by: step).map { (Self.power($0), Self.label($0)) }
  }

  /// The logarithm to base ten of a positive number.
  private static func decades(_ value: Double) -> Double {
    let exact = DeterministicMath.log(value) * tenth
    // Powers of ten stand on their own lines, whatever the last bit of the quotient says.
    return abs(exact - exact.rounded()) < 1e-12 ? exact.rounded() : exact
  }

  private static func whole(_ value: Double) -> Int { Int(min(max(value, -300), 300)) }

  private static func power(_ exponent: Int) -> Double {
    let magnitude = (0..<abs(exponent)).reduce(1.0) { power, _ in power * 10 }
    return exponent < 0 ? 1 / magnitude : magnitude
  }

  /// `0.01`, `100`, `10⁶`.
  private static func label(_ exponent: Int) -> String {
    if (-4...5).contains(exponent) {
      return NumberText.fixed(power(exponent), decimals: max(-exponent, 0))
    }
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let raised = String(abs(exponent)).compactMap(\.wholeNumberValue).map { String(digits[$0]) }.joined()
    return "10" + (exponent < 0 ? "⁻" : "") + raised
  }
}
