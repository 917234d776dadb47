import Feeds
import Foundation
import Synchronization
import TestSupport
import Testing
import TradingCore

/// What the tests of feeds share.
enum Fixture {
  /// The standard instruments of these names.
  static func instruments(_ names: String...) throws -> [Instrument] {
    try names.map { name in
      try #require(Symbol(name).flatMap { InstrumentCatalog.standard[$0] }, "no instrument \(name)")
    }
  }

  /// A time of 5 January 2026, `10:00:00.123Z`.
  static func time(_ clock: String) throws -> Timestamp { try Timestamp(iso8601: "2026-01-05T\(clock)") }

  /// A quote of EURUSD in points.
  static func quote(_ clock: String, _ bid: Int64, _ ask: Int64, symbol: Int = 0) throws -> FeedQuote {
    FeedQuote(
      symbolIndex: symbol,
      quote: Quote(eventTime: try time(clock), bid: Price(points: bid), ask: Price(points: ask)))
  }

  /// A line with a quote of EURUSD in seconds after ten o'clock.
  static func line(_ second: Int, bid: String = "1.08123", ask: String = "1.08125") -> String {
    let clock =
      "10:\(second / 60 % 60 < 10 ? "0" : "")\(second / 60 % 60):\(second % 60 < 10 ? "0" : "")\(second % 60)Z"
    return
      #"{"type":"quote","symbol":"EURUSD","time":"2026-01-05T\#(clock)","bid":"\#(bid)","ask":"\#(ask)"}"#
      + "\n"
  }

  /// A setup that connects again after a few milliseconds, with a clock that stands still.
  static func setup(
    _ address: FeedAddress, token: FeedToken? = nil,
    change: (inout FeedConfiguration) -> Void = { _ in }
  ) throws -> FeedSetup {
    var configuration = FeedConfiguration(address: address)
    configuration.reconnect = ReconnectSchedule(
      firstNanoseconds: 20 * Timestamp.millisecond, mostNanoseconds: 40 * Timestamp.millisecond)
    change(&configuration)
    let now = try time("10:00:01Z")
    return FeedSetup(
      configuration: configuration, instruments: try instruments("EURUSD", "USDJPY"), token: token,
      clock: { now }, jitter: { 1 })
  }
}

/// A feed that runs until the test is over, and its events.
final class RunningFeed {
  let queue: FeedQueue
  private let feed: any QuoteFeed

  init(
    _ setup: FeedSetup, capacity: Int = FeedQueue.defaultCapacity,
    cursors: @escaping @Sendable () -> [FeedCursor] = { [] }
  ) throws {
    queue = FeedQueue(capacity: capacity)
    feed = try setup.makeFeed()
    feed.start(into: queue, resumeCursors: cursors)
  }

  deinit { feed.stop() }

  func stop() { feed.stop() }

  /// Events until one that is asked for has come, or a minute is over: on a busy machine other tests come first.
  func events(until isLast: (FeedEvent.Kind) -> Bool) async throws -> [FeedEvent.Kind] {
    var kinds: [FeedEvent.Kind] = []
    let end = ContinuousClock.now + .seconds(240)
    while ContinuousClock.now < end {
      for event in try await events(upTo: 1) {
        kinds.append(event.kind)
        if isLast(event.kind) { return kinds }
      }
    }
    Issue.record("the feed did not bring what was waited for, only \(kinds)")
    return kinds
  }

  /// Waiting events, or none after a millisecond; threads are few when tests run, so none is blocked.
  func events(upTo limit: Int) async throws -> [FeedEvent] {
    let events = queue.take(upTo: limit, waitingNanoseconds: 0)
    if events.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    return events
  }

  /// Events up to the given number of quotes.
  func events(quotes count: Int) async throws -> [FeedEvent.Kind] {
    var seen = 0
    return try await events { kind in
      seen += kind.quote == nil ? 0 : 1
      return seen == count
    }
  }
}

extension FeedEvent.Kind {
  var quote: FeedQuote? {
    guard case .quote(let quote) = self else { return nil }
    return quote
  }

  var fault: FeedFault? {
    guard case .fault(let fault) = self else { return nil }
    return fault
  }

  var lossReason: String? {
    guard case .disconnected(let reason, _) = self else { return nil }
    return reason
  }
}

/// Runs a program to its end: its exit code.
func run(_ program: String, _ arguments: [String]) async throws -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  return try await withCheckedThrowingContinuation { continuation in
    process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
    do { try process.run() } catch { continuation.resume(throwing: error) }
  }
}
