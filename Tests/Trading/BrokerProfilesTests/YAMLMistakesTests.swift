import BrokerProfiles
import Foundation
import TestSupport
import Testing
import TradingCore

struct YAMLMistakesTests {
  @Test(arguments: [
    (
      "account_mode: hedging\n\tleverage: 100\n",
      "a tab as indentation (brokers/x.yaml:2): indent with spaces"
    ),
    (
      "account_mode: hedging\nspread: {model: fixed\nleverage: 100\n",
      "not valid YAML: did not find expected ',' or '}' (brokers/x.yaml:3): "
        + "check the indentation, colons and quotes on and before this line"
    ),
    (
      "account_mode: hedging\n  leverage: 100\n",
      "not valid YAML: mapping values are not allowed in this context (brokers/x.yaml:2): "
        + "check the indentation, colons and quotes on and before this line"
    ),
    (
      "a: 1\n---\nb: 2\n",
      "not valid YAML: but found another document (brokers/x.yaml:2): "
        + "check the indentation, colons and quotes on and before this line"
    ),
    (
      "a: 1\nb: \u{1}\n",
      "not valid YAML: control characters are not allowed (brokers/x.yaml:2): "
        + "check the indentation, colons and quotes on and before this line"
    ),
    ("", "the file is empty (brokers/x.yaml): write 'key: value' lines"),
    ("# only a comment\n", "the file is empty (brokers/x.yaml): write 'key: value' lines"),
    (
      "- leverage\n",
      "bad value of 'the file' (brokers/x.yaml:1): expected keys and values, was a list"
    ),
    (
      "leverage = 100\n",
      "bad value of 'the file' (brokers/x.yaml:1): expected keys and values, was 'leverage = 100'"
    ),
    (
      "[a, b]: 1\n",
      "unknown key '[…]' (brokers/x.yaml:1): known here: title, account_mode, account_currency, leverage, spread, "
        + "slippage, commission, swap, depth, latency_ms, latency_rule, limit_fill, margin_call_percent, stop_out_percent, "
        + "enforce_trading_hours, booking_digits, stops_level, stale_quote_seconds, costs_for, classes, instruments"
    ),
  ])
  func badYAMLIsNamedByLine(text: String, message: String) {
    #expect(ProfileText.message(text) == message)
  }

  @Test func aRepeatedKeyIsNamedByBothLines() {
    #expect(
      ProfileText.message(ProfileText.lines.joined(separator: "\n") + "\nleverage: 200\n")
        == "key 'leverage' is there twice (brokers/x.yaml:9): it stood on line 3 already; keep one of the two"
    )
    #expect(
      ProfileText.message(ProfileText.with("spread:\n  model: fixed\n  distance: 1 pip\n  model: floor"))
        == "key 'model' is there twice (brokers/x.yaml:9): it stood on line 7 already; keep one of the two")
  }

  @Test func aFileThatIsNoTextIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("ticks.yaml")
    for bytes in [Data([0x50, 0xFF, 0xFE, 0x00]), Data(repeating: 0x61, count: (1 << 20) + 1)] {
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect {
        try BrokerProfileLoader.load(path: path)
      } throws: { error in
        "\(error)" == "not a YAML file (\(path)): expected UTF-8 text of at most 1 MiB"
      }
    }
  }

  @Test func theMarkOfUTF8IsPassedOverAndUTF16RefusedByName() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.yaml")
    let text = ProfileText.lines.joined(separator: "\n") + "\n"
    try Data([0xEF, 0xBB, 0xBF] + Array(text.utf8)).write(to: URL(fileURLWithPath: path))
    #expect(try BrokerProfileLoader.load(path: path).leverage > 0)
    let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    for bytes in [[0xFF, 0xFE] + wide, wide] {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect {
        try BrokerProfileLoader.load(path: path)
      } throws: { error in
        "\(error)" == "this is text in UTF-16 (\(path)): save it as UTF-8"
      }
    }
  }

  @Test func aliasesCannotGrowWithoutBound() {
    let text =
      "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
      + "bcdefgh".reduce(into: (text: "", previous: Character("a"))) { result, letter in
        let items = Array(repeating: "*\(result.previous)", count: 9).joined(separator: ", ")
        result = (result.text + "\(letter): &\(letter) [\(items)]\n", letter)
      }.text
    #expect(
      ProfileText.message(text) == "too many values (brokers/x.yaml): write 'key: value' lines")
  }

  @Test(
    "A key with an alias in it is refused before it is taken apart",
    arguments: ["? *h\n: 1\n? *g\n: 2\n", "{*h : 1, *g : 2}: x\n", "z: [1, {? [*h] : 1}]\n", "*h : 1\n"])
  func aliasesInKeys(keys: String) {
    let text =
      "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
      + "bcdefgh".reduce(into: (text: "", previous: Character("a"))) { result, letter in
        let items = Array(repeating: "*\(result.previous)", count: 9).joined(separator: ", ")
        result = (result.text + "\(letter): &\(letter) [\(items)]\n", letter)
      }.text
    #expect(
      ProfileText.message(text + keys)
        == "a key with an alias or a list in it (brokers/x.yaml:9): write the key out, without '*'")
  }

  @Test func noChangedByteCrashesTheReader() throws {
    var generator = SeededGenerator(seed: 20_190_204)
    let bytes = Array(try #require(BrokerProfiles.bundledText("exness_raw")).utf8)
    let interesting = Array("\t\n :{}[]&*!|>'\"%@`#-?,0\u{0}".utf8)
    for _ in 0..<400 {
      var changed = bytes
      let position = Int.random(in: 0..<bytes.count, using: &generator)
      changed[position] = try #require(interesting.randomElement(using: &generator))
      // Fine or refused with a sentence: either is an answer.
      let message = ProfileText.message(String(decoding: changed, as: UTF8.self))
      #expect(message?.contains("brokers/x.yaml") ?? true)
    }
  }
}
