import Feeds
import Foundation
import TestSupport
import Testing
import TradingCore

/// The settings of a feed.
struct FeedConfigurationTests {
  private func parse(_ text: String) throws -> FeedConfiguration {
    try FeedConfiguration.parse(text: text, path: "feeds/gold.yaml")
  }

  private func problem(_ text: String) -> String? {
    #expect(throws: FeedError.self) { try parse(text) }?.description
  }

  @Test("an address is enough")
  func defaults() throws {
    let feed = try parse("address: tcp://127.0.0.1:7001")
    #expect(feed.name == "gold")
    #expect(feed.format == .ndjson)
    #expect(feed.reconnect == ReconnectSchedule())
    #expect(feed.connectTimeoutNanoseconds == 10 * Timestamp.second)
    #expect(feed.idleTimeoutNanoseconds == 60 * Timestamp.second)
    #expect(feed.staleAfterNanoseconds == 10 * Timestamp.second)
    #expect(feed.lateAfterNanoseconds == 5 * Timestamp.second)
    #expect(feed.faultsInARow == 100)
  }

  @Test("every key is read")
  func allKeys() throws {
    let feed = try parse(
      """
      address: tls://feed.example.com:7001
      format: csv
      symbols:
        EUR/USD: EURUSD
        GOLD: XAUUSD
      reconnect_first_seconds: 0.25
      reconnect_most_seconds: 60
      reconnect_factor: 1.5
      connect_timeout_seconds: 3
      idle_timeout_seconds: 0
      stale_after_seconds: 20
      late_after_seconds: 2.5
      faults_in_a_row: 7
      tls:
        ca_file: own.pem
        server_name: quotes.example.com
      token_env: FEED_TOKEN
      """)
    #expect(feed.address == .tls(host: "feed.example.com", port: 7001))
    #expect(feed.format == .csv)
    #expect(feed.symbols.mapValues(\.name) == ["EUR/USD": "EURUSD", "GOLD": "XAUUSD"])
    #expect(
      feed.reconnect
        == ReconnectSchedule(
          firstNanoseconds: 250_000_000, mostNanoseconds: 60_000_000_000, factorThousandths: 1_500))
    #expect(feed.connectTimeoutNanoseconds == 3_000_000_000)
    #expect(feed.idleTimeoutNanoseconds == nil)
    #expect(feed.staleAfterNanoseconds == 20_000_000_000)
    #expect(feed.lateAfterNanoseconds == 2_500_000_000)
    #expect(feed.faultsInARow == 7)
    #expect(feed.caFile == "feeds/own.pem")
    #expect(feed.serverName == "quotes.example.com")
    #expect(feed.tokenEnvironment == "FEED_TOKEN")
  }

  @Test(
    "faults are named with file, line and field",
    arguments: [
      ("format: csv", "missing key 'address' (feeds/gold.yaml)"),
      ("address: gopher://x:1", "bad value of 'address' (feeds/gold.yaml:1)"),
      ("address: stdin\nformat: xml", "bad value of 'format' (feeds/gold.yaml:2)"),
      ("address: stdin\nadress: x", "unknown key 'adress' (feeds/gold.yaml:2): did you mean 'address'?"),
      ("address: stdin\nstale_after_seconds: -1", "bad value of 'stale_after_seconds' (feeds/gold.yaml:2)"),
      ("address: stdin\nsymbols: {A: EURUSD, B: EURUSD}", "bad value of 'symbols.B' (feeds/gold.yaml:2)"),
      ("address: tcp://h:1\ntls: {ca_file: x}", "bad value of 'tls' (feeds/gold.yaml:2)"),
      ("address: tls://h:1\ntls: {verify: false}", "unknown key 'verify' (feeds/gold.yaml:2)"),
      ("address: tls://h:1\ntls: {server_name: 10.0.0.1}", "bad value of 'tls.server_name'"),
      ("address: tcp://example.com:1\ntoken_env: T", "bad value of 'token_env' (feeds/gold.yaml:2)"),
      ("address: stdin\ntoken_env: T", "bad value of 'token_env' (feeds/gold.yaml:2)"),
      ("address: stdin\nreconnect_first_seconds: 9\nreconnect_most_seconds: 8", "reconnect_most_seconds'"),
    ])
  func faults(text: String, expected: String) throws {
    let found = try #require(problem(text))
    #expect(found.contains(expected), "\(found)")
  }

  @Test("a feed is found by address, by name in the home, or by path")
  func find() throws {
    let home = try TemporaryFolder()
    let folder = home.file("feeds")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "address: stdin".write(toFile: folder + "/gold.yaml", atomically: true, encoding: .utf8)
    #expect(try FeedConfiguration.find("-", home: nil).address == .standardInput)
    #expect(try FeedConfiguration.find("pipe:a.csv", home: nil).format == .csv)
    #expect(try FeedConfiguration.find("gold", home: home.path).name == "gold")
    #expect(try FeedConfiguration.find(folder + "/gold.yaml", home: nil).name == "gold")
    #expect(throws: FeedError.unknownFeed(name: "golf", nearest: "gold", known: ["gold"])) {
      try FeedConfiguration.find("golf", home: home.path)
    }
  }

  @Test("a token comes from the environment, and never shows itself")
  func token() throws {
    let feed = try parse("address: tls://h:1\ntoken_env: T")
    let token = try feed.token { $0 == "T" ? "secret" : nil }
    #expect("\(try #require(token)) \(String(reflecting: token))".contains("secret") == false)
    #expect(throws: FeedError.tokenMissing(feed: "gold", variable: "T")) { try feed.token { _ in "" } }
  }

  @Test("waits grow up to the longest, times a half to one")
  func waits() {
    let schedule = ReconnectSchedule(firstNanoseconds: 100, mostNanoseconds: 1_000, factorThousandths: 2_000)
    #expect(
      (1...6).map { schedule.delay(afterFailures: $0, jitter: 1) } == [100, 200, 400, 800, 1_000, 1_000])
    #expect(schedule.delay(afterFailures: 1, jitter: 0) == 50)
    #expect(schedule.delay(afterFailures: .max, jitter: 0) == 500)
  }
}
