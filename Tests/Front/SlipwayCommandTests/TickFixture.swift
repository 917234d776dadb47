import Foundation
import TestSupport
import TickStore
import TradingCore

/// Small made-up tick files and CSV files.
enum TickFixture {
  static let start = Timestamp(nanoseconds: 1_549_238_400 * Timestamp.second)  // 2019-02-04T00:00:00Z

  /// A walk of EURUSD, one tick a second and one millisecond unless a step in milliseconds is given.
  static func quotes(count: Int, step: Int64 = 1_001) -> [Quote] {
    var generator = SeededGenerator(seed: 7)
    var bid: Int64 = 114_500
    return (0..<count).map { index in
      bid += Int64.random(in: -3...3, using: &generator)
      let spread = Int64.random(in: 1...9, using: &generator)
      let time = start.advanced(by: Int64(index) * step * Timestamp.millisecond)
      return Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + spread))
    }
  }

  /// Writes a tick file of such a walk.
  static func write(
    _ path: String, count: Int = 1_000, step: Int64 = 1_001, symbol name: String = "EURUSD"
  ) throws {
    guard let symbol = Symbol(name) else { return }
    let metadata = TickFileMetadata(
      symbol: symbol, digits: 5, source: "fixture", provenance: "made for a test")
    let writer = try TickFileWriter(path: path, metadata: metadata)
    try writer.append(contentsOf: quotes(count: count, step: step))
    _ = try writer.finish()
  }

  /// Writes such a walk as CSV.
  static func writeCSV(_ path: String, count: Int) throws {
    var text = "time,bid,ask\n"
    for quote in quotes(count: count) {
      text += "\(quote.eventTime.iso8601),\(quote.bid.text(digits: 5)),\(quote.ask.text(digits: 5))\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Changes the bytes of a file.
  static func change(_ path: String, _ body: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    body(&bytes)
    try bytes.write(to: URL(fileURLWithPath: path))
  }
}
