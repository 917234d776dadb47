import Testing

@testable import YAMLText

@Suite("Editing YAML in place")
struct YAMLEditorTests {
  private static let text = """
    # A broker.
    leverage: 100               # chosen
    spread:
      model: fixed              # always
      distance: 0.2 pip

    commission: {model: per_lot_and_side, amount: 3.50 USD}  # usual
    tiers:
      - {from: 0 lots, amount: 3 USD}
      - from: 10 lots
        amount: 2 USD

    """

  private func edited(_ body: (inout YAMLEditor) throws -> Void) throws -> String {
    var editor = YAMLEditor(text: Self.text, path: "x.yaml")
    try body(&editor)
    #expect(!editor.lostComments)
    return editor.text
  }

  @Test(
    "A value is replaced and the rest stays",
    arguments: [
      ("leverage", "50", "leverage: 100  ", "leverage: 50  "),
      ("spread.distance", "0.3 pip", "distance: 0.2 pip", "distance: 0.3 pip"),
      ("commission.amount", "3 USD", "amount: 3.50 USD}", "amount: 3 USD}"),
      ("commission", "none", "{model: per_lot_and_side, amount: 3.50 USD}", "none"),
      ("tiers[1].amount", "4 USD", "amount: 3 USD}", "amount: 4 USD}"),
      ("tiers[2].amount", "1 USD", "amount: 2 USD", "amount: 1 USD"),
      ("commission.rebate", "20 %", "3.50 USD}", "3.50 USD, rebate: 20 %}"),
      ("spread.note", "a: b", "distance: 0.2 pip", "distance: 0.2 pip\n  note: \"a: b\""),
      (
        "spread", "{model: floor, distance: 1 pip}",
        "spread:\n  model: fixed              # always\n  distance: 0.2 pip",
        "spread: {model: floor, distance: 1 pip}"
      ),
    ])
  func set(key: String, value: String, old: String, new: String) throws {
    let expected = Self.text.replacing(old, with: new, maxReplacements: 1)
    #expect(expected != Self.text)
    #expect(try edited { try $0.set(key, to: value) } == expected)
  }

  @Test("A key that isn't there is added at the end of its map, with the maps around it")
  func add() throws {
    let text = try edited { try $0.set("instruments.EURUSD.lot_max", to: "100") }
    #expect(text == Self.text + "instruments: {EURUSD: {lot_max: 100}}\n")
  }

  @Test("A key is taken away with what held only it")
  func unset() throws {
    #expect(
      try edited { try $0.unset("leverage") }
        == Self.text.replacing("leverage: 100               # chosen\n", with: ""))
    #expect(
      try edited { try $0.unset("commission.model") }.contains("commission: {amount: 3.50 USD}  # usual"))
    #expect(
      try edited { try $0.unset("commission.amount") }.contains(
        "commission: {model: per_lot_and_side}  # usual"))
    var editor = YAMLEditor(text: "a: 1\nb:\n  c:\n    d: 2\ne: 3\n", path: "x")
    try editor.unset("b.c.d")
    #expect(editor.text == "a: 1\ne: 3\n")
  }

  @Test("What can't be edited in place is written anew with every value")
  func fallback() throws {
    var editor = YAMLEditor(text: "a: &x {b: 1}  # note\nc: *x\nd: |\n  two\n  lines\n", path: "x")
    try editor.set("c.b", to: "2")
    #expect(editor.lostComments)
    var again = YAMLEditor(text: editor.text, path: "x")
    try again.set("e", to: "1")
    #expect(!again.lostComments)
    #expect(editor.text == "a:\n  b: 1\nc:\n  b: 2\nd: \"two\\x0alines\\x0a\"\n")
  }

  @Test(
    "Characters of a key that end a line or can't be shown are escaped",
    arguments: [
      ("\u{85}", #"\x85"#), ("\u{2028}", #"\u2028"#), ("\u{2029}", #"\u2029"#), ("\u{FEFF}", #"\ufeff"#),
      ("\u{9F}", #"\x9f"#), ("\u{FFFE}", #"\ufffe"#), ("\u{7F}", #"\x7f"#), ("\u{1F600}", "\u{1F600}"),
    ])
  func escapes(character: String, written: String) throws {
    var editor = YAMLEditor(text: "b: 1\n", path: "x")
    try editor.set("\"k\(character)\"", to: "v")
    #expect(editor.text == "b: 1\n\"k\(written)\": v\n")
    #expect(!editor.lostComments)
    let keys = try YAMLValue(text: editor.text, path: "x") { _, _ in nil }.entries().map(\.name)
    #expect(keys == ["b", "k\(character)"])
  }

  @Test("A key that no YAML can have is refused, and the text stays")
  func longKey() throws {
    var editor = YAMLEditor(text: "b: 1\n", path: "x")
    let key = String(repeating: "k", count: 1_100)
    #expect(
      throws: ConfigurationError.uneditable(
        key: key, problem: "no YAML can be written with that change", remedy: "edit the file by hand")
    ) { try editor.set(key, to: "1") }
    #expect(editor.text == "b: 1\n" && !editor.lostComments)
    try editor.set(String(key.prefix(1_000)), to: "1")
    #expect(editor.text == "b: 1\n\(key.prefix(1_000)): 1\n")
  }

  @Test(
    "What makes no sense is refused",
    arguments: [
      ("spread.distance.x", "1"), ("tiers[3].amount", "1"), ("", "1"), ("a..b", "1"), ("leverage", "{"),
      ("leverage", ""),
    ])
  func refused(key: String, value: String) {
    var editor = YAMLEditor(text: Self.text, path: "x.yaml")
    #expect(throws: ConfigurationError.self) { try editor.set(key, to: value) }
    #expect(throws: ConfigurationError.self) { try editor.unset("nowhere") }
    #expect(editor.text == Self.text)
  }
}
