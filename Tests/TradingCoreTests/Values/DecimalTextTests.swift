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
    ] as [(String, Int, Int64)])
  func good(_ text: String, _ digits: Int, _ expected: Int64) throws {
    #expect(try DecimalText.parse(text, digits: digits) == expected)
  }

  @Test(
    "what is not a number of the scale is refused",
    arguments: [
      ("", .malformed), ("-", .malformed), ("+", .malformed), (".", .malformed), ("-.", .malformed),
      ("1.2.3", .malformed), ("1,5", .malformed), (" 1", .malformed), ("1 ", .malformed), ("--1", .malformed),
      ("1e5", .malformed), ("0x1", .malformed), ("nan", .malformed), ("inf", .malformed), ("１", .malformed),
      ("1_000", .malformed), ("1.00x", .malformed), ("1-", .malformed),
      ("1.234", .excessDigits), ("0.001", .excessDigits), ("1.0000000000000000000000001", .excessDigits),
      ("92233720368547758.08", .overflow), ("9223372036854775808", .overflow), ("1e", .malformed),
      ("99999999999999999999999999", .overflow),
    ] as [(String, DecimalText.Fault)])
  func bad(_ text: String, _ fault: DecimalText.Fault) {
    #expect(throws: fault) { try DecimalText.parse(text, digits: 2) }
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

  @Test("what is written is read back", arguments: [0, 1, 5, 8])
  func roundTrip(_ digits: Int) throws {
    for value in [0, 1, -1, 99, -100, 123_456_789, Int64.max, -Int64.max] {
      #expect(try DecimalText.parse(DecimalText.format(value, digits: digits), digits: digits) == value)
    }
  }
}
