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

  /// Posts a document, and gives the body of an answer that says it was taken.
  ///
  /// `event`: what it is; `delivery`: what tells it from others; `at`: seconds since the UNIX epoch.
  /// - Throws: `Unanswered`.
  package func answer(
    to body: [UInt8], event: String, delivery: String, at time: Int64
  ) async throws(Unanswered) -> [UInt8] {
    let http = SignedRequest.client()
    let result = await exchange(
      SignedRequest(event: event, delivery: delivery, seconds: time, body: body), http)
    try? await http.shutdown()
    return try result.get()
  }

  private func exchange(
    _ request: SignedRequest, _ http: HTTPClient
  ) async -> Result<[UInt8], Unanswered> {
    do {
      let response = try await http.execute(
        request.http(to: url, secret: secret), timeout: .seconds(seconds))
      guard (200...299).contains(response.status.code) else {
        return .failure(Unanswered(reason: "the server answered \(response.status.code)"))
      }
      let body = try await response.body.collect(upTo: Self.longestAnswer)
      return .success(Array(body.readableBytesView))
    } catch {
      switch WebhookSender.outcome(error) {
      case .dead(let reason), .retry(_, let reason): return .failure(Unanswered(reason: reason))
      case .delivered: return .failure(Unanswered(reason: "no answer"))
      }
    }
  }
}
