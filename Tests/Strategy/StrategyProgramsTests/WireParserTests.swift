import Testing

@testable import StrategyPrograms

@Suite("JSON from a strategy program")
struct WireParserTests {
  private func parse(_ text: String) throws(WireFault) -> WireValue {
    try WireParser.parse(Array(text.utf8)[...])
  }

  @Test("Values of every kind are read")
  func values() throws {
    let value = try parse(
      #" {"a": [1, -20, true, false, null], "b": {"c": "x\n\"\u00e9\ud83d\ude00"}, "d": 1.5e3} "#)
    #expect(
      value
        == .object([
          "a": .array([.integer(1), .integer(-20), .boolean(true), .boolean(false), .null]),
          "b": .object(["c": .string("x\n\"é😀")]), "d": .fraction("1.5e3"),
        ]))
    #expect(try parse("\u{FEFF}[1]") == .array([.integer(1)]))
    #expect(try parse("9223372036854775807") == .integer(.max))
    #expect(try parse("9223372036854775808") == .fraction("9223372036854775808"))
  }

  @Test(
    "What is no JSON is refused with its place",
    arguments: [
      "", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "nul", "01", "-", "1.2.3", "\"abc", "\"\\x\"",
      "\"\\ud83d\"", "\"\u{1}\"", "{} {}", "hello", "1.", "-0.", "2.e5", "[3.,4]", "{\"a\":1,\"a\":2}", "--1",
      "[1 2]", "\"\\u12", "NaN",
    ])
  func garbage(text: String) {
    let fault = #expect(throws: WireFault.self) { try parse(text) }
    #expect(fault?.problem.contains("at byte") == true)
  }

  @Test("Bytes that are no UTF-8, and nesting without end, are refused")
  func bytes() {
    #expect(throws: WireFault.self) { try WireParser.parse([34, 0xff, 34]) }
    #expect(throws: WireFault.self) { try parse(String(repeating: "[", count: 100_000)) }
  }

  @Test("A fault shows the start of what came, printable")
  func excerpt() {
    let fault = #expect(throws: WireFault.self) {
      try parse("\u{1B}[31mred" + String(repeating: "x", count: 99))
    }
    #expect(fault?.problem.hasPrefix("no JSON, no value at byte 1: '?[31mredxxx") == true)
    #expect(fault?.problem.contains("\u{1B}") == false)
  }

  @Test("An object's unread, missing and mistyped members are faults")
  func members() throws {
    var object = try WireObject(try parse(#"{"n": 7, "t": "x", "odd": 1}"#), "a thing")
    #expect(try object.integer("n") == 7)
    #expect(throws: WireFault("a thing has no 'm'")) { try object.integer("m") }
    #expect(throws: WireFault("a thing: there is no key 'odd'")) {
      _ = try object.text("t")
      try object.finish()
    }
    var other = try WireObject(try parse(#"{"n": 1.5, "t": 2, "big": 9007199254740992}"#), "a thing")
    #expect(throws: WireFault("a thing: expected a whole number for 'n', was 1.5")) { try other.integer("n") }
    #expect(throws: WireFault("a thing: expected a text for 't', was 2")) { try other.text("t") }
    #expect(throws: WireFault("a thing: 'big' is too large: 9007199254740992")) { try other.integer("big") }
    #expect(throws: WireFault("expected an object for a thing, was a list")) {
      try WireObject(.array([]), "a thing")
    }
  }
}
