import StrategyKit
import Testing

/// Parameters given as text: defaults, canonical texts, and the exact words of every refusal.
struct ParameterValuesTests {
  private static let descriptor = StrategyDescriptor(
    name: "example", version: 1, summary: "has one parameter of every kind",
    parameters: [
      .integer("length", "bars", in: 2...100, default: 20),
      .decimal("factor", "a ratio", from: "0.1", to: "2.5", default: "1"),
      ParameterSpec("side", "which way", kind: .choice(["both", "long"]), default: "both"),
      ParameterSpec("early", "whether early", kind: .flag, default: "false"),
      ParameterSpec("orders", "a file of orders", kind: .file, default: nil),
    ])

  private func values(_ given: [String: String]) throws(ParameterError) -> ParameterValues {
    try ParameterValues(
      for: Self.descriptor, given: ["orders": "a.csv"].merging(given) { $1 }, files: ["orders": "text"])
  }

  private func refusal(_ given: [String: String]) -> String? {
    do throws(ParameterError) {
      _ = try values(given)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("missing values take their defaults")
  func defaults() throws {
    let values = try values([:])
    #expect(try values.integer("length") == 20)
    #expect(try values.decimal("factor") == 1)
    #expect(try values.choice("side") == "both")
    #expect(try values.flag("early") == false)
    #expect(try values.file("orders") == "text")
    #expect(try values.lots() == LotCount(hundredMillionths: 1_000_000))
  }

  @Test("values are kept as canonical texts in the description's order, lots last")
  func canonical() throws {
    let values = try values(["factor": "+1.50", "lots": "2", "length": "007", "early": "true"])
    #expect(values.all.map(\.name) == ["length", "factor", "side", "early", "orders", "lots"])
    #expect(values.all.map(\.text) == ["7", "1.5", "both", "true", "a.csv", "2.00"])
    #expect(try values.lots().hundredMillionths == 200_000_000)
  }

  @Test(
    "every refusal names the parameter, what was expected and what was given",
    arguments: [
      (
        "speed", "1",
        "parameter 'speed': strategy 'example' has none of that name; "
          + "it has length, factor, side, early, orders, lots"
      ),
      ("length", "1", "parameter 'length': expected 2 to 100, was '1'"),
      ("length", "101", "parameter 'length': expected 2 to 100, was '101'"),
      ("length", "2.5", "parameter 'length': expected 2 to 100, was '2.5'"),
      ("length", "", "parameter 'length': expected 2 to 100, was ''"),
      ("factor", "2.50000001", "parameter 'factor': expected 0.1 to 2.5, was '2.50000001'"),
      ("factor", "x", "parameter 'factor': expected 0.1 to 2.5, was 'x'"),
      ("side", "short", "parameter 'side': expected both, long, was 'short'"),
      ("early", "yes", "parameter 'early': expected true, false, was 'yes'"),
      ("lots", "0", "parameter 'lots': expected lots above 0, was '0'"),
      ("lots", "-0.01", "parameter 'lots': expected lots above 0, was '-0.01'"),
      ("lots", "0.000000001", "parameter 'lots': expected lots above 0, was '0.000000001'"),
      ("orders", "", "parameter 'orders': expected path of a file, was ''"),
    ])
  func refusals(_ name: String, _ text: String, _ expected: String) {
    #expect(refusal([name: text]) == expected)
  }

  @Test("bounds are within")
  func bounds() {
    #expect(refusal(["length": "2", "factor": "0.1"]) == nil)
    #expect(refusal(["length": "100", "factor": "2.5"]) == nil)
  }

  @Test("a required value that is missing is named with what it is for")
  func required() {
    #expect(
      throws: ParameterError("orders", "is required: a file of orders (path of a file)")
    ) { try ParameterValues(for: Self.descriptor, given: [:]) }
  }

  @Test("a file that nobody read, and a parameter that nobody described")
  func programMistakes() throws {
    let unread = try ParameterValues(for: Self.descriptor, given: ["orders": "a.csv"])
    #expect(throws: ParameterError("orders", "file 'a.csv' was not read")) { try unread.file("orders") }
    #expect(throws: ParameterError("depth", "the strategy reads it without describing it")) {
      try unread.integer("depth")
    }
  }

  @Test("ema_cross wants fast below slow")
  func emaCross() throws {
    let values = try ParameterValues(for: EMACross.descriptor, given: ["fast": "200"])
    #expect(throws: ParameterError("fast", "expected less than slow (200), was 200")) {
      try EMACross(parameters: values)
    }
  }
}
