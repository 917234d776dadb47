import Foundation
import TestSupport
import Testing

@Suite("slipway notify", .timeLimit(.minutes(5)))
struct NotifyCommandTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  private func configure(_ channels: [(name: String, url: String)]) throws {
    let lines = channels.map { "  - {type: webhook, name: \($0.name), url: \"\($0.url)\"}\n" }
    try fixture.write("home/notifications.yaml", "channels:\n" + lines.joined())
  }

  @Test("A test goes over every channel once, and ends with 69 when one fails")
  func test() async throws {
    let good = try await WebhookReceiver { _ in .status(200) }
    let bad = try await WebhookReceiver { _ in .status(404) }
    try configure([("good", good.url), ("bad", bad.url)])
    let outcome = try fixture.run(["notify", "test", "--json"])
    #expect(outcome.status == 69)
    #expect(outcome.errors.isEmpty)
    let channels = try #require(try outcome.json()["channels"] as? [[String: String]])
    #expect(
      channels == [
        ["channel": "good", "result": "delivered", "detail": ""],
        ["channel": "bad", "result": "failed", "detail": "the server answered 404"],
      ])
    #expect(try fixture.run(["notify", "test", "--channel", "good"]).status == 0)
    #expect(good.requests.map { $0.header("Slipway-Event") } == ["test", "test"])
    #expect(bad.requests.count == 1)
  }

  @Test("A channel that is not there, and a home without any")
  func mistakes() throws {
    expectError(try fixture.run(["notify", "test"]), status: 64, naming: "notifications.yaml")
    try configure([("hook", "http://127.0.0.1:1/")])
    expectError(try fixture.run(["notify", "test", "--channel", "hok"]), status: 64, naming: "'hook'")
    expectError(try fixture.run(["notify", "send"]), status: 66, naming: "no journal")
    expectError(try fixture.run(["notify", "retry"]), status: 64, naming: "--all-dead")
  }

  @Test("A secret that is not there is a fault of the configuration")
  func secret() throws {
    try fixture.write(
      "home/notifications.yaml",
      "channels:\n  - {type: webhook, name: hook, url: \"http://127.0.0.1:1/\", secret_env: NOT_THERE}\n")
    expectError(try fixture.run(["notify", "test"]), status: 78, naming: "NOT_THERE")
  }

  @Test("A home without messages")
  func empty() throws {
    expectError(try fixture.run(["notify", "list"]), status: 66, naming: "no journal")
    try fixture.register("one")
    #expect(try fixture.run(["notify", "list"]).output == "no messages\n")
    let document = try fixture.run(["notify", "list", "--dead", "--json"]).json()
    #expect((document["messages"] as? [Any])?.isEmpty == true)
    #expect(document["counts"] as? [String: Int] == ["pending": 0, "sent": 0, "dead": 0])
    expectError(try fixture.run(["notify", "retry", "7"]), status: 64, naming: "no message 7")
  }

  @Test("Nothing waits: nothing is sent")
  func send() throws {
    try fixture.register("one")
    try configure([("hook", "http://127.0.0.1:1/")])
    let outcome = try fixture.run(["notify", "send"])
    #expect(outcome.output == "0 sent, 0 failed, 0 given up, 0 wait\n")
    #expect(outcome.status == 0)
  }
}
