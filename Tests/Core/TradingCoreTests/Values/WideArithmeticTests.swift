import Testing
import TradingCore

/// Exact division and the edges of 64 bits.
struct WideArithmeticTests {
  @Test(
    "a half goes to the even neighbor, everything else to the nearer one",
    arguments: [
      (7, 2, 4), (5, 2, 2), (3, 2, 2), (1, 2, 0), (-1, 2, 0), (-3, 2, -2), (-5, 2, -2), (-7, 2, -4),
      (5, -2, -2), (7, -2, -4), (-5, -2, 2), (-7, -2, 4),
      (10, 4, 2), (14, 4, 4), (9, 4, 2), (11, 4, 3), (-9, 4, -2), (-11, 4, -3),
      (10, 3, 3), (11, 3, 4), (-10, 3, -3), (-11, 3, -4), (0, 5, 0), (12, 4, 3), (-12, 4, -3),
    ] as [(Int128, Int128, Int128)])
  func halfEven(_ dividend: Int128, _ divisor: Int128, _ expected: Int128) throws {
    #expect(try WideArithmetic.divideHalfEven(dividend, by: divisor) == expected)
  }

  @Test("dividing by zero is an error")
  func byZero() {
    #expect(throws: ArithmeticError.divisionByZero) { try WideArithmetic.divideHalfEven(1, by: 0) }
    #expect(throws: ArithmeticError.divisionByZero) { try WideArithmetic.multiplyDivide(1, 1, by: 0) }
  }

  @Test("a product may need 128 bits on the way, the result 64")
  func multiplyDivide() throws {
    #expect(try WideArithmetic.multiplyDivide(.max, .max, by: .max) == .max)
    #expect(try WideArithmetic.multiplyDivide(.min, 3, by: 3) == .min)
    #expect(try WideArithmetic.multiplyDivide(.max, 1, by: 2) == 4_611_686_018_427_387_904)
    #expect(throws: ArithmeticError.overflow) { try WideArithmetic.multiplyDivide(.max, 2, by: 1) }
    #expect(throws: ArithmeticError.overflow) { try WideArithmetic.multiplyDivide(.min, 1, by: -1) }
  }

  @Test("narrowing takes exactly 64 bits")
  func narrow() throws {
    #expect(try WideArithmetic.narrow(Int128(Int64.max)) == .max)
    #expect(try WideArithmetic.narrow(Int128(Int64.min)) == .min)
    #expect(throws: ArithmeticError.overflow) { try WideArithmetic.narrow(Int128(Int64.max) + 1) }
    #expect(throws: ArithmeticError.overflow) { try WideArithmetic.narrow(Int128(Int64.min) - 1) }
  }

  @Test("powers of ten")
  func powers() {
    #expect((0...18).map(WideArithmetic.powerOfTen).reduce(0, +) == 1_111_111_111_111_111_111)
  }

  @Test("money adds and subtracts, and says when it can't")
  func money() throws {
    #expect(try Money(units: 5).subtracting(Money(units: 7)) == Money(units: -2))
    #expect(throws: ArithmeticError.overflow) { try Money(units: .max).adding(Money(units: 1)) }
    #expect(throws: ArithmeticError.overflow) { try Money(units: .min).subtracting(Money(units: 1)) }
  }
}
