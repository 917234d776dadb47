import Testing
import YAMLText

@Suite("A value is read as what is wanted, or refused by file, line and field")
struct YAMLValueTests {
  private enum Key: String, YAMLKey { case size, colors, sides }
  private enum Side: String, CaseIterable { case left, right }

  private func map(_ text: String) throws -> YAMLMap<Key> {
    try YAMLMap(YAMLValue(text: text, path: "a.yaml") { text, digits in digits == 0 ? Int64(text) : nil })
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test("Numbers are read by the reader that came with the text")
  func numbers() throws {
    #expect(try map("size: 7").required(.size, example: "1").integer(in: 1...9) == 7)
    #expect(
      message { _ = try map("size: 7").optional(.size)?.decimal(digits: 2, in: 0...1_000, "two decimals") }
        == "bad value of 'size' (a.yaml:1): expected two decimals, was '7'")
    #expect(
      message { _ = try map("size: 10").optional(.size)?.integer(in: 1...9) }
        == "bad value of 'size' (a.yaml:1): expected a whole number from 1 to 9, was '10'")
  }

  @Test("Items have fields and lines of their own")
  func items() throws {
    let items = try #require(try map("\nsides:\n  - left\n  - up\n").optional(.sides)).items("sides")
    #expect(try items[0].choice(Side.self) == .left)
    #expect(
      message { _ = try items[1].choice(Side.self) }
        == "bad value of 'sides[2]' (a.yaml:4): expected one of left, right, was 'up'")
  }

  @Test("A misspelled key is named with the one that was meant, a missing one with a line to add")
  func keys() {
    #expect(
      message { _ = try map("colours: red") } == "unknown key 'colours' (a.yaml:1): did you mean 'colors'?")
    #expect(
      message { _ = try map("colors: red").required(.size, example: "3") }
        == "missing key 'size' (a.yaml): add it, for instance 'size: 3'")
  }

  @Test("A file that another names is beside it")
  func paths() {
    let place = ConfigurationPlace(path: "runs/a.yaml", line: 3)
    #expect(place.resolve("b.ticks") == "runs/b.ticks")
    #expect(place.resolve("/data/b.ticks") == "/data/b.ticks")
    #expect(ConfigurationPlace(path: "a.yaml", line: nil).resolve("b.ticks") == "b.ticks")
    #expect(place.fileName == "a")
  }
}
