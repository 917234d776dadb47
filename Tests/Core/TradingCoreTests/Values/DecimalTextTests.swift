import Testing
import TradingCore

/// Decimal text in and out, without floating point.
struct DecimalTextTests {
  @Test(
    "numbers are scaled exactly",
    arguments: [
      ("1.5", 2, 150), ("1", 0, 1), ("0", 5, 0), ("-0", 2, 0), ("1.10010", 5, 110_010),
      ("1.1001", 5, 110_010), ("-1.5", 1, -15), ("+2", 1, 20), (".5", 1, 5), ("1.", 2, 100),
      ("1.500000000000000000000000", 1, 15), ("0.00000001", 8, 1), ("007", 0, 7), ("-.25", 2, -25),
      ("9223372036854775807", 0, .max), ("-9223372036854775807", 0, -.max),
      ("92233720368.54775807", 8, .max), ("12", -1, 12),
      ("7.98e-06", 8, 798), ("8E-6", 6, 8), ("1e5", 2, 10_000_000), ("1e+0", 0, 1), (".5e1", 0, 5),
      ("-1.e2", 0, -100),
      ("1234567890123456789e-10", 10, 1_234_567_890_123_456_789), ("1.5e-1", 2, 15), ("100e-2", 0, 1),
      ("1.000e3", 0, 1_000),
      ("0e999999999999999999999999", 5, 0), ("-0.000e-999999999999", 0, 0), ("0.0000000001e10", 0, 1),
      ("1000000000000000000000000e-24", 0, 1), ("9.223372036854775807e18", 0, .max), ("1e007", 0, 10_000_000),
    ] as [(String, Int, Int64)])
  func good(_ text: String, _ digits: Int, _ expected: Int64) throws {
    #expect(try DecimalText.parse(text, digits: digits) == expected)
  }

  @Test(
    "what is not a number of the scale is refused",
    arguments: [
      ("", .malformed), ("-", .malformed), ("+", .malformed), (".", .malformed), ("-.", .malformed),
      ("1.2.3", .malformed), ("1,5", .malformed), (" 1", .malformed), ("1 ", .malformed), ("--1", .malformed),
      ("1e5.0", .malformed), ("e5", .malformed), (".e5", .malformed), ("1e+", .malformed),
      ("1e5e5", .malformed),
      ("1ee5", .malformed), ("1e 5", .malformed), ("1e--5", .malformed), ("1,000.5", .malformed),
      ("infinity", .malformed), ("1e-3", .excessDigits), ("1.2345678e3x", .malformed),
      ("1e999999999", .overflow), ("1e-999999999", .excessDigits), ("-1e17", .overflow),
      ("9e99999999999999999999999999", .overflow), ("0x1", .malformed), ("nan", .malformed),
      ("inf", .malformed), ("１", .malformed),
      ("1_000", .malformed), ("1.00x", .malformed), ("1-", .malformed),
      ("1.234", .excessDigits), ("0.001", .excessDigits), ("1.0000000000000000000000001", .excessDigits),
      ("92233720368547758.08", .overflow), ("9223372036854775808", .overflow), ("1e", .malformed),
      ("99999999999999999999999999", .overflow),
    ] as [(String, DecimalText.Fault)])
  func bad(_ text: String, _ fault: DecimalText.Fault) {
    #expect(throws: fault) { try DecimalText.parse(text, digits: 2) }
  }

  @Test("an exponent says the same number as the digits written out")
  func exponents() throws {
    for value in [1, 7, 10, 42, 798, 1_000, 123_456_789, 99_999] as [Int64] {
      for places in 0...12 {
        for power in -20...20 {
          let plain = DecimalText.format(value, digits: places)
          let written = plain + "e\(power)"
          let scale = 8
          // value × 10^(power - places + scale), when that is a whole number of 64 bits.
          var expected: Int64? = value
          for _ in 0..<max(0, power - places + scale) {
            let (product, overflowed) = (expected ?? 0).multipliedReportingOverflow(by: 10)
            expected = overflowed || expected == nil ? nil : product
          }
          for _ in 0..<max(0, places - power - scale) {
            expected = (expected ?? 1) % 10 == 0 ? expected.map { $0 / 10 } : nil
          }
          #expect((try? DecimalText.parse(written, digits: scale)) == expected, "\(written)")
        }
      }
    }
  }

  @Test("a text of any length is read at once", .timeLimit(.minutes(5)))
  func long() throws {
    let zeros = String(repeating: "0", count: 1_000_000)
    #expect(try DecimalText.parse("1" + zeros + "e-1000000", digits: 2) == 100)
    #expect(try DecimalText.parse("0." + zeros + "1e1000001", digits: 0) == 1)
    #expect(throws: DecimalText.Fault.overflow) { try DecimalText.parse("1" + zeros, digits: 0) }
    #expect(throws: DecimalText.Fault.overflow) { try DecimalText.parse("1e" + zeros + "19", digits: 0) }
  }

  @Test(
    "text has the decimals asked for",
    arguments: [
      (150, 2, nil, "1.50"), (-5, 2, nil, "-0.05"), (0, 0, nil, "0"), (0, 3, nil, "0.000"),
      (1_500_000, 6, 2, "1.50"), (1_234_567, 6, 2, "1.234567"), (1_234_500, 6, 2, "1.2345"),
      (1_000_000, 6, 0, "1"), (100, 2, 5, "1.00"), (.max, 8, nil, "92233720368.54775807"),
      (.min, 8, nil, "-92233720368.54775808"), (7, 8, 2, "0.00000007"),
    ] as [(Int64, Int, Int?, String)])
  func format(_ value: Int64, _ digits: Int, _ minimum: Int?, _ expected: String) {
    #expect(DecimalText.format(value, digits: digits, minimumFraction: minimum) == expected)
  }

  @Test(
    "for people the thousands of the whole part are set apart",
    arguments: [
      ("0", "0"), ("999.999999", "999.999999"), ("1000.00", "1,000.00"), ("-1234567.1234", "-1,234,567.1234"),
      ("-100", "-100"), ("+1000", "+1,000"), ("", ""),
    ])
  func grouping(_ text: String, _ expected: String) {
    #expect(DecimalText.groupingThousands(in: text) == expected)
  }

  @Test("what is written is read back", arguments: [0, 1, 5, 8])
  func roundTrip(_ digits: Int) throws {
    for value in [0, 1, -1, 99, -100, 123_456_789, Int64.max, -Int64.max] {
      #expect(try DecimalText.parse(DecimalText.format(value, digits: digits), digits: digits) == value)
    }
  }
}
