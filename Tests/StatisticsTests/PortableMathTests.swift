import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PortableMathTests {
  @Test func agreesWithThePlatformOverManyMagnitudes() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      let value = Double.random(in: -300...300, using: &generator)
      let exponential = try #require(PortableMath.exponential(value))
      #expect(agrees(exponential / exp(value), 1, within: 1e-13), "exp(\(value))")
      #expect(agrees(PortableMath.naturalLogarithm(exp(value)), value, within: 1e-14), "ln(exp(\(value)))")
    }
  }

  @Test func exactWhereItShouldBe() {
    #expect(PortableMath.naturalLogarithm(1) == 0)
    #expect(PortableMath.exponential(0) == 1)
    #expect(agrees(PortableMath.power(2, 10), 1_024))
    #expect(agrees(PortableMath.power(1.1, 0.5), 1.1.squareRoot(), within: 1e-15))
  }

  @Test func hasNoValueOutsideOfItsRange() {
    #expect(PortableMath.naturalLogarithm(0) == nil)
    #expect(PortableMath.naturalLogarithm(-1) == nil)
    #expect(PortableMath.naturalLogarithm(.infinity) == nil)
    #expect(PortableMath.exponential(1_000) == nil)
    #expect(PortableMath.exponential(-1_000) == 0)
    #expect(PortableMath.exponential(.nan) == nil)
    #expect(PortableMath.power(2, 5_000) == nil)
  }

  @Test func subnormalsHaveALogarithm() {
    #expect(agrees(PortableMath.naturalLogarithm(.leastNonzeroMagnitude), log(.leastNonzeroMagnitude)))
  }
}
