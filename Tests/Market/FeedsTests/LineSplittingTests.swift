import Feeds
import TestSupport
import Testing
import TradingCore

/// Lines don't depend on how the bytes arrive.
struct LineSplittingTests {
  private func parser() throws -> LineQuoteParser {
    LineQuoteParser(symbols: FeedSymbols(try Fixture.instruments("EURUSD")), format: .ndjson)
  }

  @Test("a stream cut in two at every byte gives the same lines")
  func everyCut() throws {
    let text = Fixture.line(0) + "garbage\r\n" + "\r\n" + #"{"type":"heartbeat"}"# + "\n" + Fixture.line(1)
    let bytes = Array(text.utf8)
    var whole = try parser()
    let expected = whole.lines(bytes)
    #expect(expected.count == 5)
    for cut in 0...bytes.count {
      var parser = try parser()
      let lines = parser.lines(Array(bytes[..<cut])) + parser.lines(Array(bytes[cut...]))
      #expect(lines == expected, "cut at \(cut)")
      #expect(parser.finish() == nil)
    }
  }

  @Test("a stream that drips gives the same lines", arguments: [1, 2, 3, 7, 64])
  func drips(size: Int) throws {
    let bytes = Array((Fixture.line(0) + "?\n" + Fixture.line(1)).utf8)
    var whole = try parser()
    let expected = whole.lines(bytes)
    var parser = try parser()
    var lines: [FeedLine] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      lines += parser.lines(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(lines == expected)
  }

  @Test(
    "a line of 64 KiB is read, one byte more is a fault, and the next line is fine",
    arguments: [1, 1_000, 70_000])
  func longLines(chunk: Int) throws {
    let start = String(Fixture.line(0).dropLast(2)) + #","x":""#
    func line(_ length: Int) -> String {
      start + String(repeating: "x", count: length - start.utf8.count - 2) + "\"}\n"
    }
    // In single bytes only the long one, which takes its time.
    let lengths = chunk == 1 ? [65_537] : [65_536, 65_537, 200_000]
    let bytes = Array((lengths.map(line).joined() + Fixture.line(1)).utf8)
    var parser = try parser()
    var lines: [FeedLine] = []
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      lines += parser.lines(Array(bytes[start..<min(start + chunk, bytes.count)]))
    }
    let expected = lengths.map { $0 > 65_536 ? "a line of more than 65536 bytes" : "quote" } + ["quote"]
    let found = lines.map { line in
      guard case .fault(let fault) = line else { return "quote" }
      #expect(fault.excerpt.unicodeScalars.count == 121)
      return fault.problem
    }
    #expect(found == expected)
  }

  @Test("a line cut off by the end is a fault even if it looks whole")
  func cutOff() throws {
    var parser = try parser()
    #expect(parser.lines(Array(Fixture.line(0).dropLast().utf8)).isEmpty)
    #expect(parser.finish()?.problem == "a line cut off by the end")
    #expect(parser.finish() == nil)
  }

  @Test("any bytes give lines and no crash")
  func anything() throws {
    var random = SeededGenerator(seed: 7)
    let alphabet = Array(#"{}[]":,\eE+-.0159 ntsymbolidak"#.utf8) + [0x09, 0x0A, 0x0D, 0, 0xFF]
    for format in FeedFormat.allCases {
      var parser = LineQuoteParser(symbols: FeedSymbols(try Fixture.instruments("EURUSD")), format: format)
      for _ in 0..<200 {
        let bytes = (0..<50).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
        for line in parser.lines(bytes) {
          if case .quote(let quote) = line { Issue.record("a quote from noise: \(quote)") }
        }
      }
    }
  }

  @Test("one byte changed anywhere in a line never gives a crash")
  func changedByte() throws {
    let bytes = Array(Fixture.line(0).utf8)
    for place in 0..<bytes.count - 1 {
      for byte: UInt8 in [0, 0x22, 0x5C, 0x7B, 0x7D, 0xFF] {
        var changed = bytes
        changed[place] = byte
        var parser = try parser()
        #expect(parser.lines(changed).count == 1)
      }
    }
  }
}
