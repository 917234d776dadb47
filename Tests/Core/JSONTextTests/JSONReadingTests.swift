import JSONText
import Testing

/// JSON read back.
struct JSONReadingTests {
  private func read(_ text: String) throws -> JSONValue { try JSONValue(json: Array(text.utf8)) }

  @Test("what is written reads back equal")
  func roundTrip() throws {
    let value: JSONValue = [
      "text": .string("a\"\\/\n\u{1}\u{2028}\u{1F600}é"), "whole": -12, "large": .unsigned(.max),
      "number": 1.5e-7, "list": [true, false, nil, [], [:]],
    ]
    #expect(try read(value.compactText) == value)
    #expect(try read(value.prettyText) == value)
  }

  @Test("escapes, surrogate pairs and numbers")
  func forms() throws {
    #expect(try read(#" "\u003c\/script\u003e\ud83d\ude00" "#) == .string("</script>\u{1F600}"))
    #expect(
      try read("[0, -0, 1e3, 1.25, 18446744073709551616]") == [0, 0, 1_000.0, 1.25, 18446744073709551616.0])
  }

  @Test(
    "anything else is refused with its place",
    arguments: [
      "", "{", "[1,]", "{\"a\" 1}", "{a:1}", "tru", "01", "1.", "1e", "-", "1 2", "\"\\x\"", "\"\\ud800\"",
      "\"a",
      "\"\u{1}\"", "1e999", "\"\\u12\"",
    ])
  func faults(_ text: String) { #expect(throws: JSONFault.self) { try read(text) } }

  @Test("the mark of UTF-8 at the start is passed over, once")
  func mark() throws {
    #expect(try read("\u{FEFF}{\"a\": 1}") == ["a": 1])
    #expect(throws: JSONFault.self) { try read("\u{FEFF}\u{FEFF}1") }
    #expect(throws: JSONFault.self) { try read("1\u{FEFF}") }
  }

  @Test("nesting has an end")
  func deep() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONFault.self) { try read(text) }
  }
}
