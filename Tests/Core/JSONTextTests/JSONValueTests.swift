import Foundation
import JSONText
import Testing

@Suite struct JSONValueTests {
  @Test func keepsTheOrderOfKeys() {
    let value: JSONValue = ["zebra": 1, "apple": [true, nil], "mango": ["b": "x", "a": 0.5]]
    #expect(
      value.prettyText == """
        {
          "zebra": 1,
          "apple": [
            true,
            null
          ],
          "mango": {
            "b": "x",
            "a": 0.5
          }
        }
        """)
    #expect(value.compactText == #"{"zebra":1,"apple":[true,null],"mango":{"b":"x","a":0.5}}"#)
  }

  @Test func emptyContainersStayOnOneLine() {
    #expect((["a": [], "b": .object([])] as JSONValue).prettyText == "{\n  \"a\": [],\n  \"b\": {}\n}")
  }

  @Test func escapesWhatJSONAsksFor() throws {
    let text = "quote\" back\\ tab\t line\n return\r bell\u{7} nul\u{0} é 💶 sep\u{2028} /"
    let quoted = JSONValue.quoted(text)
    #expect(
      quoted
        == #""quote\" back\\ tab\t line\n return\r bell\u0007 nul\u0000 é 💶 sep\u2028 /""#)
    #expect(try JSONDecoder().decode([String].self, from: Data("[\(quoted)]".utf8)) == [text])
  }

  @Test func everyControlCharacterReadsBack() throws {
    let text = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) }))
    let document = JSONValue.array([.string(text)]).compactText
    #expect(try JSONDecoder().decode([String].self, from: Data(document.utf8)) == [text])
  }

  @Test func aCarriageReturnAndLineFeedAreTwoCharacters() {
    #expect(JSONValue.quoted("a\r\nb") == #""a\r\nb""#)
  }

  @Test(arguments: [0.1, 1, -0.0, 1e-5, 1e300, .pi, 123_456_789.123])
  func numbersReadBackExactly(number: Double) throws {
    let document = JSONValue.array([.number(number)]).compactText
    #expect(try JSONDecoder().decode([Double].self, from: Data(document.utf8)) == [number])
  }

  @Test func whatIsNoNumberIsNull() {
    #expect(
      ([.number(.nan), .number(.infinity), .ratio(nil)] as JSONValue).compactText == "[null,null,null]")
  }

  @Test func seedsBeyondSignedNumbersAreWrittenInFull() {
    #expect(JSONValue.unsigned(.max).compactText == "18446744073709551615")
  }

  @Test func countsAreOrderedByName() {
    #expect(JSONValue.counts(["b": 2, "a": 1, "c": 3]).compactText == #"{"a":1,"b":2,"c":3}"#)
  }
}
