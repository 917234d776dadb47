import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("slipway data fetch dukascopy")
struct FetchCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fetch(
    _ server: FeedServer, symbol: String = "EURUSD", from: String = "2019-02-04T00:00Z",
    to: String = "2019-02-04T05:00Z", _ more: String..., environment: [String: String] = [:]
  ) async throws -> Program.Outcome {
    let arguments =
      ["data", "fetch", "dukascopy", symbol, "--from", from, "--to", to, "-o", folder.file("out.ticks")]
      + ["--rate", "50", "--base-url", server.baseURL] + more
    // The server answers on other threads; waiting for the program must not hold up Swift's own.
    return try await blocking {
      try Program.Running(Program.path, arguments, in: folder, environment: environment).wait()
    }
  }

  private func hour(of path: String) -> Int { Int(path.suffix(13).prefix(2)) ?? -1 }

  private func soundServer() async throws -> FeedServer {
    try await FeedServer { path, _ in .bytes(HourBytes.hour(Int(path.suffix(13).prefix(2)) ?? 0)) }
  }

  @Test("It downloads, imports and says what it did; again, it needs no server")
  func fetches() async throws {
    let server = try await soundServer()
    let document = try await fetch(server, "--json").json()
    #expect(document["ticks"] as? Int == 30)
    #expect(document["first"] as? String == "2019-02-04T00:00:00.000Z")
    #expect(document["format"] as? String == "dukascopy")
    let facts = try #require(document["fetch"] as? [String: Any])
    #expect(facts["hours"] as? Int == 5)
    #expect(facts["hours_asked"] as? Int == 5)
    #expect(facts["requests"] as? Int == 5)
    let cached = ".slipway/cache/dukascopy/EURUSD/2019/01/04/04h_ticks.bi5"
    #expect(FileManager.default.fileExists(atPath: folder.file(cached)))
    let silent = try await FeedServer { _, _ in .reset }
    let again = try await fetch(silent, "--json").json()
    #expect(again["content_digest"] as? String == document["content_digest"] as? String)
    #expect((again["fetch"] as? [String: Any])?["hours_cached"] as? Int == 5)
    #expect(silent.requests.isEmpty)
  }

  @Test("The cache lies in the home, or where --cache says")
  func cacheFolder() async throws {
    let server = try await soundServer()
    #expect(try await fetch(server, to: "2019-02-04T01:00Z", "--home", folder.file("h")).status == 0)
    #expect(
      try await fetch(server, to: "2019-02-04T01:00Z", environment: ["SLIPWAY_HOME": folder.file("e")]).status
        == 0
    )
    #expect(try await fetch(server, to: "2019-02-04T01:00Z", "--cache", folder.file("c")).status == 0)
    for cache in ["h/cache/dukascopy", "e/cache/dukascopy", "c"] {
      #expect(FileManager.default.fileExists(atPath: folder.file("\(cache)/EURUSD/2019/01/04/00h_ticks.bi5")))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file(".slipway")))
  }

  @Test("A service that fails ends with 69, names URL and status, and leaves no tick file")
  func unavailable() async throws {
    let server = try await FeedServer { _, _ in .status(503) }
    let outcome = try await fetch(server, "--attempts", "2")
    expectError(
      outcome, status: 69, naming: "\(server.baseURL)/EURUSD/2019/01/04/0", "status 503 Service Unavailable")
    #expect(!FileManager.default.fileExists(atPath: folder.file("out.ticks")))
  }

  @Test("Ctrl-C leaves finished hours, and the next run goes on", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) async throws {
    // Silent until the run has stopped, however long a busy machine takes to send the signal.
    let answers = Mutex(false)
    let server = try await FeedServer { path, _ in
      let hour = Int(path.suffix(13).prefix(2)) ?? 0
      return hour >= 3 && !answers.withLock { $0 } ? .silence : .bytes(HourBytes.hour(hour))
    }
    let cache = folder.file("cache")
    let running = try Program.start(
      "data", "fetch", "dukascopy", "EURUSD", "--from", "2019-02-04T00:00Z", "--to", "2019-02-04T05:00Z",
      "-o",
      folder.file("out.ticks"), "--base-url", server.baseURL, "--rate", "50", "--cache", cache, in: folder)
    while server.requests.count < 5 { try await Task.sleep(for: .milliseconds(10)) }
    try await Task.sleep(for: .milliseconds(200))
    running.send(signal)
    while running.process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    let outcome = try running.wait()
    #expect(outcome.status == 128 + signal, "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("out.ticks")))
    let before = server.requests.count
    answers.withLock { $0 = true }
    #expect(try await fetch(server, "--cache", cache).status == 0)
    #expect(server.requests.dropFirst(before).map(hour).sorted() == [3, 4])
  }

  @Test("What can't be asked for is refused before anything is")
  func mistakes() async throws {
    let server = try await soundServer()
    expectError(try await fetch(server, symbol: "EUR/USD"), status: 64, naming: "SYMBOL")
    expectError(try await fetch(server, symbol: "NOSUCH"), status: 64, naming: "NOSUCH", "--digits")
    expectError(try await fetch(server, from: "2019-02-04"), status: 64, naming: "--from")
    expectError(try await fetch(server, from: "2019-02-04T00:30Z"), status: 64, naming: "--from")
    expectError(try await fetch(server, to: "2019-02-03T00:00Z"), status: 64, naming: "--to")
    expectError(try await fetch(server, "--rate", "0"), status: 64, naming: "--rate")
    expectError(try await fetch(server, "--attempts", "0"), status: 64, naming: "--attempts")
    expectError(try await fetch(server, "--base-url", "ftp://a"), status: 64, naming: "--base-url")
    #expect(server.requests.isEmpty)
  }

  @Test("A cache that can't be made is an output that can't be made")
  func noCache() async throws {
    let server = try await soundServer()
    try Data().write(to: URL(fileURLWithPath: folder.file("file")))
    let outcome = try await fetch(server, "--cache", folder.file("file"))
    #expect([73, 74].contains(outcome.status), "\(outcome.errors)")
  }
}

/// Runs something that blocks its thread on a thread of its own.
private func blocking<Success: Sendable>(
  _ body: @escaping @Sendable () throws -> Success
) async throws -> Success {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}
