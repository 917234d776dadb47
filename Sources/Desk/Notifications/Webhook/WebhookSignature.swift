import Crypto

/// Proves to a receiver that a request comes from whom it shares a secret with, and when it was made.
package enum WebhookSignature {
  /// The value of the header `Slipway-Signature`: `v1=` and the HMAC-SHA256 of `TIMESTAMP.BODY` in hex, the key
  /// being the secret's UTF-8 bytes and the timestamp in seconds since the UNIX epoch.
  package static func value(secret: Secret, seconds: Int64, body: [UInt8]) -> String {
    let key = SymmetricKey(data: Array(secret.exposed.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(seconds).".utf8) + body, using: key)
    return "v1=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
