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
    request.headers.add(name: "Content-Type", value: "application/json")
    request.headers.add(name: "User-Agent", value: "slipway")
    request.headers.add(name: "Slipway-Event", value: HeaderText.token(event))
    request.headers.add(name: "Slipway-Delivery", value: HeaderText.token(delivery))
    request.headers.add(name: "Slipway-Timestamp", value: String(seconds))
    if let secret {
      let signature = WebhookSignature.value(secret: secret, seconds: seconds, body: body)
      request.headers.add(name: "Slipway-Signature", value: signature)
    }
    request.body = .bytes(ByteBuffer(bytes: body))
    return request
  }

  /// What makes the requests: no redirections, and no second attempts, as trying again is the caller's business.
  static func client() -> HTTPClient {
    var client = HTTPClient.Configuration()
    client.redirectConfiguration = .disallow
    client.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
  }
}
