import Feeds
import JSONText
import Synchronization
import Testing
import TradingCore

/// Feeds over real connections to a server on this machine.
@Suite(.timeLimit(.minutes(5)))
struct SocketFeedTests {
  private func address(_ server: LineServer) -> FeedAddress { .tcp(host: "127.0.0.1", port: server.port) }

  @Test("the hello names the symbols and how far they have come, and quotes follow")
  func hello() async throws {
    let server = try await LineServer { _, _ in
      [.send(Fixture.line(0) + #"{"type":"heartbeat"}"# + "\n"), .send(Fixture.line(1))]
    }
    let yen = try #require(Symbol("USDJPY"))
    let setup = try Fixture.setup(address(server), token: FeedToken("t0k\"en")) {
      $0.symbols = ["DOLLAR/YEN": yen]
    }
    let cursors = [
      FeedCursor(symbol: setup.instruments[1].symbol, eventTime: try Fixture.time("09:59:59.5Z"), count: 2),
      FeedCursor(
        symbol: setup.instruments[0].symbol, eventTime: try Fixture.time("09:00:00.000000001Z"), count: 1),
    ]
    let feed = try RunningFeed(setup) { cursors }
    let events = try await feed.events(quotes: 2)
    #expect(
      events == [
        .connected, .quote(try Fixture.quote("10:00:00Z", 108_123, 108_125)), .heartbeat,
        .quote(try Fixture.quote("10:00:01Z", 108_123, 108_125)),
      ])
    #expect(
      server.hellos == [
        #"{"type":"hello","version":1,"symbols":["EURUSD","DOLLAR/YEN"],"resume":["#
          + #"{"symbol":"EURUSD","time":"2026-01-05T09:00:00.000000001Z","count":1},"#
          + #"{"symbol":"DOLLAR/YEN","time":"2026-01-05T09:59:59.500Z","count":2}],"token":"t0k\"en"}"#
      ])
  }

  @Test("after a drop it connects again, and asks to go on behind what it has, taken from the queue or not")
  func resumes() async throws {
    let server = try await LineServer { connection, _ in
      connection == 1
        ? [.send(Fixture.line(0) + Fixture.line(1) + Fixture.line(1)), .close] : [.send(Fixture.line(2))]
    }
    let feed = try RunningFeed(try Fixture.setup(address(server)))
    let events = try await feed.events(quotes: 4)
    #expect(
      events.contains(
        .disconnected(
          reason: "the server closed the connection", retryNanoseconds: 20 * Timestamp.millisecond)))
    #expect(events.count { $0 == .connected } == 2)
    let hello = try JSONValue(json: Array(try #require(server.hellos.last).utf8))
    #expect(
      hello["resume"] == [["symbol": "EURUSD", "time": "2026-01-05T10:00:01.000Z", "count": 2]])
  }

  @Test("half a line at the end of a connection is a fault, and the next connection starts afresh")
  func halfLine() async throws {
    let server = try await LineServer { connection, _ in
      connection == 1
        ? [.send(Fixture.line(0) + Fixture.line(1).dropLast(9)), .close] : [.send(Fixture.line(2))]
    }
    let feed = try RunningFeed(try Fixture.setup(address(server)))
    let events = try await feed.events(quotes: 2)
    #expect(events.compactMap(\.fault?.problem) == ["a line cut off by the end"])
    #expect(events.last == .quote(try Fixture.quote("10:00:02Z", 108_123, 108_125)))
  }

  @Test("a server that is not there is tried again and again, until it is")
  func refused() async throws {
    let first = try await LineServer { _, _ in [] }
    let port = first.port
    try await first.close()
    let feed = try RunningFeed(try Fixture.setup(.tcp(host: "127.0.0.1", port: port)))
    var delays: [Int64?] = []
    let events = try await feed.events { kind in
      if case .disconnected(_, let delay) = kind { delays.append(delay) }
      return delays.count == 3
    }
    #expect(events.first?.lossReason == "can't connect to 127.0.0.1 port \(port): Connection refused")
    #expect(delays == [20, 40, 40].map { $0 * Timestamp.millisecond })
    let second = try await LineServer(port: port) { _, _ in [.send(Fixture.line(0))] }
    #expect(try await feed.events(quotes: 1).contains(.connected))
    #expect(second.hellos.count == 1)
  }

  @Test("a server's end is the end")
  func end() async throws {
    let server = try await LineServer { _, _ in
      [.send(Fixture.line(0) + "{\"type\":\"end\"}\n" + Fixture.line(1))]
    }
    let feed = try RunningFeed(try Fixture.setup(address(server)))
    let events = try await feed.events { $0 == .ended }
    #expect(events == [.connected, .quote(try Fixture.quote("10:00:00Z", 108_123, 108_125)), .ended])
    try await Task.sleep(for: .milliseconds(60))
    #expect(feed.queue.count == 0)
    #expect(server.hellos.count == 1)
  }

  @Test("a server that stalls is left, even if it drips bytes without a line")
  func stalls() async throws {
    let server = try await LineServer { connection, _ in
      connection == 1 ? [.send("{")] : [.send(Fixture.line(0))]
    }
    let feed = try RunningFeed(
      try Fixture.setup(address(server)) { $0.idleTimeoutNanoseconds = 50 * Timestamp.millisecond })
    let events = try await feed.events(quotes: 1)
    #expect(events.compactMap(\.lossReason).first == "no line came for 0.05 s")
  }

  @Test("more than a hundred bad lines in a row end a connection; fewer don't, nor do unwanted symbols")
  func garbage() async throws {
    let unwanted = #"{"symbol":"GBPUSD","time_ms":1,"bid":1,"ask":1}"# + "\n"
    let server = try await LineServer { connection, _ in
      let bad = String(repeating: "?\n", count: connection == 1 ? 101 : 100)
      return [.send(String(repeating: unwanted, count: 300) + bad + Fixture.line(connection))]
    }
    let feed = try RunningFeed(try Fixture.setup(address(server)))
    let events = try await feed.events(quotes: 1)
    let reason = "101 bad lines in a row, the last one: not JSON: expected '{' at byte 0"
    #expect(events.compactMap(\.lossReason) == [reason])
    let beforeLoss = events.prefix { $0.lossReason == nil }.compactMap(\.fault)
    #expect(beforeLoss.reduce(0) { $0 + $1.count } == 401)
    // The first five one by one, the rest together.
    #expect(beforeLoss.count == 6)
    #expect(events.last == .quote(try Fixture.quote("10:00:02Z", 108_123, 108_125)))
  }

  @Test("a server that repeats itself is told as it is: what is new, the reader of the events decides")
  func repeats() async throws {
    let server = try await LineServer { _, _ in [.send(Fixture.line(0) + Fixture.line(1)), .close] }
    let feed = try RunningFeed(try Fixture.setup(address(server)))
    let times = try await feed.events(quotes: 4).compactMap(\.quote?.quote.eventTime)
    #expect(times == [try Fixture.time("10:00:00Z"), try Fixture.time("10:00:01Z")] + times.prefix(2))
    #expect(server.hellos.last?.contains(#""time":"2026-01-05T10:00:01.000Z""#) == true)
  }

  @Test("a flood fills the queue and no more; the sender waits, and every quote arrives in order")
  func flood() async throws {
    let count = 50_000
    let server = try await LineServer { _, _ in
      var lines = "symbol,time_ms,bid,ask\n"
      for number in 1...count { lines += "EURUSD,\(1_767_607_200_000 + number),1,2\n" }
      return [.send(lines + "#end\n")]
    }
    let feed = try RunningFeed(try Fixture.setup(address(server)) { $0.format = .csv }, capacity: 500)
    let first = try Fixture.time("10:00:00Z").nanoseconds
    var seen = 0
    var inOrder = true
    var isOver = false
    let end = ContinuousClock.now + .seconds(240)
    while !isOver, ContinuousClock.now < end {
      for event in try await feed.events(upTo: 300) {
        isOver = event.kind == .ended
        guard let quote = event.kind.quote else { continue }
        seen += 1
        inOrder = inOrder && quote.quote.eventTime.nanoseconds == first + Int64(seen) * Timestamp.millisecond
      }
    }
    #expect(seen == count)
    #expect(inOrder)
    #expect(feed.queue.mostCount <= 500)
  }

  @Test("stopping is quick, whatever it is doing, and nothing comes after")
  func stop() async throws {
    let server = try await LineServer { _, _ in [.send(String(repeating: Fixture.line(0), count: 100))] }
    for capacity in [10, 1_000] {
      let feed = try RunningFeed(try Fixture.setup(address(server)), capacity: capacity)
      _ = try await feed.events { $0 == .connected }
      let start = ContinuousClock.now
      feed.stop()
      feed.stop()
      #expect(ContinuousClock.now - start < .seconds(1))
      let left = feed.queue.count
      _ = feed.queue.take(upTo: left, waitingNanoseconds: 0)
      try await Task.sleep(for: .milliseconds(30))
      #expect(feed.queue.count == 0)
    }
  }
}
