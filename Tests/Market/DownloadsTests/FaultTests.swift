import Downloads
import FileSystem
import TestSupport
import Testing
import TradingCore

@Suite("Downloading from a server that does not behave")
struct FaultTests {
  /// A fault and what the error says about it when it doesn't go away.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let reply: @Sendable (String) -> FeedServer.Reply

    init(_ name: String, says words: String, _ reply: @escaping @Sendable (String) -> FeedServer.Reply) {
      testDescription = name
      self.words = words
      self.reply = reply
    }
  }

  private static func bytes(_ path: String) -> [UInt8] { HourBytes.hour(hour(of: path)) }

  static let passing: [Fault] = [
    Fault("503", says: "status 503 Service Unavailable") { _ in .status(503) },
    Fault("500", says: "status 500 Internal Server Error") { _ in .status(500) },
    Fault("429", says: "status 429 Too Many Requests") { _ in .status(429) },
    Fault("reset", says: "the connection") { _ in .reset },
    Fault("a body cut off", says: "the answer was cut off") {
      .bytesCalled(length: bytes($0).count, Array(bytes($0).dropLast(20)))
    },
    Fault("a short file under its right length", says: "the bytes are damaged, its LZMA data ends early") {
      .bytes(Array(bytes($0).dropLast(20)))
    },
    Fault("a page instead of ticks", says: "the bytes are damaged, it is no sound LZMA data") { _ in
      .bytes(Array("<html>Please come back later</html>".utf8))
    },
    Fault("part of a record", says: "the bytes are damaged, expected records of 20 bytes, was 19") { _ in
      .bytes(HourBytes.lzma([UInt8](repeating: 1, count: 19)))
    },
    Fault("ticks of another hour", says: "the bytes are damaged, record 2 lies outside of the hour") { _ in
      .bytes(HourBytes.bi5([(0, 114_500, 114_501), (3_600_000, 114_500, 114_501)]))
    },
    Fault("ticks out of order", says: "the bytes are damaged, record 2 is earlier than the one before") { _ in
      .bytes(HourBytes.bi5([(10, 114_500, 114_501), (9, 114_500, 114_501)]))
    },
    Fault("a price of zero", says: "the bytes are damaged, record 1 has a price of zero") { _ in
      .bytes(HourBytes.bi5([(10, 0, 114_501)]))
    },
  ]

  @Test("A fault that passes costs a wait, and nothing of it is kept", arguments: passing)
  func passes(fault: Fault) async throws {
    let server = try await FeedServer { path, attempt in
      hour(of: path) == 1 && attempt <= 2 ? fault.reply(path) : sound(path)
    }
    var download = try Downloading(server)
    download.to = "2019-02-04T03:00Z"
    let report = try await download.run()
    #expect(server.requests.map(hour) == [0, 1, 1, 1, 2])
    #expect(try InputFile.contents(of: report.files[1]) == HourBytes.hour(1))
    #expect(download.clock.sleeps.filter { $0 > .milliseconds(1) } == [.milliseconds(500), .seconds(1)])
  }

  @Test("A fault that stays ends the run after so many attempts, naming URL and reason", arguments: passing)
  func stays(fault: Fault) async throws {
    let server = try await FeedServer { path, _ in hour(of: path) == 1 ? fault.reply(path) : sound(path) }
    var download = try Downloading(server)
    download.to = "2019-02-04T03:00Z"
    download.settings.retries.attempts = 3
    let text = await download.failure()
    #expect(text.hasPrefix("the feed is unavailable (\(server.baseURL)/EURUSD/2019/01/04/01h_ticks.bi5): "))
    #expect(text.contains(fault.words))
    #expect(text.hasSuffix(", asked 3 times; run the same command again later, finished hours are kept"))
    #expect(server.requests.filter { hour(of: $0) == 1 }.count == 3)
    #expect(try download.cachedHours() == [0])
  }

  @Test("A length that is too short is told from the hour's own, however often it comes")
  func shortLength() async throws {
    // What follows the promised bytes may spoil the next request on the connection, or not: that is a race.
    let server = try await FeedServer { path, attempt in
      let bytes = HourBytes.hour(hour(of: path))
      guard hour(of: path) == 1, attempt == 1 else { return .bytes(bytes) }
      return .bytesCalled(length: bytes.count - 20, bytes)
    }
    let download = try Downloading(server)
    let report = try await download.run()
    #expect(try InputFile.contents(of: report.files[1]) == HourBytes.hour(1))
    #expect(try download.cachedHours() == Array(0..<6))
  }

  @Test("A server that does not answer is given up on after its time")
  func silence() async throws {
    let server = try await FeedServer { path, attempt in
      hour(of: path) == 1 && attempt == 1 ? .silence : sound(path)
    }
    var download = try Downloading(server)
    download.settings.readTimeout = .seconds(1)
    #expect(try await download.run().files.count == 6)
    #expect(server.requests.count { hour(of: $0) == 1 } >= 2)
  }

  @Test("Nobody there")
  func refused() async throws {
    let base: String
    do { base = try await FeedServer { _, _ in .reset }.baseURL }
    let server = try await FeedServer { _, _ in .reset }
    var download = try Downloading(server)
    download.settings.base = try BaseURL(base)
    download.settings.retries.attempts = 2
    #expect(await download.failure().contains("the connection"))
  }

  @Test("What the server says about when to come back is kept to, by every request")
  func retryAfter() async throws {
    let server = try await FeedServer { path, attempt in
      hour(of: path) == 0 && attempt == 1 ? .status(429, headers: ["Retry-After": "17"]) : sound(path)
    }
    let download = try Downloading(server)
    try await download.run()
    #expect(download.clock.sleeps.first == .seconds(17))
  }

  @Test("A server that wants an hour's pause is given up on")
  func longWait() async throws {
    let server = try await FeedServer { _, _ in .status(503, headers: ["Retry-After": "3600"]) }
    #expect(try await Downloading(server).failure().contains("status 503 Service Unavailable, asked once"))
    #expect(server.requests.count == 1)
  }

  @Test("A redirection is not followed", arguments: [301, 302, 307])
  func redirection(status: Int) async throws {
    let elsewhere = try await FeedServer { path, _ in sound(path) }
    let target = elsewhere.baseURL + "/EURUSD/2019/01/04/00h_ticks.bi5"
    let server = try await FeedServer { _, _ in .status(status, headers: ["Location": target]) }
    let text = try await Downloading(server).failure()
    #expect(text.contains("a redirection to \(target), which is not followed"))
    #expect(server.requests.count == 1)
    #expect(elsewhere.requests.isEmpty)
  }

  @Test("Asking again does not help against other refusals", arguments: [400, 401, 403, 451])
  func refusal(status: Int) async throws {
    let server = try await FeedServer { _, _ in .status(status) }
    #expect(try await Downloading(server).failure().contains("status \(status)"))
    #expect(server.requests.count == 1)
  }

  @Test("A cache that can't be written is an error of the disk")
  func noCache() async throws {
    let server = try await FeedServer { path, _ in sound(path) }
    let download = try Downloading(server)
    try AtomicFile(path: download.folder.file("cache")).commit()
    await #expect(throws: FileError.self) { try await download.run() }
  }
}
