import Testing

@testable import YAMLText

@Suite("A text becomes a tree with line marks")
struct YAMLParserTests {
  @Test("Aliases and stars elsewhere than in keys are read")
  func aliases() throws {
    let node = try YAMLParser.parse("a: &x 1\nb: *x\n\"*\": [*x, \"*y\"]\nc*d: |\n  *z\n", path: "a.yaml")
    #expect(YAMLWriter.flow(node) == #"{a: 1, b: 1, "*": [1, "*y"], "c*d": "*z\x0a"}"#)
    #expect(throws: ConfigurationError.self) { try YAMLParser.parse("a: *x\n", path: "a.yaml") }
    #expect(throws: ConfigurationError.duplicateKey(.init(path: "a.yaml", line: 3), key: "b*", firstLine: 1))
    {
      try YAMLParser.parse("b*: 1\nc: 2\nb*: 3\n", path: "a.yaml")
    }
  }

  @Test("Everything has the line and column that it starts on")
  func marks() throws {
    let node = try YAMLParser.parse("# first\na: 1\nb:\n  - x\n  -   y\n", path: "a.yaml")
    guard case .map(let entries) = node.content, case .list(let items) = entries.last?.value.content else {
      Issue.record("expected a map that ends with a list")
      return
    }
    #expect(entries.map(\.line) == [2, 3])
    #expect(items.map(\.line) == [4, 5] && items.map(\.column) == [5, 7])
  }
}
