@testable import Feeds
import Foundation
import TestSupport
import Testing
import TradingCore

/// Feeds from FIFOs, files and standard input.
@Suite(.timeLimit(.minutes(5)))
struct PipeFeedTests {
  private func makeFIFO(_ folder: TemporaryFolder) throws -> String {
    let path = folder.file("quotes")
    try #require(mkfifo(path, 0o600) == 0)
    return path
  }

  /// Writes to a FIFO as another program would: opened, written, closed.
  private func write(_ text: String, to path: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  @Test("one writer of a FIFO after another is read, and none of their quotes is lost")
  func writers() async throws {
    let folder = try TemporaryFolder()
    let path = try makeFIFO(folder)
    let feed = try RunningFeed(try Fixture.setup(.pipe(path: path)))
    for second in 0..<3 {
      try write(Fixture.line(second), to: path)
      let events = try await feed.events { $0.lossReason != nil }
      #expect(
        events == [
          .connected, .quote(try Fixture.quote("10:00:0\(second)Z", 108_123, 108_125)),
          .disconnected(reason: "the writer of \(path) went away", retryNanoseconds: 0),
        ])
    }
  }

  @Test("writers that follow one another at once lose nothing")
  func quickWriters() async throws {
    let folder = try TemporaryFolder()
    let path = try makeFIFO(folder)
    let feed = try RunningFeed(try Fixture.setup(.pipe(path: path)))
    for second in 0..<50 { try write(Fixture.line(second), to: path) }
    let times = try await feed.events(quotes: 50).compactMap(\.quote?.quote.eventTime)
    #expect(
      times == (0..<50).map { Timestamp(nanoseconds: 1_767_607_200_000_000_000 + $0 * Timestamp.second) })
  }

  @Test("half a line of a writer that goes away is a fault")
  func halfLine() async throws {
    let folder = try TemporaryFolder()
    let path = try makeFIFO(folder)
    let feed = try RunningFeed(try Fixture.setup(.pipe(path: path)))
    try write(String(Fixture.line(0).dropLast(3)), to: path)
    let events = try await feed.events { $0.lossReason != nil }
    #expect(events.compactMap(\.fault?.problem) == ["a line cut off by the end"])
  }

  @Test("a FIFO that is not there yet is waited for")
  func appears() async throws {
    let folder = try TemporaryFolder()
    let feed = try RunningFeed(try Fixture.setup(.pipe(path: folder.file("quotes"))))
    let events = try await feed.events { $0.lossReason != nil }
    #expect(
      events == [
        .disconnected(
          reason: "can't open \(folder.file("quotes")): No such file or directory",
          retryNanoseconds: 20 * Timestamp.millisecond)
      ])
    try write(Fixture.line(0), to: try makeFIFO(folder))
    #expect(try await feed.events(quotes: 1).contains(.connected))
  }

  @Test("a file is read to its end, which ends the feed")
  func file() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("quotes.csv")
    try "symbol,time,bid,ask\nEURUSD,2026-01-05T10:00:00Z,1.08123,1.08125\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let feed = try RunningFeed(try Fixture.setup(.pipe(path: path)))
    #expect(
      try await feed.events { $0 == .ended } == [
        .connected, .heartbeat, .quote(try Fixture.quote("10:00:00Z", 108_123, 108_125)), .ended,
      ])
  }

  @Test("standard input's end ends the feed, too many bad lines in it leave it for good")
  func standardInput() async throws {
    for (text, last) in [
      (Fixture.line(0), FeedEvent.Kind.ended),
      (
        String(repeating: "?\n", count: 200),
        .disconnected(
          reason: "101 bad lines in a row, the last one: not JSON: expected '{' at byte 0",
          retryNanoseconds: nil)
      ),
    ] {
      let pipe = Pipe()
      let feed = PipeFeed(try Fixture.setup(.standardInput), path: nil)
      let queue = FeedQueue()
      feed.start(into: queue, descriptor: pipe.fileHandleForReading.fileDescriptor)
      try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try pipe.fileHandleForWriting.close()
      var kinds: [FeedEvent.Kind] = []
      while kinds.last != last {
        kinds += queue.take(upTo: 100, waitingNanoseconds: 0).map(\.kind)
        try await Task.sleep(for: .milliseconds(1))
      }
      #expect(kinds.first == .connected)
      feed.stop()
    }
  }

  @Test("a flood of two hundred thousand lines waits in the file while the queue is full")
  func flood() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("quotes.csv")
    let line = "EURUSD,2026-01-05T10:00:00Z,1,2\n"
    try String(repeating: line, count: 200_000).write(toFile: path, atomically: false, encoding: .utf8)
    let feed = try RunningFeed(try Fixture.setup(.pipe(path: path)), capacity: 1_000)
    var seen = 0
    while true {
      let events = try await feed.events(upTo: 5_000)
      seen += events.count
      if events.last?.kind == .ended { break }
    }
    #expect(seen == 200_002)
    #expect(feed.queue.mostCount <= 1_000)
  }

  @Test("stopping is quick, with nobody writing and with a full queue")
  func stop() async throws {
    let folder = try TemporaryFolder()
    let path = try makeFIFO(folder)
    let idle = try RunningFeed(try Fixture.setup(.pipe(path: path)))
    let start = ContinuousClock.now
    idle.stop()
    let full = try RunningFeed(try Fixture.setup(.pipe(path: path)), capacity: 2)
    try write(String(repeating: Fixture.line(0), count: 100), to: path)
    full.stop()
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(full.queue.count <= 2)
  }
}
