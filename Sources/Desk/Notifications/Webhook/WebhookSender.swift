import AsyncHTTPClient
import JSONText
import NIOCore
import NIOHTTP1
import TradingCore

/// Posts messages to a URL. The URL itself may be a secret and stands in no outcome.
struct WebhookSender: Sendable {
  private let url: Secret
  private let secret: Secret?
  private let headers: [(name: String, value: Secret)]
  private let timeout: TimeAmount
  private let http: HTTPClient
  private let now: @Sendable () -> Timestamp

  /// - Throws: `secret` or `badSecret`.
  init(
    _ settings: WebhookSettings, channel: NotificationChannel, http: HTTPClient,
    environment: (String) -> String?, now: @escaping @Sendable () -> Timestamp
  ) throws(NotificationError) {
    func exposed(_ value: PublicOrSecret) throws(NotificationError) -> Secret {
      switch value {
      case .text(let text): Secret(text)
      case .secret(let source): try Secret(source, channel: channel.name, environment: environment)
      }
    }
    url = try exposed(settings.url)
    if case .secret(let source) = settings.url, let problem = WebhookSettings.problem(ofURL: url.exposed) {
      throw .badSecret(channel: channel.name, source: "\(source)", problem: problem)
    }
    var headers: [(name: String, value: Secret)] = []
    for header in settings.headers { headers.append((header.name, try exposed(header.value))) }
    self.headers = headers
    var secret: Secret?
    if let source = settings.secret {
      secret = try Secret(source, channel: channel.name, environment: environment)
    }
    self.secret = secret
    timeout = .seconds(channel.timeoutSeconds)
    self.http = http
    self.now = now
  }

  /// One attempt.
  func deliver(_ message: NotificationMessage) async -> DeliveryOutcome {
    do {
      let response = try await http.execute(request(message), timeout: timeout)
      return outcome(response)
    } catch {
      return Self.outcome(error)
    }
  }

  private func request(_ message: NotificationMessage) -> HTTPClientRequest {
    let signed = SignedRequest(
      event: message.event.rawValue, delivery: message.id, seconds: now().secondsSinceEpoch,
      body: Array(message.json.compactText.utf8))
    var request = signed.http(to: url, secret: secret)
    for header in headers { request.headers.add(name: header.name, value: header.value.exposed) }
    return request
  }

  private func outcome(_ response: HTTPClientResponse) -> DeliveryOutcome {
    let status = response.status
    let reason = "the server answered \(status.code)"
    switch status.code {
    case 200...299: return .delivered()
    case 408, 425, 429, 500...599:
      let wait = response.headers.first(name: "Retry-After").flatMap { RetryAfter.wait($0, now: now()) }
      return .retry(after: wait, reason: reason)
    case 300...399: return .dead(reason: "\(reason), a redirection, which is not followed")
    default: return .dead(reason: reason)
    }
  }

  /// What a failed attempt comes to.
  static func outcome(_ error: any Error) -> DeliveryOutcome {
    if let reason = TLSFault.refusal(error) { return .dead(reason: reason) }
    switch error as? HTTPClientError {
    case .invalidURL, .emptyHost, .emptyScheme: return .dead(reason: "the URL can't be used")
    case .readTimeout, .deadlineExceeded, .writeTimeout:
      return .retry(after: nil, reason: "no answer in time")
    case .connectTimeout, .tlsHandshakeTimeout:
      return .retry(after: nil, reason: "no connection in time")
    case .remoteConnectionClosed: return .retry(after: nil, reason: "the connection was lost")
    default: break
    }
    if error is CancellationError { return .retry(after: nil, reason: "stopped while sending") }
    if error is HTTPParserError {
      return .retry(after: nil, reason: "the answer was cut off or is not HTTP")
    }
    if let error = error as? IOError {
      return .retry(after: nil, reason: "the connection failed, errno \(error.errnoCode)")
    }
    // Other errors may describe the request, and with it the URL.
    return .retry(after: nil, reason: "the connection failed")
  }
}
