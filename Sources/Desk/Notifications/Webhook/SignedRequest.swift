import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// A JSON document that is posted to a URL, with headers that say what it is, when it was made and by whom.
struct SignedRequest {
  /// What it is, for `Slipway-Event`.
  var event: String
  /// What tells it from others, for `Slipway-Delivery`.
  var delivery: String
  /// When it was made, in seconds since the UNIX epoch.
  var seconds: Int64
  /// The document.
  var body: [UInt8]

  /// The request to a URL; signed where there is a secret.
  func http(to url: Secret, secret: Secret?) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url.exposed)
    request.method = .POST
    request.headers = headers(secret: secret)
    request.body = .bytes(ByteBuffer(bytes: body))
    return request
  }

  /// What says what it is and who made it; signed where there is a secret.
  func headers(secret: Secret?) -> HTTPHeaders {
    var headers = HTTPHeaders([
      ("Content-Type", "application/json"), ("User-Agent", "slipway"),
      ("Slipway-Event", HeaderText.token(event)), ("Slipway-Delivery", HeaderText.token(delivery)),
      ("Slipway-Timestamp", String(seconds)),
    ])
    if let secret {
      let signature = WebhookSignature.value(secret: secret, seconds: seconds, body: body)
      headers.add(name: "Slipway-Signature", value: signature)
    }
    return headers
  }

  /// What makes the requests: no redirections, and no second attempts, as trying again is the caller's business.
  static func client() -> HTTPClient {
    var client = HTTPClient.Configuration()
    client.redirectConfiguration = .disallow
    client.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
  }
}
