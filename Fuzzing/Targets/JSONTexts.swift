@testable import JSONText
@testable import StrategyPrograms

extension FuzzTarget {
  /// JSON: the reader of documents against what it writes, and against the one of strategy programs.
  static let json = FuzzTarget(name: "json") { input in
    let bytes = Array(input.rest)
    let value = try accepted { try JSONValue(json: bytes) }
    if let value {
      for text in [value.compactText, value.prettyText] {
        let again = try accepted { try JSONValue(json: Array(text.utf8)) }
        try expect(again == value, "a document reads back as another one")
      }
    }
    guard (try accepted { try WireParser.parse(bytes[...]) }) != nil, value == nil else { return }
    // The one keeps numbers as text, the other refuses those that no Double holds.
    do throws(JSONFault) { _ = try JSONValue(json: bytes) } catch {
      try expect(error.expected == "a number that can be kept", "programs may send what is no JSON: \(error)")
    }
  }
}
