import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Posts a signed document to a server, as a webhook does, and gives what it answers.
package struct SignedExchange: Sendable {
  /// Why there is no answer, in words without the URL.
  package struct Unanswered: Error, Sendable, Hashable {
    /// In words.
    package let reason: String

    /// In words.
    package init(reason: String) { self.reason = reason }
  }

  /// Bytes of an answer at most.
  static let longestAnswer = 65_536

  private let url: Secret
  private let secret: Secret
  private let seconds: Int64

  /// An exchange with a server that shares a secret. `timeoutSeconds`: how long an answer may take.
  package init(url: String, secret: Secret, timeoutSeconds: Int64 = 5) {
    (self.url, self.secret, seconds) = (Secret(url), secret, timeoutSeconds)
  }

  /// Posts a document, and gives the body of an answer that says it was taken; waits for it on the calling thread.
  ///
  /// `event`: what it is; `delivery`: what tells it from others; `at`: seconds since the UNIX epoch.
  /// - Throws: `Unanswered`.
  package func answer(
    to body: [UInt8], event: String, delivery: String, at time: Int64
  ) throws(Unanswered) -> [UInt8] {
    let signed = SignedRequest(event: event, delivery: delivery, seconds: time, body: body)
    let http = SignedRequest.client()
    // One that can't be shut down in order goes with the process.
    defer { try? http.syncShutdown() }
    let response: HTTPClient.Response
    do {
      let request = try HTTPClient.Request(
        url: url.exposed, method: .POST, headers: signed.headers(secret: secret), body: .bytes(body))
      // A body that trickles in has no end by itself, or one that is too long.
      response = try http.execute(
        request: request, delegate: ResponseAccumulator(request: request, maxBodySize: Self.longestAnswer),
        deadline: .now() + .seconds(seconds)
      ).wait()
    } catch {
      switch WebhookSender.outcome(error) {
      case .dead(let reason), .retry(_, let reason): throw Unanswered(reason: reason)
      case .delivered: throw Unanswered(reason: "no answer")
      }
    }
    guard (200...299).contains(response.status.code) else {
      throw Unanswered(reason: "the server answered \(response.status.code)")
    }
    return response.body.map { Array($0.readableBytesView) } ?? []
  }
}
