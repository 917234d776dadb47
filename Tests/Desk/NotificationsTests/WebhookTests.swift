import NIOHTTP1
import Notifications
import TestSupport
import Testing

@Suite("Webhooks", .timeLimit(.minutes(5)))
struct WebhookTests {
  @Test("The request holds the message and headers that say what it is")
  func request() async throws {
    let receiver = try await WebhookReceiver { _ in .status(204) }
    let header = WebhookSettings.Header(name: "X-Room", value: .secret(.environment("HOOK_SECRET")))
    let channel = Sample.hook("hook", receiver.url, headers: [header])
    #expect(try await Sample.deliver(over: channel) == .delivered())
    let request = try #require(receiver.requests.first)
    #expect(request.head.method == .POST)
    #expect(request.head.uri == "/hook")
    #expect(request.header("Content-Type") == "application/json")
    #expect(request.header("Slipway-Event") == "feed_lost")
    #expect(request.header("Slipway-Delivery") == "17")
    #expect(request.header("Slipway-Timestamp") == "1704888000")
    #expect(request.header("X-Room") == "s3cret")
    #expect(try NotificationMessage(json: request.body) == Sample.message())
  }

  @Test("openssl computes the same signature over timestamp, dot and body")
  func signature() async throws {
    let receiver = try await WebhookReceiver { _ in .status(200) }
    _ = try await Sample.deliver(over: Sample.hook("hook", receiver.url))
    let request = try #require(receiver.requests.first)
    let output = try TestAuthority.openssl(
      ["dgst", "-sha256", "-hmac", "s3cret", "-r"], input: Array("1704888000.".utf8) + request.body)
    let digest = String(output.prefix { $0 != " " })
    #expect(digest.count == 64)
    #expect(request.header("Slipway-Signature") == "v1=" + digest)
  }

  @Test("Without a secret there is no signature")
  func unsigned() async throws {
    let receiver = try await WebhookReceiver { _ in .status(200) }
    _ = try await Sample.deliver(over: Sample.hook("hook", receiver.url, isSigned: false))
    #expect(receiver.requests.first?.header("Slipway-Signature") == nil)
  }

  @Test("What may pass is tried again", arguments: [408, 425, 429, 500, 502, 503, 599])
  func transient(status: Int) async throws {
    let receiver = try await WebhookReceiver { _ in .status(status) }
    let outcome = try await Sample.deliver(over: Sample.hook("hook", receiver.url))
    #expect(outcome == .retry(after: nil, reason: "the server answered \(status)"))
  }

  @Test("Other refusals are final", arguments: [400, 401, 403, 404, 410, 422])
  func final(status: Int) async throws {
    let receiver = try await WebhookReceiver { _ in .status(status) }
    let outcome = try await Sample.deliver(over: Sample.hook("hook", receiver.url))
    #expect(outcome == .dead(reason: "the server answered \(status)"))
  }

  @Test("A redirection is not followed")
  func redirection() async throws {
    let receiver = try await WebhookReceiver { _ in .status(307, headers: [("Location", "/other")]) }
    let outcome = try await Sample.deliver(over: Sample.hook("hook", receiver.url))
    #expect(outcome == .dead(reason: "the server answered 307, a redirection, which is not followed"))
    #expect(receiver.requests.count == 1)
  }

  @Test(
    "The server says when to come back, in seconds or as a date",
    arguments: [("120", 120), ("Wed, 10 Jan 2024 12:01:00 GMT", 60), ("Wed, 10 Jan 2024 11:00:00 GMT", 0)])
  func retryAfter(header: String, seconds: Int64) async throws {
    let receiver = try await WebhookReceiver { _ in .status(429, headers: [("Retry-After", header)]) }
    let outcome = try await Sample.deliver(over: Sample.hook("hook", receiver.url))
    #expect(outcome == .retry(after: .seconds(seconds), reason: "the server answered 429"))
  }

  @Test("A silent server is given up on at the time-out")
  func silence() async throws {
    let receiver = try await WebhookReceiver { _ in .silence }
    let start = ContinuousClock.now
    let outcome = try await Sample.deliver(over: Sample.hook("hook", receiver.url, timeoutSeconds: 1))
    #expect(outcome == .retry(after: nil, reason: "no answer in time"))
    // Far more than a second, as a machine may be busy; far less than for ever.
    #expect(ContinuousClock.now - start < .seconds(120))
  }

  @Test("A lost connection and a server that is not there are tried again")
  func noServer() async throws {
    let receiver = try await WebhookReceiver { _ in .close }
    let lost = try await Sample.deliver(over: Sample.hook("hook", receiver.url))
    #expect(lost == .retry(after: nil, reason: "the connection was lost"))
    let absent = try await Sample.deliver(over: Sample.hook("hook", "http://127.0.0.1:1/secret-path"))
    guard case .retry(nil, let reason) = absent else {
      Issue.record("\(absent)")
      return
    }
    #expect(!reason.contains("secret-path"))
  }
}
