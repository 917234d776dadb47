import FileSystem
import TestSupport
import TradingCore

@testable import TickStore

/// Ticks and files for the tests of this target.
enum Ticks {
  static let eurusd = Symbol("EURUSD")
  static let start: Int64 = 1_704_150_000_000

  static func metadata(_ name: String = "EURUSD", digits: Int = 5) throws -> TickFileMetadata {
    guard let symbol = Symbol(name) else { throw TestFault("'\(name)' is not a symbol") }
    return TickFileMetadata(symbol: symbol, digits: digits, source: "test", provenance: "made by a test")
  }

  static func quote(_ milliseconds: Int64, _ bid: Int64, _ ask: Int64) -> Quote {
    quote(nanoseconds: milliseconds * Timestamp.millisecond, bid, ask)
  }

  static func quote(nanoseconds: Int64, _ bid: Int64, _ ask: Int64) -> Quote {
    Quote(
      eventTime: Timestamp(nanoseconds: nanoseconds), bid: Price(points: bid), ask: Price(points: ask))
  }

  /// A random walk like a currency pair's, in whole milliseconds.
  static func walk(_ count: Int, seed: UInt64 = 1, from start: Int64 = Ticks.start) -> [Quote] {
    var random = SeededGenerator(seed: seed)
    var time = start
    var bid: Int64 = 110_000
    return (0..<count).map { _ in
      time += Int64.random(in: 0...900, using: &random)
      bid += Int64.random(in: -3...3, using: &random)
      return quote(time, bid, bid + Int64.random(in: 0...12, using: &random))
    }
  }

  @discardableResult
  static func write(
    _ quotes: [Quote], to path: String, _ metadata: TickFileMetadata? = nil
  ) throws -> TickFileSummary {
    let writer = try TickFileWriter(path: path, metadata: metadata ?? Ticks.metadata())
    try writer.append(contentsOf: quotes)
    return try writer.finish()
  }

  static func read(_ source: some TickBlockSource) throws -> [Quote] {
    var quotes: [Quote] = []
    var block = TickBlock()
    while try source.nextBlock(into: &block) { quotes.append(contentsOf: block.quotes) }
    return quotes
  }

  static func read(_ path: String) throws -> [Quote] { try read(TickFileReader(path: path).makeCursor()) }
}

/// Something a test needed and could not have.
struct TestFault: Error {
  var reason: String

  init(_ reason: String) { self.reason = reason }
}
