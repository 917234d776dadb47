import Foundation
import TestSupport
import Testing
import TradingCore

@Suite("Deterministic mathematics")
struct DeterministicMathTests {
  static let tolerance = 1e-13

  private func relativeError(_ value: Double, _ expected: Double) -> Double {
    value == expected ? 0 : abs(value - expected) / abs(expected)
  }

  @Test("exp agrees with the platform's over its whole range")
  func exponential() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let x = Double.random(in: -700...709, using: &random)
      let error = relativeError(DeterministicMath.exp(x), Foundation.exp(x))
      #expect(error < Self.tolerance, "exp(\(x))")
    }
    #expect(DeterministicMath.exp(0) == 1)
    #expect(DeterministicMath.exp(710) == .infinity)
    #expect(DeterministicMath.exp(-746) == 0)
    #expect(DeterministicMath.exp(-740) > 0)
    #expect(DeterministicMath.exp(.nan).isNaN)
  }

  @Test("log agrees with the platform's from the smallest to the largest number")
  func logarithm() {
    var random = SeededGenerator(seed: 2)
    for round in 0..<20_000 {
      let power = Double.random(in: -307...307, using: &random)
      let x = round % 2 == 0 ? pow(10, power) : Double.random(in: 0.5...2, using: &random)
      #expect(relativeError(DeterministicMath.log(x), Foundation.log(x)) < Self.tolerance, "log(\(x))")
    }
    #expect(DeterministicMath.log(1) == 0)
    #expect(DeterministicMath.log(0) == -.infinity)
    #expect(DeterministicMath.log(-1).isNaN)
    #expect(DeterministicMath.log(.infinity) == .infinity)
    #expect(relativeError(DeterministicMath.log(.leastNonzeroMagnitude), -744.4400719213812) < Self.tolerance)
    #expect(abs(DeterministicMath.log2(8) - 3) < 1e-15)
  }

  /// Expected values: CPython 3.11, `statistics.NormalDist().inv_cdf`.
  @Test(
    "The normal quantile gives published percentage points",
    arguments: [
      (0.5, 0), (0.25, -0.6744897501960817), (0.975, 1.9599639845400536), (0.001, -3.090232306167813),
      (1e-20, -9.262340089798405), (0.9, 1.2815515655446008),
    ])
  func percentagePoints(probability: Double, expected: Double) {
    #expect(relativeError(DeterministicMath.normalQuantile(probability), expected) < Self.tolerance)
  }

  @Test("The normal distribution function undoes the quantile")
  func inverse() {
    for step in 1..<1_000 {
      let probability = Double(step) / 1_000
      let back = 0.5 * erfc(-DeterministicMath.normalQuantile(probability) / 2.0.squareRoot())
      #expect(relativeError(back, probability) < Self.tolerance)
    }
    #expect(DeterministicMath.normalQuantile(0) == -.infinity)
    #expect(DeterministicMath.normalQuantile(1) == .infinity)
    #expect(DeterministicMath.normalQuantile(1.5).isNaN)
  }
}
